"""What editors do with many actors at once. Every record gets its own line in the history."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ecru.base.models import Publication

from .many import ManyAtOnce


class ActorActions(ManyAtOnce):
    """The actions above the list of actors."""

    accept_at_desk: Any

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publishes what is not published yet."""
        with transaction.atomic():
            chosen = list(queryset.exclude(status=Publication.PUBLISHED))
            with self.changing(request, chosen, gettext("Published.")):
                self.among(chosen).publish()
            self.accept_at_desk(request, self.among(chosen))
        said = ngettext(
            "%(count)d actor is published now.", "%(count)d actors are published now.", len(chosen)
        )
        self.tell(request, said, chosen)

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Archives what is not archived yet."""
        chosen = self.archive_all(request, queryset)
        said = ngettext("%(count)d actor is archived now.", "%(count)d actors are archived now.", len(chosen))
        self.tell(request, said, chosen)

    @admin.action(description=_("Mark as checked today"), permissions=["change"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Notes that the facts were right today."""
        chosen = self.check_all(request, queryset)
        said = ngettext(
            "%(count)d actor is marked as checked.", "%(count)d actors are marked as checked.", len(chosen)
        )
        self.tell(request, said, chosen)

    @admin.action(description=_("Confirm the probable seat"), permissions=["change"])
    def confirm_hints(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Makes the probable seat the real one, for actors that have no seat yet."""
        with transaction.atomic():
            waiting = queryset.filter(municipality=None).exclude(municipality_hint=None)
            chosen = list(waiting.select_related("kind", "municipality_hint"))
            for actor in chosen:
                text = gettext("Seat confirmed: %(place)s.") % {"place": actor.municipality_hint}
                with self.changing(request, [actor], text):
                    actor.accept_hint()
        said = ngettext(
            "The seat of %(count)d actor is confirmed.",
            "The seats of %(count)d actors are confirmed.",
            len(chosen),
        )
        self.tell(request, said, chosen)
