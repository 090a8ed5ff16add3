"""Cells in words: for a screen reader, for a table, and as whole sentences about a municipality."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actors.models import Municipality
from ecru.base.directory.facets import Answer

from ..models import Checker
from .axes import Axis, Reach
from .checking import Look
from .counting import Cell, Matrix, Row, State

NAMED = 6  # words that one sentence names; the others are counted
NOTHING = {
    Reach.OWN: gettext_lazy("no support from the municipality itself"),
    Reach.NEAR: gettext_lazy("no support from nearby"),
    Reach.WIDE: gettext_lazy("no support at all"),
}
SOMETHING = {
    Reach.OWN: gettext_lazy("support from the municipality itself"),
    Reach.NEAR: gettext_lazy("support from nearby"),
    Reach.WIDE: gettext_lazy("support from near or far"),
}
BY = {
    Checker.MUNICIPALITY: gettext_lazy("by the municipality"),
    Checker.TEAM: gettext_lazy("by the team of ECRU"),
}


@dataclass(frozen=True)
class Line:
    """A row of the matrix for people: each cell with all that it says."""

    label: str
    is_primary: bool
    cells: list[tuple[Cell, str]]


@dataclass(frozen=True)
class Told:
    """What is said of one municipality, sentence by sentence."""

    place: Municipality
    sentences: list[str]


def looked(look: Look) -> str:
    """When somebody looked, and as what: "checked on 21 November 2026, by the municipality"."""
    known = {"day": date_format(look.on, "j F Y"), "by": BY[look.by]}
    if look.is_old:
        return _("checked on %(day)s, %(by)s; that is more than half a year ago") % known
    return _("checked on %(day)s, %(by)s") % known


def told(cell: Cell) -> str:
    """All that a cell says, without its place and word."""
    if cell.state == State.FOUND:
        said = ngettext("%(number)d measure found", "%(number)d measures found", cell.found) % {
            "number": cell.found
        }
    elif cell.look is not None:
        said = _("none, %(looked)s") % {"looked": looked(cell.look)}
    else:
        said = _("not researched")
    if not cell.needs:
        return said
    missed = ngettext("%(number)d need", "%(number)d needs", cell.needs) % {"number": cell.needs}
    return f"{said}; {missed}"


def lines_of(rows: Iterable[Row]) -> list[Line]:
    """``rows`` in words."""
    return [
        Line(
            row.label,
            bool(row.word and row.word.first),
            [(cell, told(cell)) for cell in row.cells],
        )
        for row in rows
    ]


def lowered(label: str) -> str:
    """``label`` as it stands within a sentence: a word that is no abbreviation begins small."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(words: Sequence[str], most: int | None = None) -> str:
    """``words`` as people list them: "a, b and c"; with ``most``, what goes beyond is counted: "a, b and 12 others"."""
    shown = list(words)
    if most is not None and len(shown) > most + 1:
        rest = len(shown) - most
        shown = [*shown[:most], _("%(number)d others") % {"number": rest}]
    first, last = shown[:-1], shown[-1]
    return _("%(all)s and %(last)s") % {"all": ", ".join(first), "last": last} if first else last


def about(axis: Axis, words: Iterable[Answer], most: int | None = None) -> str:
    """``words`` of ``axis`` in a sentence: "for young people and older people"."""
    return str(axis.about) % {"words": listed([lowered(word.label) for word in words], most)}


def summary(matrix: Matrix) -> list[Told]:
    """The matrix in sentences, a municipality after the other, for who reads no tables."""
    cells: dict[int, list[Cell]] = defaultdict(list)
    for cell in matrix.cells:
        cells[cell.place.pk].append(cell)
    nameless = {cell.place.pk: cell.found for cell in matrix.nameless.cells}
    return [
        Told(place, sentences(matrix, place, cells[place.pk], nameless[place.pk])) for place in matrix.places
    ]


def sentences(matrix: Matrix, place: Municipality, cells: list[Cell], nameless: int) -> list[str]:
    """What is said of ``place``: what somebody looked for and did not find, what nobody looked for, what is there."""
    axis, reach = matrix.axis, matrix.asked.reach
    said = {"place": place.name, "nothing": NOTHING[reach], "something": SOMETHING[reach]}
    empty, unknown, found = parts(cells)
    lines = [
        _("In %(place)s, %(nothing)s was found %(words)s (%(looked)s).")
        % {**said, "words": about(axis, words), "looked": looked(look)}
        for look, words in sorted(empty.items(), key=lambda entry: entry[0].on, reverse=True)
    ]
    if unknown:
        facts = {**said, "words": about(axis, unknown, NAMED)}
        lines.append(_("In %(place)s, nobody looked yet whether there is %(something)s %(words)s.") % facts)
    if found:
        facts = {**said, "words": about(axis, found, NAMED)}
        lines.append(_("In %(place)s there is %(something)s %(words)s.") % facts)
    if nameless:
        lines.append(nameless_line(axis, nameless))
    return lines


def parts(cells: list[Cell]) -> tuple[dict[Look, list[Answer]], list[Answer], list[Answer]]:
    """The words of ``cells``: without support by who looked when, those that nobody looked for, those with support."""
    empty: dict[Look, list[Answer]] = defaultdict(list)
    unknown, found = [], []
    for cell in cells:
        if cell.word is None:
            continue
        if cell.found:
            found.append(cell.word)
        elif cell.look is None:
            unknown.append(cell.word)
        else:
            empty[cell.look].append(cell.word)
    return empty, unknown, found


def nameless_line(axis: Axis, number: int) -> str:
    """That some support names no word of ``axis``; it counts for none of them."""
    line = ngettext(
        "Besides, there is %(number)d measure that names none of these (%(none)s).",
        "Besides, there are %(number)d measures that name none of these (%(none)s).",
        number,
    )
    return line % {"number": number, "none": lowered(str(axis.none))}


def headers() -> list[str]:
    """What stands above the table to download."""
    return [
        *(_("municipality"), _("sorted by"), _("heading"), _("word"), _("from how far")),
        *(_("measures found"), _("what we know"), _("checked on"), _("checked by"), _("needs")),
    ]


def table(matrix: Matrix) -> Iterable[list[str]]:
    """A line for every cell, and one for each municipality of what names no word."""
    common = (str(matrix.axis.label), str(matrix.asked.reach.label))
    for group in matrix.groups:
        for row in group.rows:
            for cell in row.cells:
                yield line_of(cell, common, group.label, row.label)
    for cell in matrix.nameless.cells:
        axis, reach = common
        yield [cell.place.name, axis, "", matrix.nameless.label, reach, str(cell.found), "", "", "", ""]


def line_of(cell: Cell, common: tuple[str, str], heading: str, label: str) -> list[str]:
    """One line of the table; days as 2026-11-21."""
    axis, reach = common
    on, by = (cell.look.on.isoformat(), str(cell.look.by.label)) if cell.look else ("", "")
    return [
        *(cell.place.name, axis, heading, label, reach),
        *(str(cell.found), str(cell.state.label), on, by, str(cell.needs)),
    ]
