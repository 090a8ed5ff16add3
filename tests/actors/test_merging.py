"""Two records of one organisation become one, and nothing of either is lost."""

import re
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.db.models import ForeignKey, Model
from django.test import Client
from django.utils import timezone

from actors.merging import A, B, Gone, Merger, Refused, choices_for, fuller
from actors.merging.following import LEFT_BEHIND, Pointer, pointers
from actors.models import Act, Actor, ActorName, Change, Expert, ImportRow, ImportRun, SlugRedirect, User
from ecru.base.edition import ChangeNote
from tests.actors.admin_cast import editor, outsider, signed_in, typed
from tests.actors.table_files import imported
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DisciplineFactory,
    ExpertFactory,
    MunicipalityFactory,
    ThemeFactory,
)

__all__ = ["editor", "outsider"]


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def choir(db: None) -> Actor:
    """The record that editors know."""
    return ActorFactory(name="Koor De Draad", slug="koor-de-draad", website="https://draad.example")


@pytest.fixture
def double(db: None) -> Actor:
    """The same choir, put in again by somebody in a hurry."""
    return ActorFactory(
        name="De Draad, koor van Genk",
        slug="de-draad",
        website="https://dedraad.example",
        description="Een koor met een lange uitleg, die in het andere gegeven nog niet stond. " * 2,
        partner_since="2015",
    )


