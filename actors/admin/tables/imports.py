"""Imports: a table comes in, is compared in steps, waits for a decision, is written at once, and can be undone."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from actors.models import ImportRun
from actors.models.tables import ImportState, RowState
from actors.tables import ACTORS, Changed
from ecru.base.keys import is_key
from ecru.base.spreadsheet import MEDIA_TYPES, MOST_BYTES, MOST_ROWS, Unreadable, csv_lines, read_table
from ecru.base.tables.exchange import Exchange
from ecru.base.tables.runs import TableRow, TableRun

from ..actor_list import ChoiceFilter
from ..shared import FieldRights

STEP = 6.0  # seconds that one request compares: well below what a server or a proxy allows
PER_PAGE = 50
ANSWERS = {
    "zelfde": gettext_lazy("the same: change that one"),
    "nieuw": gettext_lazy("another: make a new one"),
    "overslaan": gettext_lazy("leave this row out"),
}
COMMON_RULES = (
    gettext_lazy(
        "The first row holds the names of the columns, as the export writes them. The order does not matter."
    ),
    gettext_lazy("A column that is not there: those fields stay as they are."),
    gettext_lazy("Several words in one cell: put a semicolon between them."),
    gettext_lazy("Days like 31-12-2026. Yes and no as ja and nee. Numbers with a comma or a point."),
)
SHOWN = [state for state in RowState if state != RowState.WAITING]


class ImportForm(forms.Form):
    """The table to import. ``key`` is of this form: sent twice, it gives one import."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy("CSV or Excel (.xlsx)."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        """Reads the table; says what to do when it is none."""
        upload = self.cleaned_data["file"]
        try:
            self.table = read_table(upload)
        except Unreadable as reason:
            raise forms.ValidationError(str(reason)) from reason
        return upload


class OpenFilter(ChoiceFilter):
    """Whether an import waits for a decision."""

    title = gettext_lazy("decision")
    parameter_name = "open"

    def questions(self) -> dict[str, Any]:
        """Waiting or not."""
        waiting = Q(state__in=[ImportState.COMPARING, ImportState.READY])
        return {"ja": (_("waits"), waiting), "nee": (_("decided"), ~waiting)}


class ImportAdmin(FieldRights, admin.ModelAdmin):
    """Imports of one kind of record. ``exchange`` does the work; the other attributes are words about these records.

    ``exported_at``: the route of their export; ``rules``: how a table is read, in plain sentences.
    """

    exchange: Exchange
    index_name: Any
    page_title: Any
    exported_at: str
    export_words: Any
    to_list: Any
    rules: Sequence[Any]
    list_display = ["file_name", "made_at", "made_by_name", "state", "counted"]
    list_filter = [OpenFilter]
    show_full_result_count = False

    def get_urls(self) -> list[Any]:
        """The steps of an import, before the addresses of the admin."""
        guard = self.admin_site.admin_view

        def step(name: str, view: Any) -> Any:
            return path(f"<int:key>/{name}/", guard(require_POST(view)), name=f"{self.stem}_{name}")

        return [
            step("verder", self.go_on),
            step("antwoorden", self.answer),
            step("schrijven", self.confirm),
            step("stoppen", self.stop),
            step("ongedaan", self.take_back),
            path("<int:key>/geweigerd/", guard(self.refused), name=f"{self.stem}_geweigerd"),
            *super().get_urls(),
        ]

    @property
    def stem(self) -> str:
        """What the names of these addresses begin with."""
        return f"{self.opts.app_label}_{self.opts.model_name}"

    @property
    def routes(self) -> dict[str, str]:
        """The names of the addresses of an import, by what they do."""
        steps = ("verder", "antwoorden", "schrijven", "stoppen", "ongedaan", "geweigerd", "changelist")
        records: Any = self.exchange.table._meta.model._meta
        return {
            **{step: f"admin:{self.stem}_{step}" for step in steps},
            "export": self.exported_at,
            "records": f"admin:{records.app_label}_{records.model_name}_changelist",
        }

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What happened stays, so that it can be undone."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is done to many imports at once."""
        return {}

    @admin.display(description=gettext_lazy("rows"))
    def counted(self, run: Any) -> str:
        """What its rows mean, in words."""
        counts = run.rows.counts()
        return ", ".join(f"{counts[state]} {state.label}" for state in RowState if counts[state])

    def add_view(self, request: HttpRequest, *_args: Any, **_more: Any) -> HttpResponse:
        """Asks for the table."""
        form = ImportForm(request.POST or None, request.FILES or None, initial={"key": uuid.uuid4()})
        if request.method == "POST" and form.is_valid():
            upload, key = form.cleaned_data["file"], form.cleaned_data["key"]
            try:
                run = self.exchange.send(
                    table=form.table, file_name=str(upload.name), user=request.user, key=key
                )
            except Unreadable as reason:
                form.add_error("file", str(reason))
            else:
                return redirect(run)
        context = {
            **self.admin_site.each_context(request),
            "title": self.page_title,
            "routes": self.routes,
            "rules": self.rules,
            "export_words": self.export_words,
            "list_name": self.index_name,
            "opts": self.opts,
            "form": form,
            "most_rows": number_format(MOST_ROWS, use_l10n=True, force_grouping=True),
            "most_megabytes": MOST_BYTES // 1024 // 1024,
        }
        return render(request, "admin/tables/import.html", context)

    def run_of(self, key: Any) -> Any:
        """The import with this key."""
        run = self.model._default_manager.filter(pk=key).first() if is_key(key) else None
        if run is None:
            raise Http404
        return run

    def change_view(self, request: HttpRequest, object_id: str, *_args: Any, **_more: Any) -> HttpResponse:
        """Where an import stands: its progress, what it would change, or what it did."""
        run = self.run_of(object_id)
        return render(request, "admin/tables/run.html", self.told(request, run))

    def told(self, request: HttpRequest, run: Any) -> dict[str, Any]:
        """What the page about ``run`` shows."""
        counts = run.rows.counts()
        total = sum(counts.values())
        wanted = request.GET.get("toon", "")
        shown = next((state for state in SHOWN if state == wanted), None) or first_to_show(counts)
        rows = run.rows.filter(state=shown).select_related(*self.row_relations)
        page = Paginator(rows.order_by("number"), PER_PAGE).get_page(request.GET.get("p"))
        return {
            **self.admin_site.each_context(request),
            "title": _("Import of %(file)s") % {"file": run.file_name},
            "opts": self.opts,
            "run": run,
            "counts": counts,
            "tabs": [(state, state.label, counts[state]) for state in SHOWN if counts[state]],
            "shown": shown,
            "page": page,
            "rows": [self.told_row(row) for row in page],
            "total": total,
            "compared": total - counts[RowState.WAITING],
            "writes": counts[RowState.NEW] + counts[RowState.CHANGED],
            "left_alone": run.rows.exclude(left_alone="").count(),
            "emptied": emptied(run),
            "answers": ANSWERS,
            "routes": self.routes,
            "list_name": self.index_name,
            "to_list": self.to_list,
            "said": self.said(counts),
        }

    def go_on(self, request: HttpRequest, key: int) -> HttpResponse:
        """Compares for a few seconds, and shows how far it is."""
        run = self.run_of(key)
        self.exchange.compare_some(run, seconds=STEP)
        run.refresh_from_db()
        if request.headers.get("HX-Request") and run.state == ImportState.COMPARING:
            return render(request, "admin/tables/progress.html", self.told(request, run))
        answer: HttpResponse = redirect(run)
        if request.headers.get("HX-Request"):
            answer = HttpResponse(headers={"HX-Redirect": run.get_absolute_url()})
        return answer

    def answer(self, request: HttpRequest, key: int) -> HttpResponse:
        """Takes answers to the questions about rows, one by one or all at once."""
        run = self.run_of(key)
        everything = request.POST.get("alles", "")
        if everything in ANSWERS:
            self.exchange.answer_all(run, everything)
        else:
            given = {
                int(name.removeprefix("rij-")): str(value)
                for name, value in request.POST.items()
                if name.startswith("rij-") and is_key(name.removeprefix("rij-")) and value in ANSWERS
            }
            if not given:
                self.message_user(request, _("Choose an answer for at least one row."), messages.WARNING)
                return redirect(f"{run.get_absolute_url()}?toon={RowState.QUESTION}")
            self.exchange.answer_some(run, given)
        self.exchange.compare_some(run, seconds=STEP)
        return redirect(run)

    def confirm(self, request: HttpRequest, key: int) -> HttpResponse:
        """Writes the import: all of it, or nothing."""
        run = self.run_of(key)
        try:
            tell = partial(self.message_user, request, level=messages.WARNING)
            did = self.exchange.write(run, user=request.user, tell=tell)
        except Changed as changed:
            self.message_user(request, self.changed_meanwhile(len(changed.numbers)), messages.WARNING)
            self.exchange.compare_some(run, seconds=STEP)
            return redirect(run)
        if did:
            self.message_user(request, _("The import is written."), messages.SUCCESS)
        return redirect(run)

    def stop(self, request: HttpRequest, key: int) -> HttpResponse:
        """Stops an import before it is written."""
        run = self.run_of(key)
        if run.cancel():
            self.message_user(request, _("Stopped. Nothing is written."), messages.SUCCESS)
        return redirect(run)

    def take_back(self, request: HttpRequest, key: int) -> HttpResponse:
        """Undoes an import."""
        run = self.run_of(key)
        if self.exchange.undo(run, user=request.user):
            self.message_user(request, _("The import is undone."), messages.SUCCESS)
        return redirect(run)

    def refused(self, request: HttpRequest, key: int) -> HttpResponseBase:
        """The refused rows as a table, each with why, to repair and send again."""
        run, table = self.run_of(key), self.exchange.table
        names = list(run.columns)
        rows = run.rows.filter(state=RowState.REFUSED).order_by("number")
        lines = (
            [
                *(row.cells.get(name, "") for name in names),
                "; ".join(f"{table.header_of(n)}: {t}" for n, t, _v in row.faults),
            ]
            for row in rows.iterator(chunk_size=500)
        )
        answer = StreamingHttpResponse(
            csv_lines([*table.headers_of(names), _("why refused")], lines), content_type=MEDIA_TYPES["csv"]
        )
        answer.headers["Content-Disposition"] = 'attachment; filename="geweigerde-rijen.csv"'
        return answer

    # --- Words about these records ---------------------------------------------------------------------------------

    row_relations: tuple[str, ...] = ()

    def said(self, counts: dict[str, int]) -> dict[str, str]:
        """Sentences about rows that ask ("asks") and about what was written ("did")."""
        raise NotImplementedError

    def changed_meanwhile(self, number: int) -> str:
        """That ``number`` records changed after the table was compared."""
        raise NotImplementedError

    def told_row(self, row: TableRow) -> dict[str, Any]:
        """What the page says about ``row``: a link, its differences with names of columns, its faults."""
        fresh = row.state in {RowState.NEW, RowState.QUESTION}
        header_of, alike = self.exchange.table.header_of, row.alike_id  # type: ignore[attr-defined]
        return {
            "row": row,
            "url": self.address(row.record_key) if row.record_key else "",
            "alike_url": self.address(alike) if alike else "",
            "alike_where": self.where(row) if alike else "",
            "differences": [
                (header_of(name), "" if fresh else row.before.get(name, ""), told)
                for name, told in row.after.items()
                if not fresh or told
            ],
            "faults": [
                (header_of(name), text, "" if value in text else value) for name, text, value in row.faults
            ],
        }

    def where(self, row: Any) -> str:
        """Where the record that looks like ``row`` is, in a word."""
        return ""

    def address(self, key: int) -> str:
        """The page of a record in the admin."""
        records: Any = self.exchange.table._meta.model._meta
        return reverse(f"admin:{records.app_label}_{records.model_name}_change", args=[key])


