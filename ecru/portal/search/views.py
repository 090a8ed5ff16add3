"""The search page, and suggestions for its box."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from actors.answers import TARGET_GROUPS
from ecru.base.access import public
from ecru.base.directory import Pager
from ecru.portal.models import MissedSearch

from .answer import Group, cleaned, search
from .kinds import kind_of
from .suggestions import suggest

FRESH = 300  # seconds that a browser or proxy may keep suggestions

log = logging.getLogger(__name__)


@public
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Everything that answers ``q``, by kind; with ``soort`` one kind only, in pages. Any text is accepted."""
    query = cleaned(request.GET.get("q", ""))
    kind = kind_of(request.GET.get("soort", ""))
    result = search(query, request.user)
    group = result.group(kind.slug) if kind else None
    context: dict[str, Any] = {"query": query, "result": result, "groups": [] if group else result.groups}
    if group:
        context |= one_kind(group, request.GET.get("pagina", "1"))
    elif query and not result.total:
        note_missed(query)
        context["target_groups"] = [answer for answer in TARGET_GROUPS() if answer.first]
    return render(request, "portal/search.html", context)


def one_kind(group: Group, page: str) -> dict[str, Any]:
    """One page of all the hits of a kind, and the way back to everything."""
    query = {"q": group.query, "soort": group.kind.slug}
    pager = Pager.at(page, group.total, lambda number: f"?{urlencode(query | {'pagina': str(number)})}")
    return {
        "group": group,
        "hits": group.page(pager.start, pager.stop),
        "pager": pager,
        "everything": f"{reverse('search')}?{urlencode({'q': group.query})}",
    }


def note_missed(query: str) -> None:
    """Counts for the editors that ``query`` found nothing. When that cannot be written, the page shows all the same."""
    try:
        MissedSearch.objects.note(query)
    except DatabaseError:
        log.warning("a search that found nothing could not be counted")


@public
@require_safe
@cache_control(public=True, max_age=FRESH)
def suggestions(request: HttpRequest) -> JsonResponse:
    """What goes on like ``q``, for the search box: ``{"query", "suggestions": [{"label", "url", "kind", "detail"}]}``."""
    query = cleaned(request.GET.get("q", ""))
    return JsonResponse({"query": query, "suggestions": [entry.as_json() for entry in suggest(query)]})
