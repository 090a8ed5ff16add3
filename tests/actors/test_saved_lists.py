"""An editor keeps the filters of a list under a name, alone or for the colleagues."""

import pytest
from django.db import IntegrityError
from django.test import Client

from actors.models import SavedFilter, User
from tests.actors.admin_cast import editor, outsider, regisseur, signed_in
from tests.factories import ActorFactory

__all__ = ["editor", "outsider", "regisseur"]

LIST = "/beheer/actors/actor/"


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


def keep(browser: Client, query: str, name: str = "Mijn lijst", **data: str) -> list[str]:
    """Keeps a list; returns what the next page says."""
    answer = browser.post(f"{LIST}lijsten/", {"query": query, "name": name, **data}, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def shown(browser: Client) -> list[str]:
    """The saved lists above the list."""
    return [saved.name for saved in browser.get(LIST).context["saved_lists"]]


def test_an_editor_keeps_a_list_and_opens_it(browser: Client) -> None:
    ActorFactory(name="Klad", draft=True, words={})
    ActorFactory(name="Koor", words={})
    assert "Bewaar deze lijst" in browser.get(f"{LIST}?status__exact=draft").content.decode()
    assert "Bewaar deze lijst" not in browser.get(LIST).content.decode()
    [said] = keep(browser, "status__exact=draft&q=klad&p=4&e=1", "Klad van mij")
    assert "Klad van mij" in said
    saved = SavedFilter.objects.get()
    assert saved.query == "status__exact=draft&q=klad"
    page = browser.get(LIST).content.decode()
    assert '<a href="?status__exact=draft&amp;q=klad"' in page
    found = browser.get(f"{LIST}?{saved.query}")
    assert [actor.name for actor in found.context["cl"].result_list] == ["Klad"]
    assert 'aria-current="true"' in found.content.decode()


def test_the_same_name_again_gets_the_new_filters(browser: Client) -> None:
    keep(browser, "q=a")
    keep(browser, "q=b")
    assert SavedFilter.objects.get().query == "q=b"


def test_colleagues_see_what_is_shared_and_cannot_remove_it(browser: Client, regisseur: User) -> None:
    keep(browser, "q=a", "Van mij alleen")
    keep(browser, "q=b", "Voor ons", shared="on")
    rik = signed_in(regisseur)
    assert shown(rik) == ["Voor ons"]
    assert shown(browser) == ["Van mij alleen", "Voor ons"]
    assert "van An" in rik.get(LIST).content.decode()
    for saved in SavedFilter.objects.all():
        rik.post(f"{LIST}lijsten/weg/", {"list": saved.pk})
    assert SavedFilter.objects.count() == 2
    mine = SavedFilter.objects.get(name="Voor ons")
    answer = browser.post(f"{LIST}lijsten/weg/", {"list": mine.pk, "query": "q=a"})
    assert answer.url == f"{LIST}?q=a"
    assert shown(browser) == ["Van mij alleen"]
    browser.post(f"{LIST}lijsten/weg/", {"list": mine.pk})
    browser.post(f"{LIST}lijsten/weg/", {"list": "abc"})
    assert SavedFilter.objects.count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "q=%00%ff&x=javascript:alert(1)",
        '"><script>alert(1)</script>=1',
        "nonsense__lookup=1",
        "municipality__name__regex=(((",
        "&".join(f"a{n}=1" for n in range(39)),
    ],
)
def test_hostile_filters_do_no_harm(query: str, browser: Client) -> None:
    ActorFactory()
    keep(browser, query)
    saved = SavedFilter.objects.get()
    page = browser.get(LIST).content.decode()
    assert "<script>alert" not in page
    assert 'href="?' in page
    assert browser.get(f"{LIST}?{saved.query}", follow=True).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "p=3",
        "q=" + "x" * 5000,
        "&".join(f"a{n}=1" for n in range(90)),
        "&".join(["a=1"] * 3000),
        "&" * 5000,
    ],
)
def test_what_cannot_be_kept_is_told(query: str, browser: Client) -> None:
    [said] = keep(browser, query)
    assert "Filter" in said
    assert not SavedFilter.objects.exists()


def test_a_list_needs_a_name_and_there_is_an_end(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "naam" in keep(browser, "q=a", "")[0]
    assert "naam" in keep(browser, "q=a", "x" * 61)[0]
    monkeypatch.setattr("actors.admin.saved_lists.MOST_SAVED", 1)
    keep(browser, "q=a", "Een")
    assert "Verwijder" in keep(browser, "q=a", "Twee")[0]


def test_two_clicks_at_once_make_one(browser: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(browser, "q=a")

    def lost(**_about: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(SavedFilter.objects, "update_or_create", lost)
    keep(browser, "q=b")
    assert SavedFilter.objects.get().query == "q=b"


def test_only_editors_keep_lists(outsider: User) -> None:
    assert signed_in(outsider).post(f"{LIST}lijsten/", {"query": "q=a", "name": "x"}).status_code == 403
    assert Client().post(f"{LIST}lijsten/", {"query": "q=a", "name": "x"}).status_code == 302
    assert not SavedFilter.objects.exists()


def test_people_have_lists_only_for_who_sees_people(browser: Client, regisseur: User) -> None:
    data = {"query": "q=a", "name": "x"}
    assert browser.post("/beheer/actors/user/lijsten/", data).status_code == 403
    assert browser.post("/beheer/actors/user/lijsten/weg/", {"list": "1"}).status_code in {302, 403}
    assert signed_in(regisseur).post("/beheer/actors/user/lijsten/", data).status_code == 302
