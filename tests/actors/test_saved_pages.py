"""What people with an account save: searches with what is new in them, and pages. An and Bea have one; Nour has none."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.merging.people import take_saves_along
from actors.models import Actor, Municipality, Role, User
from ecru.base.models import MailReader, Publication, SavedRecord, SavedSearch
from ecru.base.personal import holdings
from ecru.base.saved import records, subscribing
from ecru.base.saved.records import Savable, savable
from tests.actors.alert_cast import NOUR, an, at_once, choir, genk, of_an, wants_news
from tests.actors.conftest import editor_browser, signed_in
from tests.actors.markup import read
from tests.factories import ActorFactory, ExpertFactory, MembershipFactory, ThemeFactory, UserFactory

__all__ = ["an", "genk"]
pytestmark = pytest.mark.django_db

FORM = "/bewaard/nieuw/actoren/?gemeente=genk"
MINE = "/mijn/bewaard/"


@pytest.fixture
def bea(db: None) -> User:
    return UserFactory(name="Bea", email="bea@voorbeeld.example")


def words(page: Any) -> str:
    return read(page).one("main").words


# --- Searches -------------------------------------------------------------------------------------------------------


def test_who_is_signed_in_saves_with_one_press_and_without_a_mail(genk: Municipality, an: User) -> None:
    browser = signed_in(an)
    assert "Mails gaan naar an@voorbeeld.example." in words(browser.get(FORM))
    for _click in range(2):
        page = browser.post(FORM, {"rhythm": "weekly", "label": "Koren bij mij"}, follow=True)
    assert page.redirect_chain == [(MINE, 302)]
    for part in ("Koren bij mij", "Wie is wie: Genk", "één keer per week, op maandagmorgen"):
        assert part in words(page)
    search = SavedSearch.objects.get()
    assert search.confirmed_at
    assert str(search) == "Koren bij mij"


def test_a_mistake_keeps_what_was_typed(genk: Municipality, an: User) -> None:
    page = signed_in(an).post(FORM, {"rhythm": "soms", "label": "Koren"})
    assert "Kies hoe vaak." in words(page)
    assert page.context["form"]["label"].value() == "Koren"


def test_what_is_new_is_counted_and_shown_until_it_is_seen(genk: Municipality, an: User) -> None:
    choir(genk, "Oud koor")
    search = of_an(an, rhythm="never")
    choir(genk, "Eerste koor")
    choir(genk, "Tweede koor")
    at_once()
    wants_news("q=dans", email="ander@voorbeeld.example")  # so that somebody looks
    at_once()
    browser = signed_in(an)
    assert [watching.count for watching in browser.get(MINE).context["searches"]] == [2]
    told = words(browser.get(f"{MINE}{search.pk}/"))
    for part in ("2 nieuw", "Eerste koor : Vereniging, Genk", "Tweede koor"):
        assert part in told
    assert "Oud koor" not in told
    page = browser.post(f"{MINE}{search.pk}/", {"do": "seen"}, follow=True)
    assert "Alles staat als gezien." in read(page).words
    assert "Niets nieuws sinds je er laatst over hoorde." in words(page)


def test_name_and_rhythm_change_and_a_search_goes(genk: Municipality, an: User) -> None:
    search, browser = of_an(an), signed_in(an)
    here = f"{MINE}{search.pk}/"
    browser.post(here, {"do": "keep", "label": "Zingen", "rhythm": "weekly"})
    search.refresh_from_db()
    assert (search.label, search.rhythm) == ("Zingen", "weekly")
    browser.post(here, {"do": "keep", "label": "", "rhythm": "daily"})
    search.refresh_from_db()
    assert str(search) == "Wie is wie: Genk"
    page = browser.post(here, {"do": "keep", "label": "x" * 200, "rhythm": "daily"})
    assert page.context["form"]["label"].value() == "x" * 200
    assert "Verwijderd." in read(browser.post(here, {"do": "stop"}, follow=True)).words
    assert not SavedSearch.objects.exists()
    assert MailReader.objects.filter(user=an).exists()


def test_the_search_of_another_does_not_exist(genk: Municipality, an: User, bea: User) -> None:
    search = of_an(an)
    browser = signed_in(bea)
    for answer in (browser.get(f"{MINE}{search.pk}/"), browser.post(f"{MINE}{search.pk}/", {"do": "stop"})):
        assert answer.status_code == 404
    assert editor_browser().get(f"{MINE}{search.pk}/").status_code == 404
    assert SavedSearch.objects.exists()


def test_a_search_that_broke_says_so(genk: Municipality, an: User) -> None:
    theme = ThemeFactory(slug="mijn")
    search = of_an(an, "thema=mijn", label="Mijnen")
    theme.delete()
    browser = signed_in(an)
    assert "werkt niet meer" in words(browser.get(MINE))
    assert "Dit bestaat niet meer: mijn." in words(browser.get(f"{MINE}{search.pk}/"))
    SavedSearch.objects.update(directory="verdwenen")
    assert "Deze lijst bestaat niet meer." in words(browser.get(f"{MINE}{search.pk}/"))
    assert browser.get(MINE).context["searches"][0].count == 0


def test_a_hundred_is_enough(genk: Municipality, an: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribing, "MOST", 1)
    of_an(an, "q=dans")
    page = signed_in(an).post(FORM, {"rhythm": "daily", "label": "Koren"})
    assert "Haal er eerst één weg" in words(page)
    assert page.context["form"]["label"].value() == "Koren"
    assert SavedSearch.objects.count() == 1


def test_what_somebody_asked_for_an_counts_when_an_saves_it(genk: Municipality, an: User) -> None:
    search = subscribing.ask_for_news(
        email=an.email, listing=of_an(an, "q=dans").entry.opened("gemeente=genk"), rhythm="now", language="nl", token="t"
    )  # fmt: skip
    assert of_an(an, rhythm="weekly") == search
    search.refresh_from_db()
    assert (search.rhythm, bool(search.confirmed_at)) == ("weekly", True)


def test_the_page_costs_as_many_queries_for_many_as_for_few(genk: Municipality, an: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(MINE).status_code == 200
        return len(captured)

    browser = signed_in(an)
    for number in range(2):
        of_an(an, f"q=koor{number}")
        SavedRecord.objects.keep(an, "actor", choir(genk).pk)
    browser.get(MINE)
    few = cost()
    for number in range(2, 40):
        of_an(an, f"q=koor{number}")
        SavedRecord.objects.keep(an, "actor", choir(genk).pk)
    browser.get(MINE)
    assert cost() == few


# --- Pages ----------------------------------------------------------------------------------------------------------


def save_address(record: Any, kind: str = "actor") -> str:
    return f"/bewaard/{kind}/{record.pk}/"


def test_a_page_is_saved_once_found_back_and_let_go(genk: Municipality, an: User) -> None:
    actor, expert = choir(genk), ExpertFactory(actor=choir(genk, "Deskundig koor"))
    browser = signed_in(an)
    for _click in range(2):
        page = browser.post(save_address(actor), {"do": "save"}, follow=True)
    assert page.redirect_chain == [(actor.get_absolute_url(), 302)]
    assert "Bewaard." in read(page).words
    browser.post(save_address(expert, "expert"))
    assert SavedRecord.objects.count() == 2
    page = browser.get(MINE)
    assert [len(shelf.saved) for shelf in page.context["shelves"]] == [1, 1]
    assert "Nieuw koor" in words(page)
    for _click in range(2):
        page = browser.post(save_address(actor), {"do": "remove", "from": "list"}, follow=True)
    assert page.redirect_chain == [(MINE, 302)]
    assert str(SavedRecord.objects.get()) == f"expert {expert.pk}"
    assert (
        browser.post(save_address(expert, "expert"), {"do": "remove"})["Location"]
        == expert.get_absolute_url()
    )


def test_the_button_knows_what_is_saved(genk: Municipality, an: User) -> None:
    actor, browser = choir(genk), signed_in(an)
    knop = f"{save_address(actor)}knop/"
    assert read(browser.get(knop)).one("button").words == "Bewaar"
    told = browser.post(save_address(actor), {"do": "save"}, headers={"hx-request": "true"})
    assert told.status_code == 200
    assert "Bewaard" in read(told).one("button").words
    assert read(browser.get(knop)).one("input", name="do").attributes["value"] == "remove"
    told = browser.post(save_address(actor), {"do": "remove"}, headers={"hx-request": "true"})
    assert read(told).one("button").words == "Bewaar"


def test_pages_kept_for_everybody_know_nobody(genk: Municipality, an: User, visitor: Client) -> None:
    actor = choir(genk)
    browser = signed_in(an)
    browser.post(save_address(actor))
    own = browser.get(actor.get_absolute_url()).content.decode()
    assert f'hx-get="{save_address(actor)}knop/"' in own
    first = visitor.get(actor.get_absolute_url())
    assert "knop" not in first.content.decode()
    assert "csrfmiddlewaretoken" not in first.content.decode()
    assert first["ETag"], "it is kept"
    assert visitor.get(actor.get_absolute_url())["ETag"] == first["ETag"]
    assert not visitor.cookies


def test_who_is_not_signed_in_comes_back_with_it_saved(genk: Municipality, an: User) -> None:
    actor, browser = choir(genk), Client(enforce_csrf_checks=True)
    form = read(browser.get(actor.get_absolute_url())).one("form", **{"class": "save"})
    first = browser.post(form.attributes["action"], headers={"origin": "http://testserver"})
    assert first["Location"] == save_address(actor)
    asked = browser.get(first["Location"])
    assert "next=" in asked["Location"]
    browser.force_login(an)
    page = browser.get(save_address(actor), follow=True)
    assert page.redirect_chain == [(actor.get_absolute_url(), 302)]
    assert "Bewaard." in read(page).words
    assert SavedRecord.objects.has(an, "actor", actor.pk)


def test_looking_saves_nothing_and_neither_does_another_site(genk: Municipality, an: User) -> None:
    actor, browser = choir(genk), Client()
    browser.post(f"{save_address(actor)}eerst-aanmelden/", headers={"origin": "https://kwaad.example"})
    browser.force_login(an)
    assert browser.get(save_address(actor))["Location"] == actor.get_absolute_url()
    assert not SavedRecord.objects.exists()


def test_what_somebody_may_not_see_is_neither_saved_nor_shown(
    genk: Municipality, an: User, bea: User
) -> None:
    draft = choir(genk, "Koor in wording", draft=True)
    browser = signed_in(an)
    for answer in (
        browser.post(save_address(draft)),
        browser.get(f"{save_address(draft)}knop/"),
        browser.post(save_address(draft, "gemeente")),
        browser.post("/bewaard/actor/9999999999999999999/"),
        Client().post(f"{save_address(draft)}eerst-aanmelden/"),
    ):
        assert answer.status_code == 404
    MembershipFactory(user=bea, actor=draft)
    signed_in(bea).post(save_address(draft))
    assert SavedRecord.objects.has(bea, "actor", draft.pk)


def test_what_becomes_one_stays_saved_once(genk: Municipality, an: User, bea: User) -> None:
    stays, goes = choir(genk), choir(genk, "Zelfde koor")
    for user, record in ((an, stays), (an, goes), (bea, goes)):
        SavedRecord.objects.keep(user, "actor", record.pk)
    take_saves_along(stays, goes)
    assert sorted(SavedRecord.objects.values_list("user", "key")) == [(an.pk, stays.pk), (bea.pk, stays.pk)]


def test_what_went_is_said_and_can_be_let_go(genk: Municipality, an: User) -> None:
    actor, browser = choir(genk), signed_in(an)
    browser.post(save_address(actor))
    Actor.objects.update(status=Publication.ARCHIVED)
    page = words(browser.get(MINE))
    assert "Deze pagina is nu niet te zien." in page
    assert "Nieuw koor" not in page
    assert browser.post(save_address(actor), {"do": "remove"})["Location"] == MINE
    assert not SavedRecord.objects.exists()


def test_a_thousand_pages_is_enough(genk: Municipality, an: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST", 1)
    first, second, browser = choir(genk), choir(genk, "Tweede koor"), signed_in(an)
    browser.post(save_address(first))
    assert "Haal er eerst één weg." in read(browser.post(save_address(second), follow=True)).words
    assert "Bewaard." in read(browser.post(save_address(first), follow=True)).words
    assert SavedRecord.objects.count() == 1


def test_a_kind_has_a_name_of_its_own() -> None:
    kind = records.kinds["actor"]
    assert savable(kind) is kind
    with pytest.raises(ValueError, match="called actor"):
        savable(Savable("actor", "Andere", Actor.objects.visible_to))


# --- Whose it is ----------------------------------------------------------------------------------------------------


def test_the_own_page_leads_to_what_is_saved(an: User) -> None:
    page = signed_in(an).get("/mijn/")
    assert "Bekijk wat ik bewaarde" in words(page)
    page = signed_in(an).get(MINE)
    assert "Je bewaarde nog geen zoekopdracht." in words(page)
    assert "Je bewaarde nog geen pagina." in words(page)


def test_what_we_hold_is_shown_taken_along_and_goes_with_the_account(
    genk: Municipality, an: User, bea: User
) -> None:
    actor, gone = choir(genk), ActorFactory(draft=True)
    search = of_an(an, label="Koren bij mij")
    choir(genk, "Tweede koor")
    at_once()
    for record in (actor, gone):
        SavedRecord.objects.keep(an, "actor", record.pk)
    page = words(signed_in(an).get("/mijn/gegevens/"))
    for part in ("Wat je bewaarde", "Koren bij mij (Wie is wie: Genk)", "Nieuw koor", "nu niet te zien"):
        assert part in page
    holding = holdings["saved"]
    held = holding.export(an)
    assert [one.get("question") for one in held] == ["gemeente=genk", None, None]
    assert len(held[0]["told"]) == 1
    assert json.dumps(held, default=str)
    assert holding.export(bea) == []
    an.delete()
    assert not SavedSearch.objects.filter(pk=search.pk).exists()
    assert not SavedRecord.objects.exists()


def test_editors_see_what_people_look_for_and_never_who(genk: Municipality, an: User) -> None:
    of_an(an, label="Voor mijn oma")
    wants_news("q=dans")
    subscribing.ask_for_news(
        email="later@voorbeeld.example", listing=SavedSearch.objects.all()[0].listing, rhythm="now", language="nl", token="t"
    )  # fmt: skip
    page = editor_browser().get("/beheer/base/savedsearch/")
    text = page.content.decode()
    assert "Wie is wie: Genk" in text
    assert "Wie is wie: “dans”" in text
    for secret in ("Voor mijn oma", an.email, NOUR, "later@", SavedSearch.objects.all()[0].token):
        assert secret not in text
    assert page.context["cl"].result_count == 2
    assert editor_browser().get("/beheer/base/savedsearch/add/").status_code == 403
    outsider = signed_in(UserFactory(role=Role.MEMBER))
    assert outsider.get("/beheer/base/savedsearch/").status_code in {302, 403}
