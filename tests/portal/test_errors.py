"""When something is not right, people get a calm page that says what to do next."""

import html
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.translation import override
from django.views.decorators.csrf import csrf_protect

from ecru import urls
from ecru.base.access import public
from ecru.portal import errors


@public
def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the loom is stuck")


@public
def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Alleen de regisseur mag dit.")


@public
def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


@public
@csrf_protect
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    *urls.urlpatterns,
    path("boom/", boom),
    path("refuse/", refuse),
    path("suspect/", suspect),
    path("form/", form),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
pytestmark = pytest.mark.urls(__name__)


def words(response: Any) -> str:
    return html.unescape(response.content.decode())


@pytest.mark.django_db
def test_a_page_that_does_not_exist_offers_the_search_box(client: Client) -> None:
    response = client.get("/nergens/")
    assert response.status_code == 404
    assert "Deze pagina bestaat niet" in words(response)
    assert 'action="/zoeken/"' in words(response)
    assert "nergens" not in words(response).partition("<main")[2]


@pytest.mark.django_db
def test_a_path_with_nul_gives_the_same_page(client: Client) -> None:
    for address in ("/%00", "/actoren/%00/", "/gemeenten/genk%00/", "/static/%00", "/beheer/%00/"):
        assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_refusal_gives_its_reason(client: Client) -> None:
    response = client.get("/refuse/")
    assert response.status_code == 403
    assert "Alleen de regisseur mag dit." in words(response)
    assert "Meld je dan eerst aan" in words(response)


@pytest.mark.django_db
def test_a_form_that_stood_open_too_long_says_how_to_go_on() -> None:
    response = Client(enforce_csrf_checks=True).post("/form/", {"name": "x"})
    assert response.status_code == 403
    assert "Deze pagina stond te lang open" in words(response)
    assert "Er is niets verstuurd" in words(response)
    assert "CSRF" not in words(response)


def test_our_own_mistake_gives_a_code_and_needs_no_database(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/boom/")  # no database mark: a query would fail the test
    assert response.status_code == 500
    assert "Er ging bij ons iets mis" in words(response)
    assert response["X-Request-ID"] in words(response)
    assert "RuntimeError" not in words(response)


def test_what_we_cannot_read_gives_a_page(client: Client) -> None:
    response = client.get("/suspect/")
    assert response.status_code == 400
    assert "Dit kunnen we niet lezen" in words(response)


def test_a_strange_host_gives_a_page(client: Client) -> None:
    response = client.get("/over/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in words(response)


def test_the_stylesheet_is_found_even_when_its_hash_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for {name!r}")

    monkeypatch.setattr(errors, "static", fail)
    response = errors.server_error(RequestFactory().get("/"))
    assert 'href="/static/css/ecru.css"' in words(response)


def test_errors_speak_english_too() -> None:
    with override("en"):
        response = errors.server_error(RequestFactory().get("/en/"))
    assert '<html lang="en">' in words(response)
    assert "Something went wrong on our side" in words(response)


def test_a_crash_asks_nothing_of_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("the error page asked the database")

    monkeypatch.setattr(connection, "cursor", fail)
    assert errors.server_error(RequestFactory().get("/")).status_code == 500
    assert errors.bad_request(RequestFactory().get("/"), SuspiciousOperation()).status_code == 400
