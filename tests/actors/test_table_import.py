"""An editor imports a table: what it would do is told first, and done only after a yes."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from actors.models import Actor, ImportRun, User
from tests.actors.admin_cast import editor, outsider, signed_in
from tests.actors.table_files import (
    ADD,
    compared,
    counts,
    csv_file,
    fault,
    field_of_words,
    imported,
    page,
    step,
    upload,
    xlsx_file,
)
from tests.factories import (
    ActorFactory,
)

__all__ = ["editor", "field_of_words", "outsider"]

pytestmark = pytest.mark.usefixtures("field_of_words")


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


EVERYTHING = {
    "Naam": "Regenboogkoor",
    "SOORT": "koor",
    "toestand": "gepubliceerd",
    "bereik": "regionaal",
    "omschrijving": "Wij zingen.\nElke week.",
    "zetel": "3600",
    "actief in": "as",
    "land": "be",
    "breedtegraad": "50,965",
    "lengtegraad": "5.5",
    "disciplines": "muziek; Dans\\; en beweging",
    "doelgroepen": "Jongeren",
    "thema's": "erfgoed",
    "ook gekend als": "RBK; Het koor",
    "vroegere namen": "Oud koor",
    "website": "koor.example",
    "ondernemingsnummer": "440966354",
    "vCode": "v0012345",
    "bron": "Cultuurnota",
    "nagekeken op": "31/12/2019",
    "nagekeken door": "redactie",
    "gestopt": "Nee",
}


def test_a_new_actor_with_everything(browser: Client) -> None:
    run = imported(browser, [list(EVERYTHING), list(EVERYTHING.values())])
    assert run.state == "gedaan", [row.faults for row in run.rows.all()]
    actor = Actor.objects.get()
    assert (actor.slug, actor.kind.slug, actor.status, actor.scale) == (
        "regenboogkoor",
        "koor",
        "published",
        "regionaal",
    )
    assert actor.municipality.name == "Genk"
    assert {place.name for place in actor.active_in.all()} == {"Genk", "As"}
    assert (actor.country, actor.latitude, actor.longitude) == ("BE", Decimal("50.96500"), Decimal("5.50000"))
    assert {word.slug for word in actor.disciplines.all()} == {"muziek", "dans"}
    assert actor.website == "https://koor.example"
    assert (actor.kbo_number, actor.v_code, actor.source.slug) == ("0440966354", "V0012345", "004")
    assert (actor.verified_on, actor.verified_by, actor.closed) == (date(2019, 12, 31), "redactie", False)
    assert [(name.kind, name.name) for name in actor.names.all()] == [
        ("ook", "RBK"),
        ("ook", "Het koor"),
        ("vroeger", "Oud koor"),
    ]
    assert actor.published_at
    assert Actor.objects.search("het koor genk").get() == actor
    assert "import" in str(LogEntry.objects.get(object_id=str(actor.pk)).change_message)
    assert "Regenboogkoor" in page(browser, run)


def test_only_what_differs_changes_and_the_page_says_it_first(browser: Client) -> None:
    actor = ActorFactory(name="Koor Zon", slug="zon", website="https://oud.example", description="Blijft")
    other = ActorFactory(name="Koor Maan", slug="maan")
    run = compared(
        browser,
        csv_file(
            [
                ["sleutel", "naam", "website", "zetel"],
                ["zon", "Koor Zon", "https://nieuw.example", "Genk"],
                ["maan", "Koor Maan", "", ""],
            ]
        ),
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
    assert (actor.website, actor.municipality.name, actor.description) == (
        "https://nieuw.example",
        "Genk",
        "Blijft",
    )
    assert [place.name for place in actor.active_in.all()] == ["Genk"]
    assert not LogEntry.objects.filter(object_id=str(other.pk)).exists()


def test_a_missing_column_leaves_alone_and_an_empty_cell_empties(browser: Client) -> None:
    actor = ActorFactory(
        name="Koor", slug="koor", note="Twijfel", website="https://koor.example", scale="vlaams"
    )
    run = compared(
        browser, csv_file([["sleutel", "naam", "website", "bereik", "soort"], ["koor", "", "", "", ""]])
    )
    assert run.rows.get().after == {"website": ""}
    assert "wordt leeg" in page(browser, run)
    step(browser, run, "schrijven")
    actor.refresh_from_db()
    assert (actor.name, actor.note, actor.website, actor.scale) == ("Koor", "Twijfel", "", "vlaams")


def test_a_new_name_keeps_the_old_one(browser: Client) -> None:
    key = ActorFactory(name="RIMO", slug="rimo").pk
    imported(browser, [["sleutel", "naam"], ["rimo", "SAAMO Limburg"]])
    actor = Actor.objects.get(pk=key)
    assert (actor.name, actor.former_names) == ("SAAMO Limburg", ["RIMO"])
    assert Actor.objects.search("rimo").get() == actor
    imported(browser, [["sleutel", "naam"], ["rimo", "RIMO"]])
    assert Actor.objects.get(pk=key).former_names == ["SAAMO Limburg"]


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
    column: str, cell: str, said: str, browser: Client
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


def test_refused_rows_stay_out_and_the_others_are_written(browser: Client) -> None:
    rows = [["naam", "soort"], ["Goed", "koor"], ["Fout", "onbestaand"]]
    run = imported(browser, rows)
    assert run.state == "gedaan"
    assert [actor.name for actor in Actor.objects.all()] == ["Goed"]


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


def test_two_tabs_somebody_changes_a_record_before_the_yes(browser: Client) -> None:
    actor = ActorFactory(slug="a", note="eerst")
    other = ActorFactory(slug="b", note="")
    run = compared(
        browser,
        csv_file(
            [
                ["sleutel", "naam", "soort", "opmerking"],
                ["a", "", "", "x"],
                ["b", "", "", "x"],
                ["c", "C", "koor", ""],
            ]
        ),
    )
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


def test_a_word_that_went_meanwhile_stops_the_writing(browser: Client) -> None:
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


def test_a_workbook_with_numbers_and_days(browser: Client) -> None:
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
