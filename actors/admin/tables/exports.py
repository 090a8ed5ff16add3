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
from django.utils.translation import gettext_lazy

from actors.models import Actor, TableExport
from actors.permissions import may_export_addresses, may_keep_field
from actors.tables.columns import columns_for, headers_of, table, whole
from actors.tables.words import Words
from ecru.base.admin_mixins import NobodyWrites
from ecru.base.audit import note
from ecru.base.spreadsheet import MEDIA_TYPES, MOST_ROWS, csv_lines, xlsx_bytes

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
    """Gives the list of actors an export and an import, and the filter that the start page links to."""

    admin_site: Any
    opts: Any
    message_user: Any
    has_view_permission: Any
    get_changelist_instance: Any

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """The filters, with what actors need first."""
        return [UpkeepFilter, *super().get_list_filter(request)]  # type: ignore[misc]

    def get_urls(self) -> list[Any]:
        """The address of the export, before those of the admin."""
        export = self.admin_site.admin_view(self.export_view)
        return [path("exporteren/", export, name="actors_actor_export"), *super().get_urls()]  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with the ways in and out of tables."""
        query = kept_query(request.META.get("QUERY_STRING", ""))
        export = reverse("admin:actors_actor_export") + (f"?{query}" if query else "")
        context = {"export_url": export, "import_url": reverse("admin:actors_importrun_add")}
        return super().changelist_view(request, {**context, **(extra_context or {})})  # type: ignore[misc]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Asks what kind of file, and sends it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            actors = self.get_changelist_instance(request).get_queryset(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup, SuspiciousOperation):
            self.message_user(
                request, _("These filters make no list. Here is the whole one."), messages.WARNING
            )
            return redirect("admin:actors_actor_changelist")
        allowed = may_export_addresses(request.user)
        form = ExportForm(request.POST or None, may_take_addresses=allowed)
        count = actors.count()
        if request.method == "POST" and form.is_valid():
            if form.cleaned_data["file_type"] == "csv" or count <= MOST_ROWS:
                return taken(request, actors, count, **form.cleaned_data)
            told = _("Excel files hold at most %(most)d actors here. Choose CSV, or filter the list.")
            form.add_error("file_type", told % {"most": MOST_ROWS})
        context = {
            **self.admin_site.each_context(request),
            "title": _("Export actors"),
            "opts": self.opts,
            "form": form,
            "count": count,
            "filtered": bool(kept_query(request.META.get("QUERY_STRING", ""))),
            "may_take_addresses": allowed,
        }
        return render(request, "admin/tables/export.html", context)


def taken(
    request: HttpRequest, actors: QuerySet[Actor], count: int, *, file_type: str, addresses: bool = False
) -> HttpResponseBase:
    """The file with ``actors``, after it was written down who takes it."""
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
    names = columns_for(addresses=addresses)
    headers, rows = headers_of(names), rows_of(actors, names)
    answer: HttpResponseBase
    if file_type == "csv":
        answer = StreamingHttpResponse(csv_lines(headers, rows), content_type=MEDIA_TYPES["csv"])
    else:
        answer = HttpResponse(xlsx_bytes(headers, rows, _("Actors")), content_type=MEDIA_TYPES["xlsx"])
    name = f"actoren-{timezone.localdate():%Y-%m-%d}.{file_type}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def rows_of(actors: QuerySet[Actor], names: list[str]) -> Iterator[list[str]]:
    """The cells of ``names`` for every actor, 500 actors at a time."""
    words = Words()
    keys = list(actors.order_by("search_name", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        found = whole(Actor.objects.all()).in_bulk(keys[start : start + CHUNK])
        for key in keys[start : start + CHUNK]:
            if key in found:
                yield [table.cell(name, found[key], words) for name in names]


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
