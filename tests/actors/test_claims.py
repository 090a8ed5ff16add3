"""“Do you work here?”: somebody asks for the page of an actor, and its owners or the editors answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from actors import membership
from actors.membership import claiming
from actors.membership.domains import fits
from actors.models import Actor, DeskItem, DeskState, Membership, Role, User
from tests.actors.people_cast import an, bart, browser, choir, mails_to, noor, runs, says, signed_in
from tests.factories import ActorFactory, MunicipalityFactory, UserFactory

__all__ = ["an", "bart", "choir", "noor"]

CLAIM = "/actoren/koor-de-draad/beheren/"
WORDS = {"tie": "secretaris", "reason": "Mijn naam staat op de website."}


@pytest.fixture
def lien(db: None) -> Any:
    """Lien: secretary of the choir, with an account."""
    return UserFactory(name="Lien", email="lien@draad.example")


def asks(person: User, **changes: str) -> Any:
    return signed_in(person).post(CLAIM, {**WORDS, **changes})


def test_from_the_page_to_owner(choir: Actor, lien: User, an: User) -> None:
    client = signed_in(lien)
    assert "Werk je hier?" in says(client.get("/actoren/koor-de-draad/"))
    assert browser().get(CLAIM).url == f"/aanmelden/?next={CLAIM}"
    assert "Wat doe je daar?" in says(client.get(CLAIM))
    item_page = client.post(CLAIM, WORDS, follow=True)
    assert "We kregen je aanvraag." in says(item_page)
    [item] = DeskItem.objects.all()
    assert (item.kind, item.by, item.goes_first, item.content["tie"]) == ("claim", lien, True, "secretaris")
    desk = signed_in(an)
    assert "Adres past bij de website" in says(desk.get("/redactie/"))
    page = says(desk.get(f"/redactie/{item.pk}/"))
    assert "secretaris" in page
    assert "Mijn naam staat op de website." in page
    desk.post(f"/redactie/{item.pk}/", {"do": "accept", "seen": 1, "answer": "Welkom!"})
    assert runs(lien, choir).role == "eigenaar"
    assert User.objects.get(pk=lien.pk).roles == {Role.MEMBER}
    mail = mails_to(lien.email)[-1]
    assert "Welkom!" in mail.body
    assert "/mijn/actoren/koor-de-draad/" in mail.body
    assert client.get(CLAIM).url == "/mijn/actoren/koor-de-draad/"


def test_asking_twice_changes_what_waits(choir: Actor, lien: User) -> None:
    asks(lien)
    asks(lien)
    page = signed_in(lien).get(CLAIM)
    assert "Je vroeg dit al." in says(page)
    assert "Mijn naam staat op de website." in says(page)
    asks(lien, reason="Bel onze voorzitter.")
    item = DeskItem.objects.get()
    assert (item.reason, item.version) == ("Bel onze voorzitter.", 3)
    assert "Vul in wat je daar doet." in says(asks(lien, tie=" "))


def test_the_owners_are_asked_first(choir: Actor, noor: User, lien: User, an: User) -> None:
    asks(lien)
    [mail] = mails_to(noor.email)
    assert "Lien vraagt om mee te werken" in mail.body
    assert "> Mijn naam staat op de website." in mail.body
    assert lien.email not in mail.body
    assert "Koor De Draad" not in says(signed_in(an).get("/redactie/"))
    people = "/mijn/actoren/koor-de-draad/mensen/"
    page = says(signed_in(noor).get(people))
    assert "Wil meewerken" in page
    assert lien.email not in page
    item = DeskItem.objects.get()
    signed_in(noor).post(f"{people}aanvraag/{item.pk}/", {"do": "accept", "seen": item.version})
    assert runs(lien, choir).role == "medewerker"
    assert DeskItem.objects.get().handled_by == noor
    late = signed_in(noor).post(f"{people}aanvraag/{item.pk}/", {"do": "refuse", "seen": "x"}, follow=True)
    assert "besliste hier al over" in says(late)


def test_the_owners_say_no_with_a_reason(choir: Actor, noor: User, bart: User, lien: User) -> None:
    asks(lien)
    item = DeskItem.objects.get()
    address = f"/mijn/actoren/koor-de-draad/mensen/aanvraag/{item.pk}/"
    assert signed_in(bart).post(address, {"do": "accept", "seen": 1}).status_code == 403
    told = signed_in(noor).post(address, {"do": "refuse", "seen": 1, "words": ""}, follow=True)
    assert "Zeg kort waarom." in says(told)
    signed_in(noor).post(address, {"do": "refuse", "seen": 1, "words": "We kennen je niet."})
    assert "We kennen je niet." in mails_to(lien.email)[-1].body
    assert runs(lien, choir) is None


def test_after_seven_days_the_editors_see_it(choir: Actor, noor: User, lien: User, an: User) -> None:
    asks(lien)
    DeskItem.objects.update(editors_from=timezone.now() - timedelta(minutes=1))
    assert "Koor De Draad" in says(signed_in(an).get("/redactie/"))
    item = DeskItem.objects.get()
    signed_in(an).post(f"/redactie/{item.pk}/", {"do": "accept", "seen": 1})
    assert runs(lien, choir).role == "medewerker"


def test_a_colleague_asks_to_be_owner_when_there_is_none(
    choir: Actor, noor: User, bart: User, an: User
) -> None:
    assert signed_in(bart).get(CLAIM).status_code == 302
    membership.leave_alone(link=runs(noor, choir), by=noor)
    asks(bart)
    item = DeskItem.objects.of_kind("claim").get()
    signed_in(an).post(f"/redactie/{item.pk}/", {"do": "accept", "seen": 1})
    assert runs(bart, choir).role == "eigenaar"
    assert choir.memberships.filter(until=None).count() == 1


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ({"closed": True}, 403),
        ({"collective": True}, 403),
        ({"status": "draft"}, 404),
        ({"status": "archived"}, 404),
    ],
)
def test_some_pages_nobody_asks_for(choir: Actor, lien: User, state: dict[str, Any], status: int) -> None:
    Actor.objects.update(**state)
    choir.refresh_from_db()
    assert signed_in(lien).get(CLAIM).status_code == status
    assert asks(lien).status_code == status
    with pytest.raises(PermissionDenied):
        membership.claim(actor=choir, by=lien, told=membership.Claim("x", "y"))
    assert not DeskItem.objects.exists()
    assert "Werk je hier?" not in says(signed_in(lien).get("/actoren/koor-de-draad/"))


def test_not_too_many_at_once(choir: Actor, lien: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "MOST_WAITING", 1)
    asks(lien)
    ActorFactory(slug="ander", name="Ander Koor")
    answer = signed_in(lien).post("/actoren/ander/beheren/", WORDS)
    assert (answer.status_code, "wachten op een antwoord" in says(answer)) == (409, True)
    assert "Mijn naam staat op de website." in says(answer)
    assert asks(lien, reason="Nog iets.").status_code == 302


def test_what_cannot_be_accepted_says_why(choir: Actor, lien: User, an: User) -> None:
    asks(lien)
    item = DeskItem.objects.get()
    Actor.objects.archive()
    answer = signed_in(an).post(f"/redactie/{item.pk}/", {"do": "accept", "seen": 1, "answer": "Dag!"})
    assert (answer.status_code, "Deze actor is gearchiveerd." in says(answer)) == (409, True)
    assert "Dag!" in says(answer)
    Actor.objects.all().delete()
    gone = signed_in(an).post(f"/redactie/{item.pk}/", {"do": "accept", "seen": 1})
    assert "bestaat niet meer" in says(gone)
    signed_in(an).post(f"/redactie/{item.pk}/", {"do": "refuse", "seen": 1, "answer": "Het koor is weg."})
    assert DeskItem.objects.get().state == DeskState.REFUSED
    assert Membership.objects.count() == 0


@pytest.mark.parametrize(
    ("email", "website", "own", "others", "fit"),
    [
        ("lien@koor.be", "https://www.koor.be/", "", "", True),
        ("lien@koor.be", "https://koor.be/nl/", "", "", True),
        ("lien@KOOR.be", "", "info@koor.be", "", True),
        ("lien@mail.koor.be", "https://koor.be", "", "", True),
        ("lien@koor.be", "https://zingt.koor.be", "", "", False),
        ("lien@zingt.koor.be", "https://zingt.koor.be", "", "", True),
        ("lien@koor.be", "https://koor.be/afdeling/genk/", "", "", False),
        ("lien@koor.be", "https://koor.be", "", "https://www.koor.be/anderen/", False),
        ("lien@koor.be", "https://koor.be", "", "https://ander.koor.be/", False),
        ("lien@a.koor.be", "https://a.koor.be", "", "https://b.koor.be/", True),
        ("lien@genk.be", "https://www.genk.be", "", "", False),
        ("lien@gmail.com", "", "info@gmail.com", "", False),
        ("lien@facebook.com", "https://www.facebook.com", "", "", False),
        ("lien@koor.be.boef.com", "https://koor.be", "", "", False),
        ("lien@boefkoor.be", "https://koor.be", "", "", False),
        ("lien@koor.be", "https://[kapot", "", "", False),
        ("lien@koor.be", "https://koor.be", "", "https://[koor.be", True),
        ("", "https://koor.be", "", "", False),
        ("lien@shop.co.uk", "https://shop.co.uk", "", "", True),
        ("lien@koor.be", "", "", "", False),
    ],
)
@pytest.mark.django_db
def test_when_an_address_fits_the_website(email: str, website: str, own: str, others: str, fit: bool) -> None:
    MunicipalityFactory(name="Genk")
    actor = ActorFactory(website=website, contact_email=own)
    if others:
        ActorFactory(website=others)
    assert fits(email, actor) is fit


def test_owners_who_cannot_sign_in_are_not_mailed(choir: Actor, noor: User, lien: User) -> None:
    User.objects.filter(pk=noor.pk).update(is_active=False)
    asks(lien)
    assert mails_to(noor.email) == []
    assert DeskItem.objects.get().editors_from > timezone.now()
