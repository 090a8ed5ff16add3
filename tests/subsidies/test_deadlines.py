"""The page of deadlines: a list and a month, the choices of the list of support, and what somebody takes along.

It is noon on 1 February 2027. Genk gives street money until 10 April; Flanders has a large grant around 15 May; Leopoldsburg lends
a room all year; a fund has spent its money.
"""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Municipality
from subsidies.agenda import agenda
from subsidies.coaching import REVISION, can_be_revised, revision_day
from subsidies.days import IN_A_CELL
from subsidies.deadline_directory import DeadlineDirectory, months_after, next_deadlines
from subsidies.models import Area, Certainty, Measure, Rhythm
from tests.actors.markup import text_of
from tests.subsidies.deadline_cast import LAST_SECOND, Clock, at, clock
from tests.subsidies.factories import CallFactory, MeasureFactory, ProviderFactory

__all__ = ["clock"]
pytestmark = pytest.mark.django_db

LIST = "/steun/deadlines/"


@pytest.fixture
def february(clock: Clock, genk: Municipality, leopoldsburg: Municipality) -> Clock:
    """What there is on that day."""
    street = MeasureFactory(
        title="Straatgeld",
        slug="straatgeld",
        provider=ProviderFactory(title="Stad Genk"),
        max_amount=1500,
        words={"municipalities": [genk]},
    )
    CallFactory(measure=street, opens_at=at(3, 1, 9), closes_at=LAST_SECOND, name="voorjaar")
    large = MeasureFactory(
        title="Groot cultuurproject", area=Area.FLANDERS, words={"municipalities": [genk, leopoldsburg]}
    )
    CallFactory(measure=large, rhythm=Rhythm.YEARLY, closes_at=None, month=5, day=15)
    room = MeasureFactory(title="Zaal van de gemeente", words={"municipalities": [leopoldsburg]})
    CallFactory(measure=room, rhythm=Rhythm.ALWAYS, closes_at=None)
    fund = MeasureFactory(title="Fonds voor feesten", words={"municipalities": [genk]})
    CallFactory(measure=fund, closes_at=at(2, 20, 12, 30), spent_at=at(1, 10))
    clock.to(2, 1)
    return clock


def days(question: str = "") -> list[tuple[str, str]]:
    """What comes when, for a query string."""
    return [(str(one.on), one.turn.value) for one in DeadlineDirectory(QueryDict(question), LIST).occasions]


# --- Counting back --------------------------------------------------------------------------------------------------


def test_ecru_wants_the_file_three_weeks_ahead_and_a_day_that_is_over_is_never_promised() -> None:
    closes = date(2027, 4, 10)
    assert (REVISION, revision_day(closes)) == (timedelta(days=21), date(2027, 3, 20))
    assert can_be_revised(closes, date(2027, 3, 19))
    assert not can_be_revised(closes, date(2027, 3, 20)), "before that day means before that day"


# --- The list -------------------------------------------------------------------------------------------------------


def test_the_list_tells_what_opens_what_closes_and_what_is_expected_in_order(february: Clock) -> None:
    assert days() == [
        ("2027-02-20", "sluit"),
        ("2027-03-01", "opent"),
        ("2027-04-10", "sluit"),
        ("2027-05-15", "rond"),
    ]


def test_the_page_says_it_in_words_with_the_day_for_revision(visitor: Client, february: Clock) -> None:
    told = text_of(visitor.get(LIST))
    assert "4 data, van 3 steunmaatregelen" in told
    assert "Februari 2027 20 februari zaterdag 12:30" in told
    assert "Het geld is op." in told
    assert "Vanaf deze dag kun je indienen." in told
    assert "Laat ECRU je dossier nalezen voor 20 maart 2027" in told
    assert "15 mei ongeveer" in told
    assert "Laat ECRU je dossier nalezen voor ongeveer 24 april 2027" in told
    assert "Zaal van de gemeente" not in told, "what is open all year has no deadline"


