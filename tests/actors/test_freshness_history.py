"""Rhythm and pause stand in the past of an actor: who, what, and from what to what; not why somebody pauses."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from actors.freshness.rhythm import choose_rhythm, pause, resume
from actors.history import differences
from actors.models import Actor, Change, Rhythm, Role, User
from tests.actors.conftest import signed_in
from tests.actors.freshness_cast import an, choir, noor
from tests.actors.markup import read
from tests.factories import UserFactory

__all__ = ["an", "choir", "noor"]

pytestmark = pytest.mark.django_db


def told(actor: Actor) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Who changed what, the oldest first."""
    lines = Change.objects.about(actor).order_by("pk")
    return [
        (line.by_name, [(part.label, part.old, part.new) for part in differences(line)]) for line in lines
    ]


def test_another_rhythm_is_a_line(choir: Actor, noor: User) -> None:
    choose_rhythm(actor=choir, by=noor, rhythm=Rhythm.HALF_YEAR)
    choose_rhythm(actor=choir, by=noor, rhythm=Rhythm.HALF_YEAR)
    assert told(choir) == [(str(noor), [("Ritme", "elk jaar", "elke zes maanden")])]
    assert Change.objects.get().values == {"freshness__rhythm": [12, 6]}


def test_a_pause_and_its_end_are_lines(choir: Actor, noor: User) -> None:
    until = timezone.localdate() + timedelta(days=40)
    pause(actor=choir, by=noor, until=until, reason="Noor is ziek")
    resume(actor=choir, by=noor)
    [(_who, begun), (_again, ended)] = told(choir)
    assert [label for label, _old, _new in begun] == ["Gepauzeerd op", "Gepauzeerd tot"]
    assert [new for _label, _old, new in ended] == ["", ""]
    assert "ziek" not in str(list(Change.objects.values_list("values", "reason"))), "why is theirs"


@pytest.mark.parametrize("page", ["/mijn/actoren/koor-de-draad/geschiedenis/", "admin"])
def test_it_reads_in_both_places_and_is_not_undone_there(choir: Actor, noor: User, page: str) -> None:
    choose_rhythm(actor=choir, by=noor, rhythm=Rhythm.HALF_YEAR)
    who: Any = noor if page != "admin" else UserFactory(role=Role.EDITOR)
    address = page if page != "admin" else f"/beheer/actors/actor/{choir.pk}/history/"
    shown = read(signed_in(who).get(address))
    assert "Ritme" in shown.words
    line = Change.objects.get()
    assert not [link for link in shown.links if link.endswith(f"/{line.pk}/")]
