"""Noor tells what worked, page by page: saved on the way, with or without a script, in one tab or two."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.test import Client

from actors.models import Actor, User
from projects.forms.sharing import PARTS
from projects.forms.sharing.fields import MOST_STEPS
from projects.models import Consent, MakerRole, Practice, PracticeKind
from projects.sharing import start_practice
from projects.sharing.reading import read_marks
from tests.actors.conftest import signed_in
from tests.factories import MembershipFactory, PracticeFactory, UserFactory
from tests.projects.sharing_cast import (
    MINE,
    NEW,
    STORY,
    autosave,
    fresh,
    home,
    offered,
    sent,
    text,
    words_of,
    write,
)

pytestmark = pytest.mark.django_db


# --- Beginning ----------------------------------------------------------------------------------------------------


def test_noor_begins_and_a_double_click_makes_one_draft(hers: Client, noor: User, choir: Actor) -> None:
    page = hers.get(NEW)
    assert page.context["form"]["actor"].value() == choir.pk
    typed = {"actor": choir.pk, "title": "  Zingen   met buren ", "kind": "methodiek"}
    answers = [hers.post(NEW, typed) for _click in range(2)]
    made = Practice.objects.get()
    assert {answer["Location"] for answer in answers} == {home(made, "wat")}
    assert (made.title, made.kind, made.status, made.shared_by) == (
        "Zingen met buren",
        "methodiek",
        "draft",
        noor,
    )
    maker = made.makers.get()
    assert (maker.actor, maker.role, maker.consent) == (choir, MakerRole.MAKER, Consent.AGREED)
    assert Client().get(f"/mijn/praktijken/{made.pk}/").status_code == 302


def test_bad_beginnings_keep_what_was_typed(hers: Client, youth: Actor) -> None:
    page = hers.post(NEW, {"actor": youth.pk, "title": "", "kind": "toverij"})
    assert set(page.context["form"].errors) == {"actor", "title", "kind"}
    page = hers.post(NEW, {"actor": youth.pk, "title": "Kook mee", "kind": "toolbox"})
    assert "Kook mee" in page.content.decode()
    assert not Practice.objects.exists()


def test_who_acts_for_nobody_is_shown_the_way(db: None) -> None:
    browser = signed_in(UserFactory())
    assert "Zoek je organisatie" in text(browser.get(NEW))
    assert browser.post(NEW, {"title": "x", "kind": "toolbox", "actor": 1}).status_code == 200
    assert "Nog niets" in text(browser.get(MINE))


def test_a_finished_project_gives_what_it_knows(noor: User, choir: Actor, tom: User) -> None:
    words = words_of()
    known = {
        "title": "Samen op straat",
        "kind": PracticeKind.PILOT,
        "description": STORY,
        "themes": [words["themes"].pk],
        "steps": [{"title": "Bel aan", "text": ""}],
    }
    made = start_practice(by=noor, actor=choir, prefill=known)
    assert (made.slug, made.kind, made.description) == ("samen-op-straat", "pilootactie", STORY)
    assert list(made.themes.all()) == [words["themes"]]
    assert "straat" in made.search_name
    assert start_practice(by=noor, actor=choir, prefill={"title": "Samen op straat"}) == made
    with pytest.raises(PermissionDenied):
        start_practice(by=tom, actor=choir, prefill=known)
    with pytest.raises(ValueError, match="budget"):
        start_practice(by=noor, actor=choir, prefill={"title": "x", "budget": 3})


def test_addresses_are_free_and_lead_to_no_page_of_ours(noor: User, choir: Actor) -> None:
    slugs = [Practice.objects.free_slug(title) for title in ("Nieuw", "…", "x" * 200)]
    assert slugs[0] == "nieuw-2"
    assert slugs[1] == "praktijk"
    assert len(slugs[2]) <= 80


# --- Writing ------------------------------------------------------------------------------------------------------


def test_every_part_is_saved_and_leads_to_the_next(hers: Client, draft: Practice) -> None:
    words = words_of()
    typed: dict[str, dict[str, Any]] = {
        "wat": {"title": "Zingen!", "description": "Wij zongen.", "themes": [words["themes"].pk], "disciplines": [words["disciplines"].pk]},
        "voor-wie": {"municipalities": [words["municipalities"].pk], "target_groups": [words["target_groups"].pk], "period": "in mei", "year_from": "2019", "year_to": "2021"},
        "hoe": {"steps_title": ["Bel aan", " ", ""], "steps_text": ["Met soep", "Zing", ""], "approach": "Vraag de zaal.", "people": "2", "money": "1"},
        "wat-werkte": {"results": "Acht bleven.", "did_not_work": "Brieven.", "watch_out": "Vervoer."},
        "materiaal": {"links": "koor.example/film", "licence": "cc-by"},
    }  # fmt: skip
    for number, part in enumerate(PARTS[:5]):
        answer = write(hers, draft, part.key, doe="verder", **typed[part.key])
        assert answer["Location"] == home(draft, PARTS[number + 1].key)
    now = fresh(draft)
    assert (now.title, now.description, now.period, now.year_from, now.year_to) == ("Zingen!", "Wij zongen.", "in mei", 2019, 2021)  # fmt: skip
    assert now.steps == [{"title": "Bel aan", "text": "Met soep"}, {"title": "", "text": "Zing"}]
    assert (now.people, now.money, now.links, now.licence) == (2, 1, ["https://koor.example/film"], "cc-by")
    assert [str(one) for one in now.municipalities.all()] == ["Genk"]
    assert "zingen" in now.search_name
    assert hers.post(home(draft, "wie"), {"doe": "verder"})["Location"] == home(draft)
    page = text(hers.get(home(draft)))
    for word in ("Wij zongen.", "Nieuwkomers", "Bel aan: Met soep", "3 tot 5", "cc by"):
        assert word.lower() in page.lower()


def test_one_more_step_saves_and_opens_a_row(hers: Client, draft: Practice) -> None:
    answer = write(
        hers, draft, "hoe", steps_title=["a", "b", "c"], steps_text=["1", "2", "3"], doe="nog-een-stap"
    )
    assert answer["Location"] == home(draft, "hoe") + "#id_steps_more"
    assert hers.get(home(draft, "hoe")).content.decode().count('name="steps_title"') == 4


@pytest.mark.parametrize(
    ("part", "typed", "field"),
    [
        ("wat", {"title": ""}, "title"),
        ("wat", {"title": "x" * 121}, "title"),
        ("wat", {"description": "x" * 6001}, "description"),
        ("wat", {"themes": ["999999"]}, "themes"),
        ("voor-wie", {"year_to": "2020"}, "year_from"),
        ("voor-wie", {"year_from": "2021", "year_to": "2020"}, "year_to"),
        ("voor-wie", {"year_from": "lang geleden"}, "year_from"),
        ("hoe", {"steps_title": ["x" * 81], "steps_text": ["y"]}, "steps"),
        ("hoe", {"steps_title": ["x"] * (MOST_STEPS + 1), "steps_text": []}, "steps"),
        ("materiaal", {"links": "dit is geen link"}, "links"),
        ("materiaal", {"licence": "vrij"}, "licence"),
    ],
)
def test_bad_input_comes_back_whole(
    hers: Client, draft: Practice, part: str, typed: dict[str, Any], field: str
) -> None:
    page = write(hers, draft, part, **typed)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    shown = page.content.decode()
    for name, value in typed.items():
        if name in {"themes", "licence"}:  # choices that are not there
            continue
        assert all(one in shown for one in (value if isinstance(value, list) else [value]))
    assert fresh(draft).updated_at == draft.updated_at


def test_hostile_words_stay_words(hers: Client, draft: Practice) -> None:
    nasty = "<script>alert('x')</script> {{ 7|add:7 }} \u202e"
    write(hers, draft, "wat", title="<b>Zing</b>", description=nasty)
    for page in (hers.get(home(draft)), hers.get(home(draft, "wat")), hers.get(MINE)):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;b&gt;Zing" in page.content.decode()
    assert hers.get(home(draft, "bestaat-niet")).status_code == 404
    assert hers.get(f"{MINE}999999/").status_code == 404


@pytest.mark.parametrize("box", ["steps_title", "steps_text"])
def test_a_sign_that_no_database_keeps_is_refused_and_the_rest_is_saved(
    hers: Client, draft: Practice, box: str
) -> None:
    cells = {"steps_title": ["Bel aan"], "steps_text": ["Met soep"], box: ["a\0b"]}
    page = write(hers, draft, "hoe", **cells, approach="Vraag de zaal.")
    assert set(page.context["form"].errors) == {"steps"}
    typed = sent(hers.get(home(draft, "hoe")), **cells, approach="Vraag de zaal.")
    assert autosave(hers, draft, "hoe", typed).status_code == 200
    assert (fresh(draft).steps, fresh(draft).approach) == (draft.steps, "Vraag de zaal.")


def test_hints_stand_beside_what_was_saved_and_stop_nobody(hers: Client, draft: Practice) -> None:
    assert write(hers, draft, "wat", description="Dat is transversaal.").status_code == 302
    page = hers.get(home(draft, "wat")).content.decode()
    assert "over alle domeinen heen" in page
    assert 'hx-post="/schrijfhulp/"' in page
    assert 'id="id_description_hints"' in page
    assert 'id="id_kind_hints"' not in page


# --- By itself, and in two tabs -----------------------------------------------------------------------------------


def test_the_script_saves_what_is_right_so_far(hers: Client, draft: Practice) -> None:
    data = sent(hers.get(home(draft, "wat")), description="Wij zongen", title="")
    answer = autosave(hers, draft, "wat", data).json()
    assert "Laatst bewaard om" in answer["saved"]
    assert (fresh(draft).description, fresh(draft).title) == ("Wij zongen", "Zingen met buren")
    data |= {"seen": answer["seen"], "description": "Wij zongen elke dag"}
    assert autosave(hers, draft, "wat", data).status_code == 200
    assert fresh(draft).description == "Wij zongen elke dag"
    years = sent(hers.get(home(draft, "voor-wie")), year_from="2022", year_to="2020", period="mei")
    assert autosave(hers, draft, "voor-wie", years).status_code == 200
    assert (fresh(draft).period, fresh(draft).year_from) == ("mei", None)


def test_a_second_tab_overwrites_nothing(hers: Client, draft: Practice) -> None:
    first, second = (sent(hers.get(home(draft, "wat-werkte"))) for _tab in range(2))
    assert hers.post(home(draft, "wat-werkte"), first | {"results": "Van de eerste"}).status_code == 302
    typed = second | {"results": "Van de tweede", "watch_out": "Let op"}
    answer = autosave(hers, draft, "wat-werkte", typed)
    assert answer.status_code == 409
    assert "ander venster" in answer.json()["problem"]
    page = hers.post(home(draft, "wat-werkte"), typed)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Van de eerste" in text
    assert "Van de tweede" in text
    assert (fresh(draft).results, fresh(draft).watch_out) == ("Van de eerste", "")
    again = hers.post(home(draft, "wat-werkte"), sent(page))
    assert again.status_code == 302
    assert (fresh(draft).results, fresh(draft).watch_out) == ("Van de tweede", "Let op")


def test_who_did_not_touch_a_field_brings_no_old_words_back(hers: Client, draft: Practice) -> None:
    first, second = (sent(hers.get(home(draft, "wat-werkte"))) for _tab in range(2))
    hers.post(home(draft, "wat-werkte"), first | {"results": "Nieuw"})
    assert hers.post(home(draft, "wat-werkte"), second | {"watch_out": "Let op"}).status_code == 302
    assert (fresh(draft).results, fresh(draft).watch_out) == ("Nieuw", "Let op")
    assert hers.post(home(draft, "wat-werkte"), second | {"watch_out": "Let op"}).status_code == 302


def test_what_meets_in_a_conflict_comes_back_as_it_is_now(hers: Client, draft: Practice) -> None:
    words = words_of()
    first, second = (sent(hers.get(home(draft, "wat"))) for _tab in range(2))
    hers.post(home(draft, "wat"), first | {"description": "Eerst", "themes": [words["themes"].pk]})
    page = hers.post(home(draft, "wat"), second | {"description": "Tweede"})
    form = page.context["form"]
    assert form["description"].value() == "Tweede"
    assert [int(key) for key in form["themes"].value()] == [words["themes"].pk]
    steps = sent(hers.get(home(draft, "hoe")))
    write(hers, draft, "hoe", steps_title=["Een"], steps_text=[""])
    page = hers.post(home(draft, "hoe"), steps | {"steps_title": ["Twee"], "steps_text": [""]})
    assert "Een" in page.content.decode()
    assert "Twee" in page.content.decode()
    assert read_marks("results:abc rommel actor:x") == {"results": "abc"}


# --- Who may ------------------------------------------------------------------------------------------------------


def test_colleagues_write_along_and_others_know_nothing_of_it(
    draft: Practice, choir: Actor, tom: User, an: User
) -> None:
    colleague = MembershipFactory(actor=choir).user
    assert "Zingen met buren" in text(signed_in(colleague).get(MINE))
    assert write(signed_in(colleague), draft, "wat", description="Van een collega").status_code == 302
    assert signed_in(tom).get(home(draft, "wat")).status_code == 404
    assert signed_in(tom).post(home(draft), {"doe": "weggooien"}).status_code == 404
    assert signed_in(an).get(home(draft, "wat")).status_code == 200
    assert get_user_model().objects.count() == 4


def test_who_left_the_choir_writes_no_more(hers: Client, draft: Practice, noor: User) -> None:
    noor.memberships.update(until=draft.created_at.replace(year=2100))
    assert hers.get(home(draft)).status_code == 404
    assert "Zingen met buren" not in text(hers.get(MINE))


def test_while_the_editors_read_nothing_changes(hers: Client, draft: Practice, noor: User) -> None:
    data = sent(hers.get(home(draft, "wat")), description="Te laat")
    offered(draft, noor)
    page = hers.post(home(draft, "wat"), data)
    assert "Te laat" in page.content.decode()
    assert "Neem het eerst terug" in text(page)
    assert autosave(hers, draft, "wat", data).status_code == 409
    assert fresh(draft).description == STORY
    assert "disabled" in hers.get(home(draft, "wat")).content.decode()


def test_the_own_list_costs_the_same_for_many(
    hers: Client, choir: Actor, draft: Practice, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        PracticeFactory(title=f"Nog {number}", maker=choir, draft=True)
    with django_assert_max_num_queries(12):
        assert hers.get(MINE).status_code == 200
