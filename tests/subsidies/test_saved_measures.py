"""Saving a measure brings its mails along, and letting go of it stops them. Wout has an account; see deadline_cast."""

import pytest
from django.test import Client
from django.urls import reverse

from actors.models import User
from ecru.base.models import Publication, SavedRecord, SavedSearch
from ecru.base.saved.subscribing import let_go_of_record, stop_search
from subsidies.models import Call
from tests.actors.markup import text_of
from tests.subsidies.deadline_cast import (
    Clock,
    clock,
    mail_server,
    round_,
    saves,
    subjects,
    turn,
    watches,
    wout,
)
from tests.subsidies.factories import MeasureFactory

__all__ = ["clock", "mail_server", "round_", "wout"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]

CLOSES = "Straatgeld: Sluit op zaterdag 10 april 2027"


def test_letting_go_of_a_measure_stops_its_mails(round_: Call, clock: Clock, wout: User) -> None:
    assert saves(wout, round_.measure)
    assert saves(wout, round_.measure), "twice is once"
    assert SavedRecord.objects.get().search == SavedSearch.objects.get()
    assert let_go_of_record(user=wout, kind="measure", key=round_.measure_id)
    assert not let_go_of_record(user=wout, kind="measure", key=round_.measure_id)
    assert not SavedSearch.objects.exists()
    clock.to(2, 27)
    assert turn() == []


def test_who_stops_the_mails_keeps_the_page_and_can_ask_for_them_again(round_: Call, wout: User) -> None:
    saves(wout, round_.measure)
    stop_search(search=SavedSearch.objects.get())
    assert SavedRecord.objects.get().search is None
    saves(wout, round_.measure)
    assert SavedRecord.objects.get().search is not None


def test_a_measure_that_was_watched_already_keeps_its_rhythm(round_: Call, wout: User) -> None:
    search = watches(f"maatregel={round_.measure_id}", rhythm="weekly", email=wout.email)
    saves(wout, round_.measure)
    assert SavedRecord.objects.get().search == search
    assert SavedSearch.objects.get().rhythm == "weekly"


def test_a_draft_that_an_editor_saves_brings_no_mails(wout: User) -> None:
    draft = MeasureFactory(draft=True)
    assert saves(wout, draft)
    assert not SavedSearch.objects.exists()


def test_who_has_a_hundred_searches_saves_the_page_without_mails(
    round_: Call, wout: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecru.base.saved.subscribing.MOST", 0)
    assert saves(wout, round_.measure)
    assert SavedRecord.objects.get().search is None


def test_a_measure_that_is_gone_is_not_watched_any_more_and_comes_back_with_it(
    round_: Call, clock: Clock, wout: User
) -> None:
    saves(wout, round_.measure)
    search, measure = SavedSearch.objects.get(), round_.measure
    measure.status = Publication.ARCHIVED
    measure.save()
    assert (search.is_broken, search.lost) == (True, [str(measure.pk)])
    clock.to(2, 27)
    assert turn() == []
    measure.status = Publication.PUBLISHED
    measure.save()
    assert not search.is_broken
    assert str(search) == "Steun: Straatgeld"
    assert len(turn()) == 1


def test_a_measure_that_another_one_replaces_is_still_watched_by_who_saved_it(
    round_: Call, clock: Clock, wout: User
) -> None:
    MeasureFactory(title="Nieuw straatgeld", replaces=round_.measure)
    saves(wout, round_.measure)
    clock.to(2, 27)
    assert subjects(turn()) == [CLOSES]


def test_the_button_on_the_page_saves_it_and_the_own_page_says_how_often(
    round_: Call, wout: User, visitor: Client
) -> None:
    page = text_of(visitor.get(round_.measure.get_absolute_url()))
    assert "Verwittig mij, zonder account" in page
    assert "Wie dit bewaart, krijgt een mail als het opengaat" in page
    visitor.force_login(wout)
    address = reverse("record-save", args=["measure", round_.measure_id])
    told = text_of(visitor.post(address, {"do": "save"}, follow=True))
    assert "Bewaard. Je krijgt een mail als er iets mee gebeurt." in told
    assert "zonder account" not in told
    told = text_of(visitor.get(reverse("my-saved")))
    assert "Mails: meteen" in told
    assert "Je bewaarde nog geen zoekopdracht" in told, "it stands with the pages, not twice"
    assert "Wat niet kan wachten" in text_of(visitor.get("/bewaard/nieuw/steun/"))
    told = text_of(visitor.post(address, {"do": "remove", "from": "list"}, follow=True))
    assert "Niet meer bewaard" in told
    assert not SavedSearch.objects.exists()


def test_a_card_in_a_list_leads_to_the_mails_about_that_one(round_: Call, visitor: Client) -> None:
    address = f"/bewaard/nieuw/steun/?maatregel={round_.measure_id}"
    assert f'href="{address}"' in visitor.get("/steun/").text
    told = text_of(visitor.get(address))
    assert "Straatgeld" in told
    assert "zes weken, twee weken en drie dagen" in told
