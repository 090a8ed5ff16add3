"""Which actor a row of a table is about: by its keys, by a question, or by another row."""

import pytest
from django.test import Client

from actors.models import Actor, ActorName, User
from tests.actors.admin_cast import editor, outsider, signed_in
from tests.actors.table_files import (
    compared,
    counts,
    csv_file,
    exported,
    faults,
    field_of_words,
    imported,
    page,
    step,
)
from tests.factories import (
    ActorFactory,
    MunicipalityFactory,
    ThemeFactory,
)

__all__ = ["editor", "field_of_words", "outsider"]

pytestmark = pytest.mark.usefixtures("field_of_words")


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


def test_actors_are_known_by_company_number_and_code(browser: Client) -> None:
    one = ActorFactory(kbo_number="0440966354", slug="een")
    two = ActorFactory(v_code="V0012345", slug="twee")
    imported(browser, [["ondernemingsnummer", "vCode", "opmerking"], ["BE 0440.966.354", "", "a"]])
    imported(browser, [["vCode", "opmerking"], ["v0012345", "b"]])
    assert list(Actor.objects.order_by("pk").values_list("note", flat=True)) == ["a", "b"]
    run = compared(
        browser, csv_file([["sleutel", "ondernemingsnummer"], ["twee", "440966354"], ["weg", "440.966.354"]])
    )
    assert counts(run) == {"geweigerd": 2}
    run = compared(browser, csv_file([["sleutel", "ondernemingsnummer"], ["twee", "440966354"]]))
    assert one.name in faults(run)["kbo_number"]
    run = compared(browser, csv_file([["sleutel", "ondernemingsnummer"], ["weg", "0440966354"]]))
    assert "een" in faults(run)["slug"]
    assert two.pk


def test_rows_that_name_the_same_actor_are_refused(browser: Client) -> None:
    ActorFactory(slug="zon")
    rows = [
        ["sleutel", "naam", "soort", "zetel"],
        ["zon", "A", "", ""],
        ["zon", "B", "", ""],
        ["", "Koor Zon", "koor", "Genk"],
        ["", "koor zon", "koor", "genk"],
        ["", "Koor Zon", "koor", "As"],
    ]
    run = compared(browser, csv_file(rows))
    assert counts(run) == {"geweigerd": 3, "nieuw": 2}
    assert "Rij 3" in run.rows.get(number=2).faults[0][1]


def test_what_looks_like_a_known_actor_is_a_question(browser: Client) -> None:
    genk = MunicipalityFactory(name="Genk")
    known = ActorFactory(name="Café 't Hoekske", municipality=genk)
    ActorName.objects.create(actor=ActorFactory(name="SAAMO"), name="RIMO", kind="vroeger")
    rows = [
        ["naam", "soort", "zetel", "opmerking"],
        ["CAFE T HOEKSKE", "koor", "Genk", "x"],
        ["Café 't Hoekske", "koor", "As", ""],
        ["Rimo", "koor", "Genk", ""],
        ["Nieuw", "koor", "", ""],
    ]
    run = compared(browser, csv_file(rows))
    assert counts(run) == {"vraag": 2, "nieuw": 2}
    assert known.name.replace("'", "&#x27;") in page(browser, run)
    [said] = step(browser, run, "antwoorden")
    assert "Kies" in said
    first, third = run.rows.get(number=2), run.rows.get(number=4)
    step(
        browser,
        run,
        "antwoorden",
        **{f"rij-{first.pk}": "zelfde", "rij-x": "nieuw", f"rij-{third.pk}": "hack"},
    )
    assert counts(run) == {"vraag": 1, "nieuw": 2, "gewijzigd": 1}
    step(browser, run, "antwoorden", alles="overslaan")
    assert counts(run) == {"overgeslagen": 1, "nieuw": 2, "gewijzigd": 1}
    step(browser, run, "schrijven")
    known.refresh_from_db()
    assert (known.note, known.name) == ("x", "CAFE T HOEKSKE")
    assert Actor.objects.count() == 4


