"""What a stranger tries with dossiers: reading what was never sent, writing history anew, and addresses that only take a form."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from actors.models import User
from subsidies.dossiers import perform
from subsidies.models import Dossier, DossierEvent, SentCopy
from subsidies.permissions import may_see_dossier
from tests.actors.conftest import signed_in
from tests.subsidies.dossier_cast import DOSSIERS, Cast

pytestmark = pytest.mark.django_db


# --- What was never sent -------------------------------------------------------------------------------------------


def sees(user: User, dossier: Dossier) -> bool:
    """Whether ``user`` may see ``dossier``; the page, SQL and Python agree."""
    fresh = User.objects.get(pk=user.pk)
    opens = signed_in(fresh).get(f"{DOSSIERS}{dossier.pk}/").status_code == 200
    in_sql = Dossier.objects.visible_to(fresh).filter(pk=dossier.pk).exists()
    in_python = may_see_dossier(fresh, Dossier.objects.for_page().get(pk=dossier.pk))
    assert opens == in_sql == in_python
    return opens


def test_a_concept_stays_closed_to_the_municipality_when_it_is_withdrawn(cast: Cast) -> None:
    concept = cast.dossier()
    assert not sees(cast.piet, concept)
    perform(concept, "intrekken", by=cast.nour)
    assert not sees(cast.piet, concept)
    perform(concept, "hernemen", by=cast.nour)
    perform(concept, "indienen", by=cast.nour)
    perform(concept, "intrekken", by=cast.nour)
    assert sees(cast.piet, concept)


# --- History -------------------------------------------------------------------------------------------------------

REPLACED = {
    "subsidies_dossierevent": "new_phase = 'afgesloten'",
    "subsidies_sentcopy": "sha256 = 'x'",
}

# How each database writes a new row over one that is there.
OVER_IT = {
    "sqlite": "REPLACE INTO {table} ({columns}) SELECT {told} FROM {table}",
    "postgresql": "INSERT INTO {table} ({columns}) SELECT {told} FROM {table} ON CONFLICT (id) DO UPDATE SET {name} = excluded.{name}",
}


@pytest.mark.parametrize("table", REPLACED)
def test_replace_is_no_way_around_what_may_not_be_removed(cast: Cast, table: str) -> None:
    perform(cast.dossier(), "indienen", by=cast.nour)
    name = REPLACED[table].partition(" ")[0]
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    told = ", ".join(REPLACED[table].partition("= ")[2] if column == name else column for column in columns)
    before = [list(model.objects.values()) for model in (DossierEvent, SentCopy)]
    said = OVER_IT[connection.vendor].format(table=table, columns=", ".join(columns), told=told, name=name)
    with pytest.raises(DatabaseError, match=r"is not (thrown away|changed)"), transaction.atomic():
        connection.cursor().execute(said)
    assert [list(model.objects.values()) for model in (DossierEvent, SentCopy)] == before


# How each database empties a table without looking at its rows; SQLite does so for a DELETE of all of them, unless a trigger looks.
EMPTIED = {"sqlite": "DELETE FROM {table}", "postgresql": "TRUNCATE {table} CASCADE"}


def empty(table: str) -> None:
    """Takes all rows out of ``table``, and with it out of what leans on it."""
    connection.cursor().execute(EMPTIED[connection.vendor].format(table=table))
    connection.check_constraints()


@pytest.mark.parametrize("table", [*REPLACED, "subsidies_dossier"])
def test_what_is_kept_for_good_is_not_emptied_at_once(cast: Cast, table: str) -> None:
    perform(cast.dossier(), "indienen", by=cast.nour)
    before = [list(model.objects.values()) for model in (DossierEvent, SentCopy)]
    with pytest.raises(DatabaseError), transaction.atomic():
        empty(table)
    assert [list(model.objects.values()) for model in (DossierEvent, SentCopy)] == before


def test_no_way_through_the_models_changes_a_line(cast: Cast) -> None:
    event = perform(cast.dossier(), "indienen", by=cast.nour).events.newest().first()
    copy = DossierEvent(
        pk=event.pk, dossier=event.dossier, transition="x", new_phase="afgesloten", role="ecru"
    )
    plain = DossierEvent._base_manager.filter(pk=event.pk)
    ways = [
        copy.save,
        lambda: copy.save(force_update=True),
        lambda: copy.save_base(raw=True),
        lambda: plain.update(new_phase="afgesloten"),
        plain.delete,
        lambda: plain._raw_delete("default"),
        lambda: DossierEvent.objects.bulk_create(
            [copy], update_conflicts=True, update_fields=["new_phase"], unique_fields=["pk"]
        ),
        lambda: plain.update(at=timezone.now() - timedelta(days=800)),
    ]
    for way in ways:
        with pytest.raises((DatabaseError, TypeError)), transaction.atomic():
            way()
        event.refresh_from_db()
        assert (event.transition, event.new_phase, event.by) == ("indienen", "ingediend", cast.nour)
