"""Reminders of advice: a week before, a day before, and once it is late; each once, and never after it was given or handed back."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from subsidies.models import Review
from subsidies.permissions import ADVISING

from .letters import reminder_letter, send

STAGES = (timedelta(weeks=1), timedelta(days=1), timedelta(0))  # before it is due


def stage_at(due_at: datetime, now: datetime) -> int:
    """How many of the reminders should have gone by ``now``."""
    return sum(now >= due_at - before for before in STAGES)


def remind(now: datetime) -> dict[str, int]:
    """Sends what is due at ``now``; who was away for a while gets the last one only. Safe to repeat."""
    sent = 0
    waiting = Review.objects.waiting().filter(
        due_at__lte=now + STAGES[0], reminded__lt=len(STAGES), dossier__phase__in=ADVISING
    )
    for found in waiting.order_by("pk"):
        with transaction.atomic():
            review = Review.objects.waiting().select_for_update().filter(pk=found.pk).first()
            if review is None or review.due_at is None:
                continue
            stage = stage_at(review.due_at, now)
            if stage <= review.reminded:
                continue
            fresh = review.asked_at is not None and now - review.asked_at < timedelta(days=1)
            review.reminded = stage
            review.save(update_fields=["reminded"])
            occasion = f"reminder-{review.due_at.timestamp():.0f}-{stage}"
            sent += 0 if fresh else send(review, occasion, partial(reminder_letter, review))
    return {"reminders": sent}
