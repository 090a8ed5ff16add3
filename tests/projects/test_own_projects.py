"""Keeping one's own projects: beginning, saving, going on the site, stages, history, and becoming a practice."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError

from actors.accounts.panels import panels_for
from actors.desk import Impossible
from actors.models import Actor, Municipality, User
from projects.becoming import become_practice
from projects.models import Consent, Practice, Project, Stage, StateChange
from projects.publishing import publish, take_off
from projects.stages import move
from projects.writing import Beginning, begin_project, save_record, throw_away
from tests.actors.expert_cast import form_of
from tests.actors.expert_cast import save as send
from tests.actors.markup import read, text_of
from tests.factories import (
    ActorFactory,
    MembershipFactory,
    ProjectPartnerFactory,
    UserFactory,
)
from tests.projects.together_cast import MY_PROJECTS, PROJECTS, browser_of

pytestmark = pytest.mark.django_db
NASTY = "</textarea><script>alert('ü')</script> {{ 7|add:7 }}"


def steps(project: Project) -> list[tuple[str, str, str]]:
    return [(step.what, step.old, step.new) for step in StateChange.objects.about(project)]


def test_from_two_questions_to_a_page_on_the_site(mila: User, zangkoor: Actor, genk: Municipality) -> None:
    browser = browser_of(mila)
    page = browser.get(f"{PROJECTS}nieuw/")
    assert "Hoe heet het?" in text_of(page)
    stamp = read(page).one("input", name="stamp").attributes["value"]
    sent = {"actor": zangkoor.pk, "title": "Samen soep koken", "stamp": stamp}
    answers = [browser.post(f"{PROJECTS}nieuw/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    project = Project.objects.get()
    address = f"{MY_PROJECTS}samen-soep-koken/"
    assert answers[0]["Location"] == address
    assert (project.status, project.created_by, list(project.municipalities.all())) == ("draft", mila, [genk])
    assert "Vertel waarover het gaat" in text_of(send(browser, "publish", address))
    assert send(browser, "publish", address, description="Elke buur brengt iets mee.").status_code == 302
    project.refresh_from_db()
    assert project.is_public
    assert "Elke buur brengt iets mee." in text_of(browser.get(f"{PROJECTS}samen-soep-koken/"))
    assert steps(project) == [("status", "draft", "published"), ("status", "", "draft")]


def test_the_same_title_again_gets_an_address_of_its_own(mila: User, zangkoor: Actor) -> None:
    made = [begin_project(by=mila, beginning=Beginning(zangkoor, "Nieuw", stamp)) for stamp in ("a", "b")]
    made.append(begin_project(by=mila, beginning=Beginning(zangkoor, "!!!", "c")))
    assert [project.slug for project in made] == ["nieuw-2", "nieuw-3", "project"]


def test_nobody_begins_for_somebody_else(ali: User, mila: User, zangkoor: Actor) -> None:
    answer = browser_of(ali).post(f"{PROJECTS}nieuw/", {"actor": zangkoor.pk, "title": "Van mij"})
    assert "Kies voor welke organisatie" in text_of(answer)
    with pytest.raises(PermissionDenied):
        begin_project(by=ali, beginning=Beginning(zangkoor, "Van mij", "x"))
    assert not Project.objects.exists()
    nobody = UserFactory()
    assert "Dit is voor wie voor een organisatie werkt" in text_of(
        browser_of(nobody).get(f"{PROJECTS}nieuw/")
    )
    assert "Dit is voor wie voor een organisatie werkt" in text_of(browser_of(nobody).get(MY_PROJECTS))


def test_a_draft_is_saved_while_somebody_types_and_what_shows_is_not(mila: User, project: Project) -> None:
    browser, address = browser_of(mila), f"{MY_PROJECTS}zingen/"
    assert "Druk op “Bewaar”" in text_of(send(browser, "keep", address, description="Nieuw."))
    Project.objects.filter(pk=project.pk).update(status="draft", published_at=None)
    assert "Bewaard om" in text_of(send(browser, "keep", address, description="Nieuw."))
    project.refresh_from_db()
    assert project.description == "Nieuw."


def test_a_mistake_costs_nothing(mila: User, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(status="draft")
    browser, address = browser_of(mila), f"{MY_PROJECTS}zingen/"
    page = send(
        browser,
        address=address,
        description=NASTY,
        seeks="x" * 5001,
        starts_on="2026-05-02",
        ends_on="2026-05-01",
        title="",
    )
    said = text_of(page)
    assert "hoogstens 5000" in said
    assert "Het einde komt na het begin" in said
    assert "<script>alert" not in page.content.decode()
    project.refresh_from_db()
    assert project.description == NASTY
    assert project.title == "Zingen op het plein"
    assert form_of(browser, address)["description"] == NASTY


def test_what_is_on_the_site_stays_whole(mila: User, project: Project) -> None:
    said = text_of(send(browser_of(mila), address=f"{MY_PROJECTS}zingen/", description=" "))
    assert "Vertel waarover het gaat" in said
    project.refresh_from_db()
    assert project.description


def test_two_tabs_see_both_versions_and_lose_nothing(mila: User, project: Project) -> None:
    browser, address = browser_of(mila), f"{MY_PROJECTS}zingen/"
    old = form_of(browser, address)
    send(browser, address=address, description="Uit het eerste tabblad.")
    answer = browser.post(address, {**old, "description": "Uit het tweede tabblad.", "do": "save"})
    said = text_of(answer)
    assert "Iemand bewaarde intussen dit" in said
    assert "Uit het eerste tabblad." in said
    assert "Uit het tweede tabblad." in said
    project.refresh_from_db()
    assert project.description == "Uit het eerste tabblad."
    again = {**old, "seen": read(answer).one("input", name="seen").attributes["value"]}
    browser.post(address, {**again, "description": "Uit het tweede tabblad.", "do": "save"})
    project.refresh_from_db()
    assert project.description == "Uit het tweede tabblad."
    stale = browser.post(address, {**old, "description": "Nog iets.", "title": "Ander", "do": "keep"})
    assert stale.status_code == 200


def test_saving_the_same_again_makes_no_page_old(mila: User, project: Project) -> None:
    before = project.updated_at
    save_record(
        record=project,
        by=mila,
        values={"description": project.description, "themes": [], "inspired_by": None},
    )
    project.refresh_from_db()
    assert project.updated_at == before


def test_stages_are_verbs_that_are_written_down_once(mila: User, project: Project) -> None:
    browser, address = browser_of(mila), f"{MY_PROJECTS}zingen/"
    Project.objects.filter(pk=project.pk).update(stage=Stage.IDEA)
    assert "We bereiden het voor" in text_of(browser.get(address))
    for verb, stage in (
        *(("voorbereiden", "voorbereiding"), ("beginnen", "bezig"), ("beginnen", "bezig")),
        *(("afronden", "klaar"), ("hernemen", "bezig"), ("stoppen", "gestopt")),
    ):
        browser.post(f"{address}stap/", {"stap": verb})
        project.refresh_from_db()
        assert project.stage == stage
    assert [new for what, _old, new in steps(project) if what == "stap"] == [
        *("gestopt", "bezig", "klaar", "bezig", "voorbereiding")
    ]
    said = text_of(browser.post(f"{address}stap/", {"stap": "afronden"}, follow=True))
    assert "Die stap past niet meer" in said
    assert "Die stap kennen we niet" in text_of(
        browser.post(f"{address}stap/", {"stap": "vliegen"}, follow=True)
    )
    assert "Mila" in said, "the history says who"
    Project.objects.filter(pk=project.pk).update(stage="")
    with pytest.raises(Impossible, match="onbekend"):
        move(project=project, by=mila, verb="hernemen")


def test_only_the_lead_and_the_editors_change_it(
    project: Project, ali: User, an: User, toneelhuis: Actor, visitor: Any
) -> None:
    ProjectPartnerFactory(project=project, actor=toneelhuis)
    address = f"{MY_PROJECTS}zingen/"
    assert browser_of(ali).get(address).status_code == 403
    assert browser_of(ali).post(f"{address}stap/", {"stap": "stoppen"}).status_code == 403
    assert visitor.get(address).status_code == 302
    assert browser_of(an).get(address).status_code == 200
    with pytest.raises(PermissionDenied):
        save_record(record=project, by=ali, values={"title": "Van ons"})


def test_off_the_site_and_a_draft_away(mila: User, project: Project, zangkoor: Actor) -> None:
    browser, address = browser_of(mila), f"{MY_PROJECTS}zingen/"
    assert "stond al op de site" in text_of(browser.post(address, {"do": "delete"}, follow=True))
    assert "Het is van de site" in text_of(browser.post(address, {"do": "off"}, follow=True))
    project.refresh_from_db()
    assert project.is_archived
    take_off(record=project, by=mila)
    assert [what for what, *_ in steps(project)] == ["status"], "twice is once"
    draft = begin_project(by=mila, beginning=Beginning(zangkoor, "Vergissing", "v"))
    gone = browser.post(f"{MY_PROJECTS}{draft.slug}/", {"do": "delete"}, follow=True)
    assert "De kladversie is weg" in text_of(gone)
    assert not Project.objects.filter(pk=draft.pk).exists()
    with pytest.raises(PermissionDenied):
        throw_away(record=project, by=UserFactory())


def test_nothing_shows_for_an_organisation_that_is_not_on_the_site(mila: User, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(status="draft")
    Actor.objects.filter(slug="zangkoor").update(closed=True)
    with pytest.raises(Impossible, match="staat nu niet op de site"):
        publish(record=project, by=mila)


def test_the_past_is_written_once_and_outlives_who_made_it(mila: User, project: Project) -> None:
    move(project=project, by=mila, verb="afronden")
    step = StateChange.objects.get()
    with pytest.raises(ImproperlyConfigured):
        step.save()
    StateChange.objects.forget_person(mila)
    mila.memberships.all().delete()
    mila.delete()
    step = StateChange.objects.get()
    assert step.who == "voormalig lid"
    assert str(step) == "hoe ver het staat: bezig → gedaan"


def test_a_finished_project_offers_to_become_a_practice(
    mila: User, project: Project, toneelhuis: Actor
) -> None:
    browser, address = browser_of(mila), f"{MY_PROJECTS}zingen/"
    button = "Maak er een praktijk van"
    assert button not in text_of(browser.get(address)), "it still goes on"
    assert browser.post(f"{address}praktijk/").status_code == 404
    Project.objects.filter(pk=project.pk).update(
        stage=Stage.DONE, results="Veel volk.", starts_on="2025-05-01"
    )
    ProjectPartnerFactory(project=project, actor=toneelhuis)
    assert button in text_of(browser.get(address))
    answers = [browser.post(f"{address}praktijk/") for _ in range(2)]
    made = Practice.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/mijn/praktijken/{made.pk}/"}
    assert (made.title, made.results, made.year_from) == ("Zingen op het plein", "Veel volk.", 2025)
    assert not made.is_public
    assert {(part.actor, part.consent) for part in made.makers.all()} == {
        (project.lead, Consent.AGREED),
        (toneelhuis, Consent.ASKED),
    }
    project.refresh_from_db()
    assert project.became == made
    assert button not in text_of(browser.get(address))
    Project.objects.filter(pk=project.pk).update(stage=Stage.RUNNING, became=None)
    with pytest.raises(Impossible):
        become_practice(project=project, by=mila)


def test_own_pages_show_what_there_is_to_do(mila: User, project: Project, zangkoor: Actor) -> None:
    assert "Zingen op het plein" in text_of(browser_of(mila).get(MY_PROJECTS))
    labels = [
        way.label for made in panels_for(mila) if made.title == "Projecten en oproepen" for way in made.ways
    ]
    assert labels == ["Je projecten", "Je oproepen", "Plaats een oproep"]
    other = MembershipFactory(actor=ActorFactory()).user
    assert "Hier staat nog niets" in text_of(browser_of(other).get(MY_PROJECTS))


def test_the_admin_asks_for_years_and_addresses_that_can_be(zangkoor: Actor) -> None:
    for wrong in ({"slug": "partner"}, {"slug": "x", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}):
        with pytest.raises(ValidationError):
            Project(title="x", lead=zangkoor, **wrong).clean()
