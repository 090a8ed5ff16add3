"""The pages people see when something is not right; each says what to do next."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import Resolver404, resolve

from ecru.base.access import public


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something the portal cannot read, or used a name that is not the portal's. 413: more text than fits."""
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024
        return HttpResponse(alone("413.html", request, most=most), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return HttpResponse(alone("400.html", request), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, without the right. Shows the sentence of ``PermissionDenied`` when it has one."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page; offers the search box."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our mistake. Uses no database, session or context processor, since one of those may be the cause."""
    return HttpResponse(alone("500.html", request), status=500)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came back without a valid token, mostly from a page that stood open too long.

    ``reason`` is Django's technical sentence; it is in the log and means nothing to people.
    """
    response = render(request, "portal/csrf.html", status=403)
    response.is_csrf_failure = True  # type: ignore[attr-defined]  # a form that may still be kept (ecru.base.unsent)
    return response


class NotThisWay:
    """405: gives the answer that is empty in Django a page, for who opens the address of a form, or sends one to a page without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method in {"GET", "POST"}:
            response.content = render(request, "405.html", {"up": above(request.path_info)}).content
        return response


def above(path: str) -> str:
    """The address of the nearest page above ``path``; of a form, that is the page on which it stands."""
    parts = path.strip("/").split("/")
    for last in range(len(parts) - 1, 0, -1):
        address = f"/{'/'.join(parts[:last])}/"
        try:
            resolve(address)
        except Resolver404:
            continue
        return address
    return "/"


def alone(template: str, request: HttpRequest, **more: Any) -> str:
    """``template`` as text, drawn without anything that can fail with the page itself."""
    code = request.headers.get("X-Request-ID", "")
    return render_to_string(template, {"stylesheet": stylesheet(), "request_id": code, **more})


def stylesheet() -> str:
    """The address of the stylesheet; the plain one when the hashed one cannot be found."""
    try:
        return static("css/ecru.css")
    except (OSError, ValueError):
        return f"{settings.STATIC_URL}css/ecru.css"
