"""Who acts for whom, in the admin: to read, and to end with a reason."""

import pytest
from django.core.exceptions import PermissionDenied

from actors import membership
from actors.models import Actor, Role, User
from tests.actors.admin_cast import typed
from tests.actors.people_cast import an, bart, choir, mails_to, noor, rik, runs, says, signed_in
from tests.factories import InvitationFactory, MunicipalLinkFactory

__all__ = ["an", "bart", "choir", "noor", "rik"]


def test_it_stands_with_the_actor_and_with_the_person(
    noor: User, bart: User, choir: Actor, an: User, rik: User
) -> None:
    MunicipalLinkFactory(user=noor)
    assert "Bart" in says(signed_in(an).get(f"/beheer/actors/actor/{choir.pk}/change/"))
    assert "Koor De Draad" in says(signed_in(rik).get(f"/beheer/actors/user/{noor.pk}/change/"))


def test_an_editor_ends_one_with_a_reason(noor: User, bart: User, choir: Actor, an: User) -> None:
    link, client = runs(bart, choir), signed_in(an)
    address = f"/beheer/actors/membership/{link.pk}/change/"
    assert client.get("/beheer/actors/membership/").status_code == 200
    page = client.get(address)
    client.post(address, typed(page))
    assert runs(bart, choir)
    client.post(address, typed(page, why="Bart verhuisde."))
    link.refresh_from_db()
    assert (link.is_running, link.ended_by, link.ended_because) == (False, an, "Bart verhuisde.")
    assert "> Bart verhuisde." in mails_to(bart.email)[-1].body
    assert "End it" not in says(client.get(address))
    assert client.get("/beheer/actors/membership/add/").status_code == 403
    assert client.get(f"/beheer/actors/membership/{link.pk}/delete/").status_code == 403


def test_an_editor_cannot_end_themselves_here(choir: Actor, an: User) -> None:
    link = membership.join(actor=choir, user=an)
    client = signed_in(an)
    address = f"/beheer/actors/membership/{link.pk}/change/"
    answer = client.post(address, typed(client.get(address), why="Weg."), follow=True)
    assert "Dit ben jij." in says(answer)
    assert runs(an, choir)


def test_partners_are_for_who_gives_roles(an: User, rik: User) -> None:
    link = MunicipalLinkFactory()
    address = f"/beheer/actors/municipallink/{link.pk}/change/"
    assert signed_in(an).get(address).status_code == 403
    with pytest.raises(PermissionDenied):
        membership.end_partner(link=link, by=an, why="x")
    client = signed_in(rik)
    client.post(address, typed(client.get(address), why="Een ander werkt er nu."))
    link.refresh_from_db()
    assert (link.is_running, link.ended_by) == (False, rik)
    assert Role.MUNICIPAL_PARTNER not in User.objects.get(pk=link.user.pk).roles
    assert "geen gemeentelijke partner meer" in mails_to(link.user.email)[-1].body
    with pytest.raises(membership.Refused):
        membership.end_partner(link=link, by=rik, why="x")


def test_who_may_not_sign_in_gets_no_mail(rik: User, noor: User, bart: User, choir: Actor) -> None:
    link = MunicipalLinkFactory(user__is_active=False)
    membership.end_partner(link=link, by=rik, why="Weg.")
    assert mails_to(link.user.email) == []
    User.objects.filter(pk=bart.pk).update(is_active=False)
    membership.change_role(link=runs(bart, choir), by=noor, role="eigenaar")
    membership.remove(link=runs(bart, choir), by=noor)
    assert mails_to(bart.email) == []


def test_invitations_are_listed(an: User) -> None:
    invitation = InvitationFactory(email="gast@voorbeeld.example")
    client = signed_in(an)
    assert "gast@voorbeeld.example" in says(client.get("/beheer/actors/invitation/"))
    page = client.get(f"/beheer/actors/invitation/{invitation.pk}/change/")
    assert invitation.token_hash not in page.content.decode()
    assert client.post("/beheer/actors/invitation/add/", {}).status_code == 403