def text_of(page: Any) -> str:
    """The words of ``page``, one space apart."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


def page_of(a: Any, b: Any) -> str:
    """The address of the page that compares ``a`` and ``b``."""
    return f"/beheer/actors/actor/{getattr(a, 'pk', a)}/samenvoegen/{getattr(b, 'pk', b)}/"


def asked(page: Any, **changes: str) -> dict[str, str]:
    """What the form on the comparing ``page`` would send, with ``changes`` made by hand."""
    context = page.context
    sent = {f"pick-{row['choice'].key}": row["picked"] for row in context["rows"]}
    return {
        **sent,
        **dict(context["versions"]),
        "stays": context["stays"],
        "alias": context["alias"],
        **changes,
    }


def merge(browser: Client, a: Actor, b: Actor, **changes: str) -> list[str]:
    """An editor compares ``a`` and ``b`` and merges them; returns what the editor is told."""
    path = page_of(a, b)
    named = {"pick-name": changes.get("stays", "a"), **changes}
    answer = browser.post(path, asked(browser.get(path), **named), follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_two_become_one(browser: Client, choir: Actor, double: Actor, editor: User) -> None:
    page = browser.get(page_of(choir, double))
    said = text_of(page)
    assert "Twee websites" in said
    assert "Er is geen knop die een samenvoeging terugdraait" in said
    told = merge(browser, choir, double, stays="a", **{"pick-name": "a", "pick-website": "a"})
    assert told == ["Samengevoegd. Het oude adres leidt naar hier."]
    one = Actor.objects.get()
    assert (one.pk, one.slug, one.name, one.website) == (
        choir.pk,
        "koor-de-draad",
        "Koor De Draad",
        "https://draad.example",
    )
    assert one.description == double.description
    assert one.partner_since == "2015"
    assert [(name.kind, name.name) for name in one.names.all()] == [("ook", "De Draad, koor van Genk")]
    assert list(Actor.objects.search("draad genk")) == [one]
    merged = Change.objects.filter(key=choir.pk).latest("pk")
    assert (merged.act, merged.by, merged.values["partner_since"]) == (Act.MERGED, editor, ["", "2015"])
    assert "Niet overgenomen, en in de geschiedenis bewaard: Naam, Website" in merged.reason
    lost = Change.objects.get(key=double.pk, act=Act.MERGED)
    assert (lost.into, lost.values["website"]) == (choir.pk, ["https://dedraad.example", None])
    history = text_of(browser.get(f"/beheer/actors/actor/{choir.pk}/history/"))
    assert "https://dedraad.example" in history
    assert "De Draad, koor van Genk" in history
    assert "opgegaan" in text_of(browser.get("/beheer/actors/change/?q=opgegaan"))


def test_the_other_side_can_stay_and_take_the_name(browser: Client, choir: Actor, double: Actor) -> None:
    merge(browser, choir, double, stays="b", alias="vroeger", **{"pick-name": "a", "pick-website": "x"})
    one = Actor.objects.get()
    assert (one.pk, one.slug, one.name) == (double.pk, "de-draad", "Koor De Draad")
    assert [(name.kind, name.name) for name in one.names.all()] == [("vroeger", "De Draad, koor van Genk")]
    assert SlugRedirect.objects.get().slug == "koor-de-draad"


@pytest.mark.parametrize(
    "path", ["/actoren/{}/", "/en/actoren/{}/", "/actoren/{}/kaart.png", "/actoren/{}/?a=1"]
)
def test_every_page_of_the_old_address_leads_on(
    browser: Client, choir: Actor, double: Actor, path: str
) -> None:
    merge(browser, choir, double, stays="a")
    answer = Client().get(path.format("de-draad"))
    assert (answer.status_code, answer["Location"]) == (301, path.format("koor-de-draad"))
    assert Client().get(answer["Location"]).status_code == 200
    form = Client().post("/actoren/de-draad/")
    assert form.status_code in {308, 405}


def test_chains_resolve_in_one_hop(browser: Client, choir: Actor, double: Actor) -> None:
    third = ActorFactory(name="De Draad Genk", slug="draad-genk")
    merge(browser, double, third, stays="b")
    merge(browser, third, choir, stays="b")
    for slug in ("de-draad", "draad-genk"):
        assert Client().get(f"/actoren/{slug}/")["Location"] == "/actoren/koor-de-draad/"
    assert set(SlugRedirect.objects.values_list("slug", "actor__slug")) == {
        ("de-draad", "koor-de-draad"),
        ("draad-genk", "koor-de-draad"),
    }
    past = Change.objects.about(choir)
    assert set(past.values_list("record", flat=True)) == {choir.name, double.name, third.name}


def test_an_address_does_not_tell_of_a_draft(browser: Client, choir: Actor, double: Actor) -> None:
    merge(browser, choir, double, stays="a", **{"pick-status": "a"})
    Actor.objects.update(status="draft")
    assert Client().get("/actoren/de-draad/").status_code == 404
    assert browser.get("/actoren/de-draad/").status_code == 301
    assert Client().get("/actoren/nooit-geweest/").status_code == 404
    assert Client().get("/experten/de-draad/").status_code == 404


def test_nobody_takes_an_address_that_leads_on(browser: Client, choir: Actor, double: Actor) -> None:
    merge(browser, choir, double, stays="a")
    path = "/beheer/actors/actor/add/"
    new = typed(browser.get(path), name="De Draad", slug="de-draad", kind=choir.kind_id, status="draft")
    answer = browser.post(path, {**new, "not_a_twin": "on"})
    assert "leidt sinds een samenvoeging naar ‘Koor De Draad’" in text_of(answer)
    browser.post(path, {**new, "slug": "", "name": "De Draad", "not_a_twin": "on"})
    assert Actor.objects.get(name="De Draad").slug == "de-draad-2"
    rows = [
        ["sleutel", "naam", "soort"],
        ["de-draad", "Nieuw", "vereniging"],
        ["", "De-Draad!", "vereniging"],
    ]
    run = imported(browser, rows)
    faults = run.rows.get(number=2).faults
    assert "schrijf koor-de-draad" in str(faults)


def test_nothing_that_points_at_the_lost_one_is_lost(choir: Actor, double: Actor, editor: User) -> None:
    made: list[tuple[Pointer, Any]] = [
        (pointer, row_for(pointer, double, number)) for number, pointer in enumerate(pointers())
    ]
    assert {Expert, ActorName, Actor} <= {pointer.model for pointer, _row in made}
    Merger(choir.pk, double.pk, editor).merge(A, {}, "ook")
    assert not Actor.objects.filter(pk=double.pk).exists()
    for pointer, row in made:
        again = pointer.model._base_manager.get(pk=row.pk)
        now = getattr(again, pointer.column.attname)
        wanted = None if pointer.model in LEFT_BEHIND else choir.pk
        assert now == wanted, f"{pointer.model._meta.label}.{pointer.column.name}"


def row_for(pointer: Pointer, actor: Actor, number: int) -> Any:
    """A row that points at ``actor``, made from what its model asks."""
    if pointer.model is Actor:
        return ActorFactory(**{pointer.column.name: actor})
    if pointer.model is Expert:
        return ExpertFactory(actor=actor)
    return make(pointer.model, number, **{pointer.column.name: actor})


def make(model: Any, number: int, **given: Any) -> Any:
    """A record of ``model`` with a value in every field that asks for one."""
    if model is Actor and not given:
        return ActorFactory()
    for column in model._meta.concrete_fields:
        if (
            column.name not in given
            and not column.null
            and not column.has_default()
            and not column.primary_key
        ):
            given[column.name] = value_for(column, number)
    return model._base_manager.create(**given)


def value_for(column: Any, number: int) -> Any:
    """Something that ``column`` takes."""
    if isinstance(column, ForeignKey):
        return make(column.related_model, number)
    if isinstance(column, models.DateTimeField):
        return timezone.now()
    if isinstance(column, models.UUIDField):
        return f"00000000-0000-4000-8000-{number:012}"
    return number if isinstance(column, models.IntegerField) else "" if column.blank else f"rij-{number}"


def test_what_both_have_is_there_once(browser: Client, choir: Actor, double: Actor) -> None:
    music, genk, group = DisciplineFactory(label="Muziek"), MunicipalityFactory(name="Genk"), ActorFactory()
    dance = DisciplineFactory(label="Dans")
    for actor in (choir, double):
        actor.disciplines.add(music)
        actor.umbrellas.add(group)
        actor.active_in.add(genk)
        ActorName.objects.create(actor=actor, name="Draadkoor")
    double.disciplines.add(dance)
    double.umbrellas.add(choir)
    choir.umbrellas.add(double)
    friend = ActorFactory()
    friend.umbrellas.add(choir, double)
    said = text_of(browser.get(page_of(choir, double)))
    assert "Horen erbij" in said
    merge(browser, choir, double, stays="a")
    assert set(choir.disciplines.all()) == {music, dance}
    assert list(choir.umbrellas.all()) == [group]
    assert list(friend.umbrellas.all()) == [choir]
    assert sorted(choir.names.values_list("name", flat=True)) == ["De Draad, koor van Genk", "Draadkoor"]
    merged = Change.objects.filter(key=choir.pk, act=Act.MERGED).get()
    assert merged.values["disciplines"][1] == [[music.pk, "Muziek"], [dance.pk, "Dans"]]


def test_who_points_at_it_has_it_in_the_history(browser: Client, choir: Actor, double: Actor) -> None:
    part, expert, friend = ActorFactory(parent=double), ExpertFactory(actor=double), ActorFactory()
    friend.umbrellas.add(double)
    ChangeNote.objects.all().delete()
    merge(browser, choir, double, stays="a")
    for record, name in ((part, "parent"), (expert, "actor"), (friend, "umbrellas")):
        [line] = Change.objects.about(record)
        assert "Koor De Draad" in str(line.values[name][1])
        label = record._meta.label_lower
        assert ChangeNote.objects.filter(model=label, key=record.pk).exists()
    assert list(Expert.objects.search("draad")) == [expert]


def test_what_cannot_be_there_twice_is_told(
    choir: Actor, double: Actor, editor: User, monkeypatch: Any
) -> None:
    ActorName.objects.create(actor=choir, name="Draadkoor", kind="ook")
    lost = ActorName.objects.create(actor=double, name="Draadkoor", kind="ook")
    monkeypatch.setattr("actors.merging.following.Follower.is_known", lambda *_args: False)
    double_key = double.pk
    one, left = Merger(choir.pk, double_key, editor).merge(A, {}, "ook")
    assert left == [f"Andere naam: Draadkoor (actor: {double_key}; naam: Draadkoor; hoe: ook)"]
    assert left[0] in Change.objects.filter(act=Act.MERGED, key=one.pk).get().reason
    assert not ActorName.objects.filter(pk=lost.pk).exists()


@pytest.mark.parametrize("who", ["itself", "parent", "grandparent"])
def test_relatives_and_itself_are_refused(browser: Client, choir: Actor, double: Actor, who: str) -> None:
    between = ActorFactory(parent=double)
    choir.parent = {"itself": None, "parent": double, "grandparent": between}[who]
    choir.save()
    other = choir if who == "itself" else double
    wanted = "twee keer hetzelfde" if who == "itself" else "maakt deel uit van ‘De Draad"
    for path in (page_of(choir, other), page_of(other, choir)):
        for answer in (browser.get(path, follow=True), browser.post(path, {}, follow=True)):
            assert wanted in text_of(answer)
    assert Actor.objects.filter(pk__in=[choir.pk, double.pk]).count() == 2


def test_a_circle_is_refused_and_nothing_changes(browser: Client, choir: Actor, double: Actor) -> None:
    below = ActorFactory(parent=choir)
    double.parent = below
    double.save()
    told = merge_refused(browser, choir, double)
    assert "maakt deel uit van" in told
    assert Actor.objects.count() == 3


def merge_refused(browser: Client, a: Actor, b: Actor) -> str:
    """What an editor is told who asks for what cannot be."""
    return text_of(browser.post(page_of(a, b), {"stays": "a"}, follow=True))


def test_a_second_click_says_that_it_is_done(browser: Client, choir: Actor, double: Actor) -> None:
    path = page_of(choir, double)
    sent = asked(browser.get(path), stays="a")
    browser.post(path, {**sent, "pick-name": "a"})
    for answer in (browser.post(path, sent, follow=True), browser.get(path, follow=True)):
        assert "is al opgegaan in ‘Koor De Draad’; An heeft ze samengevoegd" in text_of(answer)
        assert answer.redirect_chain[-1][0] == f"/beheer/actors/actor/{choir.pk}/change/"
    assert SlugRedirect.objects.count() == 1
    for page in ("change", "history", "samenvoegen"):
        answer = browser.get(f"/beheer/actors/actor/{double.pk}/{page}/", follow=True)
        assert "is in dit gegeven opgegaan" in text_of(answer)


def test_one_that_was_deleted_is_told_calmly(browser: Client, choir: Actor, double: Actor) -> None:
    key = double.pk
    double.delete()
    answer = browser.get(page_of(choir, key), follow=True)
    assert "bestaat niet meer" in text_of(answer)
    with pytest.raises(Gone):
        Merger(choir.pk, key, None).read()
    assert browser.get(f"/beheer/actors/actor/{key}/samenvoegen/").status_code == 404
    assert browser.get(page_of(choir, "9" * 30)).status_code == 404


def test_what_somebody_saved_meanwhile_is_shown_first(browser: Client, choir: Actor, double: Actor) -> None:
    path = page_of(choir, double)
    sent = asked(browser.get(path), stays="b", alias="vroeger", **{"pick-name": "b"})
    Actor.objects.filter(pk=choir.pk).update(note="Net erbij gezet")
    answer = browser.post(path, sent)
    said = text_of(answer)
    assert "Iemand heeft intussen een van beide bewaard" in said
    assert "Net erbij gezet" in said
    assert (answer.context["stays"], answer.context["alias"]) == ("b", "vroeger")
    assert Actor.objects.count() == 2


def test_a_value_that_breaks_a_rule_is_refused(choir: Actor, double: Actor) -> None:
    Actor.objects.filter(pk=double.pk).update(country="")
    with pytest.raises(Refused, match="Land"):
        Merger(choir.pk, double.pk, None).merge(A, {"country": B}, "ook")
    assert Actor.objects.count() == 2


def test_company_numbers_move_without_a_clash(browser: Client, choir: Actor, double: Actor) -> None:
    Actor.objects.filter(pk=choir.pk).update(kbo_number="0440966354")
    Actor.objects.filter(pk=double.pk).update(kbo_number="0403019261", v_code="V0012345")
    said = text_of(browser.get(page_of(choir, double)))
    assert "Twee ondernemingsnummers" in said
    merge(browser, choir, double, stays="a", **{"pick-kbo_number": "b"})
    choir.refresh_from_db()
    assert (choir.kbo_number, choir.v_code) == ("0403019261", "V0012345")


def test_the_better_guess_is_ticked(choir: Actor, double: Actor) -> None:
    music = ThemeFactory(label="Stad")
    choir.themes.add(music)
    Actor.objects.filter(pk=choir.pk).update(status="draft", verified_on="2026-01-01", named_only=True)
    Actor.objects.filter(pk=double.pk).update(verified_on="2020-01-01", note="kort", place="Brussel")
    choir.refresh_from_db()
    double.refresh_from_db()
    picked = {choice.key: choice.picked for choice in choices_for(choir, double)}
    assert [
        picked[key] for key in ("status", "named_only", "verified_on", "note", "place", "description")
    ] == list("bbabbb")
    turned = {choice.key: choice.picked for choice in choices_for(double, choir)}
    assert (turned["status"], turned["verified_on"], turned["name"]) == ("a", "b", "a")
    assert fuller(choir, double) == B
    Actor.objects.filter(pk=choir.pk).update(facts={"name": "x"})
    choir.refresh_from_db()
    assert fuller(choir, double) == A


def test_every_field_of_an_actor_is_chosen_or_kept(choir: Actor, double: Actor) -> None:
    chosen = {name for choice in choices_for(choir, double) for name in choice.names}
    machines = {"id", "slug", "facts", "created_at", "updated_at", "published_at"}
    own = {column.name for column in Actor._meta.concrete_fields}
    assert own - chosen - machines == {"search_name", "search_alias", "search_topics", "search_text"}


def test_the_list_starts_a_merge(browser: Client, choir: Actor, double: Actor) -> None:
    def start(*keys: int) -> Any:
        return browser.post(
            "/beheer/actors/actor/", {"action": "merge_two", "_selected_action": keys}, follow=True
        )

    assert "Voeg deze twee samen" in text_of(start(choir.pk, double.pk))
    assert "Kies precies twee" in text_of(start(choir.pk))
    assert "Kies precies twee" in text_of(start(choir.pk, double.pk, ActorFactory().pk))


def test_the_other_one_is_found_by_name(browser: Client, choir: Actor, double: Actor) -> None:
    choir.reindex()
    double.reindex()
    assert "Voeg samen met" in text_of(browser.get(f"/beheer/actors/actor/{choir.pk}/change/"))
    path = f"/beheer/actors/actor/{double.pk}/samenvoegen/"
    assert page_of(double, choir) in browser.get(f"{path}?zoek=draad").content.decode()
    assert "Geen ander gegeven" in text_of(browser.get(f"{path}?zoek=zzzz%00"))
    assert browser.get(f"{path}?zoek=").status_code == 200


def test_outsiders_merge_nothing(outsider: User, choir: Actor, double: Actor) -> None:
    member = signed_in(outsider)
    for path in (page_of(choir, double), f"/beheer/actors/actor/{choir.pk}/samenvoegen/"):
        assert member.get(path).status_code == 403
        assert Client().get(path).status_code == 302
    assert member.post(page_of(choir, double), {"stays": "a"}).status_code == 403
    assert Actor.objects.count() == 2


def test_the_facts_do_not_bring_the_merged_one_back(field: None, editor: User) -> None:
    stays, goes = Actor.objects.get(slug="stebo"), Actor.objects.get(slug="ecru")
    child = Actor.objects.filter(parent=goes).first()
    count = Actor.objects.count()
    merged, _left = Merger(stays.pk, goes.pk, editor).merge(A, {"name": A, "description": B}, "ook")
    states: list[Any] = list(Actor.objects.order_by("pk").values())
    for _time in range(2):
        said = StringIO()
        call_command("load_facts", stdout=said)
        assert Actor.objects.count() == count - 1
    again: list[Any] = list(Actor.objects.order_by("pk").values())
    for before, after in zip(states, again, strict=True):
        told = {name for name in before if before[name] != after[name]} - {"facts", "updated_at"}
        assert not told, (before["slug"], told)
    merged.refresh_from_db()
    assert merged.description == goes.description
    if child:
        child.refresh_from_db()
        assert child.parent == merged


def test_an_import_is_not_undone_in_another_actor(browser: Client, choir: Actor, double: Actor) -> None:
    ActorKindFactory(label="Koor", slug="koor")
    run = imported(browser, [["sleutel", "opmerking"], ["de-draad", "uit de tabel"]])
    assert isinstance(run, ImportRun)
    merge(browser, choir, double, stays="a")
    assert ImportRow.objects.get(run=run).actor is None
    browser.post(f"/beheer/actors/importrun/{run.pk}/ongedaan/")
    assert "samengevoegd" in ImportRow.objects.get(run=run).left_alone
    choir.refresh_from_db()
    assert choir.note == "uit de tabel"


def test_models_say_where_an_address_leads(browser: Client, choir: Actor, double: Actor) -> None:
    merge(browser, choir, double, stays="a")
    assert str(SlugRedirect.objects.get()) == "de-draad → koor-de-draad"
    assert str(Change.objects.first()).endswith(", samengevoegd")
    assert isinstance(Change.objects.first(), Model)
