"""Reuses in the admin: who did a practice too."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.admin.actor_list import ChoiceFilter
from actors.admin.shared import FieldAdmin

from ..models import Reuse
from ..practices import withdraw_reuse


class TakenBackFilter(ChoiceFilter):
    """Whether it was taken back."""

    title = _("taken back")
    parameter_name = "taken_back"
    answers = {
        "no": (_("no"), Q(withdrawn_at=None)),
        "yes": (_("yes"), Q(withdrawn_at__isnull=False)),
    }


@admin.register(Reuse)
class ReuseAdmin(FieldAdmin):
    """Who did a practice too, where, when and how it went."""

    index_position = 21
    search_fields = ["practice__search_name", "actor__search_name", "changed", "note"]
    search_help_text = _("Searches the practice, who did it, and what they tell.")
    ordering = ["-year", "-pk"]
    autocomplete_fields = ["practice", "actor", "municipality"]
    list_display = ["practice", "actor", "municipality", "year", "went", "withdrawn_at", "last_changed"]
    list_select_related = ["practice", "actor", "municipality"]
    list_filter = [TakenBackFilter, "went", "municipality"]
    readonly_fields = ["recorded_by", "created_at", "withdrawn_at", "last_changed"]
    actions = ["take_back", "delete_selected"]
    fieldsets = [
        (None, {"fields": ["practice", "actor", "municipality", "year"]}),
        (_("How it went"), {"fields": ["went", "changed", "note"]}),
        (_("History"), {"fields": ["recorded_by", "withdrawn_at", "last_changed", "created_at"]}),
    ]

    def save_model(self, request: Any, obj: Reuse, form: Any, change: bool) -> None:
        """Saves; who adds one is who recorded it."""
        if not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Take back"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Takes the chosen reuses back: they show nowhere any more."""
        user: Any = request.user
        chosen = [reuse for reuse in queryset if withdraw_reuse(reuse=reuse, by=user)]
        self.note_changes(request, chosen, gettext("Taken back."))
        said = ngettext("%(count)d reuse is taken back.", "%(count)d reuses are taken back.", len(chosen))
        nothing = gettext("Nothing had to change in what you selected.")
        level = messages.SUCCESS if chosen else messages.WARNING
        self.message_user(request, said % {"count": len(chosen)} if chosen else nothing, level)
