"""What came of calls, for who keeps the field."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ecru.base.access import only_for

from ..calling import count_calls, counted_calls
from ..calling.counting import ANSWERED, COLUMNS, NAMED, OPEN, UNNAMED, UNTOLD, WHO, count_who, place_called
from ..models import Outcome
from ..permissions import may_see_calls_figures

YEAR = re.compile("[0-9]{4}")
MOST = 200  # calls behind one figure
LABELS = {
    ANSWERED: gettext_lazy("who answered the call"),
    NAMED: gettext_lazy("another organisation on the platform"),
    UNNAMED: gettext_lazy("they did not say whom"),
}


@never_cache
@require_safe
@only_for(may_see_calls_figures)
def call_figures(request: HttpRequest) -> HttpResponse:
    """What came of calls, per year and municipality; each figure opens its calls."""
    chosen = {name: request.GET.get(name, "") for name in ("jaar", "gemeente", "uitkomst", "wie")}
    year = int(chosen["jaar"]) if YEAR.fullmatch(chosen["jaar"]) else None
    column = chosen["uitkomst"] if chosen["uitkomst"] in COLUMNS else ""
    who = chosen["wie"] if chosen["wie"] in WHO else ""
    place = chosen["gemeente"][:80].replace("\0", "")
    context = {
        "figures": count_calls(year, timezone.localdate()),
        "year": year,
        "place": place_called(place),
        "columns": [(name, label_of(name)) for name in COLUMNS],
        "column": LABELS[who] if who else label_of(column) if column else "",
        "found": [(name, LABELS[name], number) for name, number in count_who(year)],
        "calls": counted_calls(year, place, column, who=who)[:MOST] if any(chosen.values()) else None,
        "crumbs": [{"name": _("Start"), "url": reverse("home")}],
        "section": "desk",
    }
    return render(request, "projects/call_figures.html", context)


def label_of(column: str) -> str:
    """The words above a column."""
    if column == OPEN:
        return _("open")
    return _("not told yet") if column == UNTOLD else str(Outcome(column).label)
