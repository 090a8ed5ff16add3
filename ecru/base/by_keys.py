"""Records asked for by their keys, by a question that Django compiles once: for a few records that takes longer than the answer."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections, models, router
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)
KEYS = "IN (%s)"


class Question(NamedTuple):
    """SQL around the keys, what is filled in before them, and the columns of the answer."""

    before: str
    after: str
    params: tuple[Any, ...]
    columns: list[Any]


class ByKeys(Generic[Row]):
    """The records of ``records`` that have the keys asked for.

    They hold columns of their own, or are rows of ``values_list``; which ones they are depends on nothing but the database:
    not on the moment, and not on who looks.
    """

    def __init__(self, records: models.QuerySet[Row, Any]) -> None:
        self.records, self.model = records, records.model

    @cached_property
    def question(self) -> Question:
        """How it is asked, found by asking for one key."""
        compiler = compiler_of(self.records.filter(pk__in=[0]))
        sql, params = compiler.as_sql()
        before, after = sql.rsplit(KEYS, 1)
        return Question(before, after, tuple(params)[:-1], [column for column, *_names in compiler.select])

    def rows(self, keys: Sequence[int]) -> list[Sequence[Any]]:
        """The columns of the records with ``keys``; one query, none when nothing is asked."""
        if not keys:
            return []
        before, after, params, columns = self.question
        compiler = compiler_of(self.records)
        with compiler.connection.cursor() as cursor:
            cursor.execute(f"{before}IN ({', '.join(['%s'] * len(keys))}){after}", [*params, *keys])
            rows = cursor.fetchall()
        return list(compiler.apply_converters(rows, compiler.get_converters(columns)))

    def found(self, keys: Sequence[int]) -> Iterator[Row]:
        """The records with ``keys``; one query."""
        names = [column.target.attname for column in self.question.columns]
        database = router.db_for_read(self.model)
        return (self.model.from_db(database, names, row) for row in self.rows(keys))


def compiler_of(records: models.QuerySet[Any, Any]) -> SQLCompiler:
    """What speaks about ``records`` with the database, in this thread."""
    return records.query.get_compiler(connection=connections[router.db_for_read(records.model)])
