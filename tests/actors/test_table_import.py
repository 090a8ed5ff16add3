"""An editor imports a table: what it would do is told first, and done only after a yes."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from actors.models import Actor, ActorName, ImportRun, User
from tests.actors.admin_cast import editor, outsider, regisseur, signed_in
from tests.actors.table_files import (
    ADD,
    compared,
    counts,
    csv_file,
    fault,
    imported,
    step,
    upload,
    xlsx_file,
)
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DisciplineFactory,
    MunicipalityFactory,
    SourceFactory,
    TargetGroupFactory,
    ThemeFactory,
)

__all__ = ["editor", "outsider", "regisseur"]


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def field_of_words(db: None) -> None:
    """A few words and places to import with."""
    ActorKindFactory(label="Koor", slug="koor")
    for name, code in (("Genk", "3600"), ("As", "3665")):
        place = MunicipalityFactory(name=name)
        place.postcodes = [code]
        place.save()
    DisciplineFactory(label="Muziek", slug="muziek")
    DisciplineFactory(label="Dans; en beweging", slug="dans")
    TargetGroupFactory(label="Jongeren", slug="jongeren")
    ThemeFactory(label="Erfgoed", slug="erfgoed")
    SourceFactory(slug="004", title="Cultuurnota")


def page(browser: Client, run: ImportRun, toon: str = "") -> str:
    """The page about an import."""
    return browser.get(f"{run.get_absolute_url()}?toon={toon}").content.decode()


def faults(run: ImportRun) -> dict[str, str]:
    """What is wrong, by column; for one row."""
    return {name: text for row in run.rows.all() for name, text, _value in row.faults}


def test_a_new_actor_with_everything(browser: Client, field_of_words: None) -> None:
    headers = [
        *("Naam", "SOORT", "toestand", "bereik", "omschrijving", "zetel", "actief in", "land", "breedtegraad"),
        *("lengtegraad", "disciplines", "doelgroepen", "thema's", "ook gekend als", "vroegere namen", "website"),
        *("ondernemingsnummer", "vCode", "bron", "nagekeken op", "nagekeken door", "gestopt"),
    ]
    cells = [
        *("Regenboogkoor", "koor", "gepubliceerd", "regionaal", "Wij zingen.\nElke week.", "3600", "as", "be"),
        *("50,965", "5.5", "muziek; Dans\\; en beweging", "Jongeren", "erfgoed", "RBK; Het koor", "Oud koor"),
        *("koor.example", "440966354", "V0012345", "Cultuurnota", "31/12/2019", "redactie", "Nee"),
    ]
    run = imported(browser, [headers, cells])
    assert run.state == "gedaan", [row.faults for row in run.rows.all()]
    actor = Actor.objects.get()
    assert (actor.slug, actor.kind.slug, actor.status, actor.scale) == ("regenboogkoor", "koor", "published", "regionaal")
    assert actor.municipality.name == "Genk"
    assert {place.name for place in actor.active_in.all()} == {"Genk", "As"}
    assert (actor.country, actor.latitude, actor.longitude) == ("BE", Decimal("50.96500"), Decimal("5.50000"))
    assert {word.slug for word in actor.disciplines.all()} == {"muziek", "dans"}
    assert actor.website == "https://koor.example"
    assert (actor.kbo_number, actor.v_code, actor.source.slug) == ("0440966354", "V0012345", "004")
    assert (actor.verified_on, actor.verified_by, actor.closed) == (date(2019, 12, 31), "redactie", False)
    assert [(name.kind, name.name) for name in actor.names.all()] == [("ook", "RBK"), ("ook", "Het koor"), ("vroeger", "Oud koor")]
    assert actor.published_at
    assert Actor.objects.search("het koor genk").get() == actor
    assert "import" in str(LogEntry.objects.get(object_id=str(actor.pk)).change_message)
    assert "Regenboogkoor" in page(browser, run)


def test_only_what_differs_changes_and_the_page_says_it_first(browser: Client, field_of_words: None) -> None:
    actor = ActorFactory(name="Koor Zon", slug="zon", website="https://oud.example", description="Blijft")
    other = ActorFactory(name="Koor Maan", slug="maan")
    run = compared(
        browser,
        csv_file([["sleutel", "naam", "website", "zetel"], ["zon", "Koor Zon", "https://nieuw.example", "Genk"], ["maan", "Koor Maan", "", ""]]),
    )
    assert counts(run) == {"gewijzigd": 1, "gelijk": 1}
    shown = page(browser, run)
    assert "https://oud.example" in shown
    assert "https://nieuw.example" in shown
    assert "Blijft" not in shown
    actor.refresh_from_db()
    assert actor.website == "https://oud.example"
    step(browser, run, "schrijven")
    actor.refresh_from_db()
    assert (actor.website, actor.municipality.name, actor.description) == ("https://nieuw.example", "Genk", "Blijft")
    assert [place.name for place in actor.active_in.all()] == ["Genk"]
    assert not LogEntry.objects.filter(object_id=str(other.pk)).exists()


def test_a_missing_column_leaves_alone_and_an_empty_cell_empties(browser: Client, field_of_words: None) -> None:
    actor = ActorFactory(name="Koor", slug="koor", note="Twijfel", website="https://koor.example", scale="vlaams")
    run = compared(browser, csv_file([["sleutel", "naam", "website", "bereik", "soort"], ["koor", "", "", "", ""]]))
    assert run.rows.get().after == {"website": ""}
    assert "wordt leeg" in page(browser, run)
    step(browser, run, "schrijven")
    actor.refresh_from_db()
    assert (actor.name, actor.note, actor.website, actor.scale) == ("Koor", "Twijfel", "", "vlaams")


def test_a_new_name_keeps_the_old_one(browser: Client) -> None:
    actor = ActorFactory(name="RIMO", slug="rimo")
    imported(browser, [["sleutel", "naam"], ["rimo", "SAAMO Limburg"]])
    actor = Actor.objects.get(pk=actor.pk)
    assert (actor.name, actor.former_names) == ("SAAMO Limburg", ["RIMO"])
    assert Actor.objects.search("rimo").get() == actor
    imported(browser, [["sleutel", "naam"], ["rimo", "RIMO"]])
    assert Actor.objects.get(pk=actor.pk).former_names == ["SAAMO Limburg"]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("soort", "kor", "“Koor”"),
        ("soort", "iets heel anders", "kennen"),
        ("zetel", "Gnek", "Genk"),
        ("naam", "x" * 200, "160"),
        ("naam", "", "nieuwe actor"),
        ("soort", "", "nieuwe actor"),
        ("breedtegraad", "noord", "50,96512"),
        ("breedtegraad", "95", "90"),
        ("breedtegraad", "1e999999999", "50,96512"),
        ("breedtegraad", "50", "allebei"),
        ("nagekeken op", "31-02-2019", "31-12-2026"),
        ("nagekeken op", "31-12-2999", "moet nog komen"),
        ("gestopt", "misschien", "ja"),
        ("toestand", "af", "gepubliceerd"),
        ("ondernemingsnummer", "0440.966.355", "10 cijfers"),
        ("website", "javascript:alert(1)", ""),
        ("e-mailadres", "geen adres", ""),
        ("land", "België", "2"),
        ("onderdeel van", "niemand", "sleutel"),
        ("koepels", "niemand; ook niemand", "sleutel"),
        ("sleutel", "met spatie", ""),
        ("omschrijving", "x" * 20_001, "20000"),
        ("ook gekend als", "y" * 161, "160"),
    ],
)
def test_a_wrong_cell_is_told_with_its_column_and_value(
    column: str, cell: str, said: str, browser: Client, field_of_words: None
) -> None:
    row = {"naam": "Nieuw koor", "soort": "Koor", column: cell}
    run = compared(browser, csv_file([list(row), list(row.values())]))
    [wrong] = run.rows.get().faults
    assert counts(run) == {"geweigerd": 1}
    assert said in wrong[1]
    shown = page(browser, run)
    assert cell[:40].replace("'", "&#x27;") in shown
    assert "niets te schrijven" in shown
    answer = browser.get(f"/beheer/actors/importrun/{run.pk}/geweigerd/")
    assert wrong[1][:20] in b"".join(answer.streaming_content).decode()


def test_refused_rows_stay_out_and_the_others_are_written(browser: Client, field_of_words: None) -> None:
    rows = [["naam", "soort"], ["Goed", "koor"], ["Fout", "onbestaand"]]
    run = imported(browser, rows)
    assert run.state == "gedaan"
    assert [actor.name for actor in Actor.objects.all()] == ["Goed"]


def test_actors_are_known_by_company_number_and_code(browser: Client) -> None:
    one = ActorFactory(kbo_number="0440966354", slug="een")
    two = ActorFactory(v_code="V0012345", slug="twee")
    imported(browser, [["ondernemingsnummer", "vCode", "opmerking"], ["BE 0440.966.354", "", "a"]])
    imported(browser, [["vCode", "opmerking"], ["v0012345", "b"]])
    assert list(Actor.objects.order_by("pk").values_list("note", flat=True)) == ["a", "b"]
    run = compared(browser, csv_file([["sleutel", "ondernemingsnummer"], ["twee", "440966354"], ["weg", "440.966.354"]]))
    assert counts(run) == {"geweigerd": 2}
    run = compared(browser, csv_file([["sleutel", "ondernemingsnummer"], ["twee", "440966354"]]))
    assert one.name in faults(run)["kbo_number"]
    run = compared(browser, csv_file([["sleutel", "ondernemingsnummer"], ["weg", "0440966354"]]))
    assert "een" in faults(run)["slug"]
    assert two.pk


def test_rows_that_name_the_same_actor_are_refused(browser: Client, field_of_words: None) -> None:
    ActorFactory(slug="zon")
    rows = [["sleutel", "naam", "soort", "zetel"], ["zon", "A", "", ""], ["zon", "B", "", ""], ["", "Koor Zon", "koor", "Genk"], ["", "koor zon", "koor", "genk"], ["", "Koor Zon", "koor", "As"]]
    run = compared(browser, csv_file(rows))
    assert counts(run) == {"geweigerd": 3, "nieuw": 2}
    assert "Rij 3" in run.rows.get(number=2).faults[0][1]


def test_what_looks_like_a_known_actor_is_a_question(browser: Client, field_of_words: None) -> None:
    genk = MunicipalityFactory(name="Genk")
    known = ActorFactory(name="Café 't Hoekske", municipality=genk)
    ActorName.objects.create(actor=ActorFactory(name="SAAMO"), name="RIMO", kind="vroeger")
    rows = [["naam", "soort", "zetel", "opmerking"], ["CAFE T HOEKSKE", "koor", "Genk", "x"], ["Café 't Hoekske", "koor", "As", ""], ["Rimo", "koor", "Genk", ""], ["Nieuw", "koor", "", ""]]
    run = compared(browser, csv_file(rows))
    assert counts(run) == {"vraag": 2, "nieuw": 2}
    assert known.name.replace("'", "&#x27;") in page(browser, run)
    [said] = step(browser, run, "antwoorden")
    assert "Kies" in said
    first, third = run.rows.get(number=2), run.rows.get(number=4)
    step(browser, run, "antwoorden", **{f"rij-{first.pk}": "zelfde", "rij-x": "nieuw", f"rij-{third.pk}": "hack"})
    assert counts(run) == {"vraag": 1, "nieuw": 2, "gewijzigd": 1}
    step(browser, run, "antwoorden", alles="overslaan")
    assert counts(run) == {"overgeslagen": 1, "nieuw": 2, "gewijzigd": 1}
    step(browser, run, "schrijven")
    known.refresh_from_db()
    assert (known.note, known.name) == ("x", "CAFE T HOEKSKE")
    assert Actor.objects.count() == 4


def test_questions_without_an_answer_are_left_out(browser: Client, field_of_words: None) -> None:
    ActorFactory(name="Koor")
    run = imported(browser, [["naam", "soort"], ["Koor", "koor"], ["Nieuw", "koor"]])
    assert run.state == "gedaan"
    assert Actor.objects.count() == 2
    step(browser, run, "antwoorden", alles="nieuw")
    assert counts(run) == {"vraag": 1, "nieuw": 1}


def test_a_row_can_be_another_after_all(browser: Client, field_of_words: None) -> None:
    ActorFactory(name="Koor", slug="koor")
    run = compared(browser, csv_file([["naam", "soort"], ["Koor", "koor"]]))
    step(browser, run, "antwoorden", alles="nieuw")
    step(browser, run, "schrijven")
    assert set(Actor.objects.values_list("slug", flat=True)) == {"koor", "koor-2"}


def test_actors_of_one_table_may_mention_each_other(browser: Client, field_of_words: None) -> None:
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


def test_a_form_that_is_sent_twice_makes_one_import(browser: Client) -> None:
    ActorFactory(slug="a")
    key = uuid.uuid4()
    content = csv_file([["sleutel", "opmerking"], ["a", "x"]])
    first, second = upload(browser, content, key=key), upload(browser, content, key=key)
    assert first.url == second.url
    assert ImportRun.objects.count() == 1
    run = ImportRun.objects.get()
    step(browser, run, "verder")
    step(browser, run, "schrijven")
    assert step(browser, run, "schrijven") == []
    assert LogEntry.objects.count() == 1


def test_two_tabs_somebody_changes_a_record_before_the_yes(browser: Client, field_of_words: None) -> None:
    actor = ActorFactory(slug="a", note="eerst")
    other = ActorFactory(slug="b", note="")
    run = compared(browser, csv_file([["sleutel", "naam", "soort", "opmerking"], ["a", "", "", "x"], ["b", "", "", "x"], ["c", "C", "koor", ""]]))
    Actor.objects.filter(pk=actor.pk).update(note="tussendoor")
    ActorFactory(slug="c", name="Ook C")
    [said] = step(browser, run, "schrijven")
    assert "Nog niets is geschreven" in said
    other.refresh_from_db()
    assert (other.note, run.state) == ("", "klaar")
    [said] = step(browser, run, "schrijven")
    run.refresh_from_db()
    assert counts(run)["gewijzigd"] >= 2
    step(browser, run, "schrijven")
    assert Actor.objects.get(slug="a").note == "x"


def test_a_word_that_went_meanwhile_stops_the_writing(browser: Client, field_of_words: None) -> None:
    actor = ActorFactory(slug="a")
    run = compared(browser, csv_file([["sleutel", "disciplines"], ["a", "muziek"]]))
    actor.disciplines.model.objects.filter(slug="muziek").delete()
    step(browser, run, "schrijven")
    assert counts(run) == {"geweigerd": 1}


def test_an_import_can_be_stopped_and_then_nothing_writes_it(browser: Client) -> None:
    ActorFactory(slug="a", note="")
    run = compared(browser, csv_file([["sleutel", "opmerking"], ["a", "x"]]))
    step(browser, run, "stoppen")
    for name in ("schrijven", "ongedaan", "verder", "stoppen"):
        step(browser, run, name)
    assert run.state == "gestopt"
    assert Actor.objects.get().note == ""


def test_only_editors_come_here(outsider: User, browser: Client) -> None:
    ActorFactory(slug="a")
    run = compared(browser, csv_file([["sleutel", "opmerking"], ["a", "x"]]))
    base = f"/beheer/actors/importrun/{run.pk}"
    for client in (signed_in(outsider), Client()):
        assert client.get(ADD).status_code in {302, 403}
        for name in ("verder", "schrijven", "stoppen", "ongedaan", "antwoorden"):
            assert client.post(f"{base}/{name}/").status_code in {302, 403}
        assert client.get(f"{base}/geweigerd/").status_code in {302, 403}
    run.refresh_from_db()
    assert run.state == "klaar"
    assert browser.get(f"{base}/schrijven/").status_code == 405
    assert browser.get("/beheer/actors/importrun/999999/change/").status_code == 404
    assert browser.get("/beheer/actors/importrun/abc/change/").status_code == 404
    assert browser.get(f"{base}/delete/").status_code == 403
    listed = browser.get("/beheer/actors/importrun/?open=ja").content.decode()
    assert "actoren.csv" in listed
    assert "actoren.csv" not in browser.get("/beheer/actors/importrun/?open=nee").content.decode()
    assert browser.get(f"{base}/change/?toon=hack&p=99").status_code == 200


def test_a_workbook_with_numbers_and_days(browser: Client, field_of_words: None) -> None:
    content = xlsx_file(
        [["naam", "soort", "ondernemingsnummer", "nagekeken op", "gestopt", "breedtegraad", "lengtegraad"],
         ["Koor 3", "koor", 440966354, date(2020, 1, 31), True, 50.5, 5]]
    )  # fmt: skip
    run = compared(browser, content, "x.xlsx")
    step(browser, run, "schrijven")
    actor = Actor.objects.get()
    assert (actor.kbo_number, actor.verified_on, actor.closed) == ("0440966354", date(2020, 1, 31), True)
    assert (actor.latitude, actor.longitude) == (Decimal("50.50000"), Decimal("5.00000"))


def test_columns_that_are_not_ours_are_told(browser: Client) -> None:
    ActorFactory(slug="a")
    run = compared(browser, csv_file([["sleutel", "omschrijvin", "kleur", ""], ["a", "x", "rood", "y"]]))
    assert "“omschrijving”" in run.notices[0]
    assert "kleur" in run.notices[1]
    assert "omschrijvin" in page(browser, run)
    assert "naam" in fault(upload(browser, csv_file([["nam", "kleur"], ["a", "rood"]])))
    assert "twee keer" in fault(upload(browser, csv_file([["naam", "NAAM"], ["a", "b"]])))


def test_without_a_file_the_page_asks_for_one(browser: Client) -> None:
    answer = browser.post(ADD, {"key": str(uuid.uuid4())})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert "puntkomma" in browser.get(ADD).content.decode()
