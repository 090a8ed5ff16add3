"""Figures about dossiers, the lists behind them, and who never asked; for who runs the network."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from actors.answers import TARGET_GROUPS, seven
from ecru.base.access import only_for
from ecru.base.spreadsheet import MEDIA_TYPES

from ..figures import telling
from ..figures.asking import EVERY, Asked
from ..figures.behind import Behind
from ..figures.files import table_file
from ..figures.funnel import funnel
from ..figures.silence import NeverAsked, Silent
from ..permissions import runs_dossiers
from ..phases import TRACKS


def desk_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page of the desk."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("All dossiers"), "url": reverse("dossier-desk")},
        *more,
    ]


def to_figures() -> dict[str, str]:
    """The step to the figures."""
    return {"name": _("Figures"), "url": reverse("figures")}


def known_kind(kind: str) -> str:
    """A kind of table. Raises ``Http404`` for what we do not write."""
    if kind not in MEDIA_TYPES:
        raise Http404
    return kind


@only_for(runs_dossiers)
@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Asked, granted and how long it took: in one year beside the year before, and cut in every way."""
    page = telling.Page(Asked.of(request.GET))
    tables = page.tables()
    stays = page.stays()
    years = [row.name for table in tables if table.cut.key == "jaar" for row in table.rows]
    context = {
        "page": page,
        "heads": page.heads(),
        "tables": tables,
        "stays": stays,
        "drawings": telling.drawings_of(stays),
        "stages": funnel(page.asked),
        "years": sorted({*years, page.asked.year} - {EVERY}, reverse=True),
        "every": EVERY,
        "places_to_choose": seven(),
        "groups": TARGET_GROUPS(),
        "tracks": TRACKS.values(),
        "chips": Behind(page.asked).chips,
        "crumbs": desk_crumbs(),
        "downloads": [
            (kind.upper(), f"{reverse('figures-table', args=[kind])}?{page.asked.question()}")
            for kind in MEDIA_TYPES
        ],
    }
    return render(request, "subsidies/figures/figures.html", context)


@only_for(runs_dossiers)
@never_cache
@require_safe
def figures_table(request: HttpRequest, kind: str) -> HttpResponse:
    """What is on the screen, for a spreadsheet."""
    page = telling.Page(Asked.of(request.GET))
    return table_file(known_kind(kind), "cijfers", telling.headers(), telling.rows(page))


@only_for(runs_dossiers)
@never_cache
@require_safe
def figures_dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one number."""
    behind = Behind(Asked.of(request.GET))
    context = {
        "behind": behind,
        "lines": behind.lines,
        "earlier": behind.earlier,
        "figures_url": behind.asked.figures(what="", left=""),
        "crumbs": desk_crumbs(to_figures()),
    }
    return render(request, "subsidies/figures/dossiers.html", context)


@only_for(runs_dossiers)
@never_cache
@require_safe
def figures_never(request: HttpRequest) -> HttpResponse:
    """Who never asked."""
    choice = Silent.of(request.GET)
    page = NeverAsked(choice)
    context = {
        "page": page,
        "towns": page.places(_("elsewhere or not known")),
        "kinds": page.kinds(),
        "downloads": [
            (kind.upper(), f"{reverse('figures-never-table', args=[kind])}{choice.question()}")
            for kind in MEDIA_TYPES
        ],
        "crumbs": desk_crumbs(to_figures()),
    }
    return render(request, "subsidies/figures/never.html", context)


@only_for(runs_dossiers)
@never_cache
@require_safe
def figures_never_table(request: HttpRequest, kind: str) -> HttpResponse:
    """The list of who never asked, for a spreadsheet."""
    headers = [_("Organisation"), _("Kind"), _("Municipality"), _("Last contact"), _("Page")]
    page = NeverAsked(Silent.of(request.GET))
    return table_file(known_kind(kind), "nooit-gevraagd", headers, silent_rows(request, page))


def silent_rows(request: HttpRequest, page: NeverAsked) -> Iterator[list[str]]:
    """A line for every actor of the list; days as 2026-11-21."""
    actor: Any
    for actor in page.rows():
        place = actor.municipality.name if actor.municipality else actor.place
        last = actor.last_contact.isoformat() if actor.last_contact else ""
        url = request.build_absolute_uri(actor.get_absolute_url())
        yield [actor.name, str(actor.kind), place, last, url]
