"""People act for actors and work for municipalities: what that opens, and what ends with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from actors.models import Actor, Membership, MunicipalLink, Role, User
from actors.permissions import may_choose_people, may_edit_actor, may_see_network, may_use_desk
from tests.factories import (
    ActorFactory,
    MembershipFactory,
    MunicipalityFactory,
    MunicipalLinkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    """The same person in a next request."""
    return User.objects.get(pk=user.pk)


def test_who_acts_for_an_actor_may_change_it_and_no_other() -> None:
    mine, other = ActorFactory(), ActorFactory()
    owner = MembershipFactory(actor=mine).user
    colleague = MembershipFactory(actor=mine, colleague=True).user
    for person in (owner, colleague):
        assert may_edit_actor(person, mine)
        assert not may_edit_actor(person, other)
        assert list(Actor.objects.editable_by(person)) == [mine]
        assert list(Actor.objects.own(person)) == [mine]
    assert may_choose_people(owner, mine)
    assert not may_choose_people(owner, other)
    assert not may_choose_people(colleague, mine)


def test_who_left_may_nothing_any_more() -> None:
    link = MembershipFactory(past=True)
    assert not may_edit_actor(link.user, link.actor)
    assert not may_choose_people(link.user, link.actor)
    assert not link.is_running
    assert str(link)


def test_an_account_that_may_not_sign_in_may_nothing() -> None:
    link = MembershipFactory()
    User.objects.update(is_active=False)
    assert not may_edit_actor(again(link.user), link.actor)
    assert again(link.user).own_actors == frozenset()


def test_the_partner_of_a_municipality_keeps_the_actors_with_their_seat_there() -> None:
    genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    here, guest = ActorFactory(municipality=genk), ActorFactory(municipality=as_)
    guest.active_in.add(genk)
    partner = MunicipalLinkFactory(municipality=genk).user
    assert may_edit_actor(partner, here)
    assert not may_edit_actor(partner, guest)
    assert not may_edit_actor(partner, ActorFactory())
    assert list(Actor.objects.editable_by(partner)) == [here]
    assert not may_choose_people(partner, here)


def test_a_link_without_the_role_is_not_enough() -> None:
    link = MunicipalLinkFactory()
    here = ActorFactory(municipality=link.municipality)
    link.user.groups.clear()
    assert not may_edit_actor(again(link.user), here)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REGISSEUR])
def test_who_keeps_the_field_may_change_every_actor(role: Role) -> None:
    person, actor = UserFactory(role=role), ActorFactory(draft=True)
    assert may_edit_actor(person, actor)
    assert may_choose_people(person, actor)
    assert may_use_desk(person)
    assert list(Actor.objects.editable_by(person)) == [actor]
    assert may_see_network(person) == (role == Role.REGISSEUR)


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.EXPERT, Role.BOARD_MEMBER, Role.MUNICIPAL_PARTNER])
def test_other_roles_open_nothing_by_themselves(role: Role | None) -> None:
    person, actor = UserFactory(role=role), ActorFactory()
    assert not may_edit_actor(person, actor)
    assert not may_choose_people(person, actor)
    assert not may_use_desk(person)
    assert not may_see_network(person)


def test_a_visitor_may_nothing() -> None:
    visitor, actor = AnonymousUser(), ActorFactory()
    assert not may_edit_actor(visitor, actor)
    assert not may_choose_people(visitor, actor)
    assert not may_use_desk(visitor)
    assert not may_see_network(visitor)


def test_who_acts_for_an_actor_sees_its_draft_and_nobody_else_does() -> None:
    draft, public = ActorFactory(draft=True), ActorFactory()
    owner = MembershipFactory(actor=draft).user
    assert set(Actor.objects.visible_to(owner)) == {draft, public}
    assert set(Actor.objects.visible_to(MembershipFactory(actor=public).user)) == {public}
    assert set(Actor.objects.visible_to(AnonymousUser())) == {public}


def test_the_past_stays_when_an_account_goes() -> None:
    link = MembershipFactory(past=True)
    link.user.delete()
    link.refresh_from_db()
    assert link.user is None
    assert "voormalig lid" in str(link)


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": timezone.now() - timedelta(days=9)},
        {"user": None},
    ],
)
def test_the_database_refuses_links_that_cannot_be(wrong: dict[str, Any]) -> None:
    for link in (MembershipFactory(), MunicipalLinkFactory()):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(link).objects.filter(pk=link.pk).update(**wrong)


def test_nobody_acts_twice_for_the_same_actor_at_a_time() -> None:
    link = MembershipFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=link.user, actor=link.actor)
    link.until = timezone.now()
    link.save()
    assert Membership.objects.create(user=link.user, actor=link.actor).is_running
    assert Membership.objects.ended().of_person(link.user).get() == link
    assert not MunicipalLink.objects.exists()
