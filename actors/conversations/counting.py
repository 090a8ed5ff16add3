"""How much is asked and answered through the platform, for the indicators of the plan."""

from datetime import datetime

from django.db.models import Count, Q

from actors.models import Conversation, ConversationKind


def conversation_counts(since: datetime, until: datetime) -> dict[str, dict[str, int]]:
    """By kind: how many were ``asked`` from ``since`` and before ``until``, and how many of those were ``answered`` since.

    What nobody stands behind with an account or a confirmed address does not count. One query.
    """
    asked = Conversation.objects.counted().filter(created_at__gte=since, created_at__lt=until)
    answered = Q(answered_at__isnull=False) | ~Q(outcome="")
    rows = asked.order_by().values("kind").annotate(asked=Count("pk"), answered=Count("pk", filter=answered))
    counts = {kind: {"asked": 0, "answered": 0} for kind in ConversationKind.values}
    for row in rows:
        counts[row["kind"]] = {"asked": row["asked"], "answered": row["answered"]}
    return counts
