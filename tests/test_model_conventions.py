"""The conventions of models: every one says what it is, and all are written in the same order."""

import ast
import inspect
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model

from ecru.base.models import Shown, ShownQuerySet
from tests.source import APPS
from tests.test_conventions import told

ORDER = [
    "constants",
    "fields",
    "managers",
    "Meta",
    "__str__",
    "save",
    "get_absolute_url",
    "properties",
    "verbs",
]
SAVERS = {"save", "delete", "clean", "full_clean", "validate_constraints"}


def models() -> list[type[Model]]:
    """Our models, the abstract ones on which they stand included."""
    concrete = [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]
    bases = {base for model in concrete for base in model.__mro__ if _is_abstract_of_ours(base)}
    return [*concrete, *sorted(bases, key=lambda base: base.__name__)]


def _is_abstract_of_ours(base: type) -> bool:
    ours = issubclass(base, Model) and base.__module__.split(".")[0] in APPS
    return ours and base._meta.abstract


@pytest.mark.parametrize(
    "model", [model for model in models() if not model._meta.abstract], ids=lambda m: m.__name__
)
def test_models_say_what_they_are(model: type[Model]) -> None:
    assert model.__str__ is not Model.__str__, f"Give {model.__name__} a __str__ that a person recognises"


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_models_that_pages_show_note_their_changes(model: type[Model]) -> None:
    if issubclass(model, Shown) and not model._meta.abstract:
        assert isinstance(model._default_manager.all(), ShownQuerySet), (
            f"{model.__name__}.objects: ShownQuerySet"
        )


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_members_stand_in_one_order(model: type[Model]) -> None:
    definition = ast.parse(inspect.cleandoc(f"\n{inspect.getsource(model)}")).body[0]
    assert isinstance(definition, ast.ClassDef)
    highest, faults = 0, []
    for name, kind in _members(definition, model):
        rank = ORDER.index(kind)
        if rank < highest:
            faults.append(f"{model.__name__}.{name} ({kind}) stands below {ORDER[highest]}")
        highest = max(highest, rank)
    told(faults, f"One order everywhere: {', '.join(ORDER)}.")


def _members(definition: ast.ClassDef, model: type[Model]) -> Iterator[tuple[str, str]]:
    fields = {field.name for field in model._meta.get_fields()}
    for node in definition.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = ast.unparse(target)
            yield name, "fields" if name in fields else _kind_of_value(name, model)
        elif isinstance(node, ast.ClassDef):
            yield node.name, "Meta" if node.name == "Meta" else "constants"
        elif isinstance(node, ast.FunctionDef):
            yield node.name, _kind_of_function(node)


def _kind_of_value(name: str, model: type[Model]) -> str:
    managers = {manager.name for manager in model._meta.managers}
    if name in managers:
        return "managers"
    return (
        "constants"
        if name.isupper() or not hasattr(getattr(model, name, None), "contribute_to_class")
        else "fields"
    )


def _kind_of_function(node: ast.FunctionDef) -> str:
    decorators = {ast.unparse(decorator).split(".")[-1].split("(")[0] for decorator in node.decorator_list}
    if decorators & {"property", "cached_property", "setter", "display"}:
        return "properties"
    if node.name in SAVERS:
        return "save"
    if node.name.startswith("__"):
        return "__str__"
    return node.name if node.name == "get_absolute_url" else "verbs"
