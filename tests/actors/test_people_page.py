"""The page on which the owners of an actor say who acts for it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors import membership
from actors.desk import give_task
from actors.membership import inviting
from actors.models import Actor, DeskItem, Invitation, InvitationState, Membership, Role, User
from tests.actors.people_cast import an, bart, browser, choir, mails_to, noor, rik, runs, says, signed_in
from tests.factories import (
    ActorFactory,
    InvitationFactory,
    MembershipFactory,
    MunicipalLinkFactory,
    UserFactory,
)

__all__ = ["an", "bart", "choir", "noor", "rik"]

PEOPLE = "/mijn/actoren/koor-de-draad/mensen/"


def invite(person: User, email: str = "gast@voorbeeld.example", **changes: Any) -> Any:
    words = {"email": email, "role": "medewerker", "language": "nl", **changes}
    return signed_in(person).post(PEOPLE, words)


def test_who_sees_it_and_what_they_may(noor: User, bart: User, an: User, choir: Actor) -> None:
    assert "Nodig iemand uit" in says(signed_in(noor).get(PEOPLE))
    colleague = says(signed_in(bart).get(PEOPLE))
    assert "Noor" in colleague
    assert "Nodig iemand uit" not in colleague
    assert "Stoppen" in colleague
    assert "Nodig iemand uit" in says(signed_in(an).get(PEOPLE))
    assert signed_in(UserFactory()).get(PEOPLE).status_code == 403
    partner = MunicipalLinkFactory()
    Actor.objects.filter(pk=choir.pk).update(municipality=partner.municipality)
    assert signed_in(partner.user).get(PEOPLE).status_code == 403
    assert browser().get(PEOPLE).url.startswith("/aanmelden/")
    assert invite(bart).status_code == 403


def test_the_page_of_a_draft_is_nobody_elses_business(noor: User) -> None:
    Actor.objects.update(status="draft")
    outsider = signed_in(UserFactory())
    for address in ("", "overdragen/", "weggaan/", "1/", "uitnodiging/1/", "aanvraag/1/"):
        assert outsider.get(f"{PEOPLE}{address}").status_code in {404, 405}
        assert outsider.post(f"{PEOPLE}{address}").status_code == 404


def test_ids_of_others_are_not_there(noor: User, bart: User) -> None:
    elsewhere = MembershipFactory()
    theirs = InvitationFactory(actor=elsewhere.actor)
    client = signed_in(noor)
    assert client.get(f"{PEOPLE}{elsewhere.pk}/").status_code == 404
    assert client.post(f"{PEOPLE}{elsewhere.pk}/", {"do": "remove"}).status_code == 404
    assert client.post(f"{PEOPLE}uitnodiging/{theirs.pk}/", {"do": "withdraw"}).status_code == 404
    assert client.post(f"{PEOPLE}aanvraag/999999/", {"do": "accept"}).status_code == 404
    assert client.get(f"{PEOPLE}99999999999999999999/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == InvitationState.OPEN
    assert Membership.objects.running().count() == 3


def test_two_clicks_are_one_invitation(noor: User) -> None:
    invite(noor)
    invite(noor)
    assert Invitation.objects.count() == 1
    assert len(mails_to("gast@voorbeeld.example")) == 1
    other = invite(noor, role="eigenaar")
    assert (other.status_code, "heeft al een open uitnodiging" in says(other)) == (409, True)


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("Noor@Voorbeeld.example", "Dit is je eigen adres."),
        ("bart@voorbeeld.example", "werkt al mee aan Koor De Draad"),
        ("geen adres", "Dit is geen e-mailadres."),
        ("a@b.example\r\nBcc: c@d.example", "Dit is geen e-mailadres."),
        ("", "Vul een e-mailadres in."),
    ],
)
def test_who_cannot_be_invited(noor: User, bart: User, email: str, told: str) -> None:
    answer = invite(noor, email, message="Dag!")
    assert told in says(answer)
    assert "Dag!" in says(answer)
    assert not Invitation.objects.exists()


def test_not_too_many(noor: User, choir: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST_OPEN", 2)
    for number in range(2):
        invite(noor, f"gast{number}@voorbeeld.example")
    assert "Er staan 2 uitnodigingen open." in says(invite(noor, "nog@voorbeeld.example"))
    monkeypatch.setattr(inviting, "MOST_OPEN", 20)
    monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
    assert "Je stuurde 2 uitnodigingen" in says(invite(noor, "nog@voorbeeld.example"))
    assert Invitation.objects.count() == 2
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=2))
    assert invite(noor, "nog@voorbeeld.example").status_code == 302


def test_sending_again_waits_a_while_and_is_not_for_what_ended(noor: User) -> None:
    invite(noor)
    invitation = Invitation.objects.get()
    address = f"{PEOPLE}uitnodiging/{invitation.pk}/"
    client = signed_in(noor)
    assert "We stuurden ze net." in says(client.post(address, {"do": "again"}, follow=True))
    client.post(address, {"do": "withdraw"})
    told = says(client.post(address, {"do": "again"}, follow=True))
    assert "kreeg al een antwoord, of is ingetrokken" in told


def test_another_role_and_the_end_of_it(noor: User, bart: User, choir: Actor) -> None:
    link, client = runs(bart, choir), signed_in(noor)
    address = f"{PEOPLE}{link.pk}/"
    assert "Maak eigenaar" in says(client.get(address))
    client.post(address, {"do": "eigenaar"})
    assert runs(bart, choir).role == "eigenaar"
    assert "Noor gaf je een andere rol voor Koor De Draad: eigenaar." in mails_to(bart.email)[-1].body
    assert "Maak collega" in says(client.get(address))
    client.post(address, {"do": "eigenaar"})
    assert len(mails_to(bart.email)) == 1
    assert "Kies een rol die bestaat." in says(client.post(address, {"do": "keizer", "words": "Zomaar"}))
    client.post(address, {"do": "remove", "words": "Bart verhuisde."})
    mail = mails_to(bart.email)[-1]
    assert "Noor stopte je toegang tot de pagina van Koor De Draad." in mail.body
    assert "> Bart verhuisde." in mail.body
    assert runs(bart, choir) is None
    bart = User.objects.get(pk=bart.pk)
    assert Role.MEMBER not in bart.roles
    assert "werkt niet meer aan deze pagina" in says(client.get(address))
    again = client.post(address, {"do": "remove"})
    assert (again.status_code, "werkt niet meer aan deze pagina" in says(again)) == (409, True)
    assert signed_in(bart).get(PEOPLE).status_code == 403


def test_who_is_removed_takes_their_invitations_along(noor: User, bart: User, choir: Actor) -> None:
    Membership.objects.filter(user=bart).update(role="eigenaar")
    invite(bart, "vriend@voorbeeld.example")
    signed_in(noor).post(f"{PEOPLE}{runs(bart, choir).pk}/", {"do": "medewerker"})
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN


def test_nobody_removes_the_last_owner_without_an_editor(
    noor: User, bart: User, an: User, choir: Actor
) -> None:
    link = runs(noor, choir)
    client = signed_in(noor)
    assert "Dit ben jij." in says(client.get(f"{PEOPLE}{link.pk}/"))
    assert "Dit ben jij." in says(client.post(f"{PEOPLE}{link.pk}/", {"do": "remove"}))
    assert signed_in(bart).post(f"{PEOPLE}{link.pk}/", {"do": "remove"}).status_code == 403
    with pytest.raises(PermissionDenied):
        membership.remove(link=link, by=bart)
    with pytest.raises(PermissionDenied):
        membership.change_role(link=link, by=bart, role="medewerker")
    with pytest.raises(membership.LastOwner):
        membership.change_role(link=link, by=noor, role="medewerker")
    editor = signed_in(an)
    assert "Zeg in een paar woorden waarom." in says(editor.post(f"{PEOPLE}{link.pk}/", {"do": "remove"}))
    editor.post(f"{PEOPLE}{link.pk}/", {"do": "remove", "words": "Noor is er niet meer."})
    assert runs(noor, choir) is None
    [task] = DeskItem.objects.open()
    assert (task.kind, task.title) == ("taak", "Koor De Draad")
    assert "heeft geen eigenaar meer" in mails_to(bart.email)[-1].subject
    assert "De laatste eigenaar stopte." in task.reason


def test_removing_each_other_in_two_tabs_leaves_one(noor: User, bart: User, choir: Actor) -> None:
    Membership.objects.filter(user=bart).update(role="eigenaar")
    first, second = runs(bart, choir), runs(noor, choir)
    membership.remove(link=first, by=noor)
    with pytest.raises(PermissionDenied):
        membership.remove(link=second, by=User.objects.get(pk=bart.pk))
    assert runs(noor, choir)


def test_somebody_leaves(noor: User, bart: User, choir: Actor) -> None:
    client, two = signed_in(bart), signed_in(bart)
    assert "Stoppen bij Koor De Draad?" in says(client.get(f"{PEOPLE}weggaan/"))
    assert client.post(f"{PEOPLE}weggaan/", {"do": "leave"}).url == "/mijn/"
    assert runs(bart, choir) is None
    assert "zoals je vroeg" in mails_to(bart.email)[-1].body
    assert two.post(f"{PEOPLE}weggaan/", {"do": "leave"}).status_code == 403
    link = Membership.objects.get(user=bart)
    assert link.ended_by == bart
    with pytest.raises(membership.Refused):
        membership.leave(link=link, by=bart)
    with pytest.raises(PermissionDenied):
        membership.leave(link=runs(noor, choir), by=bart)


def test_the_last_owner_does_not_vanish_without_a_word(noor: User, bart: User, choir: Actor) -> None:
    client = signed_in(noor)
    page = says(client.get(f"{PEOPLE}weggaan/"))
    assert "Je bent de laatste eigenaar." in page
    assert "Er is niemand: ik stop" in page
    refused = client.post(f"{PEOPLE}weggaan/", {"do": "leave"})
    assert (refused.status_code, runs(noor, choir).role) == (409, "eigenaar")
    client.post(f"{PEOPLE}weggaan/", {"do": "nobody"})
    assert runs(noor, choir) is None
    assert DeskItem.objects.open().of_kind("taak").about(choir).count() == 1
    assert "/actoren/koor-de-draad/beheren/" in mails_to(bart.email)[-1].body
    assert signed_in(bart).get("/actoren/koor-de-draad/beheren/").status_code == 200


def test_who_is_not_alone_leaves_without_a_task(noor: User, bart: User, choir: Actor) -> None:
    membership.leave_alone(link=runs(bart, choir), by=bart)
    assert not DeskItem.objects.exists()


def test_a_second_reason_comes_under_the_first(choir: Actor) -> None:
    give_task(actor=choir, reason="Eerst dit.")
    give_task(actor=choir, reason="Dan dat.")
    task = give_task(actor=choir, reason="Dan dat.")
    assert task.reason == "Eerst dit.\n\nDan dat."
    assert DeskItem.objects.count() == 1


def test_an_account_that_goes_tells_everybody(noor: User, bart: User, choir: Actor) -> None:
    shared = MembershipFactory(user=noor, actor=ActorFactory(name="Theater")).actor
    MembershipFactory(actor=shared)
    invite(noor)
    assert membership.only_owner_of(noor) == [choir]
    assert membership.owner_leaves(noor) == [choir]
    assert membership.owner_leaves(noor) == []
    assert not Membership.objects.running().of_person(noor).exists()
    assert DeskItem.objects.open().count() == 1
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    assert mails_to(noor.email) == []
    noor.delete()
    assert Membership.objects.ended().count() == 2


def test_as_many_questions_for_two_people_as_for_twenty(noor: User, choir: Actor) -> None:
    def count() -> int:
        client = signed_in(noor)
        client.get(PEOPLE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PEOPLE).status_code == 200
        return len(queries)

    InvitationFactory(actor=choir)
    MembershipFactory(actor=choir)
    few = count()
    for _person in range(18):
        InvitationFactory(actor=choir)
        MembershipFactory(actor=choir)
    assert count() == few


@pytest.mark.django_db
def test_old_invitations_are_forgotten() -> None:
    old = timezone.now() - timedelta(days=61)
    accepted = InvitationFactory(sent_at=old, accepted_at=old)
    InvitationFactory(sent_at=old)
    InvitationFactory(sent_at=old, declined_at=old)
    young = InvitationFactory()
    before = timezone.now() - timedelta(days=60)
    assert membership.forget_invitations(before, dry_run=True) == 2
    assert Invitation.objects.count() == 4
    assert membership.forget_invitations(before) == 2
    assert set(Invitation.objects.all()) == {accepted, young}
    assert membership.forget_invitations(before) == 0


def test_an_owner_is_invited_in_other_words(noor: User) -> None:
    invite(noor, role="eigenaar")
    assert (
        "de pagina van Koor De Draad te beheren, als eigenaar" in mails_to("gast@voorbeeld.example")[0].body
    )


@pytest.mark.parametrize(("role", "hands_over"), [("keizer", ""), ("eigenaar", "misschien")])
def test_what_no_form_sends_is_refused(noor: User, choir: Actor, role: str, hands_over: str) -> None:
    asked = membership.Asked("gast@voorbeeld.example", role=role, hand_over=hands_over)
    with pytest.raises(membership.Refused, match="rol die bestaat"):
        membership.invite(about=choir, by=noor, asked=asked)


def test_an_archived_page_invites_nobody(noor: User, choir: Actor) -> None:
    Actor.objects.archive()
    assert "Deze pagina is gearchiveerd." in says(invite(noor))


def test_nobody_invites_for_somebody_elses_page(bart: User, choir: Actor) -> None:
    with pytest.raises(PermissionDenied):
        membership.invite(about=choir, by=bart, asked=membership.Asked("gast@voorbeeld.example"))
    invitation = InvitationFactory(actor=choir)
    for verb in (membership.withdraw, membership.send_again):
        with pytest.raises(PermissionDenied):
            verb(invitation=invitation, by=bart)


def test_an_actor_that_went_takes_nobody(noor: User, choir: Actor) -> None:
    gone = Actor(pk=choir.pk + 1, name="Weg")
    with pytest.raises(membership.Refused, match="staat hier niet meer"):
        membership.join(actor=gone, user=noor)


def test_who_invited_and_left_gets_no_mail(noor: User, bart: User, choir: Actor) -> None:
    old = timezone.now() - timedelta(days=1)
    invitation = InvitationFactory(actor=choir, invited_by=noor, expires_at=old)
    User.objects.filter(pk=noor.pk).update(is_active=False)
    assert membership.ask_for_another(invitation=Invitation.objects.get(pk=invitation.pk))
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    membership.accept(invitation=invitation, by=UserFactory())
    User.objects.filter(pk=bart.pk).update(is_active=False)
    membership.owner_leaves(User.objects.get(pk=noor.pk))
    assert mails_to(noor.email) == []
    assert mails_to(bart.email) == []
    inactive = UserFactory(is_active=False)
    with pytest.raises(membership.Answered):
        membership.accept(invitation=InvitationFactory(), by=inactive)
