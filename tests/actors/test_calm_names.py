"""Somebody without a name stays unknown to others: they see one letter, and staff still find the person by address."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from actors.conversations import Asked, ask
from actors.history import note_added
from actors.models import Actor, Change, DeskItem, Invitation, Membership, MembershipRole, Role, User
from projects.chronicle import note
from projects.models import StateChange, StepTick, What
from projects.stepping import tick_step
from tests.actors.admin_cast import regisseur
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.factories import (
    ActorFactory,
    InvitationFactory,
    MembershipFactory,
    ProjectFactory,
    StepPlanFactory,
    UserFactory,
)

__all__ = ["regisseur"]

SECRET = "wim.peeters@voorbeeld.example"
PEOPLE = "/mijn/actoren/koor/mensen/"


@pytest.fixture
def choir(db: None) -> Actor:
    actor: Actor = ActorFactory(name="Het koor", slug="koor")
    return actor


@pytest.fixture
def wim(choir: Actor) -> User:
    """Wim acts for the choir, and never told his name."""
    person: User = UserFactory(name="", email=SECRET, role=Role.MEMBER)
    MembershipFactory(actor=choir, user=person)
    return person


@pytest.fixture
def hers(choir: Actor) -> Client:
    """Noor, who acts for the choir with him."""
    return signed_in(MembershipFactory(actor=choir, user__name="Noor").user)


def test_his_colleague_sees_a_letter_and_that_the_name_is_missing(wim: User, hers: Client) -> None:
    page = hers.get(PEOPLE)
    assert SECRET not in page.text
    assert "W… nog geen naam" in read(page).words
    link = Membership.objects.of_person(wim).get()
    assert "W…" in read(hers.get(f"{PEOPLE}{link.pk}/")).words
    told = hers.post(f"{PEOPLE}{link.pk}/", {"do": MembershipRole.EDITOR}, follow=True)
    assert "W… heeft nu een andere rol." in read(told).words
    assert SECRET not in told.text


def test_he_is_asked_for_his_name(wim: User) -> None:
    page = signed_in(wim).get(PEOPLE)
    assert "Vul je naam in." in read(page).words
    assert '/mijn/account/"' in page.text


def test_history_keeps_the_letter(wim: User, hers: Client, choir: Actor) -> None:
    note_added(Actor, [choir.pk], by=wim)
    assert Change.objects.get().by_name == "W…"
    project: Any = ProjectFactory(lead=choir, slug="feest")
    note(project, wim, What.STATUS, "draft", "published")
    assert StateChange.objects.get().who == "W…"
    plan: Any = StepPlanFactory(slug="vzw")
    tick_step(project=project, step=plan.steps.all()[0], by=wim, done=True)
    assert StepTick.objects.get().done_by == wim
    for address in ("/mijn/actoren/koor/", "/mijn/projecten/feest/", "/mijn/projecten/feest/stappen/vzw/"):
        page = hers.get(address)
        assert page.status_code == 200, address
        assert SECRET not in page.text, address


def test_what_he_asks_goes_out_under_the_name_that_he_fills_in(wim: User) -> None:
    ActorFactory(slug="toneel")
    page = signed_in(wim).get("/actoren/toneel/vraag/")
    assert page.context["form"]["name"].field.required
    assert "email" not in page.context["form"].fields
    assert SECRET not in page.text
    talk = ask(record=ActorFactory(), asked=Asked("Mag ik mee?", name="Wim", user=wim), token="a")
    assert talk.asker_name == "Wim"
    unnamed = ask(record=ActorFactory(), asked=Asked("Mag ik mee?", user=wim), token="b")
    assert unnamed.asker_name == "een lid"
    assert unnamed.messages.get().author_name == "een lid"


def test_who_has_a_name_is_not_asked_for_it(hers: Client) -> None:
    ActorFactory(slug="toneel")
    page = hers.get("/actoren/toneel/vraag/")
    assert "name" not in page.context["form"].fields
    assert "Je schrijft dit als Noor." in read(page).words


def test_another_owner_does_not_see_where_an_invitation_went(choir: Actor, wim: User, hers: Client) -> None:
    sent: Any = InvitationFactory(actor=choir, email="sofie@thuis.example", name="", invited_by=wim)
    assert str(sent).startswith("S…: ")
    page = hers.get(PEOPLE)
    assert "S…" in read(page).words
    assert "sofie@thuis.example" not in page.text
    assert "sofie@thuis.example" in signed_in(wim).get(PEOPLE).text
    told = hers.post(f"{PEOPLE}uitnodiging/{sent.pk}/", {"do": "withdraw"}, follow=True)
    assert "sofie@thuis.example" not in told.text
    assert Invitation.objects.get().withdrawn_at


def test_staff_find_him_by_his_address(wim: User, regisseur: User) -> None:
    browser = signed_in(regisseur)
    assert SECRET in browser.get("/beheer/actors/user/", {"q": "peeters"}).text
    assert SECRET in browser.get("/beheer/actors/membership/", {"q": "peeters"}).text
    link = Membership.objects.of_person(wim).get()
    assert SECRET in browser.get(f"/beheer/actors/membership/{link.pk}/change/").text
    assert SECRET in browser.get(f"/beheer/actors/actor/{link.actor_id}/change/").text


def test_a_former_member_has_no_address(choir: Actor, wim: User, regisseur: User) -> None:
    Membership.objects.of_person(wim).update(until=timezone.now(), user=None)
    assert SECRET not in signed_in(regisseur).get("/beheer/actors/membership/").text


def test_what_history_kept_before_is_calmed_once(choir: Actor) -> None:
    note_added(Actor, [choir.pk], by=None, reason=f"Gevraagd door {SECRET}.")
    Change.objects.update(by_name=SECRET)
    DeskItem.objects.create(kind="nieuw", title="Koor", by_name=SECRET, handled_by_name="An")
    note(ProjectFactory(), None, What.STATUS, "draft", "published")
    StateChange.objects.update(by_name=SECRET)
    importlib.import_module("actors.migrations.0022_calm_names").calm(apps, None)
    importlib.import_module("projects.migrations.0012_calm_names").calm(apps, None)
    change = Change.objects.get()
    assert (change.by_name, change.reason) == ("W…", "Gevraagd door W….")
    assert DeskItem.objects.values_list("by_name", "handled_by_name").get() == ("W…", "An")
    assert StateChange.objects.get().by_name == "W…"
