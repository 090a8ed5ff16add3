"""Their profile as an expert, with what they agreed to show."""

from django.utils.translation import gettext_lazy

from actors.expertise.holding import expert_holding, forget_expert
from actors.expertise.telling import told
from actors.models import Expert, User
from ecru.base.personal import Export, Holding, Row, register


def expert_rows(user: User) -> list[Row]:
    """Their profile, field by field."""
    expert = Expert.objects.of_person(user)
    return [] if expert is None else [(label, text) for _column, label, text in told(expert) if text]


def expert_export(user: User) -> Export:
    """The same for machines, with every consent that they gave."""
    held = expert_holding(user)
    return [held] if held else []


register(
    Holding(
        "expert",
        label=gettext_lazy("Your profile as an expert"),
        leaving=gettext_lazy(
            "A profile in your own name goes, also from history, with the questions that people asked you there. That of an organisation stays with it."
        ),
        rows=expert_rows,
        export=expert_export,
        forget=forget_expert,
        covers=("actors.expert.user",),
        order=30,
    )
)
