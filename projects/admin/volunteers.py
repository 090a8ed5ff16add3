"""Volunteers in the admin, to look up: profiles are of who made them, and requests stay between people."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actors.admin.shared import FieldAdmin
from actors.admin.vocabulary import LabelledAdmin

from ..models import HelpKind, Volunteer, VolunteerRequest


@admin.register(HelpKind)
class HelpKindAdmin(LabelledAdmin):
    """What volunteers can help with."""

    index_position = 40
    list_display = ["label", "label_en", "position", "last_changed"]
    readonly_fields = ["last_changed"]
    search_help_text = _("Searches the words of the list.")


class ToLookUp(FieldAdmin):
    """Records of people: nobody adds or changes them here."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing to do with many at once."""
        return {}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People make their own."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People keep their own."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People stop by themselves, and time removes the rest."""
        return False


@admin.register(Volunteer)
class VolunteerAdmin(ToLookUp):
    """Who lends a hand, as members see it: without a way to reach them."""

    index_position = 41
    list_display = ["first_name", "helps_with", "municipality", "is_shown", "paused_until", "created_at"]
    list_select_related = ["municipality"]
    list_filter = ["is_shown", "helps", "municipality"]
    search_fields = ["first_name", "about"]
    fields = [
        *("first_name", "is_shown", "helps_with", "about", "on_days", "municipality", "reach"),
        *("paused_until", "created_at", "updated_at"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Everybody, with what they help with."""
        return super().get_queryset(request).prefetch_related("helps")

    @admin.display(description=_("what they help with"))
    def helps_with(self, volunteer: Volunteer) -> str:
        """The kinds of help."""
        return ", ".join(kind.name for kind in volunteer.helps.all())

    @admin.display(description=_("days"))
    def on_days(self, volunteer: Volunteer) -> str:
        """Days and parts of the day in words."""
        return ", ".join([*volunteer.day_names, *volunteer.part_names])


@admin.register(VolunteerRequest)
class VolunteerRequestAdmin(ToLookUp):
    """Who asked whom, and what became of it; not what they wrote to each other."""

    index_position = 42
    list_display = ["volunteer", "actor", "state", "created_at", "answered_at"]
    list_select_related = ["volunteer", "actor"]
    list_filter = ["state"]
    search_fields = ["actor__name", "volunteer__first_name"]
    fields = [
        *("volunteer", "actor", "state", "shares_address", "created_at", "answered_at"),
    ]
