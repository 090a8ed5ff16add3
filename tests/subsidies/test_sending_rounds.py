"""Extra time for everybody in a round: the closing moment moves, and all that follows from it moves along."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from actors.models import Change, User
from ecru.base.models import OutgoingMail
from subsidies.alerting import facts
from subsidies.deadlines import calendar_of
from subsidies.dossiers import Refused, perform
from subsidies.models import CallExtension, Dossier, Level, Measure
from subsidies.sending.extending import MoreTime, extend
from subsidies.timetable import timetable
from subsidies.workflow.conditions import round_takes
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.factories import CallFactory, MeasureFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
WHY = "Het portaal lag plat op vrijdag."


def browser_of(user: User) -> Client:
    return signed_in(User.objects.get(pk=user.pk))


def later(cast: Cast, **more: int) -> datetime:
    """Some time after the closing moment."""
    closing = cast.call.closes_at
    assert closing is not None
    return (closing + timedelta(**more)).replace(microsecond=0)


def more_time(cast: Cast, until: datetime, **more: Any) -> CallExtension:
    return extend(call=cast.call, by=cast.rachida, more=MoreTime(until, WHY, **more))


def test_all_that_follows_from_the_closing_moment_moves_along(cast: Cast) -> None:
    dossier = cast.dossier()
    closing, until = cast.call.closes_at.replace(microsecond=0), later(cast, days=3)
    made = more_time(cast, until)
    assert (made.before, made.until, made.reason, made.by) == (closing, until, WHY, cast.rachida)
    now = Dossier.objects.with_due().get(pk=dossier.pk)
    assert (now.due_at, now.due) == (until, until)
    assert now.open_tasks().get().due_at == until
    assert round_takes(now, until)
    assert not round_takes(now, until + SECOND)
    measure = Measure.objects.for_cards().get(pk=cast.call.measure_id)
    assert f"{until.astimezone(UTC):%Y%m%d}T" in calendar_of([measure], "https://ecru.be")
    assert until + SECOND in timetable().borders
    soon = until - timedelta(days=1)
    day = str(timezone.localdate(until))  # in Brussels, also just after midnight there
    assert any(name.startswith("closes-3") and day in name for name in facts(soon)[measure.pk])
    with pytest.raises(Refused):
        perform(now, "indienen", by=cast.nour, at=until + SECOND)
    assert perform(now, "indienen", by=cast.nour, at=until).number


def test_the_lists_of_deadlines_and_the_pages_say_so(cast: Cast) -> None:
    dossier = cast.dossier()
    until = later(cast, days=40)
    visitor = Client()
    address = cast.call.measure.get_absolute_url()
    before = text_of(visitor.get(address))
    assert WHY not in before
    more_time(cast, until)
    shown = timezone.localtime(until)
    words = text_of(visitor.get(address))
    assert "Iedereen kreeg meer tijd:" in words
    assert WHY in words
    assert f"{shown:%H:%M:%S}" in words
    listed = text_of(visitor.get("/steun/deadlines/"))
    assert f"{shown.day} " in listed
    agenda = visitor.get("/steun/deadlines.ics").content.decode()
    assert until.strftime("%Y%m%dT") in agenda
    assert WHY in text_of(browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/"))
    sent = perform(dossier, "indienen", by=cast.nour)
    assert WHY not in text_of(browser_of(cast.nour).get(f"{DOSSIERS}{sent.pk}/"))
    coached = cast.dossier("idee", coached=True)
    assert WHY not in text_of(browser_of(cast.nour).get(f"{DOSSIERS}{coached.pk}/"))


@pytest.mark.mail("round-extended")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_still_writes_hears_it_once(cast: Cast, language: str) -> None:
    User.objects.update(language=language)
    cast.dossier()
    perform(cast.dossier(), "indienen", by=User.objects.get(pk=cast.nour.pk))
    OutgoingMail.objects.all().delete()
    until = later(cast, days=3)
    assert more_time(cast, until) == more_time(cast, until)
    mails = OutgoingMail.objects.filter(kind="round-extended")
    assert sorted(mails.values_list("to", flat=True)) == sorted(
        [cast.nour.email, cast.sem.email, cast.wout.email]
    )
    mail = mails.get(to=cast.nour.email)
    told = {
        "nl": ("Meer tijd voor", "Je kan het dossier"),
        "en": ("More time for", "You can send the dossier"),
    }
    assert told[language][0] in mail.subject
    for part in (told[language][1], WHY, f"{timezone.localtime(until):%H:%M:%S}", "/mijn/dossiers/"):
        assert part in mail.body
    assert CallExtension.objects.count() == 1


def test_it_stands_in_the_history_with_its_reason(cast: Cast) -> None:
    more_time(cast, later(cast, days=3))
    change = Change.objects.filter(model="subsidies.call", key=cast.call.pk).latest("pk")
    assert (change.reason, list(change.values)) == (WHY, ["closes_at"])


def test_also_after_the_round_closed(cast: Cast) -> None:
    dossier = cast.dossier()
    cast.call.closes_at = timezone.now() - timedelta(hours=2)
    cast.call.save()
    with pytest.raises(Refused):
        perform(dossier, "indienen", by=cast.nour)
    more_time(cast, timezone.now() + timedelta(days=1))
    assert perform(dossier, "indienen", by=cast.nour).number


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    closing = cast.call.closes_at.replace(microsecond=0)
    for wrong, sentence in (
        (MoreTime(closing, WHY), "na het sluitingsmoment"),
        (MoreTime(closing - SECOND, WHY), "na het sluitingsmoment"),
        (MoreTime(later(cast, days=1), WHY, seen=closing - SECOND), "verzette intussen"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            extend(call=cast.call, by=cast.rachida, more=wrong)
    with pytest.raises(PermissionDenied):
        extend(call=cast.call, by=cast.nour, more=MoreTime(later(cast, days=1), WHY))
    elsewhere = CallFactory(measure=MeasureFactory(level=Level.FLANDERS), closes_at=closing)
    always = CallFactory(
        measure=MeasureFactory(level=Level.ECRU), rhythm="doorlopend", closes_at=None, opens_at=None
    )
    for call in (elsewhere, always):
        with pytest.raises(ValidationError, match="vast moment"):
            extend(call=call, by=cast.rachida, more=MoreTime(later(cast, days=1), WHY))
    cast.call.closes_at = timezone.now() - timedelta(days=1)
    cast.call.save()
    with pytest.raises(ValidationError, match="na nu"):
        more_time(cast, timezone.now() - timedelta(hours=1))


def test_the_page_of_the_regisseur(cast: Cast) -> None:
    cast.dossier()
    browser, address = browser_of(cast.rachida), f"/regie/rondes/{cast.call.pk}/verlengen/"
    words = text_of(browser.get(address))
    assert "1 dossier is nog niet ingediend." in words
    seen = cast.call.closes_at.replace(microsecond=0).isoformat()
    until = timezone.localtime(later(cast, days=2)).strftime("%Y-%m-%dT%H:%M")
    empty = browser.post(address, {"until": "morgen", "reason": "", "seen": "niets"})
    assert "Dit is geen moment." in text_of(empty)
    assert "Zeg in een paar woorden waarom." in text_of(empty)
    early = browser.post(address, {"until": "2020-01-01T10:00", "reason": "<b>plat</b>", "seen": seen})
    assert "na het sluitingsmoment" in text_of(early)
    assert "&lt;b&gt;plat&lt;/b&gt;" in early.content.decode()
    assert "hoogstens 300" in text_of(browser.post(address, {"until": until, "reason": "x" * 301}))
    for _click in range(2):
        assert browser.post(address, {"until": until, "reason": WHY, "seen": seen}).status_code == 302
    assert CallExtension.objects.count() == 1
    assert "krijgt een mail" in text_of(browser.get(address))
    assert WHY in text_of(browser.get("/regie/rondes/"))
    assert str(CallExtension.objects.get()).startswith("Klein gebaar")
    for name in ("nour", "an", "bea"):
        assert browser_of(cast.people[name]).get(address).status_code == 403
        assert browser_of(cast.people[name]).get("/regie/rondes/").status_code == 403
    always = CallFactory(
        measure=MeasureFactory(level=Level.ECRU), rhythm="doorlopend", closes_at=None, opens_at=None
    )
    assert browser.get(f"/regie/rondes/{always.pk}/verlengen/").status_code == 404


def test_the_list_of_rounds_asks_as_much_of_one_as_of_many(
    cast: Cast, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    browser = browser_of(cast.rachida)
    browser.get("/regie/rondes/")
    with django_assert_max_num_queries(40) as few:
        browser.get("/regie/rondes/")
    for number in range(12):
        CallFactory(measure=MeasureFactory(level=Level.ECRU), name=f"Ronde {number}")
    more_time(cast, later(cast, days=2))
    with django_assert_max_num_queries(40) as many:
        browser.get("/regie/rondes/")
    assert len(many) == len(few)


def test_no_rounds_yet(cast: Cast) -> None:
    cast.call.measure.level = Level.FLANDERS
    cast.call.measure.save()
    assert "ECRU heeft nog geen rondes." in text_of(browser_of(cast.rachida).get("/regie/rondes/"))
