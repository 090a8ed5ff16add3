"""Catalogues: what memory says is what the database says, whatever changed and whoever changed it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.catalogues import ACTORS, MUNICIPALITIES
from actors.models import Actor, ActorName, Municipality
from ecru.base import daily_jobs
from ecru.base.catalogue.words import is_like
from ecru.base.edition import KEPT, MANY, SETTLED, ChangeNote, edition, note_changes
from ecru.base.models import Publication
from ecru.base.text import fold
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DisciplineFactory,
    MunicipalityFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def finds(query: str) -> list[str]:
    keys = ACTORS.find(ACTORS.read(query)).keys(0, 100)
    names = Actor.objects.in_bulk(keys)
    return [names[key].name for key in keys]


def actor(name: str, **fields: Any) -> Actor:
    made = ActorFactory(name=name, **fields)
    made.reindex()
    return made


# --- What is found, and in which order --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("koor", "regenboogkoor"),
        ("koren", "regenboogkoor"),
        ("koor", "koren"),
        ("vereniging", "erfgoedvereniging"),
        ("musea", "museum"),
        ("museum", "mijnmusea"),
        ("dossiers", "subsidiedossier"),
        ("kinderen", "kinderopvang"),
        ("cultuurcentra", "cultuurcentrum"),
        ("steden", "stad"),
        ("gezin", "gezinnen"),
        ("bib", "bibliotheek"),
        ("foto", "fotos"),
    ],
)
def test_forms_and_parts_of_a_word_answer_each_other(word: str, other: str) -> None:
    assert is_like(word, other)
    actor(other)
    assert finds(word) == [other]
    assert Actor.objects.search(word).count() == 1


@pytest.mark.parametrize(("word", "other"), [("art", "start"), ("koor", "kor"), ("regen", "gereedschap")])
def test_words_that_only_look_alike_do_not(word: str, other: str) -> None:
    assert not is_like(word, other)


def test_names_come_before_other_names_before_topics_before_text() -> None:
    theme = ThemeFactory(label="Circus")
    by_text = actor("Een", description="Wij houden van circus.")
    by_topic = actor("Twee", words={"themes": [theme]})
    by_alias = actor("Drie")
    by_alias.names.create(name="Circus Rosa", kind=ActorName.Kind.FORMER)
    by_alias.reindex()
    by_name = actor("Circusschool")
    assert finds("circus") == [each.name for each in (by_name, by_alias, by_topic, by_text)]


def test_who_is_called_just_that_comes_first() -> None:
    for name in ("Jeugd Genk Noord", "De Jeugd van Genk", "Jeugd Genk"):
        actor(name)
    assert finds("jeugd genk")[0] == "Jeugd Genk"
    assert finds("genk jeugd")[-1] != ""
    assert len(finds("genk jeugd")) == 3


def test_all_words_count_and_when_nobody_has_all_as_many_as_possible() -> None:
    actor("Dans Genk")
    actor("Dans As")
    assert finds("dans genk") == ["Dans Genk"]
    some = ACTORS.find(ACTORS.read("dans beringen"))
    assert some.is_partial
    assert set(finds("dans beringen")) == {"Dans Genk", "Dans As"}
    assert finds("tuba beringen") == []


def test_mijn_is_a_mine_and_otherwise_says_little() -> None:
    actor("Mijn Erfgoed")
    actor("Harmonie")
    assert finds("mijn erfgoed") == ["Mijn Erfgoed"]
    assert finds("mijn harmonie") == ["Harmonie"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("regenbogkoor", "regenboogkoor"),
        ("teater", "theater"),
        ("musuem", "museum"),
        ("cultuurcentum", "cultuurcentrum"),
        ("Maasmechlen", "maasmechelen"),
        ("theatermuseum", "theater museum"),
        ("xq", ""),
        ("zzzzzzzz", ""),
    ],
)
def test_mistakes_are_mended_by_words_that_are_used(typed: str, meant: str) -> None:
    actor("Regenboogkoor Maasmechelen")
    actor("Theater Cultuurcentrum")
    actor("Museum Theater")
    reading = ACTORS.read(typed)
    assert reading.meant == meant
    assert bool(reading.unknown) == (not meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ccmuze", "cc muze"),
        ("vilabasta", "villa basta"),
        ("raponderstap", ""),
        ("Bokryk", "bokrijk"),
        ("mijnterryl", ""),
    ],
)
def test_a_name_in_one_and_another_spelling_are_mended(typed: str, meant: str) -> None:
    for name in ("CC Muze", "Villa Basta", "Bokrijk", "Rap op Stap"):
        actor(name)
    assert ACTORS.read(typed).meant == meant
    assert [fold(name) for name in finds(typed)] == ([meant] if meant else [])


def test_with_two_mistakes_the_first_letter_is_right() -> None:
    actor("Plichten")
    assert ACTORS.read("plchtn").meant == ""  # too short for two
    assert ACTORS.read("plchtenn").meant == "plichten"
    assert ACTORS.read("oprichten").meant == ""


def test_a_name_of_who_is_gone_mends_nothing() -> None:
    gone = actor("CC Muze")
    Actor.objects.filter(pk=gone.pk).update(status=Publication.DRAFT)
    assert finds("ccmuze") == []


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("buitenbeen pop", "buitenbeenpop", "Buitenbeenpop"),  # others write it as one word
        ("cc muse", "cc muze", "CC Muze"),  # a mistake, though it begins the word museum
        ("jeugdhuis genk", "jeugd huis genk", "Huis voor jeugd Genk"),  # nobody has the compound and Genk
        ("museum zwemmen", "", "Museum"),
    ],
)
def test_words_that_nobody_has_together_are_read_otherwise(typed: str, meant: str, first: str) -> None:
    for name in ("Buitenbeenpop", "Poppunt", "CC Muze", "Museum", "Jeugdhuis As", "Huis voor jeugd Genk"):
        actor(name)
    found = ACTORS.find(ACTORS.read(typed))
    assert finds(typed)[0] == first
    assert found.reading.meant == meant
    assert found.is_partial is not bool(meant)


def test_a_mistake_is_mended_by_a_word_that_somebody_wrote() -> None:
    actor("Kring", description="Wie heemkundige is of beringen telt")
    assert "beer" in ACTORS.shelf().words.stems  # what the stemmer makes of beringen
    assert ACTORS.read("bier").meant == ""
    assert ACTORS.read("heemkundekring").meant == "heemkunde kring"


def test_the_examples_in_the_name_of_a_kind_are_no_topics() -> None:
    kind = ActorKindFactory(label="Amateurkunst (koor, dans)", label_en="Amateur arts (choir, dance)")
    actor("Aarde", kind=kind)
    actor("Zang", words={"disciplines": [DisciplineFactory(label="Koor")]})
    assert finds("koor") == ["Zang", "Aarde"]


def test_what_matched_is_marked_in_the_text_as_it_was_written() -> None:
    actor("Poëzie")
    text = "De Poëzieweek, foto's en één museum"
    marked = [text[start:end] for start, end in ACTORS.read("poezie musea foto").marks(text)]
    assert marked == ["Poëzieweek", "foto's", "museum"]


def test_suggestions_go_on_where_somebody_stopped_typing() -> None:
    choir, other = actor("Regenboogkoor"), actor("Koor en Stem")
    assert ACTORS.suggest("rege") == [choir.pk]
    assert ACTORS.suggest("ko") == [other.pk]
    assert ACTORS.suggest("koor") == [other.pk, choir.pk]
    assert ACTORS.suggest("") == ACTORS.suggest("😀") == []


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    reading = ACTORS.read(text)
    found = ACTORS.find(reading)
    assert len(found.keys(0, 10)) == min(10, len(found))
    assert all(start < end <= len(text) for start, end in reading.marks(text))


# --- Staying right ----------------------------------------------------------------------------------------------------


def shelved() -> set[str]:
    return {name for slot, name in enumerate(ACTORS.shelf().names) if slot in ACTORS.shelf().alive}


def test_every_way_of_changing_is_seen_at_once() -> None:
    one, other = actor("Een"), actor("Ander")
    assert shelved() == {"een", "ander"}
    one.rename("Eerste")
    assert shelved() == {"eerste", "ander"}
    Actor.objects.filter(pk=one.pk).update(status=Publication.DRAFT)
    assert shelved() == {"ander"}
    Actor.objects.filter(pk=one.pk).publish()
    assert shelved() == {"eerste", "ander"}
    other.delete()
    assert shelved() == {"eerste"}
    Actor.objects.filter(pk=one.pk).delete()
    assert shelved() == set()


def test_a_change_of_many_is_one_note_about_all() -> None:
    for number in range(3):
        actor(f"Nummer {number}")
    assert len(shelved()) == 3
    before = ChangeNote.objects.count()
    note_changes(Actor, range(1, MANY + 10))
    assert ChangeNote.objects.count() == before + 1
    Actor.objects.filter(name="Nummer 1").update(search_name=" anders ")
    assert "anders" in shelved()


def test_answers_follow_relations() -> None:
    theme, place = ThemeFactory(label="Mode"), MunicipalityFactory(name="Genk")
    one = actor("Een", words={"themes": [theme], "active_in": [place]})
    shelf = ACTORS.shelf()
    assert shelf.answers_of("themes", one.pk) == [theme.pk]
    assert shelf.answers_of("themes", one.pk + 1000) == []
    one.themes.clear()
    one.reindex()
    assert ACTORS.shelf().answers_of("themes", one.pk) == []
    assert ACTORS.shelf().counts("active_in", ACTORS.shelf().alive) == {place.pk: 1}


def test_a_shelf_with_many_empty_places_is_filled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecru.base.catalogue.catalogue.MOST_WASTED", 2)
    one = actor("Een")
    shelves = set()
    for _ in range(6):
        one.confirm()
        shelves.add(id(ACTORS.shelf()))
    assert ACTORS.shelf().wasted <= 4
    assert len(shelves) > 1
    assert shelved() == {"een"}


def test_a_municipality_that_moves_moves_its_actors() -> None:
    genk = MunicipalityFactory(name="Genk", latitude="51.00000")
    one = actor("Een", municipality=genk)
    assert ACTORS.shelf().rows[ACTORS.shelf().place[one.pk]].municipality__latitude == genk.latitude or True
    Municipality.objects.filter(pk=genk.pk).update(latitude="50.00000")
    assert float(ACTORS.shelf().rows[ACTORS.shelf().place[one.pk]].municipality__latitude) == 50
    assert MUNICIPALITIES.find(MUNICIPALITIES.read("genk")).keys(0, 1) == [genk.pk]


# --- The edition ------------------------------------------------------------------------------------------------------


def test_a_number_that_comes_late_is_not_missed() -> None:
    edition.refresh()
    one = actor("Een")
    shelved()
    last = ChangeNote.objects.latest("pk").pk
    ChangeNote.objects.create(pk=last + 2, model="actors.actor", key=one.pk)
    first = edition.refresh()
    Actor.objects.filter(pk=one.pk)._raw_delete("default")
    ChangeNote.objects.create(pk=last + 1, model="actors.actor", key=one.pk)
    assert edition.refresh() != first
    assert shelved() == set()
    assert last + 2 in {edition.floor, *edition.above}


def test_an_old_gap_is_not_watched_any_more() -> None:
    edition.refresh()
    last = ChangeNote.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    ChangeNote.objects.create(pk=last + 5, model="a.b", key=1, at=timezone.now() - 2 * SETTLED)
    edition.refresh()
    assert edition.floor == last + 5
    ChangeNote.objects.create(pk=last + 9, model="a.b", key=1, at=timezone.now() - timedelta(seconds=1))
    edition.refresh()
    assert edition.floor == last + 5
    assert edition.above == {last + 9}


def test_who_missed_too_much_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    actor("Een")
    shelf = ACTORS.shelf()
    monkeypatch.setattr("ecru.base.edition.KEPT", 4)
    note_changes(Municipality, [1, 2, 3])
    assert ACTORS.shelf() is not shelf


def reset_sequence(number: int) -> None:
    """So that the next note gets the number after ``number``; SQLite looks at the last one itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('base_changenote', 'id'), %s)", [number])


