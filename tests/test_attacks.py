"""Attacks that must fail on every page there is: a form without its token, and a script in every text that is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.test import Client

from actors.models import User
from tests.access_world import World, make_world
from tests.test_access import in_short, table
from tests.test_conventions import told

pytestmark = [pytest.mark.django_db, pytest.mark.unmeasured]

SCRIPT = "<script>alert(1)</script>"
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt://x.example/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
)
OWN_APPS = ("actors", "projects", "base")
# What steers the portal and nobody types: states and kinds, keys to other records, tokens, fingerprints, what search reads.
STEERS = {
    *(
        "status",
        "kind",
        "model",
        "role",
        "state",
        "language",
        "slug",
        "key",
        "fact",
        "act",
        "side",
        "outcome",
    ),
    *("text_folded", "name_folded", "password", "icon", "lock"),
}
SHORTEST = len(SCRIPT)
EVERY_SIDE = ("visitor", "owner", "expert", "regisseur")  # together they reach every page
TAKES_NO_TOKEN = {
    "mail-stop",  # mail programs press it for their reader (RFC 8058); the link itself is the secret
    "alert-stop",  # the same
    "record-save-first",  # remembers what to save, and only from a page of ours; saving itself takes a token
}


@pytest.fixture
def world() -> World:
    """Everybody, with what is theirs."""
    return make_world()


def signed_in(world: World, name: str, **options: Any) -> Client:
    """The browser of ``name``."""
    client, person = Client(**options), world.people[name]
    if person is not None:
        client.force_login(User.objects.get(pk=person.pk))
    return client


def test_no_route_takes_a_form_without_its_token(world: World) -> None:
    wrong = []
    for name in ("visitor", "regisseur"):
        client = signed_in(world, name, enforce_csrf_checks=True)
        for line in table():
            if line.thing == "hidden" or line.route in TAKES_NO_TOKEN:
                continue
            found = in_short(client.post(world.address(line), {"do": "accept", "naam": "x"}))
            if found not in {"403", "in"}:
                wrong.append(f"{name}: {line.route} answers {found}")
    told(sorted(set(wrong)), "These take a form that may come from another site:")


def texts() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Every column that holds words of somebody."""
    for model in apps.get_models():
        if (
            model._meta.app_label not in OWN_APPS
            or model._meta.proxy
            or model._meta.model_name == "auditentry"
        ):
            continue
        for field in model._meta.local_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.unique
            if is_text and field.name not in STEERS and not field.choices and not field.remote_field:
                yield model, field


def test_no_address_that_runs_is_kept() -> None:
    addresses = [(model, field) for model, field in texts() if isinstance(field, models.URLField)]
    assert addresses
    for model, field in addresses:
        for value in ADDRESSES:
            with pytest.raises(ValidationError):
                field.clean(value, model())


def put_scripts_everywhere() -> list[str]:
    """Writes a script in every text that is kept; returns where that could be done."""
    done = []
    for model, field in texts():
        if (
            isinstance(field, models.EmailField | models.URLField)
            or (field.max_length or SHORTEST) < SHORTEST
        ):
            continue
        try:
            with transaction.atomic():
                model._base_manager.update(**{field.name: SCRIPT})
        except DatabaseError:  # a rule of the database keeps it out, which is fine too
            continue
        done.append(f"{model.__name__}.{field.name}")
    return done


def test_a_script_in_every_text_that_is_kept_stays_text(world: World) -> None:
    done = put_scripts_everywhere()
    for where in ("Actor.name", "Actor.description", "User.name", "Message.text", "DeskItem.reason"):
        assert where in done
    wrong, seen = [], 0
    for name in EVERY_SIDE:
        client = signed_in(world, name)
        for line in table():
            if line.method != "GET" or line.thing == "hidden":
                continue
            answer = client.get(world.address(line))
            if answer.streaming or "html" not in answer.get("Content-Type", ""):
                in_short(answer)  # reads a file to its end, so that it is closed
                continue
            page = answer.content.decode()
            seen += "alert(1)" in page
            if SCRIPT in page:
                wrong.append(f"{name}: {line.route}")
    told(wrong, "These pages run what somebody typed:")
    assert seen > 50
