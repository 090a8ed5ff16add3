"""Searching the directory: what people type finds what others wrote."""

import re

import pytest
from django.test import Client

from actors.models import Actor, ActorName
from ecru.base.models import Publication
from ecru.base.text import fold, query_words, stem
from tests.actors.answers import actor_facts, asked, facts, found, in_order, right
from tests.actors.markup import read
from tests.factories import ActorFactory

pytestmark = pytest.mark.usefixtures("field")


def finds(query: str) -> set[str]:
    return found(asked(q=query))


def written_about(actor: dict) -> list[str]:
    """The folded words of a record: names, kind, places, disciplines, people, themes, their other words, description."""
    words, others = facts("vocabularies.json"), facts("words.json")
    labels = {
        field: {
            term["slug"]: " ".join([term["label"], term["label_en"], *others[name].get(term["slug"], [])])
            for term in words[name]
        }
        for field, name in {
            "kind": "actor_kinds",
            "disciplines": "disciplines",
            "target_groups": "target_groups",
            "themes": "themes",
        }.items()
    }
    places = {place["slug"]: place["name"] for place in facts("municipalities.json")["municipalities"]}
    texts = [
        actor["name"],
        actor.get("now_called") or "",
        actor["description"] or "",
        actor.get("place") or "",
    ]
    texts += actor.get("also_known_as", []) + actor.get("merged_from", [])
    texts += [places[slug] for slug in actor["active_in"]] + [labels["kind"][actor["kind"]]]
    texts += [
        labels[field][slug] for field in ("disciplines", "target_groups", "themes") for slug in actor[field]
    ]
    return fold(" ".join(texts)).split()


def right_for(query: str) -> set[str]:
    """The slugs of who has every word of ``query``: in a word or its stem (at the start when short), or by its stem."""
    wanted = fold(query).split()
    slugs = set()
    for slug, actor in actor_facts().items():
        words = written_about(actor)
        known = [*words, *(stem(word) for word in words)]
        if all(
            any(
                any(part in other for part in (word, stem(word)) if len(part) > 3)
                if len(word) > 3
                else other.startswith(word)
                for other in known
            )
            or stem(word) in known
            for word in wanted
        ):
            slugs.add(slug)
    return slugs


@pytest.mark.parametrize(
    "query",
    [
        "koor",
        "vereniging",
        "verenigingen",
        "theater",
        "poëzie",
        "POEZIE",
        "armoede genk",
        "genk armoede",
        "cc",
        "jazz",
        "dans",
        "music",
        "Bielsko-Biała",
        "'t weyerke",
        "harmonie",
        "aff",
        "erfgoed maasmechelen",
        "c-mine",
    ],
)
def test_words_find_who_has_them(query: str) -> None:
    assert finds(query) == right_for(query) != set()


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("koor", "regenboogkoor"),
        ("rimo", "rimo-limburg"),
        ("RIMO Limburg", "rimo-limburg"),
        ("saamo", "rimo-limburg"),
        ("vormingplus", "vormingplus-limburg"),
        ("avansa", "vormingplus-limburg"),
        ("demos", "demos"),
        ("Dēmos", "demos"),
        ("weyerke", "t-weyerke"),
        ("queeste", "het-nieuwstedelijk"),
        ("braakland zhebilding", "het-nieuwstedelijk"),
        ("het regenboogkoor in genk", "regenboogkoor"),
        ("genk regenboogkoor", "regenboogkoor"),
        ("opole", "opolskie-centre"),
    ],
)
def test_names_of_all_kinds_find_their_actor(query: str, slug: str) -> None:
    assert slug in finds(query)


def test_word_order_case_and_accents_do_not_matter() -> None:
    assert finds("Jeugd Genk") == finds("genk JEUGD") == finds("  gènk,  jeúgd! ")


def test_one_and_many_find_each_other() -> None:
    single = {slug for slug, actor in actor_facts().items() if "vereniging" in written_about(actor)}
    plural = {slug for slug, actor in actor_facts().items() if "verenigingen" in written_about(actor)}
    assert single - plural
    assert plural - single
    assert finds("verenigingen") >= single | plural
    assert finds("vereniging") >= single | plural


