"""The audit log: deeds are added, read by the regisseur, and changed by nobody, not even with SQL."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from actors.models import Role, User
from ecru.base.audit import FORMER, HALF_A_YEAR, YEAR, note, verb
from ecru.base.models import AuditEntry
from ecru.base.unchanging import Unchangeable
from tests.actors.admin_cast import typed
from tests.actors.conftest import editor_browser, signed_in
from tests.actors.markup import read
from tests.factories import ActorFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/beheer/base/auditentry/"


@pytest.fixture
def regisseur() -> User:
    return UserFactory(name="Rachida", email="rachida@ecru.example", role=Role.REGISSEUR)


def aged(entry: AuditEntry, age: timedelta) -> AuditEntry:
    """An entry as it would be after so long: the log itself takes none back in time, so it is written anew."""
    entry.pk, entry._state.adding, entry.at = None, True, timezone.now() - age
    entry.save()
    return entry


def test_a_deed_says_who_what_and_about_what(regisseur: User) -> None:
    nour = UserFactory(name="Nour")
    entry = note("roles.given", by=regisseur, about=nour, roles=["medewerker"], count=1, certain=True)
    entry.refresh_from_db()
    assert (entry.by, entry.by_name, entry.label) == (regisseur, "Rachida", "rol gegeven")
    assert (entry.about_model, entry.about_key, entry.about_title) == ("actors.user", str(nour.pk), "Nour")
    assert entry.facts == {"roles": ["medewerker"], "count": 1, "certain": True}
    assert str(entry) == "Rachida: rol gegeven"
    assert note("sign-in.refused").by_name == ""
    assert AuditEntry(verb="iets van vroeger").label == "iets van vroeger"


def test_only_known_deeds_and_plain_facts(regisseur: User) -> None:
    with pytest.raises(LookupError):
        note("gegluurd", by=regisseur)
    with pytest.raises(TypeError):
        note("roles.given", by=regisseur, people={"nour": "nour@voorbeeld.example"})
    with pytest.raises(ValueError, match="signed-in"):
        verb("signed-in", "iets anders")
    assert not AuditEntry.objects.exists()


def test_code_cannot_change_it(regisseur: User) -> None:
    entry = note("signed-in", by=regisseur)
    for deed in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(verb="data.deleted"),
    ):
        with pytest.raises(Unchangeable):
            deed()
    assert AuditEntry.objects.get().verb == "signed-in"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE base_auditentry SET verb = 'data.deleted'",
        "UPDATE base_auditentry SET at = '2020-01-01 00:00:00+00:00'",
        "UPDATE base_auditentry SET by_name = 'Iemand anders'",
        "UPDATE base_auditentry SET about_title = ''",
        "UPDATE base_auditentry SET facts = '{}'",
        "DELETE FROM base_auditentry",
    ],
)
def test_the_database_refuses_too(regisseur: User, sql: str) -> None:
    note("roles.given", by=regisseur, about=regisseur, roles=["regisseur"])
    with (
        pytest.raises(DatabaseError, match="the audit log is not"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AuditEntry.objects.get().by_name == "Rachida"


def test_nobody_empties_it_at_once(regisseur: User) -> None:
    """PostgreSQL can do so without looking at any line; SQLite only with the DELETE above."""
    note("signed-in", by=regisseur)
    said = {"sqlite": "DELETE FROM base_auditentry", "postgresql": "TRUNCATE base_auditentry CASCADE"}
    connection.check_constraints()  # PostgreSQL empties nothing while it still has to look at a line
    with (
        pytest.raises(DatabaseError, match="the audit log is not"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(said[connection.vendor])
    assert AuditEntry.objects.count() == 1


def test_it_is_not_handed_to_somebody_else(regisseur: User) -> None:
    note("signed-in")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE base_auditentry SET by_id = %s", [regisseur.pk])


def test_an_account_that_goes_leaves_its_deeds(regisseur: User) -> None:
    note("signed-in", by=regisseur)
    regisseur.delete()
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.by_name) == (None, "Rachida")


def test_a_name_is_taken_out_when_somebody_leaves(regisseur: User) -> None:
    nour = UserFactory(name="Nour")
    note("roles.given", by=regisseur, about=nour, roles=["lid"])
    note("signed-in", by=nour)
    AuditEntry.objects.forget_person(nour)
    given, signed = AuditEntry.objects.order_by("pk")
    assert (given.by_name, given.about_title, given.facts) == ("Rachida", FORMER, {"roles": ["lid"]})
    assert (signed.by, signed.by_name) == (None, FORMER)


def test_what_is_past_its_time_goes(regisseur: User) -> None:
    day = timedelta(days=1)
    kept = [
        aged(note("signed-in", by=regisseur), HALF_A_YEAR - day).pk,
        aged(note("roles.given", by=regisseur), 2 * YEAR - day).pk,
    ]
    aged(note("signed-in", by=regisseur), HALF_A_YEAR + day)
    aged(note("roles.given", by=regisseur), 2 * YEAR + day)
    fresh = 4
    assert AuditEntry.objects.forget(timezone.now()) == 2
    assert AuditEntry.objects.count() == fresh + 2
    assert set(kept) <= set(AuditEntry.objects.values_list("pk", flat=True))


# --- Who reads it, and what is in it -----------------------------------------------------------------------------


def test_the_regisseur_reads_and_searches_it(regisseur: User) -> None:
    note("roles.given", by=regisseur, about=UserFactory(name="Nour"), roles=["lid", "expert"])
    note("data.downloaded", by=UserFactory(name="Piet"))
    browser = signed_in(regisseur)
    words = read(browser.get(LIST)).words
    assert "roles: lid, expert" in words
    assert "eigen gegevens gedownload" in words
    assert "Piet" not in read(browser.get(f"{LIST}?verb=roles.given")).one("table", id="result_list").words
    assert "Piet" in read(browser.get(f"{LIST}?verb=iets-anders")).one("table", id="result_list").words
    assert "Piet" not in read(browser.get(f"{LIST}?q=Nour")).one("table", id="result_list").words
    assert browser.get(f"{LIST}add/").status_code == 403
    key = AuditEntry.objects.first().pk
    assert browser.get(f"{LIST}{key}/delete/").status_code == 403
    assert browser.post(f"{LIST}{key}/change/", {"verb": "signed-in"}).status_code == 403


@pytest.mark.parametrize(
    "browser", [editor_browser, lambda: signed_in(UserFactory(role=Role.MEMBER)), Client]
)
def test_nobody_else_does(browser: Any) -> None:
    assert browser().get(LIST).status_code in {302, 403}


def test_signing_in_is_noted() -> None:
    UserFactory(email="an@voorbeeld.example", name="An")
    Client().post("/aanmelden/", {"username": "an@voorbeeld.example", "password": "een-goed-wachtwoord"})
    assert [(entry.verb, entry.by_name) for entry in AuditEntry.objects.all()] == [("signed-in", "An")]


def test_giving_and_taking_roles_is_noted(regisseur: User) -> None:
    root = UserFactory(name="Wortel", is_superuser=True)
    nour = UserFactory(name="Nour", role=Role.MEMBER)
    browser, page = signed_in(root), f"/beheer/actors/user/{nour.pk}/change/"
    shown = browser.get(page)
    editors = shown.context["adminform"].form.fields["groups"].queryset.get(name=Role.EDITOR)
    answer = browser.post(page, typed(shown, groups=[editors.pk], is_superuser="on"))
    assert answer.status_code == 302, read(answer).words
    found = {entry.verb: entry.facts["roles"] for entry in AuditEntry.objects.all()}
    assert found == {"roles.given": ["medewerker", "superuser"], "roles.taken": ["lid"]}


def test_taking_addresses_out_is_noted(regisseur: User) -> None:
    ActorFactory.create_batch(2)
    browser = signed_in(regisseur)
    for answers in ({"file_type": "csv"}, {"file_type": "csv", "addresses": "on"}):
        b"".join(browser.post("/beheer/actors/actor/exporteren/", answers).streaming_content)
    [entry] = AuditEntry.objects.all()
    assert (entry.verb, entry.facts) == ("people.exported", {"rows": 2, "file": "csv"})
