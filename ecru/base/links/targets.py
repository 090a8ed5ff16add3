"""Where a link leads, and whether we may go there: to the open web only, never to a machine on a network of our own."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

from .troubles import Trouble, Unfit

LONGEST = 2000  # characters of an address that a site sends us on to
USUAL_PORTS = {"http": 80, "https": 443}
PORTS = frozenset([80, 443, 8080, 8443])
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LOW_BITS = 2**32 - 1
SAFE = "/:=&?~+!$,;'@()*%"  # of a path and a query: what stays as it is


@dataclass(frozen=True)
class Target:
    """One page on the web: how, where, and which."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        """Whether the line is encrypted."""
        return self.scheme == "https"

    @property
    def place(self) -> str:
        """The host, with its port when that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.place}{self.path}"

    def beside(self, path: str) -> "Target":
        """Another page of the same site."""
        return Target(self.scheme, self.host, self.port, path)

    def following(self, location: str) -> "Target":
        """Where the site sends us on to. Raises ``Unfit``."""
        try:
            return target_of(urljoin(self.address, location))
        except ValueError as error:
            raise Unfit(Trouble.NOT_WEB) from error


def target_of(address: str) -> Target:
    """``address`` as a page that we can ask for. Raises ``Unfit`` for anything but a web address without a name or password."""
    try:
        parts = urlsplit(address.strip())
        scheme, port = parts.scheme.lower(), parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError) as error:
        raise Unfit(Trouble.NOT_WEB) from error
    sound = scheme in USUAL_PORTS and host and "@" not in parts.netloc and len(address) <= LONGEST
    if not sound or not set(host) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.:%"):
        raise Unfit(Trouble.NOT_WEB)
    number = USUAL_PORTS[scheme] if port is None else port
    if number not in PORTS and not settings.LINK_CHECK["inside"]:
        raise Unfit(Trouble.INSIDE)
    path = quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")
    return Target(scheme, host, number, path if path.startswith("/") else f"/{path}")


def machines_of(target: Target) -> list[str]:
    """The numeric addresses behind ``target``, all of them on the open web. Raises ``Unfit``.

    Whoever connects uses these, and does not look the name up again: a second answer may be another one.
    """
    try:
        numbers = numbers_of(target.host)
    except (OSError, UnicodeError) as error:
        raise Unfit(Trouble.NO_NAME) from error
    if not all(is_open(number) for number in numbers):
        raise Unfit(Trouble.INSIDE)
    return numbers


def numbers_of(host: str) -> list[str]:
    """The numeric addresses of ``host``, which may be one itself. Raises ``OSError`` and ``UnicodeError``."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


def is_open(number: str) -> bool:
    """Whether ``number`` (an IP address) is that of a machine on the open web, also when IPv4 hides in IPv6."""
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        hidden = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            hidden = ipaddress.IPv4Address(int(found) & LOW_BITS)
        if hidden is not None:
            return is_open(str(hidden))
    if found.is_loopback:
        return bool(settings.LINK_CHECK["inside"])
    return found.is_global and not found.is_multicast and not found.is_reserved
