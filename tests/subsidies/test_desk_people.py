"""Who waits for Rachida and for whom she waits: messages, experts who were asked, tasks with a name and a day, contacts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Role
from ecru.base.models import OutgoingMail
from subsidies.accompanying import need_no_answer, say
from subsidies.advising import Answer, answer
from subsidies.desk.letters import Draft, send_letter
from subsidies.models import ActorNote, Dossier, DossierMessage, DossierTask, Party, Review
from tests.actors.markup import read, text_of
from tests.subsidies.advice_cast import Panel, panel
from tests.subsidies.dossier_cast import DESK, Cast
from tests.subsidies.dossier_factories import DossierFactory
from tests.subsidies.test_desk_today import TODAY, lines, quiet_since
from tests.subsidies.test_dossier_pages import browser_of

__all__ = ["panel"]
pytestmark = pytest.mark.django_db
TASKS = "/regie/taken/"
MESSAGES = "Berichten zonder antwoord"
EXPERTS = "Experten die nog niet antwoordden"


# --- Messages ------------------------------------------------------------------------------------------------------


def test_a_message_waits_until_ecru_answers(cast: Cast) -> None:
    dossier = DossierFactory(actor=cast.choir, call=cast.call, title="Bal", at="advies")
    assert MESSAGES not in lines(cast)
    first = say(dossier=dossier, by=cast.nour, words="Klopt  de\ndatum?", stamp="een")
    DossierMessage.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(days=8))
    page = browser_of(cast.rachida).get(TODAY)
    assert lines(cast)[MESSAGES] == ["Bal"]
    for part in ("Zangkoor. Nour: “Klopt de datum?”", "al 8 dagen"):
        assert part in text_of(page)
    assert f'href="/mijn/dossiers/{dossier.pk}/#berichten"' in page.content.decode()
    say(dossier=dossier, by=cast.nour, words="Of niet?", stamp="twee")
    assert lines(cast)[MESSAGES] == ["Bal"]
    say(dossier=dossier, by=cast.rachida, words="Let op.", stamp="drie", is_internal=True)
    assert lines(cast)[MESSAGES] == ["Bal"]
    assert "Bal" in text_of(browser_of(cast.rachida).get(f"{DESK}?stand=bericht"))
    say(dossier=dossier, by=cast.rachida, words="Ja.", stamp="vier")
    assert MESSAGES not in lines(cast)
    assert "Er staat geen dossier in deze lijst." in text_of(
        browser_of(cast.rachida).get(f"{DESK}?stand=bericht")
    )


def test_a_message_that_needs_no_answer_is_put_aside_with_one_click(cast: Cast) -> None:
    dossier = DossierFactory(actor=cast.choir, call=cast.call)
    thanks = say(dossier=dossier, by=cast.nour, words="Dank je!", stamp="een")
    browser, page = browser_of(cast.rachida), dossier.get_absolute_url()
    assert "Wacht op antwoord" in text_of(browser.get(page))
    assert "Wacht op antwoord" not in text_of(browser_of(cast.nour).get(page))
    address = f"{page}bericht/{thanks.pk}/klaar/"
    for _click in range(2):
        assert browser.post(address)["Location"] == f"{page}#berichten"
    assert "dit bericht heeft geen antwoord nodig." in text_of(browser.get(page))
    assert "Wacht op antwoord" not in text_of(browser.get(page))
    assert MESSAGES not in lines(cast)
    with pytest.raises(PermissionDenied):
        need_no_answer(message=thanks, by=cast.nour)
    assert not need_no_answer(message=thanks, by=cast.rachida)
    hidden = say(dossier=dossier, by=cast.rachida, words="Intern.", stamp="twee", is_internal=True)
    assert browser.post(f"{page}bericht/{hidden.pk}/klaar/").status_code == 404
    say(dossier=dossier, by=cast.nour, words="Nog iets.", stamp="drie")
    assert lines(cast)[MESSAGES] == [dossier.title]


def test_who_wrote_or_was_written_to_is_not_silent(cast: Cast) -> None:
    spoken, written, quiet = (DossierFactory(actor=cast.choir, at="aanvulling") for _one in range(3))
    for dossier in (spoken, written, quiet):
        quiet_since(dossier, 20)
    assert set(lines(cast)["Wacht op anderen"]) == {spoken.title, written.title, quiet.title}
    say(dossier=spoken, by=cast.rachida, words="Lukt het?", stamp="een")
    send_letter(by=cast.rachida, draft=Draft("Lukt het?", "Bel ons.", "twee", [written.pk]))
    assert lines(cast)["Wacht op anderen"] == [quiet.title]


# --- Experts -------------------------------------------------------------------------------------------------------


def test_an_invitation_without_answer_stands_on_the_desk(panel: Panel) -> None:
    cast = panel.cast
    assert EXPERTS not in lines(cast)
    review = panel.ask()
    page = browser_of(cast.rachida).get(TODAY)
    assert lines(cast)[EXPERTS] == ["Bal"]
    assert "Ines werd gevraagd op" in text_of(page)
    assert "nog 21 dagen" in text_of(page)
    assert f"/mijn/dossiers/{panel.dossier.pk}/experten/" in page.content.decode()
    answer(review=review, said=Answer.NO_INTEREST, by=panel.user("ines"))
    assert EXPERTS not in lines(cast)
    Review.objects.filter(pk=review.pk).update(due_at=timezone.now() - timedelta(days=1))
    assert "Ines leest het, en gaf nog geen advies." in text_of(browser_of(cast.rachida).get(TODAY))
    Review.objects.filter(pk=review.pk).update(due_at=None, declared_at=None)
    assert lines(cast)[EXPERTS] == ["Bal"]
    quiet_since(panel.dossier, 30)
    assert "Wacht op anderen" not in lines(cast)


def test_an_expert_finds_the_invitation_on_the_own_page(panel: Panel) -> None:
    ines = panel.user("ines")
    start = "/mijn/"
    assert "Wil je advies geven" not in text_of(browser_of(ines).get(start))
    review = panel.ask()
    page = browser_of(ines).get(start)
    assert "Wil je advies geven over “Bal” tegen" in text_of(page)
    assert "Antwoord eerst" in text_of(page)
    assert f'href="/mijn/adviezen/{review.pk}/"' in page.content.decode()
    assert panel.dossier.summary not in text_of(page)
    answer(review=review, said=Answer.NO_INTEREST, by=ines)
    assert "Geef advies over “Bal” tegen" in text_of(browser_of(ines).get(start))
    Review.objects.filter(pk=review.pk).update(due_at=None)
    assert "Geef advies over “Bal”" in text_of(browser_of(ines).get(start))
    Review.objects.filter(pk=review.pk).update(declared_at=None, is_independent=None)
    assert "Wil je advies geven over “Bal”? Antwoord eerst" in text_of(browser_of(ines).get(start))
    ines.groups.filter(name=Role.EXPERT).delete()
    assert "Wil je advies geven over “Bal”" in text_of(browser_of(ines).get(start))
    assert "Wil je advies geven" not in text_of(browser_of(panel.user("tom")).get(start))


# --- Tasks ---------------------------------------------------------------------------------------------------------


def test_a_late_task_of_somebody_else_stands_on_the_desk_with_its_name(cast: Cast) -> None:
    dossier = DossierFactory(actor=cast.choir, call=cast.call, title="Bal")
    task = DossierTask.objects.create(
        dossier=dossier,
        what="Stuur de foto’s",
        party=Party.APPLICANT,
        owner=cast.nour,
        due_at=timezone.now() + timedelta(hours=1),
    )
    heading = "Taken waarmee anderen te laat zijn"
    assert heading not in lines(cast)
    DossierTask.objects.filter(pk=task.pk).update(due_at=timezone.now() - timedelta(hours=1))
    page = browser_of(cast.rachida).get(TODAY)
    assert lines(cast)[heading] == ["Bal"]
    assert "Zangkoor. Stuur de foto’s (Nour)" in text_of(page)
    assert f"/regie/dossiers/schrijven/?d={dossier.pk}" in page.content.decode()
    DossierTask.objects.filter(pk=task.pk).update(done_at=timezone.now())
    assert heading not in lines(cast)


def test_what_ecru_is_late_with_comes_first_and_all_of_it_can_be_seen(cast: Cast) -> None:
    dossier = DossierFactory(actor=cast.choir, call=cast.call, title="Bal")
    now = timezone.now()
    for number in range(8):
        due = now + timedelta(days=number - 1)
        DossierTask.objects.create(
            dossier=dossier, what=f"taak {number}", party=Party.DESK, owner=cast.rachida, due_at=due
        )
    page = browser_of(cast.rachida).get(TODAY)
    words = text_of(page)
    assert "8 dingen vragen je aandacht." in words
    assert words.index("te laat") < words.index("taak 0 (Rachida)") < words.index("taak 1 (Rachida)")
    assert "taak 7" not in words
    assert f'href="{TASKS}?wie=ecru"' in page.content.decode()
    assert "taak 7" in text_of(browser_of(cast.rachida).get(f"{TASKS}?wie=ecru"))


def test_the_list_of_tasks_is_narrowed_by_who_does_them(cast: Cast) -> None:
    sent = DossierFactory(actor=cast.choir, at="ingediend", title="Verzonden")
    written = DossierFactory(actor=cast.choir, call=cast.call, title="Klad")
    DossierTask.objects.create(dossier=sent, what="Bel de zaal", party=Party.DESK, owner=cast.rachida)
    late = timezone.now() - timedelta(days=1)
    DossierTask.objects.create(dossier=sent, what="Teken", party=Party.APPLICANT, due_at=late)

    def found(question: str) -> list[str]:
        page = read(browser_of(cast.rachida).get(f"{TASKS}?{question}"))
        rows = page.one("main").every("ul", class_="rows")
        return [title.words for title in rows[0].every("h3")] if rows else []

    assert found("wie=ik") == ["Bel de zaal"]
    assert found("wie=ecru") == ["ECRU kijkt na of alles er is.", "Bel de zaal"]
    assert found("wie=aanvrager")[0] == "Teken"
    assert len(found("wie=aanvrager")) == 2
    assert len(found("")) == len(found("wie=niemand")) == 4
    assert found("wie=bestuur") == []
    words = text_of(browser_of(cast.rachida).get(TASKS))
    for part in ("4 open taken", "te laat", "Rachida", written.title, "Sinds"):
        assert part in words
    assert "Hier staat niets open." in text_of(browser_of(cast.rachida).get(f"{TASKS}?wie=bestuur"))


def test_a_long_list_of_tasks_has_pages_and_asks_no_more(cast: Cast) -> None:
    dossier = DossierFactory(actor=cast.choir, call=cast.call)

    def queries(question: str) -> int:
        browser = browser_of(cast.rachida)
        browser.get(TASKS)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"{TASKS}{question}").status_code == 200
        return len(asked)

    few = queries("?wie=ecru")
    DossierTask.objects.bulk_create(
        DossierTask(dossier=dossier, what=f"taak {number}", party=Party.DESK) for number in range(60)
    )
    more = queries("?wie=ecru")
    for _one in range(3):
        DossierFactory(at="ingediend")
    assert queries("?wie=ecru") == more
    assert more <= few + 1
    assert "pagina=2" in browser_of(cast.rachida).get(f"{TASKS}?wie=ecru").content.decode()


# --- Contacts ------------------------------------------------------------------------------------------------------


def test_a_contact_to_follow_up_stands_on_the_desk_from_its_day(cast: Cast) -> None:
    heading, today = "Contacten om op te volgen", timezone.localdate()
    note = ActorNote.objects.create(
        actor=cast.choir,
        words="Ze zoeken\neen zaal.",
        stamp="een",
        follow_up_on=today + timedelta(days=1),
    )
    assert heading not in lines(cast)
    ActorNote.objects.filter(pk=note.pk).update(follow_up_on=today)
    page = browser_of(cast.rachida).get(TODAY)
    assert lines(cast)[heading] == ["Zangkoor"]
    assert "Ze zoeken een zaal." in text_of(page)
    assert "vandaag" in text_of(page)
    assert 'href="/regie/organisaties/zangkoor/#kop-contact"' in page.content.decode()
    ActorNote.objects.filter(pk=note.pk).update(follow_up_on=today - timedelta(days=4))
    assert "al 4 dagen" in text_of(browser_of(cast.rachida).get(TODAY))
    dossier = DossierFactory(actor=cast.choir, call=cast.call)
    link = 'href="/regie/organisaties/zangkoor/"'
    assert link in browser_of(cast.rachida).get(dossier.get_absolute_url()).content.decode()
    assert link not in browser_of(cast.nour).get(dossier.get_absolute_url()).content.decode()


def test_nobody_else_hears_what_waits(cast: Cast) -> None:
    dossier = Dossier.objects.get(pk=DossierFactory(actor=cast.choir, call=cast.call).pk)
    message = say(dossier=dossier, by=cast.nour, words="Hallo?", stamp="een")
    OutgoingMail.objects.all().delete()
    settled = f"{dossier.get_absolute_url()}bericht/{message.pk}/klaar/"
    assert browser_of(cast.nour).post(settled).status_code == 403
    assert browser_of(cast.ali).post(settled).status_code == 404
    for user in (cast.nour, cast.bea, cast.an):
        assert browser_of(user).get(TASKS).status_code == 403
    message.refresh_from_db()
    assert message.settled_at is None
