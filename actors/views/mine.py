"""The own pages of who acts for an actor."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from actors.completeness import completeness, missing_parts
from actors.editing import past, waiting_for
from actors.models import Actor
from actors.permissions import may_choose_people, may_edit_actor
from actors.terms import with_terms

SHOWN = 5  # changes on the start page; the history has the rest


def own_actor(request: HttpRequest, slug: str) -> Actor:
    """The actor at ``slug``, for who may change it.

    Raises ``Http404`` when this person may not know of it, ``PermissionDenied`` when they may only look.
    """
    actor = get_object_or_404(
        Actor.objects.visible_to(request.user).select_related("kind", "municipality"), slug=slug
    )
    if not may_edit_actor(request.user, actor):
        raise PermissionDenied(_("Only people who act for %(name)s come here.") % {"name": actor})
    return actor


def actor_context(request: HttpRequest, actor: Actor, tab: str) -> dict[str, Any]:
    """What every own page of an actor shows; ``tab`` is the name of its route."""
    return {
        "actor": actor,
        "tab": tab,
        "chooses_people": may_choose_people(request.user, actor),
        "crumbs": crumbs(actor, tab),
    }


def crumbs(actor: Actor, tab: str) -> list[dict[str, str]]:
    """The way back up: to all that somebody does here, and from the other tabs to the overview of this actor."""
    way = [{"name": _("My ECRU"), "url": reverse("my")}]
    if tab != "my-actor":
        way.append({"name": actor.name, "url": reverse("my-actor", args=[actor.slug])})
    return way


@never_cache
@require_safe
def my_actor(request: HttpRequest, slug: str) -> HttpResponse:
    """The start page of an actor for who acts for it: how complete it is, what waits, what changed last."""
    [actor] = with_terms([own_actor(request, slug)])
    context = {
        "completeness": completeness(actor),
        "missing": missing_parts(actor),
        "waiting": waiting_for(actor),
        "lines": past(actor)[0:SHOWN],
    }
    return render(request, "mine/actor.html", actor_context(request, actor, "my-actor") | context)
