"""Several lists in one question to the database, for pages that show a little of much.

Each list stays a queryset of its own app, with its filters, related records, annotations, order and length. Here they become one
UNION of rows in JSON, which SQLite and PostgreSQL both write, and records again.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

from django.db import connections, models
from django.db.models import F, Func, Value, Window
from django.db.models.functions import JSONArray, RowNumber
from django.utils.timezone import is_naive


class Exact(json.JSONDecoder):
    """Numbers with a fraction as ``Decimal``, so that euro stay exact."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**{**how, "parse_float": Decimal})


def rows_of(*lists: Any) -> list[list[Any]]:
    """The rows of each of ``lists``, in one query.

    Records come in the order of their queryset, by columns (without any: by key), with what ``select_related`` names; prefetches are
    left out. Rows of ``values`` come as dictionaries, in no order. An empty queryset costs nothing.
    """
    found: list[list[Any]] = [[] for _each in lists]
    asked = [(number, Part(one)) for number, one in enumerate(lists) if not one.query.is_empty()]
    if not asked:
        return found
    first, *others = (part.question(number) for number, part in asked)
    parts = dict(asked)
    rows = first.union(*others, all=True) if others else first
    for number, _place, row in sorted(rows, key=lambda row: row[:2]):
        found[number].append(parts[number].read(row))
    return found


def hang(parents: Iterable[Any], name: str, children: Sequence[Any]) -> None:
    """Gives each of ``parents`` those of ``children`` that are theirs, as a prefetch of ``name`` would: all of them have to be there."""
    for parent in parents:
        relation = parent._meta.get_field(name)
        if relation.many_to_many:
            mine = list(children)  # of one parent
        else:
            mine = [child for child in children if getattr(child, relation.field.attname) == parent.pk]
            for child in mine:
                link(child, relation.field.name, parent)
        put_at_hand(parent, name, mine)


def put_at_hand(record: Any, name: str, rows: list[Any]) -> None:
    """Gives the relation ``name`` its answer beforehand: what Django's own prefetching does last."""
    relation: Any = type(record)._meta.get_field(name)
    found = relation.related_model._default_manager.get_queryset()
    asked = relation.field.name if relation.one_to_many else relation.related_query_name()
    found._deferred_filter = False, (), {asked: record}  # only who asks on needs it
    found._result_cache, found._prefetch_done = rows, True
    record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def is_hung(record: Any, name: str) -> bool:
    """Whether all of ``name`` is at hand, so that asking for all of it costs no query."""
    return name in record.__dict__.get("_prefetched_objects_cache", {})


def keep(record: Any, name: str, rows: Sequence[Any]) -> None:
    """Lets ``record`` have ``rows`` at hand under ``name``, for what is no plain relation or not the whole of one."""
    record.__dict__.setdefault("_at_hand", {})[name] = rows


def kept(record: Any, name: str) -> Any:
    """What ``keep`` gave ``record``; None when nothing did."""
    return record.__dict__.get("_at_hand", {}).get(name)


