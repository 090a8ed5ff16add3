"""The columns of a table. Their names are Dutch in every language: they are part of the file."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from import_export.resources import ModelResource
from rapidfuzz import fuzz, process

from ecru.base.spreadsheet.cells import tidy
from ecru.base.text import fold

from .words import Words

ALIKE = 75  # of 100: how near a header must be to be offered instead


class Table(ModelResource):
    """Records of one kind, one a row. Each column is a field of import-export with a widget of ``cells``.

    ``title``: the column with the name. ``keys``: columns by which a record is known. ``needed``: columns that a new record
    cannot do without. ``never_empty``: an empty cell leaves these alone. ``one``, ``many``: relations. ``beside``: columns
    that are no field of the record.
    """

    title: ClassVar[str] = "title"
    keys: ClassVar[tuple[str, ...]] = ("slug",)
    needed: ClassVar[tuple[str, ...]] = ()
    never_empty: ClassVar[frozenset[str]] = frozenset()
    one: ClassVar[tuple[str, ...]] = ()
    many: ClassVar[tuple[str, ...]] = ()
    beside: ClassVar[frozenset[str]] = frozenset()
    with_it: ClassVar[tuple[str, ...]] = ()  # what else a row shows, to prefetch

    def stored(self, name: str, cell: str, words: Words) -> Any:
        """What we keep for the text ``cell`` in column ``name``. Raises ``ValidationError``."""
        field = self.fields[name]
        return field.clean({field.column_name: cell}, words=words)

    def told(self, name: str, stored: Any, words: Words) -> str:
        """The text of the column ``name`` for a value that ``stored`` gave."""
        return str(self.fields[name].widget.render(stored, words=words))

    def cell(self, name: str, record: Any, words: Words) -> str:
        """The text of the column ``name`` for ``record``. Prefetch with ``whole``."""
        return tidy(self.fields[name].export(record, words=words))

    def blank(self, name: str) -> str:
        """The text of the column ``name`` for a record of which nothing is known."""
        model: Any = self._meta.model
        field = model._meta.get_field(name) if name not in self.beside else None
        if field is None or field.is_relation:
            return ""
        return tidy(self.fields[name].widget.render(field.get_default()))

    def simple(self) -> set[str]:
        """The columns that are plain fields of the record."""
        return {name for name in self.fields if name not in {*self.many, *self.one, *self.beside}}

    def whole(self, records: QuerySet[Any]) -> QuerySet[Any]:
        """``records`` with all that a row shows, in a constant number of queries."""
        return records.select_related(*self.one).prefetch_related(*self.many, *self.with_it)

    def headers_of(self, names: list[str]) -> list[str]:
        """What the columns ``names`` are called in the file."""
        return [str(self.fields[name].column_name) for name in names]

    def header_of(self, name: str) -> str:
        """What the column ``name`` is called in the file."""
        return self.headers_of([name])[0]

    def named(self, header: str) -> str | None:
        """The column that ``header`` means: its Dutch name in any case, or the name of the field."""
        wanted = fold(header)
        for name in self.fields:
            if wanted in {fold(self.header_of(name)), fold(name)}:
                return str(name)
        return None

    def nearest(self, header: str) -> str:
        """The column that looks most like ``header``; empty when none does."""
        near = process.extractOne(
            fold(header), self.headers_of(list(self.fields)), scorer=fuzz.ratio, score_cutoff=ALIKE
        )
        return near[0] if near else ""

    def mentioned(self, cells: dict[str, str]) -> list[str]:
        """The other records of the same kind that ``cells`` mention; none unless a table says so."""
        return []

    def marks_of(self, cells: dict[str, str]) -> list[tuple[str, ...]]:
        """What tells a row from the others of its file: a column and a value for each key; other marks are longer."""
        return [(name, cells[name]) for name in self.keys if cells.get(name)]
