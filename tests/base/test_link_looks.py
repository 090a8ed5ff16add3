"""Looking at one link: what each answer of a site means, and where we never go."""

import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ecru.base.links.asking import AGENT, Reply, ask
from ecru.base.links.looking import MOST_HOPS, Seen, Verdict, look, rest_after
from ecru.base.links.targets import is_open, machines_of, numbers_of, target_of
from ecru.base.links.troubles import Trouble, Unfit
from tests.base.link_site import Site, endless, hangs_up_on_head, huge, only_get, own_certificate, running


class Straight:
    """Asks at once, whatever a host asks of machines."""

    def allows(self, _target: Any) -> bool:
        return True

    def ask(self, target: Any, method: str, most: int = 0) -> Reply:
        return ask(target, method, most=most)


def seen(address: str) -> Seen:
    return look(address, Straight())


# --- What an answer means -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "verdict", "trouble", "methods"),
    [
        (200, Verdict.GOOD, "", ["HEAD"]),
        (204, Verdict.GOOD, "", ["HEAD"]),
        (404, Verdict.FAILED, Trouble.NOT_FOUND, ["HEAD", "GET"]),
        (410, Verdict.FAILED, Trouble.GONE, ["HEAD", "GET"]),
        (500, Verdict.FAILED, Trouble.SERVER, ["HEAD", "GET"]),
        (503, Verdict.FAILED, Trouble.SERVER, ["HEAD", "GET"]),
        (401, Verdict.UNTOLD, Trouble.CLOSED, ["HEAD", "GET"]),
        (403, Verdict.UNTOLD, Trouble.CLOSED, ["HEAD", "GET"]),
        (only_get(200), Verdict.GOOD, "", ["HEAD", "GET"]),
        (only_get(404), Verdict.FAILED, Trouble.NOT_FOUND, ["HEAD", "GET"]),
        (hangs_up_on_head, Verdict.GOOD, "", ["HEAD", "GET"]),
    ],
)
def test_what_an_answer_means(
    site: Site, status: Any, verdict: Verdict, trouble: str, methods: list[str]
) -> None:
    site.pages["/pagina"] = status
    found = seen(site.at("/pagina"))
    assert (found.verdict, found.trouble) == (verdict, trouble)
    assert site.of("/pagina") == methods


def test_it_says_who_asks_and_takes_only_the_first_bytes(site: Site, settings: Any) -> None:
    site.pages["/pagina"] = only_get(200)
    seen(site.at("/pagina?soort=kunst#verder"))
    last = site.asked[-1]
    assert last.headers["User-Agent"] == f"{AGENT} (+{settings.BASE_URL}/over/)"
    assert last.headers["Range"] == "bytes=0-1023"
    assert last.headers["Host"] == f"127.0.0.1:{site.port}"
    assert last.path == "/pagina?soort=kunst"


def test_a_page_of_megabytes_is_not_read(site: Site) -> None:
    site.pages["/reus"] = huge
    assert seen(site.at("/reus")).verdict == Verdict.GOOD
    assert site.sent < 100 * 1024 * 1024, "the line is cut, after what a machine takes in by itself"


@pytest.mark.parametrize(
    ("status", "told", "rest"),
    [
        (429, "", timedelta(days=1)),
        (429, "3600", timedelta(hours=1)),
        (429, "5", timedelta(minutes=1)),
        (429, "99999999999", timedelta(days=30)),
        (429, "Sun, 22 Nov 2026 12:00:00 GMT", timedelta(days=1)),
        (429, "Sun, 22 Nov 2026 12:00:00 -0000", timedelta(hours=23)),
        (429, "morgen", timedelta(days=1)),
        (503, "600", timedelta(minutes=10)),
        (503, "", None),
        (200, "600", None),
    ],
)
def test_a_busy_site_gets_its_rest(status: int, told: str, rest: timedelta | None) -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert rest_after(Reply(status, retry_after=told), now) == rest


def test_a_busy_site_is_not_asked_by_get_too(site: Site) -> None:
    site.pages["/druk"] = (429, {"Retry-After": "3600"})
    found = seen(site.at("/druk"))
    assert (found.verdict, found.status, found.rest) == (Verdict.LATER, 429, timedelta(hours=1))
    assert site.of("/druk") == ["HEAD"]


