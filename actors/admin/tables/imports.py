"""Imports: a table comes in, is compared in steps, waits for a decision, is written at once, and can be undone."""

import uuid
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

from actors.models import ImportRow, ImportRun
from actors.models.tables import ImportState, RowState
from actors.tables import Changed, answer_all, answer_some, compare_some, send, undo, write
from actors.tables.columns import header_of, headers_of
from ecru.base.spreadsheet import MEDIA_TYPES, MOST_BYTES, MOST_ROWS, Unreadable, csv_lines, read_table

from ..actor_list import ChoiceFilter
from ..pickers import is_key
from ..shared import FieldRights

STEP = 6.0  # seconds that one request compares: well below what a server or a proxy allows
PER_PAGE = 50
ANSWERS = {
    "zelfde": gettext_lazy("the same: change that one"),
    "nieuw": gettext_lazy("another: make a new one"),
    "overslaan": gettext_lazy("leave this row out"),
}
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


@admin.register(ImportRun)
class ImportRunAdmin(FieldRights, admin.ModelAdmin):
    """Imports of actors."""

    index_position = 16
    index_name = gettext_lazy("Imports of actors")
    list_display = ["file_name", "made_at", "made_by_name", "state", "counted"]
    list_filter = [OpenFilter]
    show_full_result_count = False

    def get_urls(self) -> list[Any]:
        """The steps of an import, before the addresses of the admin."""
        guard = self.admin_site.admin_view

        def step(name: str, view: Any) -> Any:
            return path(f"<int:key>/{name}/", guard(require_POST(view)), name=f"actors_importrun_{name}")

        return [
            step("verder", self.go_on),
            step("antwoorden", self.answer),
            step("schrijven", self.confirm),
            step("stoppen", self.stop),
            step("ongedaan", self.take_back),
            path("<int:key>/geweigerd/", guard(self.refused), name="actors_importrun_geweigerd"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What happened stays, so that it can be undone."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is done to many imports at once."""
        return {}

    @admin.display(description=gettext_lazy("rows"))
    def counted(self, run: ImportRun) -> str:
        """What its rows mean, in words."""
        counts = run.rows.counts()
        return ", ".join(f"{counts[state]} {state.label}" for state in RowState if counts[state])

    def add_view(self, request: HttpRequest, *_args: Any, **_more: Any) -> HttpResponse:
        """Asks for the table."""
        form = ImportForm(request.POST or None, request.FILES or None, initial={"key": uuid.uuid4()})
        if request.method == "POST" and form.is_valid():
            upload, key = form.cleaned_data["file"], form.cleaned_data["key"]
            try:
                run = send(table=form.table, file_name=str(upload.name), user=request.user, key=key)
            except Unreadable as reason:
                form.add_error("file", str(reason))
            else:
                return redirect(run)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import actors"),
            "opts": self.opts,
            "form": form,
            "most_rows": number_format(MOST_ROWS, use_l10n=True, force_grouping=True),
            "most_megabytes": MOST_BYTES // 1024 // 1024,
        }
        return render(request, "admin/tables/import.html", context)

    def run_of(self, key: Any) -> ImportRun:
        """The import with this key."""
        run = ImportRun.objects.filter(pk=key).first() if is_key(key) else None
        if run is None:
            raise Http404
        return run

    def change_view(self, request: HttpRequest, object_id: str, *_args: Any, **_more: Any) -> HttpResponse:
        """Where an import stands: its progress, what it would change, or what it did."""
        run = self.run_of(object_id)
        return render(request, "admin/tables/run.html", self.told(request, run))

    def told(self, request: HttpRequest, run: ImportRun) -> dict[str, Any]:
        """What the page about ``run`` shows."""
        counts = run.rows.counts()
        total = sum(counts.values())
        wanted = request.GET.get("toon", "")
        shown = next((state for state in SHOWN if state == wanted), None) or first_to_show(counts)
        rows = run.rows.filter(state=shown).select_related("actor", "alike__municipality")
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
            "rows": [told_row(row, run) for row in page],
            "total": total,
            "compared": total - counts[RowState.WAITING],
            "writes": counts[RowState.NEW] + counts[RowState.CHANGED],
            "left_alone": run.rows.exclude(left_alone="").count(),
            "emptied": emptied(run),
            "answers": ANSWERS,
            "columns": headers_of([name for name in run.columns if isinstance(name, str)]),
        }

    def go_on(self, request: HttpRequest, key: int) -> HttpResponse:
        """Compares for a few seconds, and shows how far it is."""
        run = self.run_of(key)
        compare_some(run, seconds=STEP)
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
            answer_all(run, everything)
        else:
            given = {
                int(name.removeprefix("rij-")): str(value)
                for name, value in request.POST.items()
                if name.startswith("rij-") and is_key(name.removeprefix("rij-")) and value in ANSWERS
            }
            if not given:
                self.message_user(request, _("Choose an answer for at least one row."), messages.WARNING)
                return redirect(f"{run.get_absolute_url()}?toon={RowState.QUESTION}")
            answer_some(run, given)
        compare_some(run, seconds=STEP)
        return redirect(run)

    def confirm(self, request: HttpRequest, key: int) -> HttpResponse:
        """Writes the import: all of it, or nothing."""
        run = self.run_of(key)
        try:
            did = write(run, user=request.user)
        except Changed as changed:
            told = ngettext(
                "Somebody changed %(n)d of these actors after we compared. Nothing is written yet. We compared again: look once more.",
                "Somebody changed %(n)d of these actors after we compared. Nothing is written yet. We compared again: look once more.",
                len(changed.numbers),
            )
            self.message_user(request, told % {"n": len(changed.numbers)}, messages.WARNING)
            compare_some(run, seconds=STEP)
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
        if undo(run, user=request.user):
            self.message_user(request, _("The import is undone."), messages.SUCCESS)
        return redirect(run)

    def refused(self, request: HttpRequest, key: int) -> HttpResponseBase:
        """The refused rows as a table, each with why, to repair and send again."""
        run = self.run_of(key)
        names = list(run.columns)
        rows = run.rows.filter(state=RowState.REFUSED).order_by("number")
        lines = (
            [
                *(row.cells.get(name, "") for name in names),
                "; ".join(f"{header_of(n)}: {t}" for n, t, _v in row.faults),
            ]
            for row in rows.iterator(chunk_size=500)
        )
        answer = StreamingHttpResponse(
            csv_lines([*headers_of(names), _("why refused")], lines), content_type=MEDIA_TYPES["csv"]
        )
        answer.headers["Content-Disposition"] = 'attachment; filename="geweigerde-rijen.csv"'
        return answer