def test_questions_without_an_answer_are_left_out(browser: Client) -> None:
    ActorFactory(name="Koor")
    run = imported(browser, [["naam", "soort"], ["Koor", "koor"], ["Nieuw", "koor"]])
    assert run.state == "gedaan"
    assert Actor.objects.count() == 2
    step(browser, run, "antwoorden", alles="nieuw")
    assert counts(run) == {"vraag": 1, "nieuw": 1}


def test_a_row_can_be_another_after_all(browser: Client) -> None:
    ActorFactory(name="Koor", slug="koor")
    run = compared(browser, csv_file([["naam", "soort"], ["Koor", "koor"]]))
    step(browser, run, "antwoorden", alles="nieuw")
    step(browser, run, "schrijven")
    assert set(Actor.objects.values_list("slug", flat=True)) == {"koor", "koor-2"}


def test_actors_of_one_table_may_mention_each_other(browser: Client) -> None:
    rows = [
        ["sleutel", "naam", "soort", "onderdeel van", "koepels"],
        ["kind", "Kind", "koor", "ouder", "ouder; weg"],
        ["ouder", "Ouder", "koor", "", ""],
        ["weg", "Weg", "onbestaand", "", ""],
        ["wees", "Wees", "koor", "weg", ""],
        ["kleinkind", "Kleinkind", "koor", "wees", ""],
    ]
    run = compared(browser, csv_file(rows))
    assert counts(run) == {"nieuw": 1, "geweigerd": 4}
    rows[1][4] = "ouder"
    run = imported(browser, rows[:3])
    kind = Actor.objects.get(slug="kind")
    assert kind.parent.slug == "ouder"
    assert [actor.slug for actor in kind.umbrellas.all()] == ["ouder"]
    run = compared(browser, csv_file([["sleutel", "onderdeel van"], ["ouder", "Kind"], ["kind", "kind"]]))
    assert counts(run) == {"geweigerd": 2}
    assert "cirkel" in faults(run)["parent"] or "zichzelf" in faults(run)["parent"]


def test_a_word_with_two_meanings_goes_out_by_its_key_and_comes_in_by_it_only(browser: Client) -> None:
    one, two = ThemeFactory(label="Zorg", slug="zorg-1"), ThemeFactory(label="zorg", slug="zorg-2")
    ThemeFactory(label="erfgoed", slug="zorg")
    ActorFactory(slug="a", words={"themes": [one, two]})
    assert "zorg-1; zorg-2" in exported(browser).decode()
    run = compared(browser, csv_file([["sleutel", "thema's"], ["a", "ZORG"]]))
    assert "zorg-1, zorg-2" in faults(run)["themes"]
    imported(browser, [["sleutel", "thema's"], ["a", "zorg"]])
    assert {theme.slug for theme in Actor.objects.get().themes.all()} == {"zorg"}
    assert counts(compared(browser, exported(browser))) == {"gelijk": 1}


def test_a_parent_with_a_common_name_is_asked_for_by_its_key(browser: Client) -> None:
    ActorFactory(name="Davidsfonds", slug="davidsfonds-as")
    ActorFactory(name="Davidsfonds", slug="davidsfonds-genk", kbo_number="0440966354")
    ActorFactory(slug="a")
    run = compared(browser, csv_file([["sleutel", "onderdeel van"], ["a", "Davidsfonds"]]))
    assert "davidsfonds-as, davidsfonds-genk" in faults(run)["parent"]
    imported(browser, [["sleutel", "onderdeel van"], ["a", "0440.966.354"]])
    assert Actor.objects.get(slug="a").parent.slug == "davidsfonds-genk"
    imported(browser, [["sleutel", "onderdeel van", "toestand"], ["a", "", "kladversie"]])
    assert Actor.objects.get(slug="a").parent is None


def test_what_is_published_by_a_table_gets_its_moment(browser: Client) -> None:
    ActorFactory(slug="a", draft=True)
    imported(browser, [["sleutel", "toestand"], ["a", "gepubliceerd"]])
    actor = Actor.objects.get()
    assert (actor.is_public, bool(actor.published_at)) == (True, True)
