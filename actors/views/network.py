"""The cockpit of the network, for who runs it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from actors.freshness import NotNow, ask_now
from actors.models import Actor, User
from actors.network import State, archive_stopped
from actors.network.cockpit import (
    ELSEWHERE,
    Choice,
    Cockpit,
    actor_headers,
    actor_rows,
    count_headers,
    count_rows,
    kinds,
)
from actors.permissions import may_see_network
from ecru.base.access import only_for
from ecru.base.spreadsheet import MEDIA_TYPES, csv_lines

COUNTS = "aantallen"
LONGEST_QUESTION = 1000


@only_for(may_see_network)
@never_cache
@require_safe
def cockpit(request: HttpRequest) -> HttpResponse:
    """Every actor in one state, with what to do next."""
    choice = Choice.of(request.GET)
    page = Cockpit(choice)
    pager = page.pager()
    context = {
        "cockpit": page,
        "choice": choice,
        "question": choice.question(),
        "states": State,
        "kinds": kinds(),
        "elsewhere": ELSEWHERE,
        "pager": pager,
        "lines": page.lines(pager),
    }
    return render(request, "regie/network.html", context)


@only_for(may_see_network)
@never_cache
@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered, or the counts, for a spreadsheet; nothing about people."""
    choice = Choice.of(request.GET)
    if request.GET.get("tabel") == COUNTS:
        lines = csv_lines(count_headers(), count_rows(Cockpit(choice)))
    else:
        lines = csv_lines(actor_headers(), actor_rows(choice))
    name = f"netwerk-{timezone.localdate().isoformat()}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type=MEDIA_TYPES["csv"], headers=disposition)


@only_for(may_see_network)
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Sends the people of an actor the question whether its page is still right."""
    actor = get_object_or_404(Actor.objects.for_page(), slug=slug)
    try:
        count = ask_now(actor=actor, by=cast("User", request.user))
    except NotNow as reason:
        messages.warning(request, str(reason))
    else:
        told = ngettext(
            "The question about %(name)s is sent to %(count)d person.",
            "The question about %(name)s is sent to %(count)d people.",
            count,
        )
        messages.success(request, told % {"name": actor.name, "count": count})
    return back(request)


@only_for(may_see_network)
@require_POST
def put_away(request: HttpRequest, slug: str) -> HttpResponse:
    """Archives an actor that has stopped."""
    actor = get_object_or_404(Actor.objects.for_page(), slug=slug)
    if archive_stopped(actor=actor, by=cast("User", request.user)):
        messages.success(request, _("%(name)s is in the archive.") % {"name": actor.name})
    else:
        messages.warning(request, _("Nothing had to change for %(name)s.") % {"name": actor.name})
    return back(request)


def back(request: HttpRequest) -> HttpResponse:
    """To the list where somebody came from."""
    choice = Choice.of(QueryDict(request.POST.get("lijst", "")[:LONGEST_QUESTION].lstrip("?")))
    return redirect(choice.address(pagina=choice.page))
