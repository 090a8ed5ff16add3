"""Putting values into a measure or a round, checked, so that search and pages follow."""

from typing import Any

from actors.history.states import is_many
from subsidies.giving import giver_called
from subsidies.models import Call, Measure


def put(record: Measure, values: dict[str, Any]) -> None:
    """Gives ``record`` the plain ``values`` (see ``reading``), and lets search find it.

    Needs a transaction; write it down with ``recorded`` around it. Raises ``ValidationError`` when a value breaks a rule.
    """
    many = {name for name in values if is_many(Measure, name)}
    single = {name: values[name] for name in values.keys() - many}
    if isinstance(single.get("provider"), str):
        single["provider"] = giver_called(single["provider"]).pk
    assign(record, single)
    for name in many:
        getattr(record, name).set(values[name])
    record.save()
    record.reindex()


def put_round(record: Call, values: dict[str, Any]) -> None:
    """The same for a round; its measure counts as changed too."""
    assign(record, values)
    record.save()
    record.measure.save(update_fields=["updated_at"])
    record.measure.reindex()


def assign(record: Any, values: dict[str, Any]) -> None:
    """Gives ``record`` plain ``values`` of its own fields, and holds them against the rules of the model."""
    for name, value in values.items():
        column: Any = record._meta.get_field(name)
        setattr(record, column.attname, value if column.is_relation else column.to_python(value))
    record.clean_fields(exclude={column.name for column in record._meta.concrete_fields} - values.keys())
    record.clean()
    record.validate_constraints()
