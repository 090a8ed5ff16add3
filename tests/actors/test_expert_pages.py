"""Pages of experts: the directory, one expert, and what stands on the page of an organisation."""

from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from PIL import Image

from actors.expert_directory import ExpertDirectory
from actors.models import Actor, Availability, Expert, Fee, Municipality, Topic
from ecru.base.models import Publication
from tests.actors.answers import actor_facts, facts
from tests.actors.conftest import editor_browser
from tests.actors.markup import Element, read, structured
from tests.factories import ExpertFactory

pytestmark = pytest.mark.usefixtures("field")

FACETS = {"onderwerp": "topics", "aanbod": "offers", "taal": "languages", "gemeente": "active_in"}
SWAP = {"HX-Request": "true", "HX-Target": "resultaten"}
NASTY = "</script><script>alert('ü')</script> & \"co\""


def experts() -> dict[str, dict[str, Any]]:
    """The experts of the file by slug, each with where its organisation is active."""
    known = facts("experts.json")["experts"]
    return {
        entry["slug"]: {**entry, "active_in": actor_facts()[entry["actor"]]["active_in"]} for entry in known
    }


def right(choices: dict[str, list[str]], without: str = "") -> set[str]:
    """The slugs that fit, counted by hand."""
    asked = {facet: set(answers) for facet, answers in choices.items() if facet != without}
    return {
        slug
        for slug, entry in experts().items()
        if all(answers & set(entry[FACETS[facet]]) for facet, answers in asked.items())
    }


def asked(**parameters: Any) -> ExpertDirectory:
    return ExpertDirectory(QueryDict(urlencode(parameters, doseq=True)), "/experten/")


def found(directory: ExpertDirectory) -> set[str]:
    keys = directory.keys(0, directory.found)
    return {expert.slug for expert in Expert.objects.in_bulk(keys).values()}


def page_of(slug: str, prefix: str = "", client: Client | None = None) -> Element:
    return read((client or Client()).get(f"{prefix}/experten/{slug}/"))


# --- The directory ----------------------------------------------------------------------------------------------

CHOICES = [
    {},
    {"onderwerp": ["buurtwerk"]},
    {"onderwerp": ["buurtwerk", "taal-oefenen"]},
    {"aanbod": ["advies", "workshop"]},
    {"taal": ["nl"], "gemeente": ["genk"]},
    {"onderwerp": ["kansengroepen-bereiken"], "gemeente": ["as", "beringen"]},
    {"onderwerp": ["herbestemming"], "aanbod": ["mentoring"]},
]


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_lists_and_counts_are_those_counted_by_hand(choices: dict[str, list[str]]) -> None:
    directory = asked(**choices)
    assert found(directory) == right(choices)
    assert directory.all == len(experts())
    for facet, field in FACETS.items():
        pool = [experts()[slug] for slug in right(choices, without=facet)]
        counts = directory.counts_of(facet)
        assert counts == {answer: sum(answer in entry[field] for entry in pool) for answer in counts}
        assert sum(counts.values()) == sum(len(entry[field]) for entry in pool)


def test_time_and_experience_narrow_too() -> None:
    assert asked(beschikbaar="onbekend").found == len(experts())
    assert asked(ervaring="ja").found == 0
    nour = ExpertFactory(
        person=True, slug="nour", by_experience=True, availability=Availability.LIMITED,
        words={"topics": [Topic.objects.get(slug="kansengroepen-bereiken")]},
    )  # fmt: skip
    for parameters in ({"ervaring": "ja"}, {"beschikbaar": "beperkt"}, {"q": nour.person_name}):
        assert found(asked(**parameters)) == {"nour"}, parameters
    assert asked().counts_of("ervaring") == {"ja": 1}
    assert asked().counts_of("beschikbaar") == {"ja": 0, "beperkt": 1, "onbekend": len(experts()), "nee": 0}


def test_who_has_time_comes_first_and_who_has_none_last() -> None:
    Expert.objects.filter(slug="stebo").update(availability=Availability.NOT_NOW)
    Expert.objects.filter(slug="arktos").update(availability=Availability.AVAILABLE)
    directory = asked()
    keys = directory.keys(0, directory.found)
    by_key = Expert.objects.in_bulk(keys)
    assert (by_key[keys[0]].slug, by_key[keys[-1]].slug) == ("arktos", "stebo")


