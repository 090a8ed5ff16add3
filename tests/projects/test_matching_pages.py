"""The page that explains how we match, and the page with what fits one's own actor."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.accounts.panels import panels_for
from actors.models import Actor, Role, User
from ecru.base.models import Publication
from ecru.base.personal import holdings
from projects.matching import RULES, block_for
from projects.matching.cautions import CAUTIONS
from projects.matching.putting_away import named, put_away
from projects.models import NotRelevant, PartnerCall, Practice, Project
from projects.models.not_relevant import reference
from projects.panels.matching import who_goes_with
from tests.actors.markup import read
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    MembershipFactory,
    MunicipalityFactory,
    PartnerCallFactory,
    PracticeFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)

HOME = "/mijn/actoren/koor/voor-jou/"

pytestmark = pytest.mark.django_db


class Town:
    """Noor and Tom act for a choir in Genk; Arte in As goes with it, and so do a practice and a call of Arte."""

    def __init__(self) -> None:
        genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As", latitude="51.05000")
        for _number in range(20):
            ActorFactory()
        self.words = {
            "themes": [ThemeFactory(label="Taal leren")],
            "target_groups": [TargetGroupFactory(label="Jongeren")],
        }
        self.choir = ActorFactory(name="Koor", slug="koor", municipality=genk, words=self.words)
        self.arte = ActorFactory(name="Arte", slug="arte", municipality=as_, words=self.words)
        self.practice = PracticeFactory(title="Boekclub", slug="boekclub", maker=self.arte, words=self.words)
        self.call = PartnerCallFactory(
            title="Wie zingt mee?", slug="zingt-mee", actor=self.arte, words=self.words
        )
        self.noor = MembershipFactory(actor=self.choir, user=UserFactory(name="Noor", role=Role.MEMBER)).user
        self.tom = MembershipFactory(actor=self.choir, user=UserFactory(name="Tom", role=Role.MEMBER)).user

    def press(self, do: str, record: Any, by: User | None = None, address: str = HOME) -> Any:
        """Somebody presses a button beside ``record``."""
        named_as = record if isinstance(record, str) else reference(record)
        return browser(by or self.noor).post(address, {"do": do, "record": named_as}, follow=True)


def browser(user: User) -> Client:
    """``user`` at a computer."""
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


@pytest.fixture(autouse=True)
def _routes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Practices, projects and calls have pages in other rooms; here only their addresses matter."""
    for model in (PartnerCall, Practice, Project):
        monkeypatch.setattr(model, "get_absolute_url", lambda self: f"/{self._meta.model_name}/{self.slug}/")


@pytest.fixture
def town() -> Town:
    return Town()


def names(response: Any) -> list[str]:
    """What the page suggests, in order."""
    return [sample.one("h3").words for sample in read(response).every("li", class_="match")]


# --- How we match -------------------------------------------------------------------------------------------------


def test_the_page_that_explains_shows_the_very_rules(client: Client) -> None:
    ActorKindFactory(label="Cultuurcentrum", slug="cultuurcentrum")
    page = read(client.get("/hoe-we-koppelen/"))
    rows = page.every("tr")[1:]
    assert len(rows) == len(RULES)
    words = page.one("main").words
    for rule in RULES:
        assert str(rule.looks_at) in words
    for caution in CAUTIONS:
        assert str(caution.when) in words
    assert "cultuurcentrum" in words
    assert "It only adds" in read(client.get("/en/hoe-we-koppelen/")).one("main").words


# --- The block on a page ------------------------------------------------------------------------------------------


def test_the_page_of_an_actor_says_who_goes_with_it_and_why(town: Town, client: Client) -> None:
    page = read(client.get("/actoren/koor/"))
    section = page.one("section", aria_labelledby="h-past-actor")
    assert "Arte" in section.words
    assert "Zelfde thema: taal leren." in section.words
    assert "/hoe-we-koppelen/" in section.links


