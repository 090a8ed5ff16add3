"""Feeds: what is new of support."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from actors.feeds import NEWEST, without_controls
from projects.feeds import Dated

from .models import Measure


class NewMeasures(Dated):
    """The measures published last."""

    title = gettext_lazy("New on ECRU: support")
    subtitle = gettext_lazy("Grants and other support for culture in Midden-Limburg, the newest first.")
    link = reverse_lazy("measure-list")

    def items(self) -> Any:
        """The newest thirty."""
        return Measure.objects.published().newest().for_cards()[:NEWEST]

    def item_description(self, item: Measure) -> str:
        """Who gives it, where it stands, and the first sentences."""
        return without_controls(f"{item.provider.name}, {item.standing.label}. {item.summary}")
