"""Deleting an account: the person goes everywhere, what they did for others stays with "voormalig lid"."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from actors.history import Deed, recorded
from actors.holdings.changes import GHOST, leave_lists
from actors.holdings.people import invitation_export
from actors.leaving import Stays, leave
from actors.merging import A, Merger
from actors.models import (
    Actor,
    Change,
    Conversation,
    DeskItem,
    Expert,
    ImportRun,
    Invitation,
    Membership,
    Message,
    MunicipalLink,
    Role,
    SavedFilter,
    SlugRedirect,
    TableExport,
    User,
)
from ecru.base import personal
from ecru.base.audit import FORMER
from ecru.base.models import AuditEntry, MailReader, OutgoingMail, WaitingLetter
from ecru.base.outbox.kinds import MailKind
from ecru.base.personal import Follow
from subsidies.models import MeasureImport, PastImport
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.test_own_data import busy
from tests.base.mail_cast import news
from tests.factories import ActorFactory, ExpertFactory, InvitationFactory, MunicipalLinkFactory, UserFactory

__all__ = ["news"]

pytestmark = pytest.mark.django_db

PAGE = "/mijn/gegevens/verwijderen/"


@pytest.fixture
def nour(news: MailKind) -> User:
    return busy("Nour", "merel")


def text_of_the_database() -> str:
    """All rows of all tables, as one text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += [repr(row) for row in cursor.fetchall()]
    return "\n".join(rows)


# --- What goes and what stays --------------------------------------------------------------------------------------


def test_history_stays_with_former_member(nour: User) -> None:
    leave(user=nour)
    choir = Actor.objects.get(slug="koor-merel")
    assert {change.by_name for change in Change.objects.about(choir)} == {FORMER}
    link = Membership.objects.get(actor=choir)
    assert link.user is None
    assert not link.is_running
    assert str(link).startswith("voormalig lid")
    assert DeskItem.objects.of_kind("claim").get().by_name == FORMER
    assert ImportRun.objects.get().made_by_name == FORMER
    assert TableExport.objects.get().made_by_name == FORMER
    entry = LogEntry.objects.get(object_repr="merel")
    assert (entry.user.email, entry.user.name, entry.user.is_active) == (GHOST, FORMER, False)
    assert not Client().login(email=GHOST, password="")
    assert {item.by_name for item in AuditEntry.objects.all()} == {FORMER}
    assert AuditEntry.objects.filter(verb="data.deleted", about_title=FORMER).exists()


def test_nothing_is_left_of_the_person_but_one_mail(nour: User) -> None:
    key = nour.pk
    OutgoingMail.objects.exclude(reply_to="").update(sent_at=timezone.now())  # the question arrived
    leave(user=nour)
    assert not User.objects.filter(pk=key).exists()
    assert not Expert.objects.filter(person_name="Nour").exists()
    assert not MailReader.objects.filter(user=key).exists()
    assert not WaitingLetter.objects.exists()
    assert not Invitation.objects.to("nour@voorbeeld.example").exists()
    assert Invitation.objects.get().message == ""
    assert {(said.email, said.asker, said.state) for said in Conversation.objects.all()} == {
        ("", None, "closed")
    }
    assert {(said.author, said.name) for said in Message.objects.all()} == {(None, "")}
    [mail] = OutgoingMail.objects.filter(to__icontains="nour@voorbeeld.example")
    assert mail.kind == "account-deleted"
    mail.delete()
    text = text_of_the_database()
    assert "nour@voorbeeld.example" not in text.lower()
    assert "Nour" not in text
    assert "Alles over merel" not in text, "the profile is gone from history too"


def test_neither_a_name_of_before_nor_the_day_of_signing_in_is_left(nour: User) -> None:
    signed_in_at = datetime(2001, 3, 4, tzinfo=UTC)
    User.objects.filter(pk=nour.pk).update(name="Xenia", last_login=signed_in_at)
    day = ("2001-03-04", "datetime(2001, 3, 4")  # as each database tells it
    assert any(said in text_of_the_database() for said in day)
    leave(user=User.objects.get(pk=nour.pk))
    OutgoingMail.objects.all().delete()
    text = text_of_the_database()
    assert [word for word in ("Nour", "nour@", "Xenia", *day) if word in text] == []


