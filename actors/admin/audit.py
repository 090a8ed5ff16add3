"""The audit log in the admin: for the regisseur, to read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actors.permissions import may_see_network
from ecru.base.admin_mixins import NobodyWrites
from ecru.base.audit import verbs
from ecru.base.models import AuditEntry

from .shared import FieldRights


class VerbFilter(admin.SimpleListFilter):
    """What was done."""

    title = _("what")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """Every kind of deed."""
        return [(verb.slug, verb.label) for verb in verbs.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The deeds of the chosen kind; all of them for one that does not exist."""
        return queryset.filter(verb=self.value()) if self.value() in verbs else queryset


@admin.register(AuditEntry)
class AuditAdmin(NobodyWrites, FieldRights, admin.ModelAdmin):
    """Who did what with rights and with data of people. Nobody changes it."""

    index_position = 98
    index_name = _("Audit log")
    list_display = ["at", "by_name", "deed", "about_title", "told"]
    list_display_links = None
    list_filter = [VerbFilter, "at"]
    search_fields = ["by_name", "by__email", "about_title"]
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False

    def may(self, user: Any) -> bool:
        """The regisseur and superusers."""
        return may_see_network(user)

    @admin.display(description=_("what"), ordering="verb")
    def deed(self, entry: AuditEntry) -> str:
        """What was done, in words."""
        return entry.label

    @admin.display(description=_("facts"))
    def told(self, entry: AuditEntry) -> str:
        """The facts, in one line."""
        parts = (
            (name, ", ".join(map(str, fact)) if isinstance(fact, list) else fact)
            for name, fact in entry.facts.items()
        )
        return "; ".join(f"{name}: {fact}" for name, fact in parts)
