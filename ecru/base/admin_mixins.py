"""What admins have in common, whatever they show."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest


class CalmSearch:
    """A search box that takes anything: PostgreSQL refuses NUL characters in a question."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Finds ``search_term`` without NUL characters."""
        return super().get_search_results(request, queryset, search_term.replace("\0", " "))  # type: ignore[misc]


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
