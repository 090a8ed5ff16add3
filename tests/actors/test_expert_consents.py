"""What a person does not agree to show is nowhere: a sweep over every public address that can show an expert."""

import importlib
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.catalogues import EXPERTS
from actors.expertise import Profile, save_profile, withdraw_consents
from actors.models import Change, Expert, ExpertConsent, Fee, PublicAnswer, Role, Share, User
from tests.actors.admin_cast import typed
from tests.actors.expert_cast import WORDS, an, browser_of, full_expert, in_days, nour, save
from tests.actors.markup import read, text_of
from tests.factories import ExpertFactory, TopicFactory

__all__ = ["an", "nour"]
pytestmark = pytest.mark.django_db

PLACES = [
    "/experten/nour/",
    "/experten/",
    "/experten/?onderwerp=klokkenspel",
    "/experten/?taal=eo",
    "/experten/?gemeente=weefgem",
    "/experten/?beschikbaar=beperkt",
    "/experten/?ervaring=ja",
    "/experten/?aanbod=meespelen",
    "/experten/?weergave=lijst",
    "/experten/nour/vraag/",
    "/experten/nour/vraag/bedankt/",
    "/experten/nour/klopt-niet/",
    "/experten/ander/",
    "/zoeken/?q=nour",
    "/zoeken/suggesties/?q=nour",
    "/sitemap-experts.xml",
    "/",
    "/gemeenten/weefgem/",
    "/actoren/feed/",
]
FOUND_BY = {
    Share.NAME: "van draad",
    Share.STORY: "straatfeest",
    Share.TOPICS: "klokkenspel",
    Share.LANGUAGES: "esperanto",
    Share.WHERE: "weefgem",
    Share.EXPERIENCE: "ervaringsdeskundige",
}
RELATED = "Who else knows"
FACETS = {
    Share.TOPICS: "topics",
    Share.LANGUAGES: "languages",
    Share.WHERE: "active_in",
    Share.EXPERIENCE: "by_experience",
    Share.TIME: "availability",
}


def sweep() -> dict[str, str]:
    """What every public address says, in both languages, about experts and their cards."""
    visitor, said = Client(), {}
    for place in PLACES:
        for prefix in ("", "" if place.startswith("/sitemap") else "/en"):
            answer = visitor.get(prefix + place)
            said[prefix + place] = answer.content.decode() if answer.status_code == 200 else ""
    return said


def cards() -> str:
    """What the cards of experts in the directory say."""
    page = read(Client().get("/experten/"))
    return " ".join(card.words for card in page.every("li", class_="sample"))


@pytest.fixture
def other() -> Expert:
    """Somebody else who knows about carillons, so that Nour could be suggested there."""
    topics = [TopicFactory(label="Klokkenspel", slug="klokkenspel")]
    return ExpertFactory(person=True, slug="ander", person_name="Sefa", words={"topics": topics})


def test_with_every_consent_all_shows(nour: User, other: Expert) -> None:
    full_expert(nour)
    page = Client().get("/experten/nour/").content.decode()
    for share, word in WORDS.items():
        assert word in page, share
    assert "Dit delen we met toestemming" in page
    assert "Nour Van Draad" in Client().get("/experten/ander/").content.decode()
    for words in FOUND_BY.values():
        assert "/experten/nour/" in Client().get(f"/experten/?q={words}").content.decode(), words


