"""The budget of a dossier: writing the plan, writing what it became, reading it, and taking it along to a spreadsheet."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ecru.base.access import GET_AND_POST
from ecru.base.spreadsheet import MEDIA_TYPES, csv_lines

from ..budget_page import PLANS, SHEETS, budget_page, mode_for
from ..budgeting import Moved, mark_of_plan, save_actuals, save_plan, sheet_headers, sheet_rows
from ..budgeting.saving import actual_mark
from ..budgets import has_budget
from ..dossiers import Refused
from ..forms.budget import told_amount
from ..models import Dossier
from ..permissions import may_write
from ..permissions.budget import PART
from .dossiers import dossier_crumbs, visible_dossier
from .saving import changed_elsewhere, is_autosave, problem, saved_at

MORE = "nog-"  # a button that only adds an empty row


def dossier_with_budget(request: HttpRequest, pk: int) -> Dossier:
    """The dossier, for who may see it, when a budget has a place in it. Raises ``Http404``."""
    dossier = visible_dossier(request, pk)
    if not has_budget(dossier):
        raise Http404
    return dossier


@never_cache
@require_http_methods(GET_AND_POST)
def my_dossier_budget(request: HttpRequest, pk: int) -> HttpResponse:
    """The budget: shows it, adds a row to what was typed, or stores it. A second click changes nothing."""
    user: Any = request.user
    dossier = dossier_with_budget(request, pk)
    if request.method == "POST":
        if not may_write(user, dossier, PART):
            raise PermissionDenied(_("Only who works on this dossier writes in it."))
        return sent(request, dossier)
    mode = mode_for(dossier, user)
    sheets = SHEETS[mode](None, dossier) if mode else None
    return page(request, budget_page(dossier, mode, sheets))


def sent(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What was sent, stored; or the page again with all that was typed."""
    told = request.POST.get("wat", "")
    mode = told if told in SHEETS else PLANS
    sheets: Any = SHEETS[mode](request.POST, dossier)
    if is_autosave(request):
        return autosaved(request, dossier, mode, sheets)
    more = request.POST.get("do", "")
    if more.startswith(MORE):
        grown = SHEETS[mode](None, dossier, sheets, more.removeprefix(MORE))
        return page(request, budget_page(dossier, mode, grown, typed=sheets))
    moved = None
    if sheets.is_valid():
        try:
            new = save(request, dossier, mode, sheets)
        except Refused as refusal:
            sheets.main.add_error(None, refusal.sentences[0])
        except Moved as conflict:
            moved = conflict
            sheets = renewed(request, moved.now, mode)
        else:
            messages.success(request, _("Saved.") if new else _("There was nothing new to save."))
            return redirect("my-dossier-budget", dossier.pk)
    return page(request, budget_page(dossier, mode, sheets, moved=moved))


def autosaved(request: HttpRequest, dossier: Dossier, mode: str, sheets: Any) -> JsonResponse:
    """Stores what a script sends by itself. A table is kept whole: while a line is not finished yet, it waits."""
    if not sheets.is_valid():
        told = _("Not saved yet: a line is not finished. Press “Save” to see which one.")
        return JsonResponse({"saved": told, "seen": request.POST.get("seen", ""), "whole": False})
    try:
        save(request, dossier, mode, sheets)
    except Moved as conflict:
        return changed_elsewhere(conflict.author)
    except Refused as refusal:
        return problem(refusal.sentences[0])
    return JsonResponse({"saved": saved_at(), "seen": mark_of(mode, sheets), "whole": True})


def mark_of(mode: str, sheets: Any) -> str:
    """The mark of what was typed, which is what the page shows: not of what somebody else may have saved a moment later."""
    if mode == PLANS:
        return mark_of_plan(sheets.lines(), sheets.main.cleaned_data["requested"])
    return actual_mark(sheets.main.told, sheets.lines())


def save(request: HttpRequest, dossier: Dossier, mode: str, sheets: Any) -> bool:
    """Stores what was typed. Raises ``Refused`` and ``Moved``."""
    user: Any = request.user
    typed = sheets.main.cleaned_data
    if mode == PLANS:
        return save_plan(
            dossier=dossier, by=user, lines=sheets.lines(), requested=typed["requested"], seen=typed["seen"]
        )
    return save_actuals(
        dossier=dossier, by=user, told=sheets.main.told, extra=sheets.lines(), seen=typed["seen"]
    )


def renewed(request: HttpRequest, now: Dossier, mode: str) -> Any:
    """What was typed, as it counts against what is stored now: who saves again has seen that."""
    typed: Any = request.POST.copy()
    typed["seen"] = SHEETS[mode](None, now).main["seen"].value()
    sheets: Any = SHEETS[mode](typed, now)
    sheets.is_valid()
    return sheets


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page of a budget."""
    dossier: Dossier = context["dossier"]
    crumbs = dossier_crumbs(request.user, dossier)
    return render(request, "subsidies/budget.html", context | {"crumbs": crumbs})


@never_cache
@require_safe
def my_dossier_budget_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The budget for a spreadsheet, a line each; amounts as 1234,50, and no cell that a spreadsheet takes for a formula."""
    dossier = dossier_with_budget(request, pk)
    lines = csv_lines(sheet_headers(), sheet_rows(dossier, told_amount))
    disposition = {"Content-Disposition": f'attachment; filename="begroting-{dossier.pk}.csv"'}
    return HttpResponse("".join(lines), content_type=MEDIA_TYPES["csv"], headers=disposition)