@pytest.mark.parametrize("order", ["naam", "nagekeken", "nieuw"])
def test_other_orders(order: str) -> None:
    Expert.objects.filter(slug="stebo").update(verified_on=date(2026, 1, 1))
    directory = asked(sorteer=order)
    records = Expert.objects.in_bulk(directory.keys(0, directory.found))
    if order == "naam":
        names = [records[key].search_name for key in directory.keys(0, directory.found)]
        assert names == sorted(names)
    if order == "nagekeken":
        assert records[directory.keys(0, 1)[0]].slug == "stebo"
    assert len(records) == len(experts())


@pytest.mark.parametrize(
    ("prefix", "address"),
    [
        (prefix, address)
        for prefix in ("", "/en")
        for address in (
            "",
            "?q=dossier",
            "?onderwerp=buurtwerk&weergave=lijst",
            "?q=zzzz&taal=tr",
            "?pagina=99",
        )
    ],
)
def test_a_swap_and_a_full_load_show_the_same(prefix: str, address: str, visitor: Client) -> None:
    whole = read(visitor.get(f"{prefix}/experten/{address}"))
    part = read(visitor.get(f"{prefix}/experten/{address}", headers=SWAP))
    assert not part.every("html")
    assert part.one(id="resultaten") == whole.one(id="resultaten")
    assert part.one(id="melding").words
    for facet in [*FACETS, "beschikbaar", "ervaring"]:
        assert part.one(id=f"facet-{facet}").attributes["hx-swap-oob"] == "true"


def test_the_page_shows_cards_with_topics(visitor: Client) -> None:
    page = read(visitor.get("/experten/?q=stebo&onderwerp=loopbaanbegeleiding"))
    [card] = page.one("ul", class_="samples").every("li", class_="sample")
    assert card.links == ["/experten/stebo/"]
    assert "en nog 5" in card.words
    assert "Genk" in card.words
    assert page.one("nav", aria_label="Hoofdmenu").one("a", aria_current="page").words == "Experten"


def test_an_empty_list_shows_ways_out(visitor: Client) -> None:
    results = read(visitor.get("/experten/?taal=tr&onderwerp=buurtwerk")).one(id="resultaten")
    assert "/experten/?onderwerp=buurtwerk" in results.links
    assert "/experten/" in results.links


@pytest.mark.parametrize(
    "address",
    ["onderwerp=toveren", "beschikbaar=9", "ervaring=nee", "taal=%00", "aanbod='--", "gemeente=<b>", "q=%F0"],
)
def test_what_does_not_exist_does_not_count(address: str, visitor: Client) -> None:
    answer = visitor.get(f"/experten/?{address}")
    assert answer.status_code == 200
    if not address.startswith("q="):
        assert f"{len(experts())} van {len(experts())}" in read(answer).one("h2", id="lijst").words


# --- One expert -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", sorted(experts())[::4])
def test_every_expert_has_a_page_that_says_what_and_how_we_know(slug: str) -> None:
    page, entry = page_of(slug), experts()[slug]
    main = page.one("main")
    assert entry["can_tell"] in main.words
    for topic in entry["topics"]:
        assert f"/experten/?onderwerp={topic}" in main.links
    assert f"/actoren/{entry['actor']}/" in main.links
    assert "Laatst nagekeken" in page.one("dl", class_="facts").words
    assert entry["basis"] not in main.words


def test_all_that_is_known_shows_and_the_address_does_not() -> None:
    Expert.objects.filter(slug="stebo").update(
        contact_email="geheim@stebo.example",
        availability=Availability.NOT_NOW,
        available_from=date(2030, 3, 1),
        fee=Fee.RATE,
        fee_note="Het eerste gesprek is gratis.",
        url="https://www.stebo.example/raad",
    )
    answer = Client().get("/experten/stebo/")
    page = read(answer)
    shown = page.one("dl", class_="facts").words
    for text in (
        "Heeft nu geen tijd",
        "1 maart 2030",
        "Tegen een tarief",
        "Het eerste gesprek is gratis.",
        "stebo.example",
    ):
        assert text in shown
    assert "Mentoring en coaching" in page.one("div", class_="prose").words
    assert page.every("span", class_="label")
    assert b"geheim@" not in answer.content
    assert "geheim" not in Client().get("/experten/?q=geheim").content.decode().replace("q=geheim", "").replace("“geheim”", "").replace('value="geheim"', "")  # fmt: skip


