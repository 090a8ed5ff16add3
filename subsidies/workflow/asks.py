"""What the steps of the table ask along: reasons, amounts, days and names of fields, each with what must be so of it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ecru.base.templatetags.ecru import euro
from subsidies.models import Dossier, Outcome
from subsidies.models.money import has_agreement
from subsidies.models.standing import BRUSSELS

from .conditions import amounts, left_of, votes, votes_grant
from .words import Ask, Attempt, Check, Kind

DECISIONS = (Outcome.GRANTED, Outcome.REFUSED)


def today_of(attempt: Attempt) -> Any:
    """The day of the attempt in Brussels."""
    return attempt.at.astimezone(BRUSSELS).date()


def is_granted(attempt: Attempt) -> bool:
    """Whether the decision in hand grants support; so does every answer that only tells an amount."""
    return bool(attempt.data.get("outcome", Outcome.GRANTED) == Outcome.GRANTED)


def fits_asked(attempt: Attempt, value: Decimal) -> bool:
    """Whether ``value`` is at most what was asked; of another giver we take what it says."""
    asked = attempt.dossier.requested
    return not attempt.dossier.is_own or asked is None or value <= asked


def fits_budget(attempt: Attempt, value: Decimal) -> bool:
    """Whether ``value`` fits in what is left of the budget of the round."""
    left = left_of(attempt.dossier)
    return left is None or value <= left


def agrees_with_votes(attempt: Attempt, value: Any) -> bool:
    """Whether the outcome ``value`` is what the votes say, where votes are noted."""
    grants = votes_grant(attempt.dossier)
    return grants is None or grants == (value == Outcome.GRANTED)


def before_closing(attempt: Attempt, value: Any) -> bool:
    """Whether ``value`` (a day) is in time for the round of the other giver, where its closing day is known."""
    call = attempt.dossier.call
    return call is None or call.closing_day is None or value <= call.closing_day


def asked(dossier: Dossier) -> Mapping[str, Any]:
    """What was asked."""
    return {"asked": euro(dossier.requested)}


def not_twice(attempt: Attempt, value: Any) -> bool:
    """Whether this expert did not advise on it yet."""
    return not attempt.dossier.reviews.given().filter(expert=value).exists()


NOT_AFTER_TODAY = Check(
    _("This day is still to come. Choose today or a day before."),
    lambda attempt, value: value <= today_of(attempt),
)
NOT_BEFORE_TODAY = Check(
    _("This day is over. Choose today or a later day."), lambda attempt, value: value >= today_of(attempt)
)
IN_THE_FUTURE = Check(
    _("This moment is over. Choose a later one."),
    lambda attempt, value: isinstance(value, datetime) and value > attempt.at,
)

REASON = Ask("reason", _("Why?"), Kind.TEXT, _("Say why in a few words. The applicant reads it."))
REMARKS = Ask(
    "reason", _("What can be better?"), Kind.TEXT, _("Say what can be better. The applicant reads it.")
)
UNTIL = Ask(
    "until",
    _("Until when?"),
    Kind.MOMENT,
    _("Choose until when, with day and hour."),
    checks=(IN_THE_FUTURE,),
)
FIELDS = Ask(
    "fields",
    _("Which parts may the applicant change again?"),
    Kind.FIELDS,
    _("Choose at least one part."),
    hint=_("With the amount that is asked, the budget opens too."),
    checks=(
        Check(
            _("One of these parts does not exist."),
            lambda attempt, value: set(value) <= set(attempt.dossier.openable),
        ),
    ),
)
MEETING_ON = Ask(
    "meeting_on",
    _("On which day does the board meet?"),
    Kind.MEETING,
    _("Choose the day of the meeting."),
    checks=(NOT_BEFORE_TODAY,),
)
OUTCOME = Ask(
    "outcome",
    _("What did the board decide?"),
    Kind.OUTCOME,
    _("Choose what the board decided."),
    checks=(
        Check(_("Choose what the board decided."), lambda _attempt, value: value in DECISIONS),
        Check(
            _(
                "The votes say otherwise: %(for)s for, %(against)s against, %(abstained)s abstained. Equal votes refuse."
            ),
            agrees_with_votes,
            votes,
        ),
    ),
)
GRANTED = Ask(
    "granted",
    _("How much is granted, in euro?"),
    Kind.EURO,
    _("Fill in the amount that is granted."),
    required=False,
    hint=_("Leave it empty when support is refused."),
    checks=(
        Check(
            _("Fill in the amount that is granted."),
            lambda attempt, value: (value is not None and value > 0) if is_granted(attempt) else True,
        ),
        Check(
            _("Leave the amount empty when support is refused."),
            lambda attempt, value: is_granted(attempt) or value is None,
        ),
        Check(
            _("The applicant asked %(asked)s. Fill in at most that."),
            lambda attempt, value: value is None or fits_asked(attempt, value),
            asked,
        ),
        Check(
            _("%(left)s is left in the envelope; you want to grant %(value)s. Fill in at most what is left."),
            lambda attempt, value: value is None or fits_budget(attempt, value),
            amounts,
        ),
    ),
)
AMOUNT = Ask(
    "granted",
    _("How much does the giver grant, in euro?"),
    Kind.EURO,
    _("Fill in the amount that is granted."),
    checks=(Check(_("Fill in an amount above zero."), lambda _attempt, value: value > 0),),
)
MOTIVATION = Ask(
    "motivation",
    _("Why? This goes in the letter."),
    Kind.TEXT,
    _("Give the reasons for the decision."),
    noted=False,
)
SUBMITTED_ON = Ask(
    "submitted_on",
    _("On which day was it sent to the giver?"),
    Kind.DAY,
    _("Choose the day on which it was sent."),
    checks=(
        NOT_AFTER_TODAY,
        Check(_("The round of this giver was closed by then. Check the day, or choose another round."), before_closing),
    ),
)  # fmt: skip
AGREED_ON = Ask(
    "agreed_on",
    _("On which day was the agreement signed?"),
    Kind.DAY,
    _("Choose the day on which it was signed."),
    checks=(NOT_AFTER_TODAY,),
)
REPORT = Ask(
    "report",
    _("What did you do, whom did you reach, and what worked or did not?"),
    Kind.TEXT,
    _("Write the report. Also what did not work belongs in it."),
    noted=False,
    asked_of=lambda dossier: not has_agreement(dossier),
)
REPORTED_ON = Ask(
    "reported_on",
    _("On which day did you report to the giver?"),
    Kind.DAY,
    _("Choose the day on which you reported."),
    checks=(NOT_AFTER_TODAY,),
)
EXPERT = Ask(
    "expert",
    _("Which expert?"),
    Kind.EXPERT,
    _("Choose an expert of the pool."),
    noted=False,
    checks=(Check(_("This expert advised already."), not_twice),),
)
INDEPENDENT = Ask(
    "independent",
    _("The expert declared beforehand to have no interest in this dossier."),
    Kind.YES,
    _("Only the advice of somebody without an interest counts. Ask the expert to declare it first."),
)
ADVICE = Ask(
    "advice", _("What does the expert advise, and why?"), Kind.TEXT, _("Write down the advice."), noted=False
)
