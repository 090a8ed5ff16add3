"""Every request leaves one line, has an id, and brings no NUL characters."""

import io
import json
import logging
from collections.abc import Iterator
from logging.config import DictConfigurator
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from ecru.base import middleware
from ecru.base.access import public
from ecru.base.middleware import (
    BareHeads,
    CleanAddress,
    ReadsToTheEnd,
    RequestContext,
    RequestLog,
    current_id,
)

SECRET = "an.peeters@example.be"


@public
def echo(request: HttpRequest, token: str = "") -> HttpResponse:
    logging.getLogger("somewhere").warning("inside a view")
    return HttpResponse(f"{request.headers['X-Request-ID']} {request.GET.get('q', '')}{len(token) or ''}")


@public
def link(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(token)


@public
def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the loom is stuck")


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)


urlpatterns = [
    path("echo/", echo),
    path("link/<str:token>/", link),
    path("boom/", boom),
    path("health/", echo),
    path("gesprek/<str:token>/", echo),
]
handler500 = "ecru.portal.errors.server_error"
handler404 = "tests.base.test_middleware.missing"
pytestmark = pytest.mark.urls(__name__)


class Sender(io.BytesIO):
    """What a browser sends, and how much of it was read; it goes away after ``until`` bytes."""

    taken, until = 0, 1 << 40

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        self.taken += len(piece)
        if self.taken > self.until:
            raise ConnectionResetError
        return piece


def sent(sender: Sender) -> HttpRequest:
    """A form of which nobody read anything yet."""
    length = len(sender.getvalue())
    return WSGIRequest(
        {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "CONTENT_LENGTH": str(length), "wsgi.input": sender}
    )


def test_what_was_answered_early_is_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = ReadsToTheEnd(lambda _request: HttpResponse(status=413))
    whole, gone, huge = Sender(b"x" * 200_000), Sender(b"x" * 200_000), Sender(b"x" * 200_000)
    assert answered(sent(whole)).status_code == 413
    assert whole.taken == 200_000
    gone.until = 70_000
    assert answered(sent(gone)).status_code == 413
    monkeypatch.setattr(middleware, "MOST_READ", 100_000)
    assert answered(sent(huge)).status_code == 413
    assert huge.taken < 200_000


def logging_settings() -> dict[str, Any]:
    return settings.LOGGING


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, as the JSON lines of production."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RequestContext())
    handler.setFormatter(
        DictConfigurator({}).configure_formatter({**logging_settings()["formatters"]["json"]})
    )
    root, log = logging.getLogger(), logging.getLogger("ecru.request")
    level = log.level
    root.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    log.setLevel(level)


def read(lines: io.StringIO, logger: str = "ecru.request") -> list[dict]:
    return [record for record in map(json.loads, lines.getvalue().splitlines()) if record["logger"] == logger]


def test_one_line_tells_what_was_asked_and_how_it_went(client: Client, lines: io.StringIO) -> None:
    client.get("/echo/", {"q": SECRET}, headers={"X-Request-ID": "caller-0001"})
    (line,) = read(lines)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/echo/", 200)
    assert line["request_id"] == "caller-0001"
    assert 0 <= line["milliseconds"] < 5000
    assert line["level"] == "INFO"


def test_the_line_holds_nothing_personal(client: Client, lines: io.StringIO) -> None:
    client.get("/echo/", {"q": SECRET}, REMOTE_ADDR="192.0.2.77", HTTP_USER_AGENT="Netscape")
    client.get("/nowhere/", {"q": SECRET}, REMOTE_ADDR="192.0.2.77", HTTP_USER_AGENT="Netscape")
    for personal in (SECRET, "example.be", "192.0.2.77", "Netscape"):
        assert personal not in lines.getvalue()


def test_a_safe_id_of_the_caller_is_kept(client: Client) -> None:
    response = client.get("/echo/", headers={"X-Request-ID": "A-1234567"})
    assert response["X-Request-ID"] == "A-1234567"
    assert response.content.decode().startswith("A-1234567 ")


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "spaces in it", 'quote"quote', "nieuw\nregel", "é" * 10]
)
def test_an_unsafe_id_is_replaced(given: str) -> None:
    request = RequestFactory().get("/echo/", HTTP_X_REQUEST_ID=given)
    response = RequestLog(lambda _: HttpResponse())(request)
    assert response["X-Request-ID"] != given
    assert len(response["X-Request-ID"]) == 32


