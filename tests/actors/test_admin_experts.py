"""Editors keep experts."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.expertise import withdraw_consents
from actors.models import Availability, Expert, Offer, Share, User
from ecru.base.models import Publication
from tests.actors.admin_cast import chief, editor, outsider, regisseur, signed_in, typed
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    LanguageFactory,
    MunicipalityFactory,
    OfferFactory,
    TopicFactory,
    UserFactory,
)

__all__ = ["chief", "editor", "outsider", "regisseur"]

LIST = "/beheer/actors/expert/"


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


def shown(answer: Any) -> set[str]:
    """The names in a list."""
    return {str(record) for record in answer.context["cl"].result_list}


def act(browser: Client, action: str, *chosen: Expert) -> list[str]:
    """Does ``action`` with ``chosen``; returns what the next page says about it."""
    data = {"action": action, "_selected_action": [expert.pk for expert in chosen]}
    return [str(message) for message in browser.post(LIST, data, follow=True).context["messages"]]


def add(browser: Client, **fields: Any) -> Any:
    return browser.post(f"{LIST}add/", typed(browser.get(f"{LIST}add/"), **fields))


def errors(answer: Any) -> dict[str, list[str]]:
    """The errors of the form that came back."""
    assert answer.status_code == 200, "the form was saved"
    return dict(answer.context["adminform"].form.errors)


def test_only_who_keeps_the_field_comes_in(outsider: User, regisseur: User, chief: User) -> None:
    expert = ExpertFactory()
    for address in (LIST, f"{LIST}add/", f"{LIST}{expert.pk}/change/", "/beheer/actors/offer/"):
        assert signed_in(outsider).get(address).status_code in {302, 403}
        assert signed_in(regisseur).get(address).status_code == 200
        assert signed_in(chief).get(address).status_code == 200


def test_expertise_of_an_organisation_takes_its_places(browser: Client) -> None:
    genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    actor = ActorFactory(slug="stebo", name="Stebo", municipality=genk, words={"active_in": [as_]})
    topic = TopicFactory(label="Buurtwerk")
    assert (
        add(browser, actor=actor.pk, topics=[topic.pk], can_tell="Hoe.", status="published").status_code
        == 302
    )
    expert = Expert.objects.search("stebo buurtwerk genk").get()
    assert (expert.slug, expert.municipality, set(expert.active_in.all())) == ("stebo", genk, {genk, as_})
    assert add(browser, actor=actor.pk, active_in=[as_.pk], municipality=as_.pk).status_code == 302
    second = Expert.objects.get(slug="stebo-2")
    assert (second.municipality, set(second.active_in.all())) == (as_, {as_})


def test_a_person_waits_for_consent_and_nothing_typed_is_lost(browser: Client) -> None:
    answer = add(browser, person_name="Nour", status="published", can_tell="Hoe ik het zelf deed.")
    assert "consent_on" in errors(answer)
    assert "Hoe ik het zelf deed." in answer.content.decode()
    assert add(browser, person_name="Nour", status="draft").status_code == 302
    assert add(browser, person_name="Nour", status="published", consent_on="2026-01-02").status_code == 302
    assert list(Expert.objects.order_by("pk").values_list("slug", flat=True)) == ["nour", "nour-2"]
    assert not Expert.objects.filter(active_in__isnull=False).exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "person_name"),
        ({"person_name": "Nour", "actor": "actor"}, "person_name"),
        ({"person_name": "Nour", "available_from": "2030-01-01"}, "available_from"),
        ({"person_name": "Nour", "contact_email": "geen adres"}, "contact_email"),
        ({"person_name": "Nour", "slug": "geen adres"}, "slug"),
        ({"person_name": "x" * 121}, "person_name"),
        ({"person_name": "Nour", "slug": "bezet"}, "slug"),
    ],
)
def test_what_cannot_be_right_is_refused(fields: dict[str, Any], field: str, browser: Client) -> None:
    taken = ExpertFactory(slug="bezet")
    sent = {**fields, "actor": taken.actor_id} if "actor" in fields else fields
    assert field in errors(add(browser, **sent))
    assert Expert.objects.count() == 1


def test_a_change_is_noted_and_can_be_found(browser: Client) -> None:
    expert, topic = ExpertFactory(), TopicFactory(label="Klokkenspel")
    path = f"{LIST}{expert.pk}/change/"
    page = browser.get(path)
    assert (
        browser.post(path, typed(page, topics=[topic.pk], checked_today="on", slug="anders")).status_code
        == 302
    )
    fresh = Expert.objects.search("klokkenspel").get()
    assert (fresh.slug, fresh.verified_on, fresh.verified_by) == (
        expert.slug,
        timezone.localdate(),
        "redactie",
    )
    assert "Onderwerpen" in LogEntry.objects.get().get_change_message()


def test_two_people_at_once_do_not_overwrite(browser: Client) -> None:
    expert = ExpertFactory()
    path = f"{LIST}{expert.pk}/change/"
    page = browser.get(path)
    Expert.objects.filter(pk=expert.pk).update(can_tell="Van een ander.")
    assert errors(browser.post(path, typed(page, can_tell="Van mij.")))
    assert Expert.objects.get().can_tell == "Van een ander."


def test_many_are_published_but_nobody_without_consent(browser: Client) -> None:
    draft, nour = ExpertFactory(draft=True), ExpertFactory(person=True, draft=True, consent_on=None)
    said = act(browser, "publish", draft, nour)
    assert said[0].startswith("1 ")
    assert nour.person_name in said[1]
    assert set(Expert.objects.published()) == {draft}
    assert LogEntry.objects.get().object_id == str(draft.pk)
    assert "niets" in act(browser, "publish", draft)[0].lower()


@pytest.mark.parametrize(("action", "field"), [("archive", "status"), ("mark_checked", "verified_by")])
def test_many_at_once_each_with_its_own_line_in_the_history(action: str, field: str, browser: Client) -> None:
    experts = [ExpertFactory(), ExpertFactory()]
    [said] = act(browser, action, *experts)
    assert said.startswith("2 ")
    wanted = {"status": Publication.ARCHIVED, "verified_by": "redactie"}[field]
    assert set(Expert.objects.values_list(field, flat=True)) == {wanted}
    assert LogEntry.objects.count() == 2


def test_the_list_says_what_stands_out(browser: Client) -> None:
    ExpertFactory(person=True, draft=True, consent_on=None, person_name="Zonder Ja")
    ExpertFactory(actor__archived=True)
    ExpertFactory(verified_on=timezone.localdate(), words={"topics": [TopicFactory(label="Coaching")]})
    page = browser.get(LIST).content.decode()
    for text in ("geen toestemming", "verborgen, samen met", "Coaching", "nog geen", "nooit"):
        assert text in page


FILTERS: dict[str, set[str]] = {
    "who=actor": {"Koor", "Band"},
    "who=person": {"Nour", "Sefa"},
    "who=silent": {"Sefa"},
    "availability__exact=4": {"Koor", "Band"},
    "back=due": {"Koor"},
    "back=onbekend": {"Koor", "Band", "Nour", "Sefa"},
    "by_experience__exact=1": {"Nour"},
    "checked=recent": {"Band"},
    "status__exact=draft": {"Sefa"},
}


@pytest.mark.parametrize("address", FILTERS)
def test_filters(address: str, browser: Client) -> None:
    today = timezone.localdate()
    away = {"availability": Availability.NOT_NOW}
    ExpertFactory(actor__name="Koor", available_from=today - timedelta(days=1), **away)
    ExpertFactory(actor__name="Band", available_from=today + timedelta(days=1), verified_on=today, **away)
    ExpertFactory(person=True, person_name="Nour", by_experience=True)
    ExpertFactory(person=True, person_name="Sefa", draft=True, consent_on=None)
    assert shown(browser.get(f"{LIST}?{address}")) == FILTERS[address]


def test_search_finds_as_the_site_does(browser: Client) -> None:
    named = ExpertFactory(actor__name="Draad")
    telling = ExpertFactory(can_tell="Over een draad.")
    for address, wanted in (
        ("q=dráád", [named, telling]),
        ("q=+", [named, telling]),
        ("q=draad&o=1", [named, telling]),
    ):
        found = browser.get(f"{LIST}?{address}").context["cl"].result_list
        assert set(found) == set(wanted)
    assert browser.get(f"{LIST}?q=draad").context["cl"].result_list[0] == named


def test_the_list_asks_as_much_of_two_as_of_fifty(browser: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as log:
            assert browser.get(LIST).status_code == 200
        return len(log)

    topics = [TopicFactory(), TopicFactory()]
    for _n in range(2):
        ExpertFactory(words={"topics": topics})
    few = queries()
    for _n in range(48):
        ExpertFactory(words={"topics": topics})
    assert queries() == few


def test_what_comes_from_a_file_is_archived_instead_of_deleted(browser: Client) -> None:
    expert = ExpertFactory(facts={"can_tell": "Anders."})
    act(browser, "delete_selected", expert)
    assert Expert.objects.exists()
    page = browser.get(f"{LIST}{expert.pk}/change/").content.decode()
    assert "Anders." in page
    assert f"/experten/{expert.slug}/" in page


def test_a_person_who_goes_is_named_no_more_in_who_did_what(browser: Client) -> None:
    nour = UserFactory(name="Nour")
    stays, goes, stops = (
        ExpertFactory(person=True, person_name=name, slug=slug, user=user)
        for name, slug, user in (("Bea", "bea", None), ("Sefa", "sefa", None), ("Nour", "nour", nour))
    )
    for expert in (stays, goes, stops):
        page = browser.get(f"{LIST}{expert.pk}/change/")
        browser.post(f"{LIST}{expert.pk}/change/", typed(page, can_tell="Nieuw."))
    assert LogEntry.objects.filter(object_repr__in=["Bea", "Sefa", "Nour"]).count() == 3
    withdraw_consents(expert=stops, by=nour, shares=[Share.NAME])
    browser.post(f"{LIST}{goes.pk}/delete/", {"post": "yes"})
    assert not Expert.objects.filter(pk=goes.pk).exists()
    told = list(LogEntry.objects.order_by("pk").values_list("object_repr", flat=True))
    assert told == ["Bea", *["van de site gehaald"] * 3]


# --- The words that describe experts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "maker", "relation"),
    [
        ("topic", TopicFactory, "topics"),
        ("offer", OfferFactory, "offers"),
        ("language", LanguageFactory, "languages"),
    ],
)
def test_a_new_word_can_be_searched_for_at_once(
    model: str, maker: Any, relation: str, browser: Client
) -> None:
    word = maker(label="Oudewoord")
    expert = ExpertFactory(words={relation: [word]})
    path = f"/beheer/actors/{model}/{word.pk}/change/"
    assert browser.post(path, typed(browser.get(path), label="Nieuwoord")).status_code == 302
    assert Expert.objects.search("nieuwoord").get() == expert
    assert "1" in browser.get(f"/beheer/actors/{model}/").content.decode()
    act_on = {"action": "delete_selected", "_selected_action": [word.pk], "post": "yes"}
    browser.post(f"/beheer/actors/{model}/", act_on)
    assert not Expert.objects.search("nieuwoord").exists()


def test_deleting_one_word_takes_it_from_search(browser: Client) -> None:
    offer = OfferFactory(label="Nalezen")
    ExpertFactory(words={"offers": [offer]})
    browser.post(f"/beheer/actors/offer/{offer.pk}/delete/", {"post": "yes"})
    assert not Offer.objects.exists()
    assert not Expert.objects.search("nalezen").exists()
