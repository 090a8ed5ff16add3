"""What we hold of somebody who told that their organisation did something too."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.personal import Export, Holding, Row, register

from ..models import Reuse


def reuse_rows(user: User) -> list[Row]:
    """How often they told that their organisation did something too."""
    return [(_("What you told of practices that you did too"), Reuse.objects.told_by(user).count())]


def reuse_export(user: User) -> Export:
    """What they told, also what was taken back."""
    return [
        {
            "practice": reuse.practice.title,
            "actor": reuse.actor.name,
            "municipality": reuse.municipality.name,
            "year": reuse.year,
            "went": reuse.went,
            "changed": reuse.changed,
            "note": reuse.note,
            "recorded_on": reuse.created_at.isoformat(),
            "taken_back_on": reuse.withdrawn_at.isoformat() if reuse.withdrawn_at else None,
        }
        for reuse in Reuse.objects.told_by(user).select_related("practice", "actor", "municipality")
    ]


register(
    Holding(
        "reuses",
        label=gettext_lazy("What you did too"),
        leaving=gettext_lazy("It stays with your organisation, without your name."),
        rows=reuse_rows,
        export=reuse_export,
        covers=("projects.reuse.recorded_by",),
        order=32,
    )
)
