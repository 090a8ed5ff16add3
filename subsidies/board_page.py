"""The page of one meeting: its agenda with votes and money, who is there, and what was said."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import User

from .deciding import board_members
from .deciding.pack import before_and_after, decision_of, heads, points_of, reasons_of
from .forms.board import AttendanceForm, MinutesForm, VotesForm
from .forms.dossiers import StepForm
from .models import AgendaItem, BoardMeeting, DossierEvent, ItemState
from .permissions import runs_dossiers
from .phases import OWN_SUPPORT

DECIDE = OWN_SUPPORT.step_by_key["beslissen"]


@dataclass(frozen=True)
class Tried:
    """Forms that came back with something wrong: about a point (by its key), or about the meeting."""

    votes: dict[int, VotesForm] = field(default_factory=dict)
    decisions: dict[int, StepForm] = field(default_factory=dict)
    minutes: MinutesForm | None = None


@dataclass(frozen=True)
class Point:
    """One point of the agenda as a person sees it. ``is_hidden``: this member is not in the room for it."""

    item: AgendaItem
    is_hidden: bool
    money: list[list[str]]
    decided: list[dict[str, str]]
    told: str
    reasons: list[dict[str, str]]
    hints: list[str]
    votes: VotesForm | None
    decision: StepForm | None
    seen: int


def decision_form(item: AgendaItem, data: Any = None) -> StepForm:
    """The form of the decision, with names of its own for each point."""
    form = StepForm(data, step=DECIDE, dossier=item.dossier)
    form.prefix = f"beslissen-{item.pk}"
    return form


def voters(item: AgendaItem, user: User, members: list[User]) -> list[User]:
    """For whom ``user`` may write down a vote: who runs the network for everybody, a member for themselves."""
    if item.state != ItemState.RUNS or item.meeting.is_closed:
        return []
    return members if runs_dossiers(user) else [member for member in members if member.pk == user.pk]


def hints_of(item: AgendaItem) -> list[str]:
    """What still has to be done before a decision can be written down."""
    if item.state != ItemState.RUNS or item.meeting.quorum is None:
        return []
    tally, said = item.tally, []
    if not tally.has_quorum:
        said.append(_("In the room: %(there)s. There have to be %(needed)s.") % tally.told)
    if tally.missing:
        names = ", ".join(seat.who for seat in tally.missing)
        said.append(_("Did not vote yet: %(names)s.") % {"names": names})
    return said


def told_of(item: AgendaItem) -> str:
    """The vote in numbers."""
    numbers = item.counted or item.tally.told
    return _("%(for)s for, %(against)s against, %(abstained)s abstained, %(out)s not in the room") % numbers


def points_for(meeting: BoardMeeting, user: User, tried: Tried) -> list[Point]:
    """The agenda for ``user``. A constant number of queries."""
    members, money, runs = board_members(), before_and_after(meeting), runs_dossiers(user)
    items = points_of(meeting)
    events = DossierEvent.objects.filter(dossier__in=[item.dossier_id for item in items])
    seen = dict(events.order_by().values_list("dossier").annotate(Max("pk")))
    found = []
    for item in items:
        may_vote = voters(item, user, members)
        decides = runs and item.state == ItemState.RUNS and not meeting.is_closed
        found.append(
            Point(
                item,
                is_hidden=not runs and item.is_closed_to(user),
                money=money[item.pk],
                decided=[{"name": name, "value": value} for name, value in decision_of(item) if value],
                told=told_of(item),
                reasons=[{"name": name, "value": value} for name, value in reasons_of(item)],
                hints=hints_of(item),
                votes=(tried.votes.get(item.pk) or VotesForm(item=item, members=may_vote))
                if may_vote
                else None,
                decision=(tried.decisions.get(item.pk) or decision_form(item)) if decides else None,
                seen=seen.get(item.dossier_id, 0),
            )
        )
    return found


def meeting_page(meeting: BoardMeeting, user: User, tried: Tried | None = None) -> dict[str, Any]:
    """What the page shows to ``user``. ``meeting``: from ``for_page``."""
    tried, runs = tried or Tried(), runs_dossiers(user)
    opens = runs and not meeting.is_closed
    return {
        "meeting": meeting,
        "points": points_for(meeting, user, tried),
        "heads": heads(),
        "runs": runs,
        "has_come": meeting.day <= timezone.localdate(),
        "present": [seat.who for seat in meeting.present],
        "attendance": AttendanceForm(meeting=meeting) if opens else None,
        "minutes": (tried.minutes or MinutesForm(initial={"words": meeting.minutes})) if opens else None,
    }
