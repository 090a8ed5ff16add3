"""The cockpit of the regisseur: one table, one list, the next action beside every actor, and a mail on Monday."""

import csv
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.conversations import Mistake, report
from actors.conversations.reporting import item_of
from actors.desk import offer
from actors.desk.offering import Wish
from actors.models import Actor, Change, Conversation, Freshness, Role, User
from actors.network import State, archive_stopped, way_to_the_network, weekly_network_mail
from actors.network.actions import Around, line_of
from tests.actors.conftest import signed_in
from tests.actors.freshness_cast import mails, rik
from tests.actors.markup import read, text_of
from tests.actors.network_cast import KIND, Field, field
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    FreshnessFactory,
    InvitationFactory,
    MembershipFactory,
    MunicipalLinkFactory,
    UserFactory,
)

__all__ = ["field", "rik"]

pytestmark = pytest.mark.django_db
PAGE = "/regie/netwerk/"
TODAY = timezone.localdate()
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())


def at(day: date, hour: int = 7) -> datetime:
    """A moment of ``day`` in Brussels."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def browser(rik: User) -> Client:
    """The browser of the regisseur."""
    return signed_in(rik)


def rows(answer: Any) -> list[list[str]]:
    """The lines of a CSV answer."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))


def test_only_the_regisseur_comes_in(client: Client, field: Field, rik: User) -> None:
    actor = field.actor("Oud", age=400)
    pages = ["/regie/", PAGE, f"{PAGE}tabel.csv"]
    acts = [f"{PAGE}{actor.slug}/vraag/", f"{PAGE}{actor.slug}/archief/"]
    others = [MembershipFactory(actor=actor).user, MunicipalLinkFactory().user]
    others += [UserFactory(role=role) for role in (Role.EDITOR, Role.EXPERT, Role.BOARD_MEMBER)]
    for page in pages:
        assert client.get(page).url == f"/aanmelden/?next={page}"
        assert {signed_in(user).get(page).status_code for user in others} == {403}
    for page in acts:
        assert client.post(page).url.startswith("/aanmelden/")
        assert {signed_in(user).post(page).status_code for user in others} == {403}
        assert signed_in(rik).get(page).status_code == 405
    assert mails() == []
    assert f'href="{PAGE}"' in signed_in(rik).get("/regie/").content.decode()
    assert signed_in(UserFactory(is_superuser=True)).get(PAGE).status_code == 200


@pytest.mark.unmeasured
def test_every_actor_stands_in_one_cell(browser: Client, field: Field) -> None:
    field.one_of_each()
    ActorFactory(archived=True)
    answer = browser.get(PAGE)
    cockpit = answer.context["cockpit"]
    table = {
        row.municipality.name if row.municipality else "": [cell.count for cell in row.cells]
        for row in cockpit.rows
    }
    assert table == {
        "Genk": [1, 0, 1, 1, 0, 1, 1, 1],
        "As": [0, 1, 0, 0, 0, 0, 0, 0],
        "": [0, 0, 0, 0, 1, 0, 0, 0],
    }
    assert [cell.count for cell in cockpit.totals.cells] == [1] * 8
    assert "8 actoren, elk in precies één staat." in text_of(answer)
    for row in [*cockpit.rows, cockpit.totals]:
        for cell in [*row.cells, row.total]:
            assert browser.get(cell.url).context["pager"].total == cell.count


