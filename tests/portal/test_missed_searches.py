"""Searches that found nothing are counted for the editors, and tell nothing about who searched."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.db import models as db_models
from django.test import Client

from actors.models import Role
from ecru.portal.models import NEW_ROWS_A_DAY, OTHER, MissedSearch, MissedSearchQuerySet, keepable
from tests.actors.markup import read
from tests.factories import ActorFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
LIST = "/beheer/portal/missedsearch/"


def search(client: Client, query: str) -> Any:
    response = client.get("/zoeken/", {"q": query})
    assert response.status_code == 200
    return response


def rows() -> dict[str, int]:
    return dict(MissedSearch.objects.values_list("words", "count"))


def editor() -> Client:
    client = Client()
    client.force_login(UserFactory(role=Role.EDITOR))
    return client


def test_what_finds_nothing_is_counted_folded(client: Client) -> None:
    search(client, "Klezmer-groep!")
    search(client, "klezmer GROEP")
    assert rows() == {"klezmer groep": 2}


def test_what_finds_something_or_asks_nothing_is_not(client: Client) -> None:
    ActorFactory(name="Klezmergroep")
    for query in ("klezmergroep", "klezmergrop", "", "   "):
        search(client, query)
    client.head("/zoeken/?q=klezmergroep")
    assert rows() == {}


@pytest.mark.parametrize(
    "query",
    [
        "an.peeters@voorbeeld.example",
        "an peeters @ voorbeeld",
        "0470 12 34 56",
        "+32 89 12 34 56",
        "85.07.30-033.28",
        "85073003328",
        "koor 3600",
        "😀",
        "ab",
        "x" * 25,
        "een twee drie vier vijf zes zeven",
        "<script>alert(1)</script>",
        "1' OR '1'='1",
        "koor " * 40,
    ],
)
def test_what_looks_personal_or_strange_leaves_a_count_only(client: Client, query: str) -> None:
    search(client, query)
    assert rows() == {OTHER: 1}
    assert keepable(query) == OTHER


def test_a_row_holds_no_person_and_no_time() -> None:
    fields = {field.name: field for field in MissedSearch._meta.get_fields()}
    assert set(fields) == {"id", "words", "count", "first_on", "last_on", "status"}
    assert not any(
        field.is_relation or isinstance(field, db_models.DateTimeField) for field in fields.values()
    )


def test_days_are_kept_as_days(client: Client) -> None:
    MissedSearch.objects.note("klezmer", TODAY - timedelta(days=3))
    MissedSearch.objects.note("klezmer", TODAY)
    missed = MissedSearch.objects.get()
    assert (missed.count, missed.first_on, missed.last_on) == (2, TODAY - timedelta(days=3), TODAY)
    assert str(missed) == "klezmer"


def letters(number: int) -> str:
    """A word of its own for every number."""
    return "qz" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")


def test_nobody_can_fill_the_table() -> None:
    for number in range(NEW_ROWS_A_DAY + 30):
        MissedSearch.objects.note(letters(number), TODAY)
    assert MissedSearch.objects.count() == NEW_ROWS_A_DAY + 1
    assert rows()[OTHER] == 30
    MissedSearch.objects.note(letters(0), TODAY)
    assert rows()[letters(0)] == 2
    MissedSearch.objects.note("morgen weer", TODAY + timedelta(days=1))
    assert rows()["morgen weer"] == 1


def test_two_at_once_make_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    real = MissedSearchQuerySet.count_again
    raced: list[str] = []

    def beaten(self: MissedSearchQuerySet, words: str, today: date) -> bool:
        if not raced:
            raced.append(words)
            MissedSearch.objects.create(words=words, first_on=today, last_on=today)
            return False
        return real(self, words, today)

    monkeypatch.setattr(MissedSearchQuerySet, "count_again", beaten)
    MissedSearch.objects.note("klezmer", TODAY)
    assert rows() == {"klezmer": 2}


def test_after_twelve_months_it_is_forgotten() -> None:
    MissedSearch.objects.note("oud", TODAY - timedelta(days=366))
    MissedSearch.objects.note("jong", TODAY - timedelta(days=364))
    MissedSearch.objects.note("nieuw", TODAY)
    assert set(rows()) == {"jong", "nieuw"}


def test_what_was_made_right_waits_again_when_it_finds_nothing_after_all() -> None:
    for words in ("klezmer", "zzzzzz"):
        MissedSearch.objects.note(words, TODAY)
    MissedSearch.objects.filter(words="klezmer").settle()
    MissedSearch.objects.filter(words="zzzzzz").ignore()
    assert not MissedSearch.objects.waiting().exists()
    for words in ("klezmer", "zzzzzz", OTHER):
        MissedSearch.objects.note(words, TODAY)
    assert [missed.words for missed in MissedSearch.objects.waiting()] == ["klezmer"]


def test_a_database_that_cannot_be_written_still_answers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(MissedSearchQuerySet, "update", refuse)
    monkeypatch.setattr(MissedSearchQuerySet, "create", refuse)
    page = read(search(client, "klezmer"))
    assert page.one("section", class_="panel").one("h2").words == "Hier zit nog een gat in het weefsel"


# --- The editors --------------------------------------------------------------------------------------------------


def test_editors_see_the_commonest_first_and_only_what_waits() -> None:
    for words, times in (("klezmer", 2), ("tango", 3), ("zzzzzz", 1)):
        for _ in range(times):
            MissedSearch.objects.note(words, TODAY)
    MissedSearch.objects.note("12345678", TODAY)
    MissedSearch.objects.filter(words="zzzzzz").ignore()
    table = editor().get(LIST)
    listed = [missed.words for missed in table.context["cl"].result_list]
    assert listed == ["tango", "klezmer", OTHER]
    html = table.content.decode()
    assert "/zoeken/?q=tango" in html
    assert "(andere: niet bewaard zoals getypt)" in html
    every = editor().get(LIST, {"status": "all"}).context["cl"].result_list
    assert "zzzzzz" in [missed.words for missed in every]
    aside = editor().get(LIST, {"status": "ignored", "q": "zz\0"}).context["cl"].result_list
    assert [missed.words for missed in aside] == ["zzzzzz"]


@pytest.mark.parametrize(
    ("action", "status"), [("settle", "settled"), ("ignore", "ignored"), ("reopen", "open")]
)
def test_editors_put_them_aside_and_back(action: str, status: str) -> None:
    for words in ("klezmer", "tango"):
        MissedSearch.objects.note(words, TODAY)
    keys = [missed.pk for missed in MissedSearch.objects.all()]
    answer = editor().post(LIST, {"action": action, "_selected_action": keys}, follow=True)
    assert "2 zoekopdrachten gewijzigd." in answer.content.decode()
    assert {missed.status for missed in MissedSearch.objects.all()} == {status}


def test_nobody_types_them_and_others_do_not_see_them(client: Client) -> None:
    MissedSearch.objects.note("klezmer", TODAY)
    keeper = editor()
    assert keeper.get(f"{LIST}add/").status_code == 403
    assert client.get(LIST).status_code == 302
    client.force_login(UserFactory(role=Role.MEMBER))
    assert client.get(LIST).status_code == 403


def test_the_privacy_page_says_so(client: Client) -> None:
    text = read(client.get("/privacy/")).one("main").words
    assert "Wat je zoekt als er niets gevonden wordt" in text
    assert "nooit wie, van waar of hoe laat Waarvoor" in text
    assert "Hoelang 1 jaar" in text
