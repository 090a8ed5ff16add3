"""A secretary leaves and hands over: nothing changes until the successor says yes."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actors import membership
from actors.models import Actor, DeskItem, HandOver, Invitation, InvitationState, Membership, User
from tests.actors.people_cast import an, bart, browser, choir, link, mails_to, noor, runs, says, signed_in
from tests.factories import MembershipFactory

__all__ = ["an", "bart", "choir", "noor"]

PAGE = "/mijn/actoren/koor-de-draad/mensen/overdragen/"
SOFIE = "sofie@voorbeeld.example"


def asks(person: User, **words: Any) -> Any:
    return signed_in(person).post(PAGE, {"then": "leave", **words})


def test_to_somebody_without_an_account(noor: User, choir: Actor) -> None:
    assert "Je blijft eigenaar tot die persoon ja zegt." in says(signed_in(noor).get(PAGE))
    answer = asks(noor, email=SOFIE, name="Sofie", message="Zorg er goed voor.")
    assert answer.url == "/mijn/actoren/koor-de-draad/mensen/"
    [mail] = mails_to(SOFIE)
    assert "Noor wil de pagina van Koor De Draad aan jou overdragen." in mail.body
    assert "als je opvolger" in says(signed_in(noor).get("/mijn/actoren/koor-de-draad/mensen/"))
    assert runs(noor, choir).role == "eigenaar"
    browser().post(link(mail), {"do": "accept", "name": "Sofie"})
    sofie = User.objects.get(email=SOFIE)
    assert runs(sofie, choir).role == "eigenaar"
    assert runs(noor, choir) is None
    told = mails_to(noor.email)[-1]
    assert told.subject == "Koor De Draad is overgedragen"
    assert "Bedankt voor alles wat je deed." in told.body
    assert not DeskItem.objects.exists()


def test_to_a_colleague_and_staying(noor: User, bart: User, choir: Actor) -> None:
    asks(noor, colleague=runs(bart, choir).pk, then="stay")
    invitation = Invitation.objects.get()
    assert runs(bart, choir).role == "medewerker"
    signed_in(bart).post(f"/mijn/uitnodigingen/{invitation.pk}/", {"do": "accept"})
    assert runs(bart, choir).role == "eigenaar"
    assert runs(noor, choir).role == "medewerker"
    assert "Je blijft als collega." in mails_to(noor.email)[-1].body
    assert choir.memberships.count() == 2


def test_a_no_changes_nothing(noor: User, bart: User, choir: Actor) -> None:
    asks(noor, colleague=runs(bart, choir).pk)
    signed_in(bart).post(f"/mijn/uitnodigingen/{Invitation.objects.get().pk}/", {"do": "decline"})
    assert runs(noor, choir).role == "eigenaar"
    assert runs(bart, choir).role == "medewerker"


def test_one_successor_at_a_time(noor: User, bart: User, choir: Actor) -> None:
    asks(noor, email=SOFIE)
    asks(noor, email=SOFIE)
    assert Invitation.objects.count() == 1
    answer = asks(noor, email="ander@voorbeeld.example", message="Of jij?")
    assert answer.status_code == 409
    assert "Je vroeg het al aan sofie@voorbeeld.example." in says(answer)
    assert "Of jij?" in says(answer)


@pytest.mark.parametrize("words", [{}, {"then": ""}, {"email": "geen adres"}])
def test_what_is_not_right_is_told(noor: User, bart: User, words: dict[str, str]) -> None:
    answer = asks(noor, **words)
    assert answer.status_code == 200
    assert "Kijk dit nog eens na" in says(answer) or answer.context["form"].errors
    assert not Invitation.objects.exists()


def test_both_a_colleague_and_an_address_is_one_too_many(noor: User, bart: User, choir: Actor) -> None:
    assert asks(noor, colleague=runs(bart, choir).pk, email=SOFIE).context["form"].errors
    stranger = MembershipFactory(colleague=True)
    assert asks(noor, colleague=stranger.pk).context["form"].errors
    assert not Invitation.objects.exists()


def test_only_an_owner_hands_over(noor: User, bart: User, an: User, choir: Actor) -> None:
    assert signed_in(bart).get(PAGE).status_code == 404
    assert signed_in(an).get(PAGE).status_code == 404
    for person in (bart, an):
        with pytest.raises(PermissionDenied):
            membership.hand_over(
                actor=choir, by=person, asked=membership.Asked(SOFIE, hand_over=HandOver.STAY)
            )
    with pytest.raises(membership.Refused, match="daarna"):
        membership.hand_over(actor=choir, by=noor, asked=membership.Asked(SOFIE, hand_over="x"))


def test_who_lost_the_page_meanwhile_hands_nothing_over(noor: User, bart: User, choir: Actor) -> None:
    Membership.objects.filter(user=bart).update(role="eigenaar")
    asks(noor, email=SOFIE)
    signed_in(bart).post(
        f"/mijn/actoren/koor-de-draad/mensen/{runs(noor, choir).pk}/", {"do": "remove", "words": ""}
    )
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    browser().post(link(mails_to(SOFIE)[0]), {"do": "accept", "name": "Sofie"})
    assert not User.objects.filter(email=SOFIE).exists()


def test_who_left_already_is_not_ended_twice(noor: User, bart: User, choir: Actor) -> None:
    Membership.objects.filter(user=bart).update(role="eigenaar")
    asks(noor, email=SOFIE, then="stay")
    membership.leave(link=runs(noor, choir), by=noor)
    browser().post(link(mails_to(SOFIE)[0]), {"do": "accept", "name": "Sofie"})
    assert runs(User.objects.get(email=SOFIE), choir).role == "eigenaar"
    assert runs(noor, choir) is None


def test_taken_by_oneself_with_another_address_one_stays_owner(noor: User, choir: Actor) -> None:
    asks(noor, email=SOFIE)
    signed_in(noor).post(link(mails_to(SOFIE)[0]), {"do": "accept-as-me"})
    assert runs(noor, choir).role == "eigenaar"
    assert mails_to(noor.email) == []


def test_in_two_tabs_both_accept(noor: User, bart: User, choir: Actor) -> None:
    asks(noor, colleague=runs(bart, choir).pk)
    address = f"/mijn/uitnodigingen/{Invitation.objects.get().pk}/"
    tabs = [signed_in(bart), signed_in(bart)]
    for tab in tabs:
        tab.get(address)
    answers = [tab.post(address, {"do": "accept"}) for tab in tabs]
    assert answers[0].status_code == 302
    assert "Ga naar je pagina" in says(answers[1])
    assert len(mails_to(noor.email)) == 1
