"""The search page: everything that answers, by kind, with what matched in sight; and suggestions for the box."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models import Actor, ActorName, Role
from ecru.base.catalogue import Reading
from ecru.portal.models import MissedSearch
from ecru.portal.search.marking import LONGEST, mark, snippet
from tests.actors.markup import Element, read
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DisciplineFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    " ",
    "a",
    "%",
    "_",
    "\\",
    "😀",
    "'",
    '"><script>alert(1)</script>',
    "' OR 1=1; DROP TABLE actors_actor; --",
    "\0",
    "koor\0",
    "x" * 10_000,
    "koor " * 2_000,
    "\u202ekoor",
    "{{ 7 }} {% now %}",
    "het de een",
    "١٢٣",
]


@pytest.fixture
def street() -> dict[str, Actor]:
    """A choir with a former name, a dance school, a museum with long accents, and a stopped brass band, in Genk and As."""
    genk = MunicipalityFactory(
        name="Genk", slug="genk", postcodes=["3600"], localities="Zwartberg, Winterslag", profile="Grote stad"
    )
    as_ = MunicipalityFactory(name="As", slug="as")
    song = DisciplineFactory(label="Zang en koor", label_en="Singing and choir", slug="zang")
    choir = ActorKindFactory(label="Koor", slug="koor")
    cast: dict[str, Actor] = {
        "meerklank": ActorFactory(
            name="Meerklank",
            slug="meerklank",
            municipality=genk,
            kind=choir,
            description="Zingt al dertig jaar op straat. " * 10
            + "In Café Poëzie klinkt het luidst. "
            + "Kom mee. " * 30,
            words={"disciplines": [song]},
        ),
        "kinderkoor": ActorFactory(name="Kinderkoor De Mussen", slug="kinderkoor", municipality=as_),
        "museum": ActorFactory(
            name="Mijnmuseum", slug="museum", municipality=genk, description="Over kolen."
        ),
        "concept": ActorFactory(name="Geheimkoor", slug="concept", municipality=genk, draft=True),
    }
    ActorName.objects.create(actor=cast["meerklank"], name="De Nachtegalen", kind=ActorName.Kind.FORMER)
    cast["meerklank"].reindex()
    return cast


def found(client: Client, query: str, **extra: Any) -> Element:
    response = client.get("/zoeken/", {"q": query, **extra})
    assert response.status_code == 200
    return read(response)


def section(page: Element, kind: str) -> Element:
    return page.one("section", aria_labelledby=kind)


def names(part: Element) -> list[str]:
    return [heading.words for heading in part.every("h3")]


def suggested(client: Client, query: str, prefix: str = "") -> list[dict[str, str]]:
    return client.get(f"{prefix}/zoeken/suggesties/", {"q": query}).json()["suggestions"]


def marks(part: Element) -> list[str]:
    return [piece.words for piece in part.every("mark")]


# --- The page -----------------------------------------------------------------------------------------------------


def test_answers_stand_by_kind_with_their_number(client: Client, street: dict[str, Actor]) -> None:
    page = found(client, "genk")
    assert section(page, "gemeenten").one("h2").words == "Gemeenten 1"
    assert section(page, "actoren").one("h2").words == "Actoren 2"
    assert names(section(page, "gemeenten")) == ["Genk"]
    assert set(names(section(page, "actoren"))) == {"Meerklank", "Mijnmuseum"}
    jumps = page.one("nav", aria_label="Op deze pagina")
    assert jumps.links == ["#gemeenten", "#actoren"]


def test_drafts_do_not_show_to_anybody(client: Client, street: dict[str, Actor]) -> None:
    assert names(section(found(client, "koor"), "actoren")) == ["Kinderkoor De Mussen", "Meerklank"]
    client.force_login(UserFactory(role=Role.EDITOR))
    assert "Geheimkoor" not in names(section(found(client, "koor"), "actoren"))


def test_more_than_five_lead_to_the_directory_with_the_same_answers(client: Client) -> None:
    for number in range(7):
        ActorFactory(name=f"Koor {number}", slug=f"koor-{number}")
    part = section(found(client, "koor"), "actoren")
    assert len(names(part)) == 5
    assert part.links[-1] == "/actoren/?q=koor"
    assert "Toon alle 7 actoren" in part.words
    directory = read(client.get("/actoren/?q=koor"))
    assert names(part) == names(directory.one("div", id="resultaten"))[:5]


def test_one_kind_in_pages(client: Client) -> None:
    for number in range(30):
        MunicipalityFactory(name=f"Dorp Aan De Maas {number}", slug=f"dorp-{number}", member=False)
    ActorFactory(name="Dorpskrant")
    part = section(found(client, "dorp"), "gemeenten")
    assert part.links[-1] == "/zoeken/?q=dorp&soort=gemeenten"
    first, second = (found(client, "dorp", soort="gemeenten", pagina=page) for page in ("1", "2"))
    assert len(names(section(first, "gemeenten"))) == 24
    assert len(names(section(second, "gemeenten"))) == 6
    assert not set(names(first)) & set(names(second))
    assert not first.every("section", aria_labelledby="actoren")
    assert first.one("a", class_="more").attributes["href"] == "/zoeken/?q=dorp"
    assert names(section(found(client, "dorp", soort="gemeenten", pagina="99999"), "gemeenten")) == names(
        second
    )


@pytest.mark.parametrize("kind", ["niets", "gemeenten", "'"])
def test_a_kind_without_answers_shows_the_others(client: Client, street: dict[str, Actor], kind: str) -> None:
    assert names(section(found(client, "mussen", soort=kind), "actoren")) == ["Kinderkoor De Mussen"]


def test_what_matched_is_marked_in_name_and_topic(client: Client, street: dict[str, Actor]) -> None:
    mussen, meerklank = section(found(client, "koor"), "actoren").every("li", class_="hit")
    assert marks(mussen.one("h3")) == ["Kinderkoor"]
    assert marks(meerklank.one("h3")) == []
    assert "Over: Zang en koor" in meerklank.words
    assert marks(meerklank) == ["koor"]


def test_a_former_name_is_told(client: Client, street: dict[str, Actor]) -> None:
    [hit] = section(found(client, "nachtegaal"), "actoren").every("li", class_="hit")
    assert hit.one("h3").words == "Meerklank"
    assert "heette vroeger: De Nachtegalen" in hit.words
    assert marks(hit) == ["Nachtegalen"]


def test_the_text_shows_where_it_matches_with_its_own_accents(
    client: Client, street: dict[str, Actor]
) -> None:
    [hit] = section(found(client, "POEZIE cafe"), "actoren").every("li", class_="hit")
    assert marks(hit) == ["Café", "Poëzie"]
    text = hit.every("p")[-1].words
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert "In Café Poëzie klinkt het luidst." in text
    assert len(text) < 220


def test_a_postcode_or_a_village_finds_its_municipality(client: Client, street: dict[str, Actor]) -> None:
    for query, told in (("3600", "postcode: 3600"), ("winterslag", "ook: Winterslag")):
        [hit] = section(found(client, query), "gemeenten").every("li", class_="hit")
        assert hit.one("h3").words == "Genk"
        assert told in hit.words


def test_a_typing_mistake_is_mended_and_told(client: Client, street: dict[str, Actor]) -> None:
    page = found(client, "mijnmuseam")
    assert names(page) == ["Mijnmuseum"]
    assert (
        page.one("p", class_="note").words == "“mijnmuseam” vinden we nergens. We zochten naar mijnmuseum ."
    )
    assert page.one("input", id="q").attributes["value"] == "mijnmuseam"


def test_a_word_that_one_kind_knows_is_no_mistake_in_another(
    client: Client, street: dict[str, Actor]
) -> None:
    ActorFactory(name="Gent zingt")
    page = found(client, "gent")
    assert not page.every("section", aria_labelledby="gemeenten")
    assert not page.every("p", class_="note")
    assert names(section(page, "actoren")) == ["Gent zingt"]


def test_words_of_which_each_is_known_are_read_otherwise_before_any_is_let_go(
    client: Client, street: dict[str, Actor]
) -> None:
    ActorFactory(name="Muze As")
    page = found(client, "as muse")
    assert names(page) == ["Muze As"]
    assert "We zochten naar as muze" in page.one("p", class_="note").words
    note = read(client.get("/actoren/", {"q": "as muse"})).one("p", class_="note").words
    assert "muze" in note


def test_some_of_the_words_are_told_as_such(client: Client, street: dict[str, Actor]) -> None:
    page = found(client, "museum zwemmen")
    assert names(page) == ["Mijnmuseum"]
    assert "Niets heeft al je woorden" in page.one("p", class_="note").words
    whole = found(client, "museum genk")
    assert not whole.every("section", aria_labelledby="gemeenten")


def test_nothing_found_shows_ways_on(client: Client, street: dict[str, Actor]) -> None:
    TargetGroupFactory(label="Mensen in kansarmoede", slug="kansarmoede", is_primary=True)
    TargetGroupFactory(label="Ouderen", slug="ouderen")
    page = found(client, "zzzzzz")
    panel = page.one("section", class_="panel")
    assert panel.one("h2").words == "Hier zit nog een gat in het weefsel"
    assert "“zzzzzz”" in panel.words
    assert set(page.one("nav", aria_labelledby="per-gemeente").links) == {
        "/gemeenten/genk/",
        "/gemeenten/as/",
    }
    groups = page.one("nav", aria_labelledby="per-doelgroep")
    assert groups.links == ["/actoren/?doelgroep=kansarmoede", "/actoren/"]


def test_without_a_question_the_page_helps(client: Client, street: dict[str, Actor]) -> None:
    page = read(client.get("/zoeken/"))
    assert "Typ een naam" in page.one("main").words
    assert not page.every("meta", name="robots")
    assert page.one("title").words == "Zoek | ECRU"


def test_answers_stay_out_of_search_engines(client: Client, street: dict[str, Actor]) -> None:
    page = found(client, "koor")
    assert page.one("meta", name="robots").attributes["content"] == "noindex, follow"
    assert page.one("link", rel="canonical").attributes["href"].endswith("/zoeken/")
    assert page.one("title").words == "Zoeken naar “koor” | ECRU"
    assert "Disallow: /zoeken/?" in client.get("/robots.txt").content.decode()


def test_english_words_and_an_english_page(client: Client, street: dict[str, Actor]) -> None:
    page = read(client.get("/en/zoeken/?q=singing"))
    assert page.one("html").attributes["lang"] == "en"
    assert section(page, "actoren").links == ["/en/actoren/meerklank/"]
    assert "About: Singing and choir" in page.words


@pytest.mark.parametrize(
    "address", ["/actoren/", "/gemeenten/", "/over/", "/aanmelden/", "/en/privacy/", "/zoeken/", "/"]
)
def test_every_page_has_one_search_box(client: Client, street: dict[str, Actor], address: str) -> None:
    box = read(client.get(address)).one("form", role="search")
    prefix = "/en" if address.startswith("/en/") else ""
    assert box.attributes["action"] == f"{prefix}/zoeken/"
    assert box.one("input").attributes["data-suggestions"] == f"{prefix}/zoeken/suggesties/"
    assert box.one("label").attributes["for"] == box.one("input").attributes["id"]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: repr(query[:20]))
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_anything_can_be_asked(client: Client, street: dict[str, Actor], query: str, prefix: str) -> None:
    page = client.get(f"{prefix}/zoeken/", {"q": query})
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    box = read(page).one("input", id="q").attributes["value"]
    assert box == "".join(letter if letter.isprintable() else " " for letter in query).strip()[:200].strip()
    data = client.get(f"{prefix}/zoeken/suggesties/", {"q": query})
    assert data.status_code == 200
    assert (data["Content-Type"], data["X-Content-Type-Options"]) == ("application/json", "nosniff")
    assert len(data.json()["suggestions"]) <= 8
    read(client.get(f"{prefix}/zoeken/", {"q": query, "soort": query, "pagina": query}))


def test_only_reading_is_possible(client: Client) -> None:
    assert client.post("/zoeken/", {"q": "koor"}).status_code == 405
    assert client.post("/zoeken/suggesties/", {"q": "koor"}).status_code == 405


def test_as_many_queries_for_few_as_for_many(client: Client, django_assert_max_num_queries: Any) -> None:
    song = DisciplineFactory(label="Zang")
    for number in range(40):
        ActorFactory(name=f"Koor {number}", slug=f"koor-{number}", words={"disciplines": [song]})
    client.get("/zoeken/?q=koor")
    for address in ("/zoeken/?q=koor", "/zoeken/?q=koor&soort=actoren", "/zoeken/suggesties/?q=koor"):
        with django_assert_max_num_queries(12):
            client.get(address)


# --- Suggestions --------------------------------------------------------------------------------------------------


def test_suggestions_go_on_like_what_was_typed(client: Client, street: dict[str, Actor]) -> None:
    assert suggested(client, "mijnm") == [
        {
            "label": "Mijnmuseum",
            "url": "/actoren/museum/",
            "kind": "Actoren",
            "detail": f"{street['museum'].kind}, Genk",
        }
    ]
    assert suggested(client, "nacht")[0]["detail"] == "heette vroeger: De Nachtegalen"
    assert suggested(client, "mus")[0]["label"] == "Kinderkoor De Mussen"


def test_suggestions_name_places_first_and_leave_room(client: Client, street: dict[str, Actor]) -> None:
    for number in range(9):
        ActorFactory(name=f"Genkse zangers {number}", slug=f"zangers-{number}")
    entries = suggested(client, "gen")
    assert len(entries) == 8
    assert (entries[0]["label"], entries[0]["detail"]) == ("Genk", "Een van de zeven")
    assert {entry["kind"] for entry in entries[1:]} == {"Actoren"}


def test_suggestions_begin_a_name_that_is_one_word(client: Client, street: dict[str, Actor]) -> None:
    ActorFactory(name="HETGEVOLG")
    ActorFactory(name="Gevleugeld")
    assert [entry["label"] for entry in suggested(client, "het gev")] == ["HETGEVOLG"]
    assert suggested(client, "mijn mus")[0]["label"] == "Mijnmuseum"


def test_suggestions_mend_a_typing_mistake(client: Client, street: dict[str, Actor]) -> None:
    assert [entry["label"] for entry in suggested(client, "mijnmuseam")] == ["Mijnmuseum"]
    assert suggested(client, "zzzzzz") == []


@pytest.mark.parametrize("query", ["", "m", " m ", "é", "!!"])
def test_there_are_no_suggestions_below_two_letters(
    client: Client, street: dict[str, Actor], query: str
) -> None:
    assert suggested(client, query) == []


def test_suggestions_are_the_same_for_everyone(client: Client, street: dict[str, Actor]) -> None:
    stranger = client.get("/zoeken/suggesties/", {"q": "koor"})
    client.force_login(UserFactory(role=Role.EDITOR))
    editor = client.get("/zoeken/suggesties/", {"q": "koor"})
    assert stranger.json() == editor.json()
    assert "Geheimkoor" not in stranger.content.decode()
    assert stranger["Cache-Control"] == "public, max-age=300"
    assert stranger["Content-Type"] == "application/json"


def test_suggestions_speak_the_language_of_the_page(client: Client, street: dict[str, Actor]) -> None:
    [entry] = suggested(client, "nacht", "/en")
    assert entry["url"] == "/en/actoren/meerklank/"
    assert entry["kind"] == "Actors"
    assert entry["detail"] == "called before: De Nachtegalen"


def test_suggestions_count_nothing(client: Client, street: dict[str, Actor]) -> None:
    suggested(client, "zzzzzz")
    assert not MissedSearch.objects.exists()


# --- Marking ------------------------------------------------------------------------------------------------------


def reading(*words: str) -> Reading:
    return Reading(" ".join(words), words)


def test_marked_text_is_escaped() -> None:
    assert (
        mark("<b>Koor</b> & koren", reading("koor"))
        == "&lt;b&gt;<mark>Koor</mark>&lt;/b&gt; &amp; <mark>koren</mark>"
    )


@settings(max_examples=200)
@given(st.text(max_size=600), st.sampled_from(["koor", "a", "xyz", "museum"]))
def test_a_snippet_is_short_and_holds_no_markup_of_others(text: str, word: str) -> None:
    for whole in (text, f"{text} koor {text}", f"{'x' * 400}koor{'y' * 400}"):
        piece = snippet(whole, reading(word))
        bare = piece.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert ">" not in bare
        assert len(unescape(bare)) <= LONGEST + len("… ") + len(" …")