# --- Sent on ------------------------------------------------------------------------------------------------------


def chain(site: Site, length: int, status: int = 302) -> str:
    """A page that sends on so many times, and then is there."""
    for hop in range(length):
        site.pages[f"/{hop}"] = (status, {"Location": f"/{hop + 1}"})
    site.pages[f"/{length}"] = 200
    return site.at("/0")


def test_it_follows_five_times_and_not_six(site: Site) -> None:
    assert seen(chain(site, MOST_HOPS)).verdict == Verdict.GOOD
    found = seen(chain(site, MOST_HOPS + 1))
    assert (found.verdict, found.trouble) == (Verdict.FAILED, Trouble.LOOP)


def test_a_circle_ends(site: Site) -> None:
    site.pages["/een"] = (302, {"Location": "/twee"})
    site.pages["/twee"] = (302, {"Location": "/een"})
    assert seen(site.at("/een")).trouble == Trouble.LOOP
    assert site.looks == ["/een", "/twee"]


def test_what_moved_for_good_is_told(site: Site) -> None:
    site.pages["/oud"] = (301, {"Location": "/nieuw pad/é"})
    site.pages["/nieuw%20pad/%C3%A9"] = 200
    assert seen(site.at("/oud")).moved_to == site.at("/nieuw%20pad/%C3%A9")
    site.pages["/oud"] = (308, {"Location": "/nieuw pad/é".encode().decode("latin-1")})
    assert seen(site.at("/oud")).moved_to == site.at("/nieuw%20pad/%C3%A9"), "as most sites write it"
    site.pages["/even"] = (302, {"Location": "/goed"})
    assert seen(site.at("/even")).moved_to == "", "only for now"


def test_sent_on_to_nowhere_is_an_answer_by_itself(site: Site) -> None:
    site.pages["/kaal"] = 302
    assert seen(site.at("/kaal")).verdict == Verdict.UNTOLD


@pytest.mark.parametrize(
    ("location", "trouble"),
    [
        ("http://10.0.0.1/", Trouble.INSIDE),
        ("http://192.168.1.1/beheer", Trouble.INSIDE),
        ("http://169.254.169.254/latest/meta-data/", Trouble.INSIDE),
        ("http://[::ffff:10.0.0.1]/", Trouble.INSIDE),
        ("http://[fe80::1]/", Trouble.INSIDE),
        ("file:///etc/passwd", Trouble.NOT_WEB),
        ("ftp://voorbeeld.example/", Trouble.NOT_WEB),
        ("javascript:alert(1)", Trouble.NOT_WEB),
        ("http://an:geheim@127.0.0.1/", Trouble.NOT_WEB),
        ("http://[", Trouble.NOT_WEB),
        ("http://a..b/", Trouble.NOT_WEB),
        (f"/{'a' * 3000}", Trouble.NOT_WEB),
    ],
)
def test_nobody_sends_us_to_a_machine_of_our_own(site: Site, location: str, trouble: Trouble) -> None:
    site.pages["/lokaas"] = (302, {"Location": location})
    found = seen(site.at("/lokaas"))
    assert (found.verdict, found.trouble) == (Verdict.FAILED, trouble)


# --- Where we never go --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1"),
        "0.0.0.0",  # noqa: S104 - nobody listens here
        *("255.255.255.255", "224.0.0.1", "240.0.0.1", "::1", "::", "fe80::1%eth0", "fc00::1"),
        *("ff02::1", "::ffff:127.0.0.1", "::ffff:192.168.0.1", "2002:0a00:0001::", "64:ff9b::a00:1"),
        "2001:db8::1",
    ],
)
def test_these_machines_are_not_on_the_open_web(number: str) -> None:
    assert not is_open(number)


@pytest.mark.parametrize("number", ["193.190.1.1", "2a00:1450::1", "::ffff:193.190.1.1", "64:ff9b::c1be:101"])
def test_these_are(number: str) -> None:
    assert is_open(number)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://127.0.0.1:8000/",
        "https://[::1]:8443/",
    ],
)
def test_this_machine_is_only_for_tests(address: str) -> None:
    assert seen(address).trouble == Trouble.INSIDE


