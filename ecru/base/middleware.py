"""What every request meets first: one log line with an id, an answer that arrives, and an address without NUL characters."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADER = "HTTP_X_REQUEST_ID"  # its name in META; ``request.headers`` is read once, so it comes after us
MOST_READ = 64 * 1024 * 1024  # bytes of an answered request
READ_AT_ONCE = 64 * 1024
QUIET = "/health/"
SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{40,}(?=/|$)")  # what opens something for who has the link

GetResponse = Callable[[HttpRequest], HttpResponseBase]

current_id: ContextVar[str] = ContextVar("current_id", default="")
log = logging.getLogger("ecru.request")


def without_secret(path: str) -> str:
    """``path`` as the log may hold it: without the secret of a link in a mail."""
    return SECRET.sub("…", path)


def request_id(request: HttpRequest) -> str:
    """The id of ``request``: the caller's own ``X-Request-ID`` when that is safe to log, else a new one.

    Safe means 8 to 64 letters, digits or hyphens, so that nobody can write a log line of their own.
    """
    given = request.META.get(HEADER, "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


class RequestLog:
    """Logs one line per request and gives every request an id; the first middleware of all.

    The id is in ``request.headers["X-Request-ID"]``, on every log line (``RequestContext``) and in the
    answer's ``X-Request-ID``. The line holds no query string, address, name, or secret of a link: those can be personal data.
    Health checks are logged at DEBUG. Milliseconds count until the answer starts, not until it is sent.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        identity = request.META[HEADER] = request_id(request)
        token = current_id.set(identity)
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            self.write(request, response, (time.perf_counter() - start) * 1000)
        finally:
            current_id.reset(token)
        response["X-Request-ID"] = identity
        return response

    def write(self, request: HttpRequest, response: HttpResponseBase, milliseconds: float) -> None:
        """Writes the line; ``milliseconds`` is the time that the portal worked on ``request``."""
        level = logging.DEBUG if request.path.startswith(QUIET) else logging.INFO
        facts = {
            "method": request.method,
            "path": without_secret(request.path),
            "status": response.status_code,
            "milliseconds": round(milliseconds, 1),
            "request_id": current_id.get(),
        }
        log.log(level, "%s %s %s", request.method, response.status_code, facts["path"], extra=facts)


class BareHeads:
    """Answers a HEAD with the headers alone, the length of the page among them.

    A server drops a body that it should not send, and warns of it in the log: for each look of a machine that watches.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class ReadsToTheEnd:
    """Reads what is left of a form that was answered early, such as one with too much text.

    A server that closes while a browser still sends shows it "connection reset", and not the answer. What is larger than all
    files that fit is not waited for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        stream, left = getattr(request, "_stream", None), MOST_READ
        try:
            while stream is not None and left > 0 and (piece := stream.read(READ_AT_ONCE)):
                left -= len(piece)
        except (OSError, ValueError):  # who sent it is gone, or the view closed it
            log.debug("nothing left to read")
        return response


class RequestContext(logging.Filter):
    """Adds the request's id to a log record, and takes out the request itself, and secrets in paths that Django tells.

    Django hangs the request on its own records; written out, that would put the query string in the logs.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: no record is dropped."""
        request = record.__dict__.pop("request", None)
        if record.name == "django.request" and isinstance(record.args, tuple):
            record.args = tuple(
                without_secret(part) if isinstance(part, str) else part for part in record.args
            )
        identity = current_id.get() or getattr(request, "META", {}).get(HEADER)
        if identity:
            record.request_id = identity
        return True


class CleanAddress:
    """Keeps NUL characters out of views: PostgreSQL refuses them, and no honest address holds one.

    In the path it is a page that does not exist (404); in the query string it becomes a space.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "%20").replace("\0", "%20")
        return self.get_response(request)
