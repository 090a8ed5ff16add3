"""The style gallery shows every piece of the house, to who keeps the field."""

import pytest
from django.test import Client

from actors.models import Role
from tests.factories import MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db
GALLERY = "/stijl/"


def visitor_with(role: Role) -> Client:
    client = Client()
    client.force_login(UserFactory(role=role))
    return client


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REGISSEUR])
@pytest.mark.parametrize("language", ["", "/en"])
def test_who_keeps_the_field_sees_every_piece(role: Role, language: str) -> None:
    MunicipalityFactory(name="Genk", slug="genk", inhabitants=66171)
    page = visitor_with(role).get(language + GALLERY)
    assert page.status_code == 200
    html = page.content.decode()
    pieces = [
        "samples",
        "doors",
        "rows",
        "facts",
        "figures",
        "panel",
        "field",
        "hints",
        "chip",
        "pager",
        "map",
        "cord",
    ]
    assert [piece for piece in pieces if f'class="{piece}' not in html] == []
    assert "66.171" in html or "66,171" in html


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EXPERT, Role.BOARD_MEMBER, Role.MUNICIPAL_PARTNER])
def test_others_are_told_that_it_is_not_for_them(role: Role) -> None:
    assert visitor_with(role).get(GALLERY).status_code == 403


def test_a_visitor_signs_in_first() -> None:
    page = Client().get(GALLERY)
    assert page.status_code == 302
    assert page["Location"].startswith("/aanmelden/")
