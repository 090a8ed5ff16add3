"""Public questions and answers: the list, the page, search, and the admin where the team makes them ready."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from actors.models import PublicAnswer, User
from ecru.base.attention import attention_for
from ecru.base.models import Publication
from tests.actors.admin_cast import editor, outsider, signed_in, typed
from tests.actors.markup import read
from tests.actors.talk_cast import words
from tests.factories import ActorFactory, ExpertFactory, MunicipalityFactory, TopicFactory

__all__ = ["editor", "outsider"]
pytestmark = pytest.mark.django_db

ADMIN = "/beheer/actors/publicanswer/"


def answer(title: str, **more: Any) -> PublicAnswer:
    """A published one, with both consents."""
    agreed = timezone.now()
    made = PublicAnswer.objects.create(
        **{
            "title": title,
            "slug": slugify(title),
            "question": "Wij zoeken een zaal met een podium.",
            "answer": "Vraag het in de bibliotheek.\n\nBel eerst.",
            "status": Publication.PUBLISHED,
            "asker_agreed_on": agreed,
            "answerer_agreed_on": agreed,
            **more,
        }
    )
    made.reindex()
    return made


def test_the_page_shows_question_and_answer_and_who_answered(visitor: Client) -> None:
    genk, topic = MunicipalityFactory(name="Genk"), TopicFactory(label="Zalen", slug="zalen")
    made = answer("Waar is een zaal", actor=ActorFactory(name="Stebo"), municipality=genk, topic=topic)
    page = visitor.get(made.get_absolute_url())
    shown = read(page)
    for text in ("Waar is een zaal", "Wij zoeken een zaal met een podium.", "Bel eerst.", "Stebo", "Genk"):
        assert text in shown.words
    assert "/vragen/?onderwerp=zalen" in shown.links
    assert str(made) == "Waar is een zaal"
    hidden = answer("Van een klad", expert=ExpertFactory(slug="klad", draft=True, actor__name="Verborgen"))
    assert "/experten/klad/" not in read(visitor.get(hidden.get_absolute_url())).links


def test_the_list_by_topic(visitor: Client) -> None:
    assert "Stel de jouwe." in words(visitor.get("/vragen/"))
    topic = TopicFactory(label="Zalen", slug="zalen")
    answer("Waar is een zaal", topic=topic, municipality=MunicipalityFactory(name="As"))
    answer("Wie leert drummen")
    answer("Nog niet klaar", status=Publication.DRAFT)
    assert "Waar is een zaal" in words(visitor.get("/vragen/"))
    assert "Wie leert drummen" in words(visitor.get("/vragen/"))
    assert "Nog niet klaar" not in words(visitor.get("/vragen/"))
    only = words(visitor.get("/vragen/?onderwerp=zalen"))
    assert "Waar is een zaal" in only
    assert "Wie leert drummen" not in only
    assert "Wie leert drummen" in words(visitor.get("/vragen/?onderwerp=onzin"))


def test_scripts_stay_words(visitor: Client) -> None:
    made = answer("<script>x</script>", slug="x", question="<script>1</script>", answer="<b>vet</b>")
    shown = visitor.get(made.get_absolute_url()).content.decode()
    assert "<script>x" not in shown
    assert "<script>1" not in shown
    assert "<b>vet" not in shown
    assert "<script>x" not in visitor.get("/zoeken/?q=script").content.decode()


def test_search_finds_them_in_a_group_of_their_own(visitor: Client) -> None:
    made = answer("Waar is een zaal", topic=TopicFactory(label="Verenigingslokalen"))
    answer("Iets anders", question="?", answer="!")
    for query in ("podium", "verenigingslokalen", "zaal"):
        page = read(visitor.get("/zoeken/", {"q": query}))
        assert "Vragen en antwoorden" in page.words, query
        assert made.get_absolute_url() in page.links
    assert "vraag en antwoord" in words(visitor.get("/zoeken/", {"q": "iets anders", "soort": "vragen"}))
    PublicAnswer.objects.filter(pk=made.pk).update(status=Publication.ARCHIVED)
    assert made.get_absolute_url() not in read(visitor.get("/zoeken/", {"q": "podium"})).links


def test_the_suggestions_know_them(visitor: Client) -> None:
    answer("Waar is een zaal")
    found = visitor.get("/zoeken/suggesties/", {"q": "waar"})
    assert "Waar is een zaal" in found.content.decode()


def test_machines_find_them(visitor: Client) -> None:
    made = answer("Waar is een zaal")
    assert made.get_absolute_url() in visitor.get("/sitemap-answers.xml").content.decode()


# --- The team ----------------------------------------------------------------------------------------------------


def test_the_team_edits_and_publishes(editor: User, visitor: Client) -> None:
    made = answer("Ik ben Nour, mag ik mee", status=Publication.DRAFT)
    browser = signed_in(editor)
    [item] = [item for item in attention_for(editor) if item.label == "Antwoorden die publiek mogen worden"]
    assert item.count == 1
    assert browser.get(item.url).context["cl"].result_count == 1
    address = f"{ADMIN}{made.pk}/change/"
    page = browser.get(address)
    sent = typed(page, title="Mag iedereen meezingen?", status="published")
    assert browser.post(address, sent).status_code == 302
    assert "Mag iedereen meezingen?" in words(visitor.get(made.get_absolute_url()))
    assert made.get_absolute_url() in read(visitor.get("/zoeken/?q=meezingen")).links
    assert browser.get(f"{ADMIN}add/").status_code == 403


def test_without_both_consents_the_form_says_no(editor: User) -> None:
    made = answer("Mag het", status=Publication.DRAFT, asker_agreed_on=None)
    browser = signed_in(editor)
    address = f"{ADMIN}{made.pk}/change/"
    page = browser.post(address, typed(browser.get(address), status="published"))
    assert "Niet allebei de kanten" in words(page)


def test_many_at_once(editor: User, outsider: User, visitor: Client) -> None:
    one, two = (
        answer("Een", status=Publication.DRAFT),
        answer("Twee", status=Publication.DRAFT, asker_agreed_on=None),
    )
    browser = signed_in(editor)

    def act(action: str) -> str:
        data = {"action": action, "_selected_action": [str(one.pk), str(two.pk)]}
        page = browser.post(ADMIN, data, follow=True)
        return " ".join(str(message) for message in page.context["messages"])

    assert "1 publiek antwoord is aangepast." in act("publish")
    assert visitor.get(one.get_absolute_url()).status_code == 200
    assert visitor.get(two.get_absolute_url()).status_code == 404
    assert "2 publieke antwoorden zijn aangepast." in act("archive")
    assert visitor.get(one.get_absolute_url()).status_code == 404
    assert "0 publieke antwoorden" in act("archive")
    assert signed_in(outsider).get(ADMIN).status_code in {302, 403}
