"""The form of a round in sections: saving as one goes, two at once, what we know already, and what is locked."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models import User
from subsidies.dossiers import perform
from subsidies.models import Answer, Dossier
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.subsidies.dossier_cast import DOSSIERS, Cast, good_data
from tests.subsidies.question_factories import answer, answer_all, make_form

pytestmark = pytest.mark.django_db
NASTY = "</textarea><script>alert('ü')</script> {{ 7|add:7 }}"


def browser_of(user: User) -> Client:
    """Somebody who is signed in."""
    return signed_in(User.objects.get(pk=user.pk))


def asked(cast: Cast, phase: str = "concept", **facts: Any) -> Dossier:
    """A dossier in a round that asks questions."""
    if not cast.call.questions.exists():
        make_form(cast.call)
    return cast.dossier(phase, **facts)


def address(dossier: Dossier, section: str = "plan") -> str:
    """Where a section is filled in."""
    return f"{DOSSIERS}{dossier.pk}/invullen/{section}/"


def seen_by(browser: Client, dossier: Dossier, section: str = "plan") -> str:
    """The marks that the page carries."""
    return str(read(browser.get(address(dossier, section))).one("input", name="seen").attributes["value"])


def send(
    browser: Client, dossier: Dossier, section: str = "plan", seen: str | None = None, **typed: str
) -> Any:
    """Presses a button with what was typed; ``doe`` says which one."""
    doe = typed.pop("doe", "bewaren")
    data = {f"v-{key}": value for key, value in typed.items() if not key.startswith("keuze")}
    data |= {key.replace("_", "-"): value for key, value in typed.items() if key.startswith("keuze")}
    marks = seen_by(browser, dossier, section) if seen is None else seen
    return browser.post(address(dossier, section), {**data, "seen": marks, "doe": doe})


def autosave(browser: Client, dossier: Dossier, seen: str, section: str = "plan", **typed: str) -> Any:
    """What the script sends."""
    data = {f"v-{key}": value for key, value in typed.items()}
    return browser.post(address(dossier, section), {**data, "seen": seen}, headers={"X-Autosave": "1"})


def said(dossier: Dossier) -> dict[str, str]:
    """What the dossier answers, by key."""
    return dict(Answer.objects.in_dossier(dossier).values_list("question__key", "value"))


def test_a_section_is_saved_and_leads_to_the_next_and_then_to_what_is_missing(cast: Cast) -> None:
    dossier, browser = asked(cast), browser_of(cast.nour)
    page = browser.get(address(dossier))
    for words in (
        "Jullie plan",
        "Waarom doen jullie dit?",
        "Vertel het als aan je buur.",
        "Wij koken samen.",
        "nog leeg",
        "0 woorden",
    ):
        assert words in text_of(page), words
    answered = send(browser, dossier, waarom="Samen zingen.", hoeveel="25", waar="buiten", doe="verder")
    assert answered["Location"] == address(dossier, "met-wie")
    assert said(dossier) == {"waarom": "Samen zingen.", "hoeveel": "25", "waar": "buiten"}
    last = send(browser, dossier, "met-wie", naam="Zangkoor", vzw="ja", doe="verder")
    assert last["Location"] == f"{DOSSIERS}{dossier.pk}/volledig/"
    assert "Alles is er." in text_of(browser.get(last["Location"]))
    assert send(browser, dossier, waarom="Samen zingen!")["Location"] == address(dossier)
    kept = Answer.objects.get(question__key="waarom")
    assert (kept.version, kept.saved_by, str(kept)) == (
        2,
        cast.nour,
        "Waarom doen jullie dit?: Samen zingen!",
    )


def test_the_script_saves_what_is_right_so_far_and_says_when(cast: Cast) -> None:
    dossier, browser = asked(cast), browser_of(cast.nour)
    seen = seen_by(browser, dossier)
    told = autosave(browser, dossier, seen, waarom="Samen", hoeveel="veel")
    assert told.status_code == 200
    assert told.json()["saved"].startswith("Bewaard om ")
    assert said(dossier) == {"waarom": "Samen"}
    again = autosave(browser, dossier, told.json()["seen"], waarom="Samen zingen", hoeveel="12,50")
    assert again.status_code == 200
    assert said(dossier) == {"waarom": "Samen zingen", "hoeveel": "12.5"}
    assert autosave(browser, dossier, again.json()["seen"], waarom="Samen zingen").status_code == 200
    assert Answer.objects.get(question__key="waarom").version == 2
    page = read(browser.get(address(dossier)))
    assert page.one("input", name="v-hoeveel").attributes["value"] == "12,5"
    assert "Bewaard op" in page.words


def test_two_tabs_warn_and_let_one_choose(cast: Cast) -> None:
    dossier, nour, sem = asked(cast), browser_of(cast.nour), browser_of(cast.sem)
    old = seen_by(nour, dossier)
    send(sem, dossier, waarom="Van Sem.", hoeveel="30")
    quiet = autosave(nour, dossier, old, waarom="Van Nour.", hoeveel="")
    assert quiet.status_code == 409
    assert "Er is niets overschreven" in quiet.json()["problem"]
    asking = send(nour, dossier, seen=old, waarom="Van Nour.", hoeveel="")
    page, words = read(asking), text_of(asking)
    for part in ("Iemand was je voor", "Sem", "Van Sem.", "Van Nour.", "Welke tekst telt?"):
        assert part in words, part
    assert page.one("form", id="deel").attributes["data-paused"] == ""
    assert page.one("textarea", name="v-waarom").words == "Van Nour."
    assert page.one("input", name="v-hoeveel").attributes["value"] == "30"  # she did not touch it
    fresh = page.one("input", name="seen").attributes["value"]
    assert said(dossier)["waarom"] == "Van Sem."
    send(nour, dossier, seen=fresh, waarom="Van Nour.", hoeveel="30", keuze_waarom="hun")
    assert said(dossier) == {"waarom": "Van Sem.", "hoeveel": "30"}
    send(nour, dossier, seen=fresh, waarom="Van Nour.", hoeveel="30", keuze_waarom="mijn")
    assert said(dossier) == {"waarom": "Van Nour.", "hoeveel": "30"}
    own = send(nour, dossier, seen=fresh, waarom="Nog iets.")
    assert "jou, in een ander tabblad" in text_of(own)


def test_what_others_did_elsewhere_in_the_section_is_no_clash(cast: Cast) -> None:
    dossier, nour, sem = asked(cast), browser_of(cast.nour), browser_of(cast.sem)
    old = seen_by(nour, dossier)
    send(sem, dossier, hoeveel="30")
    assert send(nour, dossier, seen=old, waarom="Van Nour.", hoeveel="").status_code == 302
    assert said(dossier) == {"waarom": "Van Nour.", "hoeveel": "30"}


def test_saving_again_and_again_never_brings_back_what_others_changed_elsewhere(cast: Cast) -> None:
    dossier, nour, sem = asked(cast), browser_of(cast.nour), browser_of(cast.sem)
    seen = seen_by(nour, dossier)
    first = autosave(nour, dossier, seen, waarom="Samen", hoeveel="")
    send(sem, dossier, hoeveel="30")  # the page of Nour still shows nothing there
    second = autosave(nour, dossier, first.json()["seen"], waarom="Samen zingen", hoeveel="")
    third = autosave(nour, dossier, second.json()["seen"], waarom="Samen zingen!", hoeveel="")
    assert said(dossier) == {"waarom": "Samen zingen!", "hoeveel": "30"}
    typed = {"waarom": "Samen zingen!", "hoeveel": "25"}
    assert autosave(nour, dossier, third.json()["seen"], **typed).status_code == 409
    wrong = send(nour, dossier, seen=third.json()["seen"], **{**typed, "hoeveel": "veel"})
    fresh = str(read(wrong).one("input", name="seen").attributes["value"])
    assert "Welke tekst telt?" in text_of(send(nour, dossier, seen=fresh, **typed))
    assert said(dossier)["hoeveel"] == "30"


def test_who_chose_the_other_text_keeps_that_when_something_else_is_wrong(cast: Cast) -> None:
    dossier, nour, sem = asked(cast), browser_of(cast.nour), browser_of(cast.sem)
    old = seen_by(nour, dossier)
    send(sem, dossier, waarom="Van Sem.")
    asking = read(send(nour, dossier, seen=old, waarom="Van Nour."))
    fresh = str(asking.one("input", name="seen").attributes["value"])
    chosen = {"waarom": "Van Nour.", "keuze_waarom": "hun", "hoeveel": "veel"}
    again = read(send(nour, dossier, seen=fresh, **chosen))
    assert again.one("textarea", name="v-waarom").words == "Van Sem."
    last = str(again.one("input", name="seen").attributes["value"])
    assert send(nour, dossier, seen=last, waarom="Van Sem.", hoeveel="5").status_code == 302
    assert said(dossier) == {"waarom": "Van Sem.", "hoeveel": "5"}


def test_a_double_click_and_no_marks_at_all(cast: Cast) -> None:
    dossier, browser = asked(cast), browser_of(cast.nour)
    seen = seen_by(browser, dossier)
    for _click in range(2):
        assert send(browser, dossier, seen=seen, waarom="Samen.").status_code == 302
    assert Answer.objects.get().version == 1
    blind = send(browser, dossier, seen="rommel x:y waarom", waarom="Anders.")
    assert "Welke tekst telt?" in text_of(blind)
    assert said(dossier) == {"waarom": "Samen."}


def test_bad_input_costs_nothing_and_the_rest_is_saved(cast: Cast) -> None:
    dossier, browser = asked(cast), browser_of(cast.nour)
    answered = send(browser, dossier, waarom=NASTY, hoeveel="véél", waar="op de maan")
    words = text_of(answered)
    assert "Schrijf een getal" in words
    assert "Kies er een uit de lijst." in words
    assert said(dossier) == {"waarom": NASTY}
    assert "<script>alert" not in answered.content.decode()
    assert read(answered).one("input", name="v-hoeveel").attributes["value"] == "véél"
    fresh = read(answered).one("input", name="seen").attributes["value"]
    assert send(browser, dossier, seen=fresh, waarom="Beter.", hoeveel="5").status_code == 302
    huge = send(browser, dossier, waarom="x" * 20_001)
    assert "Er passen hoogstens 20000 tekens" in text_of(huge)
    assert said(dossier) == {"waarom": "Beter.", "hoeveel": "5"}
    assert "<script>alert" not in browser.get(f"{DOSSIERS}{dossier.pk}/").content.decode()


def test_too_many_words_are_saved_and_told(cast: Cast) -> None:
    dossier, browser = asked(cast), browser_of(cast.nour)
    send(browser, dossier, waarom="samen " * 21)
    words = text_of(browser.get(address(dossier)))
    assert "Je schreef 21 woorden. Er passen hoogstens 20 woorden. Maak het korter." in words
    assert "21 woorden, van hoogstens 20." in words
    assert "er ontbreekt iets" in words.lower()
    assert "Plainer" not in words


def test_plain_language_hints_stand_beside_a_text(cast: Cast) -> None:
    dossier, browser = asked(cast), browser_of(cast.nour)
    send(browser, dossier, waarom="Er wordt door ons gekookt met de buren.")
    page = read(browser.get(address(dossier)))
    assert page.one("div", id="id_v-waarom_hints").words
    assert page.one("textarea", name="v-waarom").attributes["data-words"] == "20"


# --- What we know already ------------------------------------------------------------------------------------------


def test_what_we_know_is_filled_in_marked_and_only_counts_once_somebody_saves_it(cast: Cast) -> None:
    before = asked(cast)
    answer_all(before, waar="binnen")
    dossier, browser = asked(cast), browser_of(cast.nour)
    page = browser.get(address(dossier))
    assert text_of(page).count("Overgenomen, kijk na") == 3
    assert f"uit “{before.title}”" in text_of(page)
    seen = str(read(page).one("input", name="seen").attributes["value"])
    whole = {"waarom": "Omdat we samen zingen.", "hoeveel": "25", "waar": "binnen"}
    autosave(browser, dossier, seen, **{**whole, "hoeveel": "26"})
    assert said(dossier) == {"hoeveel": "26"}  # nobody looked at the others yet
    assert "Beantwoord deze vraag." in text_of(browser.get(f"{DOSSIERS}{dossier.pk}/volledig/"))
    send(browser, dossier, **{**whole, "hoeveel": "26"})
    assert said(dossier) == {**whole, "hoeveel": "26"}
    assert "Overgenomen" not in text_of(browser.get(address(dossier)))
    assert "van de pagina van Zangkoor" in text_of(browser.get(address(dossier, "met-wie")))


def test_who_writes_along_for_another_actor_does_not_see_earlier_dossiers(cast: Cast) -> None:
    before = asked(cast)
    answer_all(before, waarom="Ons geheim plan.")
    dossier = asked(cast)
    assert "Ons geheim plan." in text_of(browser_of(cast.nour).get(address(dossier)))
    before.persons.all().delete()
    assert "Ons geheim plan." not in text_of(browser_of(cast.wout).get(address(dossier)))


def test_an_earlier_answer_that_does_not_fit_is_left_out(cast: Cast) -> None:
    before = asked(cast)
    for key, value in (("waar", "op zolder"), ("vzw", "misschien"), ("hoeveel", "9")):
        answer(before, key, value)
    dossier, browser = asked(cast), browser_of(cast.nour)
    assert text_of(browser.get(address(dossier))).count("Overgenomen, kijk na") == 1
    assert text_of(browser.get(address(dossier, "met-wie"))).count("Overgenomen, kijk na") == 1


# --- Who and when --------------------------------------------------------------------------------------------------


def test_other_peoples_dossiers_and_wrong_sections_do_not_exist(cast: Cast) -> None:
    dossier = asked(cast)
    for browser, section in ((browser_of(cast.ali), "plan"), (browser_of(cast.nour), "geld")):
        assert browser.get(address(dossier, section)).status_code == 404
        assert browser.post(address(dossier, section), {"v-waarom": "x"}).status_code == 404
    assert browser_of(cast.ali).get(f"{DOSSIERS}{dossier.pk}/volledig/").status_code == 404
    assert browser_of(cast.nour).get(f"{DOSSIERS}999999/invullen/plan/").status_code == 404
    assert not Answer.objects.exists()


def test_rights_hold_per_section(cast: Cast) -> None:
    dossier = asked(cast)
    dossier.persons.filter(user=cast.wout).update(sections=["met-wie"])
    wout, rik = browser_of(cast.wout), browser_of(cast.rik)
    assert "Je leest dit deel. Anderen schrijven erin." in text_of(wout.get(address(dossier)))
    for browser, section in ((wout, "plan"), (rik, "plan"), (rik, "met-wie")):
        assert browser.post(address(dossier, section), {"v-waarom": "x", "seen": ""}).status_code == 403
    assert send(wout, dossier, "met-wie", vzw="nee").status_code == 302
    assert said(dossier) == {"vzw": "nee"}
    page = text_of(wout.get(f"{DOSSIERS}{dossier.pk}/"))
    assert page.count("Vul in : Met wie") + page.count("Vul in: Met wie") == 1
    assert "Vul in: Jullie plan" not in page
    assert wout.post(f"{DOSSIERS}{dossier.pk}/", {"title": "Van Wout"}).status_code == 403


def test_a_locked_phase_keeps_what_was_typed_and_changes_nothing(cast: Cast) -> None:
    dossier, browser = asked(cast), browser_of(cast.nour)
    answer_all(dossier)
    seen = seen_by(browser, dossier)
    perform(dossier, "indienen", by=cast.nour)
    locked = send(browser, dossier, seen=seen, waarom="Te laat getypt.")
    assert "Dit deel is op slot." in text_of(locked)
    assert read(locked).one("textarea", name="v-waarom").words == "Te laat getypt."
    assert autosave(browser, dossier, seen, waarom="Te laat.").status_code == 409
    assert said(dossier)["waarom"] == "Omdat we samen zingen."
    page = read(browser.get(address(dossier)))
    assert not page.every("form", id="deel")
    assert "Dit deel is op slot." in page.words
    assert "Dit deel is op slot." in text_of(browser_of(cast.nour).get(address(dossier, "met-wie")))


def test_sending_back_opens_named_sections_only(cast: Cast) -> None:
    dossier = asked(cast)
    answer_all(dossier)
    perform(dossier, "indienen", by=cast.nour)
    page = read(browser_of(cast.rachida).get(f"{DOSSIERS}{dossier.pk}/"))
    assert {"summary", "vragen-plan", "vragen-met-wie"} <= {
        box.attributes["value"] for box in page.every("input", name="terugsturen-fields")
    }
    perform(
        dossier,
        "terugsturen",
        by=cast.rachida,
        **{**good_data("terugsturen", cast), "fields": ["vragen-plan"]},
    )
    browser = browser_of(cast.nour)
    words = text_of(browser.get(f"{DOSSIERS}{dossier.pk}/"))
    assert "Deze delen zijn opnieuw open: Jullie plan." in words or "Jullie plan" in words
    assert not read(browser.get(f"{DOSSIERS}{dossier.pk}/")).every("input", name="title")
    assert send(browser, dossier, waarom="Aangevuld.").status_code == 302
    assert "op slot" in text_of(send(browser, dossier, "met-wie", seen="", vzw="nee"))
    assert said(dossier)["waarom"] == "Aangevuld."
    assert perform(dossier, "aanvullen", by=cast.nour).phase == "ingediend"


def test_in_english_the_form_is_english(cast: Cast) -> None:
    dossier, browser = asked(cast), browser_of(cast.nour)
    browser.cookies["django_language"] = "en"
    page = browser.get(f"/en{address(dossier)}")
    for part in (
        "Your plan",
        "Why do you do this?",
        "We cook together.",
        "inside",
        "Save and go on",
        "Hoeveel mensen?",
    ):
        assert part in text_of(page), part
    assert page.content.decode().count('lang="nl"') >= 2


@settings(max_examples=40)
@given(
    typed=st.dictionaries(
        st.sampled_from(["waarom", "hoeveel", "waar", "naam", "onbekend"]), st.text(max_size=120), max_size=4
    ),
    seen=st.text(max_size=60),
    doe=st.sampled_from(["verder", "bewaren", "", "\x00"]),
)
def test_whatever_a_browser_sends_the_page_stays_calm(
    cast: Cast, typed: dict[str, str], seen: str, doe: str
) -> None:
    dossier = Dossier.objects.first() or asked(cast)
    browser = browser_of(cast.nour)
    data = {f"v-{key}": value for key, value in typed.items()} | {"seen": seen, "doe": doe}
    assert browser.post(address(dossier), data).status_code in {200, 302}
    told = browser.post(address(dossier), data, headers={"X-Autosave": "1"})
    assert told.status_code in {200, 409}
    assert set(said(dossier)) <= {"waarom", "hoeveel", "waar"}
