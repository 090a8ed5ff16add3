"""What people can watch and save of support: a list of it, one measure, and what fits their plan."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ecru.base.catalogue import Row
from ecru.base.saved.records import Savable, savable
from ecru.base.saved.watched import Watched, register

from .alerting import PARTS, facts, measure_line, say
from .finding.directory import FinderDirectory
from .measure_directory import MeasureDirectory
from .models import Measure
from .single import ONE

SUPPORT = register(
    Watched(
        MeasureDirectory,
        _("Support"),
        "measure-list",
        measure_line,
        facts=facts,
        say=say,
        parts=PARTS,
    )
)


def still_there(row: Row, _today: Any) -> bool:
    """What exists no more is no news."""
    return not row.has_ended


def giver_line(measure: Any) -> str:
    """Who gives it, and where it stands."""
    return f"{measure.provider.name}, {measure.standing.label}"


register(
    Watched(
        FinderDirectory,
        _("Support that fits my plan"),
        "measure-finder",
        giver_line,
        live=still_there,
        facts=facts,
        say=say,
        parts=PARTS,
    )
)


def only(measure: Any) -> MeasureDirectory:
    """The list with one measure in it."""
    return SUPPORT.opened(f"{ONE}={measure.pk}")  # type: ignore[return-value]


savable(Savable("measure", _("Support"), Measure.objects.visible_to, news=only))
