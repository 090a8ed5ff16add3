"""What needs Rachida today: each thing once, the most pressing first, with what to do next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.crypto import get_random_string

from actors.models import Conversation
from ecru.base.daily import jobs
from subsidies.desk.concerns import Glance, concern, concerns, makers
from subsidies.desk.paces import SHORTEST, UNKNOWN, count_paces, patience
from subsidies.desk.today import ours
from subsidies.dossiers import perform
from subsidies.models import Dossier, DossierEvent, DossierTask, Party, PhasePace, Review
from tests.actors.markup import read, text_of
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db
TODAY = "/regie/"


def lines(cast: Cast) -> dict[str, list[str]]:
    """By heading the titles of what stands there, as Rachida sees it."""
    page = read(browser_of(cast.rachida).get(TODAY))
    found = {}
    for section in page.one("main").every("section"):
        rows = section.every("ul", class_="today")
        if rows:
            found[section.one("h2").words] = [title.words for title in rows[0].every("h3")]
    return found


def quiet_since(dossier: Dossier, days: int) -> None:
    """Nobody touched ``dossier`` for so many days; its turn began then."""
    moment = timezone.now() - timedelta(days=days)
    Dossier.objects.filter(pk=dossier.pk).update(updated_at=moment)
    DossierTask.objects.filter(dossier=dossier).update(made_at=moment)


def asked(subject: str = "") -> Conversation:
    """Łukasz asks the team something."""
    return Conversation.objects.create(
        kind=Conversation.Kind.TEAM,
        with_team=True,
        subject=subject,
        name="Łukasz",
        token=get_random_string(12),
    )


def test_a_day_without_anything_is_calm(cast: Cast) -> None:
    cast.call.closes_at = timezone.now() + timedelta(days=60)
    cast.call.save()
    page = browser_of(cast.rachida).get(TODAY)
    assert "Er wacht niets op jou" in text_of(page)
    assert "Dag Rachida" in text_of(page)
    assert lines(cast) == {}


def test_what_ecru_has_to_do_comes_first(cast: Cast) -> None:
    cast.call.closes_at = timezone.now() + timedelta(days=60)
    cast.call.save()
    sent, idea = cast.dossier("ingediend"), cast.dossier("idee", coached=True)
    cast.dossier("concept")
    soon = DossierTask.objects.create(
        dossier=idea, what="Bel Nour terug", party=Party.DESK, due_at=timezone.now() + timedelta(hours=30)
    )
    page = browser_of(cast.rachida).get(TODAY)
    words = text_of(page)
    assert list(lines(cast)) == ["Eerst dit"]
    assert lines(cast)["Eerst dit"][0] == idea.title
    assert sent.title in lines(cast)["Eerst dit"]
    assert "Bel Nour terug" in words
    assert "ECRU kijkt na of alles er is." in words
    assert f"/mijn/dossiers/{sent.pk}/#nu" in page.content.decode()
    soon.due_at = timezone.now() - timedelta(hours=1)
    soon.save()
    assert "te laat" in text_of(browser_of(cast.rachida).get(TODAY))
    soon.due_at = timezone.now() + timedelta(seconds=1)
    soon.save()
    assert "vandaag" in text_of(browser_of(cast.rachida).get(TODAY))


def test_who_keeps_others_waiting_has_a_name(cast: Cast) -> None:
    applicant, expert, board, giver = (
        cast.dossier("aanvulling"),
        cast.dossier("advies"),
        cast.dossier("agenda"),
        cast.dossier("ingediend", coached=True),
    )
    under_way = cast.dossier("uitvoering")
    assert "Wacht op anderen" not in lines(cast)
    Review.objects.filter(dossier=expert, expert=cast.experts[0]).update(given_at=None)
    for dossier in (applicant, expert, board, giver, under_way):
        quiet_since(dossier, 15)
    page = browser_of(cast.rachida).get(TODAY)
    words = text_of(page)
    assert set(lines(cast)["Wacht op anderen"]) == {one.title for one in (applicant, expert, board, giver)}
    for part in (
        "Wacht op de aanvrager: Nour.",
        f"Wacht op de experten: {cast.experts[0]}.",
        "Wacht op het bestuur.",
        "Wacht op de gever. Vraag aan Nour of er antwoord is.",
    ):
        assert part in words
    assert f"/regie/dossiers/schrijven/?d={applicant.pk}" in page.content.decode()


def test_a_choir_without_people_is_named_all_the_same(cast: Cast) -> None:
    dossier = cast.dossier("concept")
    cast.nour.memberships.update(until=timezone.now())
    quiet_since(dossier, 20)
    assert "Wacht op de aanvrager." in text_of(browser_of(cast.rachida).get(TODAY))


def test_late_is_waited_for_at_once(cast: Cast) -> None:
    dossier = cast.dossier("aanvulling")
    dossier.reopened_until = timezone.now() - timedelta(hours=2)
    dossier.save()
    assert lines(cast)["Wacht op anderen"] == [dossier.title]
    assert "te laat" in text_of(browser_of(cast.rachida).get(TODAY))


def test_questions_to_the_team_wait_with_their_days(cast: Cast) -> None:
    talk = asked("Een vzw nodig?")
    Conversation.objects.filter(pk=talk.pk).update(last_at=timezone.now() - timedelta(days=3))
    page = browser_of(cast.rachida).get(TODAY)
    words = text_of(page)
    assert lines(cast)["Nog niet beantwoord"] == ["Vraag van Łukasz"]
    assert "Een vzw nodig?" in words
    assert "al 3 dagen" in words
    for _one in range(8):
        asked()
    assert len(lines(cast)["Nog niet beantwoord"]) == 6


def test_rounds_that_close_lead_to_who_is_not_ready(cast: Cast) -> None:
    cast.dossier("concept")
    page = browser_of(cast.rachida).get(TODAY)
    assert "Rondes die sluiten" not in lines(cast)
    cast.call.closes_at = timezone.now() + timedelta(days=10)
    cast.call.save()
    page = browser_of(cast.rachida).get(TODAY)
    assert "1 dossier is nog niet ingediend." in text_of(page)
    action = f"/regie/dossiers/schrijven/?ronde={cast.call.pk}&amp;stand=onklaar&amp;wie=alle"
    assert action in page.content.decode()
    perform(Dossier.objects.get(), "intrekken", by=cast.nour)
    page = browser_of(cast.rachida).get(TODAY)
    assert "Sluit op" in text_of(page)
    assert action not in page.content.decode()


def test_the_day_for_reading_comes_three_weeks_before(cast: Cast) -> None:
    dossier = cast.dossier("opmaak", coached=True)
    cast.call.closes_at = timezone.now() + timedelta(days=31)
    cast.call.save()
    Dossier.objects.filter(pk=dossier.pk).update(call=cast.call)
    words = text_of(browser_of(cast.rachida).get(TODAY))
    assert "nog 10 dagen" in words
    assert "1 dossier moet voor" in words
    cast.call.closes_at = timezone.now() + timedelta(days=21)
    cast.call.save()
    assert "vandaag" in text_of(browser_of(cast.rachida).get(TODAY))
    cast.call.closes_at = timezone.now() + timedelta(days=19)
    cast.call.save()
    assert "Rondes die sluiten" not in lines(cast)


def test_stuck_is_twice_what_is_usual(cast: Cast) -> None:
    dossiers = [cast.dossier("ontvankelijk") for _one in range(8)]
    for number, dossier in enumerate(dossiers):
        quiet_since(dossier, 29 + number)
    page = text_of(browser_of(cast.rachida).get(TODAY))
    assert "Zit vast" in page
    assert "Staat langer dan gewoonlijk op “Ontvankelijk”." in page
    assert dossiers[0].title not in lines(cast).get("Zit vast", [])
    PhasePace.objects.create(track="eigen-steun", phase="ontvankelijk", days=40, stays=5)
    assert "Zit vast" not in lines(cast)
    PhasePace.objects.update(stays=4)
    assert "Zit vast" in lines(cast)


def test_a_dossier_stands_in_one_place(cast: Cast) -> None:
    for days in range(40, 60):
        quiet_since(cast.dossier("ingediend"), days)
    told = [title for titles in lines(cast).values() for title in titles]
    assert len(told) == len(set(told)) == 12


def test_paces_are_the_median_of_the_stays(cast: Cast) -> None:
    now = timezone.now()
    for days in (2, 4, 30):
        dossier = cast.dossier()
        begin = dossier.events.get().at
        for number, (step, before, after, later) in enumerate(
            (
                ("indienen", "concept", "ingediend", 1),
                ("uitstel", "ingediend", "ingediend", 2),
                ("ontvankelijk-verklaren", "ingediend", "ontvankelijk", 1 + days),
            )
        ):
            at = begin + timedelta(days=later, seconds=number)
            DossierEvent.objects.create(
                dossier=dossier, transition=step, old_phase=before, new_phase=after, at=at, role=Party.DESK
            )
    assert jobs["dossier-paces"].work(now, False) == {"phases": 2}
    pace = PhasePace.objects.get(phase="ingediend")
    assert (round(pace.days), pace.stays, str(pace)) == (4, 3, f"eigen-steun, ingediend: {pace.days}")
    assert count_paces() == 2
    assert patience()["eigen-steun", "ingediend"] == UNKNOWN
    PhasePace.objects.update(stays=9)
    assert patience()["eigen-steun", "ingediend"] == 2 * pace.usual
    PhasePace.objects.update(days=1)
    assert patience()["eigen-steun", "ingediend"] == SHORTEST


def test_what_a_room_adds_is_asked_once(cast: Cast) -> None:
    known = len(makers)
    concern(10)(ours)
    assert len(makers) == known
    assert concerns(Glance(cast.ali)) == []


def test_many_things_ask_no_more(cast: Cast) -> None:
    def queries() -> int:
        browser = browser_of(cast.rachida)
        browser.get(TODAY)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(TODAY).status_code == 200
        return len(captured)

    def fill() -> None:
        quiet_since(cast.dossier("ontvankelijk"), 50)
        quiet_since(cast.dossier("concept"), 50)
        quiet_since(cast.dossier("advies"), 50)
        asked()

    cast.call.closes_at = timezone.now() + timedelta(days=5)
    cast.call.save()
    for _one in range(2):
        fill()
    few = queries()
    for _one in range(12):
        fill()
    assert queries() == few
    assert few <= 12
