"""Exports: the list of actors as it is filtered, as a file that can be imported again. Every one is written down."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actors.models import TableExport
from actors.permissions import may_export_addresses, may_keep_field
from actors.tables import ACTORS
from actors.tables.columns import ADDRESSES, columns_for
from ecru.base.admin_mixins import NobodyWrites
from ecru.base.audit import note
from ecru.base.spreadsheet import MEDIA_TYPES, MOST_ROWS, csv_lines, xlsx_bytes
from ecru.base.tables.exchange import Exchange

from ..saved_lists import kept_query
from ..shared import FieldRights
from ..start import UpkeepFilter

CHUNK = 500


class ExportForm(forms.Form):
    """What kind of file, and whether with e-mail addresses."""

    file_type = forms.ChoiceField(
        label=gettext_lazy("Kind of file"),
        choices=[("xlsx", gettext_lazy("Excel (.xlsx)")), ("csv", gettext_lazy("CSV, for any spreadsheet"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    addresses = forms.BooleanField(
        label=gettext_lazy("With the e-mail addresses"),
        required=False,
        help_text=gettext_lazy("Only if you need them. We write down that you took them."),
    )

    def __init__(self, *args: Any, may_take_addresses: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        if not may_take_addresses:
            del self.fields["addresses"]


class TakesTables:
    """Gives a list an export and an import. ``exchange`` is the kind of table; the other attributes are words about it.

    ``file_stem`` begins the name of the file.
    """

    exchange: Exchange
    export_title: Any
    file_stem: str
    export_words: Any
    take_all: Any

    admin_site: Any
    opts: Any
    message_user: Any
    has_view_permission: Any
    get_changelist_instance: Any

    @property
    def export_name(self) -> str:
        """What the address of the export is called."""
        return f"{self.opts.app_label}_{self.opts.model_name}_export"

    def get_urls(self) -> list[Any]:
        """The address of the export, before those of the admin."""
        export = self.admin_site.admin_view(self.export_view)
        return [path("exporteren/", export, name=self.export_name), *super().get_urls()]  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with the ways in and out of tables."""
        query = kept_query(request.META.get("QUERY_STRING", ""))
        export = reverse(f"admin:{self.export_name}") + (f"?{query}" if query else "")
        runs: Any = self.exchange.run._meta
        add = reverse(f"admin:{runs.app_label}_{runs.model_name}_add")
        context = {"export_url": export, "import_url": add}
        return super().changelist_view(request, {**context, **(extra_context or {})})  # type: ignore[misc]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Asks what kind of file, and sends it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            records = self.get_changelist_instance(request).get_queryset(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup, SuspiciousOperation):
            self.message_user(
                request, _("These filters make no list. Here is the whole one."), messages.WARNING
            )
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        form = ExportForm(request.POST or None, may_take_addresses=self.may_take_addresses(request))
        count = records.count()
        if request.method == "POST" and form.is_valid():
            if form.cleaned_data["file_type"] == "csv" or count <= MOST_ROWS:
                return self.taken(request, records, count, **form.cleaned_data)
            told = _("Excel files hold at most %(most)d actors here. Choose CSV, or filter the list.")
            form.add_error("file_type", told % {"most": MOST_ROWS})
        return render(request, "admin/tables/export.html", self.export_context(request, form, count))

    def export_context(self, request: HttpRequest, form: ExportForm, count: int) -> dict[str, Any]:
        """What the page of the export shows."""
        return {
            **self.admin_site.each_context(request),
            "title": self.export_title,
            "opts": self.opts,
            "form": form,
            "counted": self.counted(count),
            "filtered": bool(kept_query(request.META.get("QUERY_STRING", ""))),
            "has_addresses": bool(self.addresses),
            "may_take_addresses": self.may_take_addresses(request),
            "export_words": self.export_words,
            "take_all": self.take_all,
            "routes": {
                "records": f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist",
                "export": f"admin:{self.export_name}",
            },
        }

    def taken(
        self,
        request: HttpRequest,
        records: QuerySet[Any],
        count: int,
        *,
        file_type: str,
        addresses: bool = False,
    ) -> HttpResponseBase:
        """The file with ``records``, after it was written down who takes it."""
        self.write_down(request, count, file_type, addresses=addresses)
        names = self.columns(records, addresses=addresses)
        headers, rows = self.exchange.table.headers_of(names), self.rows_of(records, names)
        answer: HttpResponseBase
        if file_type == "csv":
            answer = StreamingHttpResponse(csv_lines(headers, rows), content_type=MEDIA_TYPES["csv"])
        else:
            sheet = str(self.opts.verbose_name_plural).capitalize()
            answer = HttpResponse(xlsx_bytes(headers, rows, sheet), content_type=MEDIA_TYPES["xlsx"])
        name = f"{self.file_stem}-{timezone.localdate():%Y-%m-%d}.{file_type}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def rows_of(self, records: QuerySet[Any], names: list[str]) -> Iterator[list[str]]:
        """The cells of ``names`` for every record, 500 at a time."""
        table, words = self.exchange.table, self.exchange.writer.words_type()
        keys = list(records.order_by("search_name", "pk").values_list("pk", flat=True))
        every: Any = table._meta.model
        for start in range(0, len(keys), CHUNK):
            found = table.whole(every._default_manager.all()).in_bulk(keys[start : start + CHUNK])
            for key in keys[start : start + CHUNK]:
                if key in found:
                    yield [table.cell(name, found[key], words) for name in names]

    # --- What a kind of record fills in ----------------------------------------------------------------------------

    addresses: tuple[str, ...] = ()  # columns with e-mail addresses

    def counted(self, count: int) -> str:
        """How many records the list holds, in words."""
        raise NotImplementedError

    def columns(self, records: QuerySet[Any], *, addresses: bool) -> list[str]:
        """The columns of the file."""
        raise NotImplementedError

    def may_take_addresses(self, request: HttpRequest) -> bool:
        """Whether this person may take e-mail addresses along."""
        return False

    def write_down(self, request: HttpRequest, count: int, file_type: str, *, addresses: bool) -> None:
        """Notes who takes a table; for what says nothing of people there is no need."""


