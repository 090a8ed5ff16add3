"""Share cards: the cloth of the places, and any title."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from ecru.base.card_drawing import BLEACHED, CLOTH, INK, SOOT, bold, drawable, rgb, shortened
from ecru.base.sharecard import draw_card
from ecru.base.weave import BINDINGS, DYES

SEVEN = list(DYES)[:7]
STYLESHEET = Path(settings.BASE_DIR) / "static/css/ecru.css"
LONG = "Een heel erg lange titel van een organisatie die maar niet ophoudt " * 20


def card(
    title: str = "Wie is wie", subtitle: str = "Zeven gemeenten", places: list[str] | None = None
) -> Image.Image:
    picture = Image.open(io.BytesIO(draw_card(title, subtitle, SEVEN if places is None else places)))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    return picture.convert("RGB")


def colours(picture: Image.Image) -> set[tuple[int, ...]]:
    return {colour for _, colour in picture.getcolors(100_000) or []}  # type: ignore[misc]


def test_the_same_words_give_the_same_bytes() -> None:
    assert draw_card("Koor", "Genk", ["genk"]) == draw_card("Koor", "Genk", ["genk"])
    assert draw_card("Koor", "Genk", ["genk"]) != draw_card("Kaar", "Genk", ["genk"])


def test_the_cloth_shows_the_places_and_no_others() -> None:
    cloth = colours(card(places=["genk", "maasmechelen"]).crop((0, 0, 1200, 200)))
    assert {rgb(DYES["genk"]), rgb(DYES["maasmechelen"]), rgb(INK)} <= cloth
    assert rgb(DYES["as"]) not in cloth


@pytest.mark.parametrize("places", [[], ["zonhoven"], ["<script>"]])
def test_without_a_dye_it_is_undyed(places: list[str]) -> None:
    assert rgb(DYES["undyed"]) in colours(card(places=places).crop((0, 0, 1200, 200)))


@pytest.mark.parametrize(
    "title",
    ["", " ", "A", LONG, "W" * 10_000, "😀🧵", "漢字 العربية עברית", "a\0b\nc\td\u202e", "Łódź & <b>“Ünïcödé”</b> – 100 %", "i\u0308\u0301" * 50],
)  # fmt: skip
def test_any_title_gives_a_card(title: str) -> None:
    picture = card(title, title)
    assert picture.getpixel((2, 400 if title == "" else 628)) == rgb(CLOTH)


def test_characters_without_a_drawing_are_left_out() -> None:
    assert drawable("Koor 😀 de\u200d  Vlier\n漢字") == "Koor de Vlier"
    assert drawable("Łódź Ünïcödé ĳ ạ") == "Łódź Ünïcödé ĳ ạ".replace("ĳ", drawable("ĳ")).replace(
        "ạ", drawable("ạ")
    )
    assert drawable("ạ") in {"ạ", "a"}
    assert len(drawable("x" * 10_000)) == 300


def test_words_stay_between_the_edges() -> None:
    nearly_full = ["i" * start + " Ww" * 100 for start in range(1, 20)]
    for title in (LONG, "W" * 200, "Houthalen-Helchteren " * 3, *nearly_full):
        for line in shortened(drawable(title), bold(40), 3):
            assert line.width <= 1200 - 2 * 64
    assert shortened(drawable(LONG), bold(40), 3)[-1].text.endswith("…")
    assert not shortened("Koor", bold(40), 3)[-1].text.endswith("…")


def test_title_and_signature_do_not_meet() -> None:
    picture = card(LONG, LONG)
    between = picture.crop((64, 530, 1200, 545))
    assert colours(between) == {rgb(CLOTH)}


@pytest.mark.parametrize(
    ("title", "places"), [("Wie is wie", SEVEN), (LONG, ["genk", "hh"]), ("W" * 300, [])]
)
def test_cards_are_small(title: str, places: list[str]) -> None:
    assert len(draw_card(title, title, places)) < 120_000


def test_every_binding_has_a_dye() -> None:
    assert set(DYES) == set(BINDINGS)


@pytest.mark.parametrize(("token", "colour"), [*DYES.items(), ("cloth", CLOTH), ("bleached", BLEACHED), ("ink", INK), ("soot", SOOT)])  # fmt: skip
def test_the_colours_are_those_of_the_stylesheet(token: str, colour: str) -> None:
    found = re.search(
        rf"--{token}:\s*(?:light-dark\(\s*)?(#[0-9a-f]{{6}})", STYLESHEET.read_text(encoding="utf-8")
    )
    assert found, token
    assert found[1] == colour
