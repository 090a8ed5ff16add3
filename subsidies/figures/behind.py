"""The list behind a number: the same selection, page by page; dossiers of the portal first, then those of before."""

from functools import cached_property
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actors.answers import TARGET_GROUPS, places
from ecru.base.directory.pages import Pager
from subsidies.models import Measure, Origin, Provider
from subsidies.phases import TRACKS, phase_of

from .asking import EVERY, NOBODY, Asked, Kept, What
from .selecting import dossiers_of, past_of

CHOICES = {"kept": Kept, "what": What, "origin": Origin}


class Behind:
    """The dossiers that count for ``asked``. Five queries, however many there are."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.here = dossiers_of(asked).order_by("-moment", "-pk")
        self.past = past_of(asked).order_by("-year", "title", "pk")

    @cached_property
    def many_here(self) -> int:
        """How many of this portal."""
        return self.here.count()

    @cached_property
    def many_past(self) -> int:
        """How many of before."""
        return self.past.count()

    @cached_property
    def pager(self) -> Pager:
        """The page that was asked for."""
        return Pager.at(self.asked.page, self.found, self.address)

    @property
    def found(self) -> int:
        """How many these are."""
        return self.many_here + self.many_past

    def address(self, number: int) -> str:
        """The page ``number`` of the list."""
        return f"{self.asked.list()}&pagina={number}"

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """The dossiers of this portal on this page, each with its phase."""
        found = self.pager.part_of(self.here.with_due().with_since().for_cards())
        return [(dossier, phase_of(dossier)) for dossier in found]

    @property
    def earlier(self) -> list[Any]:
        """The earlier dossiers on this page: they come after all of the others."""
        rows = self.past.select_related("actor", "municipality")
        return list(self.pager.part_of(rows, before=self.many_here))

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What narrows the list, in words, each with the list without it. At most two queries."""
        asked = self.asked
        words = {
            "place": label_in(places(), asked.place, _("no municipality named")),
            "group": label_in(TARGET_GROUPS(), asked.group, _("no target group named")),
            "measure": name_of(Measure, asked.measure, _("no measure named")),
            "giver": name_of(Provider, asked.giver, _("no giver named")),
            "words": asked.words,
            "track": capfirst(str(TRACKS[asked.track].name)) if asked.track else "",
            "left": left_in_words(asked),
            **{name: choice_in_words(name, asked) for name in CHOICES},
        }
        shown = [(word, asked.list(**{name: ""})) for name, word in words.items() if word]
        if asked.year != EVERY:
            shown.insert(0, (asked.year, asked.list(year=EVERY)))
        return shown


def label_in(answers: Any, value: str, nobody: str) -> str:
    """The words of ``value`` in a closed list."""
    if value == NOBODY:
        return nobody
    return next((answer.label for answer in answers if answer.value == value), "")


def name_of(model: Any, slug: str, nobody: str) -> str:
    """The name of the record ``slug``; the word in the address when there is none."""
    if slug in {"", NOBODY}:
        return nobody if slug else ""
    found = model.objects.filter(slug=slug).first()
    return found.name if found else slug


def left_in_words(asked: Asked) -> str:
    """Which phase the dossiers left."""
    if not asked.left:
        return ""
    tracks = [TRACKS[asked.track]] if asked.track else list(TRACKS.values())
    phase = next(
        (track.phase_by_key[asked.left] for track in tracks if asked.left in track.phase_by_key), None
    )
    return _("left the phase “%(phase)s”") % {"phase": phase.name if phase else asked.left}


def choice_in_words(name: str, asked: Asked) -> str:
    """The words of a closed choice."""
    value = getattr(asked, name)
    return capfirst(str(CHOICES[name](value).label)) if value else ""
