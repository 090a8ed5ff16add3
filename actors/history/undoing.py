"""Undoing one change: back to what it was, field by field, but never over what somebody changed since."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from actors.models import Act, Actor, ActorName, Change, Municipality
from ecru.base.searchable import renaming

from .recording import Deed, name_relations, recorded
from .states import BESIDE, NAMES, PARTS, is_many, related_model, states
from .telling import is_field, label_of, shown, without

UNDONE_NEVER = {Act.ADDED, Act.DELETED, Act.MERGED}
WITH_PICTURE = {
    "picture_alt",
    "picture_credit",
    "picture_x",
    "picture_y",
}  # words about a picture stay with it


class Refused(Exception):  # noqa: N818 - it is an answer, not a crash
    """The old values cannot go back; says why in plain words."""


@dataclass(frozen=True)
class Step:
    """What undoing does to one field: from ``old``, as it is now, back to ``new``, as it was before the change.

    Of relations to many (``many``) it tells only what goes and what comes. With a ``problem`` the field stays.
    """

    name: str
    label: str
    old: str
    new: str
    value: Any = None
    problem: str = ""
    many: bool = False


def may_undo(change: Change) -> bool:
    """Whether ``change`` is of a kind that can be undone: not the coming, going and merging of records.

    What changed in a record beside it (how often its people are asked) is changed where that stands.
    """
    return change.act not in UNDONE_NEVER and any(BESIDE not in name for name in change.values)


def plan_of(change: Change, *, closed: Collection[str] = ()) -> list[Step]:
    """What undoing ``change`` would do now, field by field; fields that are back already are left out.

    ``closed``: fields that this person may not put back; they stay, with that as their problem.
    """
    model = apps.get_model(change.model)
    state = states(model, [change.key]).get(change.key)
    if state is None:
        return []
    now = {name: [None, value] for name, value in state.values.items() if name in change.values}
    name_relations(model, [now])
    steps = [
        step_of(model, name, now[name][1], old, new)
        for name, (old, new) in change.values.items()
        if is_field(model, name) and name in now
    ]
    return [with_problem(step, steps, closed) for step in steps if step]


def with_problem(step: Step, steps: list[Step | None], closed: Collection[str]) -> Step:
    """``step`` with the problem that something beside its own field makes."""
    problem = step.problem
    if step.name in closed:
        problem = _("Only an editor can put this back.")
    elif step.name in WITH_PICTURE:
        stays = next((one for one in steps if one and one.name == "picture" and one.problem), None)
        problem = problem or (_("It belongs to a picture that does not come back.") if stays else "")
    return replace(step, problem=problem)


def step_of(model: type[models.Model], name: str, now: Any, old: Any, new: Any) -> Step | None:
    """What undoing does to the field ``name``; None when there is nothing to do."""
    wanted = back_of_many(now, old, new) if is_many(model, name) else old
    if keys_of(model, name, wanted) == keys_of(model, name, now):
        return None
    problem = ""
    if not is_many(model, name) and keys_of(model, name, now) != keys_of(model, name, new):
        problem = _("Changed again since, so we leave it alone.")
    elif lost := gone(model, name, wanted):
        problem = _("This is no longer there: %(what)s.") % {"what": ", ".join(lost)}
    elif is_lost_file(model, name, wanted):
        problem = _("The file of this picture is gone.")
    back, many = keys_of(model, name, wanted), is_many(model, name)
    if many:
        now, wanted = without(now, wanted), without(wanted, now)
    texts = shown(model, name, now), shown(model, name, wanted)
    return Step(name, label_of(model, name), *texts, value=back, problem=problem, many=many)


def back_of_many(now: Any, old: Any, new: Any) -> list[Any]:
    """The related records of now, without what the change added and with what it took away."""
    added, removed = without(new, old), without(old, new)
    return [*without(now, added), *without(removed, now)]


def keys_of(model: type[models.Model], name: str, value: Any) -> Any:
    """``value`` as it is compared and stored: relations by their keys alone, those to many in a fixed order."""
    if is_many(model, name):
        return sorted(key for key, _label in value or [])
    return value[0] if value and related_model(model, name) else value


def gone(model: type[models.Model], name: str, value: Any) -> list[str]:
    """What the related records in ``value`` were called that do not exist any more."""
    other = related_model(model, name)
    if other is None or not value:
        return []
    named = value if is_many(model, name) else [value]
    known = set(
        other._base_manager.filter(pk__in=[key for key, _label in named]).values_list("pk", flat=True)
    )
    return [label for key, label in named if key not in known]


def is_lost_file(model: type[models.Model], name: str, value: Any) -> bool:
    """Whether ``value`` names a file that is not stored any more."""
    column: Any = None if name == NAMES else model._meta.get_field(name)
    return bool(value) and isinstance(column, models.FileField) and not column.storage.exists(value)


def undo(change: Change, *, by: Any, closed: Collection[str] = ()) -> list[Step]:
    """Puts back what ``change`` changed, as ``plan_of`` says, and notes that; returns what was done.

    Raises ``Refused`` when the old values break a rule by now; then nothing changed.
    """
    model: Any = apps.get_model(change.model)
    try:
        with transaction.atomic():
            record = model._base_manager.select_for_update().filter(pk=change.key).first()
            plan = plan_of(change, closed=closed) if record else []
            steps = [step for step in plan if not step.problem]
            if steps:
                with recorded(model, [change.key], Deed(by, act=Act.UNDONE, undoes=change)):
                    put_back(record, steps)
        return steps
    except ValidationError as error:
        raise Refused(in_words(model, error)) from error
    except IntegrityError as error:
        raise Refused(_("Another record has this value by now.")) from error


def put_back(record: Any, steps: list[Step]) -> None:
    """Gives ``record`` the values of ``steps``, checked, and lets search find the result."""
    for step in steps:
        if not is_many(type(record), step.name):
            column = record._meta.get_field(step.name)
            setattr(
                record, column.attname, column.to_python(step.value) if not column.is_relation else step.value
            )
    record.full_clean()
    for step in steps:
        if step.name == NAMES:
            rename(record, step.value)
        elif is_many(type(record), step.name):
            getattr(record, step.name).set(step.value)
    with renaming(Municipality, [record.pk] if isinstance(record, Municipality) else []):
        record.save()
        found_by = getattr(record, PARTS[type(record)]) if type(record) in PARTS else record
        found_by.reindex()


def rename(actor: Actor, wanted: list[str]) -> None:
    """Makes the other names of ``actor`` exactly ``wanted``, each as its kind and the name."""
    known = {entry.fact_key: entry for entry in actor.names.all()}
    for key in known.keys() - set(wanted):
        known[key].delete()
    for key in sorted(set(wanted) - known.keys()):
        kind, _colon, name = key.partition(": ")
        ActorName.objects.create(actor=actor, kind=kind, name=name)


def in_words(model: type[models.Model], error: ValidationError) -> str:
    """What is wrong, with the names of the fields."""
    told = [
        " ".join(texts) if name == "__all__" else f"{label_of(model, name)}: {' '.join(texts)}"
        for name, texts in error.message_dict.items()
    ]
    return " ".join(told)