def test_a_page_that_finds_nobody_says_what_to_do(town: Town, client: Client) -> None:
    Actor.objects.filter(pk=town.arte.pk).update(status=Publication.ARCHIVED)
    section = read(client.get("/actoren/koor/")).one("section", aria_labelledby="h-past-actor")
    assert "Er past niets goed genoeg" in section.words
    assert "/vraag/" in section.links


def test_what_somebody_put_away_never_shows_on_the_page_for_everybody(town: Town, client: Client) -> None:
    put_away(by=town.noor, actor=town.choir, subject=town.choir, record=town.arte)
    for visitor in (client, browser(town.noor)):
        assert (
            "Arte" in read(visitor.get("/actoren/koor/")).one("section", aria_labelledby="h-past-actor").words
        )


def test_a_change_shows_at_once_on_the_kept_page(town: Town, client: Client) -> None:
    assert "Arte" in names(client.get("/actoren/koor/"))
    Actor.objects.filter(pk=town.arte.pk).update(closed=True)
    assert "Arte" not in names(client.get("/actoren/koor/"))


def test_every_kind_of_page_has_a_title_of_its_own(town: Town) -> None:
    project = ProjectFactory(lead=town.choir, words=town.words)
    blocks = [block_for(record) for record in (town.choir, project, town.practice, town.call)]
    assert len({str(block.holds["title"]) for block in blocks}) == 4
    assert block_for(town.practice, kinds=["practice"], title="Hier kan je op verder weven").holds == {
        "suggestions": [],
        "title": "Hier kan je op verder weven",
        "id": "past-practice",
    }
    assert who_goes_with(Actor(name="Nieuw")) is None


# --- What fits one's own actor ------------------------------------------------------------------------------------


def test_noor_sees_partners_calls_and_examples(town: Town) -> None:
    response = browser(town.noor).get(HOME)
    assert names(response) == ["Arte", "Wie zingt mee?", "Boekclub"]
    assert [heading.words for heading in read(response).one("main").every("h2")] == [
        "Met wie je iets kan doen",
        "Oproepen die passen",
        "Voorbeelden om van te leren",
    ]
    assert response["Cache-Control"].find("no-store") >= 0 or "private" in response["Cache-Control"]


def test_what_is_not_relevant_goes_and_comes_back(town: Town) -> None:
    page = town.press("weg", town.arte)
    assert page.redirect_chain == [(HOME, 302)]
    assert "Arte" not in names(page)
    assert "We stellen “Arte” hier niet meer voor." in read(page).words
    town.press("weg", town.arte, by=town.tom)
    assert NotRelevant.objects.get().by == town.noor
    assert "Arte" not in names(browser(town.tom).get(HOME))
    assert "Arte" in names(town.press("terug", town.arte, by=town.tom))
    assert not NotRelevant.objects.exists()
    assert "Arte" in names(town.press("terug", town.arte))


def test_practices_and_calls_are_put_away_too(town: Town) -> None:
    town.press("weg", town.practice)
    page = town.press("weg", town.call)
    assert names(page) == ["Arte"]
    assert [link.words for link in read(page).one("ul", class_="rows").every("a")] == [
        "Wie zingt mee?",
        "Boekclub",
    ]


@pytest.mark.parametrize(
    "record",
    [
        "",
        "actor",
        "actor:",
        "actor:0",
        "actor:-1",
        "actor:²",
        "actor:" + "9" * 40,
        "user:1",
        "volunteer:1",
        "\x00",
    ],
)
@pytest.mark.parametrize("do", ["weg", "terug", "", "nog-iets"])
def test_what_is_gone_or_made_up_changes_nothing(town: Town, record: str, do: str) -> None:
    page = town.press(do, record)
    assert page.status_code == 200
    assert "Dit is er niet meer. Er veranderde niets." in read(page).words
    assert not NotRelevant.objects.exists()
    assert named(record) is None


def test_what_is_hidden_cannot_be_put_away(town: Town) -> None:
    draft = ActorFactory(name="Geheim", draft=True)
    page = town.press("weg", draft)
    assert "Geheim" not in read(page).words
    assert not NotRelevant.objects.exists()


