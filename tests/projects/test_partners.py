"""Working together: the lead asks, or an actor offers itself; it stands on the site once both said yes."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from actors.desk import Impossible
from actors.models import Actor, Block, User
from actors.models.conversation_parts import address_hash
from ecru.base.models import MailChoice, MailReader, OutgoingMail
from projects.models import Answer, Project, ProjectPartner, StateChange
from projects.partnering import Invitation, answer_partner, ask_partner, offer_partner, stop_partner
from projects.reaching import readers_for
from tests.actors.markup import text_of
from tests.factories import ActorFactory, FreshnessFactory, ProjectPartnerFactory
from tests.projects.together_cast import MY_PROJECTS, PROJECTS, browser_of, link_in, mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(project: Project, mila: User, toneelhuis: Actor) -> ProjectPartner:
    """The choir asked the theatre."""
    return ask_partner(project=project, by=mila, invitation=Invitation(toneelhuis, "Het  decor"))


def link(to: str) -> str:
    return link_in(mails(to)[0], "/projecten/partner/")


@pytest.mark.mail("partnership")
@pytest.mark.parametrize(
    ("language", "subject", "button"),
    [
        ("nl", "vraagt jullie om mee te doen", "Zeg ja of nee"),
        ("en", "asks you to take part", "Say yes or no"),
    ],
)
def test_the_lead_asks_by_mail_with_a_link(
    project: Project, toneelhuis: Actor, language: str, subject: str, button: str
) -> None:
    mila, ali = User.objects.get(name="Mila"), User.objects.get(name="Ali")
    User.objects.filter(pk=ali.pk).update(language=language)
    ask_partner(project=project, by=mila, invitation=Invitation(toneelhuis, "Het decor"))
    [mail] = mails(ali.email)
    assert subject in mail.subject
    assert button in mail.body
    assert "Het decor" in mail.body
    assert mila.email not in mail.body


@pytest.mark.mail("partnership-answer")
@pytest.mark.parametrize(("language", "words"), [("nl", "Goed nieuws"), ("en", "Good news")])
def test_the_answer_goes_to_who_asked(
    asked: ProjectPartner, mila: User, ali: User, language: str, words: str
) -> None:
    User.objects.filter(pk=mila.pk).update(language=language)
    answer_partner(partner=asked, yes=True, by=ali)
    assert words in mails(mila.email)[0].body
    assert ali.email not in mails(mila.email)[0].body


def test_get_shows_and_post_acts_and_the_link_answers_once(
    visitor: Client, asked: ProjectPartner, ali: User
) -> None:
    address = link(ali.email)
    for _ in range(2):
        page = text_of(visitor.get(address))
        assert "Ja, samen" in page
    asked.refresh_from_db()
    assert asked.answer == Answer.ASKED
    assert "Toneelhuis" not in text_of(visitor.get(f"{PROJECTS}zingen/"))
    said = text_of(visitor.post(address, {"answer": "ja"}, follow=True))
    assert "Bedankt" in said
    asked.refresh_from_db()
    assert asked.answer == Answer.AGREED
    assert asked.part == "Het decor"
    assert "Toneelhuis" in text_of(visitor.get(f"{PROJECTS}zingen/"))
    assert "al beantwoord" in text_of(visitor.post(address, {"answer": "nee"}, follow=True))
    assert visitor.get(f"{PROJECTS}partner/{'x' * 43}/").status_code == 404


def test_no_is_kind_and_the_same_side_does_not_ask_again(
    asked: ProjectPartner, project: Project, mila: User, ali: User, toneelhuis: Actor
) -> None:
    browser_of(ali).post(f"{MY_PROJECTS}partner/{asked.pk}/", {"answer": "nee"})
    assert "Dat kan gebeuren" in mails(mila.email)[0].body
    with pytest.raises(Impossible, match="Ze zeiden nee"):
        ask_partner(project=project, by=mila, invitation=Invitation(toneelhuis))
    offered = offer_partner(project=project, by=ali, invitation=Invitation(toneelhuis))
    assert offered.answer == Answer.OFFERED, "who said no may still offer"
    told = StateChange.objects.about(project)
    assert [(step.old, step.new) for step in told] == [
        *(("geweigerd", "aangeboden"), ("gevraagd", "geweigerd"), ("", "gevraagd"))
    ]


def test_an_actor_offers_itself_and_the_lead_says_yes(
    project: Project, mila: User, ali: User, toneelhuis: Actor
) -> None:
    browser = browser_of(ali)
    assert "Voor welke organisatie?" in text_of(browser.get(f"{PROJECTS}zingen/meedoen/"))
    sent = browser.post(f"{PROJECTS}zingen/meedoen/", {"actor": toneelhuis.pk, "part": "Spelers"})
    assert sent["Location"] == f"{PROJECTS}zingen/"
    assert "wil meedoen" in mails(mila.email)[0].subject
    partner = ProjectPartner.objects.get()
    assert "Toneelhuis wil meedoen" in text_of(browser_of(mila).get(MY_PROJECTS))
    assert "Dit wacht op het antwoord" in text_of(browser.get(f"{MY_PROJECTS}partner/{partner.pk}/"))
    browser_of(mila).post(f"{MY_PROJECTS}partner/{partner.pk}/", {"answer": "ja"})
    partner.refresh_from_db()
    assert partner.is_agreed
    assert "zegt ja" in mails(ali.email)[0].body
    stop_partner(partner=partner, by=ali)
    offer = offer_partner(project=project, by=ali, invitation=Invitation(toneelhuis))
    answer_partner(partner=offer, yes=False, by=mila)
    assert "zegt nee" in mails(ali.email)[0].body


def test_who_is_asked_and_offers_at_the_same_time_takes_part(
    asked: ProjectPartner, project: Project, ali: User, mila: User, toneelhuis: Actor
) -> None:
    again = ask_partner(project=project, by=mila, invitation=Invitation(toneelhuis))
    assert again.pk == asked.pk
    assert len(mails(ali.email)) == 1, "asked once"
    browser = browser_of(ali)
    said = browser.post(f"{PROJECTS}zingen/meedoen/", {"actor": toneelhuis.pk}, follow=True)
    assert "Jullie doen nu mee" in text_of(said)


def test_the_lead_looks_for_somebody_and_asks(project: Project, mila: User, toneelhuis: Actor) -> None:
    browser, address = browser_of(mila), f"{MY_PROJECTS}zingen/partners/"
    assert "Nog niemand" in text_of(browser.get(address))
    assert "Niemand gevonden" in text_of(browser.get(f"{address}?q=zzzz%00"))
    assert "Toneelhuis" in text_of(browser.get(f"{address}?q=toneel"))
    assert "Kies aan wie je de vraag stelt" in text_of(browser.post(f"{address}?q=toneel", {}))
    sent = browser.post(f"{address}?q=toneel", {"actor": toneelhuis.pk, "part": ""}, follow=True)
    assert "We vroegen het aan Toneelhuis" in text_of(sent)
    partner = ProjectPartner.objects.get()
    assert "Trek in" in text_of(browser.get(address))
    said = text_of(browser.post(address, {"stop": partner.pk}, follow=True))
    assert "doet niet meer mee" in said
    assert len(mails("ali@voorbeeld.example")) == 1, "a question that is taken back needs no mail"
    assert browser.post(address, {"stop": 99999}).status_code == 404
    for odd in ("²", "9" * 5000, "-1", "\0"):
        assert browser.post(address, {"stop": odd}).status_code == 200


def test_either_side_stops_and_the_other_hears_it(
    asked: ProjectPartner, project: Project, mila: User, ali: User
) -> None:
    answer_partner(partner=asked, yes=True, by=ali)
    browser, address = browser_of(ali), f"{MY_PROJECTS}partner/{asked.pk}/"
    assert "We doen niet meer mee" in text_of(browser.get(address))
    browser.post(address, {"answer": "stop"})
    assert "niet meer mee" in mails(mila.email)[0].body
    stop_partner(partner=asked, by=mila)
    asked.refresh_from_db()
    assert asked.answer == Answer.ENDED
    back = ProjectPartnerFactory(project=project)
    stop_partner(partner=back, by=mila)
    assert not [mail for mail in OutgoingMail.objects.all() if mail.to == "nobody@x.example"]
    with pytest.raises(PermissionDenied):
        stop_partner(partner=back, by=ali)


def test_strangers_learn_nothing(asked: ProjectPartner, noor: User, visitor: Client) -> None:
    assert browser_of(noor).get(f"{MY_PROJECTS}partner/{asked.pk}/").status_code == 404
    assert visitor.get(f"{MY_PROJECTS}partner/{asked.pk}/").status_code == 302
    with pytest.raises(PermissionDenied):
        answer_partner(partner=asked, yes=True, by=noor)
    with pytest.raises(PermissionDenied):
        answer_partner(partner=asked, yes=True, token="verkeerd")


def test_who_asked_cannot_answer_for_the_other(asked: ProjectPartner, mila: User, toneelhuis: Actor) -> None:
    assert browser_of(mila).post(f"{MY_PROJECTS}partner/{asked.pk}/", {"answer": "ja"}).status_code == 404
    offered = ProjectPartnerFactory(
        project=asked.project, actor=ActorFactory(), answer=Answer.OFFERED, by_lead=False, answered_at=None
    )
    assert browser_of(mila).get(f"{MY_PROJECTS}partner/{offered.pk}/").status_code == 200


def refused(project: Project, by: User, actor: Actor) -> str:
    with pytest.raises(Impossible) as caught:
        ask_partner(project=project, by=by, invitation=Invitation(actor))
    return str(caught.value)


def test_blocked_paused_stopped_and_unreachable_are_left_alone(
    project: Project, mila: User, toneelhuis: Actor
) -> None:
    rest = FreshnessFactory(actor=toneelhuis, paused_on=timezone.localdate())
    assert "vroeg een pauze" in refused(project, mila, toneelhuis)
    rest.delete()
    block = Block.objects.create(actor=toneelhuis, address_hash=address_hash(mila.email))
    assert "neemt op dit moment geen vragen" in refused(project, mila, toneelhuis)
    block.delete()
    assert "We kennen niemand" in refused(project, mila, ActorFactory(contact_email=""))
    assert "staat niet op de site" in refused(project, mila, ActorFactory(closed=True))
    assert "trekken dit project al" in refused(project, mila, Actor.objects.get(slug="zangkoor"))
    assert not OutgoingMail.objects.exists()
    for _ in range(20):
        ProjectPartnerFactory(project=project, asked=True)
    assert "Twintig vragen" in refused(project, mila, toneelhuis)
    Project.objects.filter(pk=project.pk).update(status="draft")
    assert "eerst op de site" in refused(project, mila, toneelhuis)


def test_the_form_says_why_it_cannot_be(project: Project, mila: User, ali: User, toneelhuis: Actor) -> None:
    Actor.objects.filter(pk=toneelhuis.pk).update(status="published")
    FreshnessFactory(actor=toneelhuis, paused_on=timezone.localdate())
    asked = browser_of(mila).post(f"{MY_PROJECTS}zingen/partners/?q=toneel", {"actor": toneelhuis.pk})
    assert "vroeg een pauze" in text_of(asked)
    Project.objects.filter(pk=project.pk).update(stage="klaar")
    offered = browser_of(ali).post(f"{PROJECTS}zingen/meedoen/", {"actor": toneelhuis.pk})
    assert "neemt geen partners meer aan" in text_of(offered)


def test_nobody_offers_what_is_not_theirs(project: Project, ali: User, mila: User, zangkoor: Actor) -> None:
    with pytest.raises(PermissionDenied):
        offer_partner(project=project, by=ali, invitation=Invitation(zangkoor))
    with pytest.raises(Impossible, match="al"):
        offer_partner(project=project, by=mila, invitation=Invitation(zangkoor))
    with pytest.raises(PermissionDenied):
        ask_partner(project=project, by=ali, invitation=Invitation(zangkoor))


def test_an_actor_without_accounts_answers_from_the_address_that_we_know(
    visitor: Client, project: Project, mila: User
) -> None:
    museum = ActorFactory(name="Mijnmuseum", contact_email="museum@voorbeeld.example")
    ask_partner(project=project, by=mila, invitation=Invitation(museum))
    visitor.post(link("museum@voorbeeld.example"), {"answer": "ja"})
    assert ProjectPartner.objects.get().is_agreed
    assert "museum@voorbeeld.example" not in visitor.get(f"{PROJECTS}zingen/").content.decode()


def test_who_stopped_this_mail_finds_the_question_on_their_page(
    project: Project, mila: User, ali: User, toneelhuis: Actor
) -> None:
    reader = MailReader.objects.of(ali.email)
    MailChoice.objects.create(reader=reader, kind="partnership", frequency="never")
    ask_partner(project=project, by=mila, invitation=Invitation(toneelhuis))
    assert not mails(ali.email)
    assert "Zangkoor vraagt Toneelhuis" in text_of(browser_of(ali).get(MY_PROJECTS))


def test_an_address_that_takes_no_mail_stops_nobody(
    project: Project, mila: User, toneelhuis: Actor, ali: User
) -> None:
    User.objects.filter(pk=ali.pk).update(email="geen adres")
    assert ask_partner(project=project, by=mila, invitation=Invitation(toneelhuis)).is_waiting
    assert [reader.address for reader in readers_for(toneelhuis)] == ["geen adres"]


def test_a_project_without_a_lead_has_nobody_to_tell(project: Project, toneelhuis: Actor, an: User) -> None:
    partner: Any = ProjectPartnerFactory(project=project, actor=toneelhuis)
    Project.objects.filter(pk=project.pk).update(lead=None)
    partner = ProjectPartner.objects.get(pk=partner.pk)
    stop_partner(partner=partner, by=an)
    assert mails("ali@voorbeeld.example"), "the partner hears it from the editors"
