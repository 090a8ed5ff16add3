"""Calls as everybody sees them: the board, the directory with open and closed, the page, feeds, search, machines."""

import json
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor, Municipality, User
from ecru.portal.search import search
from projects.models import Direction, Outcome, PartnerCall
from tests.actors.markup import text_of
from tests.factories import ActorFactory, PartnerCallFactory, ProjectFactory
from tests.projects.together_cast import CALLS, browser_of, in_days

pytestmark = pytest.mark.django_db


def moment(now: datetime) -> Any:
    """It is ``now``."""
    return mock.patch("django.utils.timezone.now", return_value=now)


def closed(**more: Any) -> PartnerCall:
    made: PartnerCall = PartnerCallFactory(closes_on=in_days(-3), **more)
    return made


# --- Home --------------------------------------------------------------------------------------------------------


def test_the_board_shows_what_closes_first_and_nothing_when_there_is_none(
    visitor: Client, call: PartnerCall
) -> None:
    for days in (2, 20, 90, 100):
        PartnerCallFactory(title=f"Sluit over {days}", closes_on=in_days(days))
    page = text_of(visitor.get("/"))
    assert "Wie zoekt wie?" in page
    assert page.index("Sluit over 2") < page.index("Sluit over 20") < page.index("Wie heeft een zaal?")
    assert "Sluit over 100" not in page
    assert "Bekijk alle 5 open oproepen" in page
    assert "nog 2 dagen" in page
    PartnerCall.objects.update(closes_on=in_days(-1))
    assert "Wie zoekt wie?" not in text_of(visitor.get("/"))


def test_a_lamp_burns_for_what_closes_within_two_weeks(visitor: Client) -> None:
    for days, css in ((14, "label lamp"), (15, "label"), (61, "label open")):
        PartnerCall.objects.all().delete()
        PartnerCallFactory(closes_on=in_days(days))
        assert f'class="{css}">nog {days} dagen' in visitor.get("/").content.decode()
    PartnerCall.objects.update(closes_on=in_days(0))
    assert "vandaag de laatste dag" in text_of(visitor.get("/"))


# --- The directory -----------------------------------------------------------------------------------------------


def test_open_calls_show_first_and_the_page_says_so_with_a_way_to_closed_ones(
    visitor: Client, call: PartnerCall
) -> None:
    closed(title="Voorbije oproep")
    PartnerCallFactory(title="Vroeger gesloten", closed_at=timezone.now(), outcome=Outcome.HERE)
    PartnerCallFactory(title="Ontwerp van iemand", draft=True)
    page = text_of(visitor.get(CALLS))
    assert "Je ziet oproepen die vandaag open zijn." in page
    assert "Open (1)" in page
    assert "Gesloten (2)" in page
    assert "1 van 1" in page
    assert "Wie heeft een zaal?" in page
    assert "Voorbije oproep" not in page
    page = text_of(visitor.get(f"{CALLS}?toon=gesloten"))
    assert "Je ziet oproepen die gesloten zijn." in page
    assert "Voorbije oproep" in page
    assert "Vroeger gesloten" in page
    assert "Wie heeft een zaal?" not in page
    page = text_of(visitor.get(f"{CALLS}?toon=alles"))
    assert page.index("Wie heeft een zaal?") < page.index("Voorbije oproep")
    assert "Ontwerp van iemand" not in page
    assert "vandaag open" in text_of(visitor.get(f"{CALLS}?toon=onzin"))


def test_choices_keep_what_shows(visitor: Client, call: PartnerCall) -> None:
    page = visitor.get(f"{CALLS}?toon=alles&wat=plek&gemeente=genk").content.decode()
    assert '<input type="hidden" name="toon" value="alles">' in page
    assert "toon=alles" in page.partition('class="chips"')[2].partition("</ul>")[0]
    swap = visitor.get(f"{CALLS}?toon=alles", headers={"HX-Request": "true"})
    assert swap["HX-Push-Url"] == f"{CALLS}?toon=alles"
    assert "1 oproep gevonden" in text_of(swap)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        *(("richting=zoekt", True), ("richting=biedt", False), ("wat=plek", True), ("wat=geld", False)),
        *(("gemeente=genk", True), ("gemeente=beringen", False), ("q=zaal", True), ("sorteer=nieuw", True)),
        ("toon=alles&sorteer=naam", True),
    ],
)
def test_every_facet_narrows(
    visitor: Client, call: PartnerCall, beringen: Municipality, question: str, *, found: bool
) -> None:
    PartnerCallFactory(
        title="Geld voor een feest", offer=True, resources=["geld"], words={"municipalities": [beringen]}
    )
    assert ("Wie heeft een zaal?" in text_of(visitor.get(f"{CALLS}?{question}"))) is found


def test_it_is_closed_from_midnight_in_brussels_before_any_job_ran(
    visitor: Client, call: PartnerCall
) -> None:
    PartnerCall.objects.filter(pk=call.pk).update(closes_on=datetime(2027, 3, 10, tzinfo=UTC).date())
    with moment(datetime(2027, 3, 10, 22, 59, tzinfo=UTC)):
        assert "Antwoord op deze oproep" in text_of(visitor.get(f"{CALLS}zaal/"))
        assert "1 van 1" in text_of(visitor.get(CALLS))
    with moment(datetime(2027, 3, 10, 23, 0, 1, tzinfo=UTC)):
        page = text_of(visitor.get(f"{CALLS}zaal/"))
        assert "Deze oproep is gesloten" in page
        assert "Antwoord op deze oproep" not in page
        assert "0 van 0" in text_of(visitor.get(CALLS))
        assert "Wie zoekt wie?" not in text_of(visitor.get("/"))


