"""Putting a project or a call on the site, and taking it off. Members publish at once; editors may take off."""

from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import Actor, User
from actors.permissions import may_keep_field
from ecru.base.models import Publication

from .chronicle import note
from .models import PartnerCall, Project, What
from .writing import locked

MOST_A_DAY = 5  # calls of one actor that go on the site within 24 hours
LONGEST_OPEN = timedelta(days=366)
Record = TypeVar("Record", Project, PartnerCall)


def missing(record: Project | PartnerCall) -> dict[str, str]:
    """What is needed before everybody may see ``record``: a sentence for each question of the form."""
    asked: dict[str, str] = {}
    if not record.description.strip():
        asked["description"] = _("Tell what it is about. Two sentences are enough.")
    if not record.municipalities.exists():
        asked["municipalities"] = _("Choose at least one municipality.")
    if isinstance(record, PartnerCall):
        if not record.resources.exists():
            asked["resources"] = _("Choose at least one.")
        asked |= wrong_day(record)
    return asked


def wrong_day(call: PartnerCall) -> dict[str, str]:
    """What is wrong with the last day of ``call``."""
    today = timezone.localdate()
    if call.closes_on < today:
        return {"closes_on": _("This day is over. Choose a day to come.")}
    if call.closes_on > today + LONGEST_OPEN:
        return {"closes_on": _("A call stays open for a year at most. Choose an earlier day.")}
    return {}


@transaction.atomic
def publish(*, record: Record, by: User) -> Record:
    """Shows ``record`` to everybody. Raises ``PermissionDenied``, and ``Impossible`` with the reason."""
    mine = locked(record, by)
    if mine.is_public:
        return mine
    owner = mine.lead if isinstance(mine, Project) else mine.actor
    if owner is None or not owner.is_public or owner.closed:
        raise Impossible(_("The organisation behind this is not on the site now. Put that right first."))
    if missing(mine):
        raise Impossible(_("Something is still missing. Look at the questions below."))
    if isinstance(mine, PartnerCall) and not may_keep_field(by):
        check_pace(owner)
    old, mine.status = mine.status, Publication.PUBLISHED
    mine.save()
    note(mine, by, What.STATUS, old, mine.status)
    return mine


def check_pace(actor: Actor) -> None:
    """Raises ``Impossible`` when ``actor`` posts more than people can read."""
    recent = PartnerCall.objects.of_actor(actor).posted_since(timezone.now() - timedelta(days=1))
    if recent.count() >= MOST_A_DAY:
        raise Impossible(
            _(
                "%(number)d calls of yours went on the site today. This one stays a draft. Publish it tomorrow."
            )
            % {"number": MOST_A_DAY}
        )


@transaction.atomic
def take_off(*, record: Record, by: User) -> Record:
    """Hides ``record`` from the public; its people keep it. Raises ``PermissionDenied``."""
    mine = locked(record, by)
    if mine.status != Publication.ARCHIVED:
        old, mine.status = mine.status, Publication.ARCHIVED
        mine.save()
        note(mine, by, What.STATUS, old, mine.status)
    return mine
