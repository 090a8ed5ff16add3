"""The day of the final report is the same everywhere: on the page of the dossier, in every list, in their order, tables and tasks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from subsidies.desk.choices import Choice, Stand
from subsidies.desk.exporting import headers, table_rows
from subsidies.desk.listing import DossierList
from subsidies.dossiers import perform
from subsidies.models import Agreement, Dossier, DossierTask
from subsidies.models.standing import end_of
from subsidies.paying import move_report_day
from subsidies.reporting import save_report
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.money_cast import agreed, agreement_of, fresh

pytestmark = pytest.mark.django_db
DAYS = [  # both halves of the year, the days on which the clock changes, and those around them
    *(date(2027, 1, 1), date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29), date(2027, 7, 15)),
    *(date(2027, 10, 30), date(2027, 10, 31), date(2027, 11, 1), date(2028, 2, 29), date(2027, 12, 31)),
]


def has_until(dossier: Dossier, day: date) -> None:
    """Lets the report of ``dossier`` be due on ``day``, also when that is over."""
    begin = min(day, timezone.localdate()) - timedelta(days=30)
    Agreement.objects.filter(dossier=dossier).update(
        starts_on=begin, ends_on=max(begin, day), report_due_on=day
    )


def due_of(dossier: Dossier) -> tuple[Any, Any]:
    """What SQL and the record say."""
    again = Dossier.objects.with_due().get(pk=dossier.pk)
    return again.due, again.due_at


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_report_is_due_in_the_last_second_of_its_day_in_brussels(cast: Cast, day: date) -> None:
    dossier = agreed(cast)
    has_until(dossier, day)
    assert due_of(dossier) == (end_of(day), end_of(day))


def test_the_last_second_is_another_one_in_summer_and_in_winter(cast: Cast) -> None:
    dossier = agreed(cast)
    has_until(dossier, date(2027, 7, 1))
    assert due_of(dossier)[0] == datetime(2027, 7, 1, 21, 59, 59, tzinfo=UTC)
    has_until(dossier, date(2027, 12, 1))
    assert due_of(dossier)[0] == datetime(2027, 12, 1, 22, 59, 59, tzinfo=UTC)


def test_extra_time_of_before_does_not_move_the_day_of_the_report(cast: Cast) -> None:
    dossier = agreed(cast)
    day = agreement_of(dossier).report_due_on
    Dossier.objects.filter(pk=dossier.pk).update(grace_until=end_of(day) + timedelta(days=99))
    assert due_of(dossier) == (end_of(day), end_of(day))


def test_nothing_is_due_before_it_is_signed_and_after_it_is_handed_in(cast: Cast) -> None:
    waiting = agreed(cast, signed=False)
    assert due_of(waiting) == (None, None)
    under_way = agreed(cast)
    groups = {f"groep-{group.pk}": 3 for group in under_way.target_groups.all()}
    told = {
        "done": "We dansten.",
        "worked": "De soep.",
        "did_not_work": "De affiche.",
        "watch_out": "Vraag de zaal.",
    }
    save_report(dossier=under_way, by=fresh(cast.nour), values={**told, "reached": 4, **groups})
    handed_in = perform(under_way, "verslag-indienen", by=cast.nour)
    assert due_of(handed_in) == (None, None)
    back = perform(handed_in, "verslag-terugsturen", by=cast.rachida, reason="Wat kostte de zaal?")
    assert due_of(back) == (end_of(agreement_of(back).report_due_on),) * 2


def test_what_another_giver_gave_has_no_day_of_ours(cast: Cast) -> None:
    assert due_of(cast.dossier("uitvoering", track="begeleiding")) == (None, None)


def test_all_pages_say_the_same_day(cast: Cast) -> None:
    dossier = agreed(cast)
    day = timezone.localdate() + timedelta(days=40)
    move_report_day(agreement=agreement_of(dossier), by=fresh(cast.rachida), day=day)
    with override("nl"):
        words = date_format(day, "j F Y")
    member, desk = signed_in(fresh(cast.nour)), signed_in(fresh(cast.rachida))
    pages = [(member, DOSSIERS), (member, dossier.get_absolute_url())]
    pages += [(desk, "/regie/dossiers/"), (desk, "/regie/taken/")]
    for browser, page in pages:
        assert words in text_of(browser.get(page)), page
    assert day.isoformat() in desk.get("/regie/tijdlijn/").content.decode()
    turn = DossierTask.objects.open().exclude(phase="").get(dossier=dossier)
    assert turn.due_at == end_of(day)
    row = dict(zip(headers(), next(table_rows(Dossier.objects.due_first())), strict=True))
    assert f"{day.isoformat()} 23:59:59" in row.values()


def test_the_lists_are_in_the_order_of_that_day(cast: Cast) -> None:
    far, near, none = agreed(cast), agreed(cast), agreed(cast, signed=False)
    today = timezone.localdate()
    has_until(far, today + timedelta(days=60))
    has_until(near, today + timedelta(days=6))
    in_order = [dossier.pk for dossier in Dossier.objects.of_person(fresh(cast.nour)).due_first()]
    assert in_order == [near.pk, far.pk, none.pk]
    mine = DossierList(Choice(), fresh(cast.rachida))
    assert [line.dossier.pk for line in mine.lines(mine.pager())] == in_order


def test_a_late_report_is_late_in_the_list(cast: Cast) -> None:
    late, in_time = agreed(cast), agreed(cast)
    today = timezone.localdate()
    has_until(late, today - timedelta(days=1))
    has_until(in_time, today)
    asked = DossierList(Choice(stand=Stand.LATE), fresh(cast.rachida))
    lines = asked.lines(asked.pager())
    assert [line.dossier.pk for line in lines] == [late.pk]
    assert lines[0].is_late
    with override("nl"):
        words = f"Te laat sinds {date_format(today - timedelta(days=1), 'j F Y')}"
    assert words in text_of(signed_in(fresh(cast.nour)).get(DOSSIERS))


def test_a_list_of_reports_asks_no_more_for_more(cast: Cast, django_assert_num_queries: Any) -> None:
    agreed(cast)
    with django_assert_num_queries(2):
        [(one.due, one.due_at) for one in Dossier.objects.due_first().for_cards().select_related("agreement")]
    agreed(cast)
    agreed(cast)
    with django_assert_num_queries(2):
        [(one.due, one.due_at) for one in Dossier.objects.due_first().for_cards().select_related("agreement")]
