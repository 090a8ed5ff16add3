"""Figures for people: each number with the list behind it, each cut with its drawing, and the same as rows of a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecru.base.charts import Bar, bars
from ecru.base.spreadsheet import Cell
from ecru.base.templatetags.ecru import euro, whole

from .asking import EVERY, Asked, What
from .counting import CUTS, Counts, Cut, Line, Tally
from .lengths import Length, lengths_of

LONGEST_LABEL = 20  # letters that fit before a bar
NOTHING = "–"
COLUMNS: tuple[tuple[str, Any], ...] = (
    (What.ASKED, gettext_lazy("Asked")),
    (What.DECIDED, gettext_lazy("Decided")),
    (What.GRANTED, gettext_lazy("Granted")),
)


@dataclass(frozen=True)
class Number:
    """A number as people read it, and the list behind it; ``before``: the same a year before, with its list; ``amount``: in euro."""

    name: str
    text: str
    url: str
    before: str = ""
    before_url: str = ""
    note: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table: its name, the figures about it alone, and its numbers in the order of the columns."""

    name: str
    url: str
    asked: Number
    decided: Number
    granted: Number
    amount_asked: Number
    amount_granted: Number
    rate: Number
    says_little: bool


@dataclass(frozen=True)
class Table:
    """A cut with its rows and its drawing; without a single dossier there is no drawing."""

    cut: Cut
    rows: list[Row]
    drawing: str


@dataclass(frozen=True)
class Stay:
    """How long dossiers stood in a phase, in words, and the list of those that left it. ``days``: the median, to draw it."""

    track: str
    phase: str
    number: Number
    median: Number
    longest: Number
    days: float


def rate_of(tally: Tally) -> str:
    """How many of the decisions granted it: "67 % (2 of 3)"; a dash when nothing was decided."""
    if tally.rate is None:
        return NOTHING
    facts = {
        "rate": tally.rate,
        "granted": tally.numbers[What.GRANTED],
        "decided": tally.numbers[What.DECIDED],
    }
    return _("%(rate)d%% (%(granted)d of %(decided)d)") % facts


def in_days(days: float) -> str:
    """A length as people read it: whole days."""
    return whole(round(days)) if days >= 1 else _("less than 1")