def test_in_the_last_three_weeks_no_day_in_the_past_is_shown(visitor: Client, february: Clock) -> None:
    february.to(3, 19)
    assert "nalezen voor 20 maart 2027" in text_of(visitor.get(LIST))
    february.to(3, 20)
    told = text_of(visitor.get(LIST))
    assert "nalezen voor 20 maart" not in told
    assert "Minder dan drie weken: vraag meteen of ECRU je dossier nog kan nalezen" in told
    assert "nog 21 dagen" in told
    february.to(4, 10, 23)
    assert "vandaag de laatste dag" in text_of(visitor.get(LIST))
    february.now = LAST_SECOND + timedelta(seconds=1)
    assert "Straatgeld" not in text_of(visitor.get(LIST)), "also from the kept page, to the second"


def test_the_choices_are_those_of_the_list_of_support(visitor: Client, february: Clock) -> None:
    answer = visitor.get(LIST, {"gemeente": "leopoldsburg"})
    told = text_of(answer)
    assert "Groot cultuurproject" in told
    assert "Straatgeld" not in told
    assert 'href="/steun/?gemeente=leopoldsburg"' in answer.text
    assert 'href="/steun/deadlines.ics?gemeente=leopoldsburg"' in answer.text
    assert 'href="webcal://' in answer.text
    assert 'href="/bewaard/nieuw/steun/?gemeente=leopoldsburg"' in answer.text
    assert 'href="/steun/deadlines/?gemeente=genk"' in visitor.get("/steun/?gemeente=genk").text
    assert days("q=straatgeld") == [("2027-03-01", "opent"), ("2027-04-10", "sluit")]
    directory = DeadlineDirectory(QueryDict("gemeente=leopoldsburg"), LIST)
    assert (directory.found, directory.all, directory.counts_of("gemeente")["genk"]) == (1, 3, 3)


def test_without_a_day_the_page_shows_ways_out(visitor: Client, february: Clock) -> None:
    told = text_of(visitor.get(LIST, {"q": "zaal", "gemeente": "genk"}))
    assert "Hier is geen datum bekend" in told
    assert "0 data" in told
    told = text_of(visitor.get(LIST, {"q": "straatgeld", "gemeente": "leopoldsburg"}))
    assert "Laat Leopoldsburg los" in told


def test_one_measure_has_its_own_page_of_deadlines(visitor: Client, february: Clock) -> None:
    key = Measure.objects.get(slug="straatgeld").pk
    assert days(f"maatregel={key}") == [("2027-03-01", "opent"), ("2027-04-10", "sluit")]
    told = text_of(visitor.get("/steun/", {"maatregel": key}))
    assert "1 van" in told
    assert "Groot cultuurproject" not in told
    answer = visitor.get("/steun/", {"maatregel": str(key), "gemeente": "genk"})
    assert f'name="maatregel" value="{key}"' in answer.text, "another choice keeps it"
    for wrong in ("9999999", "x", "-1", "1" * 40):
        told = text_of(visitor.get("/steun/", {"maatregel": wrong}))
        assert "een keuze die hier niet bestaat" in told
        assert "Groot cultuurproject" in told


def test_what_is_not_sure_says_so(visitor: Client, february: Clock) -> None:
    Measure.objects.filter(slug="straatgeld").update(certainty=Certainty.UNSURE)
    assert "nog na te kijken" in text_of(visitor.get(LIST))


def test_a_long_list_has_pages_and_a_choice_swaps_only_the_results(visitor: Client, february: Clock) -> None:
    for number in range(30):
        CallFactory(measure=MeasureFactory(title=f"Geld {number}"), closes_at=at(6, 1 + number % 28))
    first, second = visitor.get(LIST).text, visitor.get(LIST, {"pagina": "2"}).text
    assert first.count('<p class="day">') == 24
    assert second.count('<p class="day">') == 10
    swap = visitor.get(LIST, headers={"hx-request": "true"})
    assert "<h1" not in swap.text
    assert "34 data gevonden" in swap.text
    whole = re.search(r'<div class="cq results deadlines".*?</section>\s*</div>', first, re.DOTALL)
    assert whole
    assert whole[0] in swap.text, "swap and full load agree"


