"""What every admin of the field stands on: rights, versions, deleting, and who changed what."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as django_delete_selected
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from actors.permissions import may_keep_field
from ecru.base.admin_mixins import CalmSearch
from ecru.base.keys import is_key

from .pickers import Pickers
from .saved_lists import KeepsLists
from .versions import VersionedForm, last_change, told

SHOWN = 5
PAST = {
    "came_in",
    "provenance",
    "last_changed",
    "created_at",
    "updated_at",
    "published_at",
    "date_joined",
    "last_login",
}


class FieldRights:
    """Rights from ``permissions.py`` instead of Django's own, for admins and their inlines."""

    def may(self, user: Any) -> bool:
        """The predicate that decides here."""
        return may_keep_field(user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the admin shows this kind of record at all."""
        return self.may(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this person may look."""
        return self.may(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this person may add a record."""
        return self.may(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this person may change ``obj``, or some record."""
        return self.may(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this person may delete ``obj``, or some record."""
        return self.may(request.user)


class FieldChangeList(ChangeList):
    """A list in which every row knows its last change, in one query for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        """Fetches the rows of this page, then who changed them last."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        kind = ContentType.objects.get_for_model(self.model)
        keys = [str(row.pk) for row in self.result_list]
        about = LogEntry.objects.filter(content_type=kind, object_id__in=keys)
        newest = about.order_by().values("object_id").annotate(newest=Max("pk")).values("newest")
        entries = LogEntry.objects.filter(pk__in=newest).select_related("user")
        known = {entry.object_id: entry for entry in entries}
        for row in self.result_list:
            row.newest_change = known.get(str(row.pk))


class FieldAdmin(CalmSearch, KeepsLists, Pickers, FieldRights, admin.ModelAdmin):
    """Where a kind of record of the field is kept."""

    form = VersionedForm
    fixed_fields: ClassVar[tuple[str, ...]] = ("slug",)  # editable only while the record is new
    index_position = 100  # where the index page shows it
    actions = ["delete_selected"]
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that knows who changed what."""
        return FieldChangeList

    def get_ordering(self, request: HttpRequest) -> Any:
        """The order of the list and of the pickers: the model's own unless the admin has another."""
        return self.ordering or self.opts.ordering

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fieldsets, with the hidden version in the last of them; a new record has no past to show yet."""
        unseen = {"version"} if obj else {"version", *PAST}
        kept: list[tuple[Any, dict[str, Any]]] = [
            (title, {**options, "fields": [name for name in options["fields"] if name not in unseen]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        if obj and self.has_change_permission(request, obj):
            kept[-1][1]["fields"].append("version")
        return [(title, options) for title, options in kept if options["fields"]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Addresses and keys stay as they are once the record exists: others link to them."""
        fields = {field.name for field in self.opts.concrete_fields}
        fixed = [name for name in self.fixed_fields if name in fields] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Fills in the address while the name is typed, for a new record only."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The values that the address gives, without keys of related records that cannot exist."""
        related = {field.name for field in self.opts.get_fields() if field.is_relation}
        given = super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if name not in related or are_keys(value)}

    def kept_because(self, record: Any) -> str:
        """Why ``record`` cannot be deleted, in a sentence that says what to do instead; empty if it can."""
        if not getattr(record, "facts", None):
            return ""
        if hasattr(record, "status"):
            return gettext(
                "“%(name)s” comes from a facts file and would come back with the next load. Archive it instead: "
                "then only the editors see it."
            ) % {"name": record}
        return gettext(
            "“%(name)s” comes from a facts file and would come back with the next load, so it cannot be deleted here."
        ) % {"name": record}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this person may delete ``obj``: never what a facts file would bring back."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not self.kept_because(obj))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Asks whether to delete; explains it when the record has to stay."""
        record = self.get_object(request, unquote(object_id))
        may_look = record is not None and self.has_view_permission(request, record)
        if may_look and (reason := self.kept_because(record)):
            self.message_user(request, reason, messages.WARNING)
            return redirect(self.address_of(record))
        return super().delete_view(request, object_id, extra_context)

    @admin.action(description=_("Delete the selected %(verbose_name_plural)s"), permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Asks whether to delete; when one record has to stay, nothing is deleted and each reason is told."""
        reasons = [reason for record in queryset if (reason := self.kept_because(record))]
        if not reasons:
            return django_delete_selected(self, request, queryset)
        for reason in reasons[:SHOWN]:
            self.message_user(request, reason, messages.WARNING)
        told_all = gettext("Nothing was deleted: %(count)d of the selected records have to stay.")
        self.message_user(request, told_all % {"count": len(reasons)}, messages.ERROR)
        return None

    def address_of(self, record: Any) -> str:
        """The page in the admin where ``record`` is changed."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])

    def note_changes(self, request: HttpRequest, records: Iterable[Any], message: str) -> None:
        """Writes down for each of ``records`` that this person changed it."""
        LogEntry.objects.log_actions(request.user.pk, records, CHANGE, message)  # type: ignore[arg-type]

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[Any]:
        """What changed. Names fields as the models do, so that history can be read in every language."""
        message: list[Any] = super().construct_change_message(request, form, formsets, add)
        models_here = [self.model, *(formset.model for formset in formsets or [])]
        with override(None):
            names = {capfirst(name): name for model in models_here for name in field_names(model)}
        for part in message:
            if "fields" in part.get("changed", {}):
                part["changed"]["fields"] = [names.get(name, name) for name in part["changed"]["fields"]]
        return message

    @admin.display(description=_("last changed"))
    def last_changed(self, record: Any) -> str:
        """When and by whom, in a list or on the page of one record."""
        entry = record.newest_change if hasattr(record, "newest_change") else last_change(record)
        return told(entry) if entry else ""

    @admin.display(description=_("where this record comes from"))
    def provenance(self, record: Any) -> str:
        """Whether a facts file made ``record``, and in what it differs from that file by now."""
        # Here, because what reads facts takes a worker 4 MB.
        from ecru.base.facts.merge import current, plain  # noqa: PLC0415

        if not record.facts:
            return gettext("It was made here, by hand.")
        text = gettext("A facts file made it. Loading the facts again keeps what was changed here since:")
        changed = [
            (_label(record, name), _short(said))
            for name, said in record.facts.items()
            if plain(current(record, name)) != said
        ]
        if not changed:
            return format_html("{} {}", text, gettext("nothing so far."))
        rows = format_html_join("", "<li>{} <span class='help'>({})</span></li>", changed)
        return format_html("{}<ul class='provenance'>{}</ul>", text, rows)


def field_names(model: type[models.Model]) -> list[str]:
    """What the fields of ``model`` are called."""
    return [str(field.verbose_name) for field in (*model._meta.fields, *model._meta.many_to_many)]


def are_keys(value: Any) -> bool:
    """Whether ``value``, from an address, is a key of a record or a list of them."""
    return all(map(is_key, value if isinstance(value, list) else [value]))


def _label(record: Any, name: str) -> str:
    """What people call the field ``name``."""
    field = record._meta.get_field(name)
    return str(getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural)


def _short(said: Any) -> str:
    """What the facts file said, short enough for one line."""
    text = ", ".join(map(str, said)) if isinstance(said, list) else str("" if said is None else said)
    return gettext("the file says: %(value)s") % {"value": text[:120] or gettext("nothing")}
