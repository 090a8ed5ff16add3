"""An keeps practices, reuses and collections right in the admin."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, User
from projects.admin.practices import StepsField
from projects.models import Collection, Practice, Reuse
from tests.actors.admin_cast import typed
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.factories import PracticeFactory, ProjectFactory
from tests.projects.factories import CollectionFactory
from tests.projects.practice_cast import (
    an,
    as_,
    band,
    beringen,
    choir,
    dirk,
    genk,
    house,
    reused,
    samira,
    street,
)

__all__ = ["an", "as_", "band", "beringen", "choir", "dirk", "genk", "house", "samira", "street"]
pytestmark = pytest.mark.django_db

LIST = "/beheer/projects/practice/"


@pytest.fixture
def desk(an: User) -> Client:
    """An's browser."""
    return signed_in(an)


def change(record: Any) -> str:
    return reverse(f"admin:{record._meta.label_lower.replace('.', '_')}_change", args=[record.pk])


def do(desk: Client, action: str, *records: Any) -> str:
    """What the list says after ``action`` on ``records``."""
    address = reverse(f"admin:{records[0]._meta.label_lower.replace('.', '_')}_changelist")
    page = desk.post(
        address, {"action": action, "_selected_action": [record.pk for record in records]}, follow=True
    )
    assert page.status_code == 200
    return read(page).words


def test_the_list_finds_as_the_site_does_and_narrows(
    street: Practice, band: Actor, house: Actor, desk: Client
) -> None:
    PracticeFactory(title="Toolbox", kind="toolbox", draft=True)
    reused(street, band)
    reused(street, house)
    for query, found in {
        "": {"Zingende straat", "Toolbox"},
        "?q=zingen": {"Zingende straat"},
        "?q=koor&o=1": {"Zingende straat"},
        "?q=+": {"Zingende straat", "Toolbox"},
        "?status__exact=draft": {"Toolbox"},
        "?kind__exact=toolbox": {"Toolbox"},
        "?proof=ready": {"Zingende straat"},
        "?proof=yes": set(),
        "?proof=no": {"Zingende straat", "Toolbox"},
        "?proof=onzin": {"Zingende straat", "Toolbox"},
        "?checked=old": {"Zingende straat"},
    }.items():
        page = desk.get(f"{LIST}{query}")
        assert {practice.title for practice in page.context["cl"].result_list} == found, query
    words = read(desk.get(LIST)).words
    assert "Genk" in words
    assert "Zoekt in titels, woorden, plaatsen en makers" in words


