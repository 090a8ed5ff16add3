"""Pages of the field: who is who, the experts, the municipalities."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from actors.actor_page import PAGES, actor_page
from actors.expert_directory import ExpertDirectory
from actors.expert_relations import related_experts
from actors.mapping import MAP, MappedDirectory, outlines, with_tiles
from actors.models import Actor, Expert, Municipality
from actors.overview import actors_by_kind, contributions, count_at_work, municipality_lead
from actors.page_blocks import blocks_for_municipality
from actors.structured import expert_jsonld
from actors.terms import with_all_known
from actors.townscape import townscape
from ecru.base.access import public
from ecru.base.directory import Directory
from ecru.base.kept import same_for_everyone
from ecru.base.sharecard import draw_card


class HtmxRequest(HttpRequest):
    """A request that knows whether HTMX made it (``HtmxMiddleware``)."""

    htmx: HtmxDetails


def directory_page(
    request: HtmxRequest, directory: Directory, template: str = "directory/list.html", **texts: Any
) -> HttpResponse:
    """A directory; an HTMX request gets only the part of the page that a choice changes.

    ``texts``: what ``directory/list.html`` takes besides: ``results``, ``title``, ``lead``, ``description``, ``told``, ``section``.
    """
    swap = request.htmx and not request.htmx.history_restore_request
    response = render(request, "directory/swap.html" if swap else template, {"directory": directory, **texts})
    return push_url(response, directory.url()) if swap else response


@public
@require_safe
@vary_on_headers("HX-Request")
@same_for_everyone(*MappedDirectory.questions())
def actor_list(request: HtmxRequest) -> HttpResponse:
    """Who is who. Only its map may show pictures of somebody else's base map."""
    directory = MappedDirectory(request.GET, reverse("actor-list"))
    told = ngettext("%(number)s actor found", "%(number)s actors found", directory.found)
    response = directory_page(
        request,
        directory,
        template="actors/actor_list.html",
        results="actors/actor_results.html",
        title=_("Who is who"),
        lead=_("Associations, makers, houses and services that can help you on."),
        description=_("Find associations, makers, houses and services in the seven municipalities."),
        told=told % {"number": directory.found},
        section="actors",
    )
    return with_tiles(request, response) if directory.look == MAP else response


@public
@require_safe
@same_for_everyone(*MappedDirectory.questions())
def actor_map(request: HttpRequest) -> JsonResponse:
    """What the list of the same address finds, as points on a map."""
    points = MappedDirectory(request.GET, reverse("actor-list")).points()
    return JsonResponse(points, content_type="application/geo+json")


@public
@require_safe
@same_for_everyone()
def municipality_outlines(request: HttpRequest) -> JsonResponse:
    """The seven as outlines for the map."""
    return JsonResponse(outlines(), content_type="application/geo+json")


@public
@require_safe
@same_for_everyone()
def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One actor: who they are, what for, where, and who they go together with."""
    found = PAGES.one(slug) or get_object_or_404(
        Actor.objects.visible_to(request.user).for_bare_page(), slug=slug
    )
    return render(request, "actors/actor_detail.html", actor_page(with_all_known(found), request.user))


@public
@require_safe
@cache_control(public=True, max_age=86_400)
def actor_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that stands beside a shared link to an actor: its cloth and its name."""
    actor = get_object_or_404(Actor.objects.published().for_cards(), slug=slug)
    place = f", {actor.municipality}" if actor.municipality else ""
    return HttpResponse(
        draw_card(actor.name, f"{actor.kind}{place}", actor.places_woven), content_type="image/png"
    )


@public
@require_safe
@vary_on_headers("HX-Request")
@same_for_everyone(*ExpertDirectory.questions())
def expert_list(request: HtmxRequest) -> HttpResponse:
    """Who knows what."""
    directory = ExpertDirectory(request.GET, reverse("expert-list"))
    told = ngettext("%(number)s expert found", "%(number)s experts found", directory.found)
    return directory_page(
        request,
        directory,
        results="actors/expert_results.html",
        title=_("Experts"),
        lead=_("People and organisations that share what they know."),
        description=_(
            "Find who can help you with an application, a project or an idea in the seven municipalities."
        ),
        told=told % {"number": directory.found},
        section="experts",
    )


@public
@require_safe
@same_for_everyone()
def expert_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One expert: what they know, what they do for you, and who else knows about it."""
    expert = get_object_or_404(Expert.objects.visible_to(request.user).for_page(), slug=slug)
    context = {
        "expert": expert,
        "crumbs": [
            {"name": _("Start"), "url": reverse("home")},
            {"name": _("Experts"), "url": reverse("expert-list")},
        ],
        "related": related_experts(expert),
        "structured": expert_jsonld(expert, settings.BASE_URL),
        "section": "experts",
    }
    return render(request, "actors/expert_detail.html", context)


@public
@require_safe
def expert_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that stands beside a shared link to an expert: its cloth, its name and its topics."""
    expert = get_object_or_404(Expert.objects.published().for_cards(), slug=slug)
    card = draw_card(expert.name, expert.topics_in_short, expert.places_woven)
    response = HttpResponse(card, content_type="image/png")
    if expert.person_name:  # what a person no longer agrees to is gone from every cache too
        patch_cache_control(response, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=86_400)
    return response


@public
@require_safe
@same_for_everyone()
def municipality_list(request: HttpRequest) -> HttpResponse:
    """The seven together, and the other municipalities that actors work in."""
    context = {
        "contributions": contributions(),
        "outside": Municipality.objects.outside().with_actor_counts(),
        "section": "municipalities",
    }
    return render(request, "actors/municipality_list.html", context)


@public
@require_safe
@same_for_everyone()
def municipality_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One municipality: its actors by kind, its figures with year and source, its contribution."""
    places = Municipality.objects.with_inhabitants().select_related("source")
    municipality = get_object_or_404(places, slug=slug)
    population = list(municipality.population.select_related("source"))
    context = {
        "municipality": municipality,
        "over": [municipality.slug],
        "lead": municipality_lead(municipality),
        "crumbs": [
            {"name": _("Start"), "url": reverse("home")},
            {"name": _("Municipalities"), "url": reverse("municipality-list")},
        ],
        "actor_count": count_at_work(municipality),
        "kinds": actors_by_kind(municipality),
        "figures": municipality.figures.select_related("source"),
        "population": population,
        "townscape": townscape(municipality, population),
        "attribution": settings.BORDERS_ATTRIBUTION,
        "blocks": blocks_for_municipality(municipality),
        "section": "municipalities",
    }
    return render(request, "actors/municipality_detail.html", context)
