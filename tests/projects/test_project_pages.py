"""Projects as everybody sees them: the directory, the page, the feed, the card, and the blocks on other pages."""

import json
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Municipality, Source, User
from ecru.portal.search import search
from projects.models import Answer, Practice, Project, Stage
from tests.actors.markup import text_of
from tests.factories import (
    ActorFactory,
    PartnerCallFactory,
    PracticeFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    ThemeFactory,
)
from tests.projects.together_cast import PROJECTS, browser_of

pytestmark = pytest.mark.django_db


def test_the_page_tells_who_leads_who_takes_part_and_what_is_sought(
    visitor: Client, project: Project, toneelhuis: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Practice, "get_absolute_url", lambda practice: f"/praktijken/{practice.slug}/")
    ProjectPartnerFactory(project=project, actor=toneelhuis, part="Het decor")
    ProjectPartnerFactory(project=project, actor=ActorFactory(name="Wie nog niets zei"), asked=True)
    ProjectPartnerFactory(project=project, actor=ActorFactory(name="Geheim huis", draft=True))
    built_on = PracticeFactory(title="Koren op straat")
    became = PracticeFactory(title="Zo doe je het")
    Project.objects.filter(pk=project.pk).update(
        seeks="Een podium.",
        approach="Elke week.",
        results="Veel volk.",
        period="zomer",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 8, 1),
        inspired_by=built_on,
        became=became,
    )
    PartnerCallFactory(title="Open oproep", project=project, actor=project.lead)
    PartnerCallFactory(title="Ontwerp van een oproep", project=project, draft=True)
    page = text_of(visitor.get(f"{PROJECTS}zingen/"))
    for word in (
        *("Zangkoor", "Toneelhuis", "Het decor", "Een podium.", "Elke week.", "Veel volk.", "zomer"),
        *("1 juni 2026", "Koren op straat", "Zo doe je het", "Open oproep", "We willen meedoen"),
    ):
        assert word in page, word
    for word in ("Wie nog niets zei", "Geheim huis", "Ontwerp van een oproep"):
        assert word not in page


def test_the_thread_shows_how_far_it_is_and_says_so_without_colour(visitor: Client, project: Project) -> None:
    page = text_of(visitor.get(f"{PROJECTS}zingen/"))
    for word in ("Een idee", "achter de rug", "nu", "komt nog"):
        assert word in page
    Project.objects.filter(pk=project.pk).update(stage=Stage.STOPPED)
    assert "Dit project is gestopt" in text_of(visitor.get(f"{PROJECTS}zingen/"))


def test_a_stage_that_we_do_not_know_is_told_with_what_the_source_said_and_when(
    visitor: Client, project: Project
) -> None:
    source = Source.objects.create(slug="nota", title="Cultuurnota 2019")
    Project.objects.filter(pk=project.pk).update(
        stage="",
        stands="aangevraagd (2019)",
        source=source,
        source_pages="p. 12",
        verified_on=date(2026, 3, 4),
    )
    page = text_of(visitor.get(f"{PROJECTS}zingen/"))
    for word in (
        *("We weten niet hoe ver dit project staat", "aangevraagd (2019)", "Cultuurnota 2019", "p. 12"),
        "Laatst nagekeken op 4 maart 2026",
    ):
        assert word in page
    assert "stand onbekend" in text_of(visitor.get(PROJECTS))
    Project.objects.filter(pk=project.pk).update(source=None, stands="")
    assert "Laatst nagekeken" in text_of(visitor.get(f"{PROJECTS}zingen/"))


def test_nobody_looked_at_it_on_new_years_day(visitor: Client, project: Project) -> None:
    source = Source.objects.create(slug="nota", title="Cultuurnota 2019", year=2019)
    Project.objects.filter(pk=project.pk).update(stage="", source=source, verified_on=date(2019, 1, 1))
    page = text_of(visitor.get(f"{PROJECTS}zingen/"))
    assert page.count("Laatst nagekeken in 2019, toen de bron geschreven werd.") == 2
    assert "1 januari 2019" not in page


def test_a_draft_is_for_its_people_partners_and_editors_only(
    visitor: Client, project: Project, mila: User, an: User, toneelhuis: Actor
) -> None:
    ali = User.objects.get(name="Ali")
    Project.objects.filter(pk=project.pk).update(status="draft")
    address = f"{PROJECTS}zingen/"
    assert visitor.get(address).status_code == 404
    assert browser_of(ali).get(address).status_code == 404
    ProjectPartnerFactory(project=project, actor=toneelhuis)
    assert [browser_of(one).get(address).status_code for one in (mila, ali, an)] == [200, 200, 200]
    assert visitor.get(f"{address}kaart.png").status_code == 404
    assert "Zingen op het plein" not in text_of(visitor.get(PROJECTS))