def test_who_undid_a_table_goes_by_key_and_not_by_name(nour: User) -> None:
    namesake, models = UserFactory(name="Nour"), (ImportRun, MeasureImport, PastImport)
    told = {"made_by_name": "An", "undone_by_name": "Nour", "undone_at": timezone.now()}
    for model in models:
        for who in (nour, namesake):
            model.objects.create(undone_by=who, file_name=f"{who.pk}.csv", key=uuid4(), **told)
        model.objects.create(file_name="before.csv", key=uuid4(), **(told | {"undone_by_name": "Nour B."}))
        assert {line["what"] for line in model.told_of(nour)} >= {"import undone"}
        assert [line["record"] for line in model.told_of(namesake)] == [f"{namesake.pk}.csv"]
    User.objects.filter(pk=nour.pk).update(name="Nour B.")
    leave(user=User.objects.get(pk=nour.pk))
    for model in models:
        names = model.objects.exclude(undone_at=None).order_by("pk").values_list("undone_by_name", flat=True)
        assert list(names) == [FORMER, "Nour", FORMER]


def test_an_invitation_that_went_to_another_address_of_theirs_goes_too() -> None:
    user = UserFactory(email="thuis@voorbeeld.example")
    InvitationFactory(email="werk@voorbeeld.example", accepted_at=timezone.now(), accepted_by=user)
    other = InvitationFactory(accepted_at=timezone.now(), accepted_by=UserFactory())
    [told, *_mine] = invitation_export(user)
    assert told["to_me"]
    leave(user=user)
    assert list(Invitation.objects.all()) == [other]


def test_others_keep_all_of_theirs(nour: User) -> None:
    bea = busy("Bea", "kraai")
    before = text_of_the_database().count("kraai")
    leave(user=nour)
    assert text_of_the_database().count("kraai") == before
    assert User.objects.get(pk=bea.pk).name == "Bea"
    assert Membership.objects.running().get().user == bea


def test_what_an_organisation_knows_stays_with_it() -> None:
    user = UserFactory()
    expertise = ExpertFactory(user=user)
    link = MunicipalLinkFactory(user=user)
    leave(user=user)
    expertise.refresh_from_db()
    assert expertise.user is None
    assert not MunicipalLink.objects.get(pk=link.pk).is_running


def test_addresses_that_moved_lose_the_name() -> None:
    user = UserFactory(name="Nour", role=Role.EDITOR)
    first, second = ActorFactory(slug="een"), ActorFactory(slug="twee")
    Merger(first.pk, second.pk, user).merge(A, {}, "ook")
    with recorded(Actor, [first.pk], Deed(by=user)):
        Actor.objects.filter(pk=first.pk).update(name="Nieuw")
    leave(user=user)
    assert SlugRedirect.objects.get().by_name == FORMER


def test_lists_that_colleagues_use_stay() -> None:
    for name in ("Nour", "Bea"):
        user = UserFactory(name=name)
        for title, shared in (("Van ons", True), ("Van mij", False)):
            SavedFilter.objects.create(
                owner=user, model="actors.actor", name=title, query="q=x", shared=shared
            )
        leave_lists(user)
        leave(user=user)
    saved = SavedFilter.objects.get()
    assert (saved.name, saved.owner.email) == ("Van ons", GHOST)


# --- Who cannot leave yet ------------------------------------------------------------------------------------------


def test_the_last_regisseur_stays() -> None:
    last = UserFactory(role=Role.REGISSEUR)
    with pytest.raises(Stays) as refusal:
        leave(user=last)
    assert "enige regisseur" in str(refusal.value)
    assert User.objects.filter(pk=last.pk).exists()
    browser = proven(last)
    assert "Je kunt nog niet weg" in read(browser.get(PAGE)).words
    page = browser.post(PAGE, {"email": last.email})
    assert page.status_code == 200
    assert User.objects.filter(pk=last.pk).exists()
    UserFactory(role=Role.REGISSEUR)
    leave(user=last)
    assert not User.objects.filter(pk=last.pk).exists()


def test_a_superuser_stays() -> None:
    root = UserFactory(is_superuser=True)
    with pytest.raises(Stays, match="alle rechten op het platform"):
        leave(user=root)
    assert not AuditEntry.objects.exists()


@pytest.fixture
def follow() -> Iterator[list[Any]]:
    """Another part of the portal has something to do when somebody leaves."""
    done: list[Any] = []

    def ask(user: User) -> list[Follow]:
        return [
            Follow("De redactie zoekt iemand voor Het koor.", then=lambda person: done.append(person.email))
        ]

    personal.ask_before_leaving(ask)
    personal.ask_before_leaving(ask)
    yield done
    personal.before_leaving.remove(ask)