@pytest.mark.parametrize("share", [share for share in Share if share != Share.NAME])
def test_a_consent_that_is_withdrawn_hides_that_part_everywhere(
    share: Share, nour: User, other: Expert
) -> None:
    expert, browser = full_expert(nour), browser_of(nour)
    sweep()  # so that pages, catalogues and cards are kept in memory before it is withdrawn
    tick: dict[str, Any] = {f"agree_{share}": None}
    answer = save(browser, **tick)
    assert answer.status_code == 302
    expert = Expert.objects.get(pk=expert.pk)
    word = WORDS[share]
    page = Client().get("/experten/nour/")
    assert page.status_code == 200
    assert "Nour Van Draad" in page.content.decode()
    main = read(page).one("main")
    assert word not in main.one("div", class_="side").words + main.one("div", class_="mast").words, "the page"
    assert word not in str(page.context["structured"]), "data for search engines"
    for address in ("/en/experten/nour/", "/experten/nour/vraag/", "/experten/nour/klopt-niet/"):
        there = read(Client().get(address)).one("main")
        assert word not in there.words.split(RELATED)[0], address
    assert word not in picture_of(expert), "the share card"
    for address in (
        "/zoeken/?q=nour",
        "/zoeken/suggesties/?q=nour",
        "/experten/ander/",
        "/en/experten/ander/",
    ):
        hits = [hit.words for hit in read(Client().get(address)).every("li") if "Nour" in hit.words]
        assert word not in " ".join(hits), address
    assert word not in cards().split("Sefa")[0], "cards: hers comes before Sefa's"
    if share in FOUND_BY:
        found = Client().get(f"/experten/?q={FOUND_BY[share].replace(' ', '+')}")
        assert "/experten/nour/" not in read(found).one(id="resultaten").links
        assert FOUND_BY[share] not in (
            expert.search_text + expert.search_topics + expert.search_name + expert.search_alias
        )
    if share in FACETS:
        shelf = EXPERTS.shelf()
        assert not any(
            shelf.place[expert.pk] in shelf.with_any(FACETS[share], [value]) for value in values_of(share)
        )
    assert word in browser.get("/mijn/expert/").content.decode() or share == Share.EXPERIENCE


def picture_of(expert: Expert) -> str:
    """What the share card draws."""
    with mock.patch("actors.views.field.draw_card", return_value=b"") as drawn:
        Client().get(expert.get_absolute_url() + "kaart.png")
    return str(drawn.call_args)


def values_of(share: Share) -> list[Any]:
    """What Nour filled in there, as a filter asks it."""
    expert = Expert.objects.get(slug="nour")
    value = expert.own_value(FACETS[share])
    assert value, "Nour still has it"
    return value if isinstance(value, list) else [value]


def test_what_is_hidden_comes_back_with_a_new_consent(nour: User) -> None:
    full_expert(nour)
    browser = browser_of(nour)
    every: dict[str, Any] = {f"agree_{share}": None for share in Share if share != Share.NAME}
    save(browser, **every)
    hidden = Expert.objects.get(slug="nour")
    assert (hidden.can_tell, hidden.topics.count(), hidden.municipality, hidden.by_experience) == (
        "",
        0,
        None,
        False,
    )
    assert (hidden.fee, hidden.fee_note, hidden.url, hidden.active_in.count()) == (Fee.UNKNOWN, "", "", 0)
    save(browser, **dict.fromkeys(every, "on"))
    shown = Expert.objects.get(slug="nour")
    assert shown.kept_back == {}
    page = Client().get("/experten/nour/").content.decode()
    for share, word in WORDS.items():
        assert word in page, share
    days = ExpertConsent.objects.filter(expert=shown, field=Share.STORY).order_by("pk")
    assert [consent.withdrawn_on for consent in days] == [timezone.localdate(), None]


def test_without_the_name_nothing_shows(nour: User, other: Expert) -> None:
    full_expert(nour)
    sweep()
    assert save(browser_of(nour), agree_naam=None).status_code == 302
    for address, words in sweep().items():
        for said in ("Van Draad", "/experten/nour/", "straatfeest"):
            assert said not in words, address
    for address in (
        "/experten/nour/",
        "/experten/nour/kaart.png",
        "/experten/nour/vraag/",
        "/en/experten/nour/",
    ):
        assert Client().get(address).status_code == 404
    expert = Expert.objects.get(slug="nour")
    assert (expert.status, expert.consent_on) == ("archived", None)
    assert Role.EXPERT not in User.objects.get(pk=nour.pk).roles