def test_an_changes_a_practice_and_search_follows(street: Practice, desk: Client, visitor: Client) -> None:
    page = desk.get(change(street))
    form = typed(page)
    assert form["steps"] == "Klop aan\nBij elke deur.\n\nZing."
    answer = desk.post(
        change(street),
        {
            **form,
            "results": "Een draaiorgel.",
            "steps": "Bel aan\nBij  elke\ndeur.\n\n\n\nZing",
            "checked_today": "on",
        },
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    street.refresh_from_db()
    assert street.steps == [{"title": "Bel aan", "text": "Bij elke deur."}, {"title": "Zing", "text": ""}]
    assert street.verified_on == timezone.localdate()
    assert "Zingende straat" in read(visitor.get("/praktijken/?q=draaiorgel")).words
    assert LogEntry.objects.exists()


def test_a_stale_form_and_a_wrong_year_say_so_and_lose_nothing(street: Practice, desk: Client) -> None:
    form = typed(desk.get(change(street)))
    Practice.objects.filter(pk=street.pk).update(title="Anders")
    page = desk.post(change(street), {**form, "approach": "Mijn tekst."})
    assert "Mijn tekst." in page.content.decode()
    form = typed(desk.get(change(street)))
    page = desk.post(change(street), {**form, "year_to": "1900"})
    assert "Het laatste jaar" in page.content.decode()
    page = desk.post(change(street), {**form, "year_from": "", "year_to": "2018"})
    assert "eerste jaar" in page.content.decode()


def test_a_new_one_gets_no_address_of_ours_and_a_copy_is_a_new_one(street: Practice, desk: Client) -> None:
    page = desk.get(f"{LIST}add/")
    form = typed(page, title="Nieuw", slug="verzamelingen")
    assert "Op dit adres staat een pagina van ons." in desk.post(f"{LIST}add/", form).content.decode()
    copy = {**typed(desk.get(change(street))), "_saveasnew": "1", "title": "Kopie", "slug": "kopie"}
    for name in [name for name in copy if name.startswith("makers-0-")]:
        del copy[name]
    copy |= {"makers-TOTAL_FORMS": "0", "makers-INITIAL_FORMS": "0"}
    answer = desk.post(change(street), copy)
    assert answer.status_code == 302
    assert Practice.objects.get(slug="kopie").steps_taken


def test_an_mends_the_links_and_what_others_may_do(street: Practice, desk: Client, visitor: Client) -> None:
    street.links = ["https://oud.example/film"]
    street.save()
    sent = typed(desk.get(change(street)))
    assert sent["links"] == "https://oud.example/film"
    page = desk.post(change(street), sent | {"links": "geen link"})
    assert "links" in page.context["adminform"].form.errors
    desk.post(
        change(street), sent | {"links": "nieuw.example/film\nhttps://koor.example", "licence": "cc-by"}
    )
    street.refresh_from_db()
    assert (street.links, street.licence) == (["https://nieuw.example/film", "https://koor.example"], "cc-by")
    assert "https://nieuw.example/film" in read(visitor.get(street.get_absolute_url())).links


def test_many_at_once(street: Practice, desk: Client) -> None:
    draft = PracticeFactory(title="Kladje", draft=True)
    assert "1 praktijk is nu gepubliceerd." in do(desk, "publish", street, draft)
    assert "2 praktijken zitten nu in het archief." in do(desk, "archive", street, draft)
    assert "hoefde niets te veranderen" in do(desk, "archive", street)
    assert "1 praktijk staat als nagekeken." in do(desk, "mark_checked", street)
    street.refresh_from_db()
    assert (street.status, street.verified_on) == ("archived", timezone.localdate())


def test_proof_from_the_list(street: Practice, band: Actor, house: Actor, desk: Client) -> None:
    assert "nog niet beproefd" in do(desk, "mark_proven", street)
    reused(street, band)
    reused(street, house)
    assert "1 praktijk is aangepast." in do(desk, "mark_proven", street)
    street.refresh_from_db()
    assert street.is_proven
    assert "1 praktijk is aangepast." in do(desk, "unmark_proven", street)


def test_what_facts_made_is_archived_and_not_deleted(street: Practice, desk: Client) -> None:
    Practice.objects.filter(pk=street.pk).update(facts={"title": "Zingende straat"})
    words = do(desk, "delete_selected", street)
    assert "komt uit een feitenbestand" in words or "Archiveer" in words
    assert Practice.objects.filter(pk=street.pk).exists()
    assert desk.get(change(street)).status_code == 200


def test_a_reuse_is_added_found_and_taken_back(
    street: Practice, band: Actor, dirk: User, an: User, desk: Client
) -> None:
    page = desk.get("/beheer/projects/reuse/add/")
    form = typed(
        page, practice=street.pk, actor=band.pk, municipality=band.municipality_id, year="2020", went="goed"
    )
    assert desk.post("/beheer/projects/reuse/add/", form).status_code == 302
    made = Reuse.objects.get()
    assert made.recorded_by == an
    found = desk.get("/beheer/projects/reuse/?q=fanfare&taken_back=no").context["cl"].result_list
    assert list(found) == [made]
    assert desk.post(change(made), typed(desk.get(change(made)), note="Met soep.")).status_code == 302
    made.refresh_from_db()
    assert (made.note, made.recorded_by) == ("Met soep.", an)
    assert "1 hergebruik is ingetrokken." in do(desk, "take_back", made)
    assert "hoefde niets te veranderen" in do(desk, "take_back", made)
    assert list(desk.get("/beheer/projects/reuse/?taken_back=yes").context["cl"].result_list)


def test_a_collection_is_made_and_published(street: Practice, desk: Client, visitor: Client) -> None:
    project = ProjectFactory(title="Koor in de maak")
    page = desk.get("/beheer/projects/collection/add/")
    items = {
        "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0",
        "items-0-practice": street.pk, "items-0-position": "2", "items-0-note": "Zing mee.",
        "items-1-project": project.pk, "items-1-position": "1",
    }  # fmt: skip
    form = typed(page, title="Zingen", slug="zingen", introduction="Omdat het kan.")
    both = {**form, **items, "items-0-project": project.pk}
    refused = desk.post("/beheer/projects/collection/add/", both)
    assert "Kies een praktijk of een project" in refused.content.decode()
    assert desk.post("/beheer/projects/collection/add/", {**form, **items}).status_code == 302
    made = Collection.objects.get()
    assert visitor.get(made.get_absolute_url()).status_code == 404
    assert "1 verzameling is aangepast." in do(desk, "publish", made)
    titles = [
        card.one("h3").words
        for card in read(visitor.get(made.get_absolute_url())).every("li", class_="sample")
    ]
    assert titles == ["Koor in de maak", "Zingende straat"]
    assert desk.get("/beheer/projects/collection/?q=zingen").context["cl"].result_list[0].shown_count == 2
    assert "1 verzameling is aangepast." in do(desk, "archive", made)
    assert "hoefde niets te veranderen" in do(desk, "archive", made)
    assert desk.get(change(made)).status_code == 200


def test_steps_take_what_people_type() -> None:
    field = StepsField(required=False)
    assert field.clean("") == []
    assert field.clean("Een\r\n\r\nTwee\r\nmet tekst") == [
        {"title": "Een", "text": ""},
        {"title": "Twee", "text": "met tekst"},
    ]
    assert field.prepare_value("getypt") == "getypt"
    assert not field.has_changed([{"title": "Een", "text": ""}], " Een ")
    assert field.has_changed([], "Een")


def test_nobody_else_comes_in(street: Practice, samira: User) -> None:
    browser = signed_in(samira)
    for address in (LIST, "/beheer/projects/reuse/", "/beheer/projects/collection/"):
        assert browser.get(address).status_code in {302, 403}


def test_lists_ask_as_much_of_two_as_of_forty(street: Practice, band: Actor, desk: Client, genk: Any) -> None:
    addresses = [LIST, "/beheer/projects/reuse/", "/beheer/projects/collection/"]

    def asked() -> list[int]:
        desk.get(LIST)
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as log:
                assert desk.get(address).status_code == 200
            counts.append(len(log.captured_queries))
        return counts

    PracticeFactory(words={"municipalities": [genk]})
    reused(street, band, year=1999)
    CollectionFactory(practices=[street])
    first = asked()
    for number in range(40):
        PracticeFactory(words={"municipalities": [genk]})
        reused(street, band, year=1900 + number)
        CollectionFactory(practices=[street])
    assert asked() == first
