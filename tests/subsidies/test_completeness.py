"""What is still missing before a dossier can be sent: each gap with a link to exactly where one mends it."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from subsidies.completeness import count_words
from subsidies.dossiers import Refused, perform
from subsidies.models import Dossier
from subsidies.workflow import conditions
from subsidies.workflow.words import Gap
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.question_factories import QuestionFactory, answer, answer_all, make_form

pytestmark = pytest.mark.django_db


def links(cast: Cast, dossier: Dossier) -> dict[str, str]:
    """Where each gap leads, by what it says."""
    page = read(signed_in(cast.nour).get(f"{DOSSIERS}{dossier.pk}/volledig/"))
    return {
        link.words: link.attributes["href"]
        for gaps in page.every("ul", class_="gaps")
        for link in gaps.every("a")
    }


def test_every_gap_leads_to_where_one_mends_it(cast: Cast) -> None:
    make_form(cast.call)
    dossier = cast.dossier(summary="", requested=None, places=[])
    answer(dossier, "waarom", "samen " * 21)
    here = f"{DOSSIERS}{dossier.pk}/"
    assert links(cast, dossier) == {
        "Vertel wat je wil doen, en waarom.": f"{here}#id_summary",
        "Vul in hoeveel je vraagt.": f"{here}#id_requested",
        "Kies in welke gemeenten het gebeurt.": f"{here}#id_municipalities_0",
        "Waarom doen jullie dit?": f"{here}invullen/plan/#id_v-waarom",
        "Hoeveel mensen?": f"{here}invullen/plan/#id_v-hoeveel",
        "Wie zijn jullie?": f"{here}invullen/met-wie/#id_v-naam",
        "Zijn jullie een vzw?": f"{here}invullen/met-wie/#id_v-vzw_0",
    }
    words = text_of(signed_in(cast.nour).get(f"{here}volledig/"))
    assert "Er ontbreken nog 7 dingen." in words
    assert "Je schreef 21 woorden." in words
    browser = signed_in(cast.nour)
    for address in set(links(cast, dossier).values()):
        place, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in browser.get(place).content.decode(), address
    assert "Kijk wat ontbreekt, en ga ernaartoe" in text_of(browser.get(here))


def test_unanswered_questions_stop_sending_and_the_way_back_too(cast: Cast) -> None:
    make_form(cast.call)
    dossier = cast.dossier()
    with pytest.raises(Refused) as refused:
        perform(dossier, "indienen", by=cast.nour)
    assert refused.value.sentences == ["Vragen die nog een antwoord nodig hebben, of een korter antwoord: 4."]
    answer_all(dossier, waarom="  ")
    assert list(links(cast, dossier)) == ["Waarom doen jullie dit?"]
    answer_all(dossier)
    assert "Alles is er." in text_of(signed_in(cast.nour).get(f"{DOSSIERS}{dossier.pk}/volledig/"))
    assert perform(dossier, "indienen", by=cast.nour).phase == "ingediend"
    words = text_of(signed_in(cast.nour).get(f"{DOSSIERS}{dossier.pk}/volledig/"))
    assert "Je moet nu niets indienen." in words
    assert "ECRU kijkt na of alles er is." in words


def test_a_part_names_one_gap_at_its_anchor_unless_it_finds_more(cast: Cast) -> None:
    dossier = cast.dossier()
    plain = replace(conditions.HAS_STORY, part="begroting")
    assert plain.gaps(dossier) == [
        Gap("Vertel wat je wil doen, en waarom.", f"{DOSSIERS}{dossier.pk}/#begroting")
    ]
    loose = replace(conditions.HAS_STORY, part="")
    assert loose.gaps(dossier)[0].url.endswith("#nu")
    many = replace(plain, finds=lambda _dossier: [Gap("a", "/a/"), Gap("b", "/b/")])
    assert [gap.url for gap in many.gaps(dossier)] == ["/a/", "/b/"]


def test_a_dossier_for_another_giver_is_looked_over_too(cast: Cast) -> None:
    dossier = cast.dossier("opmaak", coached=True, requested=None)
    assert list(links(cast, dossier)) == ["Vul in hoeveel je vraagt."]
    idea = cast.dossier("idee", coached=True)
    assert links(cast, idea) == {}


def test_who_only_reads_the_dossier_has_nothing_to_complete(cast: Cast) -> None:
    dossier = cast.dossier("advies")
    for name, status in (("rachida", 200), ("rik", 200), ("esra", 404), ("piet", 404), ("ali", 404)):
        page = signed_in(cast.people[name]).get(f"{DOSSIERS}{dossier.pk}/volledig/")
        assert page.status_code == status, name


def test_words_are_counted_as_people_do() -> None:
    assert count_words("Foto's van zo'n 1.250 mensen, co-creatie – échte!") == 7
    assert count_words("  \n ") == 0


def test_twenty_questions_cost_as_many_queries_as_two(cast: Cast) -> None:
    make_form(cast.call)
    more = [QuestionFactory(call=cast.call, section=f"deel-{number % 4}") for number in range(20)]
    browser, dossier = signed_in(cast.nour), cast.dossier()
    browser.get(f"{DOSSIERS}{dossier.pk}/")

    def cost(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    pages = [
        f"{DOSSIERS}{dossier.pk}/",
        f"{DOSSIERS}{dossier.pk}/invullen/deel-1/",
        f"{DOSSIERS}{dossier.pk}/volledig/",
    ]
    empty = [cost(page) for page in pages]
    for question in more:
        answer(dossier, question.key, "Iets.", cast.nour)
    answer_all(dossier, cast.nour)
    full = [cost(page) for page in pages]
    assert all(after <= before for before, after in zip(empty, full, strict=True)), (empty, full)
