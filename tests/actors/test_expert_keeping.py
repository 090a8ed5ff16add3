"""Keeping an expert profile: what shows at once, what waits, two tabs, hostile words, and stopping."""

from typing import Any

import pytest
from django.test import Client

from actors.conversations import Asked, Mistake, report
from actors.desk import accept, kind_of
from actors.expertise import (
    waiting_item,
)
from actors.expertise.holding import expert_holding, forget_expert
from actors.models import Change, Conversation, DeskItem, Expert, Role, Share, User
from tests.actors.expert_cast import (
    APPLY,
    END,
    MINE,
    WORDS,
    an,
    browser,
    browser_of,
    fields_of,
    form_of,
    full_expert,
    nour,
    save,
    the_item,
)
from tests.actors.markup import read, text_of
from tests.actors.talk_cast import confirmed, mails_to

__all__ = ["an", "browser", "nour"]
pytestmark = pytest.mark.django_db
NASTY = "</textarea><script>alert('ü')</script> \"co\" {{ 7|add:7 }}"


# --- Keeping it -------------------------------------------------------------------------------------------------


def test_what_she_changes_shows_at_once_with_history(nour: User) -> None:
    expert, browser = full_expert(nour), browser_of(nour)
    answer = save(browser, can_tell="Hoe je een straatfeest met klokken opzet.")
    assert answer.status_code == 302
    assert "met klokken" in text_of(Client().get("/experten/nour/"))
    line = Change.objects.about(expert).first()
    assert (line.by, line.values["can_tell"][1]) == (nour, "Hoe je een straatfeest met klokken opzet.")
    assert Expert.objects.search("klokken").exists()
    assert "meteen te zien" in text_of(browser.get(MINE))


def test_a_new_name_waits_and_the_rest_does_not(nour: User, an: User) -> None:
    full_expert(nour)
    browser = browser_of(nour)
    save(browser, name="Nour Inslag", fee_note="Een taart.")
    assert "Nour Inslag" not in text_of(Client().get("/experten/nour/"))
    assert "Een taart." in text_of(Client().get("/experten/nour/"))
    page = browser.get(MINE)
    assert "Je nieuwe naam, Nour Inslag, wacht" in text_of(page)
    assert fields_of(read(page))["name"] == "Nour Inslag"
    save(browser)
    item = the_item()
    assert item.version == 1, "the same name is not asked twice"
    [difference] = kind_of(item).differences(item)
    assert (difference.old, difference.new) == ("Nour Van Draad", "Nour Inslag")
    accept(item=item, by=an, seen=item.version)
    assert "Nour Inslag" in text_of(Client().get("/experten/nour/"))
    assert Expert.objects.search("inslag").exists()


def test_a_name_taken_back_waits_no_more(nour: User) -> None:
    full_expert(nour)
    browser = browser_of(nour)
    save(browser, name="Nour Inslag")
    save(browser, name="Nour Ketting")
    assert the_item().content == {"person_name": "Nour Ketting"}
    save(browser, name="Nour Van Draad")
    assert waiting_item(Expert.objects.get()) is None


def test_two_tabs_overwrite_nothing_unseen(nour: User) -> None:
    full_expert(nour)
    browser = browser_of(nour)
    first, second = form_of(browser), form_of(browser)
    assert browser.post(MINE, {**first, "fee_note": "Een taart."}).status_code == 302
    answer = browser.post(MINE, {**second, "can_tell": "Uit het tweede tabblad."})
    assert answer.status_code == 200
    assert "ander tabblad" in text_of(answer)
    assert "Uit het tweede tabblad." in answer.content.decode()
    assert Expert.objects.get().fee_note == "Een taart."
    assert browser.post(MINE, fields_of(read(answer))).status_code == 302
    assert Expert.objects.get().can_tell == "Uit het tweede tabblad."


def test_the_same_words_again_are_a_double_click(nour: User) -> None:
    full_expert(nour)
    browser = browser_of(nour)
    sent = {**form_of(browser), "fee_note": "Een taart."}
    assert [browser.post(MINE, sent).status_code for _ in range(2)] == [302, 302]


def test_a_draft_open_in_two_tabs_is_not_kept_over_a_newer_one(browser: Client) -> None:
    old = form_of(browser)
    save(browser, can_tell="Nieuw.")
    answer = browser.post(MINE, {**old, "can_tell": "Oud.", "do": "keep"})
    assert "ander tabblad" in text_of(answer)
    assert Expert.objects.get().can_tell == "Nieuw."
    answer = browser.post(MINE, {**old, "can_tell": "Oud.", "do": "save"})
    assert answer.status_code == 200
    assert Expert.objects.get().can_tell == "Nieuw."


def test_what_shows_is_never_saved_by_itself(nour: User) -> None:
    full_expert(nour)
    assert "bewaren we niet vanzelf" in text_of(save(browser_of(nour), "keep", can_tell="Half af"))
    assert "straatfeest" in Expert.objects.get().can_tell