def first_to_show(counts: dict[str, int]) -> RowState:
    """The kind of rows that asks for attention first."""
    asking = [RowState.QUESTION, RowState.REFUSED, RowState.CHANGED, RowState.NEW, RowState.SKIPPED]
    return next((state for state in asking if counts[state]), RowState.SAME)


def told_row(row: ImportRow, run: ImportRun) -> dict[str, Any]:
    """What the page says about ``row``: a link, its differences with names of columns, its faults."""
    fresh = row.state in {RowState.NEW, RowState.QUESTION}
    actor = row.actor
    return {
        "row": row,
        "url": reverse("admin:actors_actor_change", args=[actor.pk]) if actor else "",
        "alike_url": reverse("admin:actors_actor_change", args=[row.alike_id]) if row.alike_id else "",
        "differences": [
            (header_of(name), "" if fresh else row.before.get(name, ""), told)
            for name, told in row.after.items()
            if not fresh or told
        ],
        "faults": [
            (header_of(name), text, "" if value in text else value) for name, text, value in row.faults
        ],
    }


def emptied(run: ImportRun) -> int:
    """How many cells that hold something would become empty."""
    changed = run.rows.filter(state=RowState.CHANGED).values_list("before", "after")
    return sum(
        1 for before, after in changed for name, told in after.items() if not told and before.get(name)
    )