def test_the_next_action_stands_beside_each(browser: Client, field: Field) -> None:
    field.one_of_each()
    lines = {line.actor.name: line for line in browser.get(PAGE).context["lines"]}
    told = {name: (str(line.state.value), line.action and line.action.label) for name, line in lines.items()}
    assert told == {
        "Alleen": ("niemand", "Nodig iemand uit"),
        "Gevraagd": ("uitgenodigd", None),
        "Te Laat": ("verlopen", "Nodig opnieuw uit"),
        "Wacht": ("nakijken", "Kijk het na"),
        "Half": ("onvolledig", "Vul aan"),
        "Oud": ("verouderd", "Stuur de vraag nu"),
        "Prima": ("in-orde", None),
        "Gestopt": ("gestopt", "Zet in het archief"),
    }
    assert (
        lines["Half"].detail
        == "10 van 100. Ontbreekt eerst: Enkele zinnen over wie jullie zijn, Waar jullie thuis zijn, Een foto."
    )
    assert lines["Wacht"].detail == "Een nieuwe naam"
    assert "Open tot" in lines["Gevraagd"].detail
    assert lines["Te Laat"].since == timezone.localdate() - timedelta(days=3)
    assert lines["Oud"].since == timezone.localdate() - timedelta(days=400) + timedelta(days=365)
    for line in lines.values():
        if line.action and not line.action.posts:
            assert browser.get(line.action.url).status_code in {200, 302}


def test_the_button_asks_now_and_leads_back_to_the_list(browser: Client, field: Field) -> None:
    actor = field.actor("Oud", age=400)
    address = f"{PAGE}oud/vraag/"
    answer = browser.post(address, {"lijst": "?staat=verouderd&q=oud&pagina=1"}, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?staat=verouderd&q=oud&pagina=1", 302)]
    assert "De vraag over Oud is verstuurd naar 1 persoon." in text_of(answer)
    [line] = answer.context["lines"]
    assert line.action is None
    assert "We vroegen het hun mensen op" in line.detail
    assert "Wacht twee weken" in text_of(browser.post(address, follow=True))
    assert len(mails()) == 1
    assert Freshness.objects.get(actor=actor).round == 1


@pytest.mark.parametrize(
    "where", ["https://kwaad.example/", "?gemeente=//kwaad.example", "a=" + "b" * 5000, "\0", "&" * 999]
)
def test_back_leads_nowhere_else(browser: Client, field: Field, where: str) -> None:
    field.actor("Oud", age=400)
    answer = browser.post(f"{PAGE}oud/vraag/", {"lijst": where})
    assert answer.url.startswith(PAGE)
    assert "kwaad" not in answer.url


def test_what_stopped_goes_to_the_archive_once(browser: Client, field: Field, rik: User) -> None:
    actor = field.actor("Gestopt", closed=True)
    busy = field.actor("Bezig")
    assert "Gestopt zit in het archief." in text_of(browser.post(f"{PAGE}gestopt/archief/", follow=True))
    actor.refresh_from_db()
    assert actor.status == "archived"
    [line] = Change.objects.about(actor)
    assert (line.by, line.reason) == (rik, "Gestopt, dus gaat het naar het archief.")
    for slug in ("gestopt", "bezig"):
        answer = browser.post(f"{PAGE}{slug}/archief/", follow=True)
        assert "hoefde niets te veranderen" in text_of(answer)
    assert browser.post(f"{PAGE}geen/archief/").status_code == 404
    busy.refresh_from_db()
    assert busy.is_public
    with pytest.raises(PermissionDenied):
        archive_stopped(actor=busy, by=UserFactory(role=Role.EDITOR))


def test_what_a_stale_actor_can_say(browser: Client, field: Field) -> None:
    today = field.today
    told: dict[str, Any] = {
        "Concept": (field.actor("Concept", age=400, draft=True), {}, "Een concept"),
        "Stil": (
            field.actor("Stil", age=500),
            {
                "asked_on": today - timedelta(days=99),
                "mailed_on": today - timedelta(days=60),
                "unconfirmed_since": today,
            },
            "Niemand antwoordde op onze mails.",
        ),
        "Weg": (field.actor("Weg", age=500), {"answer": "gestopt"}, "Hun mensen zeggen"),
    }
    for actor, fresh, _words in told.values():
        FreshnessFactory(actor=actor, **fresh)
    lines = {line.actor.name: line for line in browser.get(f"{PAGE}?staat=verouderd").context["lines"]}
    assert set(lines) == set(told)
    for name, (_actor, _fresh, words) in told.items():
        assert words in lines[name].detail
    assert not lines["Concept"].action.posts
    assert lines["Stil"].action.posts


def test_who_pauses_is_fine_and_says_so(browser: Client, field: Field) -> None:
    until = field.today + timedelta(days=5)
    FreshnessFactory(actor=field.actor("Rust", age=400), paused_on=field.today, paused_until=until)
    FreshnessFactory(actor=field.actor("Zonder Eind", age=400), paused_on=field.today)
    one, two = browser.get(f"{PAGE}?staat=in-orde").context["lines"]
    assert one.detail.startswith("Pauze tot")
    assert two.detail == "Pauze."


def test_what_waits_longest_is_what_to_look_at(browser: Client, field: Field) -> None:
    actor = field.actor("Wacht")
    made = report(record=actor, mistake=Mistake("naam", "Fout"), token="een")
    Conversation.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=9))
    offer(kind=KIND, about=actor, by=None, wish=Wish("Een nieuwe naam"))
    [line] = browser.get(PAGE).context["lines"]
    assert line.detail == "Iemand zegt dat dit niet klopt: de naam."
    assert line.since == field.today - timedelta(days=9)
    assert line.action.url == f"/redactie/{item_of(made).pk}/"


