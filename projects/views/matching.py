"""How we match, for everyone, and what fits an actor, for who acts for it."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import Actor, User
from actors.views.mine import actor_context, own_actor
from ecru.base.access import public
from ecru.base.kept import same_for_everyone

from ..matching import Suggestion, suggest_each
from ..matching.explaining import explanation
from ..matching.putting_away import named, put_away, put_away_for, take_back
from ..models import PartnerCall, Project
from ..models.not_relevant import reference
from ..permissions import may_put_away

TAB = "my-actor-suggestions"
SHOWN = 4  # of every kind


@dataclass(frozen=True)
class Choice:
    """Something of an actor for which we look: itself, an open call or a project that goes on."""

    record: Any
    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """The suggestions of one kind."""

    title: str
    suggestions: list[Suggestion]


@public
@require_safe
@same_for_everyone()
def matching_explained(request: HttpRequest) -> HttpResponse:
    """How we match: the rules as the code has them."""
    crumbs = [{"name": _("Start"), "url": reverse("home")}]
    return render(request, "matching/explained.html", explanation() | {"crumbs": crumbs})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_actor_suggestions(request: HttpRequest, slug: str) -> HttpResponse:
    """What fits an actor, its open calls and its projects; what does not is put away, and can come back."""
    actor = own_actor(request, slug)
    choices = choices_of(actor, request.GET.get("voor", ""))
    chosen = next(choice for choice in choices if choice.is_chosen)
    if request.method == "POST":
        answer(request, actor, chosen.record)
        return redirect(chosen.url)
    context = {
        "choices": choices,
        "chosen": chosen,
        "groups": groups_for(chosen.record, request.user),
        "put_away": put_away_for(actor, chosen.record),
        "may_put_away": may_put_away(request.user, actor),
    }
    return render(request, "matching/for_you.html", actor_context(request, actor, TAB) | context)


def choices_of(actor: Actor, wanted: str) -> list[Choice]:
    """What there is to look for; the one that ``wanted`` names is chosen. Two queries. Raises ``Http404`` for another."""
    own = [
        actor,
        *PartnerCall.objects.published().open().of_actor(actor).soonest(),
        *Project.objects.published().unfinished().led_by(actor),
    ]
    wanted = wanted or reference(actor)
    if wanted not in {reference(record) for record in own}:
        raise Http404
    page = reverse(TAB, args=[actor.slug])
    return [
        Choice(
            record,
            record.name,
            page if record is actor else f"{page}?{urlencode({'voor': reference(record)})}",
            reference(record) == wanted,
        )
        for record in own
    ]


def groups_for(record: Any, user: Any) -> list[Group]:
    """What fits ``record``, kind by kind; kinds without anything are left out."""
    titles = {
        "actor": _("With whom you can do something"),
        "call": _("Calls that fit"),
        "practice": _("Examples to learn from"),
    }
    found = suggest_each(record, list(titles), user=user, limit=SHOWN)
    groups = [Group(title, found[kind]) for kind, title in titles.items()]
    return [group for group in groups if group.suggestions]


def answer(request: HttpRequest, actor: Actor, subject: Any) -> None:
    """Does what was pressed, and says it. What is gone meanwhile is said too."""
    record = named(request.POST.get("record", ""))
    deed = {"weg": put_away, "terug": take_back}.get(request.POST.get("do", ""))
    if record is None or deed is None:
        messages.warning(request, _("This is no longer there. Nothing was changed."))
        return
    deed(by=cast("User", request.user), actor=actor, subject=subject, record=record)
    told = (
        _("We do not suggest “%(name)s” here any more. Below you can take that back.")
        if deed is put_away
        else _("We suggest “%(name)s” again where it fits.")
    )
    messages.success(request, told % {"name": record.name})