@pytest.mark.parametrize("field", ["can_tell", "can_tell_en", "fee_note", "name"])
def test_what_she_writes_is_text_and_never_markup(field: str, nour: User, an: User) -> None:
    full_expert(nour)
    browser = browser_of(nour)
    assert save(browser, **{field: NASTY[:110]}).status_code == 302
    if field == "name":
        accept(item=the_item(), by=an, seen=1)
    for address in (MINE, "/experten/nour/", "/en/experten/nour/", "/experten/", "/zoeken/?q=nour"):
        page = browser.get(address).content.decode()
        assert "<script>alert" not in page, address
        read(browser.get(address))


@pytest.mark.parametrize(
    "changes",
    [
        {"topics": ["999999"]},
        {"topics": ["x"]},
        {"municipality": "x"},
        {"availability": "9"},
        {"fee": "goud"},
        {"available_from": "morgen", "availability": "4"},
        {"contact_email": "geen adres"},
        {"contact_email": "a@b.example\nBcc: c@d.example"},
        {"url": "javascript:alert(1)"},
        {"can_tell": "\x00"},
        {"name": "\x00"},
        {"fee_note": "x" * 201},
    ],
)
def test_hostile_values_get_a_calm_page(changes: dict[str, Any], nour: User) -> None:
    full_expert(nour)
    answer = save(browser_of(nour), **changes)
    assert answer.status_code == 200
    assert read(answer).one("div", role="alert")
    assert Expert.objects.get().can_tell == "Hoe je een straatfeest opzet."


# --- Stopping ---------------------------------------------------------------------------------------------------


def test_she_stops_and_nothing_of_it_is_left_to_see(nour: User) -> None:
    expert, browser = full_expert(nour), browser_of(nour)
    save(browser, name="Nour Inslag", fee_note="Een taart.")
    assert browser.get(END).status_code == 200
    assert browser.post(END, {"do": "niets"}).status_code == 200
    assert browser.post(END, {"do": "stop"})["Location"] == MINE
    assert Client().get("/experten/nour/").status_code == 404
    assert not agrees(expert)
    assert all(not line.values for line in Change.objects.about(expert))
    item = the_item()
    assert (item.state, item.content, item.title) == ("withdrawn", {}, "van de site gehaald")
    assert Role.EXPERT not in User.objects.get(pk=nour.pk).roles
    page = text_of(browser.get(MINE))
    assert "Dit is van de site" in page
    assert "Een taart." in browser.get(MINE).content.decode(), "it stays for her"
    assert browser.post(END, {"do": "stop"}).status_code == 302, "a second click is calm"


def agrees(expert: Expert) -> bool:
    return expert.consents.running().exists()


def test_she_comes_back_after_stopping(nour: User, an: User) -> None:
    full_expert(nour)
    browser = browser_of(nour)
    browser.post(END, {"do": "stop"})
    save(browser, "send", agree_naam="on")
    item = DeskItem.objects.open().get()
    accept(item=item, by=an, seen=item.version)
    assert Client().get("/experten/nour/").status_code == 200
    assert Expert.objects.get().can_tell == ""


def test_she_deletes_it_for_good(nour: User) -> None:
    full_expert(nour)
    browser = browser_of(nour)
    assert browser.post(END, {"do": "delete"})["Location"] == APPLY
    assert not Expert.objects.exists()
    assert Role.EXPERT not in User.objects.get(pk=nour.pk).roles
    assert not Change.objects.filter(model="actors.expert").exclude(values={}).exists()
    assert browser.post(END, {"do": "delete"})["Location"] == APPLY


def test_who_waits_for_her_gets_their_words_back_when_she_deletes_it(nour: User) -> None:
    expert = full_expert(nour)
    confirmed(expert, asked=Asked(name="Bea", email="bea@straat.example", question="Mag het\nop zondag?"))
    report(record=expert, mistake=Mistake("naam", "Ze heet Nora."), token="b")
    assert WORDS[Share.NAME] in DeskItem.objects.open().get().title
    browser_of(nour).post(END, {"do": "delete"})
    assert not Conversation.objects.exists()
    told = mails_to("bea@straat.example")[-1]
    assert told.subject == "Niemand beantwoordt je vraag nog"
    assert "Mag het\nop zondag?" in told.body
    assert "/vraag/" in told.body
    assert "/gesprek/" not in told.body, "that link works no more"
    assert "Nour" not in told.subject + told.body
    item = DeskItem.objects.get()
    assert (item.state, item.title, item.reason) == ("withdrawn", "van de site gehaald", "")


def test_what_is_held_about_her_can_be_told_and_forgotten(nour: User) -> None:
    assert expert_holding(nour) == {}
    full_expert(nour)
    save(browser_of(nour), agree_verhaal=None)
    held = expert_holding(nour)
    assert held["profile"]["can_tell"] == "Hoe je een straatfeest opzet."
    assert {"verhaal"} == {one["field"] for one in held["consents"] if one["withdrawn_on"]}
    forget_expert(nour)
    forget_expert(nour)
    assert expert_holding(nour) == {}
