"""Applying when something goes wrong: a session that is over, a mail server that is away, a heavy file, a clock that changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from actors.models import User
from ecru.base.files import MAX_BYTES
from ecru.base.models import MailState, OutgoingMail
from ecru.base.outbox.posting import deliver
from subsidies.dossiers import Refused, perform
from subsidies.forms.dossiers import DayField, MomentField
from subsidies.models import Answer, Dossier, FinalReport, Review
from tests.actors.accounts.people import PASSWORD
from tests.actors.accounts.test_unsent import UNSENT, browser, button_of, enter, expire, token_at
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.base.file_cast import PDF, sent
from tests.base.mail_server import MailServer
from tests.base.test_delivery import SMTP
from tests.subsidies.advice_cast import Panel
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.money_cast import agreed
from tests.subsidies.question_factories import make_form

pytestmark = pytest.mark.django_db
TEXT = "Een lange tekst\nmet twee regels."


# --- A session that is over ----------------------------------------------------------------------------------------


def comes_back(user: User, address: str, **typed: str) -> None:
    """``user`` opens a page, types, is signed out meanwhile, saves, signs in again, and sends what was kept."""
    user.set_password(PASSWORD)
    user.save()
    client = browser()
    enter(client, user)
    page = read(client.get(address)).one("main")
    marks = str(page.one("input", name="seen").attributes["value"])
    form = {**typed, "seen": marks, "csrfmiddlewaretoken": token_at(client, address)}
    expire()
    assert client.post(address, form)["Location"].endswith(f"next={UNSENT}")
    enter(client, user, next=UNSENT)
    where, boxes = button_of(read(client.get(UNSENT)))
    assert where == address
    assert client.post(where, boxes).status_code == 302


def test_no_long_form_loses_its_text_when_the_session_is_over(cast: Cast) -> None:
    make_form(cast.call)
    dossier = cast.dossier()
    comes_back(cast.nour, f"{DOSSIERS}{dossier.pk}/invullen/plan/", **{"v-waarom": TEXT})
    assert Answer.objects.get().value == TEXT
    under_way = agreed(cast)
    comes_back(cast.nour, f"{DOSSIERS}{under_way.pk}/verslag/", done=TEXT)
    assert FinalReport.objects.get().done == TEXT


def test_nor_does_advice(panel: Panel) -> None:
    review = panel.declared()
    comes_back(panel.user("ines"), review.get_absolute_url(), words=TEXT, **{"score-1": "4"})
    review = Review.objects.get()
    assert (review.words, review.scores.get(position=1).score) == (TEXT, 4)


# --- Mail that cannot go -------------------------------------------------------------------------------------------


def test_a_mail_server_that_is_away_keeps_nobody_from_sending(
    cast: Cast, tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    away = MailServer(tmp_path / "weg")
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", away.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = False
    dossier, nour = cast.dossier(), signed_in(User.objects.get(pk=cast.nour.pk))
    seen = dossier.events.newest().first().pk
    with django_capture_on_commit_callbacks(execute=True):
        pressed = nour.post(f"{DOSSIERS}{dossier.pk}/stap/indienen/", {"gezien": seen})
    assert pressed.status_code == 302
    dossier.refresh_from_db()
    assert dossier.phase == "ingediend"
    assert str(dossier.number) in text_of(nour.get(f"{DOSSIERS}{dossier.pk}/"))
    receipt = OutgoingMail.objects.get(kind="dossier-receipt", to=cast.nour.email)
    deliver.call(receipt.pk)
    receipt.refresh_from_db()
    assert receipt.state == MailState.WAITING
    away.start()
    try:
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
        deliver.call(receipt.pk)
    finally:
        away.stop()
    receipt.refresh_from_db()
    assert receipt.state == MailState.SENT
    assert str(dossier.number) in receipt.body
    assert len(away.taken) == 1


# --- A heavy file --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_twenty_megabytes_fit_and_not_a_byte_more(cast: Cast, more: int, taken: bool) -> None:
    dossier, nour = cast.dossier(), signed_in(User.objects.get(pk=cast.nour.pk))
    content = PDF + b"\0" * (MAX_BYTES + more - len(PDF))
    file = sent(content, "heel zwaar.pdf")
    answer = nour.post(
        f"{DOSSIERS}{dossier.pk}/bijlagen/", {"place": "anders", "label": "Plan", "file": file}
    )
    if taken:
        assert answer.status_code == 302
        kept = dossier.files.get()
        assert (kept.size, kept.file.size) == (20 * 1024 * 1024, 20 * 1024 * 1024)
        assert kept.checksum in text_of(nour.get(f"{DOSSIERS}{dossier.pk}/"))
    else:
        assert "Dit bestand is 21 MB. Er past hoogstens 20 MB." in text_of(answer)
        assert read(answer).one("input", name="label").attributes["value"] == "Plan"
        assert not dossier.files.exists()


# --- Moments and days ----------------------------------------------------------------------------------------------

SUMMER, WINTER = timedelta(hours=2), timedelta(hours=1)


@pytest.mark.parametrize(
    ("typed", "ahead"),
    [("27-03-2027 23:59", WINTER), ("28/03/2027 12:00", SUMMER), ("2027-10-30T12:00", SUMMER), ("31-10-2027 12:00", WINTER)],
)  # fmt: skip
def test_a_round_closes_at_the_hour_of_brussels_also_when_the_clock_changes(
    cast: Cast, typed: str, ahead: timedelta
) -> None:
    closing = MomentField().clean(typed)
    assert closing.utcoffset() == ahead
    cast.call.closes_at = closing
    cast.call.save()
    late, in_time = cast.dossier(), cast.dossier()
    at = closing.astimezone(UTC)
    with pytest.raises(Refused) as refused:
        perform(late, "indienen", by=cast.nour, at=at + timedelta(seconds=1))
    assert f"{closing:%H:%M}:00" in refused.value.sentences[0]
    assert perform(in_time, "indienen", by=cast.nour, at=at).submitted_at == closing


def test_an_hour_that_does_not_exist_or_comes_twice_is_asked_again(cast: Cast) -> None:
    for typed in ("28-03-2027 02:30", "31-10-2027 02:30"):
        with pytest.raises(ValidationError):
            MomentField().clean(typed)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("typed", ["2026-11-05", "5-11-2026", "05/11/2026", "5.11.2026", " 5/11/2026 "])
def test_a_day_is_read_day_first_in_every_language(language: str, typed: str) -> None:
    with translation.override(language):
        assert DayField().clean(typed) == datetime(2026, 11, 5, tzinfo=UTC).date()
        with pytest.raises(ValidationError) as refused:
            DayField().clean("11/21/2026")
        assert "31-12-2030" in refused.value.messages[0]


def test_steps_take_days_as_people_type_them(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=3)
    dossier, desk = cast.dossier("advies"), signed_in(User.objects.get(pk=cast.rachida.pk))
    seen = dossier.events.newest().first().pk
    sent_with = {"gezien": seen, "agenderen-meeting_on": day.strftime("%d/%m/%Y")}
    desk.post(f"{DOSSIERS}{dossier.pk}/stap/agenderen/", sent_with)
    assert Dossier.objects.get(pk=dossier.pk).meeting_on == day
