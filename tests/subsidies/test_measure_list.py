"""The directory of support: nothing is left out in silence, statuses are those of this second, and any address is calm."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models import Municipality
from subsidies.measure_directory import MeasureDirectory
from subsidies.models import Area, Level, Measure, Standing
from tests.actors.markup import text_of
from tests.subsidies.factories import CallFactory, MeasureFactory
from tests.subsidies.support_cast import form

pytestmark = pytest.mark.django_db
LIST = "/steun/"


def asked(question: str) -> MeasureDirectory:
    return MeasureDirectory(QueryDict(question), LIST)


def slugs(question: str) -> list[str]:
    return [measure.slug for measure in asked(question).records]


def counts(name: str, question: str = "") -> dict[str, int]:
    return {value: number for value, number in asked(question).counts_of(name).items() if number}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("status=bijna-dicht", {"straatgeld"}),
        ("status=te-verwachten", {"groot-cultuurproject"}),
        ("status=doorlopend", {"zaal"}),
        ("status=budget-op", {"feestfonds"}),
        ("status=niet-bekend", {"raad"}),
        ("status=doorlopend&status=bijna-dicht", {"straatgeld", "zaal"}),
        ("gemeente=genk", {"straatgeld", "groot-cultuurproject", "feestfonds"}),
        ("gemeente=genk&gemeente=alle", {"straatgeld", "groot-cultuurproject", "feestfonds", "raad"}),
        ("wie=groep-zonder-vzw", {"straatgeld"}),
        ("wie=groep-zonder-vzw&wie=alle", {"straatgeld", "zaal", "feestfonds", "raad"}),
        ("niveau=vlaanderen", {"groot-cultuurproject"}),
        ("vorm=prijs", {"feestfonds"}),
        ("doelgroep=jongeren", {"straatgeld"}),
        ("doelgroep=alle&status=doorlopend", {"zaal"}),
        ("discipline=dans", {"straatgeld"}),
        ("q=straat", {"straatgeld"}),
        ("q=stad+genk", {"straatgeld"}),
        ("q=", {"straatgeld", "groot-cultuurproject", "zaal", "feestfonds", "raad"}),
    ],
)
def test_each_question_finds_what_it_asks(field: list[Measure], question: str, found: set[str]) -> None:
    assert set(slugs(question)) == found
    assert set(asked(question).qs.values_list("slug", flat=True)) == found  # and so in SQL


def test_every_answer_tells_how_many_it_would_give(field: list[Measure]) -> None:
    assert counts("status") == {
        "bijna-dicht": 1,
        "te-verwachten": 1,
        "doorlopend": 1,
        "budget-op": 1,
        "niet-bekend": 1,
    }
    assert counts("wie") == {"groep-zonder-vzw": 1, "vzw": 2, "alle": 3}
    assert counts("gemeente") == {"genk": 3, "leopoldsburg": 3, "alle": 1}
    assert counts("wie", "status=doorlopend") == {"alle": 1}


def test_orders_by_use_by_deadline_by_name_and_by_newest(field: list[Measure]) -> None:
    assert slugs("") == ["straatgeld", "zaal", "groot-cultuurproject", "raad", "feestfonds"]
    by_deadline = slugs("sorteer=deadline")
    assert by_deadline[:2] == ["straatgeld", "groot-cultuurproject"]
    assert slugs("sorteer=naam") == ["feestfonds", "groot-cultuurproject", "raad", "straatgeld", "zaal"]
    Measure.objects.filter(slug="zaal").update(published_at=timezone.now() + timedelta(days=2))
    assert slugs("sorteer=nieuw")[0] == "zaal"


def test_what_is_closed_comes_last_by_deadline(room: Measure) -> None:
    gone = MeasureFactory(slug="weg", has_ended=True)
    CallFactory(measure=gone)
    assert slugs("sorteer=deadline") == ["zaal", "weg"]


def test_a_status_changes_with_the_second_and_without_anybody_saving(
    visitor: Client, street: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = street.calls.get()
    assert "Straatgeld" in text_of(visitor.get(f"{LIST}?status=bijna-dicht"))
    for late, standing in ((timedelta(), "bijna-dicht"), (timedelta(seconds=1), "dicht")):
        monkeypatch.setattr(timezone, "now", lambda late=late: call.closes_at + late)
        assert slugs(f"status={standing}") == ["straatgeld"]
        assert "Straatgeld" in text_of(visitor.get(f"{LIST}?status={standing}"))
    assert "Straatgeld" not in text_of(visitor.get(f"{LIST}?status=bijna-dicht"))


def local_version(general: Measure, *where: Municipality) -> Measure:
    return MeasureFactory(
        title="Genks cultuurproject",
        slug="genks-cultuurproject",
        replaces=general,
        words={"municipalities": where, "forms": [form("subsidie")]},
    )


def test_a_local_version_hides_the_general_one_only_where_it_holds(
    flemish: Measure, genk: Municipality
) -> None:
    local_version(flemish, genk)
    assert set(slugs("")) == {"groot-cultuurproject", "genks-cultuurproject"}
    assert set(slugs("gemeente=genk")) == {"genks-cultuurproject"}
    assert set(slugs("gemeente=leopoldsburg")) == {"groot-cultuurproject"}
    assert set(slugs("gemeente=genk&gemeente=leopoldsburg")) == {
        "groot-cultuurproject",
        "genks-cultuurproject",
    }


def test_the_page_says_what_it_left_out_and_shows_it_when_asked(
    visitor: Client, flemish: Measure, genk: Municipality
) -> None:
    local_version(flemish, genk)
    page = visitor.get(f"{LIST}?gemeente=genk").text
    assert "1 oudere of algemenere versie staat er niet bij" in page
    assert "gemeente=genk&amp;toon=alles" in page
    whole = visitor.get(f"{LIST}?gemeente=genk&toon=alles").text
    assert "Groot cultuurproject" in whole
    assert "Laat dat weg" in whole
    assert asked("toon=alles").all == 2
    assert 'name="toon" value="alles"' in whole


def test_a_draft_of_a_local_version_hides_nothing(flemish: Measure, genk: Municipality) -> None:
    Measure.objects.filter(pk=local_version(flemish, genk).pk).update(status="draft")
    assert set(slugs("gemeente=genk")) == {"groot-cultuurproject"}


def test_a_choice_swaps_the_same_part_as_the_whole_page_has(visitor: Client, field: list[Measure]) -> None:
    whole = visitor.get(f"{LIST}?status=doorlopend").text
    part = visitor.get(f"{LIST}?status=doorlopend", headers={"HX-Request": "true"})
    assert part["HX-Push-Url"] == f"{LIST}?status=doorlopend"
    start = part.text.index('<div class="cq results"')
    results = part.text[start : part.text.rindex("</div>")]
    assert results.split('id="melding"')[0].strip()[:2000] in whole


def test_a_typing_error_and_a_word_too_many_still_find_something(
    visitor: Client, field: list[Measure]
) -> None:
    assert "We zochten naar “straatgeld”" in text_of(visitor.get(f"{LIST}?q=straatgeldd"))
    partly = text_of(visitor.get(f"{LIST}?q=straatgeld+zeppelin"))
    assert "Straatgeld" in partly
    assert "Niets heeft al je woorden." in partly


def test_nothing_found_shows_the_ways_out(visitor: Client, field: list[Measure]) -> None:
    page = text_of(visitor.get(f"{LIST}?gemeente=genk&status=doorlopend"))
    assert "Geen steun past bij al je keuzes" in page
    assert "Laat Genk los" in page


@pytest.mark.parametrize(
    "question",
    [
        "q=" + "a" * 5000,
        "q=%00%1f%ff",
        "status=open%27+OR+1=1--",
        "gemeente=" + "x" * 400,
        "pagina=-1",
        "pagina=99999999999999999999",
        "sorteer=<script>",
        "toon=niets",
        "weergave=kaart",
        "&".join(f"wie={number}" for number in range(300)),
        "niveau=alle&vorm=&doelgroep=%F0%9F%98%80",
    ],
)
def test_hostile_addresses_give_a_calm_page(visitor: Client, field: list[Measure], question: str) -> None:
    answer = visitor.get(f"{LIST}?{question}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text.replace("<script src", "").partition("<main")[2]


@settings(max_examples=25)
@given(
    st.dictionaries(st.sampled_from([*MeasureDirectory.questions(), "x"]), st.text(max_size=30), max_size=4)
)
def test_any_address_at_all_gives_an_answer(db: None, question: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(question)
    directory = MeasureDirectory(data, LIST)
    assert directory.found == len(directory.matches) <= directory.all
    assert asked(directory.url().partition("?")[2]).url() == directory.url()


def many(number: int, where: list[Municipality]) -> None:
    for count in range(number):
        measure = MeasureFactory(level=Level.FLANDERS, area=Area.FLANDERS, words={"municipalities": where})
        CallFactory(measure=measure, closes_at=timezone.now() + timedelta(days=count + 20))


def test_as_many_questions_to_the_database_for_two_as_for_two_hundred(
    visitor: Client, places: list[Municipality]
) -> None:
    taken = []
    for number in (2, 48):
        many(number, places)
        visitor.get(LIST)
        for path in (f"{LIST}?sorteer=deadline&niveau=vlaanderen", f"{LIST}?status=open&q=buurt"):
            with CaptureQueriesContext(connection) as log:
                assert visitor.get(path).status_code == 200
            taken.append(len(log))
    assert taken[:2] == taken[2:]


def test_standings_are_choices_for_everyone() -> None:
    assert {option.value for option in asked("").panels[0].options} == set(Standing.values)