def test_what_was_decided_a_moment_ago_still_has_a_line(field: Field) -> None:
    actor: Any = field.actor("Wacht")
    actor.network_state = State.TO_CHECK.value
    line = line_of(actor, Around([]))
    assert (line.since, line.action and line.action.label) == (None, "Kijk het na")


def test_the_network_is_one_of_the_pages_of_the_desk(browser: Client, field: Field) -> None:
    field.actor("Oud", age=400)
    tabs = read(browser.get(PAGE)).one("nav", class_="tabs")
    assert tabs.one("a", aria_current="page").words == "Netwerk"
    assert {"/regie/", "/regie/dossiers/"} <= {link.attributes["href"] for link in tabs.every("a")}


def test_the_start_page_of_the_regisseur_leads_here(rik: User) -> None:
    panel = way_to_the_network(rik)
    assert panel
    assert panel.ways[0].url == PAGE
    assert way_to_the_network(UserFactory(role=Role.EDITOR)) is None


def test_filters_work_together(browser: Client, field: Field) -> None:
    field.one_of_each()
    choir = ActorKindFactory(label="Koor", slug="koor")
    field.actor("Zangers", kind=choir, people=False)
    for question, names in {
        "?gemeente=as": ["Gevraagd"],
        "?gemeente=elders": ["Half"],
        "?soort=koor": ["Zangers"],
        "?q=zanger&staat=niemand&gemeente=genk": ["Zangers"],
        "?q=onbestaanbaar": [],
    }.items():
        answer = browser.get(PAGE + question)
        assert [line.actor.name for line in answer.context["lines"]] == names, question
    assert "Niemand staat in deze lijst." in text_of(answer)
    assert 'value="koor" selected' in browser.get(f"{PAGE}?soort=koor").content.decode()


@pytest.mark.parametrize(
    "question",
    [
        "?gemeente=atlantis",
        "?staat=<b>",
        "?soort=geen",
        "?pagina=-1",
        "?pagina=99999999999",
        "?q=%00",
        "?staat=&q=",
    ],
)
def test_what_does_not_exist_counts_for_nothing(browser: Client, field: Field, question: str) -> None:
    field.one_of_each()
    assert browser.get(PAGE + question).context["pager"].total == 8


def test_pages_keep_the_choice(browser: Client, field: Field) -> None:
    for number in range(30):
        field.actor(f"Actor {number:02}", people=False)
    answer = browser.get(f"{PAGE}?staat=niemand&pagina=2")
    assert len(answer.context["lines"]) == 6
    assert f'href="{PAGE}?staat=niemand&amp;pagina=1"' in answer.content.decode()


