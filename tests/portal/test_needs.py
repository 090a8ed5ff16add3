"""The register of needs: An notes what the field misses, where it was heard, and what answers it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.conversations import Asked, ask
from actors.models import Conversation, Need, NeedStatus, NeedVoice, Origin, User
from ecru.portal.models import MissedSearch
from ecru.portal.needs.register import Heard, Refused, answer_need, hear_need, note_need, take_back_answer
from projects.models import NeedAnswer
from tests.actors.people_cast import an, rik, says, signed_in
from tests.factories import (
    ExpertFactory,
    MunicipalityFactory,
    NeedFactory,
    TargetGroupFactory,
    TopicFactory,
    UserFactory,
)

__all__ = ["an", "rik"]

NEW = {"title": "Een zaal met een trap minder", "kind": "nood", "status": "open"}


@pytest.fixture
def client(an: User) -> Client:
    """An, at her desk."""
    return signed_in(an)


def titles(page: Any) -> list[str]:
    """The needs on a page of the list, in order."""
    return [need.title for need in page.context["needs"]]


def question() -> Conversation:
    """A member asks the team something."""
    return ask(record=None, asked=Asked("Waar vind ik een zaal?", user=UserFactory()), token="t" * 20)


def test_most_asked_and_least_answered_comes_first(client: Client, an: User) -> None:
    rare, often = NeedFactory(title="Zelden gehoord"), NeedFactory(title="Vaak gehoord")
    answered = NeedFactory(title="Al een antwoord", status=NeedStatus.BUSY)
    settled = NeedFactory(title="Klaar", status=NeedStatus.ANSWERED)
    for need, times in ((rare, 1), (often, 3), (answered, 9), (settled, 20)):
        NeedVoice.objects.create(need=need, note="In een gesprek", times=times)
    answer_need(need=answered, note="De zaal van het buurthuis", by=an)
    page = client.get("/redactie/noden/")
    assert titles(page) == ["Vaak gehoord", "Zelden gehoord", "Al een antwoord", "Klaar"]
    assert "3×" in page.content.decode()


def test_the_list_can_be_narrowed_and_takes_anything(client: Client) -> None:
    genk, group = MunicipalityFactory(name="Genk", slug="genk"), TargetGroupFactory(label="Jongeren")
    here = NeedFactory(title="Een podium voor jongeren", municipality=genk, kind="kans")
    here.target_groups.add(group)
    NeedFactory(title="Iets anders")
    for asked in ("gemeente=genk", "doelgroep=jongeren", "soort=kans", "q=PÓDIUM+jong"):
        assert titles(client.get(f"/redactie/noden/?{asked}")) == ["Een podium voor jongeren"], asked
    for strange in ("gemeente=nergens", "soort=%00", "volgorde=x", "pagina=-9", "toestand=1&toestand=2"):
        assert len(titles(client.get(f"/redactie/noden/?{strange}"))) == 2, strange
    assert "Geen nood met deze keuzes" in says(client.get(f"/redactie/noden/?q={'x' * 9000}"))


def test_the_list_asks_as_much_at_two_as_at_forty(client: Client) -> None:
    group = TargetGroupFactory()
    NeedFactory.create_batch(2)
    few = queries_of(client, "/redactie/noden/")
    for need in NeedFactory.create_batch(20):
        need.target_groups.add(group)
    assert queries_of(client, "/redactie/noden/") == few


def test_a_need_is_noted_with_where_it_was_heard(client: Client, an: User) -> None:
    topic = TopicFactory(label="Toegankelijkheid")
    posted = {**NEW, "topics": [topic.pk], "heard_from": "Overleg van de cultuurcentra"}
    page = client.post("/redactie/noden/nieuw/", posted)
    need = Need.objects.get()
    assert page.url == need.get_absolute_url() == "/redactie/noden/een-zaal-met-een-trap-minder/"
    assert (need.created_by, list(need.topics.all())) == (an, [topic])
    assert "Overleg van de cultuurcentra" in says(client.get(page.url))
    assert "Toegankelijkheid" in says(client.get("/redactie/noden/"))  # where a masterclass helps


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client: Client) -> None:
    page = client.post("/redactie/noden/nieuw/", {**NEW, "title": "", "description": "Dit schreef ik al."})
    assert "Dit schreef ik al." in says(page)
    assert not Need.objects.exists()


def test_a_search_that_found_nothing_becomes_a_need_once(client: Client, an: User) -> None:
    for _time in range(4):
        MissedSearch.objects.note("repetitieruimte")
    missed = MissedSearch.objects.get()
    assert "repetitieruimte" in says(client.get("/redactie/noden/"))
    address = f"/redactie/noden/nieuw/?uit=zoeken-{missed.pk}"
    assert "“repetitieruimte” is 4 keer gezocht" in says(client.get(address))
    client.post(address, NEW)
    voice = NeedVoice.objects.get()
    assert (voice.origin, voice.words, voice.times) == (Origin.SEARCH, "repetitieruimte", 4)
    assert client.get(address).status_code == 404  # it is noted
    with pytest.raises(Refused):
        hear_need(need=NeedFactory(), heard=Heard(search=missed), by=an)


def test_a_question_to_the_team_is_added_to_a_need_without_its_words(client: Client) -> None:
    asked, need = question(), NeedFactory(title="Zalen")
    page = client.get(f"/redactie/noden/nieuw/?uit=vraag-{asked.pk}")
    assert "Zalen" in says(page)
    assert "Waar vind ik een zaal?" not in says(page)
    attach = {"do": "attach", "uit": f"vraag-{asked.pk}"}
    assert client.post(need.get_absolute_url(), attach).url == need.get_absolute_url()
    assert client.post(need.get_absolute_url(), attach).url == need.get_absolute_url()  # a double click
    assert NeedVoice.objects.get().conversation == asked


@pytest.mark.parametrize(
    "strange", ["vraag-", "vraag-0", "zoeken-999", "vraag-" + "9" * 40, "\x00", "iets-3"]
)
def test_what_is_not_there_makes_no_voice(client: Client, strange: str) -> None:
    need = NeedFactory()
    page = client.post(need.get_absolute_url(), {"do": "attach", "uit": strange})
    assert page.status_code in {302, 404}
    assert not NeedVoice.objects.exists()


def test_an_answer_is_noted_once_and_can_be_taken_back(client: Client) -> None:
    need, expert = NeedFactory(), ExpertFactory()
    posted = {"do": "answer", "answer-expert": expert.pk}
    client.post(need.get_absolute_url(), posted)
    client.post(need.get_absolute_url(), posted)
    answer = NeedAnswer.objects.get()
    need.refresh_from_db()
    assert (answer.record, need.status) == (expert, NeedStatus.BUSY)
    assert expert.name in says(client.get(need.get_absolute_url()))
    client.post(need.get_absolute_url(), {"do": f"remove-{answer.pk}"})
    client.post(need.get_absolute_url(), {"do": f"remove-{answer.pk}"})
    assert not NeedAnswer.objects.exists()


def test_an_answer_of_another_need_stays(an: User) -> None:
    answer = answer_need(need=NeedFactory(), note="Een zaal", by=an)
    take_back_answer(need=NeedFactory(), key=answer.pk, by=an)
    assert NeedAnswer.objects.count() == 1


def test_hearing_nothing_and_answering_nothing_say_what_to_do(client: Client, an: User) -> None:
    need = NeedFactory()
    assert "Waar of van wie" in says(client.post(need.get_absolute_url(), {"do": "hear", "hear-note": ""}))
    page = client.post(need.get_absolute_url(), {"do": "answer"}, follow=True)
    assert "Kies wat deze nood beantwoordt" in says(page)
    assert client.post(need.get_absolute_url(), {"do": "iets"}).status_code == 404
    with pytest.raises(Refused):
        hear_need(need=need, heard=Heard(), by=an)


def test_a_need_is_changed(client: Client) -> None:
    need = NeedFactory(title="Oud")
    page = client.post(f"{need.get_absolute_url()}bewerken/", {**NEW, "status": "beantwoord"})
    need.refresh_from_db()
    assert (page.url, need.title, need.status) == (need.get_absolute_url(), NEW["title"], "beantwoord")


def test_verbs_are_for_the_team_alone(db: None) -> None:
    need, lien = NeedFactory(), UserFactory()
    for verb in (
        lambda: note_need(need=need, words={}, by=lien),
        lambda: hear_need(need=need, heard=Heard("x"), by=lien),
        lambda: answer_need(need=need, note="x", by=lien),
        lambda: take_back_answer(need=need, key=1, by=lien),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def queries_of(client: Client, address: str) -> int:
    """How much the database is asked for a page; the first visit fills what is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_the_page_of_a_need_asks_as_much_however_often_it_was_heard(client: Client, an: User) -> None:
    need = NeedFactory()
    hear_need(need=need, heard=Heard("Gesprek"), by=an)
    answer_need(need=need, record=ExpertFactory(), by=an)
    few = queries_of(client, need.get_absolute_url())
    for number in range(5):
        hear_need(need=need, heard=Heard(f"Gesprek {number}"), by=an)
        answer_need(need=need, record=ExpertFactory(), by=an)
    assert queries_of(client, need.get_absolute_url()) == few
