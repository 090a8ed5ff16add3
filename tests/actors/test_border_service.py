"""Borders from a service: a real server on this machine, kind, slow, endless or broken."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from actors.management.commands import load_borders
from actors.models import Border
from tests.actors.ground import collection, feature

pytestmark = pytest.mark.usefixtures("field")

Answer = Callable[[BaseHTTPRequestHandler], None]


class Service:
    """A server with an answer for every path; remembers who asked what."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str | None]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append((self.path, self.headers["Accept"]))
                service.answers[self.path.partition("?")[0]](self)

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def serve(self, path: str, content: Any, status: int = 200, **headers: str) -> str:
        """Gives ``content`` at ``path``; the address of it."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer
        return f"{self.url}{path}"


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    thread = threading.Thread(
        target=service.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    yield service
    service.server.shutdown()
    service.server.server_close()


def load(address: str, **options: Any) -> str:
    said = StringIO()
    call_command("load_borders", url=address, stdout=said, **options)
    return said.getvalue()


def refused(address: str, **options: Any) -> str:
    with pytest.raises(CommandError) as error:
        load(address, **options)
    assert str(error.value).startswith(f"{address}: ")
    assert str(error.value).endswith("Er is niets veranderd.")
    assert not Border.objects.exists()
    return str(error.value)


def test_without_a_file_the_setting_says_where(service: Service, settings: Settings) -> None:
    settings.BORDERS_URL = service.serve("/refgem", collection())
    said = StringIO()
    call_command("load_borders", stdout=said)
    assert Border.objects.count() == 8
    assert set(Border.objects.values_list("source", flat=True)) == {settings.BORDERS_URL}
    assert [path for path, _accept in service.asked] == ["/refgem"]
    assert "json" in (service.asked[0][1] or "")


def test_an_answer_in_pages_is_read_to_the_end(service: Service) -> None:
    following = [{"rel": "self", "href": 7}, "x", {"rel": "next", "href": "/refgem/2?a=b"}]
    first = service.serve("/refgem", collection(feature("71016"), links=following))
    service.serve("/refgem/2", collection(feature("71002"), links={}))
    load(first)
    assert Border.objects.count() == 2
    assert [path for path, _accept in service.asked] == ["/refgem", "/refgem/2?a=b"]


def test_pages_go_on_forever_but_we_do_not(service: Service) -> None:
    address = service.serve("/rond", collection(feature("71016"), links=[{"rel": "next", "href": "/rond"}]))
    assert str(load_borders.MOST_PAGES) in refused(address)
    assert len(service.asked) == load_borders.MOST_PAGES


@pytest.mark.parametrize(
    "elsewhere", ["http://192.0.2.1/x", "https://127.0.0.1/x", "file:///etc/passwd", "http://[x"]
)
def test_a_next_page_elsewhere_is_not_asked(service: Service, elsewhere: str) -> None:
    address = service.serve(
        "/refgem", collection(feature("71016"), links=[{"rel": "next", "href": elsewhere}])
    )
    refused(address)
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_service_in_trouble_is_named(service: Service, status: int) -> None:
    assert str(status) in refused(service.serve("/refgem", {}, status))


def test_a_service_that_is_not_there(service: Service) -> None:
    service.server.shutdown()
    service.server.server_close()
    assert "niet te bereiken" in refused(service.url, timeout=1)


def test_a_service_that_hangs_up(service: Service) -> None:
    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{")

    service.answers["/half"] = hang_up

    def stammer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\x00\x01 geen HTTP\r\n\r\n")

    service.answers["/raar"] = stammer
    refused(f"{service.url}/half", timeout=2)
    refused(f"{service.url}/raar", timeout=2)


def test_a_service_that_says_nothing(service: Service) -> None:
    service.answers["/stil"] = lambda _handler: time.sleep(1.5)
    assert "0.3" in refused(f"{service.url}/stil", timeout=0.3).replace(",", ".")


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Sends a letter at a time until nobody listens."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" ")
            time.sleep(0.02)
    except OSError:
        return


def test_a_service_that_drips(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_borders, "LONGEST", 0.2)
    monkeypatch.setattr(load_borders, "PIECE", 1)
    service.answers["/drup"] = drip
    assert "antwoord" in refused(f"{service.url}/drup", timeout=5)


def test_a_service_that_never_ends(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_borders, "LARGEST", 1024 * 1024)
    assert "groter dan 1 MB" in refused(service.serve("/groot", b" " * (2 * 1024 * 1024)))


def test_a_page_of_words_is_no_map(service: Service) -> None:
    assert "JSON" in refused(service.serve("/storing", b"<html>Onderhoud</html>"))


@pytest.mark.parametrize(
    "address", ["grenzen.geojson", "file:///etc/passwd", "ftp://127.0.0.1/x", "http://", "http://[x"]
)
def test_what_is_no_web_address_is_not_asked(address: str) -> None:
    assert "webadres" in refused(address)


def test_without_any_address_it_says_which_setting_is_empty(settings: Settings) -> None:
    settings.BORDERS_URL = ""
    with pytest.raises(CommandError, match="BORDERS_URL: "):
        call_command("load_borders")