def test_the_tables_hold_nothing_about_people(browser: Client, field: Field) -> None:
    field.one_of_each()
    UserFactory(name="Zeer Geheim")
    answer = browser.get(f"{PAGE}tabel.csv?staat=niemand")
    assert f"netwerk-{field.today.isoformat()}.csv" in answer.headers["Content-Disposition"]
    assert rows(answer) == [
        ["naam", "adres op de site", "soort", "gemeente", "Staat"],
        ["Alleen", "alleen", "Vereniging", "Genk", "geen persoon"],
    ]
    every = rows(browser.get(f"{PAGE}tabel.csv"))
    assert len(every) == 9
    assert "@" not in str(every)
    assert "Persoon" not in str(every)
    counts = rows(browser.get(f"{PAGE}tabel.csv?tabel=aantallen"))
    assert counts[0] == ["gemeente", *(str(state.label) for state in State), "samen"]
    assert counts[-1] == ["samen", *["1"] * 8, "8"]
    assert ["elders of niet bekend", *"00001000", "1"] in counts


def test_as_many_questions_at_two_as_at_many(browser: Client, field: Field) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(PAGE).status_code == 200
        return len(queries)

    field.one_of_each()
    browser.get(PAGE)
    few = count()
    for number in range(15):
        actor = field.actor(f"Nog {number}", age=400)
        FreshnessFactory(actor=actor)
        InvitationFactory(actor=actor)
        offer(kind=KIND, about=field.actor(f"Ook {number}"), by=None, wish=Wish("Kijk"))
    assert count() == few
    assert few <= 15


# --- Monday ------------------------------------------------------------------------------------------------------


def test_on_monday_the_regisseur_hears_what_needs_doing(field: Field, rik: User) -> None:
    field.one_of_each()
    UserFactory(role=Role.REGISSEUR, is_active=False)
    UserFactory(role=Role.EDITOR)
    assert weekly_network_mail(at(MONDAY), dry_run=True) == 1
    assert mails() == []
    assert weekly_network_mail(at(MONDAY)) == 1
    [mail] = mails()
    assert mail.to == rik.email
    assert mail.subject == "Het netwerk deze week: 6 actoren vragen iets"
    assert "1 × na te kijken" in mail.body
    assert "/regie/netwerk/?staat=nakijken" in mail.body
    for absent in ("in orde", "1 × uitgenodigd", "Alleen", "Te Laat"):
        assert absent not in mail.body
    assert "alleen als er iets te doen is" in mail.body


def test_once_a_week_and_on_monday_only(field: Field, rik: User) -> None:
    field.actor("Alleen", people=False)
    assert [weekly_network_mail(at(MONDAY + timedelta(days=day))) for day in range(8)] == [
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
    ]
    assert weekly_network_mail(at(MONDAY, 20)) == 0
    assert weekly_network_mail(at(MONDAY - timedelta(days=1), 23)) == 0
    weeks = [(MONDAY + timedelta(days=days)).isocalendar() for days in (0, 7)]
    keys = [f"network-{week.year}-W{week.week:02}-{rik.pk}" for week in weeks]
    assert [mail.key for mail in mails()] == keys
    assert mails()[0].subject == "Het netwerk deze week: 1 actor vraagt iets"


def test_when_all_is_fine_there_is_no_mail(field: Field, rik: User) -> None:
    field.actor("Prima")
    InvitationFactory(actor=field.actor("Gevraagd", people=False), expires_at=at(MONDAY + timedelta(days=9)))
    Actor.objects.update(verified_on=MONDAY)
    assert weekly_network_mail(at(MONDAY)) == 0
    assert mails() == []


def test_today_counts_by_default(field: Field, rik: User) -> None:
    field.actor("Alleen", people=False)
    assert weekly_network_mail() == (1 if timezone.localdate().weekday() == 0 else 0)
