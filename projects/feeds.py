"""Feeds: what is new of what actors do together."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.feeds import NEWEST, without_controls

from .models import PartnerCall, Practice, Project


class Dated(Feed):
    """What was published last, as Atom."""

    feed_type = Atom1Feed

    def item_title(self, item: Any) -> str:
        """The title."""
        return without_controls(item.name)

    def item_description(self, item: Any) -> str:
        """The first sentences."""
        return without_controls(item.summary)

    def item_pubdate(self, item: Any) -> Any:
        """When it was published."""
        return item.published_at

    def item_updateddate(self, item: Any) -> Any:
        """When it was changed last."""
        return item.updated_at


class OpenCalls(Dated):
    """The open calls that came last."""

    title = gettext_lazy("New on ECRU: calls")
    subtitle = gettext_lazy("Who seeks or offers what in the seven municipalities, the newest first.")
    link = reverse_lazy("call-list")

    def items(self) -> Any:
        """The newest thirty that are open today."""
        return PartnerCall.objects.published().open().newest().for_cards()[:NEWEST]

    def item_description(self, item: Any) -> str:
        """Who seeks or offers, until when, and the first sentences."""
        told = {"name": item.actor.name, "day": date_format(item.closes_on, "j F Y")}
        who = _("%(name)s, until %(day)s.") % told
        return without_controls(f"{who} {item.summary}")


class NewProjects(Dated):
    """The projects that came last."""

    title = gettext_lazy("New on ECRU: projects")
    subtitle = gettext_lazy("What actors do together in Midden-Limburg, the newest first.")
    link = reverse_lazy("project-list")

    def items(self) -> Any:
        """The newest thirty."""
        return Project.objects.published().newest().for_cards()[:NEWEST]


class NewPractices(Dated):
    """The practices published last."""

    title = gettext_lazy("New on ECRU: what works")
    subtitle = gettext_lazy("What associations in Midden-Limburg tried, the newest first.")
    link = reverse_lazy("practice-list")

    def items(self) -> Any:
        """The newest thirty."""
        return Practice.objects.published().newest().for_cards()[:NEWEST]

    def item_description(self, item: Any) -> str:
        """What sort of example, where, and the first sentences."""
        places = [place.name for place in item.municipalities.all()]
        told = ", ".join([str(item.get_kind_display()).capitalize(), *places])
        return without_controls(f"{told}. {item.summary}")