def test_only_ports_of_the_web(site: Site, settings: Any) -> None:
    settings.LINK_CHECK = {**settings.LINK_CHECK, "inside": False}
    assert seen("http://stad.example:25/").trouble == Trouble.INSIDE
    assert seen("http://stad.example:99999/").trouble == Trouble.NOT_WEB


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """What the look-up of names answers, one after the other; and the names that were looked up."""
    asked: list[str] = []
    left = list(answers)

    def look_up(host: str) -> list[str]:
        asked.append(host)
        return left.pop(0)

    monkeypatch.setattr("ecru.base.links.targets.numbers_of", look_up)
    return asked


@pytest.mark.parametrize(
    "address",
    [
        "",
        "www.stad.example",
        "http://",
        "http:///pad",
        "//stad.example/",
        "http://a b/",
        "mailto:an@stad.example",
    ],
)
def test_what_is_no_address_of_a_page(address: str) -> None:
    assert seen(address).trouble == Trouble.NOT_WEB


def test_one_bad_number_behind_a_name_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, ["193.190.1.1", "10.0.0.1"])
    with pytest.raises(Unfit) as why:
        machines_of(target_of("http://stad.example/"))
    assert why.value.trouble == Trouble.INSIDE


def test_a_name_that_nobody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_kwargs: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr("ecru.base.links.targets.socket.getaddrinfo", unknown)
    assert seen("http://stad.example/").trouble == Trouble.NO_NAME


def test_a_name_is_looked_up_by_the_machine() -> None:
    assert set(numbers_of("localhost")) <= {"127.0.0.1", "::1"}


def test_the_line_goes_to_the_number_that_was_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers the open web first and our own network next fools nobody: it is asked once for each request."""
    connected = []
    real = socket.create_connection

    def connect(address: Any, *args: Any, **kwargs: Any) -> Any:
        connected.append(address)
        return real(("127.0.0.1", site.port), *args, **kwargs)

    asked = named(monkeypatch, ["193.190.1.1"], ["10.0.0.1"])
    monkeypatch.setattr("ecru.base.links.asking.socket.create_connection", connect)
    assert seen(f"http://stad.example:{site.port}/goed").verdict == Verdict.GOOD
    assert connected == [("193.190.1.1", site.port)]
    assert asked == ["stad.example"]
    assert site.asked[-1].headers["Host"] == f"stad.example:{site.port}"
    assert seen(f"http://stad.example:{site.port}/goed").trouble == Trouble.INSIDE


# --- Lines that do not work ---------------------------------------------------------------------------------------


def test_a_closed_port(looking: Any) -> None:
    with running() as gone:
        address = gone.at("/")
    found = seen(address)
    assert (found.verdict, found.trouble) == (Verdict.FAILED, Trouble.NO_ANSWER)


def test_the_second_machine_of_a_name_is_tried(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, ["127.0.0.2", "127.0.0.1"])
    real = socket.create_connection

    def connect(address: Any, *args: Any, **kwargs: Any) -> Any:
        if address[0] == "127.0.0.2":
            raise ConnectionRefusedError
        return real(address, *args, **kwargs)

    monkeypatch.setattr("ecru.base.links.asking.socket.create_connection", connect)
    assert seen(f"http://stad.example:{site.port}/goed").verdict == Verdict.GOOD


@pytest.mark.usefixtures("impatient")
def test_a_slow_site_is_cut_off_however_slowly_it_speaks(site: Site) -> None:
    site.pages["/druppel"] = endless
    site.pages["/stil"] = lambda _handler: time.sleep(3)
    for path in ("/druppel", "/stil"):
        assert seen(site.at(path)).trouble == Trouble.SLOW, path


def test_a_certificate_of_nobody(site: Site) -> None:
    """A site that speaks plain text where a certificate is expected."""
    found = seen(site.at("/goed").replace("http:", "https:"))
    assert found.trouble == Trouble.CERTIFICATE


def test_a_certificate_that_is_not_trusted(looking: Any, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate(tmp_path))
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _who = listener.accept()
        try:
            context.wrap_socket(line, server_side=True).close()
        except OSError:
            line.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    found = seen(f"https://127.0.0.1:{listener.getsockname()[1]}/")
    thread.join()
    listener.close()
    assert (found.verdict, found.trouble) == (Verdict.FAILED, Trouble.CERTIFICATE)
