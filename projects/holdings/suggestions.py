"""What we hold of somebody who put suggestions away."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.personal import Export, Holding, Row, register

from ..models import NotRelevant


def put_away_rows(user: User) -> list[Row]:
    """How many suggestions they put away."""
    number = NotRelevant.objects.by_person(user).count()
    return [(_("How many"), number)] if number else []


def put_away_export(user: User) -> Export:
    """Each of them: for which organisation, and what."""
    return [
        {"actor": str(one.actor), "suggested_for": one.subject, "record": one.record, "at": one.at}
        for one in NotRelevant.objects.by_person(user).select_related("actor")
    ]


register(
    Holding(
        "not_relevant",
        label=gettext_lazy("Suggestions that you put away"),
        leaving=gettext_lazy("They stay for your organisation, without your name."),
        rows=put_away_rows,
        export=put_away_export,
        covers=("projects.notrelevant.by",),
        order=36,
    )
)
