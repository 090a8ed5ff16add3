"""How long the roof keeps what: words that found nothing, and the log of the machine."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.retention import Rule, register

from .models import KEPT, MissedSearch


def forget_searches(now: datetime) -> int:
    """Removes words that nobody looked for in twelve months."""
    return MissedSearch.objects.forget_old(timezone.localdate(now))


register(
    Rule(
        "searches",
        what=_("What you search for, when nothing is found"),
        data=_(
            "ordinary words only, how often, and the first and last day; never who, from where, or at what time"
        ),
        why=_("So that our editors see what is missing (public interest)."),
        who=_("the editors"),
        keeps=KEPT,
        forget=forget_searches,
        order=61,
    )
)
