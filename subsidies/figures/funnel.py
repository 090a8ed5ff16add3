"""From the support finder to what came of it, in one line, without following anybody.

Counted are searches that found nothing (the finder counts those), and dossiers that began with the button in the finder.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum, Value
from django.utils.translation import gettext as _

from ecru.base.at_once import rows_of
from ecru.base.templatetags.ecru import euro, whole
from subsidies.models import FinderGap, Origin

from .asking import Asked, What
from .counting import added, total_questions


@dataclass(frozen=True)
class Stage:
    """One stage of the line. ``url``: its dossiers; empty for searches, of which nothing but their number is kept."""

    name: str
    number: str
    url: str = ""
    amount: str = ""


def searches_in(asked: Asked) -> Any:
    """How often (``times``) the finder found nothing, in the year of ``asked``."""
    found = FinderGap.objects.all()
    if asked.number is not None:
        found = found.filter(day__gte=date(asked.number, 1, 1), day__lte=date(asked.number, 12, 31))
    return found.order_by().values(one=Value(1)).annotate(times=Sum("count"))


def funnel(asked: Asked) -> list[Stage]:
    """Searched in vain, begun from the finder, sent, granted. One query."""
    mine = Asked(year=asked.year, origin=Origin.FINDER)
    searches, *counted = rows_of(searches_in(asked), *total_questions(mine))
    tally, times = added(*counted), sum(row["times"] or 0 for row in searches)
    return [
        Stage(_("searches that found nothing"), whole(times)),
        Stage(_("dossiers begun from the finder"), whole(tally.all), mine.list()),
        Stage(
            _("sent"),
            whole(tally.numbers[What.ASKED]),
            mine.list(what=What.ASKED),
            euro(tally.asked, 0) if tally.asked else "",
        ),
        Stage(
            _("granted"),
            whole(tally.numbers[What.GRANTED]),
            mine.list(what=What.GRANTED),
            euro(tally.granted, 0) if tally.granted else "",
        ),
    ]