def test_an_editor_looks_but_does_not_decide_for_the_choir(town: Town) -> None:
    an = browser(UserFactory(role=Role.EDITOR))
    page = an.get(HOME)
    assert "Arte" in names(page)
    assert not read(page).every("button", value="weg")
    assert an.post(HOME, {"do": "weg", "record": reference(town.arte)}).status_code == 403
    put_away(by=town.noor, actor=town.choir, subject=town.choir, record=town.practice)
    assert not read(an.get(HOME)).every("button", value="terug")
    assert an.post(HOME, {"do": "terug", "record": reference(town.practice)}).status_code == 403


def test_noor_looks_for_her_call_and_her_project_too(town: Town) -> None:
    call = PartnerCallFactory(title="Wie speelt piano?", slug="piano", actor=town.choir, words=town.words)
    ProjectFactory(title="Zomer", lead=town.choir, words=town.words)
    page = browser(town.noor).get(HOME)
    chosen = read(page).one("ul", class_="choices")
    assert [link.words for link in chosen.every("a")] == ["Koor", "Wie speelt piano?", "Zomer"]
    address = f"{HOME}?voor=partnercall%3A{call.pk}"
    assert address in chosen.links
    assert "Arte" in names(browser(town.noor).get(address))
    page = town.press("weg", town.arte, address=address)
    assert page.redirect_chain == [(address, 302)]
    assert "Arte" not in names(page)
    assert "Arte" in names(browser(town.noor).get(HOME))


@pytest.mark.parametrize("wanted", ["actor:1", "partnercall:9", "onzin", "project:", "\x00"])
def test_looking_for_something_else_is_not_found(town: Town, wanted: str) -> None:
    assert browser(town.noor).get(HOME, {"voor": wanted}).status_code == 404


def test_a_page_on_which_nothing_fits_says_so(town: Town) -> None:
    for record in (town.arte, town.practice, town.call):
        put_away(by=town.noor, actor=town.choir, subject=town.choir, record=record)
    page = read(browser(town.noor).get(HOME))
    assert "Er past niets goed genoeg" in page.words
    assert "Stel ons je vraag. We zoeken mee." in page.words


def test_what_is_no_longer_public_leaves_the_list_of_what_was_put_away(town: Town) -> None:
    put_away(by=town.noor, actor=town.choir, subject=town.choir, record=town.arte)
    Actor.objects.filter(pk=town.arte.pk).update(status=Publication.DRAFT)
    assert "Arte" not in read(browser(town.noor).get(HOME)).words


def test_the_start_page_leads_to_it_for_who_acts_for_an_actor(town: Town, client: Client) -> None:
    assert any(way.url == HOME for panel in panels_for(town.noor) for way in panel.ways)
    assert not any("voor-jou" in way.url for panel in panels_for(UserFactory()) for way in panel.ways)
    assert HOME in read(browser(town.noor).get("/mijn/actoren/koor/")).links


def test_what_somebody_put_away_stands_in_their_data(town: Town) -> None:
    put_away(by=town.noor, actor=town.choir, subject=town.choir, record=town.arte)
    assert "Voorstellen die je weglegde" in read(browser(town.noor).get("/mijn/gegevens/")).words
    [held] = holdings["not_relevant"].export(town.noor)
    assert held["actor"] == "Koor"
    assert held["record"] == reference(town.arte)
    gone = UserFactory()
    NotRelevant.objects.update(by=gone)
    gone.delete()
    assert NotRelevant.objects.get().by is None


def test_the_page_costs_as_much_for_few_as_for_many(town: Town) -> None:
    def queries() -> int:
        browser(town.noor).get(HOME)
        visitor = browser(town.noor)
        with CaptureQueriesContext(connection) as captured:
            assert len(names(visitor.get(HOME))) >= 3
        return len(captured)

    few = queries()
    for _number in range(3):
        actor = ActorFactory(municipality=town.arte.municipality, words=town.words)
        PracticeFactory(maker=actor, words=town.words)
        PartnerCallFactory(actor=actor, words=town.words)
    assert queries() == few
