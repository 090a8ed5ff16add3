"""What admins have in common, whatever they show."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest


class CalmSearch:
    """A search box that takes anything: PostgreSQL refuses NUL characters in a question."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Finds ``search_term`` without NUL characters."""
        return super().get_search_results(request, queryset, search_term.replace("\0", " "))  # type: ignore[misc]


class ShownOnSite(admin.ModelAdmin):
    """Records with a page on the site; editors see drafts there too."""

    def view_on_site(self, obj: Any) -> str:
        """The page of ``obj``."""
        return str(obj.get_absolute_url())


class FoundAsOnSite(ShownOnSite):
    """Records that the search box finds as the site does: folded, stemmed, the best first."""

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet, bool]:
        """What ``search_term`` finds, in the order of the site unless a column was chosen to sort by."""
        if not search_term.strip():
            return queryset, False
        found = queryset.search(search_term)
        return (found if "o" in request.GET else found.names_first(search_term)), False


class NobodyWrites(CalmSearch):
    """Records of what happened: written by what people do, never by hand, and not thrown away."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds to the past."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody rewrites it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody throws it away."""
        return False
