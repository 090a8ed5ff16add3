"""Finding support: four questions, and what fits."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from actors.views.field import HtmxRequest, directory_page
from ecru.base.access import public
from ecru.base.kept import same_for_everyone

from ..finding.directory import FinderDirectory
from ..finding.gaps import note_gap
from ..finding.page import own_ways, project_way
from ..timetable import changes_next

PROJECT = "project"


@public
@require_safe
@vary_on_headers("HX-Request")
@same_for_everyone(*FinderDirectory.questions(), until=changes_next)
def measure_finder(request: HtmxRequest) -> HttpResponse:
    """Which support fits a plan: the whole plan stands in the address, and nothing of it is kept."""
    slug = request.GET.get(PROJECT, "").replace("\x00", "")
    known = project_way(slug, request.user) if slug else None
    if known:
        return redirect(known)
    directory = FinderDirectory(request.GET, reverse("measure-finder"))
    is_gap = directory.nothing_fits and directory.is_sound
    if is_gap:
        note_gap(request, directory.plan, directory.question)
    told = ngettext("%(number)s measure fits", "%(number)s measures fit", directory.found)
    response = directory_page(
        request,
        directory,
        template="subsidies/finder.html",
        results="subsidies/finder_results.html",
        told=told % {"number": directory.found},
        title=_("Find support"),
        own=own_ways(request.user),
        lost_project=bool(slug),
        section="support",
    )
    if is_gap:
        patch_cache_control(response, no_store=True)  # so that each visitor counts
    return response
