"""Extra time for everybody in a round, when the portal was down: its closing moment moves, and all that follows from it moves along."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.history import Deed, recorded
from actors.models import User
from ecru.base.outbox.posting import Letter, Link, post
from subsidies.dossiers.telling import applicants
from subsidies.mail_kinds import ROUND_EXTENDED
from subsidies.models import Call, CallExtension, Dossier, DossierTask, Level
from subsidies.models.dossier_words import UNSENT
from subsidies.permissions import runs_dossiers
from subsidies.workflow.conditions import in_words


def unsent_in(call: Call) -> QuerySet[Dossier]:
    """The dossiers of a round that are still being written."""
    return Dossier.objects.of_call(call).standing_in(phase=UNSENT).select_related("actor")


@dataclass(frozen=True)
class MoreTime:
    """Until when (aware), and why, as everybody reads it. ``seen``: the closing moment that stood on the page."""

    until: datetime
    reason: str
    seen: datetime | None = None


@transaction.atomic
def extend(*, call: Call, by: User, more: MoreTime, at: datetime | None = None) -> CallExtension:
    """Lets a round of ECRU close at ``more.until`` (whole seconds, the last one is in time), and tells who still writes.

    The same question twice is one. Raises ``PermissionDenied``, and ``ValidationError`` when the round has no closing moment,
    when it moved meanwhile, or when ``more`` gives no extra time.
    """
    if not runs_dossiers(by):
        raise PermissionDenied
    moment, until = (at or timezone.now()), more.until.replace(microsecond=0)
    mine = Call.objects.select_for_update(of=("self",)).select_related("measure").get(pk=call.pk)
    before = mine.closes_at
    if before is None or mine.measure.level != Level.ECRU:
        raise ValidationError(_("Only a round of ECRU with a closing moment gets extra time."))
    if before == until and (known := mine.extensions.filter(until=until).first()):
        return known
    if more.seen is not None and more.seen != before:
        raise ValidationError(_("Somebody moved the closing moment in the meantime. Look again first."))
    if until <= max(before, moment):
        raise ValidationError(
            _("Choose a moment after now, and after the closing moment of %(moment)s.")
            % {"moment": in_words(before)}
        )
    with recorded(Call, [mine.pk], Deed(by, reason=more.reason)):
        mine.closes_at = until
        mine.save(update_fields=["closes_at"])
    made = CallExtension.objects.create(
        call=mine, before=before, until=until, reason=more.reason, by=by, at=moment
    )
    follow(made)
    return made


def follow(extension: CallExtension) -> None:
    """The tasks of who still writes get the new date, and everybody gets one mail."""
    dossiers = list(unsent_in(extension.call))
    turns = DossierTask.objects.open().filter(dossier__in=dossiers).exclude(phase="")
    for dossier in dossiers:
        dossier.call = extension.call
        turns.filter(dossier=dossier).update(due_at=dossier.due_at)
        for person in applicants(dossier):
            with override(person.language):
                post(f"extension-{extension.pk}-{dossier.pk}-{person.pk}", letter(extension, dossier, person))


def letter(extension: CallExtension, dossier: Dossier, person: User) -> Letter:
    """There is more time: why, and until when."""
    told: dict[str, Any] = {
        "title": dossier.title,
        "actor": dossier.actor.name,
        "measure": extension.call.measure.name,
        "until": in_words(extension.until),
        "reason": extension.reason,
    }
    return Letter(
        to=person.email,
        subject=_("More time for “%(title)s”") % told,
        body="\n\n".join(
            [
                _("Hello"),
                _("ECRU gives everybody more time to ask for “%(measure)s”. Why: %(reason)s") % told,
                _("You can send the dossier “%(title)s” of %(actor)s until %(until)s.") % told,
            ]
        ),
        kind=ROUND_EXTENDED.slug,
        links=(Link(_("Open the dossier"), dossier.get_absolute_url()),),
    )
