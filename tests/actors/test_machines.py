"""What machines read: the feed, the sitemap, robots."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from actors.models import Actor, Municipality
from ecru.base.models import Publication
from tests.actors.markup import read

pytestmark = pytest.mark.usefixtures("field")

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST: dict[str, Any] = {"HTTP_HOST": "cultuur.example", "wsgi.url_scheme": "https"}


def xml(visitor: Client, address: str) -> Any:
    response = visitor.get(address, **HOST)
    assert response.status_code == 200
    return ET.fromstring(response.content)  # noqa: S314 - our own


def entries(visitor: Client, address: str = "/actoren/feed/") -> list[Any]:
    return xml(visitor, address).findall(f"{ATOM}entry")


def places(visitor: Client, section: str) -> Iterator[str]:
    for entry in xml(visitor, f"/sitemap-{section}.xml"):
        yield entry.findtext(f"{MAP}loc")


def test_the_feed_is_atom_with_the_newest_first(visitor: Client) -> None:
    feed = xml(visitor, "/actoren/feed/")
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    found = entries(visitor)
    assert len(found) == 30
    for entry in found:
        for name in ("id", "title", "updated", "published", "summary"):
            assert entry.findtext(f"{ATOM}{name}")
    assert len({entry.findtext(f"{ATOM}id") for entry in found}) == 30
    moments = [entry.findtext(f"{ATOM}published") for entry in found]
    assert moments == sorted(moments, reverse=True)


def test_a_new_actor_leads_the_feed_and_a_draft_is_not_in_it(visitor: Client) -> None:
    Actor.objects.filter(slug="passerelle").update(status=Publication.DRAFT, published_at=None)
    assert Actor.objects.filter(slug="passerelle").publish() == 1
    first = entries(visitor)[0]
    assert first.findtext(f"{ATOM}title") == "Passerelle vzw"
    assert first.find(f"{ATOM}link").attrib["href"] == "https://cultuur.example/actoren/passerelle/"
    Actor.objects.filter(slug="passerelle").archive()
    assert "Passerelle vzw" not in [entry.findtext(f"{ATOM}title") for entry in entries(visitor)]


def test_the_feed_speaks_the_language_of_its_address(visitor: Client) -> None:
    links = [entry.find(f"{ATOM}link").attrib["href"] for entry in entries(visitor, "/en/actoren/feed/")]
    assert all("/en/actoren/" in link for link in links)


@pytest.mark.parametrize("text", ["<b>&amp;</b> ]]>", "belletje\x08", "rood\x1b[31m", "🎺 \u2028"])
def test_the_feed_can_hold_any_text(text: str, visitor: Client) -> None:
    Actor.objects.filter(slug="passerelle").update(status=Publication.DRAFT, published_at=None)
    Actor.objects.filter(slug="passerelle").update(name=f"A {text}", description=f"Over {text}")
    Actor.objects.filter(slug="passerelle").publish()
    assert entries(visitor)[0].findtext(f"{ATOM}title").startswith("A ")


def test_an_empty_field_has_a_feed(visitor: Client) -> None:
    Actor.objects.update(status=Publication.DRAFT)
    assert entries(visitor) == []


def test_the_index_names_every_section(visitor: Client) -> None:
    index = xml(visitor, "/sitemap.xml")
    sections = [entry.findtext(f"{MAP}loc") for entry in index]
    assert sections == [
        f"https://cultuur.example/sitemap-{name}.xml"
        for name in (
            "pages",
            "actors",
            "experts",
            "municipalities",
            "answers",
            "shared-pages",
            "practices",
            "collections",
            "projects",
            "calls",
            "support-pages",
            "measures",
        )
    ]


def test_the_sitemap_lists_published_actors_in_both_languages(visitor: Client) -> None:
    Actor.objects.filter(slug="passerelle").update(status=Publication.DRAFT)
    Actor.objects.filter(slug="ecru").update(status=Publication.ARCHIVED)
    listed = set(places(visitor, "actors"))
    slugs = set(Actor.objects.published().values_list("slug", flat=True))
    assert listed == {
        f"https://cultuur.example{prefix}/actoren/{slug}/" for slug in slugs for prefix in ("", "/en")
    }
    assert not any("passerelle" in url or "/ecru/" in url for url in listed)
    assert len(set(places(visitor, "municipalities"))) == 2 * Municipality.objects.count()


@pytest.mark.unmeasured
def test_every_page_in_the_sitemap_opens(visitor: Client) -> None:
    for section in ("pages", "municipalities"):
        for url in places(visitor, section):
            assert visitor.get(url.removeprefix("https://cultuur.example")).status_code == 200


def test_a_section_that_does_not_exist_is_not_found(visitor: Client) -> None:
    for address in ("/sitemap-geheim.xml", "/sitemap-actors.xml?p=99", "/sitemap-actors.xml?p=zes"):
        assert visitor.get(address).status_code == 404


def test_robots_may_read_actors_but_not_every_combination(visitor: Client) -> None:
    lines = visitor.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: https://cultuur.example/sitemap.xml" in lines
    assert {"Disallow: /beheer/", "Disallow: /actoren/?", "Disallow: /en/actoren/?"} <= set(lines)


@pytest.mark.parametrize("name", ["home", "actor-list", "municipality-list"])
def test_pages_name_themselves_and_their_translation(name: str, visitor: Client) -> None:
    page = read(visitor.get(reverse(name)))
    links = [tag.attributes for tag in page.every("link")]
    canonical = next(link["href"] for link in links if link["rel"] == "canonical")
    others = {link["hreflang"]: link["href"] for link in links if "hreflang" in link}
    assert canonical == others["nl"] == f"https://cultuur.example{reverse(name)}"
    assert others["en"] == f"https://cultuur.example/en{reverse(name)}"
