"""The history of a dossier: added and never changed, on either database; and a phase that only ``perform`` changes."""

import ast
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from actors.leaving import leave
from actors.models import User
from ecru.base.audit import FORMER
from ecru.base.unchanging import Unchangeable
from subsidies.dossiers import perform
from subsidies.models import Dossier, DossierEvent, PhaseIsKept, TrackName
from subsidies.retention_rules import forget_unsent
from tests import source
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.dossier_factories import DossierFactory

pytestmark = pytest.mark.django_db


def run(sql: str) -> None:
    """SQL past all our code."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "change",
    [
        "transition = 'x'",
        "old_phase = 'x'",
        "new_phase = 'x'",
        "at = '2020-01-01 00:00:00+00:00'",
        "role = 'x'",
        "data = '{\"a\": 1}'",
        "by_name = 'Iemand anders'",
        "dossier_id = dossier_id + 1",
        "id = id + 1000",
    ],
)
def test_the_database_changes_no_line(cast: Cast, change: str) -> None:
    perform(cast.dossier(), "indienen", by=cast.nour)
    with pytest.raises(DatabaseError, match="the history of a dossier is not changed"):
        run(f"UPDATE subsidies_dossierevent SET {change}")  # noqa: S608


def test_the_database_removes_no_line(cast: Cast) -> None:
    cast.dossier()
    with pytest.raises(DatabaseError, match="is not thrown away"):
        run("DELETE FROM subsidies_dossierevent")
    assert DossierEvent.objects.count() == 1


def test_the_database_hands_a_line_to_nobody_else(cast: Cast) -> None:
    perform(cast.dossier(), "indienen", by=cast.nour)
    with pytest.raises(DatabaseError):
        run(f"UPDATE subsidies_dossierevent SET by_id = {cast.ali.pk}")  # noqa: S608


def test_the_database_changes_no_phase_without_its_line(cast: Cast) -> None:
    dossier = cast.dossier("advies")
    for phase in ("agenda", "ontvankelijk"):
        with pytest.raises(DatabaseError, match="a phase changes with a line of the history"):
            run(f"UPDATE subsidies_dossier SET phase = '{phase}'")  # noqa: S608
    run("UPDATE subsidies_dossier SET title = 'Nieuw', phase = phase")
    assert Dossier.objects.get(pk=dossier.pk).phase == "advies"


def test_code_changes_no_line(cast: Cast) -> None:
    event = cast.dossier().events.get()
    for deed in (
        event.save,
        event.delete,
        DossierEvent.objects.all().delete,
        lambda: DossierEvent.objects.update(role="x"),
    ):
        with pytest.raises(Unchangeable):
            deed()


def test_code_changes_no_phase(cast: Cast) -> None:
    dossier = Dossier.objects.get(pk=cast.dossier().pk)
    dossier.phase = "beslist"
    with pytest.raises(PhaseIsKept):
        dossier.save()
    with pytest.raises(PhaseIsKept):
        dossier.save(update_fields=["phase"])
    with pytest.raises(PhaseIsKept):
        Dossier.objects.update(phase="beslist")
    with pytest.raises(PhaseIsKept):
        Dossier.objects.bulk_update([dossier], ["phase"])
    with pytest.raises(PhaseIsKept):
        DossierFactory.build(actor=cast.choir, call=cast.call, phase="beslist").save()
    elsewhere = Dossier(track=TrackName.OWN, phase="advies", actor=cast.choir, call=cast.call, title="x")
    with pytest.raises(PhaseIsKept):
        Dossier.objects.bulk_create([elsewhere])
    elsewhere.phase = "concept"
    assert Dossier.objects.bulk_create([elsewhere])[0].pk
    with pytest.raises(PhaseIsKept):
        Dossier.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        dossier.delete()
    dossier = Dossier.objects.get(title=dossier.title)
    dossier.refresh_from_db()
    dossier.title = "Ander bal"
    dossier.save()
    only = Dossier.objects.only("title").get(pk=dossier.pk)
    only.save()
    assert Dossier.objects.get(pk=dossier.pk).phase == "concept"


def test_a_step_counts_once_and_for_its_own_move(cast: Cast) -> None:
    dossier = cast.dossier()
    moved = perform(dossier, "indienen", by=cast.nour)
    moved.phase = "concept"
    with pytest.raises(PhaseIsKept):
        moved.save()


@pytest.mark.unmeasured
def test_nothing_else_writes_a_phase() -> None:
    """Whatever assigns to ``phase`` of a record, or calls ``take_step``, stands in the model or in ``perform``."""
    allowed = {"subsidies/models/dossiers.py", "subsidies/dossiers/performing.py"}
    found = []
    for name in source.modules("subsidies", "ecru", "actors", "projects"):
        for node in ast.walk(source.tree(name)):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign | ast.AugAssign)
                else []
            )
            parts = [part for target in targets for part in ast.walk(target)]
            writes = any(isinstance(part, ast.Attribute) and part.attr == "phase" for part in parts)
            calls = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            steps = calls and node.func.attr == "take_step"
            updates = (
                calls
                and node.func.attr in {"update", "update_or_create"}
                and any(word.arg == "phase" for word in node.keywords)
            )
            sets = (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "setattr"
                and "'phase'" in ast.unparse(node)
            )
            if (writes or steps or updates or sets) and name not in allowed:
                found.append(f"{name}:{node.lineno}")
    assert not found, f"Change a phase with perform: {found}"


# --- People leave, and what was never sent goes --------------------------------------------------------------------


def test_history_outlives_the_account(cast: Cast) -> None:
    dossier = perform(cast.dossier(), "indienen", by=cast.nour)
    leave(user=cast.nour)
    event = dossier.events.newest().first()
    assert (event.by, event.by_name, event.role) == (None, FORMER, "aanvrager")
    assert event.who == "voormalig lid, voor de aanvrager"
    assert not User.objects.filter(name="Nour").exists()
    assert Dossier.objects.get(pk=dossier.pk).created_by is None


def test_it_also_outlives_an_account_that_is_simply_removed(cast: Cast) -> None:
    dossier = perform(cast.dossier(), "indienen", by=cast.nour)
    cast.nour.memberships.update(until=timezone.now())
    User.objects.filter(pk=cast.nour.pk).delete()
    event = dossier.events.newest().first()
    assert (event.by, event.by_name, event.new_phase) == (None, "Nour", "ingediend")


def aged(dossier: Dossier, age: timedelta) -> None:
    """As if nothing happened in ``dossier`` for so long: its history is written anew, for it cannot be changed."""
    then = timezone.now() - age
    event = DossierEvent(
        dossier=dossier, transition="begonnen", new_phase=dossier.phase, at=then, role="aanvrager"
    )
    event.save()
    Dossier.objects.filter(pk=dossier.pk).update(updated_at=then)


@pytest.mark.parametrize(("days", "gone"), [(731, True), (729, False)])
def test_what_was_never_sent_goes_after_two_years(cast: Cast, days: int, gone: bool) -> None:
    bare: Any = Dossier.objects.create(
        track=TrackName.OWN, phase="concept", actor=cast.choir, call=cast.call, title="Oud"
    )
    aged(bare, timedelta(days=days))
    fresh = cast.dossier()
    sent = perform(cast.dossier(), "indienen", by=cast.nour)
    assert forget_unsent(timezone.now()) == int(gone)
    assert set(Dossier.objects.values_list("pk", flat=True)) >= {fresh.pk, sent.pk}
    assert Dossier.objects.filter(pk=bare.pk).exists() is not gone
