"""A round closes by one press when its budget is spent, and opens again by another one; who may not, and when it cannot.

An keeps the field; Lies acts for an association and may not.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from subsidies.models import Call, Measure, Rhythm, Standing
from subsidies.spending import mark_spent, open_again
from tests.actors.markup import text_of
from tests.factories import UserFactory
from tests.subsidies.factories import CallFactory, MeasureFactory

pytestmark = pytest.mark.django_db
LISTED = "admin:subsidies_call_changelist"


@pytest.fixture
def desk(an: Any) -> Client:
    """The browser of An."""
    browser = Client()
    browser.force_login(an)
    return browser


@pytest.fixture
def call(street: Measure) -> Call:
    return street.calls.get()


def money(call: Call) -> str:
    return reverse("admin:subsidies_call_money", args=[call.pk])


def test_one_press_closes_it_with_the_second_and_another_one_opens_it(
    desk: Client, an: Any, call: Call, visitor: Client
) -> None:
    page = text_of(desk.get(reverse("admin:subsidies_measure_change", args=[call.measure_id])))
    assert "Budget op …" in page
    assert "Ja, het budget is op" in text_of(desk.get(money(call)))
    told = text_of(desk.post(money(call), {"do": "op"}, follow=True))
    assert "krijgt één keer een mail" in told
    assert "Toch nog open …" in told
    call.refresh_from_db()
    assert call.spent_at
    assert timezone.now() - call.spent_at < timedelta(minutes=1)
    assert "budget op" in text_of(visitor.get(call.measure.get_absolute_url()))
    told = text_of(desk.post(money(call), {"do": "op"}, follow=True))
    assert "hoefde niets te veranderen" in told, "a double click changes nothing"
    first = Call.objects.get(pk=call.pk).spent_at
    assert first == call.spent_at
    assert "Is er weer geld?" in text_of(desk.get(money(call)))
    desk.post(money(call), {"do": "open"})
    call.refresh_from_db()
    assert call.spent_at is None
    assert "budget op" not in text_of(visitor.get(call.measure.get_absolute_url()))
    history = [entry.change_message for entry in LogEntry.objects.filter(object_id=str(call.measure_id))]
    assert sorted(set(history)) == [
        "Genoteerd dat het budget op is.",
        "Toch nog open: er is weer geld.",
    ]


def test_several_rounds_at_once_from_the_list(desk: Client, call: Call) -> None:
    yearly = CallFactory(measure=MeasureFactory(title="Zaal"), rhythm=Rhythm.ALWAYS, closes_at=None)
    over = CallFactory(measure=MeasureFactory(title="Voorbij"), closes_at=timezone.now() - timedelta(days=1))
    every = [call.pk, yearly.pk, over.pk]
    answer = desk.post(reverse(LISTED), {"action": "spend", "_selected_action": every}, follow=True)
    told = text_of(answer)
    assert "2 rondes zijn gewijzigd" in told
    assert "Voorbij: eenmalig: Deze ronde is nu niet open" in told
    for round_ in (call, yearly):
        assert Call.objects.get(pk=round_.pk).standing == Standing.SPENT
    answer = desk.get(reverse(LISTED), {"standing": "budget-op"})
    assert "Zaal" in text_of(answer)
    assert "Voorbij" not in text_of(answer)
    assert "Voorbij" in text_of(desk.get(reverse(LISTED), {"standing": "onzin", "q": "voorbij"}))
    told = text_of(
        desk.post(reverse(LISTED), {"action": "open_all_again", "_selected_action": every}, follow=True)
    )
    assert "2 rondes zijn gewijzigd" in told


def test_the_page_of_a_round_shows_its_facts_and_the_button_and_changes_no_date(
    desk: Client, call: Call
) -> None:
    address = reverse("admin:subsidies_call_change", args=[call.pk])
    told = text_of(desk.get(address))
    assert "Budget op …" in told
    assert desk.post(address, {"spent_at": "2020-01-01"}).status_code == 403
    assert desk.get(reverse("admin:subsidies_call_add")).status_code == 403
    assert desk.get(reverse("admin:subsidies_call_delete", args=[call.pk])).status_code == 403
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(seconds=2))
    assert "Dat kun je zeggen zolang de ronde open is." in text_of(desk.get(address))
    assert "Deze ronde is nu niet open" in text_of(desk.get(money(call)))
    assert desk.get(money(call).replace(str(call.pk), "999999")).status_code == 404


def test_who_may_not_cannot(call: Call) -> None:
    lies, browser = UserFactory(), Client()
    browser.force_login(lies)
    assert browser.post(money(call), {"do": "op"}).status_code in {302, 403, 404}
    for verb in (mark_spent, open_again):
        with pytest.raises(PermissionDenied):
            verb(call=call, by=lies)
    call.refresh_from_db()
    assert call.spent_at is None


def test_what_closed_in_the_meantime_neither_runs_out_nor_opens_again(an: Any, call: Call) -> None:
    mark_spent(call=call, by=an)
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(seconds=2))
    with pytest.raises(ValidationError, match="intussen voorbij"):
        open_again(call=call, by=an)
    coming = CallFactory(measure=call.measure, opens_at=timezone.now() + timedelta(days=1), name="later")
    with pytest.raises(ValidationError, match="nu niet open"):
        mark_spent(call=coming, by=an)
    assert not open_again(call=coming, by=an)


def test_a_deadline_to_the_second(an: Any, call: Call) -> None:
    call.closes_at = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    call.save()
    with pytest.raises(ValidationError):
        mark_spent(call=call, by=an, now=call.closes_at + timedelta(seconds=1))
    assert mark_spent(call=call, by=an, now=call.closes_at)
