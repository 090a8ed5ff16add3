"""The time line: what comes for dossiers, week by week."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from subsidies.desk.choices import Choice
from subsidies.desk.timeline import IN_A_WEEK, Timeline, days_ahead, finders, tasks
from subsidies.models import Dossier, DossierTask, Party, Review
from tests.actors.markup import read, text_of
from tests.factories import MunicipalityFactory
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.dossier_factories import DossierFactory
from tests.subsidies.factories import CallFactory
from tests.subsidies.money_factories import AgreementFactory
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db
LINE = "/regie/tijdlijn/"


def told(cast: Cast, question: str = "") -> str:
    """What the page says to Rachida."""
    return text_of(browser_of(cast.rachida).get(f"{LINE}?{question}"))


def kinds(cast: Cast, choice: Choice | None = None, weeks: int = 13) -> list[str]:
    """What comes, in order."""
    line = Timeline(choice or Choice(), cast.rachida, weeks)
    return [day.kind for week in line.weeks for day in week.days]


def test_every_kind_of_day_stands_in_its_week(cast: Cast) -> None:
    now = timezone.now()
    cast.dossier("concept")
    coached = cast.dossier("opmaak", coached=True)
    Dossier.objects.filter(pk=coached.pk).update(call=cast.call)
    reopened = cast.dossier("aanvulling")
    extra = cast.dossier("idee", coached=True)
    Dossier.objects.filter(pk=extra.pk).update(call=cast.call, grace_until=now + timedelta(days=40))
    cast.dossier("agenda", meeting_on=timezone.localdate() + timedelta(days=12))
    for what in ("Bel de zaal", ""):
        DossierTask.objects.create(
            dossier=coached, what=what, party=Party.DESK, due_at=now + timedelta(days=50)
        )
    assert kinds(cast) == [
        "Opnieuw open tot",
        "Begeleiding",
        "Bestuur",
        "Sluit",
        "Extra tijd tot",
        "Taak",
        "Taak",
    ]
    words = told(cast)
    for part in (
        "7 dagen die tellen",
        "deze week" if reopened else "",
        "Bel de zaal",
        "1 dossier staat op de agenda.",
        "3 dossiers zijn nog niet ingediend.",
        "Hoe vol elke week is",
        "De getallen in een tabel",
    ):
        assert part in words or part == "deze week"


def test_a_coached_file_that_names_no_round_has_its_day_for_guidance(cast: Cast) -> None:
    """Counted back three weeks from the next round of its measure; the list behind it holds exactly those files."""
    call = CallFactory(closes_at=timezone.now() + timedelta(days=40))
    later = CallFactory(measure=call.measure, closes_at=timezone.now() + timedelta(days=80))
    writing = DossierFactory(coached=True, at="opmaak", measure=call.measure, actor=cast.choir)
    DossierFactory(coached=True, at="ingediend", measure=call.measure, actor=cast.choir)
    found = [
        day
        for week in Timeline(Choice(), cast.rachida, 13).weeks
        for day in week.days
        if day.kind == "Begeleiding"
    ]
    assert [day.on for day in found] == [call.closing_day - timedelta(weeks=3)]
    listed = read(browser_of(cast.rachida).get(found[0].url))
    assert [title.words for title in listed.one("ul", class_="ticked").every("h3")] == [writing.title]
    closes = [
        day for week in Timeline(Choice(), cast.rachida, 13).weeks for day in week.days if day.kind == "Sluit"
    ]
    assert call.closing_day in [day.on for day in closes]
    assert later.closing_day not in [day.on for day in closes]
    call.closes_at = timezone.now() + timedelta(days=25)
    call.save()
    today = text_of(browser_of(cast.rachida).get("/regie/"))
    assert "1 dossier moet voor" in today
    call.closes_at = timezone.now() + timedelta(days=10)
    call.save()
    page = browser_of(cast.rachida).get("/regie/")
    assert "1 dossier is nog niet ingediend." in text_of(page)
    assert f"maatregel={call.measure.slug}&amp;stand=onklaar" in page.content.decode()


def test_advice_and_reports_have_their_day(cast: Cast) -> None:
    dossier = DossierFactory(actor=cast.choir, call=cast.call, at="advies", title="Bal")
    now = timezone.now()
    Review.objects.create(dossier=dossier, expert=cast.newcomer, asked_at=now, due_at=now + timedelta(days=9))
    agreement = AgreementFactory(report_due_on=timezone.localdate() + timedelta(days=33))
    assert {"Advies", "Eindverslag"} <= set(kinds(cast))
    words = told(cast)
    for part in ("Bal", str(cast.newcomer), agreement.dossier.title):
        assert part in words
    Review.objects.update(handed_back="geen-tijd")
    assert "Advies" not in kinds(cast)


def test_a_week_without_anything_is_left_out(cast: Cast) -> None:
    cast.call.closes_at = timezone.now() + timedelta(days=100)
    cast.call.save()
    assert "Er komt niets in deze weken." in told(cast)
    assert kinds(cast, weeks=26) == ["Sluit"]
    assert "Sluit" in told(cast, "weken=26")
    assert "Er komt niets in deze weken." in told(cast, "weken=400")


def test_the_line_is_narrowed(cast: Cast) -> None:
    beringen = MunicipalityFactory(name="Beringen", slug="beringen")
    cast.dossier("aanvulling", places=[beringen])
    cast.dossier("concept")
    assert kinds(cast, Choice(place="beringen")) == ["Opnieuw open tot"]
    assert kinds(cast, Choice(place="genk")) == ["Sluit"]
    assert kinds(cast, Choice(track="begeleiding")) == []
    assert sorted(kinds(cast, Choice(track="eigen-steun"))) == ["Opnieuw open tot", "Sluit"]


def test_this_week_has_the_lamp_and_a_full_week_has_an_end(cast: Cast) -> None:
    dossier = cast.dossier()
    now = timezone.now()
    due = now + timedelta(minutes=1)
    DossierTask.objects.bulk_create(
        DossierTask(dossier=dossier, what=f"taak {number}", party=Party.DESK, due_at=due)
        for number in range(IN_A_WEEK + 3)
    )
    words = told(cast)
    assert "deze week" in words
    assert "En nog 3 deze week." in words


def test_what_a_room_adds_is_asked_once() -> None:
    known = len(finders)
    days_ahead(tasks)
    assert len(finders) == known


def test_the_drawing_has_its_table(cast: Cast) -> None:
    cast.dossier()
    page = read(browser_of(cast.rachida).get(LINE))
    assert page.one("svg", class_="chart").attributes["aria-hidden"] == "true"
    assert len(page.one("table", class_="data").every("tr")) == 14


def test_many_days_ask_no_more(cast: Cast) -> None:
    def queries() -> int:
        browser = browser_of(cast.rachida)
        browser.get(LINE)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(LINE).status_code == 200
        return len(asked)

    for _one in range(2):
        cast.dossier("aanvulling")
        cast.dossier("agenda", meeting_on=timezone.localdate() + timedelta(days=2))
    few = queries()
    for _one in range(8):
        cast.dossier("aanvulling")
        cast.dossier("agenda", meeting_on=timezone.localdate() + timedelta(days=2))
    assert queries() == few <= 12