def test_stop_words_count_only_when_nothing_else_is_said() -> None:
    assert finds("de bark") == finds("bark")
    assert finds("het") != set()
    assert query_words("het") == ["het"]


def test_short_words_stand_at_the_start_of_a_word() -> None:
    assert "ic-limburg" in finds("ic")
    for slug in finds("ac"):
        assert any(word.startswith("ac") for word in written_about(actor_facts()[slug]))


@pytest.mark.parametrize("query", ["%", "_", "%%%%", "____", "\\", "' OR 1=1 --", "!!!", "😀"])
def test_signs_are_no_wildcards(query: str) -> None:
    meant = fold(query)
    assert finds(query) == (finds(meant) if meant else set(actor_facts()))


def test_names_come_before_text() -> None:
    order = in_order(asked(q="koor"))
    in_name = [slug for slug in order if {"koor", "koren"} & set(re.findall("koor|koren", fold(names(slug))))]
    assert order[: len(in_name)] == in_name
    assert len(order) > len(in_name) > 2
    assert in_order(asked(q="passerelle"))[0] == "passerelle"
    assert in_order(asked(q="cc beringen"))[0] == "cc-beringen"
    assert in_order(asked(q="saamo limburg"))[0] == "rimo-limburg"


def names(slug: str) -> str:
    actor = actor_facts()[slug]
    return " ".join([actor["name"], actor.get("now_called") or "", *actor.get("also_known_as", [])])


def test_a_new_name_is_found_at_once_and_the_old_one_still() -> None:
    choir = Actor.objects.get(slug="regenboogkoor")
    choir.rename("Zanggroep De Zeven")
    assert finds("zanggroep zeven") == {"regenboogkoor"}
    assert "regenboogkoor" in finds("regenboogkoor")
    assert choir.names.get(kind=ActorName.Kind.FORMER).name == "Het Regenboogkoor"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Regenboogkor", "regenboogkoor"),
        ("regenbogkoor", "regenboogkoor"),
        ("erfgoetcel", "erfgoedcel"),
        ("passerele", "passerelle"),
        ("bibliotheekk genk", "bibliotheek genk"),
        ("Maasmechlen", "maasmechelen"),
    ],
)
def test_a_typing_mistake_is_mended_and_told(typed: str, meant: str, visitor: Client) -> None:
    directory = asked(q=typed)
    assert directory.reading.meant == meant
    assert found(directory) == finds(meant) != set()
    note = read(visitor.get("/actoren/", {"q": typed})).one("p", class_="note").words
    assert typed in note
    assert meant in note


def test_only_words_of_published_actors_are_known() -> None:
    ActorFactory(name="Kwikstaartgilde").reindex()
    assert asked(q="Kwikstaartgylde").reading.meant == "kwikstaartgilde"
    Actor.objects.filter(name="Kwikstaartgilde").update(status=Publication.DRAFT)
    assert asked(q="Kwikstaartgylde").reading.meant == ""


@pytest.mark.parametrize("query", ["", "xq", "zzzzzzzzzzzzzz", "😀", "regenboogkoor"])
def test_where_nothing_is_near_nothing_is_changed(query: str) -> None:
    assert asked(q=query).reading.corrected == ()


def test_words_stay_in_the_box_and_go_with_the_filters(visitor: Client) -> None:
    page = read(visitor.get("/actoren/", {"q": 'koor "zingen"', "gemeente": "genk"}))
    assert page.one("input", id="q").attributes["value"] == 'koor "zingen"'
    assert finds("erfgoed") & right({"gemeente": ["as"]}) == found(asked(q="erfgoed", gemeente="as"))


def test_other_words_find_what_they_mean() -> None:
    makers = {slug for slug, actor in actor_facts().items() if "theater" in actor["disciplines"]}
    assert finds("toneel") == finds("drama") == makers
    assert finds("bieb genk") == {"bibliotheek-genk"}


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("cmine", "c-mine"),
        ("C.mine", "c-mine"),
        ("bemine", "be-mine"),
        ("U.T.V.", "utv"),
    ],
)
def test_a_name_may_be_written_in_one_or_with_dots(query: str, slug: str) -> None:
    assert slug in finds(query)
