"""Deadlines to the second, by people on a phone: opening, closing, budget, and the nights of summer time."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import Change
from subsidies.models import Call, Certainty, Measure, Rhythm
from tests.actors.markup import text_of
from tests.actors.own_cast import said, sent
from tests.subsidies.factories import CallFactory
from tests.subsidies.keeping_cast import HOME, newest, refused, save, waiting

pytestmark = pytest.mark.django_db
NEW = f"{HOME}rondes/nieuw/"


def page_of(call: Call) -> str:
    """The address of a round."""
    return f"{HOME}rondes/{call.pk}/"


@pytest.fixture
def call(street: Measure) -> Call:
    """The round of Straatgeld: closes on 1 March 2027 at noon, with 5 000 euro."""
    Call.objects.update(closes_at=datetime(2027, 3, 1, 11, tzinfo=UTC), budget=5000)
    return street.calls.get()


def test_a_deadline_moves_and_shows_at_once(his: Client, visitor: Client, call: Call) -> None:
    form = his.get(page_of(call)).context["form"]
    assert [form[name].value() for name in ("closes_on", "closes_hour", "budget")] == [
        "2027-03-01",
        "12:00",
        "5000",
    ]
    assert save(his, page_of(call), closes_on="2027-03-15", closes_hour="17:30") == ["Bewaard."]
    call.refresh_from_db()
    assert call.closes_at == datetime(2027, 3, 15, 16, 30, tzinfo=UTC)
    assert "15 maart 2027, 17:30" in text_of(visitor.get("/steun/straatgeld/"))
    change = newest()
    assert change.record == "Straatgeld: eenmalig"
    assert set(change.values) == {"closes_at"}
    told = text_of(his.get(f"{HOME}geschiedenis/"))
    assert "1 maart 2027, 12:00" in told
    assert "15 maart 2027, 17:30" in told


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        ("2027-05-15", "", datetime(2027, 5, 15, 21, 59, 59, tzinfo=UTC)),
        ("15-5-2027", "", datetime(2027, 5, 15, 21, 59, 59, tzinfo=UTC)),
        ("15/05/2027", "0:00", datetime(2027, 5, 14, 22, tzinfo=UTC)),
        ("15.05.2027", "17u", datetime(2027, 5, 15, 15, tzinfo=UTC)),
        ("2027-05-15", "17.30", datetime(2027, 5, 15, 15, 30, tzinfo=UTC)),
        ("2027-03-28", "03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("2027-10-31", "", datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC)),
        ("2027-05-15", "17:00:30", datetime(2027, 5, 15, 15, 0, 30, tzinfo=UTC)),
    ],
)
def test_days_and_hours_are_those_of_brussels(
    his: Client, call: Call, day: str, hour: str, moment: datetime
) -> None:
    save(his, page_of(call), closes_on=day, closes_hour=hour)
    call.refresh_from_db()
    assert call.closes_at == moment
    before = Change.objects.count()
    assert save(his, page_of(call)) == ["Er was niets nieuws om te bewaren."]
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"opens_on": "2027-04-01"}, "Het sluit voor het opengaat."),
        ({"opens_on": "2027-03-01", "opens_hour": "12:00"}, "Het sluit voor het opengaat."),
        ({"closes_on": "2027-02-30"}, "Die dag bestaat niet."),
        ({"closes_on": "morgen"}, "Die dag bestaat niet."),
        ({"closes_hour": "25:00"}, "Schrijf een uur zoals 17:00."),
        ({"closes_hour": "laat"}, "Schrijf een uur zoals 17:00."),
        ({"closes_on": "2027-03-28", "closes_hour": "02:30"}, "Dit uur bestaat niet"),
        ({"closes_on": "2027-10-31", "closes_hour": "02:30"}, "Dit uur komt twee keer"),
        ({"closes_on": "0027-03-01", "closes_hour": ""}, "Het jaar 27 kan niet kloppen."),
        ({"closes_on": "", "closes_hour": "17:00"}, "Geef ook de dag"),
        ({"closes_on": "", "closes_hour": ""}, "Geef de laatste dag"),
        ({"rhythm": "doorlopend"}, "geen laatste dag"),
        ({"rhythm": "jaarlijks", "month": "5", "day": "15"}, "Geef de laatste dag, of anders"),
        (
            {"rhythm": "jaarlijks", "closes_on": "", "closes_hour": "", "month": "2", "day": "30"},
            "Die maand heeft die dag niet.",
        ),
        ({"day": "32"}, "31"),
        ({"day": "vijf"}, "Schrijf een dag van de maand"),
        ({"budget": "-1"}, "Schrijf een bedrag in euro"),
        (
            {"opens_on": "2027-01-01", "spent_on": "2026-12-01"},
            "Het budget kan niet op zijn voor de ronde opengaat.",
        ),
    ],
)
def test_dates_that_cannot_be_are_told_and_stay_typed(
    his: Client, call: Call, changes: dict[str, str], told: str
) -> None:
    answer = refused(his, page_of(call), **changes)
    assert told in text_of(answer)
    assert all(answer.context["form"][name].value() == value for name, value in changes.items())
    assert Call.objects.get().closes_at == call.closes_at


def test_a_round_that_comes_every_year_around_a_day(his: Client, street: Measure) -> None:
    save(his, NEW, rhythm="jaarlijks", month="5", day="15", name="Voorjaar")
    made = street.calls.get(name="Voorjaar")
    assert (made.rhythm, made.month, made.day, made.closes_at) == (Rhythm.YEARLY, 5, 15, None)
    assert made.certainty == Certainty.SURE
    assert "verwacht rond 15 mei" in text_of(his.get(HOME))


def test_a_double_click_makes_one_round(his: Client, street: Measure) -> None:
    data = {**sent(his.get(NEW)), "closes_on": "2027-09-01", "budget": "€ 2.000,50"}
    for _time in range(2):
        assert his.post(NEW, data).url == HOME
    assert street.calls.count() == 2
    assert street.calls.get(budget=Decimal("2000.50"))


def test_an_editor_adds_a_round_that_has_to_be_checked(desk: Client, street: Measure) -> None:
    save(desk, NEW, closes_on="2027-09-01")
    assert street.calls.latest("pk").certainty == Certainty.UNSURE
    assert "Round" not in text_of(desk.get(NEW))
    assert Change.objects.first().act == "nieuw"


def test_the_budget_is_spent_by_one_press(his: Client, visitor: Client, call: Call) -> None:
    Call.objects.update(closes_at=timezone.now() + timedelta(days=30))
    assert said(his.get(his.post(f"{page_of(call)}op/").url)) == ["De pagina zegt nu dat het budget op is."]
    assert "budget op" in text_of(visitor.get("/steun/straatgeld/")).lower()
    call.refresh_from_db()
    assert call.spent_at
    assert timezone.now() - call.spent_at < timedelta(minutes=1)
    assert said(his.get(his.post(f"{page_of(call)}op/").url)) == ["De pagina zei al dat het budget op is."]
    assert save(his, page_of(call), spent_on="", spent_hour="") == ["Bewaard."]
    call.refresh_from_db()
    assert call.spent_at is None


def test_what_did_not_open_cannot_be_spent(his: Client, call: Call) -> None:
    opens = timezone.now() + timedelta(days=1)
    Call.objects.update(opens_at=opens, closes_at=opens + timedelta(days=30))
    answer = his.get(his.post(f"{page_of(call)}op/").url)
    assert said(answer) == ["Deze ronde is nu niet open, dus het budget kan niet op zijn."]


def test_two_who_move_a_deadline_see_both(his: Client, desk: Client, call: Call) -> None:
    opened = sent(his.get(page_of(call)))
    save(desk, page_of(call), closes_on="2027-04-01", closes_hour="", note="Verlengd")
    answer = his.post(page_of(call), {**opened, "closes_on": "2027-03-20", "closes_hour": "12:00"})
    assert answer.status_code == 200
    told = text_of(answer)
    assert "Iemand was je voor" in told
    assert "1 april 2027" in told
    assert "20 maart 2027" in told
    form = answer.context["form"]
    assert [form[name].value() for name in ("closes_on", "note")] == ["2027-03-20", "Verlengd"]
    assert his.post(page_of(call), sent(answer)).status_code == 302
    call.refresh_from_db()
    assert (call.closes_at, call.note) == (datetime(2027, 3, 20, 11, tzinfo=UTC), "Verlengd")


def test_what_somebody_else_changed_beside_it_stays(his: Client, desk: Client, call: Call) -> None:
    opened = sent(his.get(page_of(call)))
    save(desk, page_of(call), spent_on="2026-12-01", spent_hour="10:00")
    his.post(page_of(call), {**opened, "note": "Tot het op is"})
    call.refresh_from_db()
    assert (call.note, call.spent_at) == ("Tot het op is", datetime(2026, 12, 1, 9, tzinfo=UTC))


def test_who_meets_a_moment_and_did_not_touch_another_sees_it_as_it_is_now(
    his: Client, desk: Client, call: Call
) -> None:
    opened = sent(his.get(page_of(call)))
    save(desk, page_of(call), spent_on="2026-12-01", spent_hour="10:00", budget="7000")
    answer = his.post(page_of(call), {**opened, "budget": "8000"})
    form = answer.context["form"]
    assert [form[name].value() for name in ("spent_on", "spent_hour", "budget")] == [
        "2026-12-01",
        "10:00",
        "8000",
    ]


def test_rounds_of_another_measure_are_not_here(his: Client, street: Measure) -> None:
    other = CallFactory()
    assert his.get(page_of(other)).status_code == 404
    assert his.post(f"{page_of(other)}op/").status_code == 404


def test_a_round_of_a_new_measure_tells_the_editors_again(his: Client, genk: Any) -> None:
    data = {"title": "Straatgeld", "giver": "Stad Genk", "municipality": genk.pk}
    his.post("/mijn/steun/nieuw/", data)
    save(his, NEW, closes_on="2027-09-01")
    assert waiting().version == 2
    call = Call.objects.get()
    save(his, page_of(call), note="Nieuw")
    assert waiting().version == 3


# --- The past ------------------------------------------------------------------------------------------------------------


def test_a_partner_takes_a_deadline_back(his: Client, call: Call) -> None:
    save(his, page_of(call), closes_on="2027-03-15")
    undo = f"{HOME}geschiedenis/{newest().pk}/"
    page = his.get(undo)
    assert "1 maart 2027, 12:00" in text_of(page)
    assert "Somebody" not in text_of(page)
    answer = his.post(undo, {"seen": page.context["seen"]})
    assert said(his.get(answer.url)) == ["Ongedaan gemaakt: Sluit."]
    call.refresh_from_db()
    assert call.closes_at == datetime(2027, 3, 1, 11, tzinfo=UTC)
    assert said(his.get(his.post(undo, {"seen": "x"}).url)) == ["Er was niets meer om ongedaan te maken."]


def test_a_yes_to_something_else_is_noticed(his: Client, call: Call) -> None:
    save(his, page_of(call), closes_on="2027-03-15")
    undo = f"{HOME}geschiedenis/{newest().pk}/"
    answer = his.post(undo, {"seen": "iets anders"})
    assert answer.status_code == 200
    assert "Kijk nog eens." in text_of(answer)


def test_what_breaks_a_rule_does_not_go_back(his: Client, call: Call) -> None:
    save(his, page_of(call), closes_on="2027-06-15")
    change = newest()
    save(his, page_of(call), opens_on="2027-04-01")
    page = his.get(f"{HOME}geschiedenis/{change.pk}/")
    answer = his.post(f"{HOME}geschiedenis/{change.pk}/", {"seen": page.context["seen"]})
    assert "Er is niets ongedaan gemaakt." in text_of(answer)


def test_what_an_editor_decides_is_not_for_partners_to_undo(
    his: Client, desk: Client, street: Measure
) -> None:
    save(desk, f"{HOME}bewerken/gever/", provider="Een ander")
    line = newest()
    assert f"{HOME}geschiedenis/{line.pk}/" not in his.get(f"{HOME}geschiedenis/").text
    page = his.get(f"{HOME}geschiedenis/{line.pk}/")
    assert "Alleen een medewerker kan dit terugzetten." in text_of(page)
    assert said(his.get(his.post(f"{HOME}geschiedenis/{line.pk}/").url)) == [
        "Er was niets meer om ongedaan te maken."
    ]
    page = desk.get(f"{HOME}geschiedenis/{line.pk}/")
    desk.post(f"{HOME}geschiedenis/{line.pk}/", {"seen": page.context["seen"]})
    street.refresh_from_db()
    assert street.provider.title == "Stad Genk"


def test_changes_of_other_records_are_not_here(
    his: Client, street: Measure, flemish: Measure, desk: Client
) -> None:
    save(desk, "/mijn/steun/groot-cultuurproject/bewerken/wat/", pays="Veel")
    for key in (str(newest().pk), "0", "x", "9" * 30):
        assert his.get(f"{HOME}geschiedenis/{key}/").status_code == 404
