"""Writing advice as one goes: a script saves it, two tabs meet, and nothing that was typed is lost."""

from typing import Any

import pytest
from django.test import Client

from subsidies.dossiers import perform
from subsidies.models import Review
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.subsidies.advice_cast import Panel, fields, press, seen_on
from tests.subsidies.dossier_cast import good_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(panel: Panel) -> tuple[Client, str]:
    """Ines, who declared, and the address of her advice."""
    review = panel.declared()
    return signed_in(panel.user("ines")), review.get_absolute_url()


def autosave(browser: Client, address: str, seen: str, **typed: str) -> Any:
    """What the script sends."""
    return browser.post(
        address, {**{key.replace("_", "-"): value for key, value in typed.items()}, "seen": seen},
        headers={"X-Autosave": "1"},
    )  # fmt: skip


def test_the_script_saves_what_is_right_so_far_and_says_what_is_not(page: tuple[Client, str]) -> None:
    hers, address = page
    told = autosave(hers, address, seen_on(hers, address), score_1="5", reason_1="Sterk.", words="x" * 5001)
    assert told.status_code == 200
    assert "maar niet alles" in told.json()["saved"]
    assert told.json()["whole"] is False
    again = autosave(hers, address, told.json()["seen"], score_1="4", reason_1="Sterk.", words="Doen.")
    assert again.json()["saved"].startswith("Bewaard om ")
    assert again.json()["whole"] is True
    review = Review.objects.get()
    assert review.words == "Doen."
    assert review.scores.values_list("score", "reason").get(position=1) == (4, "Sterk.")
    assert review.given_at is None
    shown = read(hers.get(address))
    assert shown.one("textarea", name="reason-1").words == "Sterk."
    assert shown.one("input", name="score-1", value="4").attributes["checked"] == ""


def test_two_tabs_warn_and_let_one_choose(page: tuple[Client, str]) -> None:
    hers, address = page
    old = seen_on(hers, address)
    autosave(hers, address, old, score_1="5", reason_1="Uit het eerste tabblad.", words="Eén.")
    quiet = autosave(hers, address, old, score_1="2", reason_1="Uit het tweede.", words="")
    assert quiet.status_code == 409
    assert "Intussen gewijzigd door jou, in een ander tabblad (" in quiet.json()["problem"]
    assert "Er is niets overschreven" in quiet.json()["problem"]
    asked = press(hers, address, {"score-1": "2", "reason-1": "Uit het tweede.", "words": ""}, seen=old)
    words = text_of(asked)
    for part in (
        "Iemand was je voor",
        "Gewijzigd door jou, in een ander tabblad, ",
        "Uit het eerste tabblad.",
        "Uit het tweede.",
        "5: heel goed",
        "2: eerder zwak",
    ):
        assert part in words, part
    first = Review.objects.get().scores.get(position=1)
    assert f"{first.told}: Score" in words
    form = read(asked)
    assert form.one("textarea", name="words").words == "Eén."  # she did not touch it in this tab
    assert Review.objects.get().scores.get(position=1).score == 5
    fresh = str(form.one("input", name="seen").attributes["value"])
    sent = {"score-1": "2", "reason-1": "Uit het tweede.", "words": "Eén.", "keuze-score-1": "hun"}
    assert press(hers, address, sent, seen=fresh).status_code == 302
    score = Review.objects.get().scores.get(position=1)
    assert (score.score, score.reason) == (5, "Uit het tweede.")


def test_a_page_without_marks_overwrites_nothing(page: tuple[Client, str]) -> None:
    hers, address = page
    autosave(hers, address, seen_on(hers, address), words="Doen.")
    assert "Welke tekst telt?" in text_of(press(hers, address, {"words": "Niet doen."}, seen="rommel"))
    assert Review.objects.get().words == "Doen."


def test_giving_with_holes_saves_and_goes_on_from_there(page: tuple[Client, str]) -> None:
    hers, address = page
    holes = press(hers, address, {"words": "Doen.", "do": "geven"})
    assert "Kies wat je alles samen aanraadt." in text_of(holes)
    fresh = str(read(holes).one("input", name="seen").attributes["value"])
    assert press(hers, address, fields(do="geven"), seen=fresh).status_code == 302
    assert Review.objects.get().given_at is not None


def test_what_was_typed_stays_when_the_dossier_went_on_meanwhile(
    panel: Panel, page: tuple[Client, str]
) -> None:
    hers, address = page
    seen = seen_on(hers, address)
    perform(panel.dossier, "intrekken", by=panel.cast.nour, **good_data("intrekken", panel.cast))
    late = press(hers, address, fields(do="bewaren"), seen=seen)
    assert "Experten geven daar geen advies" in text_of(late)
    assert read(late).one("textarea", name="words").words == "Zoek een tweede zaal."
    assert autosave(hers, address, seen, words="Nog iets.").status_code == 409
    assert Review.objects.get().words == ""
