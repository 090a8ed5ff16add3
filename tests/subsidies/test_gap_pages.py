"""The pages of where support is missing: for everybody, for a screen reader, for a spreadsheet, and calm at any address."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Municipality, NeedVoice, Role, TargetGroup, TermGroup, User
from ecru.base.kept import KeptPages
from subsidies.gaps.checking import check_coverage
from subsidies.gaps.heard import Missed, hears, listeners
from subsidies.models import Area, Level, Measure
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import MunicipalityFactory, NeedFactory, TargetGroupFactory, UserFactory
from tests.subsidies.factories import CallFactory
from tests.subsidies.gaps_cast import GROUPS, measure

pytestmark = pytest.mark.django_db
OVERVIEW = "/steun/hiaten/"
CELL = "/steun/hiaten/leopoldsburg/doelgroep/jongeren/"


def need(place: Municipality | None, group: TargetGroup, **facts: Any) -> Any:
    made = NeedFactory(municipality=place, **facts)
    made.target_groups.add(group)
    made.save()
    return made


def test_the_table_has_heads_numbers_and_words_for_who_cannot_see_patterns(
    visitor: Client, coverage: list[Measure], gil: User, genk: Municipality
) -> None:
    nobody = TargetGroupFactory(label="Kinderen", slug="kinderen", position=3)
    check_coverage(place=genk, axis=GROUPS, words=[nobody], by=gil)
    page = read(visitor.get(OVERVIEW))
    [table] = page.every("table")
    assert table.every("caption")
    assert [head.words for head in table.every("th", scope="col")] == ["Doelgroep", "Genk", "Leopoldsburg"]
    rows = {row.every("th")[0].words: row for row in table.every("tbody")[0].every("tr")}
    cells = {name: [one.words for one in row.every("td")] for name, row in rows.items()}
    assert cells["Jongeren"][0].startswith("1")
    assert "1 maatregel gevonden" in cells["Jongeren"][0]
    assert "niet onderzocht" in cells["Jongeren"][1]
    assert "geen, nagekeken op" in cells["Kinderen"][0]
    assert "door de gemeente" in cells["Kinderen"][0]
    region = next(part for part in page.every("div", role="region"))
    assert region.attributes["tabindex"] == "0"
    assert region.attributes["aria-label"]


def test_one_municipality_reads_as_a_list(visitor: Client, coverage: list[Measure]) -> None:
    page = read(visitor.get(f"{OVERVIEW}?gemeente=leopoldsburg"))
    assert not page.every("table")
    assert "Waar ontbreekt steun in Leopoldsburg?" in page.words
    assert "Ouderen (65+) 1 maatregel gevonden" in page.words
    assert "Alle zeven" in page.words


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "Steun van Vlaanderen of Europa geldt overal en zou elk gat verbergen."),
        ("bereik=eigen", "Nu telt alleen wat de gemeente zelf geeft."),
        ("bereik=ruimer", "Nu telt ook steun van Limburg, Vlaanderen en Europa mee."),
        ("as=vorm", "Niet vermeld wat je krijgt"),
        ("as=discipline", "Voor alle disciplines, of niet vermeld"),
        ("as=soort", "Voor alle soorten, of niet vermeld"),
        ("as=kleur", "In het adres staat een keuze die hier niet bestaat."),
    ],
)
def test_what_is_chosen_stands_in_the_address_and_is_explained(
    visitor: Client, coverage: list[Measure], question: str, said: str
) -> None:
    page = read(visitor.get(f"{OVERVIEW}?{question}"))
    assert said in page.words
    assert len([link for link in page.every("a") if link.attributes.get("aria-current") == "page"]) >= 1


def test_a_choice_keeps_the_others(visitor: Client, coverage: list[Measure]) -> None:
    page = visitor.get(f"{OVERVIEW}?as=discipline&bereik=ruimer&gemeente=genk").text
    assert "?as=vorm&amp;bereik=ruimer&amp;gemeente=genk" in page
    assert "/steun/hiaten/tabel.csv?as=discipline&amp;bereik=ruimer&amp;gemeente=genk" in page


def test_what_is_missed_most_stands_apart(
    visitor: Client, coverage: list[Measure], leopoldsburg: Municipality, young: TargetGroup
) -> None:
    assert "Het meest gemist" not in visitor.get(OVERVIEW).text
    need(leopoldsburg, young)
    page = text_of(visitor.get(OVERVIEW))
    assert "Het meest gemist" in page
    assert "1 nood" in page


def test_the_page_of_a_cell_lists_near_far_and_for_everybody(
    visitor: Client, coverage: list[Measure]
) -> None:
    CallFactory(measure=coverage[2])
    page = read(visitor.get(CELL))
    assert [head.words for head in page.every("h2")][:3] == [
        "Van dichtbij: 0",
        "Ruimere steun: 1",
        "Voor iedereen, of niet vermeld: 1",
    ]
    links = {link.attributes["href"] for link in page.every("a")}
    assert {"/steun/vlaams/", "/steun/zaal/", "/steun/hiaten/?gemeente=leopoldsburg"} <= links
    assert "/steun/straatgeld/" not in links
    assert "nog niet onderzocht of er steun van dichtbij is voor jongeren" in page.words
    assert "Nog niemand." in page.words


def test_the_page_of_what_names_no_word(visitor: Client, coverage: list[Measure]) -> None:
    page = read(visitor.get("/steun/hiaten/leopoldsburg/doelgroep/alle/"))
    assert [head.words for head in page.every("h2")][:2] == ["Van dichtbij: 1", "Ruimere steun: 0"]
    assert "Voor iedereen, of niet vermeld in Leopoldsburg" in page.words
    assert "Wie keek na" not in page.words


def test_from_further_away_the_page_of_a_cell_says_so(visitor: Client, coverage: list[Measure]) -> None:
    assert "In Leopoldsburg is er steun van dichtbij of verder weg voor jongeren." in text_of(
        visitor.get(f"{CELL}?bereik=ruimer")
    )


def test_a_long_part_leads_to_the_list(visitor: Client, genk: Municipality, young: TargetGroup) -> None:
    for number in range(25):
        measure(f"m{number}", [genk], [young])
        measure(f"a{number}", [genk], [])
    page = read(visitor.get("/steun/hiaten/genk/doelgroep/jongeren/"))
    links = [link.attributes["href"] for link in page.every("a")]
    assert sum(link.startswith("/steun/m") for link in links) == 24
    assert "/steun/?gemeente=genk&doelgroep=jongeren" in links
    assert "/steun/?gemeente=genk&doelgroep=alle" in links
    assert "/steun/?gemeente=genk" in {
        link.attributes["href"] for link in read(visitor.get("/steun/hiaten/genk/soort/alle/")).every("a")
    }


@pytest.mark.parametrize(
    "path",
    [
        "genk/doelgroep/bestaat-niet/",
        "genk/kleur/jongeren/",
        "zonhoven/doelgroep/jongeren/",
        "parijs/doelgroep/alle/",
        f"genk/doelgroep/{'x' * 2000}/",
    ],
)
def test_what_is_no_cell_does_not_exist(visitor: Client, coverage: list[Measure], path: str) -> None:
    MunicipalityFactory(name="Zonhoven", member=False)
    assert visitor.get(f"{OVERVIEW}{path}").status_code == 404


@pytest.mark.parametrize(
    "question",
    [
        "as=%00%1f%ff&bereik=%F0%9F%98%80",
        "gemeente=" + "x" * 4000,
        "gemeente=genk%27+OR+1=1--&as=<script>alert(1)</script>",
        "&".join(f"as=vorm{number}" for number in range(300)),
        "as[]=vorm&bereik[$ne]=1",
    ],
)
def test_hostile_addresses_give_calm_pages(visitor: Client, coverage: list[Measure], question: str) -> None:
    for path in (OVERVIEW, f"{OVERVIEW}tabel.csv", CELL):
        answer = visitor.get(f"{path}?{question}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_pages_are_only_read(visitor: Client, coverage: list[Measure]) -> None:
    for path in (OVERVIEW, f"{OVERVIEW}tabel.csv", CELL):
        assert visitor.post(path).status_code == 405


def table_of(client: Client, question: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{OVERVIEW}tabel.csv{question}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_table_to_download_has_a_line_for_every_cell(
    visitor: Client, coverage: list[Measure], lotte: User, leopoldsburg: Municipality, young: TargetGroup
) -> None:
    check_coverage(place=leopoldsburg, axis=GROUPS, words=[young], by=lotte, note="Geheime nota")
    need(leopoldsburg, young)
    rows = {(row["gemeente"], row["woord"]): row for row in table_of(visitor)}
    assert len(rows) == 6
    empty = rows["Leopoldsburg", "Jongeren"]
    assert empty["gevonden maatregelen"] == "0"
    assert empty["wat we weten"] == "geen, nagekeken"
    assert empty["nagekeken op"] == timezone.localdate().isoformat()
    assert empty["nagekeken door"] == "de gemeente"
    assert empty["noden"] == "1"
    assert rows["Genk", "Jongeren"]["gevonden maatregelen"] == "1"
    assert rows["Leopoldsburg", "Voor iedereen, of niet vermeld"]["gevonden maatregelen"] == "1"
    assert {row["gemeente"] for row in table_of(visitor, "?gemeente=genk")} == {"Genk"}
    assert "Geheim" not in visitor.get(f"{OVERVIEW}tabel.csv").text


def test_a_word_cannot_become_a_formula(visitor: Client, genk: Municipality) -> None:
    TargetGroupFactory(label="=HYPERLINK(A1)", slug="formule")
    assert table_of(visitor)[0]["woord"] == "'=HYPERLINK(A1)"


def test_everybody_reads_how_much_is_missed_and_the_team_reads_what(
    visitor: Client,
    an: User,
    lotte: User,
    coverage: list[Measure],
    leopoldsburg: Municipality,
) -> None:
    young = TargetGroup.objects.get(slug="jongeren")
    missed = need(leopoldsburg, young, title="Een tolk voor het koor")
    need(None, young, title="Een bus naar de zaal")
    NeedVoice.objects.create(need=missed, origin="vraag", times=3, words="")
    NeedVoice.objects.create(need=missed, origin="contact", times=1, words="")

    def heard(place: Municipality, _axis: object, word: Any) -> list[Missed]:
        return [Missed("subsidie tolk", 2, timezone.localdate()), Missed("geld bus", 5, timezone.localdate())]

    listeners.append(heard)
    try:
        public, partner, team = (text_of(one.get(CELL)) for one in (visitor, signed_in(lotte), signed_in(an)))
    finally:
        listeners.remove(heard)
    for page in (public, partner, team):
        assert "2 noden die het team noteerde" in page
        assert "3 keer gehoord in een vraag via het platform" in page
        assert "7 zoekopdrachten zonder resultaat" in page
    for words in ("Een tolk voor het koor", "Een bus naar de zaal", "subsidie tolk"):
        assert words in team
        assert words not in public + partner
    assert team.index("geld bus") < team.index("subsidie tolk")


def test_a_listener_is_asked_once_however_often_it_is_named() -> None:
    def silent(*_asked: object) -> list[Missed]:
        return []

    try:
        hears(silent)
        hears(silent)
        assert listeners.count(silent) == 1
    finally:
        listeners.remove(silent)


def test_the_page_changes_with_the_second_at_which_a_round_closes(
    visitor: Client, genk: Municipality, young: TargetGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = CallFactory(
        measure=measure("straks-dicht", [genk], [young]), closes_at=timezone.now() + timedelta(hours=1)
    )
    for late, said in ((timedelta(), "1 maatregel gevonden"), (timedelta(seconds=1), "niet onderzocht")):
        monkeypatch.setattr(timezone, "now", lambda late=late: call.closes_at + late)
        assert said in text_of(visitor.get(f"{OVERVIEW}?gemeente=genk"))


def test_a_page_is_kept_for_everybody_until_something_changes(
    visitor: Client, coverage: list[Measure], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = KeptPages.keep

    def noted(self: KeptPages, shelf: Any, key: Any, page: Any, state: Any) -> None:
        made.append(key[2])
        real(self, shelf, key, page, state)

    monkeypatch.setattr(KeptPages, "keep", noted)
    for path in (OVERVIEW, f"{OVERVIEW}?as=vorm", f"{OVERVIEW}tabel.csv", CELL):
        for _turn in range(2):
            visitor.get(path)
        visitor.get(f"{path}{'&' if '?' in path else '?'}x=1")
    assert len(made) == 4


def many(number: int, where: list[Municipality], group: TargetGroup) -> None:
    for count in range(number):
        made = measure(f"{number}-{count}", where, [group], level=Level.FLANDERS, area=Area.FLANDERS)
        CallFactory(measure=made)
        measure(f"dichtbij-{number}-{count}", where, [group])
        need(where[0], group)


@pytest.mark.unmeasured
def test_as_many_questions_to_the_database_for_two_as_for_two_hundred(
    visitor: Client, an: User, lotte: User, places: list[Municipality], young: TargetGroup
) -> None:
    taken: list[list[int]] = []
    browser = signed_in(an)
    for number in (2, 48):
        many(number, places, young)
        check_coverage(place=places[1], axis=GROUPS, words=[young], by=lotte)
        counts = []
        for client, path in (
            (visitor, f"{OVERVIEW}?x={number}"),
            (visitor, f"{OVERVIEW}tabel.csv?x={number}"),
            (visitor, f"{CELL}?bereik=ruimer&x={number}"),
            (browser, CELL),
            (browser, "/steun/hiaten/nakijken/leopoldsburg/doelgroep/"),
        ):
            with CaptureQueriesContext(connection) as log:
                assert client.get(path).status_code == 200
            counts.append(len(log))
        taken.append(counts)
    assert taken[0][1:] == taken[1][1:]
    assert max(taken[1][:3]) <= 12, taken


def test_doors_lead_here(visitor: Client, gil: User, genk: Municipality, coverage: list[Measure]) -> None:
    assert OVERVIEW in visitor.get("/steun/").text
    assert f"{OVERVIEW}?gemeente=genk" in visitor.get("/gemeenten/genk/").text
    MunicipalityFactory(name="Zonhoven", slug="zonhoven", member=False)
    assert OVERVIEW not in visitor.get("/gemeenten/zonhoven/").text
    own_page = read(signed_in(gil).get("/mijn/"))
    [way] = [link for link in own_page.every("a") if "nakijken" in link.attributes["href"]]
    assert way.attributes["href"] == "/steun/hiaten/nakijken/genk/doelgroep/"
    regisseur = signed_in(UserFactory(role=Role.REGISSEUR))
    assert OVERVIEW in regisseur.get("/regie/netwerk/").text
    assert OVERVIEW in regisseur.get("/mijn/").text
    assert OVERVIEW not in signed_in(UserFactory(role=Role.MEMBER)).get("/mijn/").text


def test_who_may_check_finds_the_way_from_the_page(
    visitor: Client, gil: User, lotte: User, genk: Municipality, young: TargetGroup
) -> None:
    address = "/steun/hiaten/nakijken/genk/doelgroep/"
    for path in (f"{OVERVIEW}?gemeente=genk", "/steun/hiaten/genk/doelgroep/jongeren/"):
        assert address in signed_in(gil).get(path).text
        assert address not in signed_in(lotte).get(path).text
        assert address not in visitor.get(path).text


def test_the_pages_in_english(visitor: Client, coverage: list[Measure]) -> None:
    page = text_of(visitor.get("/en/steun/hiaten/?gemeente=leopoldsburg"))
    assert "Where is support missing in Leopoldsburg?" in page
    assert "Young people" in page
    assert "nobody looked yet whether there is support from nearby for young people" in page
    assert "From further away: 1" in text_of(visitor.get(f"/en{CELL}"))


def test_search_engines_find_the_overview(visitor: Client) -> None:
    assert "/steun/hiaten/" in visitor.get("/sitemap-support-pages.xml").text


def test_words_stand_under_their_heading(visitor: Client, genk: Municipality, young: TargetGroup) -> None:
    young.group = TermGroup.objects.create(label="Leeftijd", slug="leeftijd")
    young.is_primary = True
    young.save()
    heading = read(visitor.get(OVERVIEW)).one("th", scope="rowgroup")
    assert (heading.words, heading.attributes["colspan"]) == ("Leeftijd", "2")
    listed = read(visitor.get(f"{OVERVIEW}?gemeente=genk"))
    assert [head.words for head in listed.every("h3")][2] == "Leeftijd"
    assert [strong.words for strong in listed.every("strong")] == ["Jongeren"]
