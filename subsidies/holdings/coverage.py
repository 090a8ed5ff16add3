"""What we hold of somebody who looked whether support is missing."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.personal import Export, Holding, Row, register

from ..models import CoverageCheck


def coverage_rows(user: User) -> list[Row]:
    """How often they are the last who looked."""
    number = CoverageCheck.objects.of_person(user).count()
    return [(_("How many"), number)] if number else []


def coverage_export(user: User) -> Export:
    """Each of them: where, for what, on which day, and what they wrote."""
    return [
        {
            "municipality": str(check.municipality),
            "word": str(check.word),
            "checked_on": check.checked_on.isoformat(),
            "checked_as": check.checked_as,
            "note": check.note,
        }
        for check in CoverageCheck.objects.of_person(user).with_words()
    ]


register(
    Holding(
        "coverage",
        label=gettext_lazy("Where you looked whether support is missing"),
        leaving=gettext_lazy(
            "It stays, without your name: it says that the municipality or the team looked."
        ),
        rows=coverage_rows,
        export=coverage_export,
        covers=("subsidies.coveragecheck.checked_by",),
        order=74,
    )
)
