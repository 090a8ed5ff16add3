"""What actors need from editors: each question once, for the start page that counts and the list that shows them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.edition import edition

from .models import Actor

STALE_AFTER = timedelta(days=365)
SHORTEST_ALT = 10  # letters; what is shorter tells nobody what a picture shows
ALIVE = Q(status="published", closed=False)


@dataclass(frozen=True)
class Upkeep:
    """A question about actors. ``since`` is the field that tells how long it waits."""

    key: str
    label: Any
    why: Any
    question: Q
    since: str = "updated_at"
    order: int = 50
    part_of: str = ""


def lacks(relation: str) -> Q:
    """Actors without any record in ``relation``."""
    through: Any = getattr(Actor, relation).through
    return Q(~Exists(through.objects.filter(actor=OuterRef("pk"))))


def gaps_of_a_page() -> dict[str, tuple[Any, Q]]:
    """What visitors search by, with its label and the question which actors lack it."""
    return {
        "zonder-omschrijving": (_("description"), Q(description="")),
        "zonder-gemeente": (_("municipality"), Q(municipality=None, place="") & lacks("active_in")),
        "zonder-doelgroep": (_("target group"), lacks("target_groups")),
        "zonder-discipline": (_("discipline"), lacks("disciplines")),
    }


def upkeep() -> dict[str, Upkeep]:
    """Every question by its key, seen from today."""
    limit = timezone.localdate() - STALE_AFTER
    known = ALIVE & Q(named_only=False)
    gaps = {key: (label, known & question) for key, (label, question) in gaps_of_a_page().items()}
    incomplete = Q()
    for _label, question in gaps.values():
        incomplete |= question
    poor = ~Q(picture="") & (Q(alt_length__lt=SHORTEST_ALT) | Q(picture_alt__iexact=F("name")))
    items = [
        Upkeep("zetel", _("Probable seats to confirm"), _("We think we know where they are at home. Say yes or no, and visitors find them there."), ~Q(status="archived") & Q(municipality_hint__isnull=False), order=30),
        Upkeep("concept", _("Drafts"), _("Nobody sees them yet. Finish them, or throw them away."), Q(status="draft"), "created_at", 35),
        Upkeep("onvolledig", _("Incomplete"), _("Published, but something that visitors search by is missing."), incomplete, order=40),
        *(Upkeep(key, label, "", question, part_of="onvolledig") for key, (label, question) in gaps.items()),
        Upkeep("beeld", _("Pictures that say too little"), _("Who cannot see the picture hears only these few letters."), poor, order=45),
        Upkeep("verouderd", _("Not checked in the last 12 months"), _("Facts age. Look once, and mark them as checked."), ALIVE & (Q(verified_on=None) | Q(verified_on__lt=limit)), "verified_on", 60),
    ]  # fmt: skip
    return {item.key: item for item in items}


def asked(actors: Any) -> Any:
    """``actors``, ready for the questions."""
    return actors.annotate(alt_length=Length("picture_alt"))


Counts = dict[str, tuple[int, Any]]


class KnownCounts:
    """The counts of one state of the field, as the edition numbers it: a hundred thousand actors are counted once."""

    def __init__(self) -> None:
        self.state: tuple[Any, ...] = ()
        self.counts: Counts = {}
        edition.subscribe(lambda _changed: self.forget())

    def forget(self) -> None:
        """Something changed: the next one who asks counts again."""
        self.state = ()

    def now(self) -> Counts:
        """The counts of ``upkeep()`` as they are now."""
        state = (edition.refresh(), timezone.localdate())
        if self.state != state:
            self.counts = counted(upkeep())
            self.state = state
        return self.counts


known_counts = KnownCounts()


def counted(items: dict[str, Upkeep]) -> Counts:
    """How many actors each of ``items`` is about and since when the oldest waits; one query for all."""
    numbers = {f"n{place}": Count("pk", filter=item.question) for place, item in enumerate(items.values())}
    oldest = {f"o{place}": Min(item.since, filter=item.question) for place, item in enumerate(items.values())}
    found = asked(Actor.objects.order_by()).aggregate(**numbers, **oldest)
    return {key: (found[f"n{place}"], found[f"o{place}"]) for place, key in enumerate(items)}
