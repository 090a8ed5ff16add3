"""The facts about support: right against the files, idempotent, and never over what an editor changed."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from ecru.base.models import Publication
from subsidies.models import (
    Area,
    Call,
    Certainty,
    Criterion,
    CriterionKind,
    Measure,
    Moment,
    Provider,
    Standing,
)
from subsidies.models.standing import end_of
from tests.actors.folder import Folder

DATA = Path(settings.FACTS_DIR)
MOST_WORDS = 15  # in a sentence of ours
TODAY = Moment.at(end_of(date(2026, 11, 21)))


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


SUPPORT, OWN = read("support.json")["support"], read("measures.json")["measures"]


@pytest.fixture(scope="class")
def real(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Any:
    """All facts, loaded once for this class; taken back afterwards."""
    from django.db import transaction  # noqa: PLC0415

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_facts", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("real", "db")
class TestTheRealFacts:
    """What stands on the site after ``load_facts``."""

    def test_every_measure_of_both_files_is_there_and_published(self) -> None:
        slugs = {fact["slug"] for fact in [*SUPPORT, *OWN]}
        assert set(Measure.objects.published().values_list("slug", flat=True)) == slugs
        assert len(SUPPORT) == 45
        assert not Measure.objects.unindexed().exists()

    def test_what_the_source_tells_is_told_and_nothing_else(self) -> None:
        for fact in SUPPORT:
            measure = Measure.objects.get(slug=fact["slug"])
            assert (measure.title, measure.title_en, measure.level) == (
                fact["name"],
                fact["name_en"],
                fact["level"],
            )
            assert measure.provider.title == fact["provider"]
            assert (measure.provider.actor.slug if measure.provider.actor else None) == fact[
                "provider_actor"
            ] or (fact["provider_actor"] is None)
            assert {form.slug for form in measure.forms.all()} == set(fact["form"])
            assert {group.slug for group in measure.target_groups.all()} == set(fact["target_groups"])
            assert {actor.slug for actor in measure.used_by.all()} == set(fact["used_by"])
            assert (measure.description, measure.amount_note) == (fact["note"], fact["amount"] or "")
            numbers = (
                measure.min_amount,
                measure.max_amount,
                measure.max_share,
                measure.own_share,
                measure.max_cost,
            )
            assert numbers == (None,) * 5
            assert measure.certainty != Certainty.SURE
            assert measure.calls.count() == (1 if fact["deadline"] else 0)

    def test_a_deadline_of_the_source_is_a_closed_round(self) -> None:
        call = Call.objects.get(measure__slug="bovenlokale-cultuurwerking-projecten")
        assert call.closes_at == end_of(date(2019, 5, 15))
        assert (call.certainty, call.standing_at(TODAY)) == (Certainty.DATED, Standing.CLOSED)

    def test_what_stopped_is_closed_and_what_was_guessed_is_to_be_checked(self) -> None:
        stopped = {m.slug for m in Measure.objects.filter(has_ended=True, source__isnull=False)}
        assert stopped == {
            "decreet-lokaal-cultuurbeleid",
            "toerisme-vlaanderen-het-vervolg",
            "provinciale-cultuursubsidies",
        }
        for slug in (
            "uitpas",
            "transitiereglement",
            "foci",
            "masterclasses-ecru",
            "steun-trefpunt-armoede",
            "lrm",
        ):
            assert Measure.objects.get(slug=slug).certainty == Certainty.UNSURE, slug

    def test_a_municipal_measure_holds_in_its_municipality_and_a_wide_one_in_all_seven(self) -> None:
        def where(slug: str) -> set[str]:
            return {place.slug for place in Measure.objects.get(slug=slug).municipalities.all()}

        assert where("vrijetijdspas-leopoldsburg") == {"leopoldsburg"}
        assert len(where("cultuurloket")) == 7
        assert where("ecru-erfgoed-lokaal") == where("cultuurloket") - {"leopoldsburg"}
        assert where("lineaire-korting") == where("leader-2023-2027") == set()
        assert Measure.objects.get(slug="vrijetijdspas-leopoldsburg").area == Area.PLACES

    @pytest.mark.parametrize(
        ("slug", "numbers", "months", "certainty"),
        [
            ("ecru-cultuur", (None, None, None, None), None, "gedateerd"),
            ("ecru-erfgoed-lokaal", (200, 4000, None, None), 12, "gedateerd"),
            ("beringen-projecttoelage-klein", (150, 500, None, 80), None, "gedateerd"),
            ("beringen-projecttoelage-groot", (500, 1500, None, 80), None, "gedateerd"),
            ("bovenlokaal-project-groot", (25000, None, None, None), 36, "zeker"),
            ("bovenlokaal-project-klein", (None, 25000, 75000, None), 12, "onzeker"),
            ("bovenlokaal-klein-tijdelijk", (None, 25000, 75000, None), None, "zeker"),
            ("scvw-projecten", (None, None, None, None), 36, "zeker"),
            ("kunstendecreet-projecten", (None, None, None, None), 36, "gedateerd"),
            ("kunstendecreet-beurs-opkomend-talent", (None, 7500, None, None), 12, "gedateerd"),
            ("creative-europe-kleine-samenwerking", (None, 200000, None, 80), None, "gedateerd"),
            ("erasmus-kleine-partnerschappen", (30000, 60000, None, None), None, "gedateerd"),
            ("interreg-maas-rijn-micro", (None, None, 2000, 70), None, "zeker"),
            ("interreg-maas-rijn-light", (None, None, 40000, 70), None, "zeker"),
            ("interreg-maas-rijn-maxi", (None, None, 100000, 70), None, "zeker"),
            ("leader-2023-2027", (None, None, None, 65), None, "gedateerd"),
            ("een-hart-voor-limburg", (None, 10000, None, None), None, "gedateerd"),
            ("provincie-limburg-onroerend-erfgoed", (None, None, None, None), None, "onzeker"),
        ],
    )
    def test_numbers_are_those_of_the_fact_sheet_and_else_empty(
        self, slug: str, numbers: tuple[int | None, ...], months: int | None, certainty: str
    ) -> None:
        measure = Measure.objects.get(slug=slug)
        exact = tuple(None if number is None else Decimal(number) for number in numbers)
        assert (measure.min_amount, measure.max_amount, measure.max_cost, measure.max_share) == exact
        assert (measure.max_months, measure.certainty) == (months, certainty)

    @pytest.mark.parametrize(
        ("slug", "standing"),
        [
            ("ecru-cultuur", Standing.EXPECTED),
            ("ecru-erfgoed-lokaal", Standing.ONGOING),
            ("ecru-kruisbestuiving", Standing.CLOSED),
            ("bovenlokaal-project-groot", Standing.EXPECTED),
            ("bovenlokaal-klein-tijdelijk", Standing.CLOSED),
            ("scvw-projecten", Standing.EXPECTED),
            ("creative-europe-kleine-samenwerking", Standing.EXPECTED),
            ("participatiedecreet-kansengroepen", Standing.CLOSED),
            ("nationale-loterij-oproepen", Standing.ONGOING),
            ("erfgoedtombola", Standing.CLOSED),
            ("genk-kunst-en-cultuurprojecten", Standing.UNKNOWN),
            ("bovenlokaal-gemeenten-werking", Standing.EXPECTED),
        ],
    )
    def test_each_stands_where_its_dates_say_on_21_november_2026(self, slug: str, standing: Standing) -> None:
        assert Measure.objects.get(slug=slug).standing_at(TODAY) == standing

    def test_rounds_fall_on_the_days_of_the_fact_sheet(self) -> None:
        def days(slug: str) -> list[Any]:
            found: list[Any] = [
                call.times.anniversary(TODAY) for call in Call.objects.filter(measure__slug=slug)
            ]
            return sorted(found)

        assert days("ecru-cultuur") == [date(2027, 2, 1), date(2027, 5, 1), date(2027, 10, 1)]
        assert days("kunstendecreet-projecten") == [date(2027, 3, 15), date(2027, 9, 15)]
        assert days("creative-europe-kleine-samenwerking") == [date(2027, 5, 13)]
        grown = Call.objects.get(measure__slug="scvw-projecten")
        assert grown.closes_at == end_of(date(2027, 7, 15))
        assert grown.standing_at(Moment.at(end_of(date(2027, 4, 15)))) == Standing.OPEN

    def test_conditions_can_be_tested_by_a_rule(self) -> None:
        heritage = Criterion.objects.filter(measure__slug="ecru-erfgoed-lokaal")
        assert {(one.kind, one.number) for one in heritage} == {
            (CriterionKind.MOST_LEAD_MONTHS, Decimal(6)),
            (CriterionKind.LEAD_MONTHS, Decimal(1)),
        }
        assert (
            Measure.objects.get(slug="ecru-cultuur").criteria.get().kind == CriterionKind.OTHER_MUNICIPALITY
        )

    def test_a_newer_version_takes_the_place_of_what_the_old_source_tells(self) -> None:
        pairs = dict(Measure.objects.filter(replaces__isnull=False).values_list("slug", "replaces__slug"))
        assert pairs == {
            "ecru-cultuur": "ondersteuningsbeleid-ecru",
            "bovenlokaal-project-oud": "bovenlokale-cultuurwerking-projecten",
            "bovenlokaal-gemeenten-werking": "bovenlokale-cultuurwerking-structureel",
            "creative-europe-kleine-samenwerking": "creative-europe",
            "erasmus-kleine-partnerschappen": "erasmus-plus",
        }

    def test_one_name_for_several_givers_does_not_give_them_one_page(self) -> None:
        networks = Provider.objects.filter(title="Vrijetijdsdiensten, OCMW en sociale organisaties")
        assert networks.count() == 5
        genk = Measure.objects.get(slug="netwerk-vrijetijdsparticipatie-genk")
        assert genk.provider.actor.slug == "lokaal-netwerk-vrijetijdsparticipatie-genk"

    def test_loading_again_changes_nothing_and_keeps_what_an_editor_changed(self) -> None:
        call = Call.objects.get(key="ecru-cultuur-mei")
        call.day = 7
        call.save()
        Measure.objects.filter(slug="beringen-projecttoelage-klein").update(max_amount=Decimal("600.50"))
        before = list(Measure.objects.order_by("pk").values_list("pk", "updated_at"))
        call_command("load_facts", verbosity=0)
        call.refresh_from_db()
        assert call.day == 7
        assert Measure.objects.get(slug="beringen-projecttoelage-klein").max_amount == Decimal("600.50")
        assert list(Measure.objects.order_by("pk").values_list("pk", "updated_at")) == before

    def test_search_finds_support_by_giver_form_and_both_languages(self) -> None:
        for words, slug in (
            ("subsidie beringen klein", "beringen-projecttoelage-klein"),
            ("scholarship talent", "kunstendecreet-beurs-opkomend-talent"),
            ("nationale loterij", "erfgoedtombola"),
        ):
            assert Measure.objects.search(words).filter(slug=slug).exists(), words


def test_our_own_sentences_are_short_and_say_je() -> None:
    told = [
        text
        for fact in OWN
        for text in (fact["description"], *fact.get("watch_out", []), fact.get("how_to_apply", ""))
    ]
    sentences = [part for text in told for part in re.split(r"[.?!:] ", text) if part]
    long = [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS]
    assert not long
    assert not [text for text in told if re.search(r"\b[Uu]w?\b|gelieve", text)]


def test_every_own_fact_says_how_sure_it_is_from_where_and_when() -> None:
    for fact in OWN:
        assert fact["source_name"]
        assert fact["verified_on"] == "2026-11-20"
        assert fact["description_en"] != fact["description"]
        parts = [fact, *fact.get("calls", []), *fact.get("criteria", [])]
        assert {part["certainty"] for part in parts} <= set(Certainty.values)
        assert all(criterion.get("text_en") for criterion in fact.get("criteria", []))


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Folder:
    return Folder(tmp_path)


def own(**changes: Any) -> dict[str, Any]:
    """A small file of our own with one measure."""
    measure = {
        "slug": "buurtgeld",
        "title": "Buurtgeld",
        "title_en": "Street money",
        "provider": "fonds",
        "level": "gemeente",
        "forms": ["subsidie"],
        "area": "gemeenten",
        "municipalities": ["genk"],
        "description": "Geld voor je buurt.",
        "description_en": "Money for your street.",
        "source_name": "De krant",
        "verified_on": "2026-11-20",
        "certainty": "zeker",
        **changes,
    }
    return {"providers": [{"slug": "fonds", "title": "Het fonds"}], "measures": [measure]}


def write(folder: Folder, content: Any) -> None:
    (folder.path / "measures.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"forms": ["goud"]}, "'goud'"),
        ({"provider": "niemand"}, "'niemand'"),
        ({"replaces": "niets"}, "'niets'"),
        ({"max_share": 130}, "max_share"),
        ({"min_amount": -1}, "min_amount"),
        ({"min_amount": 10, "max_amount": 5}, "max_amount"),
        ({"certainty": "misschien"}, "certainty"),
        ({"valid_from": "2027-01-01", "valid_to": "2026-01-01"}, "valid_to"),
        ({"criteria": [{"key": "a", "kind": "magie", "text": "Tover.", "certainty": "zeker"}]}, "'magie'"),
        ({"criteria": [{"key": "a", "kind": "partners", "text": "Samen.", "certainty": "zeker"}]}, "number"),
        ({"calls": [{"key": "a", "rhythm": "eenmalig", "certainty": "zeker"}]}, "closes_at"),
        ({"calls": [{"key": "a", "rhythm": "doorlopend", "certainty": "zeker"}] * 2}, "key"),
    ],
)
def test_a_wrong_fact_is_refused_whole_and_told(folder: Folder, changes: dict[str, Any], told: str) -> None:
    write(folder, own(**changes))
    load = folder.load()
    assert any(told in fault for fault in load.faults), load.faults
    assert not Measure.objects.exists()
    assert not Provider.objects.exists()


def test_an_hour_in_the_file_is_the_last_that_is_in_time(folder: Folder) -> None:
    rounds = [
        {
            "key": "a",
            "rhythm": "eenmalig",
            "closes_on": "2027-07-01",
            "closes_hour": "12:00",
            "certainty": "zeker",
        }
    ]
    write(folder, own(calls=rounds))
    assert folder.load().refused == ""
    assert Call.objects.get().closes_at.isoformat() == "2027-07-01T10:00:00+00:00"
    assert Measure.objects.get().status == Publication.PUBLISHED


def test_without_the_file_of_our_own_the_rest_loads(folder: Folder) -> None:
    assert folder.load().refused == ""
    with pytest.raises(CommandError):
        call_command("load_facts", str(folder.path / "nergens"), verbosity=0)
