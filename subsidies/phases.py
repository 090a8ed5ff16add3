"""The phases of a dossier: one table per track. Read it from top to bottom; nothing about the way of a dossier stands elsewhere.

A ``Phase`` says its public name, who acts there and what it waits for. A ``Step`` says from where to where, who may take it, on which
conditions (each with the sentence that a person reads when it is not met), what it asks and what it does.
``subsidies.dossiers.perform`` takes steps; ``docs/dossiers.md`` and its drawings are made from this table.
"""

from django.utils.translation import gettext_lazy as _

from . import permissions
from .models import Dossier, Party, TrackName
from .models.dossier_words import BEGUN
from .workflow import asks, conditions, effects
from .workflow.words import ALL_FIELDS, BACK, NAMED_FIELDS, STAYS, Mail, Phase, Right, Step, Track

APPLICANT = Right(_("who may send for the applicant"), permissions.may_send)
DESK = Right(_("the regisseur"), permissions.runs_dossiers)
BOTH = Right(_("who may send for the applicant, or the regisseur"), permissions.may_send_or_runs)
AGAIN = Right(
    _("the regisseur; who may send for the applicant, if ECRU did not look at it yet"),
    permissions.may_take_up_again,
)

UNDECIDED = ("concept", "ingediend", "aanvulling", "ontvankelijk", "advies", "agenda")
UNANSWERED = ("idee", "opmaak", "revisie", "ingediend", "ontvankelijk", "reserve", "toegekend")


def withdraw(start: tuple[str, ...]) -> Step:
    """Both tracks: nobody has to go on with a question for support."""
    return Step(
        "intrekken",
        _("Withdraw it"),
        start,
        "ingetrokken",
        BOTH,
        _("withdrawn"),
        effects=(effects.hold_phase,),
        locks_call=True,
    )


def take_up_again() -> Step:
    """Both tracks: what was withdrawn goes on where it was, if the money is still there."""
    return Step(
        "hernemen",
        _("Take it up again"),
        ("ingetrokken",),
        BACK,
        AGAIN,
        _("taken up again"),
        conditions=(conditions.BUDGET_HOLDS,),
        effects=(effects.let_go_of_phase,),
        locks_call=True,
    )


def note_advice(phase: str) -> Step:
    """Both tracks: the advice of an independent expert, as it came in."""
    return Step(
        "advies-noteren",
        _("Write down advice"),
        (phase,),
        STAYS,
        DESK,
        _("an expert advised"),
        asks=(asks.EXPERT, asks.INDEPENDENT, asks.ADVICE),
        effects=(effects.note_advice,),
        mails=(),
    )


