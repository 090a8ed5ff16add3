"""The feed of what opens, closes soon or has no money left, for the choices of a filter: the facts that mails tell too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.feeds import NEWEST, without_controls
from projects.feeds import Dated

from .alerting import facts, measure_line, say
from .deadline_directory import DeadlineDirectory
from .models import Measure


@dataclass(frozen=True)
class Told:
    """One fact about a measure, since when it is so, and how it is marked."""

    measure: Measure
    name: str
    mark: str
    since: datetime


class Deadlines(Dated):
    """What happens by the day, the newest first; the query string is that of the list of deadlines."""

    def get_object(self, request: HttpRequest) -> DeadlineDirectory:
        """The choices in the address."""
        return DeadlineDirectory(request.GET, reverse("measure-deadlines"))

    def title(self, directory: DeadlineDirectory) -> str:
        """What it is about."""
        asked = directory.question_in_words
        name = _("Deadlines of support")
        return without_controls(f"{name}: {asked}" if asked else f"{name}: ECRU")

    def subtitle(self, _directory: DeadlineDirectory) -> str:
        """What is in it."""
        return _("What opens, closes in six weeks, two weeks or three days, or has no money left.")

    def link(self, directory: DeadlineDirectory) -> str:
        """The page with the same choices."""
        return directory.url()

    def feed_url(self, directory: DeadlineDirectory) -> str:
        """Its own address."""
        return directory.feed

    def items(self, directory: DeadlineDirectory) -> list[Told]:
        """The newest thirty facts about the measures that were found."""
        there = facts(timezone.now())
        keys = (directory.shelf.keys[slot] for slot in directory.matches)
        dated = [
            (fact.since, name, key, fact.mark)
            for key in keys
            for name, fact in there.get(key, {}).items()
            if name and fact.since and not fact.sequel
        ]
        newest = sorted(dated, reverse=True)[:NEWEST]
        measures = {one.pk: one for one in directory.cards([key for _since, _name, key, _mark in newest])}
        return [
            Told(measures[key], name, mark, since) for since, name, key, mark in newest if key in measures
        ]

    def item_title(self, item: Any) -> str:
        """What happens to which measure."""
        sentence = say(item.measure, item.name, item.mark).rstrip(".")
        return without_controls(f"{item.measure.name}: {sentence}")

    def item_description(self, item: Any) -> str:
        """Who gives it, and until when one can ask."""
        return without_controls(measure_line(item.measure))

    def item_link(self, item: Any) -> str:
        """The page of the measure."""
        return item.measure.get_absolute_url()

    def item_guid(self, item: Any) -> str:
        """The name of the fact: a program shows each once."""
        return f"{item.measure.get_absolute_url()}#{item.name}"

    def item_pubdate(self, item: Any) -> datetime:
        """When it became true."""
        return item.since

    def item_updateddate(self, item: Any) -> datetime:
        """The same: a fact does not change."""
        return item.since
