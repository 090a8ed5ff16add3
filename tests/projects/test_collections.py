"""Collections: what belongs together, in the order of the editors; and the two that come with the portal."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import User
from projects.models import Collection, CollectionItem, Practice
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.factories import PracticeFactory, ProjectFactory
from tests.projects.factories import CollectionFactory
from tests.projects.practice_cast import an, choir, genk, street

__all__ = ["an", "choir", "genk", "street"]
pytestmark = pytest.mark.django_db

ALL = "/praktijken/verzamelingen/"


@pytest.fixture
def singing(street: Practice) -> Any:
    """The street, a project and a draft, with a word of the editors beside the first."""
    made = CollectionFactory(
        title="Samen zingen",
        title_en="Singing together",
        slug="samen-zingen",
        summary="Wie zingt, hoort erbij.",
        summary_en="Who sings belongs.",
        introduction="## Waarom\n\nOmdat het kan.\n\n<script>alert(1)</script>",
        introduction_en="## Why\n\nBecause we can.",
        practices=[street, PracticeFactory(title="Kladje", draft=True)],
    )
    made.items.filter(practice=street).update(note="Elke avond een stoep.", note_en="A pavement every night.")
    made.items.create(project=ProjectFactory(title="Koor in de maak", slug="koor-in-de-maak"), position=7)
    made.items.create(project=ProjectFactory(title="Geheim project", draft=True), position=8)
    return made


def test_the_list_names_them_with_how_much_shows(singing: Collection, visitor: Client) -> None:
    CollectionFactory(title="In wording", status="draft")
    page = read(visitor.get(ALL))
    [row] = page.one("ul", class_="rows").every("li")
    assert row.words == "2 voorbeelden Samen zingen Wie zingt, hoort erbij."
    assert f"{ALL}samen-zingen/" in page.links


def test_without_any_the_list_says_so(visitor: Client) -> None:
    assert "Er is nog geen verzameling." in read(visitor.get(ALL)).words


def test_a_collection_shows_what_shows_in_its_order(singing: Collection, visitor: Client) -> None:
    answer = visitor.get(f"{ALL}samen-zingen/")
    page = read(answer)
    assert "Omdat het kan." in page.one("article").words
    assert "<script>alert" not in answer.content.decode()
    cards = page.one("ul", class_="samples").every("li", class_="sample")
    assert [card.one("h3").words for card in cards] == ["Zingende straat", "Koor in de maak"]
    assert "Elke avond een stoep." in cards[0].words
    assert "Een zomer lang muziek op het plein." in cards[1].words, "without a word of the editors its own"


def test_it_is_english_for_who_reads_english(singing: Collection, visitor: Client) -> None:
    page = read(visitor.get(f"/en{ALL}samen-zingen/"))
    assert page.one("h1").words == "Singing together"
    assert "Because we can." in page.one("article").words
    assert "A pavement every night." in page.words
    Collection.objects.filter(pk=singing.pk).update(introduction_en="", summary_en="", summary="")
    singing.refresh_from_db()
    singing.save()
    page = read(visitor.get(f"/en{ALL}samen-zingen/"))
    assert page.one("article").attributes["lang"] == "nl"


def test_a_draft_is_for_editors_and_an_empty_one_is_calm(visitor: Client, an: User) -> None:
    CollectionFactory(slug="leeg", status="draft", introduction="")
    assert visitor.get(f"{ALL}leeg/").status_code == 404
    page = read(signed_in(an).get(f"{ALL}leeg/"))
    assert "Er is nog niets van te zien." in page.words
    assert "kladversie" in page.words


def test_an_item_is_one_thing(singing: Collection, street: Practice) -> None:
    with pytest.raises(ValidationError):
        CollectionItem(collection=singing).clean()
    with pytest.raises(ValidationError):
        CollectionItem(collection=singing, practice=street, project=ProjectFactory()).clean()
    assert CollectionItem(collection=singing, project=ProjectFactory()).clean() is None  # type: ignore[func-returns-value]
    with pytest.raises(IntegrityError), transaction.atomic():
        singing.items.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        singing.items.create(practice=street)


def test_they_have_names(singing: Collection) -> None:
    assert str(singing) == "Samen zingen"
    assert next(str(item) for item in singing.items.all()) == "Samen zingen: Zingende straat"


def test_the_page_asks_as_much_of_two_as_of_sixty(singing: Collection, visitor: Client) -> None:
    def asked() -> list[int]:
        visitor.get(ALL)
        counts = []
        for address in (ALL, f"{ALL}samen-zingen/"):
            with CaptureQueriesContext(connection) as log:
                assert visitor.get(address).status_code == 200
            counts.append(len(log.captured_queries))
        return counts

    first = asked()
    for number in range(60):
        singing.items.create(practice=PracticeFactory(), position=number + 10)
        CollectionFactory()
    assert asked() == first