OWN_SUPPORT = Track(
    TrackName.OWN,
    TrackName.OWN.label,
    road=(
        *("concept", "ingediend", "ontvankelijk", "advies", "agenda", "beslist", "overeenkomst"),
        *("uitvoering", "eindverslag", "afgesloten"),
    ),
    phases=(
        Phase("concept", _("Being written"), Party.APPLICANT, _("Fill it in, and send it before the round closes."), ALL_FIELDS),
        Phase("ingediend", _("Sent"), Party.DESK, _("ECRU looks whether everything is there.")),
        Phase("aanvulling", _("Back to complete"), Party.APPLICANT, _("Complete the parts that ECRU opened, and send it again."), NAMED_FIELDS, beside="ingediend"),
        Phase("ontvankelijk", _("Complete and in order"), Party.DESK, _("ECRU looks for experts who advise.")),
        Phase("advies", _("With the experts"), Party.EXPERTS, _("Experts read it and give advice.")),
        Phase("agenda", _("On the agenda of the board"), Party.BOARD, _("The board decides in its meeting.")),
        Phase("beslist", _("Decided"), Party.DESK, _("ECRU sends the decision, and makes the agreement when support is granted.")),
        Phase("overeenkomst", _("Agreement"), Party.APPLICANT, _("Sign the agreement and send it back.")),
        Phase("uitvoering", _("Under way"), Party.APPLICANT, _("Carry out your plan, then write the final report.")),
        Phase("eindverslag", _("Final report"), Party.DESK, _("ECRU reads the final report. Once it is good, ECRU pays what is left and closes the dossier.")),
        Phase("afgesloten", _("Closed for good"), Party.NOBODY, _("Nothing more has to be done.")),
        Phase("ingetrokken", _("Withdrawn"), Party.NOBODY, _("Nothing happens, unless it is taken up again.")),
    ),
    steps=(
        Step(
            "indienen", _("Send it"), ("concept",), "ingediend", APPLICANT, _("handed in to ECRU"),
            conditions=(conditions.ROUND_TAKES, *conditions.COMPLETE),
            effects=(effects.stamp_and_number, effects.keep_copy, effects.close_again),
            mails=(Mail.TURN, Mail.RECEIPT),
        ),
        Step(
            "uitstel", _("Give extra time"), ("concept", "aanvulling"), STAYS, DESK, _("extra time given"),
            asks=(asks.UNTIL, asks.REASON), effects=(effects.give_grace,), mails=(Mail.TURN,),
        ),
        Step(
            "terugsturen", _("Send it back to complete"), ("ingediend",), "aanvulling", DESK, _("sent back to complete"),
            asks=(asks.FIELDS, asks.UNTIL, asks.REASON), effects=(effects.reopen,),
        ),
        Step(
            "aanvullen", _("Send it again"), ("aanvulling",), "ingediend", APPLICANT, _("completed"),
            conditions=(conditions.STILL_REOPENED, *conditions.COMPLETE),
            effects=(effects.keep_copy, effects.close_again), mails=(Mail.TURN, Mail.RECEIPT),
        ),
        Step(
            "zonder-aanvulling", _("Go on without what was asked"), ("aanvulling",), "ingediend", DESK, _("not completed in time"),
            conditions=(conditions.REOPENING_IS_OVER,), effects=(effects.close_again,),
        ),
        Step("ontvankelijk-verklaren", _("It is complete and in order"), ("ingediend",), "ontvankelijk", DESK, _("found complete and in order")),
        Step(
            "niet-ontvankelijk-verklaren", _("It cannot be taken"), ("ingediend", "aanvulling"), "beslist", DESK, _("found not admissible"),
            asks=(asks.MOTIVATION,), effects=(effects.find_inadmissible,),
        ),
        Step("advies-vragen", _("Ask advice"), ("ontvankelijk",), "advies", DESK, _("sent to the experts")),
        note_advice("advies"),
        Step(
            "agenderen", _("Put it on the agenda"), ("advies",), "agenda", DESK, _("put on the agenda of the board"),
            conditions=(conditions.ENOUGH_ADVICE,), asks=(asks.MEETING_ON,), effects=(effects.put_on_agenda,),
        ),
        Step(
            "van-agenda", _("Take it off the agenda, for more advice"), ("agenda",), "advies", DESK, _("taken off the agenda, for more advice"),
            asks=(asks.REASON,), effects=(effects.take_off_agenda,),
        ),
        Step(
            "beslissen", _("Write down the decision"), ("agenda",), "beslist", DESK, _("decided by the board"),
            conditions=(conditions.MEETING_HAS_COME, conditions.ON_AGENDA, conditions.QUORUM_IS_THERE, conditions.VOTES_ARE_NOTED),
            asks=(asks.OUTCOME, asks.GRANTED, asks.MOTIVATION), effects=(effects.decide,), locks_call=True,
        ),
        Step(
            "overeenkomst-sturen", _("Send the agreement"), ("beslist",), "overeenkomst", DESK, _("agreement sent"),
            conditions=(conditions.WAS_GRANTED, conditions.AGREEMENT_IS_THERE),
        ),
        Step(
            "tekenen", _("The agreement is signed"), ("overeenkomst",), "uitvoering", DESK, _("agreement signed"),
            asks=(asks.AGREED_ON,), effects=(effects.note_agreement,),
        ),
        Step(
            "overeenkomst-verbeteren", _("Correct the agreement"), ("uitvoering",), "beslist", DESK, _("agreement taken back, to correct it"),
            asks=(asks.REASON,), effects=(effects.take_agreement_back,),
        ),
        Step(
            "verslag-indienen", _("Hand in the final report"), ("uitvoering",), "eindverslag", APPLICANT, _("final report handed in"),
            conditions=conditions.REPORT_COMPLETE, asks=(asks.REPORT,), effects=(effects.take_report,),
        ),
        Step(
            "verslag-terugsturen", _("Send the report back"), ("eindverslag",), "uitvoering", DESK, _("final report sent back"),
            conditions=(conditions.REPORT_NOT_ACCEPTED,), asks=(asks.REMARKS,), effects=(effects.give_report_back,),
        ),
        Step(
            "verslag-aanvaarden", _("Accept the report"), ("eindverslag",), STAYS, DESK, _("final report accepted"),
            conditions=(conditions.REPORT_NOT_ACCEPTED,), effects=(effects.accept_report,), mails=(Mail.NEWS,),
        ),
        Step(
            "afsluiten", _("Close it"), ("eindverslag",), "afgesloten", DESK, _("closed for good"),
            conditions=(conditions.REPORT_ACCEPTED, conditions.MONEY_IS_SETTLED),
        ),
        Step(
            "zonder-steun-afsluiten", _("Close it without support"), ("beslist",), "afgesloten", DESK, _("closed without support"),
            conditions=(conditions.WAS_NOT_GRANTED,),
        ),
        withdraw(UNDECIDED),
        take_up_again(),
    ),
)  # fmt: skip

