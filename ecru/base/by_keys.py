"""Records asked for by their keys, by a question that Django compiles once: for a few records that takes longer than the answer."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections, models, router
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)
KEYS = "IN (%s)"


class Question(NamedTuple):
    """SQL around the keys, what is filled in before them, the columns of the answer, and which records these make."""

    before: str
    after: str
    params: tuple[Any, ...]
    columns: list[Any]
    makes: dict[str, Any] | None


class ByKeys(Generic[Row]):
    """Those of ``records`` of which ``key`` is among the values asked for.

    They are records, with what they point at if that is selected along, or rows of ``values_list``. Which ones there are
    depends on nothing but the database: not on the moment, and not on who looks.
    """

    def __init__(self, records: models.QuerySet[Row, Any], key: str = "pk") -> None:
        self.records, self.key = records, key

    @cached_property
    def question(self) -> Question:
        """How it is asked, found by asking for one key."""
        compiler = compiler_of(self.records.filter(**{f"{self.key}__in": [0]}))
        sql, params = compiler.as_sql()
        before, after = sql.rsplit(KEYS, 1)
        return Question(before, after, tuple(params)[:-1], compiler.select, compiler.klass_info)

    def rows(self, keys: Sequence[Any]) -> list[Sequence[Any]]:
        """The columns of those with ``keys``; one query, none when nothing is asked."""
        if not keys:
            return []
        question, compiler = self.question, compiler_of(self.records)
        marks = ", ".join(["%s"] * len(keys))
        with compiler.connection.cursor() as cursor:
            cursor.execute(f"{question.before}IN ({marks}){question.after}", [*question.params, *keys])
            rows = cursor.fetchall()
        converters = compiler.get_converters([column for column, *_names in question.columns])
        return list(compiler.apply_converters(rows, converters))

    def found(self, keys: Sequence[Any]) -> Iterator[Row]:
        """The records with ``keys``; one query. As ``QuerySet`` makes them."""
        columns, makes = self.question.columns, self.question.makes or {}
        own = slice(makes["select_fields"][0], makes["select_fields"][-1] + 1)
        names = [column.target.attname for column, *_names in columns[own]]
        database = router.db_for_read(self.records.model)
        beside = get_related_populators(makes, columns, database)  # type: ignore[call-arg]  # as a later Django
        for row in self.rows(keys):
            record = self.records.model.from_db(database, names, row[own])
            for other in beside:
                other.populate(row, record)
            yield record

    def one(self, key: Any) -> Row | None:
        """The record with ``key``, if there is one; one query."""
        return next(self.found([key]), None)


def compiler_of(records: models.QuerySet[Any, Any]) -> SQLCompiler:
    """What speaks about ``records`` with the database, in this thread."""
    return records.query.get_compiler(connection=connections[router.db_for_read(records.model)])
