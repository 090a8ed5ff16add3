"""What we hold of who is signed in: to see, to take along, and to delete."""

from typing import Any

from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.accounts.panels import Panel, Way, panel
from actors.accounts.proofs import proven_lately
from actors.forms.leaving import LeavingForm
from actors.leaving import Stays, leave
from actors.models import User
from actors.taking import file_name, packed
from ecru.base.access import public
from ecru.base.personal import address_for, follows, in_order

SHOWN = 20  # rows of one kind; the download has all of them


@panel
def own_data(_user: User) -> Panel:
    """On the start page of everybody with an account: the last block."""
    ways = [Way(_("Your mails"), reverse("my-mail")), Way(_("My data"), reverse("my-data"))]
    return Panel(_("You decide"), _("Which mails you get, and what we keep of you."), ways, order=90)


@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """All that we hold of this person, in words."""
    parts = []
    for holding in in_order():
        rows = [{"name": name, "value": value or "–"} for name, value in holding.rows(request.user)]
        part = {"label": holding.label, "rows": rows[:SHOWN], "more": max(0, len(rows) - SHOWN)}
        parts.append({**part, "change": address_for(holding, request.user)})
    return render(request, "mine/data.html", {"parts": parts, "crumbs": crumbs()})


@never_cache
@require_POST
def my_data_download(request: HttpRequest) -> HttpResponseBase:
    """All of it in one file. By a button, since it is written down."""
    bundle: Any = packed(user=request.user)  # type: ignore[arg-type]
    answer = FileResponse(bundle, as_attachment=True, filename=file_name(timezone.localdate()))
    answer.headers["Content-Type"] = "application/zip"
    return answer


@proven_lately
@require_http_methods(["GET", "HEAD", "POST"])
def my_data_delete(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays, asks for the address, and deletes the account.

    Only for who proved a moment ago who they are: somebody at an open computer deletes nothing.
    """
    user: Any = request.user
    form = LeavingForm(request.POST or None, user=user)
    if form.is_valid():
        try:
            leave(user=user)
        except Stays as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            logout(request)
            return redirect("my-data-deleted")
    wanted = follows(user)
    context = {
        "form": form,
        "crumbs": [*crumbs(), {"name": _("My data"), "url": reverse("my-data")}],
        "holdings": in_order(),
        "blocking": [follow.text for follow in wanted if follow.blocks],
        "following": [follow.text for follow in wanted if not follow.blocks],
    }
    return render(request, "mine/leave.html", context)


@public
@require_safe
def my_data_deleted(request: HttpRequest) -> HttpResponse:
    """After the account is gone."""
    return render(request, "mine/gone.html")


def crumbs() -> list[dict[str, str]]:
    """The way back up."""
    return [{"name": _("My ECRU"), "url": reverse("my")}]
