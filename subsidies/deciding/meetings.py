"""Planning a meeting, writing down who is there, how people vote and what was said. The decision itself is a step of the dossier."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.models import Role, User
from subsidies.models import AgendaItem, BoardMeeting, Dossier, ItemState, MeetingState, Seat, Vote
from subsidies.models.board import WITH_REASON
from subsidies.permissions import runs_dossiers, sits_on_board, works_on


class NotNow(Exception):  # noqa: N818 - it is an answer, not a crash
    """What cannot be done in a meeting as things stand; its text says why, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class MeetingFacts:
    """When and where the board meets, and how many have to be there; without a quorum no votes are noted."""

    day: date
    hour: time | None = None
    place: str = ""
    quorum: int | None = None


@dataclass(frozen=True)
class Said:
    """A vote: of whom, what, and why when the member abstains or leaves the room."""

    member: User
    choice: str
    reason: str = ""


def board_members() -> list[User]:
    """Who sits on the board now."""
    members = User.objects.filter(is_active=True, groups__name=Role.BOARD_MEMBER)
    return list(members.distinct().order_by("name", "pk"))


def usual_quorum() -> int:
    """More than half of the board."""
    return len(board_members()) // 2 + 1


def must_run(by: User) -> None:
    """Raises ``PermissionDenied`` for who does not run the network."""
    if not runs_dossiers(by):
        raise PermissionDenied


def open_meeting(meeting: BoardMeeting) -> BoardMeeting:
    """``meeting`` as it is now, locked. Raises ``NotNow`` once it is over."""
    mine = BoardMeeting.objects.select_for_update().get(pk=meeting.pk)
    if mine.is_closed:
        raise NotNow(_("This meeting is over. Nothing changes in it any more."))
    return mine


def has_come(meeting: BoardMeeting, at: datetime | None = None) -> None:
    """Raises ``NotNow`` before the day of the meeting."""
    if meeting.day > timezone.localdate(at):
        raise NotNow(_("The meeting is on %(day)s.") % {"day": date_format(meeting.day, "j F Y")})


def plan_meeting(*, by: User, facts: MeetingFacts, meeting: BoardMeeting | None = None) -> BoardMeeting:
    """Plans a meeting, or changes ``meeting``; what stands on its agenda moves along. Raises ``NotNow`` when that day has one."""
    must_run(by)
    try:
        with transaction.atomic():
            if meeting is not None:  # dossiers before their meeting, as with every step
                moving = AgendaItem.objects.running().filter(meeting=meeting).values("dossier")
                list(Dossier.objects.select_for_update(of=("self",)).filter(pk__in=moving).order_by("pk"))
            mine = open_meeting(meeting) if meeting else BoardMeeting()
            mine.day, mine.hour = facts.day, facts.hour
            mine.place, mine.quorum = " ".join(facts.place.split()), facts.quorum
            mine.save()
            running = mine.items.running().values("dossier")
            Dossier.objects.filter(pk__in=running).update(meeting_on=mine.day)
            return mine
    except IntegrityError as error:
        raise NotNow(
            _("There is a meeting on that day already. Choose another day, or change that meeting.")
        ) from error


@transaction.atomic
def note_attendance(*, meeting: BoardMeeting, by: User, present: Collection[int]) -> BoardMeeting:
    """Writes down which members (keys of accounts) are there; the meeting is under way. Raises ``NotNow``."""
    must_run(by)
    mine = open_meeting(meeting)
    has_come(mine)
    for member in board_members():
        seat_for(mine, member)
    mine.seats.update(is_present=False)
    mine.seats.filter(user__in=present).update(is_present=True)
    mine.state = MeetingState.HELD
    mine.save()
    return mine


def seat_for(meeting: BoardMeeting, member: User) -> Seat:
    """The seat of ``member``; made when there is none."""
    return Seat.objects.get_or_create(meeting=meeting, user=member, defaults={"name": str(member)[:254]})[0]


@transaction.atomic
def vote(*, item: AgendaItem, by: User, said: Said) -> Vote:
    """Writes down how a member votes; the last word counts until the decision. Raises ``PermissionDenied`` and ``NotNow``.

    Members vote for themselves, and who runs the network writes down what others say. An interest may be told before the meeting.
    """
    if not runs_dossiers(by) and (by.pk != said.member.pk or not sits_on_board(by)):
        raise PermissionDenied
    meeting = open_meeting(item.meeting)
    mine = AgendaItem.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=item.pk)
    if mine.state != ItemState.RUNS:
        raise NotNow(_("This point is decided or taken off the agenda. Votes do not change any more."))
    reason = " ".join(said.reason.split())
    if said.choice in WITH_REASON and not reason:
        raise NotNow(_("Say in a few words why. It comes in the minutes."))
    seat = seat_for(meeting, said.member)
    if said.choice != Vote.Choice.CONFLICT:
        check_may_vote(meeting, mine, seat, said.member)
    values = {"choice": said.choice, "reason": reason}
    return Vote.objects.update_or_create(item=mine, seat=seat, defaults=values)[0]


def check_may_vote(meeting: BoardMeeting, item: AgendaItem, seat: Seat, member: User) -> None:
    """Raises ``NotNow`` before the meeting, for who is not there, and for who asks for the support themselves."""
    has_come(meeting)
    if works_on(member, item.dossier):
        raise NotNow(
            _("Who works on a dossier does not vote about it. Choose “has an interest, and leaves the room”.")
        )
    if not seat.is_present:
        raise NotNow(
            _("%(name)s is not on the list of who is there. Write down first who is there.")
            % {"name": seat.who}
        )


@transaction.atomic
def write_minutes(*, meeting: BoardMeeting, by: User, words: str) -> BoardMeeting:
    """Keeps the minutes. Raises ``NotNow`` once the meeting is over."""
    must_run(by)
    mine = open_meeting(meeting)
    mine.minutes = words.strip()
    mine.save()
    return mine


@transaction.atomic
def close_meeting(*, meeting: BoardMeeting, by: User, at: datetime | None = None) -> BoardMeeting:
    """The meeting is over. Raises ``NotNow`` before its day, and while something on the agenda is undecided."""
    must_run(by)
    mine = open_meeting(meeting)
    has_come(mine, at)
    waiting = mine.items.running().count()
    if waiting:
        raise NotNow(
            _("First decide about what is on the agenda, or take it off. Still open: %(number)s.")
            % {"number": waiting}
        )
    mine.state, mine.closed_at = MeetingState.CLOSED, (at or timezone.now()).replace(microsecond=0)
    mine.save()
    return mine


@transaction.atomic
def move_up(*, item: AgendaItem, by: User) -> None:
    """Puts a point one place earlier on the agenda; the first one stays. Raises ``NotNow`` once the meeting is over."""
    must_run(by)
    meeting = open_meeting(item.meeting)
    points: list[Any] = list(meeting.items.exclude(state=ItemState.LEFT))
    place = next((number for number, point in enumerate(points) if point.pk == item.pk), 0)
    if place:
        points[place - 1], points[place] = points[place], points[place - 1]
    for number, point in enumerate(points, start=1):
        point.position = number
        point.save(update_fields=["position"])
