"""What people wait for, in the admin: which searches they saved, never who."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ecru.base.admin_mixins import NobodyWrites
from ecru.base.models import SavedSearch

from .shared import FieldRights


@admin.register(SavedSearch)
class SavedSearchAdmin(NobodyWrites, FieldRights, admin.ModelAdmin):
    """Read only, without addresses and without the names that people give: what they look for says enough."""

    index_position = 61
    index_name = _("Saved searches")
    list_display = ["told", "rhythm", "confirmed_at", "told_at"]
    list_display_links = None
    list_filter = ["directory", "rhythm"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those that people really want."""
        return SavedSearch.objects.confirmed()

    @admin.display(description=_("what was asked"))
    def told(self, search: SavedSearch) -> Any:
        """The list and the choices in it."""
        return search.in_words
