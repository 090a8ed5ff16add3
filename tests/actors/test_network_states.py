"""The state of every actor: exactly one, the same in SQL and in Python, for any combination."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actors.completeness import ENOUGH, completeness
from actors.conversations import Mistake, report
from actors.desk import DeskKind, offer
from actors.desk.offering import Wish
from actors.models import Actor, Conversation, DeskItem, Freshness, Invitation
from actors.network import State, network_counts, with_network_state
from actors.network.states import Facts, state_of
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    FreshnessFactory,
    InvitationFactory,
    MembershipFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    UserFactory,
)

KIND = DeskKind("proef-staat", "proef")
NO = Facts(
    stopped=False,
    waits=False,
    people=False,
    invited=False,
    expired=False,
    incomplete=False,
    due=False,
    paused=False,
)


def facts(*true: str) -> Facts:
    """Facts of which only these are true."""
    return Facts(**{name: name in true for name in NO.__dataclass_fields__})


@pytest.mark.parametrize(
    ("true", "state"),
    [
        (["stopped", "waits", "people"], State.STOPPED),
        (["waits", "invited"], State.TO_CHECK),
        (["waits", "people"], State.TO_CHECK),
        (["invited", "expired"], State.INVITED),
        (["expired", "incomplete"], State.EXPIRED),
        (["incomplete", "due"], State.NO_PERSON),
        ([], State.NO_PERSON),
        (["people", "incomplete", "due"], State.INCOMPLETE),
        (["people", "invited", "expired"], State.FINE),
        (["people", "due"], State.STALE),
        (["people", "due", "paused"], State.FINE),
        (["people"], State.FINE),
    ],
)
def test_the_first_that_holds_counts(true: list[str], state: State) -> None:
    assert state_of(facts(*true)) == state


@given(st.builds(Facts, **dict.fromkeys(NO.__dataclass_fields__, st.booleans())))
def test_every_combination_has_one_state(any_facts: Facts) -> None:
    assert state_of(any_facts) in State


# --- The same in SQL ---------------------------------------------------------------------------------------------

NOW = timezone.now()
PAST, FUTURE = NOW - timedelta(days=2), NOW + timedelta(days=20)
PEOPLE = ("nobody", "owner", "left", "locked out")
ASKED = ("nobody", "open", "late", "late, then declined", "late, then open", "accepted")
WAITING = ("nothing", "item", "decided item", "report", "solved report")
PAGES = ("whole", "no words", "no place", "no group")
AGES = ((12, 10), (12, 370), (6, 190), (6, 100), (None, 370), (None, 10), ("paused", 370), ("back", 370))


class World:
    """A place, words and people to make actors with."""

    def __init__(self) -> None:
        self.genk = MunicipalityFactory(name="Genk")
        self.words = {"disciplines": [DisciplineFactory()], "target_groups": [TargetGroupFactory()]}
        self.user: Any = UserFactory()
        self.gone: Any = UserFactory(is_active=False)
        self.made = 0

    def actor(
        self, people: str, asked: str, waiting: str, page: str, age: tuple[Any, int], **told: Any
    ) -> Actor:
        """An actor with all of this about it."""
        self.made += 1
        words = {
            name: terms for name, terms in self.words.items() if (name, page) != ("target_groups", "no group")
        }
        actor: Any = ActorFactory(
            municipality=None if page == "no place" else self.genk,
            description="" if page == "no words" else "Buren zingen. " * 8,
            website="https://voorbeeld.example",
            words=words,
            verified_on=timezone.localdate(NOW) - timedelta(days=age[1]),
            verified_by="actor" if self.made % 2 else "redactie",
            **told,
        )
        self.people(actor, people)
        self.invitations(actor, asked)
        self.waiting(actor, waiting)
        self.rhythm(actor, age[0])
        return actor

    def people(self, actor: Actor, people: str) -> None:
        """Who acts for it."""
        if people != "nobody":
            user = self.gone if people == "locked out" else self.user
            MembershipFactory(actor=actor, user=user, past=people == "left")

    def invitations(self, actor: Actor, asked: str) -> None:
        """Who was invited."""
        if asked == "accepted":
            InvitationFactory(actor=actor, accepted_at=PAST, expires_at=PAST)
        elif asked != "nobody":
            InvitationFactory(actor=actor, expires_at=FUTURE if asked == "open" else PAST)
        if asked == "late, then declined":
            InvitationFactory(actor=actor, expires_at=FUTURE, declined_at=PAST)
        if asked == "late, then open":
            InvitationFactory(actor=actor, expires_at=FUTURE)

    def waiting(self, actor: Actor, waiting: str) -> None:
        """What waits for the editors."""
        if "item" in waiting:
            item = offer(kind=KIND, about=actor, by=None, wish=Wish("Kijk"))
            if waiting == "decided item":
                DeskItem.objects.filter(pk=item.pk).update(state="accepted", handled_at=NOW)
        if "report" in waiting:
            made = report(record=actor, mistake=Mistake("naam", "Fout."), token=str(self.made))
            if waiting == "solved report":
                Conversation.objects.filter(pk=made.pk).update(state="closed", closed_at=NOW)

    def rhythm(self, actor: Actor, rhythm: Any) -> None:
        """How often it is asked."""
        today = timezone.localdate(NOW)
        if rhythm == "paused":
            FreshnessFactory(actor=actor, paused_on=today, paused_until=today + timedelta(days=1))
        elif rhythm == "back":
            FreshnessFactory(actor=actor, paused_on=today - timedelta(days=9), paused_until=today)
        elif rhythm:
            FreshnessFactory(actor=actor, rhythm=rhythm)


def read(actor: Actor, now: datetime) -> Facts:
    """The facts about ``actor``, read one by one in Python."""
    today = timezone.localdate(now)
    invitations = list(Invitation.objects.filter(actor=actor).order_by("pk"))
    unanswered = [one for one in invitations if not (one.accepted_at or one.declined_at or one.withdrawn_at)]
    last_late = bool(invitations) and invitations[-1] in unanswered and invitations[-1].expires_at <= now
    freshness = Freshness.objects.filter(actor=actor).first() or Freshness(actor=actor)
    desk = DeskItem.objects.filter(model="actors.actor", key=actor.pk)
    return Facts(
        stopped=actor.closed,
        waits=any(item.is_open for item in desk)
        or any(one.state == "waiting" for one in actor.conversations.all() if one.kind == "melding"),
        people=any(link.until is None and link.user.is_active for link in actor.memberships.all()),
        invited=any(one.expires_at > now for one in unanswered),
        expired=last_late,
        incomplete=completeness(actor) < ENOUGH,
        due=freshness.standing.due_on <= today,
        paused=freshness.standing.is_paused(today),
    )


@pytest.mark.unmeasured
@pytest.mark.django_db
def test_sql_and_python_agree_and_every_actor_is_counted_once() -> None:
    world = World()
    combinations = list(product(PEOPLE, ASKED, WAITING, PAGES, AGES))
    for number, combination in enumerate(combinations[::17]):
        world.actor(*combination, closed=number % 31 == 0, draft=number % 5 == 0)
    world.actor(*combinations[0], archived=True)
    found = {actor.pk: actor.network_state for actor in with_network_state(Actor.objects.all(), NOW)}
    present = Actor.objects.exclude(status="archived").order_by("pk")
    assert set(found) == {actor.pk for actor in present}
    for actor in present:
        assert found[actor.pk] == state_of(read(actor, NOW)), read(actor, NOW)
    assert set(found.values()) == set(State)
    counts = network_counts(NOW)
    totals: Counter[str] = Counter()
    for (_place, state), number in counts.items():
        totals[state] += number
    assert totals == Counter(found.values())
    assert {place for place, _state in counts} == {world.genk.pk, None}
