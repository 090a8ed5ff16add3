"""Two owners, or two clicks, at the very same moment, each over a connection of their own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import connection

from actors import membership
from actors.models import Actor, ActorKind, DeskItem, Invitation, Membership, Role, User
from tests.actors.people_cast import choir, noor, runs
from tests.factories import ActorKindFactory, InvitationFactory, MembershipFactory, UserFactory

__all__ = ["choir", "noor"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def roles(db: None) -> None:
    """The roles, which a test with real transactions empties along with everything else."""
    for role in Role.values:
        Group.objects.get_or_create(name=role)


def at_once(deed: Callable[[Any], Any], values: Iterable[Any]) -> list[bool]:
    """Whether ``deed`` went well with each of ``values``, all of them done at the same moment."""

    def click(value: Any) -> bool:
        try:
            deed(value)
        except (membership.Refused, PermissionDenied):
            return False
        finally:
            connection.close()
        return True

    given = list(values)
    with ThreadPoolExecutor(len(given)) as people:
        return list(people.map(click, given))


def test_of_two_owners_who_leave_one_is_the_last(noor: User, choir: Actor) -> None:
    other = MembershipFactory(actor=choir)
    links = [runs(noor, choir), other]
    went = at_once(lambda link: membership.leave(link=link, by=link.user), links)
    assert sorted(went) == [False, True]
    assert Membership.objects.running().owners().count() == 1


def test_of_two_owners_who_remove_each_other_one_stays(noor: User, choir: Actor) -> None:
    other = MembershipFactory(actor=choir)
    pairs = [(runs(noor, choir), other.user), (other, noor)]

    def remove(pair: tuple[Membership, User]) -> None:
        membership.remove(link=pair[0], by=User.objects.get(pk=pair[1].pk))

    at_once(remove, pairs)
    assert Membership.objects.running().owners().count() == 1


def test_one_link_lets_one_person_in(noor: User, choir: Actor) -> None:
    invitation = InvitationFactory(actor=choir, invited_by=noor)
    people = [UserFactory() for _person in range(4)]
    went = at_once(lambda by: membership.accept(invitation=invitation, by=by), people)
    assert sorted(went) == [False, False, False, True]
    assert Membership.objects.running().count() == 2


def test_clicks_make_one_invitation(noor: User, choir: Actor) -> None:
    asked = membership.Asked("gast@voorbeeld.example")
    went = at_once(lambda _click: membership.invite(about=choir, by=noor, asked=asked), range(4))
    assert all(went)
    assert Invitation.objects.count() == 1


def test_clicks_make_one_actor(db: None) -> None:
    lien, kind = UserFactory(), ActorKindFactory(label="Vereniging", slug="vereniging")
    told = membership.NewActor("Fanfare", ActorKind.objects.get(pk=kind.pk))
    went = at_once(lambda _click: membership.add_actor(by=lien, told=told), range(4))
    assert all(went)
    assert Actor.objects.count() == DeskItem.objects.count() == Membership.objects.count() == 1


def test_claims_at_once_are_one(choir: Actor) -> None:
    lien, told = UserFactory(), membership.Claim("secretaris", "Bel ons.")
    went = at_once(lambda _click: membership.claim(actor=choir, by=lien, told=told), range(4))
    assert all(went)
    assert DeskItem.objects.count() == 1
