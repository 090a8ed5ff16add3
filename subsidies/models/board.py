"""The meetings of the board: who was there, what stood on the agenda, and how people voted."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecru.base.at_once import is_hung
from ecru.base.audit import FORMER

from .dossier_parts import LONGEST_NAME
from .dossiers import Dossier


class MeetingState(models.TextChoices):
    """How far a meeting is."""

    PLANNED = "gepland", _("planned")
    HELD = "bezig", _("under way")
    CLOSED = "gesloten", _("is over")


class ItemState(models.TextChoices):
    """What came of a point of the agenda."""

    RUNS = "loopt", _("to decide")
    DECIDED = "beslist", _("decided")
    LEFT = "van-agenda", _("taken off")


class Choice(models.TextChoices):
    """How somebody votes. Who has an interest leaves the room: no vote, and not counted for the quorum of that point."""

    FOR = "voor", _("for it")
    AGAINST = "tegen", _("against it")
    ABSTAINS = "onthouding", _("abstains")
    CONFLICT = "belang", _("has an interest, and leaves the room")


WITH_REASON = (Choice.ABSTAINS, Choice.CONFLICT)


class MeetingQuerySet(models.QuerySet["BoardMeeting"]):
    """Questions about meetings."""

    def running(self) -> Self:
        """Meetings that are not over."""
        return self.exclude(state=MeetingState.CLOSED)

    def from_day(self, day: date) -> Self:
        """Meetings on ``day`` or later that are not over, the first one first."""
        return self.running().filter(day__gte=day).order_by("day")

    def newest_first(self) -> Self:
        """The last one first, each with ``points``: how many dossiers stand on the agenda."""
        points = Count("items", filter=~Q(items__state=ItemState.LEFT))
        return self.annotate(points=points).order_by("-day")

    def for_page(self) -> Self:
        """With people, agenda and votes, in a constant number of queries."""
        return self.prefetch_related(
            "seats",
            "items__votes__seat",
            "items__dossier__actor",
            "items__dossier__municipalities",
            "items__dossier__call__measure",
        )


class BoardMeeting(models.Model):
    """A meeting of the board (*raad van bestuur*). With a ``quorum`` it decides by votes that are noted; without one it is only a day."""

    State = MeetingState

    day = models.DateField(_("day"), unique=True)
    hour = models.TimeField(_("hour"), null=True, blank=True)
    place = models.CharField(_("where"), max_length=120, blank=True)
    quorum = models.PositiveSmallIntegerField(_("how many have to be there"), null=True, blank=True)
    state = models.CharField(
        _("how far it is"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED
    )
    minutes = models.TextField(_("minutes"), blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of the board")
        verbose_name_plural = _("meetings of the board")
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum=None) | Q(quorum__gte=1), name="quorum_is_at_least_one"
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CLOSED) | Q(closed_at__isnull=False),
                name="meeting_is_closed_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.when

    def get_absolute_url(self) -> str:
        return reverse("board-meeting", args=[self.pk])

    @property
    def when(self) -> str:
        """The day, and the hour when it is known."""
        day = date_format(self.day, "l j F Y")
        return f"{day}, {time_format(self.hour, 'H:i')}" if self.hour else day

    @property
    def is_closed(self) -> bool:
        """Whether it is over."""
        return self.state == MeetingState.CLOSED

    @property
    def present(self) -> list["Seat"]:
        """Who is there. Prefetch ``seats``."""
        return [seat for seat in self.seats.all() if seat.is_present]

    def seat_of(self, user: Any) -> "Seat | None":
        """The seat of ``user``. Prefetch ``seats``."""
        return next((seat for seat in self.seats.all() if seat.user_id == user.pk), None)

    def next_position(self) -> int:
        """The place of the next point of the agenda; with the row locked."""
        return (self.items.aggregate(last=Max("position"))["last"] or 0) + 1


class SeatQuerySet(models.QuerySet["Seat"]):
    """Questions about who sits in meetings."""

    def of_person(self, user: Any) -> Self:
        """The seats of ``user``."""
        return self.filter(user=user.pk).select_related("meeting").order_by("pk")

    def forget_person(self, user: Any) -> None:
        """Takes the name of ``user`` out; that a member was there and voted stays."""
        self.filter(user=user.pk).update(user=None, name=FORMER)


class Seat(models.Model):
    """A board member in a meeting. ``name`` outlives the account."""

    meeting = models.ForeignKey(BoardMeeting, models.CASCADE, related_name="seats", verbose_name=_("meeting"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="board_seats",
        verbose_name=_("board member"),
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    is_present = models.BooleanField(_("is there"), default=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a meeting")
        verbose_name_plural = _("seats in meetings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="one_seat_in_a_meeting")]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """The name; what we say when the account is gone."""
        return gettext("former member") if self.name == FORMER else self.name


@dataclass(frozen=True)
class Tally:
    """The votes about one point: how many, who may vote, and who did not yet."""

    votes: dict[str, int]
    entitled: list[Seat]
    missing: list[Seat]
    quorum: int

    @property
    def has_quorum(self) -> bool:
        """Whether enough people are in the room."""
        return len(self.entitled) >= self.quorum

    @property
    def grants(self) -> bool:
        """Whether more people are for it than against; equal votes refuse."""
        return self.votes[Choice.FOR] > self.votes[Choice.AGAINST]

    @property
    def told(self) -> dict[str, int]:
        """The numbers that sentences name."""
        return {
            "for": self.votes[Choice.FOR],
            "against": self.votes[Choice.AGAINST],
            "abstained": self.votes[Choice.ABSTAINS],
            "out": self.votes[Choice.CONFLICT],
            "there": len(self.entitled),
            "needed": self.quorum,
        }


class ItemQuerySet(models.QuerySet["AgendaItem"]):
    """Questions about points of agendas."""

    def running(self) -> Self:
        """What is still to decide."""
        return self.filter(state=ItemState.RUNS)

    def newest(self) -> Self:
        """The newest first."""
        return self.order_by("-pk")

    def closed_to(self, user: Any) -> Self:
        """Where ``user`` said to have an interest: not in the room, and no look at the dossier."""
        return self.filter(votes__choice=Choice.CONFLICT, votes__seat__user=user.pk)

    def for_vote(self) -> Self:
        """With the meeting, its people and the votes."""
        return self.select_related("meeting", "dossier").prefetch_related("meeting__seats", "votes__seat")


class AgendaItem(models.Model):
    """A dossier on an agenda. It runs on one agenda at a time; that it stood on an earlier one stays."""

    State = ItemState

    meeting = models.ForeignKey(BoardMeeting, models.PROTECT, related_name="items", verbose_name=_("meeting"))
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="agenda_items", verbose_name=_("dossier")
    )
    position = models.PositiveSmallIntegerField(_("place on the agenda"))
    state = models.CharField(_("what came of it"), max_length=10, choices=ItemState, default=ItemState.RUNS)
    counted: Any = models.JSONField(_("the vote in numbers"), null=True, blank=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of an agenda")
        verbose_name_plural = _("points of agendas")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state=ItemState.RUNS), name="dossier_runs_on_one_agenda"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.dossier}"

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#punt-{self.pk}"

    @property
    def tally(self) -> Tally:
        """The votes as they stand. Prefetch ``votes__seat`` and ``meeting__seats``."""
        there = {seat.pk for seat in self.meeting.present}
        votes = [vote for vote in self.votes.all() if vote.seat_id in there]
        count = {choice: sum(vote.choice == choice for vote in votes) for choice in Choice}
        out = {vote.seat_id for vote in votes if vote.choice == Choice.CONFLICT}
        voted = {vote.seat_id for vote in votes}
        entitled = [seat for seat in self.meeting.present if seat.pk not in out]
        missing = [seat for seat in entitled if seat.pk not in voted]
        return Tally(
            {str(choice): number for choice, number in count.items()},
            entitled,
            missing,
            self.meeting.quorum or 0,
        )

    def is_closed_to(self, user: Any) -> bool:
        """Whether ``user`` said to have an interest in it. Prefetch ``votes__seat``."""
        votes = self.votes.all()
        return any(vote.choice == Choice.CONFLICT and vote.seat.user_id == user.pk for vote in votes)

    def settle(self) -> None:
        """It is decided; the vote is counted once and for all, whoever leaves the meeting later."""
        self.state, self.counted = ItemState.DECIDED, self.tally.told
        self.save(update_fields=["state", "counted"])


class VoteQuerySet(models.QuerySet["Vote"]):
    """Questions about votes."""

    def of_person(self, user: Any) -> Self:
        """The votes of ``user``."""
        return self.filter(seat__user=user.pk).select_related("item__dossier", "seat").order_by("pk")


class Vote(models.Model):
    """How a board member votes about one point. Who abstains or leaves the room says why."""

    Choice = Choice

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="votes", verbose_name=_("point"))
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="votes", verbose_name=_("board member"))
    choice = models.CharField(_("vote"), max_length=10, choices=Choice)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="one_vote_of_a_member"),
            models.CheckConstraint(
                condition=~Q(choice__in=[one.value for one in WITH_REASON]) | ~Q(reason=""),
                name="abstention_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_choice_display()}"


def current_item(dossier: Dossier) -> AgendaItem | None:
    """Where ``dossier`` stands on an agenda now, with people and votes."""
    if is_hung(dossier, "agenda_items"):
        return next((item for item in dossier.agenda_items.all() if item.state == ItemState.RUNS), None)
    return AgendaItem.objects.for_vote().filter(dossier=dossier).running().first()


def lock_meeting(dossier: Dossier) -> None:
    """Lets who votes, comes in or closes the meeting of ``dossier`` wait, so that a decision is about the votes that it saw. Inside a transaction."""
    running = AgendaItem.objects.filter(dossier=dossier).running()
    list(BoardMeeting.objects.select_for_update().filter(pk__in=running.values("meeting")))


def put_on(dossier: Dossier, day: date) -> AgendaItem:
    """Puts ``dossier`` on the agenda of the meeting of ``day``; without one that meeting is planned. Inside a transaction."""
    BoardMeeting.objects.get_or_create(day=day)
    meeting = BoardMeeting.objects.select_for_update().get(day=day)
    dossier.meeting_on = day
    return AgendaItem.objects.create(meeting=meeting, dossier=dossier, position=meeting.next_position())


def take_off(dossier: Dossier) -> None:
    """Takes ``dossier`` off the agenda on which it runs."""
    AgendaItem.objects.filter(dossier=dossier).running().update(state=ItemState.LEFT)


def put_back(dossier: Dossier) -> None:
    """Puts ``dossier`` on the agenda from which it was taken, as its last point, when that meeting is not over yet."""
    last = AgendaItem.objects.select_related("meeting").filter(dossier=dossier).newest().first()
    if last is not None and not last.meeting.is_closed:
        put_on(dossier, last.meeting.day)
