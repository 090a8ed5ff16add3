"""What editors do with many records at once, each with its own line in the history."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from ecru.base.models import Publication


class ManyAtOnce:
    """For the admin of records that are published, archived and checked. ``changing`` notes what happens inside."""

    model: Any
    message_user: Any
    changing: Any

    def among(self, chosen: list[Any]) -> Any:
        """The records of ``chosen``, as a queryset of their own."""
        return self.model.objects.filter(pk__in=[record.pk for record in chosen])

    @transaction.atomic
    def archive_all(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        """Archives what is not archived yet; returns which."""
        chosen = list(queryset.exclude(status=Publication.ARCHIVED))
        with self.changing(request, chosen, gettext("Archived.")):
            self.among(chosen).archive()
        return chosen

    @transaction.atomic
    def check_all(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        """Notes that the facts were right today; returns of which records."""
        chosen = list(queryset)
        with self.changing(request, chosen, gettext("Checked.")):
            self.among(chosen).confirm()
        return chosen

    def tell(self, request: HttpRequest, said: str, chosen: list[Any]) -> None:
        """Tells how many records changed; says so as a warning when there was nothing to do."""
        level = messages.SUCCESS if chosen else messages.WARNING
        nothing = gettext("Nothing had to change in what you selected.")
        self.message_user(request, said % {"count": len(chosen)} if chosen else nothing, level)
