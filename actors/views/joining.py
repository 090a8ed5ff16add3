"""Asking for the page of an actor, and adding one that is not here yet."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors import membership
from actors.forms.membership import ClaimForm, NewActorForm
from actors.membership.adding import Typed, twins_for
from actors.membership.claiming import claim_of
from actors.models import Actor
from actors.permissions import may_claim_actor
from ecru.base.access import CONFLICT

LONGEST_NAME = 160
SHORTEST_NAME = 3


def crumbs() -> list[dict[str, str]]:
    """Where these pages stand."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Who is who"), "url": reverse("actor-list")},
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def actor_claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody says that they act for an actor, and asks for its page."""
    actor = get_object_or_404(
        Actor.objects.visible_to(request.user).select_related("municipality"), slug=slug
    )
    by: Any = request.user
    if not may_claim_actor(by, actor):
        if actor.pk in by.own_actors:
            return redirect("my-actor", slug=slug)
        raise PermissionDenied(
            _("Nobody can ask for the page of %(name)s. Do you think so? Mail us.") % {"name": actor}
        )
    before = claim_of(by, actor)
    initial = {"tie": before.content.get("tie", ""), "reason": before.reason} if before else None
    form, status = ClaimForm(request.POST or None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        try:
            item = membership.claim(actor=actor, by=by, told=form.told)
        except membership.Refused as reason:
            form.add_error(None, str(reason))
            status = CONFLICT
        else:
            messages.success(request, _("We received your request. You get a mail when it is answered."))
            return redirect("my-item", pk=item.pk)
    here = {"name": actor.name, "url": actor.get_absolute_url()}
    context = {
        "actor": actor,
        "form": form,
        "before": before,
        "crumbs": [*crumbs(), here],
        "section": "actors",
    }
    return render(request, "actors/claim.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def actor_new(request: HttpRequest) -> HttpResponse:
    """Adding an actor: first its name, then the rest."""
    by: Any = request.user
    name = typed_name(request)
    status = 200
    if request.method == "POST":
        form = NewActorForm(request.POST, user=by)
        if form.is_valid():
            try:
                item = membership.add_actor(by=by, told=form.told)
            except membership.Refused as reason:
                form.add_error(None, str(reason))
                status = CONFLICT
            else:
                messages.success(
                    request,
                    _("Thank you. You see your page already; everyone does when an editor accepts it."),
                )
                return redirect("my-item", pk=item.pk)
        twins = form.twins
    else:
        form = NewActorForm(user=by, initial={"name": name})
        twins = twins_for(by, Typed(name)) if name else []
    context = {
        "form": form,
        "name": name,
        "twins": twins,
        "step": 2 if name or request.method == "POST" else 1,
        "crumbs": crumbs(),
        "section": "actors",
    }
    return render(request, "actors/new.html", context, status=status)


@never_cache
@require_safe
def actor_new_twins(request: HttpRequest) -> HttpResponse:
    """Who looks like what is being typed: a part of the page."""
    name = typed_name(request)
    twins = twins_for(request.user, Typed(name)) if len(name) >= SHORTEST_NAME else []
    return render(request, "actors/new_twins.html", {"twins": twins})


def typed_name(request: HttpRequest) -> str:
    """The name that somebody typed first."""
    return " ".join(request.GET.get("naam", "").replace("\0", " ").split())[:LONGEST_NAME]
