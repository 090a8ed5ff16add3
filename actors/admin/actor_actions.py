"""What editors do with many actors at once. Every record gets its own line in the history."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from ecru.base.models import Publication


class ActorActions:
    """The actions above the list of actors."""

    message_user: Any
    changing: Any
    accept_at_desk: Any

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publishes what is not published yet."""
        with transaction.atomic():
            chosen = list(queryset.exclude(status=Publication.PUBLISHED))
            with self.changing(request, chosen, gettext("Published.")):
                among(chosen).publish()
            self.accept_at_desk(request, among(chosen))
        said = ngettext(
            "%(count)d actor is published now.", "%(count)d actors are published now.", len(chosen)
        )
        self.tell(request, said, chosen)

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Archives what is not archived yet."""
        with transaction.atomic():
            chosen = list(queryset.exclude(status=Publication.ARCHIVED))
            with self.changing(request, chosen, gettext("Archived.")):
                among(chosen).archive()
        said = ngettext("%(count)d actor is archived now.", "%(count)d actors are archived now.", len(chosen))
        self.tell(request, said, chosen)

    @admin.action(description=_("Mark as checked today"), permissions=["change"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Notes that the facts were right today."""
        with transaction.atomic():
            chosen = list(queryset)
            with self.changing(request, chosen, gettext("Checked.")):
                among(chosen).confirm()
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

    def tell(self, request: HttpRequest, said: str, chosen: list[Actor]) -> None:
        """Tells how many records changed; says so as a warning when there was nothing to do."""
        if chosen:
            self.message_user(request, said % {"count": len(chosen)}, messages.SUCCESS)
        else:
            self.message_user(
                request, gettext("Nothing had to change in what you selected."), messages.WARNING
            )


def among(chosen: list[Actor]) -> Any:
    """The records of ``chosen``, as a queryset of their own."""
    return Actor.objects.filter(pk__in=[actor.pk for actor in chosen])
