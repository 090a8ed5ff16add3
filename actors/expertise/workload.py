"""How much experts are asked and how they answer. For the regisseur only: it measures people."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from actors.models import ConversationKind, ConversationState, Expert

YEAR = timedelta(days=365)
ORDERS: dict[str, str] = {
    "naam": "search_name",
    "open": "open_questions",
    "beantwoord": "answered",
    "laatst": "last_answer",
    "pauze": "availability",
}


def workloads(order: str = "naam", downwards: bool = False, now: datetime | None = None) -> Any:
    """Published experts, each with ``open_questions``, ``answered`` (asked in the last 365 days) and ``last_answer``.

    ``last_answer``: when somebody last wrote in a question that is answered. One query. An order that does not exist is
    that of names; who has no date comes last, whichever way.
    """
    since = (now or timezone.now()) - YEAR
    asked = Q(conversations__kind=ConversationKind.EXPERT)
    answered = asked & Q(conversations__state__in=[ConversationState.ANSWERED, ConversationState.CLOSED])
    column = F(ORDERS.get(order, ORDERS["naam"]))
    ordering = column.desc(nulls_last=True) if downwards else column.asc(nulls_last=True)
    return (
        Expert.objects.published()
        .select_related("actor__kind", "municipality", "user")
        .annotate(
            open_questions=Count(
                "conversations", filter=asked & Q(conversations__state=ConversationState.WAITING)
            ),
            answered=Count("conversations", filter=answered & Q(conversations__created_at__gte=since)),
            last_answer=Max("conversations__last_at", filter=answered),
        )
        .order_by(ordering, "search_name", "pk")
    )
