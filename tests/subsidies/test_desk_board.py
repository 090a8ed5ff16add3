"""The board: each phase with its first dossiers, and steps that Rachida takes from there, with their checks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from subsidies.desk.board import IN_A_COLUMN, desk_steps
from subsidies.dossiers import hindrances
from subsidies.models import Dossier
from subsidies.phases import TRACKS
from tests.actors.markup import Element, read, text_of
from tests.factories import MunicipalityFactory
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.dossier_factories import DossierFactory
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db
BOARD = "/regie/bord/"


def columns(cast: Cast, question: str = "") -> dict[str, Element]:
    """The columns as Rachida sees them, by the name of their phase."""
    page = read(browser_of(cast.rachida).get(f"{BOARD}?{question}"))
    board = page.one("div", class_="board")
    return {column.one("h2").one("a").words: column for column in board.every("section")}


def move(cast: Cast, dossier: Dossier, step: str, **more: Any) -> Any:
    """Chooses a step on the card of ``dossier``."""
    seen = dossier.events.newest().first().pk
    return browser_of(cast.rachida).post(
        f"{BOARD}{dossier.pk}/", {"stap": step, "gezien": seen, "vraag": "gemeente=genk", **more}
    )


def test_every_phase_is_a_heading_with_its_cards(cast: Cast) -> None:
    sent, closed = cast.dossier("ingediend"), cast.dossier("afgesloten")
    open_again = cast.dossier("aanvulling")
    found = columns(cast)
    assert list(found) == [str(phase.name) for phase in TRACKS["eigen-steun"].phases]
    card = found["Ingediend"].one("li")
    for part in (sent.title, "Zangkoor", "Genk", "4.000", "Hier sinds", "Verklaar ontvankelijk"):
        assert part in card.words
    assert "Aan ECRU" in found["Ingediend"].words
    assert "Stuur terug voor aanvulling …" in card.words
    assert "Dien in" not in card.words
    assert closed.title not in found["Afgesloten"].words
    assert "Bekijk ze in de lijst" in found["Afgesloten"].words
    assert open_again.title in found["Terug voor aanvulling"].words
    assert "Hier staat niets." in found["Bij de experten"].words
    coached = columns(cast, "spoor=begeleiding")
    assert list(coached) == [str(phase.name) for phase in TRACKS["begeleiding"].phases]


def test_a_phone_looks_at_one_phase(cast: Cast) -> None:
    def here(question: str = "") -> list[str]:
        return [
            name
            for name, column in columns(cast, question).items()
            if column.attributes.get("class") == "here"
        ]

    assert here() == ["In opmaak"]
    cast.dossier("advies")
    assert here() == ["Bij de experten"]
    cast.dossier("ontvankelijk")
    assert here() == ["Ontvankelijk"]
    assert here("spoor=eigen-steun&fase=beslist") == ["Beslist"]


def test_the_board_is_narrowed(cast: Cast) -> None:
    beringen = MunicipalityFactory(name="Beringen", slug="beringen")
    there, here = cast.dossier("ingediend", places=[beringen]), cast.dossier("ingediend")
    words = columns(cast, "gemeente=beringen")["Ingediend"].words
    assert there.title in words
    assert here.title not in words


def test_a_column_shows_the_first_and_leads_to_the_rest(cast: Cast) -> None:
    dossiers = [cast.dossier("aanvulling") for _one in range(IN_A_COLUMN + 2)]
    first = dossiers[-1]
    Dossier.objects.filter(pk=first.pk).update(reopened_until=timezone.now() - timedelta(days=1))
    column = columns(cast)["Terug voor aanvulling"]
    cards = column.every("li")
    assert len(cards) == IN_A_COLUMN
    assert first.title in cards[0].words
    assert "te laat" in cards[0].words
    assert "nog 2, in de lijst" in column.words


def test_a_step_that_asks_nothing_is_taken_at_once(cast: Cast) -> None:
    dossier = cast.dossier("ingediend")
    seen = dossier.events.newest().first().pk
    answer = move(cast, dossier, "ontvankelijk-verklaren")
    assert answer["Location"] == f"{BOARD}?gemeente=genk#d-{dossier.pk}"
    dossier.refresh_from_db()
    assert dossier.phase == "ontvankelijk"
    last = dossier.events.newest().first()
    assert (last.transition, last.by_id) == ("ontvankelijk-verklaren", cast.rachida.pk)
    browser = browser_of(cast.rachida)
    again = {"stap": "ontvankelijk-verklaren", "gezien": seen}
    browser.post(f"{BOARD}{dossier.pk}/", again)
    assert "Dit dossier staat nu op" not in text_of(browser.get(BOARD))
    assert dossier.events.newest().first() == last
    browser.post(f"{BOARD}{dossier.pk}/", again)
    assert "Ontvankelijk verklaard" not in text_of(browser.get(f"{BOARD}?spoor=begeleiding"))


def test_what_cannot_be_says_why(cast: Cast) -> None:
    dossier = cast.dossier("eindverslag")
    browser = browser_of(cast.rachida)
    browser.post(f"{BOARD}{dossier.pk}/", {"stap": "afsluiten"})
    assert f"“{dossier.title}”: Aanvaard eerst het eindverslag." in text_of(browser.get(BOARD))
    for step in ("", "vliegen"):
        browser.post(f"{BOARD}{dossier.pk}/", {"stap": step})
        assert f"Kies eerst een stap voor “{dossier.title}”" in text_of(browser.get(BOARD))
    browser.post(f"{BOARD}{dossier.pk}/", {"stap": "advies-vragen"})
    assert "Dit dossier staat nu op “Eindverslag”" in text_of(browser.get(BOARD))
    assert Dossier.objects.get().phase == "eindverslag"


def test_the_card_names_what_stands_in_the_way(cast: Cast) -> None:
    """Without a mouse and on a phone: the card is where the page goes, and says which checks fail."""
    stopped, other = cast.dossier("eindverslag"), cast.dossier("eindverslag")
    browser = browser_of(cast.rachida)
    answer = browser.post(f"{BOARD}{stopped.pk}/", {"stap": "afsluiten", "vraag": "gemeente=genk"})
    assert answer["Location"] == (f"{BOARD}?gemeente=genk&spoor=eigen-steun&fase=eindverslag#d-{stopped.pk}")
    page = read(browser.get(answer["Location"]))
    card = page.one("li", id=f"d-{stopped.pk}")
    assert "Kan nog niet: Sluit af" in card.words
    assert "Aanvaard eerst het eindverslag." in card.words
    assert card.attributes["tabindex"] == "-1"
    assert "open" in card.one("details").attributes
    assert "Kan nog niet" not in page.one("li", id=f"d-{other.pk}").words
    assert page.one("section", class_="here").one("h2").one("a").words == "Eindverslag"
    assert "Kan nog niet" not in text_of(browser.get(answer["Location"]))
    browser.post(f"{BOARD}{stopped.pk}/", {"stap": ""})
    assert "Er is niets gedaan" in read(browser.get(BOARD)).one("li", id=f"d-{stopped.pk}").words


def test_a_step_that_asks_something_names_its_checks_first(cast: Cast) -> None:
    dossier = DossierFactory(actor=cast.choir, at="advies", call=cast.call)
    answer = move(cast, dossier, "agenderen")
    assert answer["Location"].startswith(BOARD)
    assert hindrances(dossier, "agenderen", by=cast.rachida)
    assert hindrances(dossier, "terugsturen", by=cast.rachida) == [
        "Dit dossier staat nu op “Bij de experten”. Dit kan dus niet meer."
    ]
    assert hindrances(dossier, "agenderen", by=cast.nour) == ["Jij mag dit niet doen in dit dossier."]
    assert hindrances(dossier, "vliegen", by=cast.rachida)
    assert hindrances(cast.dossier("advies"), "agenderen", by=cast.rachida) == []
    assert Dossier.objects.get(pk=dossier.pk).phase == "advies"


def test_somebody_else_was_first(cast: Cast) -> None:
    dossier = cast.dossier("ingediend")
    old = dossier.events.order_by("pk").first().pk
    browser = browser_of(cast.rachida)
    browser.post(f"{BOARD}{dossier.pk}/", {"stap": "ontvankelijk-verklaren", "gezien": old})
    assert "Iemand deed in de tussentijd iets" in text_of(browser.get(BOARD))
    assert Dossier.objects.get().phase == "ingediend"


def test_a_step_that_asks_something_goes_to_its_form(cast: Cast) -> None:
    dossier = cast.dossier("ingediend")
    answer = move(cast, dossier, "terugsturen")
    assert answer["Location"] == f"{DOSSIERS}{dossier.pk}/?stap=terugsturen#stap-terugsturen"
    page = read(browser_of(cast.rachida).get(f"{DOSSIERS}{dossier.pk}/?stap=terugsturen"))
    assert page.one("form", id="stap-terugsturen")
    opened = [
        step.one("summary").words
        for step in page.every("details", class_="step")
        if "open" in step.attributes
    ]
    assert opened == ["Stuur terug voor aanvulling"]
    assert Dossier.objects.get().phase == "ingediend"


def test_nobody_else_moves_anything(cast: Cast) -> None:
    dossier = cast.dossier("ingediend")
    for user in (cast.nour, cast.an, cast.bea):
        answer = browser_of(user).post(f"{BOARD}{dossier.pk}/", {"stap": "intrekken"})
        assert answer.status_code == 403
    assert browser_of(cast.rachida).post(f"{BOARD}0/", {"stap": "intrekken"}).status_code == 404


def test_the_board_offers_all_that_the_regisseur_may(cast: Cast) -> None:
    for track in TRACKS.values():
        for phase in track.phases:
            dossier = cast.dossier(phase.key, coached=track.key == "begeleiding")
            allowed = [step for step in track.steps_from(phase.key) if step.may.holds(cast.rachida, dossier)]
            assert desk_steps(track, phase.key) == allowed


def test_many_cards_ask_no_more(cast: Cast) -> None:
    def queries() -> int:
        browser = browser_of(cast.rachida)
        browser.get(BOARD)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(BOARD).status_code == 200
        return len(asked)

    for phase in ("ingediend", "advies"):
        cast.dossier(phase)
    few = queries()
    for _one in range(IN_A_COLUMN + 3):
        cast.dossier("ingediend")
    assert queries() == few
    assert few <= 12
