"""The filters of the directory: every answer equals the one counted by hand from the facts."""

import random
from collections.abc import Iterable, Iterator

import pytest
from django.test import Client

from actors.models import Actor
from ecru.base.models import Publication
from tests.actors.answers import (
    FACETS,
    actor_facts,
    asked,
    followed,
    found,
    in_order,
    options,
    right,
    right_counts,
)
from tests.actors.markup import read

pytestmark = pytest.mark.usefixtures("field")

Choices = dict[str, list[str]]


def random_choices(number: int, seed: int, facets: int) -> Iterator[Choices]:
    """Choices in several facets at once, with one to three answers in each; the same every time."""
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    for _ in range(number):
        names = dice.sample(list(FACETS), facets)
        yield {name: dice.sample(options(name), dice.randint(1, 3)) for name in names}


def check(choices: Choices, counted: Iterable[str] = FACETS) -> None:
    directory = asked(**choices)
    assert found(directory) == right(choices), choices
    assert directory.found == len(right(choices))
    assert directory.all == len(actor_facts())
    for facet in counted:
        assert directory.counts_of(facet) == right_counts(choices, facet), (choices, facet)


@pytest.mark.parametrize("facet", FACETS)
def test_each_answer_alone_finds_who_has_it(facet: str) -> None:
    for answer in options(facet):
        assert found(asked(**{facet: [answer]})) == right({facet: [answer]}), answer
    for answer in options(facet)[::4]:
        check({facet: [answer]})


def test_without_choices_every_answer_is_counted() -> None:
    check({})


def test_answers_of_two_facets_must_both_fit() -> None:
    for choices in random_choices(20, seed=1, facets=2):
        check(choices)


def test_answers_of_many_facets_must_all_fit() -> None:
    for choices in random_choices(12, seed=2, facets=4):
        check(choices)


def test_answers_within_a_facet_widen_it() -> None:
    both = asked(soort=["bibliotheek", "museum"])
    assert found(both) == right({"soort": ["bibliotheek"]}) | right({"soort": ["museum"]})
    many = asked(gemeente=["as", "genk"])
    assert many.found == len(in_order(many)) == len(set(in_order(many)))


def test_a_count_is_what_following_the_option_gives() -> None:
    choices = {"gemeente": ["genk"], "thema": ["cultuurparticipatie"]}
    directory = asked(**choices)
    for facet in FACETS:
        for answer, promised in list(directory.counts_of(facet).items())[::3]:
            assert asked(**{**choices, facet: [answer]}).found == promised


def test_drafts_and_archived_never_show_or_count(visitor: Client) -> None:
    for status, slug in ((Publication.DRAFT, "regenboogkoor"), (Publication.ARCHIVED, "cc-casino")):
        before = asked(gemeente=actor_facts()[slug]["active_in"]).found
        kind, place = actor_facts()[slug]["kind"], actor_facts()[slug]["municipality"]
        counted = asked().counts_of("soort")[kind]
        Actor.objects.filter(slug=slug).update(status=status)
        assert asked(gemeente=actor_facts()[slug]["active_in"]).found == before - 1
        assert asked().counts_of("soort")[kind] == counted - 1
        page = read(visitor.get("/actoren/", {"gemeente": place, "q": actor_facts()[slug]["name"]}))
        assert f"/actoren/{slug}/" not in page.links
    assert asked().all == len(actor_facts()) - 2


def test_words_and_facets_count_together() -> None:
    directory = asked(q="erfgoed", gemeente="genk")
    pool = found(asked(q="erfgoed"))
    for facet in FACETS:
        choices = {"gemeente": ["genk"]}
        expected = {
            answer: len(pool & right({**choices, facet: [answer]}, without="")) for answer in options(facet)
        }
        assert directory.counts_of(facet) == expected


def test_each_chip_takes_back_one_choice() -> None:
    choices = {"gemeente": ["genk", "as"], "soort": ["bibliotheek"], "schaal": ["lokaal"]}
    directory = asked(q="boek", sorteer="naam", weergave="lijst", **choices)
    assert len(directory.chips) == 5
    for chip in directory.chips:
        after = followed(chip.url)
        assert len(after.chips) == 4
        assert chip.label not in [other.label for other in after.chips]
        assert (after.sort.value, after.look) == ("naam", "lijst")
    assert followed(directory.cleared).chips == []


def test_an_empty_list_says_what_to_let_go_and_keeps_its_promise() -> None:
    seen, lonely = 0, 0
    for choices in [*random_choices(25, seed=3, facets=3), {"soort": ["museum"], "gemeente": ["as"]}]:
        directory = asked(**choices)
        if directory.found:
            assert directory.suggestions == []
            continue
        for way in directory.suggestions:
            seen += 1
            assert way.count > 0
            assert followed(way.url).found == way.count
        counts = [way.count for way in directory.suggestions]
        assert counts == sorted(counts, reverse=True)
        hopeful = [name for name in choices if right(choices, without=name)]
        alone = [name for name in choices if right({name: choices[name]}, without="")]
        assert len(counts) == len(hopeful or alone)
        assert {way.keeps for way in directory.suggestions} <= {not hopeful}
        lonely += not hopeful and bool(counts)
    assert seen > 10
    assert lonely, "some ask so much that letting one go gives nothing"


def test_words_that_empty_the_list_can_be_let_go() -> None:
    directory = asked(q="onbestaanbaar", soort="bibliotheek")
    (way,) = directory.suggestions
    assert way.count == followed(way.url).found == len(right({"soort": ["bibliotheek"]}))


def test_what_the_address_invents_does_not_count(visitor: Client) -> None:
    directory = asked(gemeente=["genk", "atlantis"], soort="eenhoorn")
    assert found(directory) == right({"gemeente": ["genk"]})
    assert set(directory.unknown) == {"atlantis", "eenhoorn"}
    assert "atlantis" not in "".join(chip.url for chip in directory.chips)
    assert directory.place_urls["genk"] == "/actoren/"
    results = read(visitor.get("/actoren/?gemeente=atlantis")).one(id="resultaten")
    assert results.every("p", class_="note")
    assert "atlantis" not in results.words
    assert not read(visitor.get("/actoren/?gemeente=genk")).one(id="resultaten").every("p", class_="note")


def test_the_map_leads_to_one_municipality_and_back() -> None:
    directory = asked(gemeente="genk", soort="site")
    assert found(followed(directory.place_urls["as"])) == right({"gemeente": ["as"], "soort": ["site"]})
    assert found(followed(directory.place_urls["genk"])) == right({"soort": ["site"]})
    assert directory.place_counts == right_counts({"gemeente": ["genk"], "soort": ["site"]}, "gemeente")


def test_long_lists_show_the_primary_groups_first() -> None:
    panels = {panel.name: panel for panel in asked().panels}
    groups = panels["doelgroep"]
    first = {"mensen-in-kansarmoede", "mensen-met-migratieachtergrond", "jongeren-met-schoolachterstand"}
    assert {option.value for option in groups.options} == first
    assert groups.more_count == len(options("doelgroep")) - 3
    assert all(group.label for group in groups.more)
    hidden = groups.more[0].options[0].value
    chosen = {panel.name: panel for panel in asked(doelgroep=hidden).panels}["doelgroep"]
    assert hidden in {option.value for option in chosen.options if option.checked}
    assert chosen.more_count == groups.more_count - 1
    assert len(panels["schaal"].options) == 4
    assert panels["schaal"].more == []
