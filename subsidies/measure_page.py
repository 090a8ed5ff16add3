"""What the page of one measure shows."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .deadlines import has_days
from .models import Measure
from .structured import measure_jsonld

MOST = 4


def crumbs_to_measures() -> list[dict[str, str]]:
    """The way to a measure."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Support"), "url": reverse("measure-list")},
    ]


def measure_page(measure: Measure) -> dict[str, Any]:
    """Everything that ``subsidies/measure_detail.html`` takes; ``measure`` comes from ``for_page``. A constant number of queries."""
    alike = Measure.objects.published().existing().related_to(measure)
    return {
        "measure": measure,
        "has_days": has_days(measure),
        "giver": public_or_none(measure.provider.actor),
        "users": [actor for actor in measure.used_by.all() if actor.is_public],
        "instead": list(measure.replaced_by.published().narrowest_first()),
        "general": public_or_none(measure.replaces),
        "related": list(alike.narrowest_first().for_cards()[:MOST]),
        "structured": measure_jsonld(measure, settings.BASE_URL),
        "crumbs": crumbs_to_measures(),
        "section": "support",
    }


def public_or_none(record: Any) -> Any:
    """``record`` if everyone may see it."""
    return record if record is not None and record.is_public else None
