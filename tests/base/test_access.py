"""Who may open a page: everyone, or people of whom a predicate is true."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from ecru.base.access import only_for, public


class Person:
    is_authenticated = True

    def __init__(self, *, editor: bool) -> None:
        self.editor = editor


@only_for(lambda user: user.editor)
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk."""
    return HttpResponse(slug)


def visit(user: Any) -> Any:
    request = RequestFactory().get("/desk/?tab=2")
    request.user = user
    return desk(request, slug="genk")


def test_who_has_the_right_gets_the_page() -> None:
    assert visit(Person(editor=True)).content == b"genk"


def test_who_is_signed_in_without_the_right_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        visit(Person(editor=False))


def test_who_is_not_signed_in_signs_in_first_and_comes_back(settings: Any) -> None:
    settings.LOGIN_URL = "/aanmelden/"
    response = visit(AnonymousUser())
    assert response.status_code == 302
    assert response["Location"] == "/aanmelden/?next=/desk/%3Ftab%3D2"


def test_the_view_keeps_its_name() -> None:
    assert (desk.__name__, desk.__doc__) == ("desk", "The desk.")


def test_public_opens_a_view_to_everyone() -> None:
    @public
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert vars(page)["login_required"] is False
