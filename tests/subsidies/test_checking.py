"""Facts that age: what nobody checked for half a year waits at the desk. An keeps the field; Genk has a partner, Piet."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from actors.accounts.panels import panels_for
from actors.desk.queue import Asked, kinds_that_wait, queue
from actors.models import DeskItem, DeskState, Municipality, User
from ecru.base.daily import carry_out, jobs
from subsidies import checking
from subsidies.checking import ask_to_check, check_measure
from subsidies.models import Level, Measure
from subsidies.permissions import may_edit_measure
from tests.actors.admin_cast import typed
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.factories import MunicipalityFactory, MunicipalLinkFactory
from tests.subsidies.factories import MeasureFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)


def aged(title: str, days: int | None = 300, **values: Any) -> Any:
    """A measure that was checked so many days ago; never, for None."""
    day = None if days is None else timezone.localdate() - timedelta(days=days)
    made = MeasureFactory(title=title, verified_on=day, **values)
    Measure.objects.filter(pk=made.pk).update(published_at=timezone.now() - LONG_AGO)
    made.refresh_from_db()
    return made


@pytest.fixture
def browser(an: User) -> Client:
    return signed_in(an)


@pytest.fixture
def piet(genk: Municipality) -> Any:
    return MunicipalLinkFactory(municipality=genk).user


def asked() -> dict[str, int]:
    return ask_to_check(timezone.now())


def waiting(an: User, place: str = "") -> list[str]:
    """What An sees at the desk, in its order."""
    return [line.item.title for line in queue(Asked(municipality=place), an, "1").lines]


def test_what_aged_waits_at_the_desk_the_oldest_first(an: User) -> None:
    aged("Vorig jaar", 350)
    aged("Nooit nagekeken", None)
    aged("Een half jaar en een dag", 184)
    aged("Net niet", 183)
    MeasureFactory(title="Vandaag")
    aged("Concept", draft=True)
    aged("Weg", has_ended=True)
    run = carry_out(jobs["measures-to-check"], timezone.now())
    assert run
    assert run.report == {"asked": 3, "closed": 0}
    assert waiting(an) == ["Nooit nagekeken", "Vorig jaar", "Een half jaar en een dag"]
    assert [kind.count for kind in kinds_that_wait(Asked())] == [3]
    assert asked() == {"asked": 0, "closed": 0}, "once"
    reasons = dict(DeskItem.objects.values_list("title", "reason"))
    assert "Nog niemand keek deze feiten na." in reasons["Nooit nagekeken"]
    assert "Laatst nagekeken op" in reasons["Vorig jaar"]


def test_it_waits_since_half_a_year_after_the_last_check_and_not_before_it_stood_here(an: User) -> None:
    old, fresh = aged("Oud", 200), MeasureFactory(title="Nieuw", verified_on=None)
    asked()
    since = dict(DeskItem.objects.values_list("title", "waiting_since"))
    assert timezone.localdate(since["Oud"]) == old.verified_on + timedelta(days=183)
    assert since["Nieuw"] == fresh.published_at


def test_a_mountain_comes_in_parts(an: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_A_DAY", 2)
    for number in range(3):
        aged(f"Steun {number}", 300 - number)
    assert [asked()["asked"] for _day in range(3)] == [2, 1, 0]


def test_one_press_says_that_it_is_still_right(an: User, browser: Client) -> None:
    measure = aged("Straatgeld", slug="straatgeld")
    asked()
    item = DeskItem.objects.get()
    page = read(browser.get("/redactie/"))
    assert page.one("button", value="accept").words.startswith("Klopt nog")
    assert f"/beheer/subsidies/measure/{measure.pk}/change/" in page.links
    assert not read(browser.get(f"/redactie/{item.pk}/")).every("button", value="refuse")
    shown = read(browser.get("/redactie/?soort=steun-nakijken"))
    back = shown.one("input", name="back").attributes["value"]
    press = {"do": "accept", "seen": item.version, "back": back}
    answer = browser.post(f"/redactie/{item.pk}/", press, follow=True)
    assert answer.redirect_chain[0][0] == "/redactie/?soort=steun-nakijken", "on to the next one"
    assert "Straatgeld: Klopt nog." in read(answer).words
    assert browser.post(f"/redactie/{item.pk}/", press).status_code == 409, "a second click"
    measure.refresh_from_db()
    item.refresh_from_db()
    assert measure.verified_on == timezone.localdate()
    assert (item.state, item.handled_by, waiting(an)) == (DeskState.ACCEPTED, an, [])
    assert [entry.user for entry in LogEntry.objects.all()] == [an]


def test_the_button_leads_nowhere_else(browser: Client) -> None:
    aged("Straatgeld")
    asked()
    item = DeskItem.objects.get()
    press = {"do": "accept", "seen": item.version, "back": "https://elders.example/"}
    assert browser.post(f"/redactie/{item.pk}/", press)["Location"] == "/redactie/"


def test_the_item_leads_to_where_one_looks_it_up(browser: Client) -> None:
    measure = aged(
        "Straatgeld", source_url="https://stad.example/bron", apply_url="https://stad.example/vraag"
    )
    asked()
    item = DeskItem.objects.get()
    links = read(browser.get(f"/redactie/{item.pk}/")).links
    assert {measure.get_absolute_url(), measure.source_url, measure.apply_url} <= set(links)
    Measure.objects.filter(pk=measure.pk).update(source_url="", apply_url="")
    assert measure.source_url not in read(browser.get(f"/redactie/{item.pk}/")).links


def test_who_checks_it_in_the_admin_is_done(an: User, browser: Client) -> None:
    measure = aged("Straatgeld")
    asked()
    address = f"/beheer/subsidies/measure/{measure.pk}/change/"
    browser.post(address, typed(browser.get(address)) | {"checked_today": "on"})
    measure.refresh_from_db()
    assert measure.verified_on == timezone.localdate()
    assert waiting(an) == [], "at once"
    assert asked() == {"asked": 0, "closed": 1}
    item = DeskItem.objects.get()
    assert (item.state, item.answer) == (DeskState.WITHDRAWN, "")
    assert "Straatgeld" in read(browser.get("/redactie/afgehandeld/")).words


@pytest.mark.parametrize("change", [{"status": "archived"}, {"has_ended": True}])
def test_what_people_do_not_see_any_more_asks_for_nothing(an: User, change: dict[str, Any]) -> None:
    measure = aged("Straatgeld")
    asked()
    Measure.objects.filter(pk=measure.pk).update(**change)
    assert waiting(an) == []
    assert asked()["closed"] == 1


def test_a_measure_that_is_gone(an: User, browser: Client) -> None:
    measure = aged("Straatgeld")
    asked()
    item = DeskItem.objects.get()
    measure.delete()
    assert "bestaat niet meer" in read(browser.get(f"/redactie/{item.pk}/")).words
    browser.post(f"/redactie/{item.pk}/", {"do": "accept", "seen": item.version})
    item.refresh_from_db()
    assert item.state == DeskState.ACCEPTED


def test_the_desk_by_municipality(an: User, genk: Municipality, leopoldsburg: Municipality) -> None:
    aged("Van Genk", words={"municipalities": [genk]})
    aged("Van beide", words={"municipalities": [genk, leopoldsburg]})
    asked()
    assert set(waiting(an, "genk")) == {"Van Genk", "Van beide"}
    assert waiting(an, "leopoldsburg") == ["Van beide"]


def test_the_queue_asks_as_much_for_many(an: User, browser: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection  # noqa: PLC0415 - only here
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    aged("Een")
    asked()
    browser.get("/redactie/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/redactie/")
    for number in range(40):
        aged(f"Steun {number}")
    asked()
    with django_assert_num_queries(len(few)):
        browser.get("/redactie/")


# --- Partners of municipalities -----------------------------------------------------------------------------------


def test_a_partner_checks_what_the_own_municipality_gives(
    piet: User, genk: Municipality, leopoldsburg: Municipality
) -> None:
    mine = aged("Straatgeld", slug="straatgeld", words={"municipalities": [genk]})
    theirs = aged("Zaal", slug="zaal", words={"municipalities": [leopoldsburg]})
    wide = aged("Vlaams", slug="vlaams", level=Level.FLANDERS, words={"municipalities": [genk]})
    nowhere = aged("Nergens", slug="nergens")
    [found] = [made for made in panels_for(piet) if made.title == "Steun om na te kijken"]
    assert [way.label for way in found.ways] == ["Straatgeld"]
    browser = signed_in(piet)
    assert read(browser.get("/steun/straatgeld/")).one("form", action="/steun/straatgeld/klopt-nog/")
    for other in (theirs, wide, nowhere):
        address = other.get_absolute_url()
        assert not read(browser.get(address)).every("form", action=f"{address}klopt-nog/")
        assert browser.post(f"{address}klopt-nog/").status_code == 403
        with pytest.raises(PermissionDenied):
            check_measure(measure=other, by=piet)
    page = browser.post("/steun/straatgeld/klopt-nog/", follow=True)
    assert "Dank je." in read(page).words
    mine.refresh_from_db()
    assert mine.verified_on == timezone.localdate()
    assert "Dank je." not in read(browser.post("/steun/straatgeld/klopt-nog/", follow=True)).words
    assert not [made for made in panels_for(piet) if made.title == "Steun om na te kijken"]


def test_others_are_not_asked(an: User, genk: Municipality) -> None:
    aged("Straatgeld", None, slug="straatgeld", words={"municipalities": [genk]})
    assert not [made for made in panels_for(an) if made.title == "Steun om na te kijken"], "An has the desk"
    assert "Nog niemand keek dit na." in read(signed_in(an).get("/steun/straatgeld/")).words
    visitor = Client()
    assert not read(visitor.get("/steun/straatgeld/")).every("form", action="/steun/straatgeld/klopt-nog/")
    assert visitor.post("/steun/straatgeld/klopt-nog/")["Location"].startswith("/aanmelden/")
    outsider = MunicipalLinkFactory(municipality=MunicipalityFactory()).user
    outsider.is_active = False
    assert not may_edit_measure(outsider, Measure.objects.get())