class Columns(Func):
    """Columns of one record as an array, of itself or of one to which ``path`` leads; the way there is looked up once for all."""

    function = "JSON_ARRAY"
    output_field = models.JSONField()

    def __init__(self, path: tuple[str, ...], fields: tuple[Any, ...]) -> None:
        super().__init__()
        self.path, self.fields = path, fields

    def resolve_expression(self, query: Any = None, *args: Any, **how: Any) -> Any:
        """With the columns as ``query`` names them."""
        beyond = [field for field in self.fields if not field.primary_key]
        if beyond:
            alias = self.step(beyond[0], query, *args, **how).alias
            columns = [field.get_col(alias) for field in self.fields]
        else:  # the key alone may stand in the record before
            columns = [self.step(field, query, *args, **how) for field in self.fields]
        resolved: Any = self.copy()
        resolved.set_source_expressions(columns)
        return resolved

    def step(self, field: Any, query: Any, *args: Any, **how: Any) -> Any:
        """One column, found the usual way."""
        return F("__".join((*self.path, field.attname))).resolve_expression(query, *args, **how)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The name of the function there."""
        return self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **context)


class Part:
    """One list: how it is asked for, and how its rows are read."""

    def __init__(self, asked: Any) -> None:
        self.asked, self.query = asked, asked.query
        self.connection = connections[asked.db]
        self.is_values = asked._fields is not None
        self.noted = list(self.query.annotation_select.items())
        tree = self.query.select_related
        mask = {} if self.is_values else self.query.get_select_mask()
        self.tree = list(branches(asked.model, (), tree if isinstance(tree, dict) else {}, mask))

    def question(self, number: int) -> Any:
        """The list as a part of the union: its number, the place of each row, and the row."""
        asked = self.asked
        if self.query.is_sliced:  # SQLite takes no LIMIT inside a UNION
            few = asked.values("pk")
            asked = asked._chain()
            asked.query.clear_limits()
            asked = asked.filter(pk__in=few)
        place = Value(0) if self.is_values else Window(RowNumber(), order_by=list(self.order))
        row = JSONArray(*self.arrays(), output_field=models.JSONField(decoder=Exact))
        told = asked.order_by().prefetch_related(None)
        told.query.select_related = False
        told = told.annotate(at_once_part=Value(number), at_once_place=place, at_once_row=row)
        return told.values_list("at_once_part", "at_once_place", "at_once_row")

    @property
    def order(self) -> Sequence[Any]:
        """As the list has it. Raises ``ValueError`` for a relation by name, which stands for an order of its own."""
        usual = self.asked.model._meta.ordering if self.query.default_ordering else ()
        order = self.query.order_by or usual or ("pk",)
        relations = {field.name for field in self.asked.model._meta.get_fields() if field.is_relation}
        if vague := [name for name in order if isinstance(name, str) and name.lstrip("-") in relations]:
            raise ValueError(f"order by a column, not by {vague}")
        return order

    def arrays(self) -> Iterator[Any]:
        """What a row holds: an array for each record, and one with what was annotated."""
        if self.is_values:
            yield JSONArray(*map(F, self.names))
            return
        for path, _model, fields in self.tree:
            yield Columns(path, tuple(fields))
        yield JSONArray(*(F(name) for name, _annotation in self.noted)) if self.noted else Value(0)

    @property
    def names(self) -> list[str]:
        """The columns of a row of ``values``."""
        return [*self.query.values_select, *(name for name, _annotation in self.noted)]

    def read(self, row: list[Any]) -> Any:
        """A row as it would have come by itself."""
        if self.is_values:
            values = zip(self.names, row[0], strict=True)
            return {name: self.value(self.field_of(name), value) for name, value in values}
        made: dict[Any, Any] = {}
        for (path, model, fields), values in zip(self.tree, row[:-1], strict=True):
            known = [self.value(field, value) for field, value in zip(fields, values, strict=True)]
            names = [field.attname for field in fields]
            there = not path or known[names.index(model._meta.pk.attname)] is not None
            made[path] = model.from_db(self.asked.db, names, known) if there else None
            if path and (parent := made[path[:-1]]) is not None:
                link(parent, path[-1], made[path])
        record = made[()]
        for (name, annotation), value in zip(self.noted, row[-1] if self.noted else (), strict=True):
            setattr(record, name, self.value(annotation.output_field, value))
        return record

    def field_of(self, name: str) -> Any:
        """The type of a column of ``values``."""
        annotation = dict(self.noted).get(name)
        if annotation is not None:
            return annotation.output_field
        *path, last = name.split("__")
        model = self.asked.model
        for step in path:
            model = model._meta.get_field(step).related_model
        return model._meta.pk if last == "pk" else model._meta.get_field(last)

    def value(self, field: Any, value: Any) -> Any:
        """What JSON has, as the database gives it for ``field``."""
        if value is None:
            return None
        if isinstance(field, models.DateTimeField):
            moment = field.to_python(value)
            return moment.replace(tzinfo=UTC) if is_naive(moment) else moment.astimezone(UTC)
        if isinstance(field, models.DecimalField):
            cent = Decimal(1).scaleb(-field.decimal_places) if field.decimal_places is not None else None
            return Decimal(value) if cent is None else Decimal(value).quantize(cent)
        if isinstance(field, models.JSONField):
            native = self.connection.features.has_native_json_field
            return value if native else json.loads(value, cls=field.decoder)
        if isinstance(field, models.ForeignKey):
            return self.value(field.target_field, value)
        return value if isinstance(field, models.ManyToManyField) else field.to_python(value)


def link(record: Any, name: str, other: Any) -> None:
    """Lets ``record`` know what it points to; where that is one to one, both know."""
    field = record._meta.get_field(name)
    field.set_cached_value(record, other)
    if field.one_to_one and other is not None:
        field.remote_field.set_cached_value(other, record)


def branches(
    model: Any, path: tuple[str, ...], tree: dict[str, Any], mask: dict[Any, Any]
) -> Iterator[tuple[tuple[str, ...], Any, list[Any]]]:
    """The record itself and those that come along with it, each with its path and the columns that are read."""
    fields = [field for field in model._meta.concrete_fields if not mask or field in mask]
    yield path, model, fields
    for name, more in tree.items():
        field = model._meta.get_field(name)
        yield from branches(field.related_model, (*path, name), more, mask.get(field) or {})
