"""What we hold of somebody who sat on the board."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.personal import Export, Holding, Row, register

from ..models import Seat, Vote


def board_rows(user: User) -> list[Row]:
    """In which meetings they were, and how they voted."""
    return [
        *(
            (_("You were in the meeting") if seat.is_present else _("You were not in the meeting"), seat.meeting.when)
            for seat in Seat.objects.of_person(user)
        ),
        *(
            (vote.item.dossier.title, f"{vote.get_choice_display()} {vote.reason}".strip())
            for vote in Vote.objects.of_person(user)
        ),
    ]  # fmt: skip


def board_export(user: User) -> Export:
    """The same for machines."""
    return [
        *({"meeting": seat.meeting.day, "present": seat.is_present} for seat in Seat.objects.of_person(user)),
        *(
            {"dossier": vote.item.dossier.title, "vote": vote.choice, "reason": vote.reason}
            for vote in Vote.objects.of_person(user)
        ),
    ]


register(
    Holding(
        "board",
        label=gettext_lazy("Your part in the board"),
        leaving=gettext_lazy(
            "That a member of the board was there and voted stays. It says “former member” instead of your name."
        ),
        rows=board_rows,
        export=board_export,
        forget=Seat.objects.forget_person,
        covers=("subsidies.seat.user",),
        order=34,
    )
)
