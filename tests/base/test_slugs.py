"""Addresses made of names: short, readable, and nobody else's."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from actors import addresses as actors
from actors.admin.actor_form import ActorForm
from actors.models import Actor, Expert, Need, SlugRedirect
from actors.models.actor import TAKEN_SLUGS
from ecru.base.slugs import LONGEST_STEM, free_slug, free_slugs
from projects.models import PartnerCall, Practice, Project
from projects.writing import free_slug as free_record_slug
from subsidies import addresses as subsidies
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db

MAKERS: dict[str, Callable[[str], str]] = {
    "actor": actors.free_slug,
    "expert": Expert.objects.all().free_slug,
    "nood": Need.objects.all().free_slug,
    "praktijk": Practice.objects.all().free_slug,
    "project": lambda title: free_record_slug(Project, title),
    "oproep": lambda title: free_record_slug(PartnerCall, title),
    "steun": lambda title: subsidies.free_slugs([title])[0],
    "gever": lambda name: subsidies.free_keys([name])[0],
}


@pytest.mark.parametrize("word", MAKERS)
@pytest.mark.parametrize("name", ["!!!", "…", "东西", "--", " ", "\x00"])
def test_a_name_without_letters_becomes_a_word(word: str, name: str) -> None:
    assert MAKERS[word](name) == word


@pytest.mark.parametrize("word", MAKERS)
def test_a_long_name_is_cut_and_never_ends_in_a_dash(word: str) -> None:
    assert MAKERS[word]("x" * LONGEST_STEM + " staart") == "x" * LONGEST_STEM
    assert MAKERS[word]("x" * (LONGEST_STEM - 1) + " staart") == "x" * (LONGEST_STEM - 1)


@pytest.mark.parametrize("word", ["actor", "expert", "nood", "praktijk", "project", "oproep", "steun"])
def test_no_page_of_ours_is_taken(word: str) -> None:
    reserved = "pauze" if word == "expert" else "nieuw"
    assert MAKERS[word](reserved) == f"{reserved}-2"


def test_what_an_actor_had_stays_theirs() -> None:
    kept = ActorFactory(slug="harmonie")
    SlugRedirect.objects.create(slug="harmonie-2", actor=kept, lost_key=0)
    assert actors.free_slugs(["Harmonie", "Harmonie", "Fanfare"]) == ["harmonie-3", "harmonie-4", "fanfare"]


@pytest.mark.parametrize("name", sorted(TAKEN_SLUGS))
def test_an_editor_gets_no_address_of_a_page_of_ours(name: str) -> None:
    """The form fills the address in from the name, in the browser too."""
    form = ActorForm()
    form.cleaned_data = {"name": name.title(), "slug": name}
    assert form.clean_slug() == f"{name}-2"


@given(
    names=st.lists(st.sampled_from(["Koor", "koor 2", "Koor-2", "koor 2 2", "?", "actor", "Ät"]), max_size=12)
)
def test_all_are_free_and_different(names: list[str]) -> None:
    there = {"koor", "koor-3", "actor-2", "at-2"}
    for slug in there - set(Actor.objects.values_list("slug", flat=True)):
        ActorFactory(slug=slug)
    given_ = free_slugs(names, "actor", Actor.objects, reserved=["at"])
    assert len(given_) == len(names) == len(set(given_))
    assert not {*there, "at"} & set(given_)


def test_thousands_cost_a_few_queries() -> None:
    ActorFactory(slug="koor")
    with CaptureQueriesContext(connection) as asked:
        slugs = free_slugs(
            [f"Vereniging {number}" for number in range(2000)] + ["Koor"], "actor", Actor.objects
        )
    assert slugs[-1] == "koor-2"
    assert len(asked) <= 6


def test_one_name_asks_once_when_it_is_free() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert free_slug("Nergens anders", "actor", Actor.objects) == "nergens-anders"
    assert len(asked) == 1
