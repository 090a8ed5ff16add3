"""Posting, changing and closing one's own calls, what editors see of it, and the figures."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from actors.desk import Impossible, accept, kind_of
from actors.models import Actor, DeskItem, Municipality, User
from projects.calling import Result, close_call, count_calls, counted_calls, reopen_call, report_call
from projects.models import Outcome, PartnerCall, StateChange
from projects.publishing import publish
from projects.writing import Beginning, begin_call
from tests.actors.expert_cast import form_of
from tests.actors.expert_cast import save as send
from tests.actors.markup import read, text_of
from tests.actors.sending import send as fill_in
from tests.factories import ActorFactory, MunicipalityFactory, PartnerCallFactory, ProjectFactory, UserFactory
from tests.projects.together_cast import CALLS, MY_CALLS, browser_of, in_days, place

pytestmark = pytest.mark.django_db
FIGURES = "/redactie/oproepen/"


def steps(call: PartnerCall) -> list[tuple[str, str, str]]:
    return [(step.what, step.old, step.new) for step in StateChange.objects.about(call)]


def test_from_three_questions_to_the_board(
    visitor: Client, mila: User, zangkoor: Actor, genk: Municipality
) -> None:
    browser = browser_of(mila)
    page = read(browser.get(f"{CALLS}nieuw/"))
    for words in ("We zoeken iets", "We bieden iets aan"):
        assert words in page.words
    sent = {
        "actor": zangkoor.pk,
        "title": "Wie heeft een piano?",
        "direction": "zoekt",
        "stamp": page.one("input", name="stamp").attributes["value"],
    }
    for _ in range(2):
        answer = browser.post(f"{CALLS}nieuw/", sent)
    call = PartnerCall.objects.get()
    address = f"{MY_CALLS}wie-heeft-een-piano/"
    assert answer["Location"] == address
    assert call.days_left == 30
    assert visitor.get(f"{CALLS}wie-heeft-een-piano/").status_code == 404
    said = text_of(send(browser, "publish", address))
    assert "Er ontbreekt nog iets" in said
    assert "Kies er minstens één" in said
    ready = {"description": "Een gewone piano is goed.", "resources": [place().pk]}
    assert send(browser, "publish", address, **ready).status_code == 302
    assert "Wie heeft een piano?" in text_of(visitor.get("/"))
    assert steps(call) == [("status", "draft", "published"), ("status", "", "draft")]
    assert "Wie heeft een piano?" in text_of(browser.get(MY_CALLS))
    assert list(call.municipalities.all()) == [genk]


def test_without_a_choice_the_first_questions_say_so(mila: User) -> None:
    said = text_of(browser_of(mila).post(f"{CALLS}nieuw/", {"title": "x" * 121}))
    for word in ("Kies voor welke organisatie", "Er passen hoogstens 120 letters", "Kies een van beide"):
        assert word in said


def test_who_acts_for_nobody_is_told_how_to_begin() -> None:
    browser = browser_of(UserFactory())
    for address in (f"{CALLS}nieuw/", MY_CALLS):
        assert "Zoek je organisatie" in text_of(browser.get(address))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"closes_on": "2020-01-01"}, "Die dag is voorbij"),
        ({"closes_on": "2050-01-01"}, "hoogstens een jaar"),
        ({"closes_on": "morgen"}, "Dit is geen dag"),
        ({"closes_on": ""}, "Kies een dag"),
        ({"resources": None}, "Kies er minstens één"),
        ({"municipalities": None}, "Kies minstens één gemeente"),
        ({"description": "x" * 5001}, "hoogstens 5000"),
    ],
)
def test_a_call_on_the_site_stays_whole(
    mila: User, call: PartnerCall, changes: dict[str, Any], said: str
) -> None:
    answer = send(browser_of(mila), address=f"{MY_CALLS}zaal/", **changes)
    assert said in text_of(answer)
    before = call.closes_on
    call.refresh_from_db()
    assert call.closes_on == before


def test_another_day_is_written_down(mila: User, call: PartnerCall) -> None:
    before = call.closes_on
    send(browser_of(mila), address=f"{MY_CALLS}zaal/", closes_on=str(in_days(60)))
    assert steps(call) == [("tot", str(before), str(in_days(60)))]


def test_only_own_projects_can_be_chosen(mila: User, call: PartnerCall) -> None:
    mine, other = ProjectFactory(lead=call.actor, title="Van ons"), ProjectFactory(title="Van een ander")
    page = text_of(browser_of(mila).get(f"{MY_CALLS}zaal/"))
    assert "Van ons" in page
    assert "Van een ander" not in page
    said = text_of(send(browser_of(mila), address=f"{MY_CALLS}zaal/", project=other.pk))
    assert "Kijk dit nog eens na" in said or "keuze" in said
    send(browser_of(mila), address=f"{MY_CALLS}zaal/", project=mine.pk)
    call.refresh_from_db()
    assert call.project == mine


def test_two_tabs_show_choices_in_words(mila: User, call: PartnerCall) -> None:
    browser, address = browser_of(mila), f"{MY_CALLS}zaal/"
    old = form_of(browser, address)
    send(browser, address=address, direction="biedt")
    said = text_of(browser.post(address, {**old, "municipalities": [], "do": "save"}))
    assert "Iemand bewaarde intussen dit" in said
    assert "biedt" in said


def test_at_most_five_a_day_and_editors_may_go_on(
    mila: User, an: User, zangkoor: Actor, genk: Municipality
) -> None:
    for number in range(5):
        PartnerCallFactory(actor=zangkoor, slug=f"vandaag-{number}")
    draft: Any = PartnerCallFactory(
        actor=zangkoor, draft=True, resources=["plek"], words={"municipalities": [genk]}
    )
    with pytest.raises(Impossible, match="5 oproepen"):
        publish(record=draft, by=mila)
    assert publish(record=draft, by=an).is_public
    assert publish(record=draft, by=an).is_public, "twice is once"


def test_others_stay_out(call: PartnerCall, ali: User, zangkoor: Actor) -> None:
    browser = browser_of(ali)
    assert browser.get(f"{MY_CALLS}zaal/").status_code == 403
    assert browser.post(f"{MY_CALLS}zaal/sluiten/", {"do": "close"}).status_code == 403
    with pytest.raises(PermissionDenied):
        begin_call(by=ali, beginning=Beginning(zangkoor, "Van mij", "x", "zoekt"))
    with pytest.raises(PermissionDenied):
        close_call(call=call, by=ali, result=Result())


def test_a_draft_goes_away_and_cannot_be_closed(mila: User, zangkoor: Actor) -> None:
    draft = begin_call(by=mila, beginning=Beginning(zangkoor, "Vergissing", "v", "zoekt"))
    browser = browser_of(mila)
    assert browser.get(f"{MY_CALLS}{draft.slug}/sluiten/")["Location"] == f"{MY_CALLS}{draft.slug}/"
    with pytest.raises(Impossible):
        close_call(call=draft, by=mila, result=Result(Outcome.NOT))
    browser.post(f"{MY_CALLS}{draft.slug}/", {"do": "delete"})
    assert not PartnerCall.objects.exists()
    assert "Hier staat nog niets" in text_of(browser.get(MY_CALLS))


def test_closing_asks_what_came_of_it_and_opening_again_forgets_it(mila: User, call: PartnerCall) -> None:
    browser, address = browser_of(mila), f"{MY_CALLS}zaal/sluiten/"
    assert "Wat kwam ervan?" in text_of(browser.get(address))
    assert "Kies wat ervan kwam" in text_of(browser.post(address, {"do": "close"}))
    browser.post(address, {"do": "close", "outcome": "elders"})
    call.refresh_from_db()
    assert (call.outcome, call.is_open, call.closed_at is None) == ("elders", False, False)
    browser.post(address, {"do": "close", "outcome": "elders"})
    assert steps(call) == [("afloop", "", "elders"), ("open", "open", "gesloten")]
    assert "Zoek je nog?" in text_of(browser.get(address))
    assert "Die dag is voorbij" in text_of(browser.post(address, {"do": "open", "until": "2020-01-01"}))
    browser.post(address, {"do": "open", "until": str(in_days(20))})
    call.refresh_from_db()
    assert call.is_open
    assert call.outcome == ""
    assert steps(call)[0] == ("tot", str(in_days(30)), str(in_days(20)))
    reopen_call(call=call, by=mila, until=in_days(20))
    assert len(steps(call)) == 4, "twice is once"


def test_own_page_asks_what_came_of_a_call_that_is_over(mila: User, call: PartnerCall) -> None:
    PartnerCall.objects.filter(pk=call.pk).update(closes_on=in_days(-1))
    assert "Vertel het" in text_of(browser_of(mila).get(f"{MY_CALLS}zaal/"))
    assert "vertel wat ervan kwam" in text_of(browser_of(mila).get(MY_CALLS))


# --- Editors -----------------------------------------------------------------------------------------------------


def test_who_sees_something_wrong_tells_the_desk_and_an_editor_takes_it_off(
    visitor: Client, call: PartnerCall, an: User
) -> None:
    answer = fill_in(visitor, f"{CALLS}zaal/klopt-niet/", {"text": "Dit is reclame."})
    assert answer["Location"] == f"{CALLS}zaal/klopt-niet/bedankt/"
    assert "De redactie leest" in text_of(visitor.get(answer["Location"]))
    item = DeskItem.objects.get(kind="oproep-melding")
    assert item.reason == "Dit is reclame."
    assert "zaal" in text_of(browser_of(an).get(f"/redactie/{item.pk}/"))
    accept(item=item, by=an, seen=item.version)
    call.refresh_from_db()
    assert call.is_archived
    assert StateChange.objects.get().by == an


def test_a_report_counts_once_and_a_call_that_is_gone_is_told(call: PartnerCall, ali: User, an: User) -> None:
    first = report_call(call=call, why="Dubbel.", by=ali, token="a")
    assert report_call(call=call, why="Dubbel.", by=ali, token="a") == first
    call.delete()
    assert kind_of(first).address(first) == ""
    with pytest.raises(Impossible):
        accept(item=first, by=an, seen=first.version)


def test_each_figure_opens_its_calls(an: User, call: PartnerCall, toneelhuis: Actor) -> None:
    now = timezone.now()
    PartnerCallFactory(
        title="Hier gevonden", actor=toneelhuis, closed_at=now, outcome="platform", found=call.actor
    )
    PartnerCallFactory(title="Niets gevonden", actor=toneelhuis, closed_at=now, outcome="niet")
    PartnerCallFactory(title="Zonder gemeente", actor=ActorFactory(municipality=None), closes_on=in_days(-1))
    PartnerCallFactory(title="Nooit getoond", draft=True)
    browser = browser_of(an)
    page = browser.get(FIGURES).content.decode()
    assert f"?jaar={now.year}&amp;uitkomst=platform" in page
    for question, words, others in (
        ("uitkomst=platform", ["Hier gevonden", "Zangkoor"], ["Niets gevonden"]),
        ("uitkomst=onbekend&gemeente=-", ["Zonder gemeente"], ["Hier gevonden"]),
        ("uitkomst=open", ["Wie heeft een zaal?"], ["Zonder gemeente"]),
        (f"gemeente=beringen&jaar={now.year}", ["Hier gevonden", "Niets gevonden"], ["Wie heeft een zaal?"]),
        ("gemeente=nergens", ["Geen."], ["Hier gevonden"]),
        ("jaar=ja&uitkomst=ja&gemeente=%00", ["Geen."], []),
    ):
        said = text_of(browser.get(f"{FIGURES}?{question}"))
        for word in words:
            assert word in said, (question, word)
        for word in others:
            assert word not in said, (question, word)
    line = next(line for line in count_calls().places if line.value == "beringen")
    assert (line.label, line.total, dict(line.cells)["platform"]) == ("Beringen", 2, 1)
    assert counted_calls(None, "", "").count() == 4


def test_figures_are_for_who_keeps_the_field(ali: User, an: User, visitor: Client) -> None:
    assert browser_of(ali).get(FIGURES).status_code == 403
    assert visitor.get(FIGURES).status_code == 302
    assert "Er zijn nog geen oproepen" in text_of(browser_of(an).get(FIGURES))


def test_a_demonstration_has_a_living_board(settings: Any, visitor: Client) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_calls")
    settings.DEMO = True
    ActorFactory(slug="regenboogkoor", name="Het Regenboogkoor")
    MunicipalityFactory(name="Genk", slug="genk")
    for _ in range(2):
        call_command("demo_calls")
    call = PartnerCall.objects.get()
    assert call.title.startswith("Voorbeeld:")
    assert "Voorbeeld: wie heeft een zaal" in text_of(visitor.get("/"))
