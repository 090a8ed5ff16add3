"""The door for single-use links in mails: whose mailbox is proven comes in, and gets an account if there is none."""

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from actors.accounts.entering import enter
from actors.models import Role, User
from ecru.base.access import public
from ecru.urls import urlpatterns as real
from tests.actors.accounts.people import STEP, app_code, browser, set_up_app, who, with_password
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

NINA = "nina@voorbeeld.example"


@public
def invitation(request: Any) -> HttpResponse:
    """As an invitation does on POST, once it has checked and used up its link."""
    told = {
        name: request.POST[name] for name in ("email", "name", "language", "wanted") if name in request.POST
    }
    response = enter(request, **told)
    return response or HttpResponse("niemand", status=403)


urlpatterns = [path("uitnodiging/", invitation), *real]


def accept(client: Client, **told: str) -> Any:
    return client.post("/uitnodiging/", told)


def test_who_has_no_account_gets_one_and_lands_on_the_thing_itself() -> None:
    client = browser()
    answer = accept(client, email=NINA, name="Nina", language="en", wanted="/over/")
    assert answer["Location"] == "/over/"
    nina = User.objects.get()
    assert (who(client), nina.name, nina.language) == (nina.pk, "Nina", "en")


def test_who_has_an_account_keeps_name_and_language() -> None:
    nina = UserFactory(email=NINA, name="Nina Maes", role=Role.MEMBER)
    client = browser()
    assert accept(client, email=NINA.upper(), name="Iemand", language="en")["Location"] == "/mijn/"
    nina.refresh_from_db()
    assert (who(client), nina.name, nina.language) == (nina.pk, "Nina Maes", "nl")


def test_who_has_a_second_step_takes_it_first() -> None:
    nina = UserFactory(email=NINA)
    other = browser()
    with_password(other, nina)
    secret = set_up_app(other)
    client = browser()
    assert accept(client, email=NINA, wanted="/over/")["Location"] == STEP
    assert who(client) is None
    assert client.post(STEP, {"code": app_code(secret)})["Location"] == "/over/"


def test_who_may_not_sign_in_stays_out() -> None:
    UserFactory(email=NINA, is_active=False)
    client = browser()
    assert accept(client, email=NINA).status_code == 403
    assert who(client) is None


def test_who_is_signed_in_already_stays_so() -> None:
    nina = UserFactory(email=NINA)
    client = browser()
    with_password(client, nina)
    key = client.session.session_key
    assert accept(client, email=NINA, wanted="/over/")["Location"] == "/over/"
    assert client.session.session_key == key


def test_somebody_else_at_this_screen_is_signed_out_first() -> None:
    jan, client = UserFactory(email="jan@voorbeeld.example"), browser()
    with_password(client, jan)
    old = client.session.session_key
    accept(client, email=NINA)
    assert who(client) == User.objects.get(email=NINA).pk
    assert not SessionStore().exists(old or "")
