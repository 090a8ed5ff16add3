"""The page of links that do not work, and its buttons."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from actors.desk import Impossible
from actors.permissions import may_use_desk
from ecru.base.access import only_for
from ecru.base.links.records import CheckedLink

from .report import report
from .tasks import vouch

AGAIN, FINE = "again", "fine"


@only_for(may_use_desk)
@never_cache
@require_safe
def link_report(request: HttpRequest) -> HttpResponse:
    """Links that do not work: since when, and where they stand."""
    crumbs = [{"name": _("Editors’ desk"), "url": reverse("desk")}]
    return render(request, "links/report.html", {**report(), "crumbs": crumbs, "section": "desk"})


@only_for(may_use_desk)
@require_POST
def link_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Looks at a link again soon, or notes that an editor finds it in order."""
    by: Any = request.user
    link = get_object_or_404(CheckedLink, pk=pk)
    verb = request.POST.get("do", "")
    if verb == AGAIN:
        link.look_soon(timezone.now())
        messages.success(
            request, _("We look at it again in the next minutes. Open this page once more then.")
        )
    elif verb == FINE:
        try:
            vouch(link=link, by=by)
        except Impossible as reason:
            messages.warning(request, str(reason))
        else:
            messages.success(request, _("Noted. We look at it again in half a year."))
    return redirect("link-report")
