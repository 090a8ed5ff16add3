"""What editors decide: once, about what they read, with the sender told."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

import actors.desk.kinds as known
from actors.desk import (
    DeskKind,
    Impossible,
    Stale,
    Taken,
    accept,
    all_kinds,
    desk_kind,
    hold,
    kind_of,
    offer,
    refuse,
    release,
    send_again,
    send_back,
    withdraw,
)
from actors.desk.offering import Wish
from actors.models import Actor, DeskItem, DeskState, Role, User
from ecru.base.models import OutgoingMail
from tests.factories import ActorFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def publish(item: DeskItem, by: User) -> None:
    """Accepting makes the actor public."""
    if item.content.get("broken"):
        raise Impossible("Er is al een actor met dit nummer.")
    Actor.objects.filter(pk__in=[item.key]).publish()


def archive(item: DeskItem, by: User) -> None:
    """Refusing archives it."""
    Actor.objects.filter(pk__in=[item.key]).archive()


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> DeskKind:
    """A kind of item: is this actor right?"""
    monkeypatch.setattr(known, "_kinds", {})
    return desk_kind(
        DeskKind("proef", "proef", carry_out=publish, turn_down=archive, sender_address=lambda item: "/mijn/")
    )


@pytest.fixture
def owner() -> Any:
    """Noor acts for a choir that is still a draft."""
    actor = ActorFactory(draft=True, name="Koor De Draad")
    return MembershipFactory(actor=actor, user=UserFactory(name="Noor", role=Role.MEMBER)).user


@pytest.fixture
def choir(owner: User) -> Actor:
    """Her choir."""
    return Actor.objects.own(owner).get()


@pytest.fixture
def item(kind: DeskKind, owner: User, choir: Actor) -> DeskItem:
    """What she asks."""
    return offer(kind=kind, about=choir, by=owner, wish=Wish("Koor De Draad", "Wij bestaan."))


@pytest.fixture
def an() -> Any:
    """An editor."""
    return UserFactory(name="An", role=Role.EDITOR)


@pytest.fixture
def bart() -> Any:
    """Her colleague."""
    return UserFactory(name="Bart", role=Role.EDITOR)


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))


def test_accepting_does_what_was_asked_and_tells_the_sender(
    item: DeskItem, an: User, choir: Actor, owner: User
) -> None:
    done = accept(item=item, by=an, seen=1, answer="Welkom!")
    choir.refresh_from_db()
    assert choir.is_public
    assert (done.state, done.handled_by, done.handled_by_name) == (DeskState.ACCEPTED, an, "An")
    [mail] = mails()
    assert mail.to == owner.email
    assert "Welkom!" in mail.body
    assert "Koor De Draad" in mail.subject
    assert "/mijn/" in mail.body


def test_refusing_needs_a_reason_and_is_told(item: DeskItem, an: User, choir: Actor) -> None:
    with pytest.raises(Impossible):
        refuse(item=item, by=an, seen=1, answer="  ")
    refuse(item=item, by=an, seen=1, answer="Dit koor staat er al.")
    choir.refresh_from_db()
    assert choir.status == "archived"
    assert "Dit koor staat er al." in mails()[0].body


def test_sent_back_the_sender_answers_and_waits_anew(item: DeskItem, an: User, kind: DeskKind) -> None:
    long_ago = timezone.now() - timedelta(days=3)
    DeskItem.objects.update(waiting_since=long_ago)
    back = send_back(item=item, by=an, seen=1, answer="Waar repeteren jullie?")
    assert back.state == DeskState.RETURNED
    assert "Waar repeteren jullie?" in mails()[0].body
    again = send_again(item=back, wish=Wish("Koor De Draad", "In Genk."))
    assert (again.state, again.version, again.reason) == (DeskState.OPEN, 2, "In Genk.")
    assert again.waiting_since > long_ago
    with pytest.raises(Stale):
        accept(item=again, by=an, seen=1)
    assert accept(item=again, by=an, seen=2).state == DeskState.ACCEPTED


def test_who_changes_an_item_that_waits_keeps_their_place(
    item: DeskItem, kind: DeskKind, owner: User
) -> None:
    changed = offer(
        kind=kind, about=Actor.objects.get(), by=owner, wish=Wish("Koor De Draad", "Met een woord erbij.")
    )
    assert changed.pk == item.pk
    assert changed.version == 2
    assert changed.waiting_since == item.waiting_since
    assert DeskItem.objects.open().count() == 1


def test_two_editors_do_not_decide_the_same(item: DeskItem, an: User, bart: User) -> None:
    assert hold(item=item, by=an)
    assert not hold(item=item, by=bart)
    item.refresh_from_db()
    assert item.is_held_by_another(bart)
    assert not item.is_held_by_another(an)
    with pytest.raises(Taken, match="An"):
        accept(item=item, by=bart, seen=1)
    assert hold(item=item, by=bart, from_colleague=True)
    accept(item=item, by=bart, seen=1)
    with pytest.raises(Taken, match="Bart"):
        refuse(item=item, by=an, seen=1, answer="Te laat.")
    assert not hold(item=item, by=an)
    assert len(mails()) == 1


def test_an_item_left_open_is_free_after_a_while(item: DeskItem, an: User, bart: User) -> None:
    assert hold(item=item, by=an)
    assert not hold(item=item, by=bart, now=timezone.now() + timedelta(minutes=19))
    assert hold(item=item, by=bart, now=timezone.now() + timedelta(minutes=21))
    release(item=item, by=an)
    item.refresh_from_db()
    assert item.held_by == bart
    release(item=item, by=bart)
    assert hold(item=item, by=an)


def test_what_cannot_be_done_changes_nothing(item: DeskItem, an: User, choir: Actor) -> None:
    DeskItem.objects.update(content={"broken": True})
    with pytest.raises(Impossible, match="nummer"):
        accept(item=item, by=an, seen=1)
    item.refresh_from_db()
    assert item.is_open
    assert mails() == []


def test_who_may_not_decide_is_refused(item: DeskItem, owner: User, kind: DeskKind, an: User) -> None:
    with pytest.raises(PermissionDenied):
        accept(item=item, by=owner, seen=1)
    known._kinds["proef"] = DeskKind("proef", "proef", may_decide=lambda user, item: user.is_regisseur)
    with pytest.raises(PermissionDenied):
        accept(item=item, by=an, seen=1)
    assert accept(item=item, by=UserFactory(role=Role.REGISSEUR), seen=1)


def test_taken_back_nobody_decides(item: DeskItem, owner: User, an: User) -> None:
    assert withdraw(item=item, by=owner)
    assert not withdraw(item=item, by=owner)
    with pytest.raises(Taken):
        accept(item=item, by=an, seen=1)
    assert list(DeskItem.objects.settled()) == [item]


def test_a_task_of_the_portal_has_nobody_to_tell_or_to_ask(kind: DeskKind, an: User) -> None:
    task = offer(kind=kind, about=None, by=None, wish=Wish("Kijk dit na"))
    with pytest.raises(Impossible):
        send_back(item=task, by=an, seen=1, answer="Wat?")
    assert refuse(item=task, by=an, seen=1, answer="Niet nodig.").state == DeskState.REFUSED
    assert mails() == []
    assert not task.is_held_by_another(an)


def test_a_kind_has_one_meaning(kind: DeskKind, item: DeskItem) -> None:
    assert all_kinds() == [kind]
    assert kind_of(item) is kind
    assert kind.differences(item) == ()
    assert kind.address(item) == ""
    with pytest.raises(ValueError, match="proef"):
        desk_kind(DeskKind("proef", "iets anders"))


def test_the_queue_is_asked_in_words(item: DeskItem, owner: User, kind: DeskKind, choir: Actor) -> None:
    older = offer(kind=kind, about=None, by=None, wish=Wish("Ouder"))
    DeskItem.objects.filter(pk=older.pk).update(waiting_since=timezone.now() - timedelta(days=2))
    assert [one.pk for one in DeskItem.objects.open().oldest_first()] == [older.pk, item.pk]
    assert list(DeskItem.objects.about(choir)) == [item]
    assert list(DeskItem.objects.sent_by(owner)) == [item]
    assert DeskItem.objects.of_kind("proef").count() == 2
    assert str(item) == "Koor De Draad (proef)"
