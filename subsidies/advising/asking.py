"""Asking experts for advice, and opening advice again: what who runs the network does."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Expert, User
from ecru.base.tokens import fresh_token, hashed
from subsidies.coaching import REVISION
from subsidies.dossiers import Refused, Why
from subsidies.dossiers.performing import locked
from subsidies.models import Dossier, HandedBack, Review, ReviewCriterion, ReviewEvent, ReviewScore
from subsidies.models.standing import end_of
from subsidies.permissions import ADVISING, runs_dossiers
from subsidies.phases import phase_of

from .letters import asked_letter, opened_letter, send
from .proposing import askable

LONGEST_WAIT = timedelta(days=120)
USUAL = (  # code, where its words stand in ``usual_label``
    "meaning",
    "quality",
    "feasible",
    "together",
    "reach",
)


def usual_label(key: str) -> str:
    """What experts look at where a measure names nothing of its own, in the language that is active.

    Ours, from what the decree of 8 March 2024 on supralocal work and ECRU's plan ask for; a measure can have its own.
    """
    return {
        "meaning": _("What it means for the region"),
        "quality": _("Quality of the plan"),
        "feasible": _("Can it be done: time, people, money"),
        "together": _("Working together across municipalities"),
        "reach": _("Whom it reaches"),
    }[key]


def usual_day(at: datetime | None = None) -> date:
    """By when advice is asked unless told otherwise: as long as reading takes in coaching, three weeks."""
    return timezone.localdate(at or timezone.now()) + REVISION


@transaction.atomic
def ask_expert(
    *, dossier: Dossier, expert: Expert, by: User, until: date, at: datetime | None = None
) -> Review:
    """Asks ``expert`` for advice before the end of the day ``until``; mails one link. A second click asks once.

    Raises ``PermissionDenied``, and ``Refused`` when the dossier stands elsewhere, the expert cannot advise on it, or the day is not sound.
    """
    now = (at or timezone.now()).replace(microsecond=0)
    mine = locked(dossier)
    if not runs_dossiers(by):
        raise PermissionDenied
    check_phase(mine)
    review = Review.objects.select_for_update().filter(dossier=mine, expert=expert).first()
    if review is not None and not review.handed_back:
        return review
    check_day(until, now)
    if review is None and not askable(mine).filter(pk=expert.pk).exists():
        raise Refused(
            Why.CONDITIONS, [_("This expert cannot advise on this dossier now. Choose another one.")]
        )
    if review is not None and review.handed_back == HandedBack.INTEREST:
        raise Refused(Why.CONDITIONS, [_("This expert has an interest in this dossier. Choose another one.")])
    token = fresh_token()
    review = review or Review(dossier=mine, expert=expert)
    review.asked_at, review.due_at, review.token_hash = now, end_of(until), hashed(token)
    review.handed_back = review.why_back = ""
    review.reminded = 0
    review.save()
    set_criteria(review)
    ReviewEvent.note(review, ReviewEvent.What.ASKED, by=by, at=now)
    send(review, f"asked-{now.timestamp():.0f}", lambda: asked_letter(review, token))
    return review


def check_phase(dossier: Dossier) -> None:
    """Raises ``Refused`` when experts do not advise in the phase of ``dossier``."""
    if dossier.phase not in ADVISING:
        told = _("This dossier stands at “%(phase)s” now. Experts do not advise there.")
        raise Refused(Why.STATE, [told % {"phase": phase_of(dossier).name}])


def check_day(until: date, now: datetime) -> None:
    """Raises ``Refused`` for a day that is over, or too far off."""
    today = timezone.localdate(now)
    if not today < until <= today + LONGEST_WAIT:
        said = _("Choose a day after today, and within four months.")
        raise Refused(Why.DATA, [said], {"until": said})


def set_criteria(review: Review) -> None:
    """What this expert will look at: the same as the experts before, else what the measure says, else the usual."""
    if review.scores.exists():
        return
    ReviewScore.objects.bulk_create(
        ReviewScore(review=review, position=position, label=nl, label_en=en)
        for position, (nl, en) in enumerate(criteria_for(review), 1)
    )


def criteria_for(review: Review) -> list[tuple[str, str]]:
    """In Dutch and in English."""
    before = ReviewScore.objects.filter(review__dossier=review.dossier).exclude(review=review)
    if first := before.order_by("review").first():
        return list(before.filter(review=first.review_id).values_list("label", "label_en"))
    own = ReviewCriterion.objects.filter(measure=review.dossier.asked_measure)
    if labels := list(own.values_list("label", "label_en")):
        return labels
    return [(in_language_of("nl", key), in_language_of("en", key)) for key in USUAL]


def in_language_of(language: str, key: str) -> str:
    """A usual criterion in one language."""
    with override(language):
        return usual_label(key)


@transaction.atomic
def reopen(*, review: Review, by: User, reason: str, at: datetime | None = None) -> Review:
    """Opens given advice again, with a reason that is kept and mailed; reactions to it go. A second click changes nothing.

    Raises ``PermissionDenied`` for who does not run the network, ``Refused`` without a reason or after the dossier went on.
    """
    now = (at or timezone.now()).replace(microsecond=0)
    if not runs_dossiers(by):
        raise PermissionDenied
    dossier = locked(review.dossier)
    mine = Review.objects.select_for_update().get(pk=review.pk)
    if mine.given_at is None or mine.asked_at is None:
        return mine
    check_phase(dossier)
    why = " ".join(reason.split())
    if not why:
        said = _("Say why. The expert reads it, and it stays in the history.")
        raise Refused(Why.DATA, [said], {"reason": said})
    mine.given_at = None
    mine.save()
    mine.reactions.all().delete()
    mine.answers.all().delete()
    ReviewEvent.note(mine, ReviewEvent.What.REOPENED, by=by, at=now, reason=why[:500])
    send(mine, f"opened-{now.timestamp():.0f}", lambda: opened_letter(mine, why))
    return mine
