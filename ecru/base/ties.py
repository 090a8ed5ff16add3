"""Relations to many, read bare: pairs of keys, several relations in one query.

Django compiles a query of its own for every relation, each time; for a few rows that takes longer than the rows do.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection, models

AT_ONCE = 5000
Tie = tuple[int, int, int]


def ties(
    model: type[models.Model], names: Sequence[str], owners: Collection[int] | None = None
) -> Iterator[Tie]:
    """The rows of the relations ``names`` of ``model``: place in ``names``, key of the owner, key of the other.

    ``owners``: the keys of the records asked for; by itself all of them, which do not all stand in memory at once.
    In no order; one query, none when nothing is asked.
    """
    if not names or (owners is not None and not owners):
        return
    marks = "" if owners is None else f"({', '.join(['%s'] * len(owners))})"
    parts = [part(model, name, number, marks) for number, name in enumerate(names)]
    with connection.chunked_cursor() if owners is None else connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [*(owners or ())] * len(parts))
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def part(model: type[models.Model], name: str, number: int, marks: str) -> str:
    """The query of one relation; ``marks`` stand for the keys of its owners, none for all of them."""
    relation: Any = model._meta.get_field(name)
    quote = connection.ops.quote_name
    own, other = quote(relation.m2m_column_name()), quote(relation.m2m_reverse_name())
    query = f"SELECT {number}, {own}, {other} FROM {quote(relation.m2m_db_table())}"  # noqa: S608 - names of our own
    return f"{query} WHERE {own} IN {marks}" if marks else query
