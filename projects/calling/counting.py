"""What came of calls: per year and per municipality, each figure with the calls behind it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.utils import timezone

from actors.models import Municipality
from projects.models import CallAnswer, Outcome, PartnerCall

ANSWERED, NAMED, UNNAMED = "antwoordde", "genoemd", "niet-genoemd"
WHO = (ANSWERED, NAMED, UNNAMED)
UNTOLD, OPEN = "onbekend", "open"
COLUMNS = (OPEN, *Outcome.values, UNTOLD)


def ended_on() -> Any:
    """The day on which a call ended or will end."""
    return Coalesce(TruncDate("closed_at"), "closes_on", output_field=DateField())


def on_site() -> Any:
    """Calls that were ever on the site, also what went off it, each with its ``year``."""
    return PartnerCall.objects.filter(published_at__isnull=False).annotate(year=ExtractYear(ended_on()))


def place_called(slug: str) -> Municipality | None:
    """The municipality at ``slug``; None for none."""
    return Municipality.objects.filter(slug=slug).first() if slug else None


def is_open(today: date) -> Q:
    """What takes answers on ``today``."""
    return Q(closed_at=None, closes_on__gte=today, status="published")


@dataclass(frozen=True)
class Line:
    """One row: what it is about, its key in the address, and how many calls there are in each column."""

    label: str
    value: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def cells(self) -> list[tuple[str, int]]:
        """The columns in order."""
        return [(name, self.counts.get(name, 0)) for name in COLUMNS]


@dataclass(frozen=True)
class Figures:
    """The rows by year, the newest first, and by municipality of who called."""

    years: list[Line] = field(default_factory=list)
    places: list[Line] = field(default_factory=list)


def count_calls(year: int | None = None, today: date | None = None) -> Figures:
    """How many calls ended how; ``year`` narrows the rows by municipality. One query."""
    day = today or timezone.localdate()
    groups = (
        on_site()
        .order_by()
        .values("year", "outcome", "actor__municipality__slug", "actor__municipality__name")
        .annotate(now_open=Count("pk", filter=is_open(day)), number=Count("pk"))
    )
    years: dict[int, Counter[str]] = {}
    places: dict[tuple[str, str], Counter[str]] = {}
    for group in groups:
        counts = Counter({OPEN: group["now_open"]})
        counts[group["outcome"] or UNTOLD] += group["number"] - group["now_open"]
        years.setdefault(group["year"], Counter()).update(counts)
        if year is None or group["year"] == year:
            key = (group["actor__municipality__name"] or "", group["actor__municipality__slug"] or "-")
            places.setdefault(key, Counter()).update(counts)
    return Figures(
        [Line(str(number), str(number), dict(years[number])) for number in sorted(years, reverse=True)],
        [Line(name, slug, dict(places[name, slug])) for name, slug in sorted(places)],
    )


def with_who(calls: Any) -> Any:
    """``calls``, each with ``who`` was found through this platform: who answered it, an actor that they named, or nobody named."""
    answers = CallAnswer.objects.confirmed().filter(call=OuterRef("pk"), actor=OuterRef("found"))
    who = Case(
        When(found=None, then=Value(UNNAMED)),
        When(Exists(answers), then=Value(ANSWERED)),
        default=Value(NAMED),
    )
    return calls.filter(outcome=Outcome.HERE).annotate(who=who)


def count_who(year: int | None = None) -> list[tuple[str, int]]:
    """Of what was found through this platform (in ``year``), how many answered the call, were named otherwise, or not. One query."""
    calls = on_site() if year is None else on_site().filter(year=year)
    found = Counter(with_who(calls).order_by().values_list("who", flat=True))
    return [(name, found[name]) for name in WHO]


def counted_calls(
    year: int | None, place: str, column: str, today: date | None = None, *, who: str = ""
) -> QuerySet[PartnerCall]:
    """The calls behind one figure; "" and None do not narrow. ``place``: a slug, or "-" for who has no municipality.

    ``who``: one of ``WHO``.
    """
    day = today or timezone.localdate()
    calls = on_site()
    if year is not None:
        calls = calls.filter(year=year)
    if place == "-":
        calls = calls.filter(actor__municipality=None)
    elif place:
        calls = calls.filter(actor__municipality__slug=place)
    if column == OPEN:
        calls = calls.filter(is_open(day))
    elif column:
        calls = calls.exclude(is_open(day)).filter(outcome="" if column == UNTOLD else column)
    if who:
        calls = with_who(calls).filter(who=who)
    return calls.select_related("actor__municipality", "found").order_by("-closes_on", "-pk")
