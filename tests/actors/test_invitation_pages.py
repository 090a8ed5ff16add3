"""Somebody without an account gets an invitation: one link shows it, signs in, and lands on the thing invited to."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from actors.models import Actor, Invitation, InvitationState, Role, User
from ecru.base.models import OutgoingMail, Publication
from tests.actors.people_cast import (
    an,
    bart,
    browser,
    choir,
    link,
    mails_to,
    noor,
    rik,
    runs,
    says,
    signed_in,
)
from tests.factories import ExpertFactory, InvitationFactory, MunicipalityFactory, UserFactory

__all__ = ["an", "bart", "choir", "noor", "rik"]

PEOPLE = "/mijn/actoren/koor-de-draad/mensen/"
GUEST = "gast@voorbeeld.example"


def invited(noor: User, **changes: Any) -> str:
    """Noor invites a guest; the address of the link in the mail."""
    words = {"email": GUEST, "name": "Gust", "role": "medewerker", "language": "nl", "message": "", **changes}
    answer = signed_in(noor).post(PEOPLE, words)
    assert answer.status_code == 302, says(answer)
    return link(mails_to(words["email"])[-1])


def test_the_mail_says_who_asks_what_and_until_when(noor: User, choir: Actor) -> None:
    invited(noor, message="Kom erbij!\nBcc: boze@voorbeeld.example")
    [mail] = mails_to(GUEST)
    assert mail.subject == "Uitnodiging: Koor De Draad"
    assert "Dag Gust" in mail.body
    assert "Noor vraagt je om mee te werken aan de pagina van Koor De Draad." in mail.body
    assert "> Kom erbij!\n> Bcc: boze@voorbeeld.example" in mail.body
    assert "Hij werkt één keer" in mail.body
    assert "Je krijgt deze mail omdat iemand je uitnodigt" in mail.body
    assert noor.email not in mail.body
    assert Invitation.objects.get().token_hash not in mail.body


def test_one_link_shows_signs_in_and_lands_there(noor: User, choir: Actor) -> None:
    address, guest = invited(noor, message="Kom erbij!"), browser()
    page = guest.get(address)
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert "Noor vraagt je om mee te werken" in says(page)
    assert "Kom erbij!" in says(page)
    assert not User.objects.filter(email=GUEST).exists()
    answer = guest.post(address, {"do": "accept", "name": "Gust"}, follow=True)
    assert answer.redirect_chain == [("/mijn/actoren/koor-de-draad/", 302)]
    assert "Welkom. Je werkt nu mee aan de pagina van Koor De Draad." in says(answer)
    gust = User.objects.get(email=GUEST)
    assert (gust.name, gust.roles) == ("Gust", {Role.MEMBER})
    assert runs(gust, choir).role == "medewerker"
    assert runs(gust, choir).given_by == noor
    assert "Gust nam je uitnodiging voor Koor De Draad aan." in mails_to(noor.email)[-1].body


def test_without_a_name_nothing_is_made(noor: User) -> None:
    address = invited(noor, name="")
    answer = browser().post(address, {"do": "accept", "name": " "})
    assert "Vul je naam in." in says(answer)
    assert not User.objects.filter(email=GUEST).exists()
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_the_link_works_once(noor: User, choir: Actor) -> None:
    address, guest = invited(noor), browser()
    guest.post(address, {"do": "accept", "name": "Gust"})
    assert "Ga naar je pagina" in says(guest.get(address))
    stranger = browser()
    for answer in (stranger.get(address), stranger.post(address, {"do": "accept", "name": "Boef"})):
        assert "Deze uitnodiging is aangenomen." in says(answer)
    assert "_auth_user_id" not in stranger.session
    assert Invitation.objects.get().accepted_by.email == GUEST
    assert len(mails_to(noor.email)) == 1


def test_a_double_click_is_one_yes(noor: User, choir: Actor) -> None:
    address, one, two = invited(noor), browser(), browser()
    for client in (one, two):
        client.get(address)
    one.post(address, {"do": "accept", "name": "Gust"})
    two.post(address, {"do": "decline"})
    assert Invitation.objects.get().state == InvitationState.ACCEPTED
    assert choir.memberships.count() == 2


def test_it_can_be_declined(noor: User) -> None:
    address = invited(noor)
    answer = browser().post(address, {"do": "decline"})
    assert "Je zei nee." in says(answer)
    assert not User.objects.filter(email=GUEST).exists()
    assert "Gust gaat niet in op je uitnodiging" in mails_to(noor.email)[-1].body
    assert "Je zei nee." in says(browser().get(address))
    assert Invitation.objects.get().state == InvitationState.DECLINED


def test_a_link_that_is_too_old_asks_for_a_new_one_once(noor: User, choir: Actor) -> None:
    address = invited(noor)
    long_ago = timezone.now() - timedelta(days=31)
    Invitation.objects.update(expires_at=long_ago, sent_at=long_ago)
    page = browser().get(address)
    assert page.status_code == 410
    assert "stond open tot" in says(page)
    assert browser().post(address, {"do": "accept", "name": "Gust"}).status_code == 200
    assert runs(User.objects.filter(email=GUEST).first() or noor, choir).user == noor
    for _again in range(2):
        assert "We vroegen een nieuwe voor je." in says(browser().post(address, {"do": "again"}))
    [mail] = mails_to(noor.email)
    assert "Gust vond je uitnodiging" in mail.body
    assert PEOPLE in mail.body
    page = signed_in(noor).get(PEOPLE)
    assert "Deze persoon vroeg een nieuwe link." in says(page)
    pk = Invitation.objects.get().pk
    signed_in(noor).post(f"{PEOPLE}uitnodiging/{pk}/", {"do": "again"})
    newer = link(mails_to(GUEST)[-1])
    assert newer != address
    assert browser().get(address).status_code == 404
    assert browser().get(newer).status_code == 200


def test_withdrawn_and_unknown_links_say_what_to_do(noor: User) -> None:
    address = invited(noor)
    pk = Invitation.objects.get().pk
    for _twice in range(2):
        signed_in(noor).post(f"{PEOPLE}uitnodiging/{pk}/", {"do": "withdraw"})
    page = browser().get(address)
    assert (page.status_code, "Deze uitnodiging is ingetrokken." in says(page)) == (410, True)
    unknown = browser().get("/uitnodiging/bestaatniet/")
    assert unknown.status_code == 404
    assert "Kopieer hem helemaal uit de mail." in says(unknown)
    assert unknown["Referrer-Policy"] == "same-origin"
    assert browser().post("/uitnodiging/bestaatniet/", {"do": "accept"}).status_code == 404


def test_nobody_left_to_ask(noor: User) -> None:
    address = invited(noor)
    Invitation.objects.update(expires_at=timezone.now(), invited_by=None)
    page = browser().get(address)
    assert "Wie je uitnodigde, is hier niet meer." in says(page)
    browser().post(address, {"do": "again"})
    assert Invitation.objects.get().asked_again_at is None


def test_signed_in_with_another_address_they_choose(noor: User, choir: Actor) -> None:
    address, lien = invited(noor), UserFactory(name="Lien", email="lien@voorbeeld.example")
    client = signed_in(lien)
    assert "Je bent aangemeld als lien@voorbeeld.example." in says(client.get(address))
    client.post(address, {"do": "accept-as-me"})
    assert runs(lien, choir)
    assert not User.objects.filter(email=GUEST).exists()


def test_or_they_go_on_as_the_other(noor: User, choir: Actor) -> None:
    address, lien = invited(noor), UserFactory(email="lien@voorbeeld.example")
    client = signed_in(lien)
    client.post(address, {"do": "accept", "name": "Gust"})
    assert client.session["_auth_user_id"] == str(User.objects.get(email=GUEST).pk)
    assert runs(lien, choir) is None


def test_accept_as_me_needs_a_me(noor: User) -> None:
    address = invited(noor)
    browser().post(address, {"do": "accept-as-me"})
    assert Invitation.objects.get().accepted_by.email == GUEST
    other = invited(noor, email="ander@voorbeeld.example")
    assert browser().post(other, {"do": "iets anders"}).status_code == 200
    assert Invitation.objects.open().count() == 1


def test_who_has_an_account_needs_no_link(noor: User, choir: Actor) -> None:
    invited(noor, email="Lien@Voorbeeld.example")
    pk, lien = Invitation.objects.get().pk, UserFactory(name="Lien", email="lien@voorbeeld.example")
    address = f"/mijn/uitnodigingen/{pk}/"
    assert signed_in(noor).get(address).status_code == 404
    assert signed_in(noor).post(address, {"do": "accept"}).status_code == 404
    assert browser().get(address).url.startswith("/aanmelden/")
    client = signed_in(lien)
    assert "Je naam" not in says(client.get(address))
    assert client.post(address, {"do": "accept"}).url == "/mijn/actoren/koor-de-draad/"
    assert runs(lien, choir)


def test_an_account_that_may_not_sign_in_stays_out(noor: User, choir: Actor) -> None:
    UserFactory(email=GUEST, is_active=False)
    answer = browser().post(invited(noor), {"do": "accept"})
    assert (answer.status_code, "kan je niet aanmelden" in says(answer)) == (409, True)
    assert choir.memberships.count() == 1


def test_an_archived_page_takes_nobody_in(noor: User, choir: Actor) -> None:
    address = invited(noor)
    Actor.objects.archive()
    answer = browser().post(address, {"do": "accept", "name": "Gust"})
    assert "Deze pagina is gearchiveerd." in says(answer)
    assert Invitation.objects.get().state == InvitationState.OPEN
    assert not User.objects.filter(email=GUEST).exists()


def test_hostile_names_stay_words(noor: User) -> None:
    bad = "<script>alert(1)</script>\r\nBcc: x@voorbeeld.example"
    address = invited(noor, name=bad, message=bad, language="en")
    page = browser().get(address)
    assert address.startswith("/en/")
    assert "<script>alert" not in page.content.decode()
    [mail] = mails_to(GUEST)
    assert "\n" not in mail.subject
    assert "Hello <script>alert(1)</script> Bcc: x@voorbeeld.example" in mail.body
    assert "Noor asks you to help" in mail.body


def test_a_partner_is_invited_by_the_regisseur_alone(an: User, rik: User) -> None:
    genk = MunicipalityFactory(name="Genk")
    words = {"email": GUEST, "name": "Greet", "language": "nl", "message": "", "municipality": genk.pk}
    assert "municipality" not in signed_in(an).get("/redactie/uitnodigen/").context["form"].fields
    assert signed_in(an).post("/redactie/uitnodigen/", words).status_code == 200
    assert not Invitation.objects.exists()
    assert signed_in(rik).post("/redactie/uitnodigen/", words).status_code == 302
    assert (
        "De redactie van ECRU vraagt je om gemeentelijke partner van Genk te zijn." in mails_to(GUEST)[0].body
    )
    answer = browser().post(link(mails_to(GUEST)[0]), {"do": "accept", "name": "Greet"})
    assert answer.url == "/gemeenten/genk/"
    greet = User.objects.get(email=GUEST)
    assert greet.own_municipalities == {genk.pk}
    assert greet.municipallinks.get().given_by == rik


def test_an_expert_keeps_their_own_page(an: User) -> None:
    expert = ExpertFactory(person=True, person_name="Nour", slug="nour")
    words = {"email": GUEST, "name": "Nour", "language": "nl", "message": "", "expert": expert.pk}
    client = signed_in(an)
    assert client.post("/redactie/uitnodigen/", words).status_code == 302
    assert client.post("/redactie/uitnodigen/", {**words, "expert": ""}).status_code == 200
    assert "Nour" in says(client.get("/redactie/uitnodigen/"))
    answer = browser().post(link(mails_to(GUEST)[0]), {"do": "accept", "name": "Nour"})
    assert answer.url == "/experten/nour/"
    expert.refresh_from_db()
    assert expert.user.email == GUEST
    assert Role.EXPERT in expert.user.roles


def test_a_page_of_an_expert_has_one_keeper(an: User) -> None:
    nour = UserFactory(email=GUEST, name="Nour")
    ExpertFactory(user=nour)
    other = ExpertFactory(draft=True)
    invitation = InvitationFactory(actor=None, role="", expert=other, email=GUEST, invited_by=an)
    address = f"/mijn/uitnodigingen/{invitation.pk}/"
    assert "Je hebt al een expertpagina." in says(signed_in(nour).post(address, {"do": "accept"}))
    taken = ExpertFactory(user=UserFactory())
    Invitation.objects.update(expert=taken)
    assert "Iemand anders houdt deze pagina al bij." in says(signed_in(nour).post(address, {"do": "accept"}))
    Invitation.objects.update(expert=ExpertFactory(draft=True))
    lien = UserFactory(email="lien@voorbeeld.example")
    Invitation.objects.update(email=lien.email)
    assert signed_in(lien).post(address, {"do": "accept"}).url == "/mijn/ingestuurd/"
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=None, accepted_by=None)


def test_the_desk_sends_its_invitations_again_or_takes_them_back(an: User, rik: User) -> None:
    partner = InvitationFactory(actor=None, role="", municipality=MunicipalityFactory(), invited_by=rik)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=1))
    address = f"/redactie/uitnodigen/{partner.pk}/"
    assert signed_in(an).post(address, {"do": "again"}).status_code == 403
    assert signed_in(rik).get(address).status_code == 405
    client = signed_in(rik)
    assert client.post(address, {"do": "again"}).status_code == 302
    assert "We stuurden ze net." in says(client.post(address, {"do": "again"}, follow=True))
    client.post(address, {"do": "withdraw"})
    partner.refresh_from_db()
    assert partner.state == InvitationState.WITHDRAWN
    own = InvitationFactory()
    assert client.post(f"/redactie/uitnodigen/{own.pk}/", {"do": "withdraw"}).status_code == 404


def test_the_log_never_holds_the_link(noor: User, caplog: Any) -> None:
    address = invited(noor)
    with caplog.at_level("INFO", "ecru.request"):
        browser().get(address)
    assert address.split("/")[-2] not in caplog.text
    assert "/uitnodiging/…/" in caplog.text


def test_the_page_never_shows_a_name_on_the_site(noor: User, bart: User, choir: Actor) -> None:
    page = browser().get("/actoren/koor-de-draad/")
    assert "Noor" not in says(page)
    assert "Bart" not in says(page)
    assert "Werk je hier? Beheer deze pagina" in says(page)
    assert "Werk je hier?" not in says(signed_in(noor).get("/actoren/koor-de-draad/"))
    assert OutgoingMail.objects.count() == 0
    assert choir.status == Publication.PUBLISHED
