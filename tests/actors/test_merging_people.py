"""Two records of one choir become one: nobody loses a place, and nothing personal stands in the history."""

from datetime import timedelta

from actors import desk
from actors.membership import CLAIM
from actors.merging import A, Merger
from actors.models import Act, Actor, Change, DeskItem, DeskState, Invitation, Membership, User
from tests.actors.people_cast import an, choir, noor, runs
from tests.factories import ActorFactory, InvitationFactory, MembershipFactory, UserFactory

__all__ = ["an", "choir", "noor"]


def merge(choir: Actor, double: Actor, an: User) -> list[str]:
    """An editor merges; what could not come along."""
    return Merger(choir.pk, double.pk, an).merge(A, {}, "ook")[1]


def test_who_acts_for_both_keeps_the_stronger_role(choir: Actor, noor: User, an: User) -> None:
    double = ActorFactory(name="De Draad")
    lien = MembershipFactory(actor=choir, user=UserFactory(name="Lien"), colleague=True).user
    MembershipFactory(actor=double, user=lien)
    mine = MembershipFactory(actor=double, user=noor, colleague=True)
    Membership.objects.filter(pk=mine.pk).update(since=mine.since - timedelta(days=90))
    bart = MembershipFactory(actor=double, colleague=True).user
    past = MembershipFactory(actor=double, past=True)
    assert merge(choir, double, an) == []
    assert {person: runs(person, choir).role for person in (lien, noor, bart)} == {
        lien: "eigenaar",
        noor: "eigenaar",
        bart: "medewerker",
    }
    assert runs(noor, choir).since == mine.since - timedelta(days=90)
    assert Membership.objects.filter(actor=choir).count() == 6
    past.refresh_from_db()
    assert past.actor == choir
    lines = Change.objects.filter(act=Act.MERGED)
    for line in lines:
        assert "Lien" not in f"{line.reason}{line.values}"
        assert lien.email not in f"{line.reason}{line.values}"


def test_invitations_and_items_follow(choir: Actor, noor: User, an: User) -> None:
    double = ActorFactory(name="De Draad")
    invitation = InvitationFactory(actor=double)
    lien, tom = UserFactory(name="Lien"), UserFactory(name="Tom")
    both = desk.offer(kind=CLAIM, about=choir, by=lien, wish=desk.Wish("Koor"))
    again = desk.offer(kind=CLAIM, about=double, by=lien, wish=desk.Wish("Draad"))
    his = desk.offer(kind=CLAIM, about=double, by=tom, wish=desk.Wish("Draad"))
    task, other = desk.give_task(actor=choir, reason="Eén."), desk.give_task(actor=double, reason="Twee.")
    merge(choir, double, an)
    assert Invitation.objects.get(pk=invitation.pk).actor == choir
    assert set(DeskItem.objects.about(choir)) == {both, again, his, task, other}
    states = {item.pk: item.state for item in DeskItem.objects.all()}
    assert states[again.pk] == DeskState.WITHDRAWN
    assert states[his.pk] == DeskState.OPEN
    assert Actor.objects.get() == choir
    desk.accept(item=DeskItem.objects.get(pk=his.pk), by=an, seen=1)
    assert runs(tom, choir).role == "medewerker"


def test_two_colleagues_stay_one_colleague(choir: Actor, an: User) -> None:
    double = ActorFactory(name="De Draad")
    bart = MembershipFactory(actor=choir, colleague=True).user
    MembershipFactory(actor=double, user=bart, colleague=True)
    merge(choir, double, an)
    assert runs(bart, choir).role == "medewerker"
