"""The partner regions in Europe: all of them on a map, and one by one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.mapping import map_owner, with_tiles
from actors.models import Actor
from ecru.base.access import public
from ecru.base.kept import same_for_everyone

from ..europe import drawing, map_settings, points
from ..models import EuropeanProject, Practice, Project, Region


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page about partner regions."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Our network in Europe"), "url": reverse("region-list")},
        *more,
    ]


@public
@require_safe
@same_for_everyone()
def region_list(request: HttpRequest) -> HttpResponse:
    """The regions on a map of Europe, and the projects that brought them together."""
    regions = list(Region.objects.with_parts())
    context = {
        "regions": regions,
        "drawing": drawing(regions),
        "map_settings": map_settings(),
        "map_owner": map_owner(),
        "projects": projects_shown(request.user),
        "crumbs": crumbs()[:1],
    }
    return with_tiles(request, render(request, "projects/region_list.html", context))


def projects_shown(user: Any) -> list[dict[str, Any]]:
    """The European projects, each with its own page and the methods that ``user`` may see."""
    projects = list(EuropeanProject.objects.for_page())
    pages = set(Project.objects.visible_to(user).in_bulk({project.project_id for project in projects}))
    methods = Practice.objects.visible_to(user).in_bulk(
        {method.pk for project in projects for method in project.methods.all()}
    )
    return [
        {
            "project": project,
            "page": project.project if project.project_id in pages else None,
            "methods": [methods[method.pk] for method in project.methods.all() if method.pk in methods],
        }
        for project in projects
    ]


@public
@require_safe
@same_for_everyone()
def region_map(request: HttpRequest) -> JsonResponse:
    """The regions as points on a map."""
    return JsonResponse(points(Region.objects.with_parts()), content_type="application/geo+json")


@public
@require_safe
@same_for_everyone()
def region_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One region: where it is, who stands for it, what it takes part in, and what it shared."""
    region = get_object_or_404(Region.objects.with_parts(), slug=slug)
    actor = Actor.objects.visible_to(request.user).in_bulk([region.actor_id]).get(region.actor_id)
    context = {
        "region": region,
        "actor": actor,
        "practices": Practice.objects.visible_to(request.user).of_region(region, actor).for_cards(),
        "initiatives": Project.objects.visible_to(request.user).of_actor(actor).for_cards() if actor else [],
        "crumbs": crumbs(),
    }
    return render(request, "projects/region_detail.html", context)
