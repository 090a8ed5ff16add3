"""The board in stories: Bea, Bo and Bert sit on it, and two of them have to be there. Rachida keeps the minutes."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from actors.models import Role, User
from subsidies.deciding import MeetingFacts, Said, note_attendance, plan_meeting, vote
from subsidies.models import AgendaItem, BoardMeeting, Dossier, Vote
from subsidies.models.board import put_on
from tests.factories import UserFactory
from tests.subsidies.dossier_cast import Cast

BOARD = "/bestuur/"


@dataclass
class Board:
    """A meeting of today, with the people of the cast."""

    cast: Cast
    meeting: BoardMeeting
    members: list[User]

    @property
    def address(self) -> str:
        """Its page."""
        return f"{BOARD}{self.meeting.pk}/"

    def item(self, **facts: Any) -> AgendaItem:
        """A dossier on its agenda."""
        dossier = self.cast.dossier("agenda", meeting_on=self.meeting.day, **facts)
        with transaction.atomic():
            return put_on(Dossier.objects.get(pk=dossier.pk), self.meeting.day)

    def there(self, *members: User) -> None:
        """Writes down who is there; everybody unless told otherwise."""
        present = [member.pk for member in members or self.members]
        note_attendance(meeting=self.meeting, by=self.cast.rachida, present=present)

    def votes(self, item: AgendaItem, *choices: str) -> None:
        """The votes of the members, in order; "" for who says nothing."""
        for member, choice in zip(self.members, choices, strict=True):
            if choice:
                reason = "Ik ken de aanvrager." if choice in {"onthouding", "belang"} else ""
                vote(item=item, by=self.cast.rachida, said=Said(member, Vote.Choice(choice), reason))


def make_board(cast: Cast, day: date | None = None, quorum: int | None = 2) -> Board:
    """A meeting of the board, today unless told otherwise."""
    members: list[User] = [
        cast.bea,
        *(UserFactory(name=name, role=Role.BOARD_MEMBER) for name in ("Bo", "Bert")),
    ]
    facts = MeetingFacts(day or timezone.localdate(), time(20), "C-mine, Genk", quorum)
    return Board(cast, plan_meeting(by=cast.rachida, facts=facts), members)