@admin.register(ImportRun)
class ImportRunAdmin(ImportAdmin):
    """Imports of actors."""

    exchange = ACTORS
    index_position = 16
    index_name = gettext_lazy("Imports of actors")
    page_title = gettext_lazy("Import actors")
    exported_at = "admin:actors_actor_export"
    export_words = gettext_lazy("Export the actors first, to have a table to start from")
    to_list = gettext_lazy("To the list of actors")
    row_relations = ("actor", "alike__municipality")
    rules = (
        *COMMON_RULES[:2],
        gettext_lazy(
            "An empty cell: that field becomes empty. Name, kind, reach, status and country cannot be empty; they stay as they are."
        ),
        gettext_lazy(
            "We know an actor by its key (sleutel), its company number or its vCode. Without one of these, we look for the same name in the same place and ask you."
        ),
        *COMMON_RULES[2:],
        gettext_lazy("A new actor is a draft, unless the column toestand says “gepubliceerd”."),
    )

    def said(self, counts: dict[str, int]) -> dict[str, str]:
        """About actors."""
        asking = counts[RowState.QUESTION]
        asks = ngettext(
            "%(n)s row looks like an actor that we know already. Say below what it is; without an answer it is left out.",
            "%(n)s rows look like actors that we know already. Say below what they are; without an answer they are left out.",
            asking,
        )
        did = _("%(new)s actors were made and %(changed)s were changed; %(same)s were the same already.")
        return {"asks": asks % {"n": asking}, "did": did % told_counts(counts)}

    def changed_meanwhile(self, number: int) -> str:
        """About actors."""
        told = ngettext(
            "Somebody changed %(n)d of these actors after we compared. Nothing is written yet. We compared again: look once more.",
            "Somebody changed %(n)d of these actors after we compared. Nothing is written yet. We compared again: look once more.",
            number,
        )
        return told % {"n": number}

    def where(self, row: Any) -> str:
        """The municipality of the actor that looks like ``row``."""
        return str(row.alike.municipality or "")


def told_counts(counts: dict[str, int]) -> dict[str, int]:
    """The numbers in a sentence about what was written."""
    return {"new": counts[RowState.NEW], "changed": counts[RowState.CHANGED], "same": counts[RowState.SAME]}


def first_to_show(counts: dict[str, int]) -> RowState:
    """The kind of rows that asks for attention first."""
    asking = [RowState.QUESTION, RowState.REFUSED, RowState.CHANGED, RowState.NEW, RowState.SKIPPED]
    return next((state for state in asking if counts[state]), RowState.SAME)


def emptied(run: TableRun) -> int:
    """How many cells that hold something would become empty."""
    rows: Any = run.rows  # type: ignore[attr-defined]
    changed = rows.filter(state=RowState.CHANGED).values_list("before", "after")
    return sum(
        1 for before, after in changed for name, told in after.items() if not told and before.get(name)
    )
