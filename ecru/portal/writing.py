"""Hints while writing: what somebody types is read, answered and forgotten."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from actors.accounts.limits import TOO_MANY, is_allowed
from ecru.base.access import public
from ecru.base.plainness import hints

NOTHING, LONGEST_NAME = 204, 60


@public
@never_cache
@require_POST
def plain_words(request: HttpRequest) -> HttpResponse:
    """The hints about the field that HTMX names (else ``text``), as the part of a page that stands beside it.

    Only for who is signed in: others get nothing, without the detour of the sign-in page, which would take the page with all
    that was typed along. Nothing is stored; too many questions in a minute get no answer, and nobody is bothered with that.
    """
    person: Any = request.user
    if not person.is_authenticated:
        return HttpResponse(status=NOTHING)
    if not is_allowed(request, "plain_words", key=str(person.pk)):
        return HttpResponse(status=TOO_MANY)
    name = request.headers.get("hx-trigger-name", "")[:LONGEST_NAME] or "text"
    return render(
        request, "components/hints.html", {"hints": hints(request.POST.get(name, "")), "bare": True}
    )