def test_words_that_were_read_otherwise_are_said(visitor: Client, february: Clock) -> None:
    assert "We zochten naar" in text_of(visitor.get(LIST, {"q": "straatgelt"}))
    assert "Deze hebben er enkele" in text_of(visitor.get(LIST, {"q": "straatgeld onzinwoordje"}))
    assert "bestaat" in text_of(visitor.get(LIST, {"gemeente": "atlantis"}))


def test_in_english(visitor: Client, february: Clock) -> None:
    told = text_of(visitor.get(f"/en{LIST}"))
    assert "Have ECRU read your file before 20 March 2027" in told
    assert "4 dates, of 3 measures" in told


# --- The calendar ---------------------------------------------------------------------------------------------------


def calendar(visitor: Client, month: str, **more: str) -> Any:
    return visitor.get(LIST, {"weergave": "kalender", "maand": month, **more})


def test_a_month_is_a_table_with_a_caption_and_a_list_for_the_phone(visitor: Client, february: Clock) -> None:
    answer = calendar(visitor, "2027-04")
    assert '<caption class="sr">Wat opengaat en sluit in april 2027</caption>' in answer.text
    table = re.search(r'<table class="month-table">.*?</table>', answer.text, re.DOTALL)
    assert table
    assert re.findall(r'<th scope="col">(\w+)</th>', table[0])[0] == "maandag"
    assert table[0].count("<tr>") == 6
    assert "Straatgeld</a>" in re.search(r'datetime="2027-04-10">.*?</td>', table[0], re.DOTALL)[0]  # type: ignore[index]
    assert 'class="rows month-list"' in answer.text
    told = text_of(answer)
    assert "maart 2027" in told
    assert "mei 2027" in told


def test_a_month_before_today_or_no_month_at_all_is_this_month(visitor: Client, february: Clock) -> None:
    for wrong in ("2026-12", "", "2027-13", "9999-99", "nu", "2027-04-10"):
        assert "in februari 2027" in calendar(visitor, wrong).text
    assert "in februari 2029" in calendar(visitor, "2050-01").text
    answer = calendar(visitor, "2027-02")
    assert 'rel="prev"' not in answer.text
    assert '<td class="today">' in answer.text
    assert 'rel="next"' not in calendar(visitor, "2029-02").text
    assert "niets open of dicht" in text_of(calendar(visitor, "2028-01"))
    assert months_after(date(2027, 1, 1), -1) == date(2026, 12, 1)


def test_a_day_with_too_much_counts_the_rest(visitor: Client, february: Clock) -> None:
    for number in range(IN_A_CELL + 2):
        CallFactory(measure=MeasureFactory(title=f"Geld {number}"), closes_at=at(6, 1))
    answer = calendar(visitor, "2027-06")
    assert "en nog 2 in de lijst" in text_of(answer)
    assert answer.text.count("Geld 0") == 2, "once in the table, once in the list for the phone"
    assert 'name="maand" value="2027-06"' in answer.text
    assert "maand=2027-06" in calendar(visitor, "2027-06", gemeente="genk").text


@pytest.mark.unmeasured
def test_as_many_questions_for_two_days_as_for_two_hundred(visitor: Client, february: Clock) -> None:
    taken = []
    visitor.get(LIST)  # what never changes is at hand
    for number in (2, 200):
        for count in range(number):
            CallFactory(measure=MeasureFactory(), closes_at=at(6, 1 + count % 28))
        visitor.get("/over/")
        here = []
        for address in (
            LIST,
            f"{LIST}?weergave=kalender&maand=2027-06",
            "/steun/deadlines.ics",
            f"{LIST}feed/",
        ):
            with CaptureQueriesContext(connection) as log:
                assert visitor.get(address).status_code == 200
            here.append(len(log))
        taken.append(here)
    assert taken[0] == taken[1]


# --- Taking it along ------------------------------------------------------------------------------------------------


