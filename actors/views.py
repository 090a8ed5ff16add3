"""Pages of the field: who is who, the municipalities, signing in and out."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from ecru.base.access import public
from ecru.base.edition import edition
from ecru.base.sharecard import draw_card

from .forms import SignInForm
from .mapping import MAP, MappedDirectory, outlines, with_tiles
from .models import Actor, Municipality
from .overview import actors_by_kind, contributions, municipality_lead
from .permissions import may_keep_field
from .related import related_to
from .structured import actor_jsonld
from .townscape import townscape

LONGEST_ADDRESS = 2000  # Django refuses to redirect to what is longer than 2048


class HtmxRequest(HttpRequest):
    """A request that knows whether HTMX made it (``HtmxMiddleware``)."""

    htmx: HtmxDetails


@public
@require_safe
@vary_on_headers("HX-Request")
def actor_list(request: HtmxRequest) -> HttpResponse:
    """The directory; an HTMX request gets only the part of the page that a choice changes."""
    actors = Actor.objects.visible_to(request.user).published()
    directory = MappedDirectory(request.GET, actors, reverse("actor-list"))
    swap = request.htmx and not request.htmx.history_restore_request
    template = "actors/actor_list_swap.html" if swap else "actors/actor_list.html"
    response = render(request, template, {"directory": directory, "section": "actors"})
    if directory.look == MAP:
        response = with_tiles(response)
    return push_url(response, directory.url()) if swap else response


def map_state(request: HttpRequest) -> str:
    """An ETag that changes with the question, the language and anything that pages show."""
    asked = f"{request.get_full_path()} {request.LANGUAGE_CODE} {edition.refresh()}"
    return f'"{sha256(asked.encode()).hexdigest()[:32]}"'


@public
@require_safe
@cache_control(no_cache=True)
@etag(map_state)
def actor_map(request: HttpRequest) -> JsonResponse:
    """What the list of the same address finds, as points on a map; for everybody the same, so published actors only."""
    directory = MappedDirectory(request.GET, Actor.objects.published(), reverse("actor-list"))
    return JsonResponse(directory.points(), content_type="application/geo+json")


@public
@require_safe
@cache_control(no_cache=True)
@etag(map_state)
def municipality_outlines(request: HttpRequest) -> JsonResponse:
    """The seven as outlines for the map."""
    return JsonResponse(outlines(), content_type="application/geo+json")


@public
@require_safe
def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One actor: who they are, what for, where, and who they go together with."""
    actor = get_object_or_404(Actor.objects.visible_to(request.user).for_page(), slug=slug)
    context = {
        "actor": actor,
        "crumbs": [
            {"name": _("Start"), "url": reverse("home")},
            {"name": _("Who is who"), "url": reverse("actor-list")},
        ],
        "family": actor.family(request.user),
        "related": related_to(actor, request.user),
        "structured": actor_jsonld(actor, settings.BASE_URL),
        "section": "actors",
    }
    return render(request, "actors/actor_detail.html", context)


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
def municipality_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One municipality: its actors by kind, its figures with year and source, its contribution."""
    places = Municipality.objects.with_inhabitants().with_actor_counts().select_related("source")
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
        "kinds": actors_by_kind(municipality, request.user),
        "figures": municipality.figures.select_related("source"),
        "population": population,
        "townscape": townscape(municipality, population),
        "section": "municipalities",
    }
    return render(request, "actors/municipality_detail.html", context)


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signing in with e-mail address and password; leads to where the visitor wanted to go."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return HttpResponseRedirect(
            wanted if is_own_address(request, wanted) else after_sign_in(form.get_user())
        )
    return render(request, "actors/sign_in.html", {"form": form, "next": wanted})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signing out."""
    logout(request)
    return redirect("home")


def after_sign_in(user: Any) -> str:
    """Where somebody starts: who keeps the field in the admin, everybody else at home."""
    return reverse("admin:index") if may_keep_field(user) else reverse("home")


def is_own_address(request: HttpRequest, address: str) -> bool:
    """Whether ``address`` is a page of this portal, so that nobody is sent elsewhere after signing in."""
    if not address.startswith("/") or len(address) > LONGEST_ADDRESS:
        return False
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
