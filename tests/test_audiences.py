"""Every route has a declared audience, and an anonymous visitor meets exactly that."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.audiences import AUDIENCES, PUBLIC
from tests.test_conventions import told

# What stands in an address where its pattern asks for a part of this kind.
SAMPLES = {"IntConverter": 1, "UUIDConverter": "00000000-0000-4000-8000-000000000000"}
ADMIN = "admin"


def routes(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of every route, with sample values for its address; the admin counts as one route."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == ADMIN:
                yield ADMIN, {}
            else:
                yield from routes(entry, (*namespaces, entry.namespace) if entry.namespace else namespaces)
        elif isinstance(entry, URLPattern):
            converters = {**getattr(resolver.pattern, "converters", {}), **entry.pattern.converters}
            values = {name: SAMPLES.get(type(kind).__name__, "geen") for name, kind in converters.items()}
            yield ":".join([*namespaces, entry.name or f"(no name) {entry.pattern}"]), values


def addresses() -> dict[str, dict[str, Any]]:
    """Every route once."""
    return dict(routes(get_resolver()))


def test_every_route_has_an_audience() -> None:
    told(addresses().keys() - AUDIENCES.keys(), "Say in tests/audiences.py for whom these routes are:")


def test_every_audience_has_a_route() -> None:
    told(AUDIENCES.keys() - addresses().keys(), "Take these out of tests/audiences.py; the routes are gone:")


@pytest.mark.django_db
@pytest.mark.parametrize("name", addresses())
def test_an_anonymous_visitor_meets_the_audience(name: str, client: Client) -> None:
    if name not in AUDIENCES:
        pytest.fail(f"Say in tests/audiences.py for whom {name} is")
    path = reverse("admin:index") if name == ADMIN else reverse(name, kwargs=addresses()[name])
    answer = client.get(path)
    if AUDIENCES[name] == PUBLIC:
        # A page about something that does not exist, or that only takes a form, is public too.
        assert answer.status_code in {200, 301, 302, 304, 400, 404, 405}, (
            f"{path} answers {answer.status_code}"
        )
        assert not asks_to_sign_in(answer), (
            f"{path} sends an anonymous visitor to sign in: decorate it with @public"
        )
    else:
        assert asks_to_sign_in(answer), f"{path} is open to everyone (it answers {answer.status_code})"


def asks_to_sign_in(answer: Any) -> bool:
    location = answer.headers.get("Location", "").split("?")
    if answer.status_code != 302 or len(location) < 2 or "next=" not in location[1]:
        return False
    return resolve(location[0]).view_name in {settings.LOGIN_URL, "admin:login"}