class TakesActors(TakesTables):
    """Gives the list of actors an export and an import, and the filter that the start page links to."""

    exchange = ACTORS
    export_title = gettext_lazy("Export actors")
    file_stem = "actoren"
    export_words = gettext_lazy(
        "Change the file in a spreadsheet, and import it again: only what you changed, changes here. Pictures stay out of the file."
    )
    take_all = gettext_lazy("Take all actors instead")
    addresses = ADDRESSES

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """The filters, with what actors need first."""
        return [UpkeepFilter, *super().get_list_filter(request)]  # type: ignore[misc]

    def counted(self, count: int) -> str:
        """How many actors."""
        told = ngettext("The list holds %(count)s actor.", "The list holds %(count)s actors.", count)
        return told % {"count": count}

    def columns(self, records: QuerySet[Any], *, addresses: bool) -> list[str]:
        """All of them; the e-mail addresses only when they were asked for."""
        return columns_for(addresses=addresses)

    def may_take_addresses(self, request: HttpRequest) -> bool:
        """Who gives roles may."""
        return may_export_addresses(request.user)

    def write_down(self, request: HttpRequest, count: int, file_type: str, *, addresses: bool) -> None:
        """Notes who takes the actors; with addresses of people also in the audit log."""
        TableExport.objects.create(
            made_by=request.user,  # type: ignore[misc]
            made_by_name=str(request.user),
            file_type=file_type,
            query=kept_query(request.META.get("QUERY_STRING", "")),
            rows=count,
            with_addresses=addresses,
        )
        if addresses:
            note("people.exported", by=request.user, rows=count, file=file_type)


@admin.register(TableExport)
class TableExportAdmin(NobodyWrites, FieldRights, admin.ModelAdmin):
    """Who took which table. Nobody changes it."""

    index_position = 97
    index_name = gettext_lazy("Who exported what")
    list_display = ["made_at", "made_by_name", "file_type", "rows", "with_addresses", "query"]
    list_display_links = None
    list_filter = ["with_addresses"]
    show_full_result_count = False

    def may(self, user: Any) -> bool:
        """Everyone who can export sees what was exported."""
        return may_keep_field(user)
