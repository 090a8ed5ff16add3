"""Writing advice: scores with reasons, saved as one goes, given once; and what one thinks of the advice of others."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.editing import Typed
from actors.models import User
from subsidies.dossiers import Refused, Why
from subsidies.dossiers.performing import locked
from subsidies.models import LastHand, Review, ReviewEvent, ReviewReaction
from subsidies.permissions import has_part_in, may_advise
from subsidies.together import Author, all_plain, last_author, only_new

from .asking import check_phase
from .letters import given_letter, tell_desk


def opened(review: Review, by: User) -> Review:
    """The row, locked, for who may write in it. Raises ``PermissionDenied``, and ``Refused`` when that is over."""
    dossier = locked(review.dossier)
    mine = Review.objects.select_for_update(of=("self",)).select_related("expert").get(pk=review.pk)
    mine.dossier = dossier
    if not may_advise(by, mine):
        raise PermissionDenied
    if mine.given_at:
        raise Refused(Why.STATE, [_("You gave your advice already. Ask ECRU to open it again.")])
    check_phase(dossier)
    return mine


def written(review: Review) -> dict[str, Any]:
    """What stands in an advice, plain: the verdict, the words, and by position each ``score-1`` with its ``reason-1``."""
    found: dict[str, Any] = {"verdict": review.verdict, "words": review.words}
    for score in review.scores.all():
        found |= {f"score-{score.position}": score.score, f"reason-{score.position}": score.reason}
    return all_plain(found)


@transaction.atomic
def save(*, review: Review, by: User, typed: Typed) -> Review:
    """Keeps what was typed so far, under the names of ``written``; holes are allowed, and the same twice changes nothing.

    Raises ``PermissionDenied``, ``Refused``, and ``Conflict`` when the same was changed in another tab since; then nothing is saved.
    """
    mine = opened(review, by)
    values = all_plain(typed.values)
    part_of = f"advies-{mine.pk}-"

    def who_wrote(name: str) -> Author:
        return last_author(mine.dossier, f"{part_of}{name}", by=by)

    changed = only_new(written(mine), values, typed.seen, who_wrote)
    scores = {score.position: score for score in mine.scores.all()}
    for name in changed:
        part, _dash, place = name.partition("-")
        if not place:
            setattr(mine, name, values[name])
        elif part == "score":
            scores[int(place)].score = int(values[name]) if values[name] else None
        else:
            scores[int(place)].reason = values[name]
    mine.save()
    for score in scores.values():
        score.save()
    if changed:
        LastHand.objects.note(mine.dossier, [f"{part_of}{name}" for name in changed], by=by)
    return mine


@transaction.atomic
def give(*, review: Review, by: User, at: datetime | None = None) -> Review:
    """Gives the advice as it was saved: from now on it is locked, and it counts.

    Raises ``PermissionDenied``, and ``Refused`` with a sentence for every hole.
    """
    mine = opened(review, by)
    if has_part_in(by, mine.dossier):
        raise Refused(
            Why.CONDITIONS,
            [_("You have a part in this dossier, or you decide about it. Then advice does not count. Hand it back.")],
        )  # fmt: skip
    if holes := missing(mine):
        raise Refused(Why.CONDITIONS, holes)
    now = (at or timezone.now()).replace(microsecond=0)
    mine.given_at = now
    mine.save()
    ReviewEvent.note(mine, ReviewEvent.What.GIVEN, by=by, at=now)
    tell_desk(mine, f"given-{now.timestamp():.0f}", given_letter)
    return mine


def missing(review: Review) -> list[str]:
    """A sentence for everything that advice still lacks."""
    holes = []
    for score in review.scores.all():
        if score.score is None:
            holes.append(_("Give a score for “%(criterion)s”.") % {"criterion": score.told})
        if not score.reason:
            holes.append(_("Write why, for “%(criterion)s”.") % {"criterion": score.told})
    if not review.verdict:
        holes.append(_("Choose what you advise, all in all."))
    if not review.words:
        holes.append(_("Write your advice in a few sentences."))
    return holes


@transaction.atomic
def react(*, review: Review, about: Review, by: User, agrees: bool, words: str) -> ReviewReaction:
    """What the expert of ``review`` thinks of the advice ``about``; a second time replaces the first.

    Raises ``PermissionDenied`` before one's own advice is given or for another dossier, ``Refused`` without words.
    """
    dossier = locked(review.dossier)
    mine = Review.objects.select_related("expert").get(pk=review.pk)
    other = Review.objects.beside(mine).filter(pk=about.pk).first()
    if not may_advise(by, mine) or not mine.given_at or other is None:
        raise PermissionDenied
    check_phase(dossier)
    why = " ".join(words.split())[:500]
    if not why:
        raise Refused(Why.DATA, [_("Say why, in a sentence.")], {"words": _("Say why, in a sentence.")})
    made, _new = ReviewReaction.objects.update_or_create(
        review=mine, about=other, defaults={"agrees": agrees, "words": why, "at": timezone.now()}
    )
    return made
