"""Cards show an actor's own picture in its cloth: the right size, without a jump, without a query more, and at once when it changes."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor, Discipline, TargetGroup, Theme
from ecru.base.picture_sizes import make_missing
from tests.actors.markup import Element, read
from tests.base.test_images import photo, saved
from tests.factories import ActorFactory, FreshnessFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db
LIST = "/actoren/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def with_picture(name: str, width: int = 1200, **told: Any) -> Actor:
    """A choir with a picture of its own."""
    told.setdefault("municipality", MunicipalityFactory(slug="genk"))
    actor = ActorFactory(name=name, **told)
    actor.picture = ContentFile(saved(photo(size=(width, 600)), "WEBP"), f"{actor.slug}.webp")
    actor.picture_alt, actor.picture_x, actor.picture_y = f"{name} op het plein", 30, 70
    actor.save()
    return actor


def pictures(page: Any) -> list[Element]:
    """The pictures in the cards of a page."""
    return [box.one("img") for box in read(page).every("div", class_="framed")]


def test_a_card_shows_the_picture_in_its_cloth(visitor: Client) -> None:
    actor = with_picture("Koor")
    ActorFactory(name="Zonder foto")
    make_missing(str(actor.picture.name))
    page = visitor.get(LIST)
    [shown] = pictures(page)
    stem = actor.picture.url.removesuffix(".webp")
    expected = {
        "src": f"{stem}-320w.webp",
        "srcset": f"{stem}-320w.webp 320w, {stem}-800w.webp 800w",
        "alt": "Koor op het plein",
        "loading": "lazy",
        "class": "focus-x-30 focus-y-70",
    }
    assert {name: shown.attributes[name] for name in expected} == expected
    assert shown.attributes["width"], "with a height too: nothing jumps"
    assert shown.attributes["height"]
    assert f'{actor.picture.url}"' not in page.content.decode(), "never the upload while there is a size"
    assert len(read(page).every("li", class_="sample")) == 2
    assert visitor.get(f"{LIST}?weergave=lijst").content.decode().count("-320w.webp 320w") == 1
    assert pictures(visitor.get("/"))


def test_until_there_are_sizes_the_upload_shows_and_then_at_once_the_size(visitor: Client) -> None:
    actor = with_picture("Koor")
    [before] = pictures(visitor.get(LIST))
    assert before.attributes["src"] == actor.picture.url
    assert "srcset" not in before.attributes
    assert make_missing(str(actor.picture.name)) == 2
    [after] = pictures(visitor.get(LIST))
    assert after.attributes["src"].endswith("-320w.webp"), "the page that was kept is made anew"


def test_a_small_upload_has_one_size(visitor: Client) -> None:
    actor = with_picture("Koor", width=500)
    make_missing(str(actor.picture.name))
    [shown] = pictures(visitor.get(LIST))
    assert shown.attributes["src"].endswith("-320w.webp")
    assert "srcset" not in shown.attributes


def test_in_english_the_words_of_the_picture_are_dutch(visitor: Client) -> None:
    with_picture("Koor")
    [shown] = pictures(visitor.get(f"/en{LIST}"))
    assert shown.attributes["lang"] == "nl"


def test_related_actors_show_theirs_and_whether_they_are_confirmed(visitor: Client) -> None:
    theme = Theme.objects.create(slug="migratie", label="Migratie")
    group = TargetGroup.objects.create(slug="jongeren", label="Jongeren", is_primary=True)
    art = Discipline.objects.create(slug="muziek", label="Muziek")
    one, other = with_picture("Koor"), with_picture("Fanfare", municipality=MunicipalityFactory(slug="as"))
    ActorFactory.create_batch(12)  # what everybody shares says nothing
    for actor in (one, other):
        actor.themes.add(theme)
        actor.target_groups.add(group)
        actor.disciplines.add(art)
        actor.reindex()
    shown = pictures(visitor.get(one.get_absolute_url()))
    assert [picture.attributes["alt"] for picture in shown] == ["Fanfare op het plein"]
    assert "niet bevestigd sinds" not in read(visitor.get(one.get_absolute_url())).words
    silent(other)
    assert "niet bevestigd sinds maart 2026" in read(visitor.get(one.get_absolute_url())).words


def silent(actor: Actor) -> None:
    """Its people did not answer."""
    long_ago, today = timezone.localdate() - timedelta(days=400), timezone.localdate()
    Actor.objects.filter(pk=actor.pk).update(verified_on=long_ago, verified_by="actor")
    FreshnessFactory(actor=actor, asked_on=today, mailed_on=today, unconfirmed_since=date(2026, 3, 1))


def test_a_hit_of_search_says_that_nobody_confirmed_it(visitor: Client) -> None:
    actor = ActorFactory(name="Regenboogkoor")
    closed = ActorFactory(name="Regenboogfanfare", closed=True)
    page = "/zoeken/?q=regenboog"
    assert "niet bevestigd" not in read(visitor.get(page)).words
    silent(actor)
    silent(closed)
    words = read(visitor.get(page)).words
    assert words.count("niet bevestigd sinds maart 2026") == 1, "who stopped is not asked"


def test_pictures_cost_no_queries(visitor: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert visitor.get(f"{LIST}?sorteer=naam").status_code == 200
        return len(seen)

    for number in range(2):
        with_picture(f"Koor {number}")
    visitor.get(f"{LIST}?sorteer=naam")
    with_picture("Koor 2")
    few = count()
    for number in range(3, 15):
        with_picture(f"Koor {number}")
    assert count() == few
