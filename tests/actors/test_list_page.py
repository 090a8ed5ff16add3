"""The page of the directory: a swap and a full load agree, and without JavaScript all of it works."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from actors.models import Actor
from tests.actors.answers import FACETS, actor_facts, asked, options, right, right_counts
from tests.actors.conftest import editor_browser
from tests.actors.markup import Element, read

pytestmark = pytest.mark.usefixtures("field")

SWAP = {"HX-Request": "true", "HX-Target": "resultaten", "HX-Current-URL": "https://cultuur.example/actoren/"}
ADDRESSES = [
    "",
    "?q=koor",
    "?q=onbestaanbaar",
    "?q=Regenboogkor&soort=museum",
    "?gemeente=genk",
    "?gemeente=genk&gemeente=as&soort=bibliotheek",
    "?gemeente=hasselt&schaal=vlaams",
    "?gemeente=as&soort=museum&thema=migratie",
    "?doelgroep=mensen-in-kansarmoede&sorteer=naam",
    "?doelgroep=verenigingen&weergave=lijst",
    "?discipline=theater&sorteer=afstand-genk",
    "?thema=erfgoed&sorteer=nagekeken&pagina=2",
    "?pagina=4",
    "?gemeente=atlantis&q=%3Cscript%3E",
    "?schaal=lokaal&schaal=regionaal&pagina=99",
]


def swap(visitor: Client, address: str) -> Any:
    return visitor.get(f"/actoren/{address}", headers=SWAP)


def answers(fieldset: Element) -> list[Any]:
    """Heading, answers, marks and counts of a facet, whether or not the rest is folded out."""
    return [part.outline() for part in fieldset.every() if part.tag in {"legend", "label", "summary", "p"}]


def shown_counts(page: Element, facet: str) -> dict[str, int]:
    """The numbers that stand beside the answers of a facet."""
    counts = {}
    for choice in page.one("fieldset", id=f"facet-{facet}").every("label", class_="choice"):
        value = choice.one("input").attributes["value"]
        counts[value] = int(choice.one("small").words.split()[0].replace(".", ""))
    return counts


@pytest.mark.parametrize(
    ("prefix", "address"), [("", address) for address in ADDRESSES] + [("/en", ADDRESSES[4])]
)
def test_a_swap_and_a_full_load_show_the_same(prefix: str, address: str, visitor: Client) -> None:
    whole = read(visitor.get(f"{prefix}/actoren/{address}"))
    part = read(visitor.get(f"{prefix}/actoren/{address}", headers=SWAP))
    assert not part.every("header")
    assert not part.every("html")
    assert part.one(id="resultaten") == whole.one(id="resultaten")
    for facet in FACETS:
        fresh, first = part.one(id=f"facet-{facet}"), whole.one(id=f"facet-{facet}")
        assert fresh.attributes["hx-swap-oob"] == "true"
        assert answers(fresh) == answers(first) != []
    assert part.one(id="melding").words
    assert whole.one(id="melding").words == ""


def test_the_numbers_on_the_page_are_right(visitor: Client) -> None:
    page = read(visitor.get("/actoren/?gemeente=genk&schaal=lokaal"))
    choices = {"gemeente": ["genk"], "schaal": ["lokaal"]}
    for facet in FACETS:
        assert shown_counts(page, facet) == right_counts(choices, facet)
    found = page.one("h2", id="lijst").words.split()
    assert {str(len(right(choices))), str(len(actor_facts()))} <= set(found)
    told = visitor.get("/actoren/").content.decode()
    assert '<small>1<span class="sr"> resultaat</span>' in told
    assert '<small>1<span class="sr"> resultaten</span>' not in told


def test_back_and_a_lost_history_get_the_whole_page(visitor: Client) -> None:
    restored = visitor.get("/actoren/?q=koor", headers={**SWAP, "HX-History-Restore-Request": "true"})
    assert read(restored).one("main", id="inhoud")
    assert read(restored) == read(visitor.get("/actoren/?q=koor"))


@pytest.mark.parametrize("headers", [{}, SWAP])
def test_caches_keep_swap_and_page_apart(headers: dict[str, str], visitor: Client) -> None:
    vary = visitor.get("/actoren/", headers=headers)["Vary"]
    assert "HX-Request" in [name.strip() for name in vary.split(",")]


def test_the_form_works_without_javascript(visitor: Client) -> None:
    page = read(visitor.get("/actoren/?gemeente=genk&gemeente=as&q=koor&weergave=lijst&sorteer=naam"))
    form = page.one("form", id="filters")
    assert form.attributes["action"] == "/actoren/"
    assert form.attributes.get("method", "get") == "get"
    assert form.every("button", type="submit")
    sent = [
        (box.attributes["name"], box.attributes["value"])
        for box in form.every("input")
        if box.attributes["type"] != "checkbox" or "checked" in box.attributes
    ]
    assert sorted(sent) == sorted(
        [("q", "koor"), ("gemeente", "as"), ("gemeente", "genk"), ("weergave", "lijst")]
    )
    order = page.one("select", id="sorteer")
    assert order.attributes["form"] == "filters"
    assert order.one("option", selected="").attributes["value"] == "naam"
    again = read(visitor.get("/actoren/?" + urlencode([*sent, ("sorteer", "naam")])))
    assert again.one(id="resultaten") == page.one(id="resultaten")


def test_every_answer_is_a_box_with_its_own_label(visitor: Client) -> None:
    page = read(visitor.get("/actoren/"))
    boxes = page.one("form", id="filters").every("input", type="checkbox")
    assert len(boxes) == sum(len(options(facet)) for facet in FACETS)
    assert len({box.attributes["id"] for box in boxes}) == len(boxes)


def test_a_list_and_samples_show_the_same_actors(visitor: Client) -> None:
    samples = read(visitor.get("/actoren/?sorteer=naam")).one("ul", class_="samples")
    compact = read(visitor.get("/actoren/?sorteer=naam&weergave=lijst")).one("ul", class_="samples")
    assert "compact" in compact.attributes["class"]
    assert "compact" not in samples.attributes["class"]
    assert samples.links == compact.links
    assert len(samples.links) == 24


def test_an_empty_list_shows_ways_out(visitor: Client) -> None:
    directory = asked(gemeente="as", soort="museum")
    results = read(visitor.get("/actoren/?gemeente=as&soort=museum")).one(id="resultaten")
    assert directory.found == 0
    for way in directory.suggestions:
        assert way.url in results.links
        assert str(way.count) in results.words
    assert "/actoren/" in results.links


def test_who_keeps_the_field_sees_published_actors_in_the_list_too() -> None:
    Actor.objects.filter(slug="regenboogkoor").update(status="draft")
    page = read(editor_browser().get("/actoren/?q=regenboogkoor"))
    assert "/actoren/regenboogkoor/" not in page.links


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_list_is_read_only(method: str, visitor: Client) -> None:
    assert getattr(visitor, method)("/actoren/").status_code == 405


def test_english_stays_english(visitor: Client) -> None:
    page = read(visitor.get("/en/actoren/?gemeente=genk&q=koor"))
    assert page.one("html").attributes["lang"] == "en"
    inside = [link for link in page.one("main").links if link.startswith(("/", "?"))]
    assert inside
    assert all(link.startswith("/en/") for link in inside), [link for link in inside if link[:4] != "/en/"]
    assert page.one("form", id="filters").attributes["hx-get"] == "/en/actoren/"
    other = page.one("a", class_="language")
    assert (other.attributes["hreflang"], other.attributes["href"]) == (
        "nl",
        "/actoren/?gemeente=genk&q=koor",
    )
