"""Feeds: what is new in the field."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from .models import Actor

NEWEST = 30
CONTROLS = dict.fromkeys(set(range(32)) - {9, 10, 13})


class NewActors(Feed):
    """The actors published last, as Atom."""

    feed_type = Atom1Feed
    title = _("New on ECRU: who is who")
    subtitle = _("Actors of the cultural field of Midden-Limburg, the newest first.")
    link = reverse_lazy("actor-list")

    def items(self) -> Any:
        """The newest thirty, without who has stopped."""
        return Actor.objects.published().newest().for_cards()[:NEWEST]

    def item_title(self, item: Any) -> str:
        """The name."""
        return without_controls(item.name)

    def item_description(self, item: Any) -> str:
        """What sort of actor, where, and the first sentences."""
        where = f", {item.municipality}" if item.municipality else ""
        return without_controls(f"{item.kind}{where}. {item.summary}")

    def item_pubdate(self, item: Any) -> Any:
        """When it was published."""
        return item.published_at

    def item_updateddate(self, item: Any) -> Any:
        """When it was changed last."""
        return item.updated_at


def without_controls(text: str) -> str:
    """``text`` without the control characters that XML cannot hold."""
    return text.translate(CONTROLS)
