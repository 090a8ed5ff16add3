"""The desk by municipality, for every kind that has a place; and publishing in the admin, which is accepting.

An keeps the field; Noor sent things in.
"""

from typing import Any

import pytest
from django.test import Client

from actors.conversations import Mistake, ask, report
from actors.conversations.abuse import report_abuse
from actors.conversations.seats import seat_of
from actors.desk import give_task, hold, offer
from actors.desk.offering import Wish
from actors.desk.queue import Asked, queue
from actors.expertise.kinds import EXPERT
from actors.freshness.deciding import BACK
from actors.membership.adding import NewActor, add_actor
from actors.models import Actor, ActorKind, DeskItem, DeskState, Expert, Membership, Municipality, Role, User
from ecru.base.models import OutgoingMail
from tests.actors.admin_cast import typed
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.table_files import compared, csv_file, imported, step
from tests.actors.talk_cast import Asked as Question
from tests.factories import ActorFactory, ExpertFactory, MembershipFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def an(db: None) -> User:
    return UserFactory(name="An", role=Role.EDITOR)


@pytest.fixture
def noor(db: None) -> User:
    return UserFactory(name="Noor", email="noor@voorbeeld.example")


@pytest.fixture
def genk(db: None) -> Municipality:
    return MunicipalityFactory(name="Genk", slug="genk", member=True)


@pytest.fixture
def browser(an: User) -> Client:
    return signed_in(an)


def titles(an: User, place: str) -> set[str]:
    """What waits in one municipality."""
    return {line.item.title for line in queue(Asked(municipality=place), an, "1").lines}


# --- By municipality ---------------------------------------------------------------------------------------------


def test_every_kind_with_a_place_shows_in_its_municipality(an: User, noor: User, genk: Municipality) -> None:
    elsewhere = MunicipalityFactory(name="As", slug="as", member=True)
    choir = ActorFactory(name="Koor", municipality=genk)
    person: Any = ExpertFactory(person=True, person_name="Samira", municipality=genk)
    shy: Any = ExpertFactory(person=True, person_name="Sem", municipality=None)
    Expert.objects.filter(pk=shy.pk).update(kept_back={"municipality": genk.pk})
    of_actor: Any = ExpertFactory(actor=ActorFactory(name="Dienst", municipality=genk), municipality=None)
    give_task(actor=choir, reason="Kijk.")
    report(record=choir, mistake=Mistake("naam", "Fout"), token="een")
    report(record=person, mistake=Mistake("naam", "Fout"), token="twee")
    report(record=of_actor, mistake=Mistake("naam", "Fout"), token="drie")
    for expert in (person, shy):
        offer(kind=EXPERT, about=expert, by=noor, wish=Wish(expert.person_name))
    MembershipFactory(actor=choir)
    talk = ask(record=choir, asked=Question(question="Hoe laat?", user=noor), token="vier")
    seat = seat_of(noor, talk)
    assert seat
    report_abuse(seat=seat, reason="Dit is niet fijn.")
    give_task(actor=ActorFactory(name="Ver weg", municipality=elsewhere), reason="Kijk.")
    report(record=ActorFactory(name="Nergens", municipality=None), mistake=Mistake("naam", "?"), token="v")
    assert titles(an, "genk") == {
        *("Koor", "Samira", "Sem"),
        *("Koor: de naam", "Samira: de naam", "Dienst: de naam", "Misbruik in een gesprek over Koor"),
    }
    assert titles(an, "as") == {"Ver weg"}
    assert titles(an, "nergens") == set()


