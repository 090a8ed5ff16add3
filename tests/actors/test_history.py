"""Every change stands in the history with its old and new value, and can be undone."""

from typing import Any

import pytest
from django.contrib.admin import site
from django.core.management import call_command
from django.test import Client

from actors.admin.history import KeepsHistory
from actors.history import Deed, Refused, plan_of, recorded, undo, whole_of
from actors.history.states import TITLES
from actors.models import Act, Actor, ActorName, Change, Expert, User
from tests.actors.admin_cast import editor, outsider, regisseur, signed_in, typed
from tests.actors.markup import text_of
from tests.factories import ActorFactory, DisciplineFactory, ExpertFactory, MunicipalityFactory, UserFactory

__all__ = ["editor", "outsider", "regisseur"]


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def choir(db: None) -> Actor:
    return ActorFactory(name="Koor De Draad", slug="koor-de-draad", website="https://draad.example")


def save(browser: Client, record: Any, **changes: Any) -> None:
    """An editor opens the form of ``record``, types ``changes`` and saves."""
    path = f"/beheer/actors/{record._meta.model_name}/{record.pk}/change/"
    answer = browser.post(path, typed(browser.get(path), **changes))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    record.refresh_from_db()


def newest(record: Any) -> Change:
    """What happened last to ``record``."""
    change = Change.objects.about(record).first()
    assert change
    return change


def past(browser: Client, record: Any) -> str:
    """What the page with the history of ``record`` says."""
    return text_of(browser.get(f"/beheer/actors/{record._meta.model_name}/{record.pk}/history/"))


def undoing(browser: Client, change: Change) -> tuple[str, str]:
    """The address and the text of the page that asks whether to undo ``change``."""
    path = f"/beheer/{change.model.replace('.', '/')}/{change.key}/history/{change.pk}/"
    return path, text_of(browser.get(path))


