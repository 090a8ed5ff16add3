"""Kept pages: what is the same for every visitor who is not signed in is made once, and again after any change.

A view says so with ``same_for_everyone``. A page is kept per address and language, with the edition (every change of what
pages show starts a new one) and the day in Brussels (some orders are shuffled daily). Who has a session gets no kept page.
"""

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from threading import Lock
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from .edition import edition

ROOM = 4 * 1024 * 1024  # bytes for addresses without a question, in each worker
ROOM_FOR_QUESTIONS = 2 * 1024 * 1024  # and as much for those with one, so that they never push out the others
LARGEST = 100 * 1024
BROTLI_QUALITY = 4
GZIP_LEVEL = 6
LONGEST_PATH = 600
COMMA = re.compile(r"\s*,\s*")
DROPPED = {"content-length", "x-request-id", "date"}
GetResponse = Callable[[HttpRequest], HttpResponseBase]
Key = tuple[Any, ...]
State = tuple[str, date]


def same_for_everyone(
    *questions: str, until: Callable[[], datetime] | None = None
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Marks a view of which the page is the same for all who are not signed in.

    ``questions``: the names in the query string that it reads. An address with other names is not kept, so that nobody
    fills the memory by making names up. ``until``: gives the moment at which the page becomes another one by itself,
    for what tells whether something is open this second.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            state = present()  # before the page is made: what changes meanwhile starts a new state
            limit = until() if until else None
            response = view(request, *args, **kwargs)
            if set(request.GET) <= set(questions):
                response.state, response.until = state, limit  # type: ignore[attr-defined]
            return response

        return marked

    return decorate


def present() -> State:
    """The state of all that pages show: the edition, and the day in Brussels."""
    return edition.refresh(), timezone.localdate()


@dataclass(frozen=True)
class Page:
    """A page as it goes over the wire."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    tag: str
    until: datetime | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether the moment at which it becomes another page by itself is still to come."""
        return self.until is None or timezone.now() < self.until

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)


class Shelf:
    """Pages up to ``room`` bytes; who was not asked for longest goes first."""

    def __init__(self, room: int) -> None:
        self.room, self.taken = room, 0
        self.pages: OrderedDict[Key, Page] = OrderedDict()

    def get(self, key: Key) -> Page | None:
        """The page at ``key``."""
        page = self.pages.get(key)
        if page is not None:
            self.pages.move_to_end(key)
        return page

    def put(self, key: Key, page: Page) -> None:
        """Keeps ``page``."""
        known = self.pages.pop(key, None)
        self.taken += page.size - (known.size if known else 0)
        self.pages[key] = page
        while self.taken > self.room:
            _key, gone = self.pages.popitem(last=False)
            self.taken -= gone.size

    def clear(self) -> None:
        """Keeps nothing any more."""
        self.pages.clear()
        self.taken = 0


class KeptPages:
    """Answers with a kept page where there is one, and keeps pages that may be kept.

    Stands inside the compression of all other answers and outside all that looks at who somebody is.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.lock = Lock()
        self.plain, self.asked = Shelf(ROOM), Shelf(ROOM_FOR_QUESTIONS)
        self.state: State | None = None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_anonymous(request):
            return self.get_response(request)
        key = key_of(request)
        shelf = self.asked if request.META.get("QUERY_STRING") else self.plain
        page = self.kept(shelf, key)
        if page is None:
            response = self.get_response(request)
            page = page_of(request, response)
            if page is None:
                return response
            self.keep(shelf, key, page, response.state)  # type: ignore[attr-defined]
        return answer(request, page)

    def kept(self, shelf: Shelf, key: Key) -> Page | None:
        """The page at ``key``, if it is there and nothing changed since. The database is asked only if it is there."""
        with self.lock:
            page = shelf.get(key)
            known = self.state
        return page if page is not None and page.is_fresh and known == present() else None

    def keep(self, shelf: Shelf, key: Key, page: Page, state: State) -> None:
        """Keeps ``page``, made in ``state``; what was made in another state goes."""
        with self.lock:
            if state != self.state:
                self.plain.clear()
                self.asked.clear()
                self.state = state
            shelf.put(key, page)


def is_anonymous(request: HttpRequest) -> bool:
    """Whether nothing in ``request`` can make its page another than everybody's."""
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "authorization" not in request.headers
        and len(request.META.get("PATH_INFO", "") + request.META.get("QUERY_STRING", "")) <= LONGEST_PATH
    )


def key_of(request: HttpRequest) -> Key:
    """What makes one page another: host, address, how HTMX asks, and the compression."""
    meta = request.META
    return (
        meta.get("HTTP_HOST"),
        request.scheme,
        meta.get("PATH_INFO"),
        meta.get("QUERY_STRING"),
        meta.get("HTTP_HX_REQUEST"),
        meta.get("HTTP_HX_HISTORY_RESTORE_REQUEST"),
        encoding_for(request),
    )


def encoding_for(request: HttpRequest) -> str:
    """The best compression that the browser takes: "br", "gzip" or none."""
    taken = COMMA.split(request.headers.get("accept-encoding", "").lower().strip())
    return next((name for name in ("br", "gzip") if name in taken), "")


def page_of(request: HttpRequest, response: HttpResponseBase) -> Page | None:
    """``response`` as a page to keep; None when it may be another for somebody else, or is too large."""
    if (
        not hasattr(response, "state")
        or not isinstance(response, HttpResponse)
        or response.status_code != HttpResponse.status_code
        or response.cookies
        or response.has_header("Content-Encoding")
        or "no-store" in response.get("Cache-Control", "")
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    ):
        return None
    encoding = encoding_for(request)
    body = compressed(response.content, encoding)
    if len(body) > LARGEST:
        return None
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    patch_cache_control(response, private=True, no_cache=True)
    if encoding:
        response["Content-Encoding"] = encoding
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in DROPPED)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Page(body, headers, tag, getattr(response, "until", None))


def compressed(content: bytes, encoding: str) -> bytes:
    """``content`` as it goes over the wire."""
    if encoding == "br":
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY))
    return gzip.compress(content, GZIP_LEVEL, mtime=0) if encoding == "gzip" else content


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """``page`` as an answer; without its body for who has it already."""
    has_it = page.tag in COMMA.split(request.headers.get("if-none-match", "").strip())
    response = HttpResponse(status=304) if has_it else HttpResponse(page.body)
    del response["Content-Type"]
    for name, value in page.headers:
        if not has_it or name.lower() not in {"content-type", "content-encoding"}:
            response[name] = value
    response["ETag"] = page.tag
    if not has_it:
        response["Content-Length"] = str(len(page.body))
    return response