def test_a_public_answer_names_and_finds_a_person_only_while_they_agree(nour: User) -> None:
    expert, now = full_expert(nour), timezone.now()
    answer = PublicAnswer.objects.create(
        title="Hoe begin ik?",
        slug="begin",
        question="Hoe begin ik eraan?",
        answer="Vraag het je buren.",
        expert=expert,
        status="published",
        asker_agreed_on=now,
        answerer_agreed_on=now,
    )
    answer.reindex()
    assert "Nour Van Draad" in Client().get("/vragen/begin/").content.decode()
    withdraw_consents(expert=expert, by=nour, shares=[Share.NAME])
    for address in ("/vragen/begin/", "/en/vragen/begin/", "/vragen/", "/zoeken/?q=buren"):
        page = Client().get(address).content.decode()
        assert "Hoe begin ik?" in page, address
        assert "Van Draad" not in page, address
    found = PublicAnswer.objects.search("buren"), PublicAnswer.objects.search("draad")
    assert [list(answers) for answers in found] == [[answer], []]


def test_the_past_does_not_keep_what_was_withdrawn(nour: User) -> None:
    expert, browser = full_expert(nour), browser_of(nour)
    save(browser, can_tell="Hoe je een straatfeest met klokken opzet.", fee_note="Een taart.")
    assert "klokken" in str(list(Change.objects.about(expert).values_list("values")))
    save(browser, agree_verhaal=None)
    told = str(list(Change.objects.about(expert).values_list("values")))
    assert "straatfeest" not in told
    assert "Een taart." in told, "the rest of the past stays"
    save(browser, agree_naam=None)
    assert all(not line.values for line in Change.objects.about(expert))
    assert not Change.objects.about(expert).filter(record__contains="Nour").exists()


def test_a_share_card_of_a_person_stays_in_no_cache(nour: User) -> None:
    full_expert(nour)
    assert Client().get("/experten/nour/kaart.png")["Cache-Control"] == "no-store"
    ExpertFactory(slug="stebo")
    assert "max-age" in Client().get("/experten/stebo/kaart.png")["Cache-Control"]


def test_with_something_wrong_beside_it_a_withdrawal_still_counts(nour: User) -> None:
    full_expert(nour)
    answer = save(browser_of(nour), agree_verhaal=None, url="geen adres", fee_note="Nieuw")
    assert answer.status_code == 200
    assert "is verborgen" in text_of(answer)
    assert "straatfeest" not in Client().get("/experten/nour/").content.decode()
    assert Expert.objects.get().fee_note == "Het kost twaalf wafels.", "the rest waits for the correction"


def test_an_editor_who_publishes_shows_only_what_was_agreed(nour: User) -> None:
    expert = full_expert(nour)
    withdraw_consents(expert=expert, by=nour, shares=[Share.STORY])
    Expert.objects.update(can_tell="Terug van weggeweest.", status="draft")
    assert Expert.objects.all().publish() == 1
    held = Expert.objects.get()
    assert (held.can_tell, held.own_value("can_tell")) == ("", "Terug van weggeweest.")


def test_an_organisation_needs_no_consent() -> None:
    expert = ExpertFactory(slug="stebo", fee_note="Te bespreken.")
    expert.reindex()
    assert Expert.objects.get().can_tell
    assert not ExpertConsent.objects.exists()
    assert "met toestemming" not in Client().get("/experten/stebo/").content.decode()


def test_a_consent_runs_once_and_ends_after_it_began(nour: User) -> None:
    expert = full_expert(nour)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertConsent.objects.create(expert=expert, field=Share.NAME)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertConsent.objects.update(withdrawn_on=date(2000, 1, 1))
    assert str(expert.consents.first()) == "Nour Van Draad: naam"


