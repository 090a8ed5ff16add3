"""The cast of the stories about the admin, and how they fill in its forms."""

from typing import Any

import pytest
from django.db.models.fields.files import FieldFile
from django.test import Client

from actors.models import Role
from tests.factories import UserFactory


@pytest.fixture
def editor(db: None) -> Any:
    """An: keeps the field."""
    return UserFactory(name="An", email="an@ecru.example", role=Role.EDITOR)


@pytest.fixture
def regisseur(db: None) -> Any:
    """Rik: keeps the field and gives roles."""
    return UserFactory(name="Rik", email="rik@ecru.example", role=Role.REGISSEUR)


@pytest.fixture
def chief(db: None) -> Any:
    """Sam: a superuser."""
    return UserFactory(name="Sam", email="sam@ecru.example", is_superuser=True)


@pytest.fixture
def outsider(db: None) -> Any:
    """Otto: a member, who acts for an actor and does not keep the field."""
    return UserFactory(name="Otto", email="otto@koor.example", role=Role.MEMBER)


def signed_in(person: Any) -> Client:
    """A browser in which ``person`` is signed in."""
    client = Client()
    client.force_login(person)
    return client


def typed(page: Any, **changes: Any) -> dict[str, Any]:
    """What the forms of an admin ``page`` would send back, with ``changes`` made by hand."""
    data: dict[str, Any] = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = _as_typed(field, value)
    return {**data, **changes}


def _as_typed(field: Any, value: Any) -> Any:
    if isinstance(value, list):
        return [getattr(entry, "pk", entry) for entry in value]
    if isinstance(value, FieldFile):
        return ""  # a file chooser never sends back what is stored
    return field.field.widget.format_value(value) if hasattr(value, "isoformat") else value
