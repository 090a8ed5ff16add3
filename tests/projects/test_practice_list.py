"""The directory of practices: the same machinery as actors, so a swap and a full load agree, and nothing in an address breaks it."""

from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Actor
from projects.models import Practice
from tests.actors.markup import read
from tests.actors.test_bad_input import MARKUP, VALUES
from tests.factories import PracticeFactory
from tests.projects.practice_cast import PAGE, as_, band, choir, genk, reused, street

__all__ = ["as_", "band", "choir", "genk", "street"]
pytestmark = pytest.mark.django_db

LIST = "/praktijken/"
SWAP = {
    "HX-Request": "true",
    "HX-Target": "resultaten",
    "HX-Current-URL": "https://cultuur.example/praktijken/",
}
QUESTIONS = [
    *("q", "gemeente", "doelgroep", "soort", "discipline", "thema", "beproefd", "geld", "mensen"),
    *("sorteer", "pagina", "weergave", "next", "onbekend", "q[$ne]", "é", ""),
]
MOST = 12


def titles(page: Any) -> list[str]:
    """The titles of the cards, in order."""
    return [card.one("h3").words for card in read(page).every("li", class_="sample")]


@pytest.fixture
def shelf(street: Practice, as_: Any) -> Practice:
    """Beside the street: a cheap toolbox in As without a story, and a draft."""
    PracticeFactory(
        title="Gereedschap", slug="gereedschap", kind="toolbox", money=1, people=1, year_from=2023,
        verified_on="2024-01-01", results="", words={"municipalities": [as_]},
    )  # fmt: skip
    PracticeFactory(title="Kladje", draft=True)
    return street


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Zingende straat", "Gereedschap"]),
        ("?gemeente=as", ["Gereedschap"]),
        ("?gemeente=as&gemeente=genk", ["Zingende straat", "Gereedschap"]),
        ("?doelgroep=ouderen", ["Zingende straat"]),
        ("?soort=toolbox", ["Gereedschap"]),
        ("?discipline=zang&thema=buurt", ["Zingende straat"]),
        ("?geld=niets", ["Gereedschap"]),
        ("?geld=500-2500", ["Zingende straat"]),
        ("?mensen=1-2", ["Gereedschap"]),
        ("?mensen=meer-dan-50", []),
        ("?beproefd=ja", []),
        ("?q=microfoon", ["Zingende straat"]),
        ("?q=koor", ["Zingende straat"]),
        ("?q=kladje", []),
        ("?sorteer=naam", ["Gereedschap", "Zingende straat"]),
        ("?sorteer=jaar", ["Gereedschap", "Zingende straat"]),
        ("?sorteer=nagekeken", ["Gereedschap", "Zingende straat"]),
        ("?sorteer=nieuw", None),
        ("?weergave=lijst", ["Zingende straat", "Gereedschap"]),
        ("?q=zingnde", ["Zingende straat"]),
        ("?q=zingende+gereedschap", None),
    ],
)
def test_every_choice_finds_what_it_says(
    asked: str, found: list[str] | None, shelf: Practice, visitor: Client
) -> None:
    page = visitor.get(f"{LIST}{asked}")
    if found is not None:
        assert titles(page) == found
    whole, part = read(page), read(visitor.get(f"{LIST}{asked}", headers=SWAP))
    assert not part.every("header")
    assert part.one("div", id="resultaten").outline() == whole.one("div", id="resultaten").outline()


def test_proven_comes_first_and_can_be_asked_for(shelf: Practice, visitor: Client) -> None:
    Practice.objects.filter(slug="gereedschap").update(proven_on="2025-01-01")
    assert titles(visitor.get(LIST)) == ["Gereedschap", "Zingende straat"]
    page = visitor.get(f"{LIST}?beproefd=ja")
    assert titles(page) == ["Gereedschap"]
    assert "Beproefd door anderen" in read(page).words


def test_an_empty_list_knows_a_way_out(shelf: Practice, visitor: Client) -> None:
    page = read(visitor.get(f"{LIST}?gemeente=as&doelgroep=ouderen"))
    assert "Geen praktijk past bij al je keuzes." in page.words
    assert "/praktijken/?gemeente=as" in page.links
    assert "/vraag/" in page.links
    assert "“zingnde” vonden we niet." in read(visitor.get(f"{LIST}?q=zingnde")).words
    assert "Niets heeft al je woorden" in read(visitor.get(f"{LIST}?q=zingende+gereedschap")).words


def test_english_cards_are_english(shelf: Practice, visitor: Client) -> None:
    page = read(visitor.get(f"/en{LIST}"))
    assert "Singing street" in page.words
    [card, other] = page.every("li", class_="sample")
    assert "A street sings all summer." in card.words
    assert other.every("p")[-1].attributes["lang"] == "nl"


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_every_parameter_takes_anything(value: str, shelf: Practice, visitor: Client) -> None:
    asked = "&".join(f"{name}={value}" for name in QUESTIONS for _ in range(2))
    for headers in ({}, SWAP):
        page = visitor.get(f"{LIST}?{asked}", headers=headers)
        assert page.status_code == 200
        text = page.content.decode()
        assert "<svg onload" not in text
        assert "<script>alert" not in text
        read(page)


@pytest.mark.parametrize(
    "address",
    [
        *("/praktijken/BESTAAT-NIET/", "/praktijken/geen/kaart.png", "/praktijken/geen/vraag/"),
        *("/praktijken/verzamelingen/geen/", f"/praktijken/{'a' * 500}/", "/praktijken/é/"),
        *("/praktijken/geen/vraag/bedankt/", f"/praktijken/{quote(MARKUP)}/"),
    ],
)
def test_what_does_not_exist_is_a_calm_page(address: str, visitor: Client, db: None) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.unmeasured
def test_pages_ask_as_much_of_two_practices_as_of_two_hundred(
    street: Practice, choir: Actor, band: Actor, visitor: Client
) -> None:
    words = {
        name: list(getattr(street, name).all())
        for name in ("municipalities", "target_groups", "disciplines", "themes")
    }
    PracticeFactory(words=words, maker=choir)
    PracticeFactory(words=words, maker=band)
    reused(street, band, year=2020)
    addresses = [
        LIST,
        f"{LIST}?q=zingen&gemeente=genk",
        PAGE,
        "/actoren/koor/",
        "/gemeenten/genk/",
        "/zoeken/?q=straat",
        f"{LIST}feed/",
        "/sitemap-practices.xml",
    ]

    def asked() -> dict[str, int]:
        for address in addresses:  # a worker that is at work has its catalogues
            visitor.get(address)
        counts = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as log:
                assert visitor.get(address).status_code == 200
            counts[address] = len(log.captured_queries)
        return counts

    first = asked()
    for number in range(200):
        PracticeFactory(words=words, maker=choir)
        if number % 10 == 0:
            reused(street, band, year=1860 + number // 10)
    later = asked()
    assert later == first
    assert {address: number for address, number in later.items() if number > MOST} == {}
