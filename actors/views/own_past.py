"""The past of one's own actor: what changed, who did it, and taking it back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.editing import Line, line_of, mark, past, undo_own, what_undoing_does
from actors.history import Refused, Step
from actors.models import Actor
from actors.views.mine import actor_context, own_actor

A_PAGE = 20


@never_cache
@require_safe
def my_actor_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every change of the record, the newest first."""
    actor = own_actor(request, slug)
    lines: Any = past(actor)
    context = {"lines": Paginator(lines, A_PAGE).get_page(request.GET.get("vanaf"))}
    return render(request, "mine/history.html", actor_context(request, actor, "my-actor-history") | context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_actor_undo(request: HttpRequest, slug: str, change: str) -> HttpResponse:
    """Shows what taking back one change does; does it after a yes."""
    person: Any = request.user
    actor = own_actor(request, slug)
    line = line_of(actor, change)
    if line is None:
        raise Http404
    steps = what_undoing_does(line.change, person)
    if request.method == "POST" and take_back_seen(request, actor, line, steps):
        return redirect("my-actor-history", slug=actor.slug)
    steps = what_undoing_does(line.change, person)
    context = {
        "line": line,
        "back": [step for step in steps if not step.problem],
        "left": [step for step in steps if step.problem],
        "seen": seen(steps),
    }
    return render(request, "mine/undo.html", actor_context(request, actor, "my-actor-history") | context)


def take_back_seen(request: HttpRequest, actor: Actor, line: Line, steps: list[Step]) -> bool:
    """Takes the change back when the page still showed what happens; whether that is settled."""
    person: Any = request.user
    if not any(not step.problem for step in steps):
        messages.warning(request, _("There was nothing to undo any more."))
        return True
    if request.POST.get("seen") != seen(steps):
        messages.warning(request, _("Somebody changed this record a moment ago. Look again."))
        return False
    try:
        done = undo_own(change=line.change, actor=actor, by=person)
    except Refused as reason:
        messages.error(request, _("Nothing was undone. %(why)s") % {"why": reason})
        return False
    messages.success(request, _("Undone: %(fields)s.") % {"fields": ", ".join(step.label for step in done)})
    return True


def seen(steps: list[Step]) -> str:
    """What a page showed of ``steps``, so that a yes to something else is noticed."""
    return mark([[step.name, step.old, step.new, step.problem] for step in steps])
