"""What the board reads on paper: the pack with every dossier of the agenda, and the minutes. Plain values for ``templates/print``."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ecru.base.printing import printed
from ecru.base.templatetags.ecru import euro
from subsidies.models import AgendaItem, BoardMeeting, Dossier, Envelope, ItemState
from subsidies.models.envelopes import granted_in
from subsidies.sheets import sheets_of

NOTHING = Decimal(0)


def points_of(meeting: BoardMeeting) -> list[AgendaItem]:
    """What stands on the agenda, in order. Prefetch what ``for_page`` does."""
    points = [item for item in meeting.items.all() if item.state != ItemState.LEFT]
    for item in points:
        item.meeting = meeting  # with its seats at hand
    return points


def takes(item: AgendaItem) -> Decimal:
    """What a point takes of the money: what was granted, or what is asked as long as nothing is decided."""
    dossier = item.dossier
    amount = dossier.granted if item.state == ItemState.DECIDED else dossier.requested
    return amount or NOTHING


def pots_of(meeting: BoardMeeting) -> list[tuple[str, Decimal, list[int]]]:
    """The money that the agenda touches: its name, how much it is, and the rounds that take from it."""
    calls = {item.dossier.call_id: item.dossier.call for item in points_of(meeting) if item.dossier.call}
    pots = [
        (str(call.measure.name), call.budget, [call.pk]) for call in calls.values() if call.budget is not None
    ]
    shared = (
        Envelope.objects.shared().filter(rounds__call__in=list(calls)).distinct().prefetch_related("rounds")
    )
    return [*pots, *((one.name, one.amount, one.calls) for one in shared)]


def before_and_after(meeting: BoardMeeting) -> dict[int, list[list[str]]]:
    """By point: for each envelope its name, what is left before it, and after it when all is granted as asked.

    What later meetings decided stays out, so that the paper of a meeting that is over tells what the board knew then.
    """
    points = points_of(meeting)
    found: dict[int, list[list[str]]] = {item.pk: [] for item in points}
    for name, amount, calls in pots_of(meeting):
        mine = [item for item in points if item.dossier.call_id in calls]
        decided = sum((takes(item) for item in mine if item.state == ItemState.DECIDED), NOTHING)
        left = amount - granted_in(calls, until=meeting.day) + decided
        for item in mine:
            after = left - takes(item)
            found[item.pk].append([name, euro(left), euro(takes(item)), told_after(after)])
            left = after
    return found


def told_after(left: Decimal) -> str:
    """What is left then; that it does not fit is said in words, never by a sign alone."""
    return euro(left) if left >= 0 else _("does not fit: %(amount)s short") % {"amount": euro(-left)}


def heads() -> list[str]:
    """The names of the columns of the table about envelopes."""
    return [_("Envelope"), _("Left before"), _("Asked or granted"), _("Left after")]


def dossier_part(item: AgendaItem, dossier: Dossier, money: list[list[str]]) -> dict[str, Any]:
    """One dossier of the pack."""
    return {
        "title": f"{item.position}. {dossier.title}",
        "lead": " · ".join(filter(None, (dossier.actor.name, dossier.number or "", euro(dossier.requested)))),
        "money": {"head": heads(), "rows": money},
        "sheets": [sheet.plain() for sheet in sheets_of(dossier)],
    }


def pack_pdf(meeting: BoardMeeting, user: Any, at: datetime) -> bytes:
    """The pack for ``user``: agenda, envelopes, and every dossier with its sheets; without what the member has an interest in."""
    points, money = points_of(meeting), before_and_after(meeting)
    whole = {
        one.pk: one for one in Dossier.objects.for_page().filter(pk__in=[item.dossier_id for item in points])
    }
    mine = [item for item in points if not item.is_closed_to(user)]
    agenda = [
        [str(item.position), *((item.dossier.title, item.dossier.actor.name, euro(item.dossier.requested)) if item in mine else (_("You are not in the room for this point."), "", ""))]
        for item in points
    ]  # fmt: skip
    data = {
        "facts": facts_of(meeting),
        "agenda": {"head": [_("Point"), _("Dossier"), _("Who asks"), _("Asked")], "rows": agenda},
        "parts": [dossier_part(item, whole[item.dossier_id], money[item.pk]) for item in mine],
        "words": words(),
        "footer": _("Board of ECRU, %(day)s") % {"day": date_format(meeting.day, "j F Y")},
    }
    return printed("print/board_pack.typ", data, title=_("Pack of %(when)s") % {"when": meeting.when}, at=at)


def words() -> dict[str, str]:
    """The words of the templates."""
    return {
        "of": _("of"),
        "agenda": _("Agenda"),
        "empty": _("Nothing is on the agenda."),
        "money": _("The envelope, before and after"),
        "asked": _("Reckoned as if all is granted as it is asked."),
        "present": _("Who is there"),
        "absent": _("Who is not there"),
        "minutes": _("What was said"),
        "draft": _("This is a draft: the meeting is not over yet."),
    }


def facts_of(meeting: BoardMeeting) -> list[list[str]]:
    """The meeting in short."""
    return [
        [_("When"), meeting.when],
        [_("Where"), meeting.place],
        [_("Has to be there"), str(meeting.quorum or "")],
    ]


def decision_of(item: AgendaItem) -> list[list[str]]:
    """What was decided about a point, in short facts."""
    dossier = item.dossier
    if item.state != ItemState.DECIDED:
        return [[_("Decision"), _("not yet")]]
    numbers = item.counted or {}
    return [
        [_("Decision"), capfirst(str(dossier.get_outcome_display()))],
        [_("Granted"), euro(dossier.granted)],
        [_("Votes"), _("%(for)s for, %(against)s against, %(abstained)s abstained, %(out)s not in the room") % numbers if item.meeting.quorum else ""],
        [_("Why"), dossier.motivation],
    ]  # fmt: skip


def reasons_of(item: AgendaItem) -> list[list[str]]:
    """Who abstained or left the room, and why."""
    told = [vote for vote in item.votes.all() if vote.reason]
    return [[vote.seat.who, f"{vote.get_choice_display()}: {vote.reason}"] for vote in told]


def minutes_part(item: AgendaItem) -> dict[str, Any]:
    """One point in the minutes: the decision, and the reasons of who abstained or left the room."""
    return {
        "title": f"{item.position}. {item.dossier.title}",
        "facts": [[_("Who asks"), item.dossier.actor.name], *decision_of(item), *reasons_of(item)],
    }


def minutes_pdf(meeting: BoardMeeting, user: Any, at: datetime) -> bytes:
    """The minutes for ``user``; a draft until the meeting is over."""
    there = meeting.present
    absent = [seat.who for seat in meeting.seats.all() if not seat.is_present]
    data = {
        "facts": [
            *facts_of(meeting),
            [_("Who is there"), ", ".join(seat.who for seat in there)],
            [_("Who is not there"), ", ".join(absent)],
            *([[_("Closed on"), date_format(timezone.localtime(meeting.closed_at), "j F Y, H:i")]] if meeting.closed_at else []),
        ],
        "parts": [minutes_part(item) for item in points_of(meeting) if not item.is_closed_to(user)],
        "minutes": meeting.minutes,
        "is_draft": not meeting.is_closed,
        "words": words(),
        "footer": _("Board of ECRU, %(day)s") % {"day": date_format(meeting.day, "j F Y")},
    }  # fmt: skip
    return printed(
        "print/board_minutes.typ", data, title=_("Minutes of %(when)s") % {"when": meeting.when}, at=at
    )