COACHING = Track(
    TrackName.COACHED,
    TrackName.COACHED.label,
    road=("idee", "opmaak", "revisie", "ingediend", "ontvankelijk", "toegekend", "uitvoering", "verantwoord", "afgesloten"),
    phases=(
        Phase("idee", _("Idea"), Party.DESK, _("ECRU looks at the idea and calls you."), ALL_FIELDS),
        Phase("opmaak", _("Being written"), Party.APPLICANT, _("Write the plan, and look for the giver that fits."), ALL_FIELDS),
        Phase("revisie", _("Being read"), Party.DESK, _("ECRU reads the plan and says what can be better.")),
        Phase("ingediend", _("Sent to the giver"), Party.FUNDER, _("The giver looks whether everything is there. Tell us the answer.")),
        Phase("ontvankelijk", _("Taken by the giver"), Party.FUNDER, _("The giver decides. Tell us the answer.")),
        Phase("niet-ontvankelijk", _("Not taken by the giver"), Party.DESK, _("ECRU looks with you at what is possible elsewhere."), beside="ontvankelijk"),
        Phase("toegekend", _("Granted"), Party.APPLICANT, _("Begin, and say so here.")),
        Phase("geweigerd", _("Refused"), Party.DESK, _("ECRU looks with you at what is possible elsewhere."), beside="toegekend"),
        Phase("reserve", _("On the reserve list"), Party.FUNDER, _("The giver decides later. Tell us the answer."), beside="ontvankelijk"),
        Phase("uitvoering", _("Under way"), Party.APPLICANT, _("Carry out your plan, then report to the giver.")),
        Phase("verantwoord", _("Reported"), Party.DESK, _("ECRU looks back with you, and closes the dossier.")),
        Phase("afgesloten", _("Closed for good"), Party.NOBODY, _("Nothing more has to be done.")),
        Phase("ingetrokken", _("Withdrawn"), Party.NOBODY, _("Nothing happens, unless it is taken up again.")),
    ),
    steps=(
        Step(
            "opnemen", _("Take the idea up"), ("idee",), "opmaak", DESK, _("idea taken up"),
            conditions=(conditions.HAS_STORY,),
        ),
        Step(
            "laten-lezen", _("Let ECRU read it"), ("opmaak",), "revisie", APPLICANT, _("sent to ECRU to read"),
            conditions=(conditions.HAS_STORY, conditions.HAS_GIVER, conditions.HAS_AMOUNT, conditions.HAS_PLACES),
        ),
        Step(
            "opmerkingen-geven", _("Say what can be better"), ("revisie",), "opmaak", DESK, _("read, with remarks"),
            asks=(asks.REMARKS,),
        ),
        note_advice("revisie"),
        Step(
            "ingediend-melden", _("It is sent to the giver"), ("revisie",), "ingediend", BOTH, _("sent to the giver"),
            conditions=(conditions.ENOUGH_ADVICE,), asks=(asks.SUBMITTED_ON,), effects=(effects.note_sent,),
        ),
        Step("ontvankelijk-melden", _("The giver takes it"), ("ingediend",), "ontvankelijk", BOTH, _("taken by the giver")),
        Step(
            "niet-ontvankelijk-melden", _("The giver does not take it"), ("ingediend",), "niet-ontvankelijk", BOTH, _("not taken by the giver"),
            asks=(asks.REASON,), effects=(effects.hear_inadmissible,),
        ),
        Step(
            "toekenning-melden", _("The giver grants it"), ("ontvankelijk", "reserve"), "toegekend", BOTH, _("granted by the giver"),
            asks=(asks.AMOUNT,), effects=(effects.hear_amount,),
        ),
        Step(
            "weigering-melden", _("The giver refuses it"), ("ontvankelijk", "reserve"), "geweigerd", BOTH, _("refused by the giver"),
            asks=(asks.REASON,), effects=(effects.hear_refusal,),
        ),
        Step("reserve-melden", _("The giver puts it on the reserve list"), ("ontvankelijk",), "reserve", BOTH, _("put on the reserve list by the giver")),
        Step("starten", _("We begin"), ("toegekend",), "uitvoering", BOTH, _("begun")),
        Step(
            "verantwoording-melden", _("We reported to the giver"), ("uitvoering",), "verantwoord", BOTH, _("reported to the giver"),
            asks=(asks.REPORTED_ON,), effects=(effects.note_report,),
        ),
        Step("afsluiten", _("Close it"), ("verantwoord", "niet-ontvankelijk", "geweigerd"), "afgesloten", DESK, _("closed for good")),
        withdraw(UNANSWERED),
        take_up_again(),
    ),
)  # fmt: skip

BEGINNING = Step(BEGUN, _("Begin"), (), STAYS, APPLICANT, _("begun"), mails=(Mail.TURN,))
TRACKS = {track.key: track for track in (OWN_SUPPORT, COACHING)}


def track_of(dossier: Dossier) -> Track:
    """The table that ``dossier`` follows."""
    return TRACKS[dossier.track]


def phase_of(dossier: Dossier) -> Phase:
    """Where ``dossier`` stands."""
    return track_of(dossier).phase_by_key[dossier.phase]


def open_fields(dossier: Dossier) -> frozenset[str]:
    """What the applicant may change now: the lock of the phase."""
    opens = phase_of(dossier).opens
    if opens == NAMED_FIELDS:
        return frozenset(dossier.reopened) & frozenset(dossier.openable)
    return frozenset(dossier.openable) if opens == ALL_FIELDS else frozenset()