class Page:
    """Everything on the page for ``asked``; what became of a dossier, and in which phase it was, does not narrow figures."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked.with_(what="", left="")
        self.counts = Counts(self.asked)
        self.now = self.counts.total
        year = self.asked.year_before
        self.before = self.counts.by_year.get((int(year),), Tally.empty()) if year else None

    def heads(self) -> list[Number]:
        """The numbers on top, beside those of the year before."""
        before = self.before
        names = [
            (What.ASKED, _("Asked"), self.now.asked),
            (What.GRANTED, _("Granted"), self.now.granted),
        ]
        numbers = [
            self.head(what, name, euro(amount, 0) if self.now.numbers[what] else "")
            for what, name, amount in names
        ]
        rate = Number(
            _("Success rate"),
            f"{self.now.rate} %" if self.now.rate is not None else NOTHING,
            self.asked.list(what=What.DECIDED),
            rate_of(before) if before else "",
            self.list_before(What.DECIDED),
            self.of_how_many(),
        )
        others = [(What.RUNNING, _("Not decided yet")), (What.MAKING, _("Being written, not sent yet"))]
        more = [(What.REFUSED, _("Refused")), (What.INADMISSIBLE, _("Not admissible"))]
        gone = [(What.WITHDRAWN, _("Withdrawn")), (What.GIVEN_UP, _("Withdrawn before it was sent"))]
        return [*numbers, rate, *(self.head(what, name) for what, name in [*others, *more, *gone])]

    def of_how_many(self) -> str:
        """The numbers behind the success rate, and whether they are small."""
        decided = self.now.numbers[What.DECIDED]
        if not decided:
            return _("Nothing was decided yet.")
        facts = {"granted": self.now.numbers[What.GRANTED], "decided": decided}
        said = _("%(granted)d granted of %(decided)d decided.") % facts
        little = _("Few decisions: this says little.")
        return f"{said} {little}" if self.now.says_little else said

    def head(self, what: What, name: str, amount: str = "") -> Number:
        """One number on top."""
        before = whole(self.before.numbers[what]) if self.before else ""
        text, url = whole(self.now.numbers[what]), self.asked.list(what=what)
        return Number(name, text, url, before, self.list_before(what), amount=amount)

    def list_before(self, what: What) -> str:
        """The same list of the year before; empty when every year counts."""
        return self.asked.list(year=self.asked.year_before, what=what) if self.before else ""

    def tables(self) -> list[Table]:
        """Every cut. Two queries for names."""
        return [self.table(make(self.counts)) for make in CUTS.values()]

    def table(self, cut: Cut) -> Table:
        """One cut with its drawing."""
        shown = [line for line in cut.lines if line.tally.numbers[What.ASKED]]
        drawing = bars([bar_of(line) for line in cut.lines]) if shown else ""
        return Table(cut, [self.row(line) for line in cut.lines], drawing)

    def row(self, line: Line) -> Row:
        """One line of a cut."""
        tally, mine = line.tally, self.asked.with_(**line.narrows)
        asked, decided, granted = (
            Number(str(name), whole(tally.numbers[what]), mine.list(what=what)) for what, name in COLUMNS
        )
        return Row(
            line.name,
            mine.figures(),
            asked,
            decided,
            granted,
            Number(
                _("asked, in euro"),
                euro(tally.asked, 0) if tally.numbers[What.ASKED] else NOTHING,
                asked.url,
            ),
            Number(
                _("granted, in euro"),
                euro(tally.granted, 0) if tally.numbers[What.GRANTED] else NOTHING,
                granted.url,
            ),
            Number(_("Success rate"), rate_of(tally), decided.url),
            tally.says_little,
        )

    def stays(self) -> list[Stay]:
        """How long dossiers stood in each phase. One query."""
        return [self.stay(length) for length in lengths_of(self.asked)]

    def stay(self, length: Length) -> Stay:
        """One phase."""
        url = self.asked.list(track=length.track.key, left=length.phase.key)
        number = Number(str(length.phase.name), whole(length.dossiers), url)
        return Stay(
            str(length.track.name),
            str(length.phase.name),
            number,
            Number(_("Median, in days"), in_days(length.median), url),
            Number(_("Longest, in days"), in_days(length.longest), url),
            length.median,
        )

    @property
    def title(self) -> str:
        """What these figures are about."""
        return (
            _("Figures of every year")
            if self.asked.year == EVERY
            else _("Figures of %(year)s") % {"year": self.asked.year}
        )


def bar_of(line: Line) -> Bar:
    """How many were asked, as a bar."""
    number = line.tally.numbers[What.ASKED]
    label = Truncator(line.name).chars(LONGEST_LABEL)
    return Bar(line.slug, label, float(number), whole(number), bool(line.slug))


def drawings_of(stays: list[Stay]) -> list[tuple[str, str]]:
    """For each track a drawing of the median days in its phases; the table beside it has the same numbers."""
    by_track: dict[str, list[Stay]] = {}
    for stay in stays:
        by_track.setdefault(stay.track, []).append(stay)
    return [
        (
            track,
            bars(
                [
                    Bar("", Truncator(one.phase).chars(LONGEST_LABEL), one.days, one.median.text)
                    for one in several
                ]
            ),
        )
        for track, several in by_track.items()
    ]


def headers() -> list[str]:
    """What stands above the table to download."""
    return [
        *(_("Part"), _("What"), _("Asked"), _("Asked, in euro"), _("Decided"), _("Granted")),
        *(_("Granted, in euro"), _("Success rate in percent"), _("Refused"), _("Not admissible")),
        *(_("Not decided yet"), _("Withdrawn"), _("Median, in days"), _("Longest, in days")),
    ]


def rows(page: Page) -> Iterator[list[Cell]]:
    """Everything on the page as rows: the whole, the year before, each line of each cut, and each phase."""
    yield row_of(_("All of it"), page.title, page.now)
    if page.before:
        yield row_of(_("All of it"), _("Figures of %(year)s") % {"year": page.asked.year_before}, page.before)
    for table in page.tables():
        for line in table.cut.lines:
            yield row_of(table.cut.title, line.name, line.tally)
    for length in lengths_of(page.asked):
        name = f"{length.track.name}: {length.phase.name}"
        yield [
            _("Days per phase"),
            name,
            *[""] * 10,
            Decimal(f"{length.median:.1f}"),
            Decimal(f"{length.longest:.1f}"),
        ]


def row_of(part: str, name: str, tally: Tally) -> list[Cell]:
    """A tally as one row."""
    numbers = tally.numbers
    return [
        *(part, name, numbers[What.ASKED], Decimal(f"{tally.asked:.2f}"), numbers[What.DECIDED]),
        *(numbers[What.GRANTED], Decimal(f"{tally.granted:.2f}"), "" if tally.rate is None else tally.rate),
        *(numbers[What.REFUSED], numbers[What.INADMISSIBLE], numbers[What.RUNNING]),
        *(numbers[What.WITHDRAWN], "", ""),
    ]
