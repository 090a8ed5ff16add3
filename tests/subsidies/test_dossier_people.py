"""Others work along: they are asked, say yes, get rights per part, and hear it calmly when a place ends."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actors.desk import Impossible
from actors.models import User
from ecru.base.models import OutgoingMail
from subsidies.models import Dossier, DossierInvitation, DossierPerson, Place, Reply
from subsidies.permissions import may_write
from subsidies.questioning import Wish, answer_invitation, change_place, invite, take_away, take_back
from subsidies.questioning.inviting import MOST_WAITING
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import ActorFactory, MembershipFactory, UserFactory
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.question_factories import make_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """A dossier of the choir, in a round that asks questions, on which nobody else works yet."""
    make_form(cast.call)
    made = cast.dossier()
    made.persons.all().delete()
    return made


@pytest.fixture
def band(cast: Cast) -> Any:
    """The band for which Sem acts."""
    return cast.sem.memberships.get().actor


def mails() -> list[OutgoingMail]:
    """What was mailed since last asked."""
    found = list(OutgoingMail.objects.order_by("pk"))
    OutgoingMail.objects.all().delete()
    return found


def people_page(dossier: Dossier) -> str:
    """Where people are asked."""
    return f"{DOSSIERS}{dossier.pk}/mensen/"


def ask(cast: Cast, dossier: Dossier, actor: Any, wish: Wish | None = None) -> DossierInvitation:
    """Nour asks somebody."""
    return invite(dossier=dossier, by=cast.nour, actor=actor, wish=wish or Wish())


@pytest.mark.mail("dossier-people")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_a_question_to_a_place_with_rights_per_part(
    cast: Cast, dossier: Dossier, band: Any, language: str
) -> None:
    User.objects.update(language=language)
    nour, sem, address = signed_in(cast.nour), signed_in(cast.sem), people_page(dossier)
    assert band.name in text_of(nour.get(f"{address}?q={band.name}"))
    sent = {"actor": band.pk, "place": "schrijft", "sections": ["met-wie"]}
    for _click in range(2):
        assert nour.post(f"{address}?q={band.name}", sent).status_code == 302
    asked = DossierInvitation.objects.get()
    assert str(asked) == f"{dossier.title}: {band.name}"
    [mail] = mails()
    assert (mail.to, mail.kind, mail.language) == (cast.sem.email, "dossier-people", language)
    assert "Zangkoor" in mail.subject
    assert f"{DOSSIERS}uitnodiging/{asked.pk}/" in mail.body
    assert cast.nour.email not in mail.body
    assert sem.get(f"{DOSSIERS}{dossier.pk}/").status_code == 404  # not before a yes
    assert dossier.title in text_of(sem.get(DOSSIERS))
    page = text_of(sem.get(f"{DOSSIERS}uitnodiging/{asked.pk}/"))
    assert "schrijft mee (Met wie)" in page
    assert not DossierPerson.objects.exists()
    for _click in range(2):
        done = sem.post(f"{DOSSIERS}uitnodiging/{asked.pk}/", {"antwoord": "ja"})
        assert done["Location"] == f"{DOSSIERS}{dossier.pk}/"
    place = DossierPerson.objects.get()
    assert (place.user, place.actor, place.place, place.sections) == (cast.sem, band, "schrijft", ["met-wie"])
    assert [mail.to for mail in mails()] == [cast.nour.email]
    assert "Zei ja" in text_of(sem.get(f"{DOSSIERS}uitnodiging/{asked.pk}/"))
    fresh, seen = User.objects.get(pk=cast.sem.pk), Dossier.objects.get()
    assert may_write(fresh, seen, "met-wie")
    assert not may_write(fresh, seen, "plan")
    assert not may_write(fresh, seen)
    words = text_of(nour.get(address))
    assert f"Sem, {band.name} schrijft mee: Met wie" in words
    assert "Sem" in text_of(nour.get(f"{DOSSIERS}{dossier.pk}/"))


def test_no_and_taking_back_give_nobody_a_place(cast: Cast, dossier: Dossier, band: Any) -> None:
    asked, sem, nour = ask(cast, dossier, band), signed_in(cast.sem), signed_in(cast.nour)
    assert sem.post(f"{DOSSIERS}uitnodiging/{asked.pk}/", {"antwoord": "nee"})["Location"] == DOSSIERS
    assert "deze keer niet mee" in next(mail.subject for mail in mails() if mail.to == cast.nour.email)
    with pytest.raises(Impossible):
        answer_invitation(invitation=asked, by=cast.sem, yes=True)
    again = ask(cast, dossier, band)
    assert "Gevraagd, nog geen antwoord" in text_of(nour.get(people_page(dossier)))
    assert nour.post(people_page(dossier), {"terug": again.pk}).status_code == 302
    again.refresh_from_db()
    assert again.reply == Reply.TAKEN_BACK
    take_back(invitation=asked, by=cast.nour)
    asked.refresh_from_db()
    assert asked.reply == Reply.NO
    late = sem.post(f"{DOSSIERS}uitnodiging/{again.pk}/", {"antwoord": "ja"}, follow=True)
    assert "al beantwoord of ingetrokken" in text_of(late)
    assert not DossierPerson.objects.exists()
    for nonsense in ("x", "9" * 30, "0"):
        assert nour.post(people_page(dossier), {"terug": nonsense}).status_code == 404


def test_who_cannot_be_asked(cast: Cast, dossier: Dossier, band: Any) -> None:
    with pytest.raises(Impossible, match="werkt al"):
        ask(cast, dossier, cast.choir)
    with pytest.raises(Impossible):
        ask(cast, dossier, ActorFactory())
    reachable = ActorFactory(contact_email="koor@voorbeeld.example", contact_email_public=True)
    with pytest.raises(Impossible):
        ask(cast, dossier, reachable)
    with pytest.raises(Impossible, match="bestaat niet"):
        ask(cast, dossier, band, Wish(sections=["geld"]))
    with pytest.raises(Impossible, match="bestaat niet"):
        ask(cast, dossier, band, Wish(place="baas"))
    assert ask(cast, dossier, band, Wish(Place.READS, ["plan"])).sections == []
    for _one in range(MOST_WAITING):
        DossierInvitation.objects.create(dossier=dossier, actor=ActorFactory())
    with pytest.raises(Impossible, match="Twintig"):
        ask(cast, dossier, cast.wout.memberships.get().actor)
    closed = cast.dossier("afgesloten")
    with pytest.raises(Impossible, match="Niemand"):
        ask(cast, closed, band)
    page = signed_in(cast.nour).post(
        f"{people_page(closed)}?q={band.name}", {"actor": band.pk, "place": "leest"}
    )
    assert "Niemand werkt nog aan dit dossier." in text_of(page)


def test_only_the_applicant_asks_and_only_who_was_asked_answers(
    cast: Cast, dossier: Dossier, band: Any
) -> None:
    asked = ask(cast, dossier, band)
    for name in ("sem", "ali", "rachida", "esra"):
        with pytest.raises(PermissionDenied):
            invite(dossier=dossier, by=cast.people[name], actor=band, wish=Wish())
        with pytest.raises(PermissionDenied):
            take_back(invitation=asked, by=cast.people[name])
    for name in ("nour", "ali", "rachida"):
        with pytest.raises(PermissionDenied):
            answer_invitation(invitation=asked, by=cast.people[name], yes=True)
        assert signed_in(cast.people[name]).get(f"{DOSSIERS}uitnodiging/{asked.pk}/").status_code == 404
    assert signed_in(cast.ali).get(people_page(dossier)).status_code == 404
    assert signed_in(cast.rachida).get(people_page(dossier)).status_code == 200
    assert signed_in(cast.rachida).post(people_page(dossier), {"actor": band.pk}).status_code == 403
    seen = cast.dossier("agenda")
    assert signed_in(cast.bea).get(people_page(seen)).status_code == 404


def test_what_was_chosen_wrongly_comes_back_with_why(cast: Cast, dossier: Dossier, band: Any) -> None:
    nour, address = signed_in(cast.nour), people_page(dossier)
    words = text_of(nour.post(f"{address}?q={band.name}", {"place": "baas", "sections": ["geld"]}))
    for part in ("Kies aan wie je de vraag stelt.", "Kies wat ze mogen doen.", "Kies delen uit de lijst."):
        assert part in words, part
    assert "Niemand gevonden" in text_of(nour.get(f"{address}?q=zzzzqqqq"))
    assert "Zangkoor" not in {label.words for label in read(nour.get(f"{address}?q=zangkoor")).every("label")}
    assert not DossierInvitation.objects.exists()


def test_a_place_changes_and_ends_with_a_calm_mail(cast: Cast, dossier: Dossier, band: Any) -> None:
    answer_invitation(invitation=ask(cast, dossier, band), by=cast.sem, yes=True)
    place = DossierPerson.objects.get()
    here, nour = f"{people_page(dossier)}{place.pk}/", signed_in(cast.nour)
    mails()
    assert nour.post(here, {"place": "baas"}).status_code == 200
    assert nour.post(here, {"place": "schrijft", "sections": ["plan"]}).status_code == 302
    assert nour.post(here, {"place": "schrijft", "sections": ["plan"]}).status_code == 302
    [changed] = mails()
    assert (changed.to, "schrijft mee" in changed.body) == (cast.sem.email, True)
    assert DossierPerson.objects.get().sections == ["plan"]
    assert nour.post(here, {"doe": "weg"})["Location"] == people_page(dossier)
    [gone] = mails()
    assert gone.subject == f"Je werkt niet meer aan “{dossier.title}”"
    assert "blijft erin staan" in gone.body
    assert "Je moet niets doen." in gone.body
    assert nour.post(here, {"doe": "weg"}).status_code == 404
    assert signed_in(cast.sem).get(f"{DOSSIERS}{dossier.pk}/").status_code == 404
    take_away(person=place, by=cast.nour)
    assert not mails()


def test_who_works_along_may_stop_and_not_change_anything(cast: Cast, dossier: Dossier, band: Any) -> None:
    answer_invitation(invitation=ask(cast, dossier, band, Wish(Place.READS)), by=cast.sem, yes=True)
    place = DossierPerson.objects.get()
    here, sem = f"{people_page(dossier)}{place.pk}/", signed_in(cast.sem)
    mails()
    assert "Ik stop ermee" in text_of(sem.get(here))
    assert "Vraag iemand" not in text_of(sem.get(people_page(dossier)))
    assert sem.post(here, {"place": "dient-in"}).status_code == 403
    with pytest.raises(PermissionDenied):
        change_place(person=place, by=cast.sem, wish=Wish(Place.SENDS))
    with pytest.raises(PermissionDenied):
        take_away(person=place, by=cast.ali)
    assert signed_in(cast.rachida).get(here).status_code == 404
    assert sem.post(here, {"doe": "weg"})["Location"] == DOSSIERS
    assert not DossierPerson.objects.exists()
    assert not mails()


def test_nobody_is_mailed_who_asked_and_is_gone(cast: Cast, dossier: Dossier, band: Any) -> None:
    other = MembershipFactory(actor=cast.choir, user=UserFactory()).user
    asked = invite(dossier=dossier, by=other, actor=band, wish=Wish())
    mails()
    other.is_active = False
    other.save()
    answer_invitation(invitation=asked, by=cast.sem, yes=False)
    assert not mails()
