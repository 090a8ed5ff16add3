"""Two tabs, two decisions and twenty people at the very same moment, each over a connection of their own."""

import itertools
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from actors.models import Role, User
from ecru.base.models import OutgoingMail
from subsidies.dossiers import Beginning, Refused, begin, perform
from subsidies.models import Dossier, DossierEvent
from tests.subsidies.dossier_cast import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, with the roles that a test with real transactions empties along with everything else."""
    for role in Role.values:
        Group.objects.get_or_create(name=role)
    return make_cast()


def at_once(deed: Callable[[Any], Any], values: Iterable[Any]) -> list[bool]:
    """Whether ``deed`` went well with each of ``values``, all of them done at the same moment."""

    def click(value: Any) -> bool:
        try:
            deed(value)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    given = list(values)
    with ThreadPoolExecutor(len(given)) as people:
        return list(people.map(click, given))


def test_two_tabs_take_one_step(cast: Cast) -> None:
    dossier = cast.dossier()
    went = at_once(lambda _tab: perform(dossier, "indienen", by=User.objects.get(pk=cast.nour.pk)), range(4))
    assert sorted(went) == [False, False, False, True]
    assert DossierEvent.objects.filter(transition="indienen").count() == 1
    assert OutgoingMail.objects.filter(kind="dossier-receipt", to=cast.nour.email).count() == 1


def test_two_tabs_take_different_steps_and_one_wins(cast: Cast) -> None:
    dossier = cast.dossier("ingediend")
    steps = [("ontvankelijk-verklaren", {}), ("niet-ontvankelijk-verklaren", {"motivation": "Te laat."})]

    def take(step: tuple[str, dict[str, Any]]) -> None:
        perform(dossier, step[0], by=User.objects.get(pk=cast.rachida.pk), **step[1])

    assert sorted(at_once(take, steps)) == [False, True]
    events = list(dossier.events.all())
    assert all(event.old_phase == before.new_phase for before, event in itertools.pairwise(events))
    assert Dossier.objects.get(pk=dossier.pk).phase == events[-1].new_phase


def test_what_stays_in_its_phase_happens_once_on_a_page(cast: Cast) -> None:
    dossier = cast.dossier()
    seen = dossier.events.newest().first().pk
    until = timezone.now() + timedelta(days=40)
    went = at_once(
        lambda _tab: perform(
            dossier,
            "uitstel",
            by=User.objects.get(pk=cast.rachida.pk),
            seen=seen,
            until=until,
            reason="Ziek.",
        ),
        range(3),
    )
    assert sorted(went) == [False, False, True]


@pytest.mark.unmeasured
def test_twenty_people_send_in_the_last_second(cast: Cast) -> None:
    dossiers = [cast.dossier() for _person in range(20)]
    closing = cast.call.closes_at.replace(microsecond=0)
    stamps = [closing] * 12 + [closing + timedelta(seconds=1)] * 8
    went = at_once(
        lambda pair: perform(pair[0], "indienen", by=User.objects.get(pk=cast.nour.pk), at=pair[1]),
        zip(dossiers, stamps, strict=True),
    )
    assert went == [True] * 12 + [False] * 8
    numbers: Any = sorted(Dossier.objects.exclude(number=None).values_list("number", flat=True))
    assert numbers == [f"{closing.year}-{number:04d}" for number in range(1, 13)]


def test_two_decisions_never_give_more_than_there_is(cast: Cast) -> None:
    cast.call.budget = Decimal(4000)
    cast.call.save()
    dossiers = [cast.dossier("agenda") for _dossier in range(4)]

    def decide(dossier: Dossier) -> None:
        by = User.objects.get(pk=cast.rachida.pk)
        perform(dossier, "beslissen", by=by, outcome="toegekend", granted=Decimal(1500), motivation="Mooi.")

    assert sorted(at_once(decide, dossiers)) == [False, False, True, True]


def test_clicks_begin_one_dossier(cast: Cast) -> None:
    beginning = Beginning(cast.choir, "Bal", "één klik", call=cast.call)
    at_once(lambda _click: begin(by=User.objects.get(pk=cast.nour.pk), beginning=beginning), range(4))
    assert Dossier.objects.count() == DossierEvent.objects.count() == 1
