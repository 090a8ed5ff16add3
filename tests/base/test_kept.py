"""Kept pages: quick for everybody, never another person's, never old."""

import gzip
from datetime import date
from typing import Any

import brotli
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Role, Theme
from ecru.base import kept
from ecru.base.edition import edition
from ecru.base.kept import KeptPages, Page, Shelf, same_for_everyone
from tests.factories import ActorFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/en/",
    "/actoren/",
    "/actoren/koor/",
    "/gemeenten/",
    "/over/",
    "/toegankelijkheid/",
    "/privacy/",
]


@pytest.fixture(autouse=True)
def choir() -> Actor:
    actor = ActorFactory(name="Koor", slug="koor", words={"themes": [ThemeFactory(label="Zingen")]})
    actor.reindex()
    return actor


def queries(client: Client, path: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as log:
        assert client.get(path, headers=headers).status_code in {200, 304}
    return len(log)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_was_made_costs_one_query(client: Client, path: str) -> None:
    first = client.get(path)
    with CaptureQueriesContext(connection) as log:
        again = client.get(path)
    assert len(log) == 1
    assert again.content == first.content
    assert dict(again.items()) | {"X-Request-ID": ""} == dict(first.items()) | {"X-Request-ID": ""}
    assert again["X-Request-ID"] != first["X-Request-ID"]
    assert "Content-Security-Policy" in again
    assert again["X-Frame-Options"] == "DENY"


def test_who_has_the_page_gets_no_body(client: Client) -> None:
    first = client.get("/")
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get("/", headers={"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "Content-Type" not in again
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_each_browser_gets_what_it_can_read(client: Client) -> None:
    plain = client.get("/")
    small = client.get("/", headers={"Accept-Encoding": "gzip, deflate, br"})
    smaller = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert small["Content-Encoding"] == "br"
    assert brotli.decompress(small.content) == plain.content == gzip.decompress(smaller.content)
    assert int(small["Content-Length"]) == len(small.content) < len(smaller.content) < len(plain.content)
    assert "Accept-Encoding" in plain["Vary"]
    assert "Cookie" in plain["Vary"]


def test_every_change_shows_at_once(client: Client, choir: Actor) -> None:
    def shown() -> str:
        return client.get("/actoren/koor/").content.decode()

    assert "Koor" in shown()
    choir.rename("Zangkring")
    assert "Zangkring" in shown()
    Theme.objects.filter(label="Zingen").update(label="Fluiten")
    assert "Fluiten" in shown()
    choir.names.create(name="De Merels")
    assert "De Merels" in shown()
    choir.themes.add(ThemeFactory(label="Jodelen"))
    choir.reindex()
    assert "Jodelen" in shown()
    Actor.objects.filter(pk=choir.pk).archive()
    assert client.get("/actoren/koor/").status_code == 404


def test_tomorrow_is_another_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made, make = list[Any](), kept.page_of

    def note(*given: Any) -> Page | None:
        made.append(given)
        return make(*given)

    monkeypatch.setattr(kept, "page_of", note)
    for _ in range(2):
        client.get("/actoren/")
    assert len(made) == 1
    monkeypatch.setattr(kept.timezone, "localdate", lambda: date(2040, 1, 1))
    client.get("/actoren/")
    assert len(made) == 2


def test_who_signed_in_has_pages_of_their_own(client: Client) -> None:
    editor = Client()
    editor.force_login(UserFactory(name="Mieke Redactie", role=Role.EDITOR))
    for _ in range(2):
        mine, everybodys = editor.get("/"), client.get("/")
        assert "/beheer/" in mine.content.decode()
        assert "/beheer/" not in everybodys.content.decode()
        assert "ETag" not in mine
    stranger = Client()
    stranger.cookies["ecru_session"] = "verlopen"
    assert "ETag" not in stranger.get("/")


def test_language_host_and_swap_each_have_their_own(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["een.example", "twee.example"]
    pages = [
        client.get(path, headers={"host": host, **headers}).content
        for path in ("/actoren/", "/en/actoren/")
        for host in ("een.example", "twee.example")
        for headers in (
            {},
            {"HX-Request": "true"},
            {"HX-Request": "true", "HX-History-Restore-Request": "true"},
        )
        for _twice in range(2)
    ]
    assert all(pages[number] == pages[number + 1] for number in range(0, len(pages), 2))
    whole, swap, restored = pages[0], pages[2], pages[4]
    assert len(swap) < len(whole)
    assert restored == whole
    assert b'lang="en"' in pages[12]
    assert b'lang="nl"' in whole


@pytest.mark.parametrize(
    "path", ["/actoren/?x=1", "/actoren/?gemeente=as&utm_source=mail", "/?q=1", "/actoren/koor/?a=b"]
)
def test_made_up_questions_are_not_kept(client: Client, path: str) -> None:
    client.get(path)
    assert "ETag" not in client.get(path)


def test_questions_that_the_list_reads_are_kept(client: Client) -> None:
    path = "/actoren/?q=koor&thema=zingen&sorteer=naam&weergave=lijst&pagina=1"
    assert client.get(path)["ETag"] == client.get(path)["ETag"]


@pytest.mark.parametrize(
    "path", ["/actoren/niemand/", "/aanmelden/", "/health/", "/robots.txt", "/actoren/koor"]
)
def test_other_answers_are_not_kept(client: Client, path: str) -> None:
    for _ in range(2):
        assert "ETag" not in client.get(path)
    assert "ETag" not in client.post("/actoren/")


def test_memory_is_bounded_and_who_was_not_asked_for_goes_first() -> None:
    shelf = Shelf(1000)
    for number in range(30):
        shelf.put((number,), Page(b"x" * 100, (), ""))
        shelf.get((0,))
    assert shelf.taken == sum(page.size for page in shelf.pages.values()) <= 1000
    assert (0,) in shelf.pages
    assert (29,) in shelf.pages
    assert (1,) not in shelf.pages
    shelf.put((29,), Page(b"y" * 50, (), ""))
    assert shelf.taken == sum(page.size for page in shelf.pages.values())
    shelf.clear()
    assert (shelf.taken, len(shelf.pages)) == (0, 0)


def answered(response: HttpResponse, path: str = "/", **headers: str) -> HttpResponse:
    pages = KeptPages(same_for_everyone()(lambda _request: response))
    request = RequestFactory(headers=headers).get(path)
    return pages(request)  # type: ignore[return-value]


def test_what_is_somebodys_own_is_never_kept() -> None:
    with_cookie = HttpResponse("hoi")
    with_cookie.set_cookie("a", "b")
    secret = HttpResponse("hoi", headers={"Cache-Control": "no-store"})
    packed = HttpResponse(b"hoi", headers={"Content-Encoding": "gzip"})
    wrong = HttpResponse("hoi", status=500)
    large = HttpResponse("".join(str(number * 7919) for number in range(60_000)))
    for response in (with_cookie, secret, packed, wrong, large):
        assert "ETag" not in answered(response)
    assert "ETag" in answered(HttpResponse("hoi"))
    assert "ETag" not in answered(HttpResponse("hoi"), authorization="Basic x")
    assert "ETag" not in answered(HttpResponse("hoi"), "/" + "x" * 700)


def test_a_page_made_while_something_changed_is_not_used_again() -> None:
    def view(_request: Any) -> HttpResponse:
        ActorFactory(name=f"Nieuw {Actor.objects.count()}")
        return HttpResponse(str(Actor.objects.count()))

    pages = KeptPages(same_for_everyone()(view))
    first, second = (pages(RequestFactory().get("/")) for _ in range(2))
    assert first.content != second.content
    assert edition.refresh()