def test_the_queue_asks_the_same_at_two_and_at_twenty(
    an: User, genk: Municipality, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        report(record=ActorFactory(municipality=genk), mistake=Mistake("naam", "?"), token=f"t{number}")
    with django_assert_max_num_queries(4):
        assert len(queue(Asked(municipality="genk"), an, "1").lines) == 20


# --- Publishing is accepting ---------------------------------------------------------------------------------------


@pytest.fixture
def added(noor: User, kinds: Any) -> DeskItem:
    """What Noor added: a choir that waits for an editor."""
    return add_actor(by=noor, told=NewActor("Koor De Draad", kinds, reason="We zijn nieuw."))


@pytest.fixture
def kinds(db: None) -> ActorKind:
    kind: Any = ActorFactory(name="Iets anders").kind
    return kind


def accepted(item: DeskItem, by: User) -> None:
    """The desk says who decided, and when."""
    item.refresh_from_db()
    assert (item.state, item.handled_by, item.handled_by_name) == (DeskState.ACCEPTED, by, str(by))
    assert item.handled_at


def test_who_publishes_in_the_admin_accepts(browser: Client, an: User, noor: User, added: DeskItem) -> None:
    address = f"/beheer/actors/actor/{added.key}/change/"
    answer = browser.post(address, typed(browser.get(address), status="published"))
    assert answer.status_code == 302, read(answer).words
    accepted(added, an)
    assert Actor.objects.published().filter(pk=added.key or 0).exists()
    assert Membership.objects.running().owners().of_person(noor).exists()
    assert OutgoingMail.objects.get(to=noor.email).kind == "desk-answer"
    assert not DeskItem.objects.unsettled().exists()


def test_so_does_the_action_of_the_list(browser: Client, an: User, added: DeskItem) -> None:
    data = {"action": "publish", "_selected_action": [str(added.key)]}
    browser.post("/beheer/actors/actor/", data)
    accepted(added, an)


def test_so_does_a_table(browser: Client, an: User, noor: User, added: DeskItem) -> None:
    slug = Actor.objects.get(pk=added.key or 0).slug
    told = imported(browser, [["sleutel", "toestand"], [slug, "gepubliceerd"]])
    assert told.state == "gedaan", [row.faults for row in told.rows.all()]
    accepted(added, an)
    assert Membership.objects.running().owners().of_person(noor).exists()
    assert OutgoingMail.objects.get(to=noor.email).kind == "desk-answer"


def test_a_table_says_what_stays_on_the_desk(browser: Client, added: DeskItem) -> None:
    hold(item=added, by=UserFactory(name="Bea", role=Role.EDITOR))
    slug = Actor.objects.get(pk=added.key or 0).slug
    run = compared(browser, csv_file([["sleutel", "toestand"], [slug, "gepubliceerd"]]))
    told = step(browser, run, "schrijven")
    assert any("Bea heeft dit nu open." in said for said in told), told
    added.refresh_from_db()
    assert added.state == DeskState.OPEN


def test_a_table_that_publishes_nothing_leaves_the_desk_alone(browser: Client, added: DeskItem) -> None:
    slug = Actor.objects.get(pk=added.key or 0).slug
    imported(browser, [["sleutel", "omschrijving"], [slug, "Gebeld."]])
    added.refresh_from_db()
    assert added.state == DeskState.OPEN


def test_a_draft_that_is_saved_stays_on_the_desk(browser: Client, added: DeskItem) -> None:
    address = f"/beheer/actors/actor/{added.key}/change/"
    assert browser.post(address, typed(browser.get(address), note="Gebeld.")).status_code == 302
    added.refresh_from_db()
    assert added.state == DeskState.OPEN


def test_what_a_colleague_has_in_hand_stays_there(browser: Client, added: DeskItem) -> None:
    hold(item=added, by=UserFactory(name="Bea", role=Role.EDITOR))
    data = {"action": "publish", "_selected_action": [str(added.key)]}
    page = browser.post("/beheer/actors/actor/", data, follow=True)
    assert "Bea heeft dit nu open." in read(page).words
    added.refresh_from_db()
    assert added.state == DeskState.OPEN


def test_what_was_sent_back_is_accepted_too(browser: Client, an: User, added: DeskItem) -> None:
    DeskItem.objects.filter(pk=added.pk).update(state=DeskState.RETURNED, handled_at=added.created_at)
    browser.post("/beheer/actors/actor/", {"action": "publish", "_selected_action": [str(added.key)]})
    accepted(added, an)


@pytest.mark.parametrize("way", ["form", "action"])
def test_an_expert_too_but_not_another_name(browser: Client, an: User, noor: User, way: str) -> None:
    expert: Any = ExpertFactory(person=True, person_name="Samira", slug="samira", status="draft")
    profile = offer(kind=EXPERT, about=expert, by=noor, wish=Wish("Samira"))
    other = UserFactory()
    name = offer(kind=EXPERT, about=expert, by=other, wish=Wish("Naam", content={"person_name": "Sam"}))
    if way == "form":
        address = f"/beheer/actors/expert/{expert.pk}/change/"
        answer = browser.post(address, typed(browser.get(address), status="published"))
        assert answer.status_code == 302, read(answer).words
    else:
        browser.post("/beheer/actors/expert/", {"action": "publish", "_selected_action": [str(expert.pk)]})
    accepted(profile, an)
    name.refresh_from_db()
    assert name.state == DeskState.OPEN
    expert.refresh_from_db()
    assert expert.person_name == "Samira"


def test_back_from_the_archive_answers_the_question_whether_it_exists(browser: Client, an: User) -> None:
    actor = ActorFactory(name="Stil", status="archived")
    item = offer(kind=BACK, about=actor, by=None, wish=Wish("Bestaat Stil nog?"))
    browser.post("/beheer/actors/actor/", {"action": "publish", "_selected_action": [str(actor.pk)]})
    accepted(item, an)
