"""What we hold of somebody who wrote in the form of a dossier, or was asked to work along."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from ..models import Answer, DossierInvitation


def answers_of(user: User) -> Any:
    """The answers that ``user`` saved last."""
    return Answer.objects.by_person(user).select_related("dossier", "question").order_by("pk")


def invitations_of(user: User) -> Any:
    """The invitations that ``user`` sent or answered."""
    return DossierInvitation.objects.by_person(user).for_cards()


def rows(user: User) -> list[Row]:
    """What they wrote, and whom they asked or answered."""
    return [
        *((told(one.saved_at), f"{one.dossier}: {one.question}") for one in answers_of(user)),
        *(
            (
                told(one.asked_at),
                _("%(dossier)s, asked to %(actor)s") % {"dossier": one.dossier, "actor": one.actor},
            )
            for one in invitations_of(user)
        ),
    ]


def export(user: User) -> Export:
    """The same for machines."""
    return [
        *(
            {
                "at": one.saved_at,
                "dossier": str(one.dossier),
                "question": str(one.question),
                "answer": one.value,
            }
            for one in answers_of(user)
        ),
        *(
            {
                "asked": one.asked_at,
                "dossier": str(one.dossier),
                "actor": str(one.actor),
                "sent": one.asked_by_id == user.pk,
                "reply": one.reply,
            }
            for one in invitations_of(user)
        ),
    ]


register(
    Holding(
        "dossier-form",
        label=gettext_lazy("What you wrote in the form of dossiers"),
        leaving=gettext_lazy("The answers are of your organisation and stay, without your name."),
        rows=rows,
        export=export,
        covers=(
            "subsidies.answer.saved_by",
            "subsidies.dossierinvitation.asked_by",
            "subsidies.dossierinvitation.answered_by",
        ),
        order=33,
    )
)
