"""The floor: the least that Django does for (a) a page, (b) one row, (c) a list. What the portal is measured against."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from actors.models import Actor

BARE = "<!doctype html><title>Bare</title>" + "<p>Twenty thousand bytes.</p>\n" * 690
PER_PAGE = 24


def bare(_request: HttpRequest) -> HttpResponse:
    """(a) Twenty kB, without database or template."""
    return HttpResponse(BARE[:20_000])


def row(request: HttpRequest, key: int) -> HttpResponse:
    """(b) One row by its key, through a small template."""
    return render(request, "row.html", {"actor": get_object_or_404(Actor, pk=key)})


def listing(request: HttpRequest) -> HttpResponse:
    """(c) A page of 24 rows by name, with two prefetches and a count: what a Django tutorial would write."""
    actors = Actor.objects.order_by("name").prefetch_related("active_in", "themes")
    page = Paginator(actors, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "list.html", {"page": page})


urlpatterns = [path("bare/", bare), path("row/<int:key>/", row), path("list/", listing)]