def say_yes(browser: Client, change: Change) -> list[str]:
    """Undoes ``change`` by the button; returns what the editor is told."""
    path, _text = undoing(browser, change)
    seen = browser.get(path).context["seen"]
    answer = browser.post(path, {"seen": seen}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_one_save_is_one_line_with_old_and_new(browser: Client, choir: Actor, editor: User) -> None:
    genk, music = MunicipalityFactory(name="Genk"), DisciplineFactory(label="Muziek")
    save(
        browser, choir, name="Koor Het Weefsel", municipality=genk.pk, disciplines=[music.pk], scale="vlaams"
    )
    [change] = Change.objects.about(choir)
    assert (change.by, change.by_name, change.act) == (editor, "An", Act.CHANGED)
    assert change.values["name"] == ["Koor De Draad", "Koor Het Weefsel"]
    assert change.values["municipality"] == [None, [genk.pk, "Genk"]]
    assert change.values["disciplines"] == [[], [[music.pk, "Muziek"]]]
    assert change.values["names"] == [[], [["vroeger: Koor De Draad", "Koor De Draad"]]]
    assert set(change.values) == {"name", "municipality", "active_in", "disciplines", "names", "scale"}
    said = past(browser, choir)
    assert "Gewijzigd" in said
    assert "door An" in said
    assert "Naam Koor De Draad → wordt Koor Het Weefsel" in said
    assert "Zetel leeg → wordt Genk" in said
    assert "Disciplines toegevoegd: Muziek" in said
    assert "heel Vlaanderen" in said


def test_saving_without_a_change_leaves_no_line(browser: Client, choir: Actor) -> None:
    save(browser, choir)
    assert not Change.objects.about(choir).exists()
    assert "nog niets gewijzigd" in past(browser, choir)


def test_a_new_actor_says_what_it_began_with(browser: Client, choir: Actor) -> None:
    new = typed(
        browser.get("/beheer/actors/actor/add/"), name="Nieuw atelier", kind=choir.kind_id, status="draft"
    )
    browser.post("/beheer/actors/actor/add/", new)
    change = newest(Actor.objects.get(name="Nieuw atelier"))
    assert (change.act, change.values["name"]) == (Act.ADDED, [None, "Nieuw atelier"])
    assert "description" not in change.values
    assert f"{len(change.values)} velden ingevuld" in text_of(
        browser.get("/beheer/actors/change/?soort=actor")
    )
    assert "velden ingevuld" not in text_of(browser.get("/beheer/actors/change/?soort=expert"))


def test_what_machines_keep_stays_out(browser: Client, choir: Actor) -> None:
    save(browser, choir, note="Iets")
    assert set(newest(choir).values) == {"note"}


def test_undo_puts_back_and_can_be_undone(browser: Client, choir: Actor) -> None:
    music, dance = DisciplineFactory(label="Muziek"), DisciplineFactory(label="Dans")
    choir.disciplines.add(music)
    save(browser, choir, name="Ander Koor", description="Nieuw", disciplines=[dance.pk], partner_since="2020")
    changed = newest(choir)
    _path, text = undoing(browser, changed)
    assert "Naam Ander Koor → wordt Koor De Draad" in text
    [told] = say_yes(browser, changed)
    assert told.startswith("Ongedaan gemaakt: Naam, ")
    choir = Actor.objects.get(pk=choir.pk)
    assert (choir.name, choir.partner_since, list(choir.disciplines.all())) == ("Koor De Draad", "", [music])
    assert not choir.names.exists()
    assert list(Actor.objects.search("draad muziek")) == [choir]
    back = newest(choir)
    assert (back.act, back.undoes) == (Act.UNDONE, changed)
    assert "Ongedaan gemaakt door An" in past(browser, choir)
    say_yes(browser, back)
    choir = Actor.objects.get(pk=choir.pk)
    assert (choir.name, list(choir.disciplines.all()), choir.former_names) == (
        "Ander Koor",
        [dance],
        ["Koor De Draad"],
    )


def test_what_was_changed_again_is_left_alone_and_named(browser: Client, choir: Actor) -> None:
    save(browser, choir, description="Eerste tekst", scale="vlaams")
    first = newest(choir)
    save(browser, choir, description="Tweede tekst")
    path, text = undoing(browser, first)
    assert "Dit blijft zoals het nu is" in text
    assert "Nu: Tweede tekst" in text
    assert "Bereik in heel Vlaanderen" in text
    say_yes(browser, first)
    choir.refresh_from_db()
    assert (choir.description, choir.scale) == ("Tweede tekst", "lokaal")
    assert "Er is niets terug te zetten" not in text
    assert browser.get(path).status_code == 200


def test_terms_that_others_added_stay(browser: Client, choir: Actor) -> None:
    music, dance = DisciplineFactory(label="Muziek"), DisciplineFactory(label="Dans")
    save(browser, choir, disciplines=[music.pk])
    first = newest(choir)
    save(browser, choir, disciplines=[music.pk, dance.pk])
    say_yes(browser, first)
    assert list(choir.disciplines.all()) == [dance]


def test_a_term_that_is_gone_cannot_come_back(browser: Client, choir: Actor) -> None:
    music = DisciplineFactory(label="Muziek")
    choir.disciplines.add(music)
    save(browser, choir, disciplines=[])
    music.delete()
    _path, text = undoing(browser, newest(choir))
    assert "bestaat niet meer: Muziek" in text.replace("Dit ", "")
    assert "niets terug te zetten" in text
    assert say_yes(browser, newest(choir)) == ["Er was niets meer om ongedaan te maken."]


def test_a_picture_that_is_gone_cannot_come_back(choir: Actor, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    change = Change.objects.create(
        model="actors.actor", key=choir.pk, record="x", values={"picture": ["actors/weg.jpg", ""]}
    )
    [step] = plan_of(change)
    assert "weg" in step.problem


def test_an_old_value_that_breaks_a_rule_is_refused(browser: Client, choir: Actor) -> None:
    choir.kbo_number = "0440966354"
    choir.save()
    save(browser, choir, kbo_number="")
    ActorFactory(name="Ander", kbo_number="0440966354")
    told = say_yes(browser, newest(choir))
    assert told[0].startswith("Er is niets ongedaan gemaakt.")
    choir.refresh_from_db()
    assert not choir.kbo_number


def test_two_tabs_undo_once(browser: Client, choir: Actor) -> None:
    save(browser, choir, note="Iets")
    change = newest(choir)
    path, _text = undoing(browser, change)
    seen = browser.get(path).context["seen"]
    browser.post(path, {"seen": seen})
    answer = browser.post(path, {"seen": seen}, follow=True)
    assert "niets meer om ongedaan te maken" in text_of(answer)
    assert Change.objects.about(choir).count() == 2


def test_a_yes_to_something_else_asks_again(browser: Client, choir: Actor) -> None:
    save(browser, choir, note="Iets", scale="vlaams")
    change = newest(choir)
    path, _text = undoing(browser, change)
    seen = browser.get(path).context["seen"]
    Actor.objects.filter(pk=choir.pk).update(scale="regionaal")
    answer = browser.post(path, {"seen": seen})
    assert answer.status_code == 200
    assert "een ogenblik geleden" in text_of(answer)
    choir.refresh_from_db()
    assert choir.note == "Iets"


def test_the_history_survives_the_people_and_the_record(browser: Client, choir: Actor, editor: User) -> None:
    save(browser, choir, note="Iets")
    browser.post(f"/beheer/actors/actor/{choir.pk}/delete/", {"post": "yes"})
    assert not Actor.objects.exists()
    assert newest_gone(choir).values["note"] == ["Iets", None]
    key = editor.pk
    boss = signed_in(UserFactory(role="regisseur"))
    User.objects.get(pk=key).delete()
    for change in Change.objects.filter(key=choir.pk):
        assert (change.by, change.by_name) == (None, "An")
    said = text_of(boss.get("/beheer/actors/change/?q=draad"))
    assert "verwijderd" in said
    assert "Koor De Draad" in said


def newest_gone(record: Any) -> Change:
    """What happened last to a record that is gone."""
    return Change.objects.filter(model=record._meta.label_lower).latest("pk")


def test_what_happened_cannot_be_rewritten(browser: Client, choir: Actor) -> None:
    save(browser, choir, note="Iets")
    key = newest(choir).pk
    assert browser.get("/beheer/actors/change/add/").status_code == 403
    assert browser.post(f"/beheer/actors/change/{key}/change/", {}).status_code == 403
    assert browser.post(f"/beheer/actors/change/{key}/delete/", {"post": "yes"}).status_code == 403
    assert browser.get("/beheer/actors/change/?q=%00").status_code == 200


def test_only_who_keeps_the_field_looks_back(outsider: User, choir: Actor) -> None:
    change = Change.objects.create(model="actors.actor", key=choir.pk, record="x", values={"note": ["", "y"]})
    for path in (f"/beheer/actors/actor/{choir.pk}/history/{change.pk}/", "/beheer/actors/change/"):
        assert signed_in(outsider).get(path).status_code == 403
        assert Client().get(path).status_code == 302


@pytest.mark.parametrize("key", ["99999", "9" * 30])
def test_changes_that_do_not_exist_are_calm(browser: Client, choir: Actor, key: str) -> None:
    assert browser.get(f"/beheer/actors/actor/{choir.pk}/history/{key}/").status_code == 404
    assert browser.get(f"/beheer/actors/actor/{key}/history/1/").status_code == 404
    assert browser.get(f"/beheer/actors/actor/{key}/history/").status_code == 302


def test_a_change_of_another_record_is_not_undone_here(browser: Client, choir: Actor) -> None:
    other = ActorFactory()
    change = Change.objects.create(model="actors.actor", key=other.pk, record="x", values={"note": ["", "y"]})
    assert browser.get(f"/beheer/actors/actor/{choir.pk}/history/{change.pk}/").status_code == 404


def test_lists_write_history_too(browser: Client, choir: Actor) -> None:
    genk = MunicipalityFactory(name="Genk")
    choir.municipality_hint, choir.municipality_hint_basis, choir.status = genk, "de naam", "draft"
    choir.save()
    for action in ("publish", "mark_checked", "confirm_hints", "archive"):
        browser.post("/beheer/actors/actor/", {"action": action, "_selected_action": [choir.pk]})
    lines = Change.objects.about(choir).order_by("pk")
    assert [line.reason for line in lines] == [
        "Gepubliceerd.",
        "Nagekeken.",
        "Zetel bevestigd: Genk.",
        "Gearchiveerd.",
    ]
    assert lines[0].values == {"status": ["draft", "published"]}
    assert set(lines[1].values) == {"verified_on", "verified_by"}
    assert lines[2].values["municipality"] == [None, [genk.pk, "Genk"]]


def test_experts_and_municipalities_have_their_history(browser: Client) -> None:
    expert, genk = ExpertFactory(), MunicipalityFactory(name="Genk")
    save(browser, expert, can_tell="Iets anders", municipality=genk.pk)
    assert {"can_tell", "municipality"} <= set(newest(expert).values)
    say_yes(browser, newest(expert))
    expert.refresh_from_db()
    assert expert.can_tell == "Hoe je buren samenbrengt rond een feest."
    choir = ActorFactory(municipality=genk, words={})
    save(browser, genk, name="Genk-Noord", postcodes="3600, 3601")
    assert newest(genk).values["name"] == ["Genk", "Genk-Noord"]
    assert choir in Actor.objects.search("noord")
    say_yes(browser, newest(genk))
    genk.refresh_from_db()
    assert (genk.name, genk.postcodes) == ("Genk", [])
    assert choir not in Actor.objects.search("noord")
    for action in ("publish", "mark_checked", "archive"):
        browser.post("/beheer/actors/expert/", {"action": action, "_selected_action": [expert.pk]})
    assert newest(expert).reason == "Gearchiveerd."


def test_a_person_who_leaves_is_not_kept_in_the_past(browser: Client) -> None:
    expert = ExpertFactory(person=True, person_name="Nour Voorbeeld")
    save(browser, expert, can_tell="Over wonen")
    browser.post(f"/beheer/actors/expert/{expert.pk}/delete/", {"post": "yes"})
    assert not Expert.objects.exists()
    for change in Change.objects.filter(model="actors.expert"):
        assert "Nour" not in str([change.record, change.values])


@pytest.mark.unmeasured
def test_a_load_of_facts_writes_one_line_an_actor(field: None) -> None:
    said = Change.objects.filter(model="actors.actor")
    assert said.count() == Actor.objects.count()
    assert set(said.values_list("reason", "by_name")) == {("ingelezen uit actors.json", "")}
    before = said.count()
    ecru = Actor.objects.get(slug="ecru")
    Actor.objects.filter(pk=ecru.pk).update(description=ecru.facts["description"] + " x")
    ecru.facts["description"] += " x"
    Actor.objects.filter(pk=ecru.pk).update(facts=ecru.facts)
    call_command("load_facts", verbosity=0)
    [line] = Change.objects.filter(model="actors.actor").order_by("pk")[before:]
    assert (line.key, set(line.values), line.act) == (ecru.pk, {"description"}, Act.CHANGED)


def test_undoing_a_conflict_in_the_database_says_so(choir: Actor, editor: User) -> None:
    ActorName.objects.create(actor=choir, name="Dubbel")
    change = Change.objects.create(
        model="actors.actor",
        key=choir.pk,
        record="x",
        values={"names": [[["ook: " + "x" * 10, "x" * 10]], []]},
    )
    assert [step.name for step in undo(change, by=editor)] == ["names"]
    gone = Change.objects.create(model="actors.actor", key=10**9, record="x", values={"note": ["", "y"]})
    assert undo(gone, by=editor) == []


def test_values_of_fields_that_no_longer_exist_are_passed_over(browser: Client, choir: Actor) -> None:
    Change.objects.create(model="actors.actor", key=choir.pk, record="x", values={"fax": ["1", "2"]})
    assert browser.get(f"/beheer/actors/actor/{choir.pk}/history/").status_code == 200
    assert plan_of(newest(choir)) == []


def test_refusals_say_why(choir: Actor, editor: User) -> None:
    with recorded(Actor, [choir.pk], Deed(editor)):
        Actor.objects.filter(pk=choir.pk).update(country="", website="geen adres")
    with recorded(Actor, [choir.pk], Deed(editor)):
        Actor.objects.filter(pk=choir.pk).update(website="https://draad.example")
    with pytest.raises(Refused, match="Website"):
        undo(newest(choir), by=editor)


def test_long_histories_have_pages(browser: Client, choir: Actor) -> None:
    lines = [
        Change(model="actors.actor", key=choir.pk, record="x", values={"note": ["", str(number)]})
        for number in range(45)
    ]
    Change.objects.bulk_create(lines)
    path = f"/beheer/actors/actor/{choir.pk}/history/"
    assert "bladzijde 1 van 3" in text_of(browser.get(path))
    assert "Nieuwer" in text_of(browser.get(f"{path}?vanaf=3"))
    assert browser.get(f"{path}?vanaf=x").status_code == 200


def test_who_has_a_history_keeps_it_in_the_admin() -> None:
    for model in TITLES:
        assert isinstance(site._registry[whole_of(model)], KeepsHistory), model._meta.label
