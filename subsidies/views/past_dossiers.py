"""Bringing in dossiers from before the portal: the table, what it would do, doing it once, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ecru.base.access import GET_AND_POST, only_for
from ecru.base.directory.pages import Pager
from ecru.base.spreadsheet import Unreadable
from ecru.base.tables.runs import RowState

from ..figures.asking import Kept
from ..figures.files import table_file
from ..figures.past import COLUMNS, MOST_ROWS, bring_in, headers, newest, receive, stop, take_back
from ..forms.past_dossiers import PastTableForm
from ..models import PastImport
from ..permissions import runs_dossiers
from .figures import desk_crumbs, known_kind, to_figures

BRING, BACK, STOP = "invoeren", "ongedaan", "stoppen"
PER_PAGE = 100


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def past_dossiers(request: HttpRequest) -> HttpResponse:
    """The tables that came in, and the form for a new one; sending only reads it."""
    user: Any = request.user
    sends = request.method == "POST"
    form = PastTableForm(request.POST, request.FILES) if sends else PastTableForm()
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["file"].name
        try:
            return redirect(receive(table=form.table, file_name=name, by=user, key=form.stamp))
        except Unreadable as reason:
            form.add_error("file", str(reason))
    context = {
        "form": form,
        "columns": COLUMNS,
        "most": MOST_ROWS,
        "runs": newest(),
        "empties": [(kind.upper(), reverse("past-dossiers-empty", args=[kind])) for kind in ("csv", "xlsx")],
        "crumbs": desk_crumbs(to_figures()),
    }
    return render(request, "subsidies/past/start.html", context)


@only_for(runs_dossiers)
@never_cache
@require_safe
def past_dossiers_empty(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table with one row as an example."""
    row = [column.example for column in COLUMNS]
    return table_file(known_kind(kind), "vroegere-dossiers", headers(), [row])


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def past_dossiers_run(request: HttpRequest, pk: int) -> HttpResponse:
    """What a table would make, row by row; a button makes it, another takes it back. A second click changes nothing."""
    run = get_object_or_404(PastImport, pk=pk)
    if request.method == "POST":
        carry_out(request, run, request.POST.get("do", ""))
        return redirect(run)
    counts = run.rows.counts()
    pager = Pager.at(
        request.GET.get("pagina", ""),
        sum(counts.values()),
        lambda number: f"{run.get_absolute_url()}?pagina={number}",
        PER_PAGE,
    )
    context = {
        "run": run,
        "new": counts[RowState.NEW],
        "refused": counts[RowState.REFUSED],
        "skipped": counts[RowState.SKIPPED],
        "rows": [Told(row) for row in pager.part_of(run.rows.order_by("state", "number"))],
        "pager": pager,
        "list_url": f"{reverse('figures-dossiers')}?jaar=alle&bron={Kept.BEFORE.value}",
        "crumbs": desk_crumbs(to_figures(), {"name": _("Earlier dossiers"), "url": reverse("past-dossiers")}),
    }
    return render(request, "subsidies/past/run.html", context)


def carry_out(request: HttpRequest, run: PastImport, deed: str) -> None:
    """Does what was asked, and says what was done. Raises ``Http404`` for a deed that does not exist."""
    user: Any = request.user
    if deed == BRING:
        made = bring_in(run=run, by=user)
        told = ngettext("%(number)d dossier came in.", "%(number)d dossiers came in.", made)
    elif deed == BACK:
        made = take_back(run=run, by=user)
        told = ngettext("%(number)d dossier is taken back.", "%(number)d dossiers are taken back.", made)
    elif deed == STOP:
        made = int(stop(run=run, by=user))
        told = _("Nothing came in. The table stays here to look at.")
    else:
        raise Http404
    if made:
        messages.success(request, told % {"number": made} if "%" in told else told)


class Told:
    """A row for people: its cells in the order of the columns that there are, and what is wrong with which."""

    def __init__(self, row: Any) -> None:
        self.row = row
        titles = {column.key: column.header for column in COLUMNS}
        self.faults = [(titles.get(key, key), sentence, cell) for key, sentence, cell in row.faults]
        self.cells = [(titles[key], row.cells[key]) for key in titles if row.cells.get(key)]