def test_the_file_holds_what_the_list_holds(visitor: Client, february: Clock) -> None:
    answer = visitor.get("/steun/deadlines.ics", {"gemeente": "genk"})
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    flat = answer.text.replace("\r\n ", "")
    assert flat.count("BEGIN:VEVENT") == 4
    assert "X-WR-CALNAME:Deadlines van steun: Genk" in flat
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in flat
    assert "SUMMARY:Gaat open: Straatgeld" in flat
    assert "DTSTART:20270301T080000Z" in flat
    assert "DTSTART:20270410T215959Z" in flat, "summer time"
    assert "Laat ECRU je dossier nalezen voor 20 maart 2027." in flat
    assert "SUMMARY:Budget op: Fonds voor feesten" in flat
    assert flat.count("STATUS:CANCELLED") == 1
    assert len(set(re.findall(r"UID:(\S+)", flat))) == 4
    assert "Straatgeld" not in visitor.get("/steun/deadlines.ics", {"gemeente": "leopoldsburg"}).text
    february.to(3, 25)
    flat = visitor.get("/steun/deadlines.ics").text.replace("\r\n ", "")
    assert "nalezen" not in flat
    assert "Gaat open" not in flat


def test_the_feed_tells_each_fact_once_the_newest_first(visitor: Client, february: Clock) -> None:
    feed = f"{LIST}feed/"
    february.to(3, 28)
    told = visitor.get(feed).text
    titles = re.findall(r"<title>([^<]*)</title>", told)
    assert titles == [
        "Deadlines van steun: ECRU",
        "Straatgeld: voorjaar: Sluit op zaterdag 10 april 2027",
    ]
    assert "<updated>2027-03-27T07:00:00+01:00</updated>" in told
    february.to(3, 10)
    titles = re.findall(r"<title>([^<]*)</title>", visitor.get(feed, {"gemeente": "genk"}).text)
    assert titles == [
        "Deadlines van steun: Genk",
        "Straatgeld: voorjaar: Nu open",
        "Straatgeld: voorjaar: Sluit op zaterdag 10 april 2027",
    ]
    february.to(2, 10)
    assert "Fonds voor feesten: Het budget is op" in visitor.get(feed).text
    assert "<entry>" not in visitor.get(feed, {"gemeente": "leopoldsburg"}).text
    assert f"{feed}?gemeente=leopoldsburg" in visitor.get(feed, {"gemeente": "leopoldsburg"}).text


# --- The start page -------------------------------------------------------------------------------------------------


def test_the_start_page_shows_the_next_three_and_nothing_when_no_day_is_known(
    visitor: Client, february: Clock
) -> None:
    assert [line.measure.title for line in next_deadlines(3)] == ["Straatgeld", "Groot cultuurproject"]
    told = text_of(visitor.get("/"))
    assert "Wat sluit eerst?" in told
    assert "Dien in voor 10 april 2027" in told or "10 april 2027" in told
    assert "rond 15 mei 2027" in told
    assert [line.measure.title for line in next_deadlines(1)] == ["Straatgeld"]
    february.now = LAST_SECOND + timedelta(seconds=1)
    assert "Straatgeld" not in text_of(visitor.get("/")), "a kept start page knows when it is over"
    Measure.objects.all().delete()
    assert "Wat sluit eerst?" not in text_of(visitor.get("/"))


def test_the_agenda_in_memory_is_made_anew_when_something_changes(february: Clock) -> None:
    first = agenda()
    assert agenda() is first
    february.to(2, 2)
    assert agenda() is not first
    assert len(agenda().occasions) == 4
    MeasureFactory(valid_from=date(2027, 7, 1), title="Nieuw decreet")
    CallFactory(measure=Measure.objects.get(title="Nieuw decreet"), rhythm=Rhythm.ALWAYS, closes_at=None)
    assert ("2027-07-01", "opent") in days(), "what holds from a day opens on that day"
    Measure.objects.filter(title="Nieuw decreet").update(has_ended=True)
    assert ("2027-07-01", "opent") not in days()
