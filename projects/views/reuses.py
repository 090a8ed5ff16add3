"""*Wij deden dit ook*: telling it, changing it, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.desk import Impossible

from ..forms.practices import ReuseForm
from ..models import Practice, Reuse
from ..permissions import may_change_reuse
from ..practices import change_reuse, record_reuse, withdraw_reuse
from ..practices.page import practice_crumbs

GET_AND_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(GET_AND_POST)
def practice_reuse(request: HttpRequest, slug: str) -> HttpResponse:
    """The form in which a member tells that their actor did this too; what they told before stands below."""
    practice = get_object_or_404(Practice.objects.published(), slug=slug)
    user: Any = request.user
    form = ReuseForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        try:
            made = record_reuse(practice=practice, done=form.done, by=user)
        except Impossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request, _("Thank you. It stands on the page now, and we tell who made it first.")
            )
            return redirect(made)
    context = {
        "practice": practice,
        "form": form,
        "acts": bool(user.own_actors),
        "mine": Reuse.objects.of(practice).by_person(user).in_time(),
        "crumbs": practice_crumbs(practice),
        "section": "practices",
    }
    return render(request, "projects/practice_reuse.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def practice_reuse_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Changing what an actor told, or taking it back. For who does not act for it, it does not exist."""
    reuse = get_object_or_404(Reuse.objects.in_time().select_related("practice"), pk=pk, practice__slug=slug)
    user: Any = request.user
    if reuse.withdrawn_at is not None or not may_change_reuse(user, reuse):
        raise Http404
    if request.POST.get("do") == "withdraw":
        withdraw_reuse(reuse=reuse, by=user)
        messages.success(request, _("Taken back. It does not show any more."))
        return redirect(reuse.practice)
    form = ReuseForm(request.POST if request.method == "POST" else None, user=user, reuse=reuse)
    if form.is_valid():
        try:
            changed = change_reuse(reuse=reuse, done=form.done, by=user)
        except Impossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Saved."))
            return redirect(changed)
    context = {
        "practice": reuse.practice,
        "reuse": reuse,
        "form": form,
        "crumbs": practice_crumbs(reuse.practice),
        "section": "practices",
    }
    return render(request, "projects/practice_reuse_change.html", context)
