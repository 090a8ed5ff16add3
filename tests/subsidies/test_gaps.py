"""Counting what there is for whom: nothing counts twice, nothing that is over counts, and nothing far away hides a gap."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models import Municipality, Need, TargetGroup
from subsidies.gaps import telling
from subsidies.gaps.axes import AXES, QUESTIONS, Asked, Reach
from subsidies.gaps.checking import Look
from subsidies.gaps.counting import Matrix, State
from subsidies.gaps.heard import has_needs
from subsidies.models import Area, Checker, CoverageCheck, Level, Measure, Rhythm
from tests.factories import (
    ActorKindFactory,
    DisciplineFactory,
    MunicipalityFactory,
    NeedFactory,
    TargetGroupFactory,
)
from tests.subsidies.factories import CallFactory
from tests.subsidies.gaps_cast import cell, matrix, measure, numbers
from tests.subsidies.support_cast import form

pytestmark = pytest.mark.django_db


def test_near_support_counts_for_the_people_it_names_where_it_holds(coverage: list[Measure]) -> None:
    assert numbers() == {
        ("genk", "jongeren"): 1,
        ("genk", "ouderen"): 1,
        ("leopoldsburg", "ouderen"): 1,
        ("leopoldsburg", "-"): 1,
    }


def test_own_support_is_less_and_wide_support_more(coverage: list[Measure]) -> None:
    assert numbers(Reach.OWN) == {("genk", "jongeren"): 1, ("leopoldsburg", "-"): 1}
    assert numbers(Reach.WIDE) == {
        ("genk", "jongeren"): 2,
        ("genk", "ouderen"): 1,
        ("leopoldsburg", "jongeren"): 1,
        ("leopoldsburg", "ouderen"): 1,
        ("leopoldsburg", "-"): 1,
    }


def test_a_european_measure_for_these_places_alone_is_near_and_not_own(
    genk: Municipality, young: TargetGroup
) -> None:
    measure("leader", [genk], [young], level=Level.EUROPE, area=Area.PLACES)
    assert numbers(Reach.OWN) == {}
    assert numbers() == {("genk", "jongeren"): 1}


def test_every_axis_counts_its_own_words(genk: Municipality) -> None:
    measure(
        "dans",
        [genk],
        [],
        words={
            "forms": [form("subsidie"), form("begeleiding")],
            "disciplines": [DisciplineFactory(slug="dans")],
            "actor_kinds": [ActorKindFactory(slug="koor")],
        },
    )
    assert numbers(axis="vorm") == {("genk", "subsidie"): 1, ("genk", "begeleiding"): 1}
    assert numbers(axis="discipline") == {("genk", "dans"): 1}
    assert numbers(axis="soort") == {("genk", "koor"): 1}
    assert numbers() == {("genk", "-"): 1}


@pytest.mark.parametrize(
    "facts",
    [
        {"has_ended": True},
        {"valid_to": timezone.localdate() - timedelta(days=1)},
        {"status": "draft"},
        {"status": "archived"},
    ],
)
def test_what_is_over_or_not_published_counts_for_nobody(
    genk: Municipality, young: TargetGroup, facts: dict[str, object]
) -> None:
    measure("weg", [genk], [young], **facts)
    assert numbers() == {}


def test_what_comes_or_comes_again_counts_and_what_closed_for_good_does_not(
    genk: Municipality, young: TargetGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = timezone.now() - timedelta(days=3)
    yearly, later, once = (measure(slug, [genk], [young]) for slug in ("jaarlijks", "later", "eenmalig"))
    CallFactory(measure=yearly, rhythm=Rhythm.YEARLY, closes_at=past)
    CallFactory(measure=later, opens_at=timezone.now() + timedelta(days=400), closes_at=None)
    call = CallFactory(measure=once, closes_at=timezone.now() + timedelta(days=1))
    assert numbers() == {("genk", "jongeren"): 3}
    for late, number in ((timedelta(), 3), (timedelta(seconds=1), 2)):
        monkeypatch.setattr(timezone, "now", lambda late=late: call.closes_at + late)
        assert numbers() == {("genk", "jongeren"): number}


def test_a_local_version_takes_the_place_of_the_general_one_only_where_it_holds(
    genk: Municipality, wide: Measure, young: TargetGroup
) -> None:
    measure("genkse-versie", [genk], [young], replaces=wide)
    assert numbers(Reach.WIDE) == {("genk", "jongeren"): 1, ("leopoldsburg", "jongeren"): 1}
    Measure.objects.filter(slug="genkse-versie").update(has_ended=True)
    assert numbers(Reach.WIDE)["genk", "jongeren"] == 1
    assert cell(genk, "jongeren").found == 0


def test_a_municipality_outside_the_network_has_no_cells(young: TargetGroup) -> None:
    measure("elders", [MunicipalityFactory(name="Zonhoven", member=False)], [young])
    assert numbers() == {}
    assert matrix().places == []


def test_each_of_the_four_states(
    leopoldsburg: Municipality, coverage: list[Measure], young: TargetGroup
) -> None:
    assert cell(leopoldsburg, "ouderen").state == State.FOUND
    assert cell(leopoldsburg, "jongeren").state == State.UNKNOWN
    check = CoverageCheck.objects.create(
        municipality=leopoldsburg, target_group=young, checked_as=Checker.MUNICIPALITY
    )
    assert cell(leopoldsburg, "jongeren").state == State.NONE
    assert cell(leopoldsburg, "jongeren", Reach.WIDE).state == State.FOUND
    for days, state in ((183, State.NONE), (184, State.OLD)):
        CoverageCheck.objects.update(checked_on=timezone.localdate() - timedelta(days=days))
        assert cell(leopoldsburg, "jongeren").state == state
        check.refresh_from_db()
        assert check.is_old is (state == State.OLD)


def test_a_pattern_is_as_thick_as_the_number_is_large(places: list[Municipality], young: TargetGroup) -> None:
    for number in range(5):
        measure(f"m{number}", places[:1] if number else places, [young])
    assert [one.density for one in matrix().cells] == [4, 1]


def test_needs_fall_in_a_cell_of_their_own_place_or_in_every_one(
    genk: Municipality,
    leopoldsburg: Municipality,
    young: TargetGroup,
    old: TargetGroup,
    coverage: list[Measure],
) -> None:
    for place, status in ((None, "open"), (leopoldsburg, "bezig"), (leopoldsburg, "beantwoord")):
        need = NeedFactory(municipality=place, status=status)
        need.target_groups.add(young)
        need.save()
    assert [cell(place, "jongeren").needs for place in (genk, leopoldsburg)] == [1, 2]
    assert cell(genk, "ouderen").needs == 0
    [miss] = matrix().urgent
    assert (miss.word.value, miss.needs, [one.place.slug for one in miss.cells]) == (
        "jongeren",
        2,
        ["leopoldsburg"],
    )
    assert not has_needs(AXES["vorm"])
    assert not any(one.needs for one in matrix(axis="vorm").cells)


def test_the_most_missed_word_comes_first(genk: Municipality, young: TargetGroup, old: TargetGroup) -> None:
    for group in (young, old, old):
        need = NeedFactory(municipality=genk)
        need.target_groups.add(group)
        need.save()
    assert [miss.word.value for miss in matrix().urgent] == ["ouderen", "jongeren"]


def said(place: Municipality, reach: Reach = Reach.NEAR, axis: str = "doelgroep") -> list[str]:
    [told] = telling.summary(matrix(reach, axis, place))
    return told.sentences


def test_whole_sentences_say_what_is_missing(
    leopoldsburg: Municipality, coverage: list[Measure], young: TargetGroup
) -> None:
    assert said(leopoldsburg) == [
        "In Leopoldsburg is nog niet onderzocht of er steun van dichtbij is voor jongeren.",
        "In Leopoldsburg is er steun van dichtbij voor ouderen (65+).",
        "Daarnaast is er 1 maatregel die niets hiervan noemt (voor iedereen, of niet vermeld).",
    ]
    CoverageCheck.objects.create(
        municipality=leopoldsburg, target_group=young, checked_as="gemeente", checked_on="2026-11-21"
    )
    assert said(leopoldsburg)[0] == (
        "In Leopoldsburg is er geen steun van dichtbij gevonden voor jongeren (nagekeken op 21 november 2026, door de gemeente)."
    )
    CoverageCheck.objects.update(checked_as="team", checked_on="2025-03-01")
    assert said(leopoldsburg, Reach.OWN)[0] == (
        "In Leopoldsburg is er geen steun van de gemeente zelf gevonden voor jongeren "
        "(nagekeken op 1 maart 2025, door het team van ECRU; dat is meer dan een half jaar geleden)."
    )
    assert (
        said(leopoldsburg, Reach.WIDE)[0]
        == "In Leopoldsburg is er steun van dichtbij of verder weg voor jongeren en ouderen (65+)."
    )


def test_the_same_in_english(leopoldsburg: Municipality, coverage: list[Measure], young: TargetGroup) -> None:
    CoverageCheck.objects.create(
        municipality=leopoldsburg, target_group=young, checked_as="team", checked_on=timezone.localdate()
    )
    with translation.override("en"):
        first, second, _third = said(leopoldsburg)
    assert first.startswith("In Leopoldsburg, no support from nearby was found for young people (checked on ")
    assert first.endswith(", by the team of ECRU).")
    assert second == "In Leopoldsburg there is support from nearby for older people."


def test_many_words_are_named_in_part_and_counted(genk: Municipality) -> None:
    for number in range(8):
        TargetGroupFactory(label=f"Groep {number}", slug=f"groep-{number}", position=number)
    assert said(genk) == [
        "In Genk is nog niet onderzocht of er steun van dichtbij is voor groep 0, groep 1, groep 2, groep 3, groep 4, groep 5 en 2 andere."
    ]


@pytest.mark.parametrize(
    ("axis", "words"),
    [
        ("vorm", "in de vorm van subsidie"),
        ("discipline", "voor dans en DJ’s"),
        ("soort", "voor dit soort actoren: koor"),
    ],
)
def test_every_axis_has_its_own_words_in_a_sentence(genk: Municipality, axis: str, words: str) -> None:
    kinds = [ActorKindFactory(label="Koor", slug="koor")]
    arts = [DisciplineFactory(label="Dans", slug="dans"), DisciplineFactory(label="DJ’s", slug="djs")]
    measure(
        "alles", [genk], [], words={"forms": [form("subsidie")], "disciplines": arts, "actor_kinds": kinds}
    )
    assert f"In Genk is er steun van dichtbij {words}." in said(genk, axis=axis)


def test_words_of_one_look_stand_in_one_sentence_the_newest_look_first(
    genk: Municipality, young: TargetGroup, old: TargetGroup
) -> None:
    third = TargetGroupFactory(label="Kinderen", slug="kinderen", position=0)
    for group, day in ((young, "2026-10-02"), (old, "2026-10-02"), (third, "2026-11-03")):
        CoverageCheck.objects.create(
            municipality=genk, target_group=group, checked_as="gemeente", checked_on=day
        )
    first, second = said(genk)
    assert "voor kinderen (nagekeken op 3 november 2026" in first
    assert "voor jongeren en ouderen (65+) (nagekeken op 2 oktober 2026" in second


def test_a_look_is_told_with_its_day_and_as_what() -> None:
    assert telling.looked(Look(timezone.localdate(), Checker.TEAM)).endswith(", door het team van ECRU")


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from([*QUESTIONS, "x"]), st.text(max_size=200), max_size=4))
def test_any_question_at_all_is_understood(genk: Municipality, question: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(question)
    asked = Asked.of(data)
    again = Asked.of(asked.query)
    assert (again.axis, again.reach, again.place, again.unknown) == (
        asked.axis,
        asked.reach,
        asked.place,
        False,
    )


def test_what_does_not_exist_counts_for_nothing_and_is_said(genk: Municipality) -> None:
    asked = Asked.of(QueryDict("as=kleur&bereik=ruimer&gemeente=parijs"))
    assert (asked.axis.slug, asked.reach, asked.place, asked.unknown) == ("doelgroep", Reach.WIDE, None, True)
    assert Asked.of(QueryDict("as=vorm&gemeente=genk")) == Asked(AXES["vorm"], Reach.NEAR, genk)


def test_a_warm_count_asks_the_database_nothing(coverage: list[Measure]) -> None:
    [*matrix().cells]
    with CaptureQueriesContext(connection) as log:
        telling.summary(matrix(Reach.WIDE))
    assert {query["sql"].split("FROM")[1].split()[0].strip('"') for query in log} <= {"base_changenote"}


def test_a_change_of_a_need_shows_at_once(genk: Municipality, young: TargetGroup) -> None:
    need = NeedFactory(municipality=genk)
    need.target_groups.add(young)
    need.save()
    assert cell(genk, "jongeren").needs == 1
    Need.objects.filter(pk=need.pk).update(status="beantwoord")
    assert cell(genk, "jongeren").needs == 0


def test_the_address_of_a_cell_keeps_how_far(genk: Municipality, young: TargetGroup) -> None:
    assert cell(genk, "jongeren").url == "/steun/hiaten/genk/doelgroep/jongeren/"
    assert cell(genk, "jongeren", Reach.WIDE).url == "/steun/hiaten/genk/doelgroep/jongeren/?bereik=ruimer"
    assert (
        Matrix(Asked(AXES["vorm"], Reach.OWN, genk)).url(gemeente=None)
        == "/steun/hiaten/?as=vorm&bereik=eigen"
    )
