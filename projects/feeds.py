"""Feeds: what is new of what actors do together."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from actors.feeds import NEWEST, without_controls

from .models import Practice


class NewPractices(Feed):
    """The practices published last, as Atom."""

    feed_type = Atom1Feed
    title = _("New on ECRU: what works")
    subtitle = _("What associations in Midden-Limburg tried, the newest first.")
    link = reverse_lazy("practice-list")

    def items(self) -> Any:
        """The newest thirty."""
        return Practice.objects.published().newest().for_cards()[:NEWEST]

    def item_title(self, item: Any) -> str:
        """The title."""
        return without_controls(item.name)

    def item_description(self, item: Any) -> str:
        """What sort of example, where, and the first sentences."""
        names = [
            str(item.get_kind_display()).capitalize(),
            *(place.name for place in item.municipalities.all()),
        ]
        return without_controls(f"{', '.join(names)}. {item.summary}")

    def item_pubdate(self, item: Any) -> Any:
        """When it was published."""
        return item.published_at

    def item_updateddate(self, item: Any) -> Any:
        """When it was changed last."""
        return item.updated_at
