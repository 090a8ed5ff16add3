"""The past of a measure that one keeps: what changed, who did it, and taking it back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.history import Refused, Step
from actors.models import Change
from actors.views.own_past import seen
from ecru.base.access import GET_AND_POST

from .. import keeping
from ..models import Measure
from .own_measures import measure_context, own_measure

A_PAGE = 20


@never_cache
@require_safe
def my_measure_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every change of a measure, its rounds and its conditions, the newest first."""
    measure = own_measure(request, slug)
    lines: Any = keeping.Past(measure)
    context = {"lines": Paginator(lines, A_PAGE).get_page(request.GET.get("vanaf"))}
    return render(
        request, "subsidies/own/history.html", measure_context(measure, "my-measure-history") | context
    )


@never_cache
@require_http_methods(GET_AND_POST)
def my_measure_undo(request: HttpRequest, slug: str, change: str) -> HttpResponse:
    """Shows what taking back one change does; does it after a yes."""
    user: Any = request.user
    measure = own_measure(request, slug)
    line = keeping.line_of(measure, change)
    if line is None:
        raise Http404
    steps = keeping.what_undoing_does(line.change, user)
    if request.method == "POST" and take_back_seen(request, measure, line.change, steps):
        return redirect("my-measure-history", slug=slug)
    steps = keeping.what_undoing_does(line.change, user)
    context = {
        "line": line,
        "back": [step for step in steps if not step.problem],
        "left": [step for step in steps if step.problem],
        "seen": seen(steps),
    }
    return render(
        request, "subsidies/own/undo.html", measure_context(measure, "my-measure-history") | context
    )


def take_back_seen(request: HttpRequest, measure: Measure, change: Change, steps: list[Step]) -> bool:
    """Takes the change back when the page still showed what happens; whether that is settled."""
    user: Any = request.user
    if not any(not step.problem for step in steps):
        messages.warning(request, _("There was nothing to undo any more."))
        return True
    if request.POST.get("seen") != seen(steps):
        messages.warning(request, _("Somebody changed this record a moment ago. Look again."))
        return False
    try:
        done = keeping.undo_own(change=change, measure=measure, by=user)
    except Refused as reason:
        messages.error(request, _("Nothing was undone. %(why)s") % {"why": reason})
        return False
    messages.success(request, _("Undone: %(fields)s.") % {"fields": ", ".join(step.label for step in done)})
    return True
