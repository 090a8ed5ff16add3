"""Who and what goes together: what is suggested, what never, in which order, and that every reason is true."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from actors.models import Actor, Block, Scale, User
from ecru.base.models import Publication
from projects.matching import suggest
from projects.matching.putting_away import forget_put_away, put_away
from projects.models import Direction, NotRelevant, PracticeActor, ProjectPartner
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    FreshnessFactory,
    MembershipFactory,
    MunicipalityFactory,
    PartnerCallFactory,
    PracticeFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    ThemeFactory,
    UserFactory,
)
from tests.projects.matching_cast import TODAY, Field, field, in_dutch_words, made_field, only, slugs

__all__ = ["field", "in_dutch_words", "made_field"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_dutch_words")]


# --- Reasons ------------------------------------------------------------------------------------------------------


def test_reasons_name_what_both_have_and_how_far_it_is(field: Field) -> None:
    field.alike("arte", field.as_)
    one = only(field.choir)
    assert one.reasons == [
        "Ook mensen in armoede.",
        "Zelfde thema: taal leren.",
        "Andere gemeente: As, 8 km.",
    ]
    assert one.cautions == []
    assert one.score > 5


def test_in_english_the_reasons_are_english(field: Field) -> None:
    field.alike("arte", field.as_)
    with translation.override("en"):
        assert "Another municipality: As, 8 km." in only(field.choir).reasons


def test_what_everybody_has_says_too_little(field: Field) -> None:
    lonely = field.actor("alleen", field.genk, words={"target_groups": [field.all]})
    assert suggest(lonely, day=TODAY) == []


def test_a_primary_group_counts_more_than_another_one(field: Field) -> None:
    both = field.actor("beide", field.genk, target_groups=[field.poor, field.young])
    field.actor("jong", field.as_, target_groups=[field.young])
    field.actor("nog-iemand", field.genk, target_groups=[field.young])
    field.actor("arm", field.as_, target_groups=[field.poor])
    assert slugs(both)[:2] == ["arm", "jong"]


def test_of_two_alike_the_one_from_another_municipality_comes_first_on_any_day(field: Field) -> None:
    field.alike("hier", field.genk)
    field.alike("daar", field.as_)
    for days in range(20):
        found = suggest(field.choir, day=TODAY + timedelta(days=days))
        assert [one.record.slug for one in found] == ["daar", "hier"]
    assert found[1].cautions == ["Dezelfde gemeente (Genk): kijk ook over de grens."]


def test_nearer_is_better_and_far_is_said(field: Field) -> None:
    far = MunicipalityFactory(name="Ver", latitude="51.60000", longitude="4.40000")
    unknown = MunicipalityFactory(name="Ergens", latitude=None, longitude=None)
    field.alike("ver", far)
    field.alike("dicht", field.as_)
    field.alike("ergens", unknown)
    field.alike("nergens")
    found = {one.record.slug: one for one in suggest(field.choir, day=TODAY)}
    assert next(iter(found)) == "dicht"
    assert found["ver"].score < found["dicht"].score
    assert any(reason.startswith("Andere gemeente: Ver, 1") for reason in found["ver"].reasons)
    assert found["ver"].cautions[0].startswith("Ver weg: 1")
    assert "Andere gemeente: Ergens." in found["ergens"].reasons
    assert found["nergens"].cautions == ["We weten niet in welke gemeente."]


def test_who_works_here_without_a_seat_here_says_so(field: Field) -> None:
    regional = field.alike("regio")
    regional.active_in.add(field.genk)
    regional.save()
    assert "Werkt al in Genk." in only(field.choir).reasons


def test_the_position_of_its_own_counts_before_that_of_the_municipality(field: Field) -> None:
    field.choir.latitude, field.choir.longitude = "51.00700", "5.56000"
    field.choir.save()
    field.alike("arte", field.as_, latitude="51.00700", longitude="5.58400")
    assert "Andere gemeente: As, 2 km." in only(field.choir).reasons


def test_colleagues_are_named_by_their_kind(field: Field) -> None:
    library = ActorKindFactory(label="Bibliotheek")
    field.choir.kind = library
    field.choir.save()
    field.alike("bib", field.as_, kind=library)
    assert "Zelfde soort organisatie: bibliotheek." in only(field.choir).reasons


def test_what_somebody_did_before_with_its_year(field: Field) -> None:
    other = field.actor("arte", field.as_, words={"disciplines": [field.song]})
    words = {"themes": [field.language], "target_groups": [field.poor]}
    practice = PracticeFactory(title="Boekclub", year_from=2018, maker=other, words=words)
    found = {one.record.slug: one for one in suggest(field.choir, day=TODAY, kinds=["actor"])}
    assert found["arte"].reasons[0] == "Deed iets gelijkaardigs in 2018: Boekclub."
    practice.year_from = None
    practice.save()
    assert only(field.choir, kinds=["actor"]).reasons[0] == "Deed iets gelijkaardigs: Boekclub."
    PracticeActor.objects.update(consent=PracticeActor.Consent.DECLINED)
    assert suggest(field.choir, day=TODAY, kinds=["actor"]) == []


def test_a_slow_page_is_warned_about(field: Field) -> None:
    other = field.alike("stil", field.as_, verified_on=date(2024, 1, 1), verified_by="actor")
    FreshnessFactory(actor=other, asked_on=date(2025, 1, 2), unconfirmed_since=date(2025, 3, 1))
    assert only(field.choir).cautions == ["Niemand bevestigde deze pagina sinds 1 maart 2025."]


# --- What is never suggested --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Publication.DRAFT},
        {"status": Publication.ARCHIVED},
        {"closed": True},
        {"named_only": True},
        {"collective": True},
    ],
    ids=str,
)
def test_who_is_hidden_stopped_or_no_organisation_is_never_suggested(
    field: Field, fields: dict[str, Any]
) -> None:
    other = field.alike("ander", field.as_, **fields)
    PartnerCallFactory(actor=other, words={"themes": [field.language], "target_groups": [field.poor]})
    keeper = UserFactory(is_superuser=True)
    assert suggest(field.choir, day=TODAY) == suggest(field.choir, user=keeper, day=TODAY) == []


def test_who_pauses_is_not_suggested_until_the_pause_is_over(field: Field) -> None:
    other = field.alike("rust", field.as_)
    FreshnessFactory(actor=other, paused_on=date(2026, 11, 1), paused_until=date(2026, 12, 1))
    assert slugs(field.choir) == []
    assert [one.record.slug for one in suggest(field.choir, day=date(2026, 12, 1))] == ["rust"]


def test_who_is_linked_already_is_not_suggested(field: Field) -> None:
    parent, umbrella = field.alike("boven", field.as_), field.alike("koepel", field.as_)
    field.choir.parent = parent
    field.choir.save()
    field.choir.umbrellas.add(umbrella)
    field.alike("zus", field.as_, parent=parent)
    field.alike("kind", field.as_, parent=field.choir)
    field.alike("lid", field.as_).umbrellas.add(umbrella)
    field.alike("onder", field.as_).umbrellas.add(field.choir)
    project = ProjectFactory(lead=field.alike("trekker", field.as_))
    for slug, answer in {"koor": "akkoord", "partner": "akkoord", "gevraagd": "gevraagd"}.items():
        actor = field.choir if slug == "koor" else field.alike(slug, field.as_)
        ProjectPartnerFactory(project=project, actor=actor, answer=answer)
    practice = PracticeFactory(maker=field.choir)
    PracticeActor.objects.create(
        practice=practice, actor=field.alike("medemaker", field.as_), consent="akkoord"
    )
    field.alike("nieuw", field.as_)
    assert slugs(field.choir, kinds=["actor"], limit=20) == ["nieuw"]


def test_who_said_no_to_a_project_may_be_suggested_to_another_partner_but_not_to_the_project(
    field: Field,
) -> None:
    words = {"themes": [field.language], "target_groups": [field.poor]}
    project = ProjectFactory(lead=field.actor("trekker", field.genk), words=words)
    other = field.alike("weigeraar", field.as_)
    ProjectPartnerFactory(project=project, actor=other, answer="geweigerd")
    assert "weigeraar" not in slugs(project)
    assert slugs(project, kinds=["actor"]) == ["koor"]
    assert "weigeraar" in slugs(field.choir)


@pytest.mark.parametrize("by_asker", [True, False])
def test_who_does_not_write_any_more_is_not_suggested_on_either_side(field: Field, by_asker: bool) -> None:
    other = field.alike("ruzie", field.as_)
    PartnerCallFactory(actor=other, words={"themes": [field.language], "target_groups": [field.poor]})
    person = MembershipFactory(actor=field.choir).user
    assert len(slugs(field.choir)) == len(slugs(other)) + 1 == 2
    Block.objects.create(actor=other, user=person, by_asker=by_asker)
    assert slugs(field.choir) == slugs(other) == []
    Block.objects.all().delete()
    Block.objects.create(actor=other, user=UserFactory(), by_asker=by_asker)
    assert len(slugs(field.choir)) == 2


def test_a_block_of_the_person_who_looks_counts_for_them_alone(field: Field) -> None:
    other, editor = field.alike("ruzie", field.as_), UserFactory()
    Block.objects.create(actor=other, user=editor)
    assert slugs(field.choir, user=editor) == []
    assert slugs(field.choir, user=AnonymousUser()) == ["ruzie"]


def test_own_actors_of_who_looks_are_known_to_them(field: Field) -> None:
    other = field.alike("ook-van-mij", field.as_)
    person = MembershipFactory(actor=field.choir).user
    MembershipFactory(actor=other, user=person)
    assert slugs(field.choir) == ["ook-van-mij"]
    assert slugs(field.choir, user=User.objects.get(pk=person.pk)) == []


def test_what_is_not_relevant_stays_away_for_its_people_alone(field: Field) -> None:
    other = field.alike("nee", field.as_)
    person = MembershipFactory(actor=field.choir).user
    assert put_away(by=person, actor=field.choir, subject=field.choir, record=other)
    assert not put_away(by=person, actor=field.choir, subject=field.choir, record=other)
    assert slugs(field.choir, user=person) == []
    assert slugs(field.choir) == slugs(field.choir, user=UserFactory()) == ["nee"]
    assert forget_put_away(timezone.now() + timedelta(days=729)) == 0
    assert forget_put_away(timezone.now() + timedelta(days=731)) == 1
    assert slugs(field.choir, user=person) == ["nee"]


# --- Order and cost -----------------------------------------------------------------------------------------------


def test_who_is_about_as_good_takes_turns_and_small_ones_get_more(field: Field) -> None:
    for number in range(4):
        field.alike(f"klein-{number}", field.as_, scale=Scale.LOCAL)
        field.alike(f"groot-{number}", field.as_, scale=Scale.REGIONAL)
    days = [TODAY + timedelta(days=number) for number in range(60)]
    firsts = [suggest(field.choir, day=day, limit=1)[0].record.slug for day in days]
    assert len(set(firsts)) >= 4
    assert sum(slug.startswith("klein") for slug in firsts) > 40
    assert slugs(field.choir) == slugs(field.choir)


def test_who_does_everything_counts_less(field: Field) -> None:
    many = [ThemeFactory() for _number in range(15)]
    field.actor("alles", field.as_, themes=[field.language, *many], target_groups=[field.poor, field.all])
    field.alike("arte", field.as_)
    assert slugs(field.choir) == ["arte", "alles"]


def test_another_kind_of_record_is_refused(field: Field) -> None:
    with pytest.raises(TypeError):
        suggest(field.genk)


def test_nothing_is_asked_of_who_says_nothing_about_itself(field: Field) -> None:
    assert suggest(ActorFactory(), day=TODAY) == []


def test_as_many_queries_for_two_as_for_two_hundred(field: Field) -> None:
    person = MembershipFactory(actor=field.choir).user
    words = {"themes": [field.language], "target_groups": [field.poor], "municipalities": [field.as_]}

    def grow(number: int) -> None:
        for _each in range(number * 5):
            field.actor(words={"target_groups": [field.all]})
        for _each in range(number):
            actor = field.alike("", field.as_)
            PracticeFactory(maker=actor, words=words)
            PartnerCallFactory(actor=actor, words=words, resources=["podium"])

    subjects: list[Any] = [
        field.choir,
        ProjectFactory(words=words),
        PracticeFactory(words=words),
        PartnerCallFactory(words=words),
    ]

    def counted() -> list[int]:
        numbers = []
        for subject in subjects:
            suggest(subject)  # what is kept in memory is read again after a change
            with CaptureQueriesContext(connection) as captured:
                assert len(suggest(subject, user=person, kinds=["actor"], limit=2)) == 2
            numbers.append(len(captured))
        return numbers

    assert person.own_actors == {field.choir.pk}  # asked once per request
    grow(2)
    first = counted()
    grow(12)
    assert counted() == first


def test_directions_and_answers_have_the_words_that_queries_use() -> None:
    assert {Direction.SEEKS.value, Direction.OFFERS.value} == {"zoekt", "biedt"}
    assert (
        str(NotRelevant(actor=Actor(name="Koor"), subject="actor:1", record="actor:2"))
        == "Koor: actor:1, actor:2"
    )
    assert ProjectPartner.Answer.DECLINED.value == "geweigerd"
