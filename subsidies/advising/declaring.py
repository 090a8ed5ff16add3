"""What an expert says before the file opens: no interest, or handed back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from subsidies.dossiers import Refused, Why
from subsidies.dossiers.performing import locked
from subsidies.models import DossierTask, HandedBack, Party, Review, ReviewEvent
from subsidies.permissions import has_part_in, is_asked

from .asking import check_phase
from .letters import back_letter, tell_desk


class Answer(models.TextChoices):
    """What an expert can answer."""

    NO_INTEREST = "geen-belang", gettext_lazy("I have no interest in it, and I will advise")
    INTEREST = HandedBack.INTEREST.value, HandedBack.INTEREST.label
    NO_TIME = HandedBack.NO_TIME.value, HandedBack.NO_TIME.label


@transaction.atomic
def answer(
    *, review: Review, said: Answer, by: User | None, why: str = "", at: datetime | None = None
) -> Review:
    """Notes what the expert says. ``by`` None: who has the link of the mail, and can only hand it back.

    No interest opens the file. Anything else hands it back, also after the file was open, until the advice is given; the regisseur
    gets a task. The same answer twice changes nothing. Raises ``PermissionDenied`` and ``Refused``.
    """
    now = (at or timezone.now()).replace(microsecond=0)
    dossier = locked(review.dossier)
    mine = Review.objects.select_for_update().get(pk=review.pk)
    if by is None and said == Answer.NO_INTEREST:
        raise PermissionDenied
    if by is not None and not is_asked(by, mine):
        raise PermissionDenied
    if mine.given_at:
        raise Refused(Why.STATE, [_("You gave your advice already. Thank you.")])
    if mine.handed_back:
        if said == mine.handed_back:
            return mine
        raise Refused(Why.STATE, [_("This was handed back. Ask ECRU when that was a mistake.")])
    if said != Answer.NO_INTEREST:
        return hand_back(mine, said, by, why, now)
    if mine.is_declared:
        return mine
    check_phase(dossier)
    if by is not None and has_part_in(by, dossier):
        raise Refused(
            Why.CONDITIONS,
            [_("You have a part in this dossier, or you decide about it. Then advice does not count. Hand it back.")],
        )  # fmt: skip
    mine.is_independent, mine.declared_at = True, now
    mine.save()
    ReviewEvent.note(mine, ReviewEvent.What.DECLARED, by=by, at=now)
    return mine


def hand_back(review: Review, said: Answer, by: User | None, why: str, now: datetime) -> Review:
    """Closes the file for the expert, and gives who runs the network a task and a mail."""
    review.handed_back, review.why_back = said.value, " ".join(why.split())[:500]
    review.is_independent, review.declared_at = (False if said == Answer.INTEREST else None), None
    review.save()
    ReviewEvent.note(review, ReviewEvent.What.HANDED_BACK, by=by, at=now, reason=review.why_back)
    name = str(review.expert)
    DossierTask.objects.create(
        dossier=review.dossier,
        what=(_("Ask another expert: %(name)s handed it back.") % {"name": name})[:200],
        party=Party.DESK,
        made_at=now,
    )
    tell_desk(review, f"back-{now.timestamp():.0f}", back_letter)
    return review
