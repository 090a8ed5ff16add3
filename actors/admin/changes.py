"""Who did what: every change that was made in the admin, to read only."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from actors.models import User
from actors.permissions import may_manage_roles
from ecru.base.admin_mixins import NobodyWrites

from .shared import FieldRights


@admin.register(LogEntry)
class ChangesAdmin(NobodyWrites, FieldRights, admin.ModelAdmin):
    """The history of all records. Nobody changes it."""

    index_position = 95
    index_name = _("Who did what")
    date_hierarchy = "action_time"
    search_fields = ["object_repr", "change_message", "user__name", "user__email"]
    list_display = ["action_time", "user", "action", "content_type", "record", "what"]
    list_display_links = None
    list_select_related = ["user", "content_type"]
    list_filter = [
        "action_flag",
        ("user", admin.RelatedOnlyFieldListFilter),
        ("content_type", admin.RelatedOnlyFieldListFilter),
    ]
    list_per_page = 100
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every change; those to people and roles only for who may give roles."""
        entries = super().get_queryset(request)
        if may_manage_roles(request.user):
            return entries
        return entries.exclude(content_type=ContentType.objects.get_for_model(User))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, under a title that says what it shows; without a date that no calendar has."""
        dates = [str(value) for name, value in request.GET.items() if name.startswith(self.date_hierarchy)]
        if any(not value.isdecimal() or len(value) > len("2026") for value in dates):
            return redirect(f"{request.path}?e=1")
        return super().changelist_view(request, {"title": self.index_name, **(extra_context or {})})

    @admin.display(description=_("what happened"), ordering="action_flag")
    def action(self, entry: LogEntry) -> str:
        """Added, changed or deleted."""
        return entry.get_action_flag_display()

    @admin.display(description=_("record"), ordering="object_repr")
    def record(self, entry: LogEntry) -> str:
        """The name of the record then, with a link while it exists."""
        try:
            address = None if entry.is_deletion() else entry.get_admin_url()
        except NoReverseMatch:
            address = None
        return (
            format_html('<a href="{}">{}</a>', address, entry.object_repr) if address else entry.object_repr
        )

    @admin.display(description=_("in detail"))
    def what(self, entry: LogEntry) -> str:
        """The fields that changed."""
        return entry.get_change_message()
