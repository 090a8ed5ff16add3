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
from django.views.decorators.http import require_POST

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
def typed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("words", ""))


@public
@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


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
    path("typed/", typed),
    path("over/stap/indienen/", only_post),
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


@pytest.mark.django_db
def test_an_address_that_only_takes_a_form_leads_back_to_its_page(client: Client) -> None:
    response = client.get("/over/stap/indienen/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Dit adres opent geen pagina" in words(response)
    assert 'href="/over/"' in words(response)
    assert client.put("/over/stap/indienen/").content == b""
    assert client.head("/over/stap/indienen/").content == b""


@pytest.mark.django_db
def test_a_form_that_comes_to_a_page_without_one_says_that_nothing_changed(client: Client) -> None:
    response = client.post("/over/", {"words": "x"})
    assert response.status_code == 405
    assert "Er is niets verstuurd en er is niets veranderd." in words(response)
    assert 'href="/"' in words(response)


def test_the_page_above_an_address() -> None:
    assert errors.above("/over/stap/indienen/") == "/over/"
    assert errors.above("/over/") == errors.above("/") == errors.above("/nergens/x/") == "/"
    with override("en"):
        assert errors.above("/en/over/x/") == "/en/over/"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=ab"])
def test_too_much_text_gives_a_page_that_says_so(client: Client, settings: Any, kind: str) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    text = "x" * (1024 * 1024 + 1)
    body = f"words={text}"
    if "multipart" in kind:
        body = f'--ab\r\nContent-Disposition: form-data; name="words"\r\n\r\n{text}\r\n--ab--\r\n'
    response = client.post("/typed/", body, content_type=kind)
    assert response.status_code == 413
    assert "Wat je typte is langer dan 1 MB." in words(response)
    assert "Ga terug met de knop van je browser" in words(response)
    assert client.post("/typed/", {"words": "kort"}).content == b"kort"


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