def test_other_parts_are_asked_first(follow: list[Any]) -> None:
    user = UserFactory(email="nour@voorbeeld.example")
    page = read(proven(user).get(PAGE))
    assert page.words.count("De redactie zoekt iemand voor Het koor.") == 1
    assert follow == []
    leave(user=user)
    assert follow == ["nour@voorbeeld.example"]


# --- The page ------------------------------------------------------------------------------------------------------


def proven(user: User) -> Client:
    """The browser of ``user``, who just proved who they are."""
    client = signed_in(user)
    assert client.post("/mijn/bewijs/", {"password": "een-goed-wachtwoord"}).status_code == 302
    return client


def test_who_did_not_prove_a_moment_ago_who_they_are_does_so_first(nour: User) -> None:
    """Somebody else sits at the computer that Nour left open."""
    client = signed_in(nour)
    for answer in (client.get(PAGE), client.post(PAGE, {"email": nour.email})):
        assert answer.status_code == 302
        assert answer["Location"] == f"/mijn/bewijs/?next={quote(PAGE, safe='')}"
    assert User.objects.filter(pk=nour.pk).exists()
    right = {"password": "een-goed-wachtwoord", "next": PAGE}
    assert client.post("/mijn/bewijs/", right)["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    session = client.session
    for proof in session["account_authentication_methods"]:
        proof["at"] -= 16 * 60
    session.save()
    assert client.post(PAGE, {"email": nour.email})["Location"].startswith("/mijn/bewijs/")
    assert User.objects.filter(pk=nour.pk).exists()


def test_from_the_page_to_the_goodbye(nour: User) -> None:
    phone, desk, other = proven(nour), signed_in(nour), signed_in(UserFactory())
    page = read(phone.get(PAGE)).words
    assert "Dit kun je niet ongedaan maken" in page
    assert "voormalig lid" in page
    answer = phone.post(PAGE, {"email": " Nour@Voorbeeld.example "}, follow=True)
    assert answer.redirect_chain == [("/mijn/gegevens/verwijderd/", 302)]
    assert "Je account is verwijderd" in read(answer).words
    assert phone.get("/mijn/gegevens/").status_code == 302
    assert desk.get("/mijn/gegevens/").status_code == 302, "every session ended"
    assert other.get("/mijn/gegevens/").status_code == 200, "and nobody else's"
    assert Session.objects.count() == 1
    assert not answer.wsgi_request.user.is_authenticated


@pytest.mark.parametrize(
    "typed", ["", "bea@voorbeeld.example", "nour", "nour@voorbeeld.example\0", "x" * 400]
)
def test_another_address_deletes_nothing(nour: User, typed: str) -> None:
    page = proven(nour).post(PAGE, {"email": typed})
    assert page.status_code == 200
    assert read(page).one("div", role="alert")
    assert User.objects.filter(pk=nour.pk).exists()
    assert not OutgoingMail.objects.filter(kind="account-deleted").exists()


def test_two_clicks_are_one(nour: User) -> None:
    copy = User.objects.get(pk=nour.pk)
    leave(user=nour)
    leave(user=copy)
    assert OutgoingMail.objects.filter(kind="account-deleted").count() == 1


def test_the_regisseur_deletes_for_somebody(nour: User) -> None:
    regisseur = UserFactory(name="Rachida", role=Role.REGISSEUR)
    LogEntry.objects.all().delete()
    bea = busy("Bea", "kraai")
    LogEntry.objects.all().delete()
    browser = signed_in(regisseur)
    browser.post(f"/beheer/actors/user/{nour.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=nour.pk).exists()
    entry = AuditEntry.objects.get(verb="data.deleted")
    assert (entry.by, entry.about_title) == (regisseur, FORMER)
    action = {"action": "delete_selected", "_selected_action": [bea.pk], "post": "yes"}
    browser.post("/beheer/actors/user/", action)
    assert not User.objects.filter(pk=bea.pk).exists()
    assert Membership.objects.count() == 2
    page = browser.get(f"/beheer/actors/user/{regisseur.pk}/delete/", follow=True)
    assert User.objects.filter(pk=regisseur.pk).exists()
    assert page.status_code in {200, 403}


def test_a_role_given_by_hand_goes_too(nour: User) -> None:
    nour.groups.add(Group.objects.get(name=Role.BOARD_MEMBER))
    leave(user=nour)
    call_command("check")
    assert not User.objects.filter(groups__isnull=False).exists()