# --- The page ----------------------------------------------------------------------------------------------------


def test_the_page_tells_what_for_whom_where_and_until_when(visitor: Client, call: PartnerCall) -> None:
    project = ProjectFactory(title="Zingen op het plein", slug="zingen")
    PartnerCall.objects.filter(pk=call.pk).update(project=project)
    page = text_of(visitor.get(f"{CALLS}zaal/"))
    for word in (
        "Zangkoor",
        "Genk",
        "Een plek",
        "Wie zoekt",
        "Zingen op het plein",
        "Antwoord op deze oproep",
    ):
        assert word in page, word
    assert "voorbeeld.example" not in visitor.get(f"{CALLS}zaal/").content.decode(), "no address of anybody"


def test_a_closed_call_tells_what_came_of_it(visitor: Client, call: PartnerCall, toneelhuis: Actor) -> None:
    now = timezone.now()
    PartnerCall.objects.filter(pk=call.pk).update(closed_at=now, outcome=Outcome.HERE, found=toneelhuis)
    page = text_of(visitor.get(f"{CALLS}zaal/"))
    assert "Gevonden, via dit platform: Toneelhuis" in page
    Actor.objects.filter(pk=toneelhuis.pk).update(status="draft")
    assert "Toneelhuis" not in text_of(visitor.get(f"{CALLS}zaal/"))


def test_drafts_are_for_their_people(
    visitor: Client, call: PartnerCall, mila: User, ali: User, an: User
) -> None:
    PartnerCall.objects.filter(pk=call.pk).update(status="draft")
    assert visitor.get(f"{CALLS}zaal/").status_code == 404
    assert visitor.get(f"{CALLS}zaal/antwoord/").status_code == 404
    assert [browser_of(one).get(f"{CALLS}zaal/").status_code for one in (mila, ali, an)] == [200, 404, 200]
    assert "klad" in text_of(browser_of(mila).get(f"{CALLS}zaal/"))


def test_who_called_does_not_answer_and_an_actor_off_the_site_has_no_link(
    visitor: Client, call: PartnerCall, mila: User
) -> None:
    assert "Antwoord op deze oproep" not in text_of(browser_of(mila).get(f"{CALLS}zaal/"))
    Actor.objects.filter(pk=call.actor_id).update(status="archived")
    assert '/actoren/zangkoor/"' not in visitor.get(f"{CALLS}zaal/").content.decode()


@pytest.mark.parametrize(("direction", "kind"), [(Direction.SEEKS, "Demand"), (Direction.OFFERS, "Offer")])
def test_machines_read_a_demand_or_an_offer(
    visitor: Client, call: PartnerCall, direction: str, kind: str
) -> None:
    PartnerCall.objects.filter(pk=call.pk).update(direction=direction)
    page = visitor.get(f"{CALLS}zaal/").content.decode()
    told = json.loads(page.partition('application/ld+json">')[2].partition("</script>")[0])
    assert told["@type"] == kind
    assert ("offeredBy" in told) is (kind == "Offer")


def test_in_english(visitor: Client, call: PartnerCall) -> None:
    PartnerCall.objects.filter(pk=call.pk).update(
        title_en="Who has a room?", description_en="We sing on Tuesday."
    )
    page = text_of(visitor.get(f"/en{CALLS}zaal/"))
    assert "Who has a room?" in page
    assert "We sing on Tuesday." in page
    assert "only exists in Dutch" not in page


def test_feed_card_sitemap_and_search(visitor: Client, call: PartnerCall) -> None:
    closed(title="Voorbije zaal")
    feed = visitor.get(f"{CALLS}feed/").content.decode()
    assert "Wie heeft een zaal?" in feed
    assert "Zangkoor, tot" in feed
    assert "Voorbije zaal" not in feed
    assert visitor.get(f"{CALLS}zaal/kaart.png")["Content-Type"] == "image/png"
    assert "/oproepen/zaal/" in visitor.get("/sitemap-calls.xml").content.decode()
    PartnerCall.objects.get(title="Voorbije zaal").reindex()
    group = search("zaal", AnonymousUser()).group("oproepen")
    assert group is not None
    assert {(hit.name, hit.kind.rpartition(", ")[2]) for hit in group.hits} == {
        ("Wie heeft een zaal?", "open"),
        ("Voorbije zaal", "gesloten"),
    }


def test_as_many_questions_for_two_as_for_many(
    visitor: Client, call: PartnerCall, genk: Municipality
) -> None:
    for address in (CALLS, "/"):
        counted = []
        for number in (2, 20):
            for _ in range(number):
                PartnerCallFactory(
                    resources=["plek"],
                    actor=ActorFactory(municipality=genk),
                    words={"municipalities": [genk]},
                )
            visitor.get(address)
            with CaptureQueriesContext(connection) as questions:
                visitor.get(f"{address}?x={number}")
            counted.append(len(questions))
        assert len(set(counted)) == 1, (address, counted)


def test_an_address_of_ours_is_not_theirs(zangkoor: Actor) -> None:
    with pytest.raises(ValidationError):
        PartnerCall(slug="vraag", actor=zangkoor).clean()
    PartnerCall(slug="zaal", actor=zangkoor).clean()