def test_a_person_shows_with_consent_only() -> None:
    genk = Municipality.objects.get(slug="genk")
    nour = ExpertFactory(person=True, slug="nour", person_name="Nour", by_experience=True, municipality=genk)
    page = page_of("nour")
    assert page.one("h1").words == "Nour"
    assert "ervaringsdeskundige" in page.one("main").words
    assert structured(page)["@type"] == "Person"
    assert "sameAs" not in structured(page)
    nour.status, nour.consent_on = Publication.DRAFT, None
    nour.save()
    for address in ("/experten/nour/", "/experten/nour/kaart.png"):
        assert Client().get(address).status_code == 404
    assert "kladversie" in page_of("nour", client=editor_browser()).one("main").words
    assert "Nour" not in Client().get("/experten/").content.decode()


def test_structured_data_says_what_an_organisation_knows() -> None:
    data = structured(page_of("passerelle"))
    assert (data["@type"], data["@id"]) == ("Organization", "https://cultuur.example/experten/passerelle/")
    assert data["knowsAbout"] == [
        topic["label"]
        for topic in facts("vocabularies.json")["expertise_topics"]
        if topic["slug"] in experts()["passerelle"]["topics"]
    ]
    assert data["sameAs"] == ["https://cultuur.example/actoren/passerelle/"]
    assert data["makesOffer"][0]["itemOffered"]["name"] == "Workshop of vorming"


def test_what_people_wrote_is_text_and_never_markup() -> None:
    ExpertFactory(
        person=True, slug="vals", person_name=NASTY, can_tell=NASTY, fee=Fee.VOLUNTARY, fee_note=NASTY
    )
    for prefix in ("", "/en"):
        page = page_of("vals", prefix)
        assert structured(page)["name"] == NASTY
        assert page.one("h1").words == " ".join(NASTY.split())


def test_english_says_that_the_text_is_dutch() -> None:
    page = page_of("stebo", "/en")
    assert page.one("p", class_="big").attributes["lang"] == "nl"
    Expert.objects.filter(slug="stebo").update(can_tell_en="How to work with streets.")
    page = page_of("stebo", "/en")
    assert "lang" not in page.one("p", class_="big").attributes
    assert "How to work with streets." in page.one("main").words
    assert all(link.startswith("/en/") for link in page.one("main").links if link.startswith("/"))


def test_who_else_knows_is_said_with_reasons() -> None:
    related = page_of("stebo").one("section", aria_labelledby="h-verwant")
    assert len(related.every("li", class_="sample")) == 4
    assert all(sample.every("ul", class_="why") for sample in related.every("li", class_="sample"))


def test_the_card_is_a_picture() -> None:
    answer = Client().get("/experten/stebo/kaart.png")
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert "/experten/stebo/kaart.png" in Client().get("/experten/stebo/").content.decode()


@pytest.mark.parametrize(
    "address", ["/experten/niemand/", "/experten/niemand/kaart.png", "/experten/%00/", "/experten/a b/"]
)
def test_an_expert_that_is_not_there(address: str, visitor: Client) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_read_only(method: str, visitor: Client) -> None:
    for address in ("/experten/", "/experten/stebo/", "/experten/stebo/kaart.png"):
        assert getattr(visitor, method)(address).status_code == 405


# --- Around them ------------------------------------------------------------------------------------------------


def test_an_organisation_says_what_it_can_help_with() -> None:
    page = read(Client().get("/actoren/stebo/")).one("div", class_="prose")
    assert "Kan je helpen met" in page.words
    assert "/experten/stebo/" in page.links
    assert "/experten/?onderwerp=buurtwerk" in page.links
    Expert.objects.filter(slug="stebo").archive()
    assert "Kan je helpen met" not in read(Client().get("/actoren/stebo/")).words


def test_the_sitemap_names_published_experts() -> None:
    Actor.objects.filter(slug="arktos").archive()
    text = Client().get("/sitemap-experts.xml").content.decode()
    assert "/experten/stebo/" in text
    assert "/en/experten/stebo/" in text
    assert "/experten/arktos/" not in text


def test_menu_foot_and_home_lead_there() -> None:
    page = read(Client().get("/"))
    assert page.links.count("/experten/") == 3