def test_every_request_gets_its_own_id(client: Client) -> None:
    assert client.get("/echo/")["X-Request-ID"] != client.get("/echo/")["X-Request-ID"]
    assert current_id.get() == ""


def test_lines_from_inside_a_view_carry_the_id(client: Client, lines: io.StringIO) -> None:
    response = client.get("/echo/")
    (line,) = read(lines, "somewhere")
    assert line["request_id"] == response["X-Request-ID"]


def test_lines_outside_a_request_have_no_id(lines: io.StringIO) -> None:
    logging.getLogger("somewhere").warning("between two requests")
    (line,) = read(lines, "somewhere")
    assert "request_id" not in line


def test_the_secret_of_a_link_is_not_in_the_line(client: Client, lines: io.StringIO) -> None:
    for token in ("a1" * 32, "B" * 43):
        assert token in client.get(f"/link/{token}/").content.decode()
        assert token not in lines.getvalue()
    assert "/link/…/" in json.loads(lines.getvalue().splitlines()[0])["path"]


def test_what_django_logs_about_an_answer_carries_the_id_too(client: Client, lines: io.StringIO) -> None:
    response = client.get("/nowhere/")
    assert all(line["request_id"] == response["X-Request-ID"] for line in read(lines, "django.request"))


@pytest.mark.parametrize("path", ["/gesprek/{}/", "/bestaat-niet/{}/", "/bestaat-niet/{}"])
def test_the_secret_of_a_link_stays_out_of_the_log(client: Client, lines: io.StringIO, path: str) -> None:
    client.get(path.format("0a" * 32))
    assert "0a0a" not in lines.getvalue()
    assert "…" in json.loads(lines.getvalue().splitlines()[-1])["path"]


def test_a_crash_is_logged_once_with_the_id(client: Client, lines: io.StringIO) -> None:
    client.raise_request_exception = False
    response = client.get("/boom/", {"q": SECRET})
    traces = [record for record in map(json.loads, lines.getvalue().splitlines()) if "exc_info" in record]
    assert response.status_code == 500
    assert [trace["request_id"] for trace in traces] == [response["X-Request-ID"]]
    assert "the loom is stuck" in traces[0]["exc_info"]
    assert SECRET not in lines.getvalue()
    (line,) = read(lines)
    assert line["status"] == 500


def test_health_checks_are_quiet(client: Client, lines: io.StringIO) -> None:
    client.get("/health/")
    (line,) = read(lines)
    assert line["level"] == "DEBUG"


def test_a_path_with_nul_does_not_exist() -> None:
    middleware = CleanAddress(lambda _: HttpResponse())
    request = RequestFactory().get("/actoren/x\0y/")
    with pytest.raises(Http404):
        middleware(request)


@pytest.mark.parametrize("query", ["q=a%00b", "q=a\0b", "q=a%%000b", "q=%00%00&q=%00"])
def test_a_query_loses_its_nul_characters(query: str) -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.extend([*request.GET.getlist("q"), request.get_full_path()])
        return HttpResponse()

    CleanAddress(view)(RequestFactory().get("/echo/", QUERY_STRING=query))
    assert not any("\0" in text or "%00" in text for text in seen)


def test_other_queries_stay_as_they_are(client: Client) -> None:
    response = client.get("/echo/?q=100%25+%F0%9F%A7%B5+%2500")
    assert response.content.decode().endswith("100% 🧵 %00")


@pytest.mark.parametrize(("method", "body"), [("HEAD", b""), ("GET", b"bladzijde")])
def test_who_asks_for_the_headers_alone_gets_no_body(method: str, body: bytes) -> None:
    response = BareHeads(lambda _request: HttpResponse("bladzijde"))(RequestFactory().generic(method, "/"))
    assert isinstance(response, HttpResponse)
    assert response.content == body
    assert response.headers.get("Content-Length", "9") == "9"


def test_the_portal_uses_them() -> None:
    names = settings.MIDDLEWARE
    assert names[1] == "ecru.base.middleware.BareHeads"
    assert names[0] == "ecru.base.middleware.RequestLog"
    assert names.index("ecru.base.middleware.CleanAddress") < names.index(
        "django.middleware.common.CommonMiddleware"
    )
    assert logging_settings()["handlers"]["stderr"]["filters"]
