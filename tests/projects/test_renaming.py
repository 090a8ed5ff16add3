"""A word gets another label, or goes: search, lists and catalogues follow at once, for everything that it describes."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Discipline, PublicAnswer, TargetGroup, Theme, Topic, User
from ecru.base.searchable import led_to, renamed, searchable
from projects.models import PartnerCall, Practice, Project, Resource
from tests.actors.admin_cast import editor, signed_in, typed
from tests.factories import (
    ActorFactory,
    MunicipalityFactory,
    PartnerCallFactory,
    PracticeFactory,
    ProjectFactory,
    ThemeFactory,
)

__all__ = ["editor"]

LISTS = {"/praktijken/": Practice, "/projecten/": Project, "/oproepen/": PartnerCall}


@pytest.fixture
def theme(db: None) -> Theme:
    """A word that describes an actor, a practice, a project and a call."""
    theme: Theme = ThemeFactory(label="Mijnerfgoed", label_en="Mining heritage")
    ActorFactory(name="Koor").themes.add(theme)
    for make in (PracticeFactory, ProjectFactory, PartnerCallFactory):
        make(words={"themes": [theme]})
    Actor.objects.all().reindex()
    return theme


def found(word: str) -> dict[str, int]:
    """How many of each are found by ``word``: in SQL, and in the lists that everybody sees, which must agree."""
    told = {}
    for address, model in LISTS.items():
        told[model.__name__] = model.objects.search(word).count()
        page = Client().get(address, {"q": word})
        assert page.context["directory"].found == told[model.__name__], address
    return told | {"Actor": Actor.objects.search(word).count()}


def test_everything_is_found_by_the_new_label(editor: User, theme: Theme) -> None:
    assert set(found("mijnerfgoed").values()) == {1}
    browser, form = signed_in(editor), f"/beheer/actors/theme/{theme.pk}/change/"
    browser.post(form, typed(browser.get(form), label="Steenkool", alt_labels="terril"))
    assert set(found("steenkool").values()) == {1}
    assert set(found("terril").values()) == {1}
    assert set(found("mijnerfgoed").values()) == {0}


def test_nothing_is_found_by_a_word_that_is_gone(editor: User, theme: Theme) -> None:
    signed_in(editor).post(f"/beheer/actors/theme/{theme.pk}/delete/", {"post": "yes"})
    assert not Theme.objects.exists()
    assert set(found("mijnerfgoed").values()) == {0}


def test_nothing_is_found_by_words_that_are_gone_together(editor: User, theme: Theme) -> None:
    chosen = {"action": "delete_selected", "_selected_action": [theme.pk], "post": "yes"}
    signed_in(editor).post("/beheer/actors/theme/", chosen)
    assert not Theme.objects.exists()
    assert set(found("mijnerfgoed").values()) == {0}


def test_a_municipality_and_an_actor_take_their_new_name_along(editor: User) -> None:
    place, choir = MunicipalityFactory(name="Genk"), ActorFactory(name="Meerklank")
    call = PartnerCallFactory(actor=choir, words={"municipalities": [place]})
    browser, form = signed_in(editor), f"/beheer/actors/municipality/{place.pk}/change/"
    browser.post(form, typed(browser.get(form), name="Genck"))
    choir.rename("Zanggroep")
    assert PartnerCall.objects.search("genck zanggroep").get() == call
    assert not PartnerCall.objects.search("meerklank").exists()


def test_facts_that_rename_a_word_do_so_too(theme: Theme) -> None:
    Theme.objects.filter(pk=theme.pk).update(label="Steenkool")
    renamed(Theme, [theme.pk])
    assert set(found("steenkool").values()) == {1}


def test_a_word_that_describes_more_asks_no_more(editor: User, theme: Theme) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            renamed(Theme, [theme.pk])
        return len(asked)

    few = queries()
    for _number in range(5):
        PracticeFactory(words={"themes": [theme]})
    assert queries() == few


# --- Every way in which one record speaks of another ------------------------------------------------------------------


@pytest.mark.parametrize("model", searchable(), ids=lambda model: model.__name__)
def test_whatever_search_words_use_is_followed(model: Any) -> None:
    """What ``for_reindex`` fetches is what the words are made of; other names of an actor go with the actor."""
    asked = model._default_manager.for_reindex()
    used = {*asked._prefetch_related_lookups, *(asked.query.select_related or {})}
    used = {way.removesuffix("__names") for way in used if way not in {"names", "steps", "criteria"}}
    if model is PublicAnswer:
        used = used - {"expert"} | {
            "expert__actor"
        }  # an expert goes by its own name, or that of its organisation
    assert used - {"expert"} <= set(model.SPEAKS_OF)


def test_the_words_of_the_field_are_among_what_is_followed() -> None:
    spoken = {led_to(model, way) for model in searchable() for way in model.SPEAKS_OF}
    assert {Actor, Discipline, TargetGroup, Theme, Topic, Resource} <= spoken