def test_old_notes_are_thrown_away_once_a_day() -> None:
    old, kept, last = (
        ChangeNote.objects.create(pk=number, model="a.b", key=1) for number in (5, KEPT + 1, 2 * KEPT)
    )
    report = daily_jobs.tidy(timezone.now(), False)
    assert report["notes"] >= 1
    assert set(ChangeNote.objects.filter(pk__in=[old.pk, kept.pk, last.pk])) == {kept, last}
    assert daily_jobs.tidy(timezone.now(), False)["notes"] == 0


def test_a_change_asks_as_much_whatever_number_its_note_gets() -> None:
    """Throwing away old notes was once work of every thousandth change: a page that writes did not always cost the same."""
    ChangeNote.objects.create(pk=5, model="a.b", key=1)
    ChangeNote.objects.create(pk=2 * KEPT - 1, model="a.b", key=1)
    reset_sequence(2 * KEPT - 1)
    with CaptureQueriesContext(connection) as asked:
        note_changes(Actor, [1])
    assert ChangeNote.objects.filter(pk=2 * KEPT).exists()
    assert len(asked) == 1


def test_a_request_sees_one_state() -> None:
    actor("Een")
    with edition.one_reading():
        assert len(ACTORS.shelf().alive) == 1
        actor("Twee")
        assert len(ACTORS.shelf().alive) == 1
    assert len(ACTORS.shelf().alive) == 2


def test_what_is_taken_back_leaves_no_trace() -> None:
    actor("Een")
    edition.refresh()
    with transaction.atomic():
        actor("Twee")
        transaction.set_rollback(True)
    assert shelved() == {"een"}
