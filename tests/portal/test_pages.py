"""The pages about the portal itself, and the texts for machines."""

import html
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from ecru.portal.pages import expiry
from tests.actors.markup import read

PAGES = {"about": "/over/", "accessibility": "/toegankelijkheid/", "privacy": "/privacy/"}
TEXTS = {"robots": "/robots.txt", "security-txt": "/.well-known/security.txt"}


def words(response: Any) -> str:
    text = re.sub(r"<[^>]+>", "", response.content.decode())
    return " ".join(html.unescape(text).split())


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "address"), PAGES.items())
def test_pages_are_open_to_everyone_and_set_no_cookie(client: Client, name: str, address: str) -> None:
    response = client.get(address)
    assert reverse(name) == address
    assert response.status_code == 200
    assert not response.cookies
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_about_names_sources_licence_and_contact(client: Client, settings: Any) -> None:
    settings.SOURCE_URL = "https://code.example/ecru"
    text = words(response := client.get("/over/"))
    for part in ("september 2019", "InduCult2.0", "EUPL-1.2", "info@ecru.be", "Atkinson", "Lucide"):
        assert part in text
    assert 'href="https://code.example/ecru"' in response.content.decode()
    settings.SOURCE_URL = ""  # after a restart, because the page is kept
    assert "broncode" not in words(Client().get("/over/"))


@pytest.mark.django_db
def test_the_accessibility_statement_has_what_the_law_asks(client: Client, settings: Any) -> None:
    text = words(client.get("/toegankelijkheid/"))
    for part in (
        settings.BASE_URL,
        "II.16",
        "2016/2102",
        "gedeeltelijk",
        "Wat is nog niet in orde?",
        "21 november 2026",
        "info@ecru.be",
        "Vlaamse Ombudsdienst",
    ):
        assert part in text


@pytest.mark.django_db
def test_privacy_names_every_cookie_the_portal_can_set(client: Client, settings: Any) -> None:
    text = words(client.get("/privacy/"))
    assert settings.SESSION_COOKIE_NAME in text
    assert settings.CSRF_COOKIE_NAME in text
    assert "52 weken" in text
    assert "2 weken" in text
    assert settings.MESSAGE_STORAGE.endswith("SessionStorage")  # no third cookie


@pytest.mark.django_db
def test_the_way_through_privacy_leads_to_every_heading(client: Client) -> None:
    page = read(client.get("/privacy/"))
    ways = [
        link.attributes["href"] for link in page.one("nav", **{"aria-label": "Op deze pagina"}).every("a")
    ]
    assert ways == [
        f"#{heading.attributes['id'].removesuffix('-titel')}" for heading in page.one("main").every("h2")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES.values())
def test_pages_exist_in_english(client: Client, address: str) -> None:
    response = client.get(f"/en{address}")
    assert response.status_code == 200
    assert '<html lang="en' in response.content.decode()


@pytest.mark.parametrize(("name", "address"), TEXTS.items())
def test_texts_for_machines_are_plain(client: Client, name: str, address: str) -> None:
    response = client.get(address)
    assert reverse(name) == address
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_robots_leave_the_admin_and_filters_alone(client: Client, settings: Any) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /beheer/" in lines
    assert "Disallow: /actoren/?" in lines
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines


def test_security_txt_follows_its_rfc(client: Client, settings: Any) -> None:
    fields = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )
    expires = parse_datetime(fields["Expires"])
    assert fields["Contact"] == settings.SECURITY_CONTACT
    assert fields["Canonical"] == f"{settings.BASE_URL}/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "nl, en"
    assert expires is not None
    assert timedelta(days=140) < expires - datetime.now(UTC) < timedelta(days=366)


@pytest.mark.parametrize(
    ("now", "end"),
    [("2026-11-21", "2027-05-01"), ("2026-12-31", "2027-06-01"), ("2027-01-01", "2027-07-01"), ("2027-06-15", "2027-12-01"), ("2027-07-01", "2028-01-01")],
)  # fmt: skip
def test_expiry_is_the_first_of_a_month(now: str, end: str) -> None:
    assert expiry(datetime.fromisoformat(now).replace(tzinfo=UTC)) == datetime.fromisoformat(end).replace(
        tzinfo=UTC
    )


def test_pages_hold_no_personal_address() -> None:
    folder = Path(__file__).parents[2] / "templates"
    for template in folder.rglob("*.html"):
        for address in re.findall(r"[\w.+-]+@[\w-]+\.\w+", template.read_text(encoding="utf-8")):
            assert address == "info@ecru.be", template
