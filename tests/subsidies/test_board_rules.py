"""What the board may do, and when: quorum, votes, interests, the agenda, and a decision that agrees with the votes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from actors.accounts.panels import panels_for
from actors.models import User
from ecru.base.audit import FORMER
from ecru.base.personal import holdings
from subsidies.deciding import (
    MeetingFacts,
    NotNow,
    Said,
    close_meeting,
    move_up,
    note_attendance,
    plan_meeting,
    usual_quorum,
    vote,
    write_minutes,
)
from subsidies.dossiers import Refused, Why, perform
from subsidies.models import AgendaItem, BoardMeeting, Dossier, ItemState, Seat, Vote
from subsidies.permissions import may_see_dossier
from tests.factories import MembershipFactory
from tests.subsidies.board_cast import Board, make_board
from tests.subsidies.dossier_cast import Cast, good_data

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board(cast: Cast) -> Board:
    return make_board(cast)


def decided(board: Board, item: AgendaItem, outcome: str = "toegekend", granted: str = "2000") -> Dossier:
    """The decision, by the regisseur."""
    data: dict[str, Any] = {"outcome": outcome, "motivation": "Na beraad."}
    if outcome == "toegekend":
        data["granted"] = Decimal(granted)
    return perform(item.dossier, "beslissen", by=board.cast.rachida, **data)


def why_not(board: Board, item: AgendaItem, **data: Any) -> str:
    """What the refusal of the decision says."""
    with pytest.raises(Refused) as refusal:
        decided(board, item, **data)
    return " ".join(str(sentence) for sentence in refusal.value.sentences)


# --- Votes ---------------------------------------------------------------------------------------------------------


def test_a_decision_asks_a_quorum_and_every_vote(board: Board) -> None:
    item = board.item()
    assert "er 2 bestuursleden in de zaal zijn. Nu zijn dat er 0." in why_not(board, item)
    board.there(*board.members[:1])
    assert "Nu zijn dat er 1." in why_not(board, item)
    board.there()
    board.votes(item, "voor", "", "")
    assert "Nog niet iedereen stemde: Bert, Bo." in why_not(board, item)
    board.votes(item, "", "voor", "onthouding")
    assert decided(board, item).phase == "beslist"
    item.refresh_from_db()
    assert (item.state, item.counted["for"], item.counted["abstained"]) == (ItemState.DECIDED, 2, 1)


@pytest.mark.parametrize(
    ("choices", "outcome", "fits"),
    [
        (("voor", "voor", "tegen"), "toegekend", True),
        (("voor", "voor", "tegen"), "geweigerd", False),
        (("tegen", "voor", "tegen"), "geweigerd", True),
        (("tegen", "voor", "tegen"), "toegekend", False),
        (("voor", "tegen", "onthouding"), "toegekend", False),
        (("voor", "tegen", "onthouding"), "geweigerd", True),
        (("onthouding", "onthouding", "onthouding"), "geweigerd", True),
    ],
)
def test_the_outcome_is_what_the_votes_say(
    board: Board, choices: tuple[str, ...], outcome: str, fits: bool
) -> None:
    item = board.item()
    board.there()
    board.votes(item, *choices)
    if fits:
        assert decided(board, item, outcome=outcome).outcome == outcome
    else:
        assert "De stemmen zeggen iets anders" in why_not(board, item, outcome=outcome)


def test_who_has_an_interest_leaves_the_room(board: Board) -> None:
    item = board.item()
    bea, dossier = User.objects.get(pk=board.cast.bea.pk), item.dossier
    assert may_see_dossier(bea, dossier)
    vote(item=item, by=bea, said=Said(bea, Vote.Choice.CONFLICT, "Mijn zus zingt mee."))
    assert not may_see_dossier(bea, dossier)
    assert dossier not in Dossier.objects.visible_to(bea)
    assert dossier in Dossier.objects.visible_to(board.members[1])
    board.there(*board.members[:2])
    board.votes(item, "", "voor", "")
    assert "Nu zijn dat er 1." in why_not(board, item)  # who is out does not count for this one
    board.there()
    board.votes(item, "", "", "voor")
    assert decided(board, item).phase == "beslist"


def test_who_asks_does_not_vote(board: Board) -> None:
    item = board.item()
    bea = User.objects.get(pk=board.cast.bea.pk)
    MembershipFactory(user=bea, actor=board.cast.choir)
    board.there()
    bea = User.objects.get(pk=bea.pk)
    with pytest.raises(NotNow, match="meewerkt, stemt er niet over"):
        vote(item=item, by=bea, said=Said(bea, Vote.Choice.FOR))
    vote(item=item, by=bea, said=Said(bea, Vote.Choice.CONFLICT, "Ik zing mee."))


def test_an_abstention_has_a_reason_in_the_database_too(board: Board) -> None:
    item = board.item()
    board.there()
    bea = board.cast.bea
    with pytest.raises(NotNow, match="waarom"):
        vote(item=item, by=bea, said=Said(bea, Vote.Choice.ABSTAINS, "  "))
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(item=item, seat=Seat.objects.all()[0], choice="onthouding")


def test_members_vote_for_themselves_and_only_when_they_are_there(board: Board) -> None:
    item = board.item()
    bea, bo, _bert = board.members
    for person in (bea, board.cast.nour):
        with pytest.raises(PermissionDenied):
            vote(item=item, by=person, said=Said(bo, Vote.Choice.FOR))
    with pytest.raises(NotNow, match="Bea staat niet op de lijst"):
        vote(item=item, by=bea, said=Said(bea, Vote.Choice.FOR))
    board.there(bea)
    vote(item=item, by=bea, said=Said(bea, Vote.Choice.FOR))
    assert vote(item=item, by=bea, said=Said(bea, Vote.Choice.AGAINST)).choice == "tegen"
    assert Vote.objects.count() == 1
    decided_later = board.item()
    board.meeting.quorum = None
    board.meeting.save()
    decided(board, decided_later)
    with pytest.raises(NotNow, match="veranderen niet meer"):
        vote(item=decided_later, by=bea, said=Said(bea, Vote.Choice.FOR))


def test_who_leaves_later_does_not_change_what_was_decided(board: Board) -> None:
    item = board.item()
    board.there()
    board.votes(item, "voor", "voor", "tegen")
    decided(board, item)
    board.there(board.members[2])
    item.refresh_from_db()
    assert item.counted["for"] == 2


# --- The agenda ----------------------------------------------------------------------------------------------------


def test_put_on_and_taken_off_keeps_its_trace(cast: Cast) -> None:
    board = make_board(cast, timezone.localdate() + 3 * DAY)
    dossier = perform(cast.dossier("advies"), "agenderen", by=cast.rachida, meeting_on=board.meeting.day)
    assert dossier.meeting_on == board.meeting.day
    item = AgendaItem.objects.get(dossier=dossier)
    assert (item.meeting, item.position) == (board.meeting, 1)
    perform(dossier, "van-agenda", by=cast.rachida, reason="Nog een advies.")
    later = make_day(cast, 5)
    dossier = perform(dossier, "agenderen", by=cast.rachida, meeting_on=later.day)
    states = list(AgendaItem.objects.filter(dossier=dossier).order_by("pk").values_list("state", flat=True))
    assert states == [ItemState.LEFT, ItemState.RUNS]
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(meeting=later, dossier=dossier, position=2)


def make_day(cast: Cast, days: int, quorum: int | None = 2) -> BoardMeeting:
    """A meeting some days from now."""
    return plan_meeting(by=cast.rachida, facts=MeetingFacts(timezone.localdate() + days * DAY, quorum=quorum))


def test_a_day_without_a_meeting_becomes_one(cast: Cast) -> None:
    data = good_data("agenderen", cast)
    perform(cast.dossier("advies"), "agenderen", by=cast.rachida, **data)
    meeting = BoardMeeting.objects.get()
    assert (meeting.day, meeting.quorum, meeting.hour) == (data["meeting_on"], None, None)


def test_the_agenda_moves_along_with_the_day(board: Board) -> None:
    item = board.item()
    other = board.item()
    perform(other.dossier, "van-agenda", by=board.cast.rachida, reason="Later.")
    day = board.meeting.day + 2 * DAY
    plan_meeting(by=board.cast.rachida, facts=MeetingFacts(day, quorum=2), meeting=board.meeting)
    item.dossier.refresh_from_db()
    other.dossier.refresh_from_db()
    assert (item.dossier.meeting_on, other.dossier.meeting_on) == (day, None)
    assert "Het bestuur komt samen op" in why_not(board, item)
    with pytest.raises(NotNow, match="De vergadering is op"):
        board.there()
    make_day(board.cast, 6)
    with pytest.raises(NotNow, match="al een vergadering"):
        plan_meeting(
            by=board.cast.rachida,
            facts=MeetingFacts(timezone.localdate() + 6 * DAY),
            meeting=board.meeting,
        )


def test_withdrawn_frees_the_place_and_taken_up_takes_it_again(board: Board) -> None:
    item = board.item()
    dossier = perform(item.dossier, "intrekken", by=board.cast.rachida)
    item.refresh_from_db()
    assert item.state == ItemState.LEFT
    dossier = perform(dossier, "hernemen", by=board.cast.rachida)
    again = AgendaItem.objects.running().get()
    assert (again.dossier, again.meeting) == (dossier, board.meeting)


def test_taken_up_after_the_meeting_it_needs_another_one(board: Board) -> None:
    item = board.item()
    dossier = perform(item.dossier, "intrekken", by=board.cast.rachida)
    close_meeting(meeting=board.meeting, by=board.cast.rachida)
    dossier = perform(dossier, "hernemen", by=board.cast.rachida)
    assert "vergadering van dit dossier is gesloten" in why_not(board, item)
    perform(dossier, "van-agenda", by=board.cast.rachida, reason="De vergadering is voorbij.")
    again = perform(dossier, "agenderen", by=board.cast.rachida, meeting_on=make_day(board.cast, 4).day)
    assert again.phase == "agenda"


def test_points_change_places(board: Board) -> None:
    points = [board.item() for _point in range(3)]
    move_up(item=points[2], by=board.cast.rachida)
    move_up(item=points[0], by=board.cast.rachida)
    assert [item.pk for item in board.meeting.items.all()] == [points[0].pk, points[2].pk, points[1].pk]
    with pytest.raises(PermissionDenied):
        move_up(item=points[1], by=board.cast.bea)


def test_a_closed_meeting_stays_as_it_is(board: Board) -> None:
    item = board.item()
    by: Any = board.cast.rachida
    with pytest.raises(NotNow, match="Nog open: 1"):
        close_meeting(meeting=board.meeting, by=by)
    board.there()
    board.votes(item, "voor", "voor", "voor")
    decided(board, item)
    write_minutes(meeting=board.meeting, by=by, words=" Om 21 uur gedaan. ")
    meeting = close_meeting(meeting=board.meeting, by=by)
    assert (meeting.minutes, meeting.is_closed) == ("Om 21 uur gedaan.", True)
    for deed in (
        lambda: write_minutes(meeting=meeting, by=by, words="Anders."),
        lambda: note_attendance(meeting=meeting, by=by, present=[]),
        lambda: close_meeting(meeting=meeting, by=by),
        lambda: plan_meeting(by=by, facts=MeetingFacts(meeting.day), meeting=meeting),
        lambda: vote(item=item, by=by, said=Said(board.cast.bea, Vote.Choice.FOR)),
    ):
        with pytest.raises(NotNow, match="gesloten"):
            deed()
    for deed in (
        lambda: write_minutes(meeting=meeting, by=board.cast.bea, words="x"),
        lambda: plan_meeting(by=board.cast.an, facts=MeetingFacts(meeting.day)),
    ):
        with pytest.raises(PermissionDenied):
            deed()


# --- People --------------------------------------------------------------------------------------------------------


def test_the_usual_quorum_is_more_than_half(board: Board) -> None:
    assert usual_quorum() == 2


def test_who_leaves_stays_in_the_minutes_without_a_name(board: Board) -> None:
    item = board.item()
    board.there()
    board.votes(item, "onthouding", "voor", "")
    bea, holding = board.cast.bea, holdings["board"]
    told = [str(words) for row in holding.rows(bea) for words in row]
    assert "Je was op de vergadering" in told
    assert any("Ik ken de aanvrager." in words for words in told)
    assert [row.get("vote") for row in holding.export(bea)] == [None, "onthouding"]
    holding.forget(bea)
    seat = Seat.objects.get(user=None)
    assert (seat.name, seat.who, Vote.objects.count()) == (FORMER, "voormalig lid", 2)


def test_the_board_finds_its_meeting_on_its_own_page(board: Board) -> None:
    titles = {panel.title: panel for panel in panels_for(User.objects.get(pk=board.cast.bea.pk))}
    assert titles["Bestuur"].ways[0].url == board.address
    assert "Bestuur" not in [panel.title for panel in panels_for(User.objects.get(pk=board.cast.nour.pk))]


def test_what_things_are_called(board: Board) -> None:
    item = board.item()
    board.there()
    board.votes(item, "voor", "", "")
    assert str(item).startswith(str(board.meeting))
    assert str(Vote.objects.get()) == "Bea: voor"
    assert Why.STATE.value == "state"