def test_withdrawing_costs_the_same_with_many_experts(nour: User) -> None:
    expert = full_expert(nour)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            withdraw_consents(expert=expert, by=nour, shares=[Share.LANGUAGES])
        save_profile(expert=expert, by=nour, profile=Profile({}, agreed=frozenset(Share)))
        return len(asked)

    queries()  # so that there is a past to forget, in both
    few = queries()
    for _number in range(20):
        ExpertFactory(person=True)
    assert queries() == few


def test_fees_and_consents_of_before_keep_their_meaning() -> None:
    """What the migration does to what was there."""
    free, paid, agree = (ExpertFactory(fee=fee) for fee in ("gratis", "betaald", "afspraak"))
    noted = ExpertFactory(fee="afspraak", fee_note="Bel eerst.")
    person = ExpertFactory(person=True)
    ExpertConsent.objects.all().delete()
    moves = importlib.import_module("actors.migrations.0016_expert_people")
    moves.carry_over(apps, None)
    fees = {one.pk: (one.fee, one.fee_note) for one in Expert.objects.all()}
    assert fees[free.pk] == ("vrijwillig", "")
    assert fees[paid.pk] == ("tarief", "")
    assert fees[agree.pk] == ("vergoeding", "In overleg.")
    assert fees[noted.pk] == ("vergoeding", "In overleg. Bel eerst.")
    given = ExpertConsent.objects.filter(expert=person)
    assert {consent.field for consent in given} == set(Share)
    assert {consent.given_on for consent in given} == {person.consent_on}
    moves.carry_back(apps, None)
    assert Expert.objects.get(pk=free.pk).fee == "gratis"


# --- In the admin -----------------------------------------------------------------------------------------------


def test_an_editor_is_told_what_stays_hidden(nour: User, an: User) -> None:
    expert = full_expert(nour)
    withdraw_consents(expert=expert, by=nour, shares=[Share.STORY])
    browser, path = browser_of(an), f"/beheer/actors/expert/{expert.pk}/change/"
    sent = typed(browser.get(path), can_tell="Toch een verhaal.")
    assert "Niet te zien, omdat deze persoon" in text_of(browser.post(path, sent, follow=True))
    assert "Toch een verhaal." not in text_of(Client().get("/experten/nour/"))


def test_an_editor_sees_what_was_agreed_and_decides_it_for_nobody(nour: User, an: User) -> None:
    expert = full_expert(nour)
    withdraw_consents(expert=expert, by=nour, shares=[Share.STORY])
    page = browser_of(an).get(f"/beheer/actors/expert/{expert.pk}/change/")
    said = text_of(page)
    assert "wat ik kan vertellen" in said
    assert "nour@voorbeeld.example" in said or "Nour Van Draad" in said
    assert 'name="consent_on"' not in page.content.decode()


def test_a_day_that_an_editor_notes_is_about_the_whole_page_and_an_emptied_one_ends_it(an: User) -> None:
    expert = ExpertFactory(person=True, draft=True, consent_on=None, slug="nour")
    browser, path = browser_of(an), f"/beheer/actors/expert/{expert.pk}/change/"
    browser.post(path, typed(browser.get(path), status="published", consent_on="2026-01-02"))
    assert {consent.field for consent in expert.consents.running()} == set(Share)
    assert {consent.given_on for consent in expert.consents.running()} == {date(2026, 1, 2)}
    assert Client().get("/experten/nour/").status_code == 200
    browser.post(path, typed(browser.get(path), status="draft", consent_on=""))
    assert not expert.consents.running().exists()
    assert Client().get("/experten/nour/").status_code == 404


def test_a_pause_shows_without_consent_but_not_until_when(nour: User) -> None:
    full_expert(nour)
    day = in_days(40)
    save(browser_of(nour), availability="4", available_from=day, agree_tijd=None)
    expert = Expert.objects.get()
    assert (expert.is_away, expert.available_from) == (True, None)
    assert expert.pause_until.isoformat() == day
    asked = Client().get("/experten/nour/vraag/")
    assert "Je kan nu geen vraag stellen." in text_of(asked)