def test_the_directory_narrows_by_stage_place_group_discipline_theme_and_words(
    visitor: Client, project: Project, genk: Municipality, beringen: Municipality
) -> None:
    theme = ThemeFactory(label="Feest", slug="feest")
    ProjectFactory(
        title="Dansen",
        slug="dansen",
        stage=Stage.IDEA,
        words={"municipalities": [beringen], "themes": [theme]},
    )
    for question, found, not_found in (
        ("stap=idee", "Dansen", "Zingen"),
        ("gemeente=genk", "Zingen", "Dansen"),
        ("thema=feest", "Dansen", "Zingen"),
        ("q=zingen", "Zingen", "Dansen"),
    ):
        page = text_of(visitor.get(f"{PROJECTS}?{question}"))
        assert found in page
        assert not_found not in page
    swap = text_of(visitor.get(f"{PROJECTS}?stap=idee", headers={"HX-Request": "true"}))
    assert "1 project gevonden" in swap


def test_in_english_the_english_title_stands_and_dutch_is_marked(visitor: Client, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(title_en="Singing in the square")
    answer = visitor.get(f"/en{PROJECTS}zingen/").content.decode()
    assert "Singing in the square" in answer
    assert "This text only exists in Dutch for now." in answer
    assert 'lang="nl"' in answer


def test_machines_read_it_as_a_project_with_its_lead(visitor: Client, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(
        stage=Stage.DONE, starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1)
    )
    page = visitor.get(f"{PROJECTS}zingen/").content.decode()
    told = json.loads(page.partition('application/ld+json">')[2].partition("</script>")[0])
    assert told["@type"] == "Project"
    assert told["parentOrganization"]["name"] == "Zangkoor"
    assert told["dissolutionDate"] == "2025-02-01"


def test_feed_card_and_sitemap(visitor: Client, project: Project) -> None:
    feed = visitor.get(f"{PROJECTS}feed/").content.decode()
    assert "Zingen op het plein" in feed
    card = visitor.get(f"{PROJECTS}zingen/kaart.png")
    assert card["Content-Type"] == "image/png"
    assert "/projecten/zingen/" in visitor.get("/sitemap-projects.xml").content.decode()


def test_actor_and_municipality_show_what_they_do_together(
    visitor: Client, project: Project, toneelhuis: Actor, genk: Municipality
) -> None:
    ProjectPartnerFactory(project=project, actor=toneelhuis)
    PartnerCallFactory(title="Zaal gevraagd", actor=project.lead, words={"municipalities": [genk]})
    for address, words in (
        ("/actoren/zangkoor/", ("Zingen op het plein", "Zaal gevraagd")),
        ("/actoren/toneelhuis/", ("Zingen op het plein",)),
        ("/gemeenten/genk/", ("Zingen op het plein", "Zaal gevraagd")),
    ):
        page = text_of(visitor.get(address))
        for word in words:
            assert word in page, (address, word)
    assert "Samenwerken" not in text_of(visitor.get("/gemeenten/beringen/"))


def test_search_finds_it_with_how_far_it_is(project: Project) -> None:
    result = search("zingen op het plein", AnonymousUser())
    group = result.group("projecten")
    assert group is not None
    assert [(hit.name, hit.kind) for hit in group.hits] == [("Zingen op het plein", "project, bezig")]


@pytest.mark.parametrize(
    "address", [PROJECTS, f"{PROJECTS}zingen/", "/actoren/zangkoor/", "/gemeenten/genk/"]
)
def test_as_many_questions_for_two_as_for_many(
    visitor: Client, project: Project, genk: Municipality, address: str
) -> None:
    def add(number: int) -> None:
        for _ in range(number):
            made: Any = ProjectFactory(lead=project.lead, words={"municipalities": [genk]})
            PartnerCallFactory(
                project=project, actor=made.lead, resources=["plek"], words={"municipalities": [genk]}
            )
            ProjectPartnerFactory(project=project, answer=Answer.AGREED)

    add(2)
    visitor.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        visitor.get(f"{address}?x=1")
    add(20)
    visitor.get(address)
    with CaptureQueriesContext(connection) as many:
        visitor.get(f"{address}?x=2")
    assert len(few) == len(many)


def test_a_page_in_english_says_which_words_are_dutch(visitor: Client, project: Project) -> None:
    page = visitor.get(f"/en{PROJECTS}{project.slug}/").content.decode()
    assert f'<h1><span><span lang="nl">{project.title}</span></span></h1>' in page


def test_who_leads_a_finished_project_finds_the_way_to_share_it(project: Project, mila: User) -> None:
    Project.objects.filter(pk=project.pk).update(stage=Stage.DONE)
    page = browser_of(mila).get(f"{PROJECTS}{project.slug}/").content.decode()
    assert f"/mijn/projecten/{project.slug}/#delen" in page
