"""The page of the finder: what fits first, what does not fit and why, and whatever somebody types."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actors.models import Municipality, Need
from ecru.base.models import Publication
from subsidies.models import Area, FinderGap, Measure, Rhythm
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    MembershipFactory,
    ProjectFactory,
    StepPlanFactory,
    TopicFactory,
    UserFactory,
)
from tests.subsidies.factories import CallFactory, CriterionFactory, MeasureFactory
from tests.subsidies.support_cast import form, legal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_dutch")]

FINDER = "/steun/zoeken/"
PERSON: dict[str, Any] = {"headers": {"user-agent": "Mozilla/5.0 (X11; Linux x86_64)"}}


def page(query: str = "", client: Client | None = None, **extra: Any) -> Any:
    """The finder for ``query``."""
    return (client or Client()).get(f"{FINDER}?{query}", **(PERSON | extra))


def found(query: str = "") -> list[str]:
    """The measures that fit, in order."""
    return [result.measure.title for result in page(query).context["directory"].records]


def text(query: str = "", **extra: Any) -> str:
    """What the page says."""
    answer = page(query, **extra)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# --- What fits ------------------------------------------------------------------------------------------------------


def test_what_holds_closest_comes_first_then_what_closes_first(street: Any, flemish: Any, spent: Any) -> None:
    near = MeasureFactory(
        title="Wijkgeld",
        slug="wijkgeld",
        max_amount=100,
        words={"municipalities": [Municipality.objects.get(slug="genk")]},
    )
    CallFactory(measure=near, closes_at=timezone.now() + timedelta(days=5))
    assert found("gemeente=genk") == ["Wijkgeld", "Straatgeld", "Groot cultuurproject"]


def test_each_measure_says_why_and_what_to_watch(street: Any) -> None:
    CriterionFactory(measure=street, kind="andere-gemeente", text="Je werkt met een andere gemeente.")
    said = text("wie=vzw&gemeente=genk&doelgroep=jongeren&vorm=subsidie&bedrag=1.500")
    assert "Past omdat" in said
    assert "Het geldt in Genk." in said
    assert "Het is voor jongeren." in said
    assert "niet hoger dan het hoogste: € 1.500" in said
    assert "Deadline in 10 dagen" in said
    assert "Je werkt met een andere gemeente." in said
    assert "4 van 4 antwoorden passen" in said
    assert "/steun/straatgeld/deadlines.ics" in said


def test_what_does_not_fit_is_hidden_and_counted_by_reason(field: list[Any]) -> None:
    answer = page("gemeente=leopoldsburg&vorm=infrastructuur")
    reasons = {str(group.reason): group.number for group in answer.context["directory"].refusals}
    assert reasons == {"je kan nu niet aanvragen": 1, "geldt ergens anders": 1, "geeft iets anders": 2}
    said = " ".join(answer.content.decode().split())
    assert "4 passen niet. Bekijk waarom" in said
    assert said.index("Bekijk waarom") < said.index("Het geldt niet in Leopoldsburg, alleen in Genk.")


def test_of_many_that_do_not_fit_the_first_are_named(genk: Any) -> None:
    for number in range(8):
        MeasureFactory(title=f"Lening {number}", words={"forms": [form("lening")], "municipalities": [genk]})
    [group] = page("vorm=subsidie&gemeente=genk").context["directory"].refusals
    assert (group.number, len(group.named), group.more) == (8, 5, 3)
    assert "en nog 3 andere" in text("vorm=subsidie&gemeente=genk")


def test_a_source_that_tells_too_little_stands_apart(unknown: Any, street: Any) -> None:
    directory = page("gemeente=genk").context["directory"]
    assert [terms.title for terms, _judged in directory.perhaps] == ["Raad van een kenner"]
    assert "Misschien nog 1: onze bron zegt te weinig" in text("gemeente=genk")
    for number in range(10):
        MeasureFactory(title=f"Vaag {number}")
    assert "Bekijk alle steun" in text("gemeente=genk")


def test_a_more_local_one_hides_the_general_one_where_it_holds(street: Any, flemish: Any) -> None:
    street.replaces = flemish
    street.save()
    assert found("gemeente=genk") == ["Straatgeld"]
    assert '<a href="/steun/groot-cultuurproject/">Groot cultuurproject</a>' in text("gemeente=genk")
    assert found("gemeente=leopoldsburg") == ["Groot cultuurproject"]
    assert found("gemeente=genk&gemeente=leopoldsburg") == ["Straatgeld", "Groot cultuurproject"]
    assert found("gemeente=genk&bedrag=1501") == ["Groot cultuurproject"]  # the local one does not fit


def test_a_measure_that_is_no_longer_there_shows_nowhere(street: Any) -> None:
    assert found("gemeente=genk") == ["Straatgeld"]
    street.status = "archived"
    street.save()
    assert found("gemeente=genk") == []


def test_many_fit_on_several_pages(genk: Any) -> None:
    for number in range(23):
        MeasureFactory(title=f"Geld {number:02}", max_amount=10, words={"municipalities": [genk]})
    assert found("gemeente=genk") == [f"Geld {number:02}" for number in range(10)]
    assert found("gemeente=genk&pagina=3") == ["Geld 20", "Geld 21", "Geld 22"]
    assert "gemeente=genk&amp;pagina=2" in text("gemeente=genk")


def test_no_answer_at_all_shows_everything_that_one_can_ask(street: Any, room: Any, spent: Any) -> None:
    said = text()
    assert "2 vormen van steun" in said
    assert "Je antwoordde nog niets" in said
    assert "noindex" not in said
    assert "noindex" in text("gemeente=genk")


def test_choices_swap_the_results_alone(street: Any) -> None:
    whole = page("gemeente=genk&bedrag=1.500,50")
    swap = page("gemeente=genk&bedrag=1.500,50", headers={"HX-Request": "true", **PERSON["headers"]})
    assert swap["HX-Push-Url"] == "/steun/zoeken/?gemeente=genk&bedrag=1.500%2C50"
    assert "<html" not in swap.content.decode()
    start, end = '<section class="cq results"', "</section>"
    parts = [answer.content.decode().partition(start)[2].rpartition(end)[0] for answer in (whole, swap)]
    assert parts[0].strip().startswith(parts[1].strip()[:2000])


def test_english_is_whole(street: Any) -> None:
    said = " ".join(
        Client().get(f"/en{FINDER}?gemeente=genk&begin=2030-01-01", **PERSON).content.decode().split()
    )
    assert "Fits because" in said
    assert "It holds in Genk." in said


def test_the_doors_lead_here(street: Any) -> None:
    for door in ("/", "/steun/"):
        assert f'href="{FINDER}"' in Client().get(door).content.decode()


# --- Nothing fits ---------------------------------------------------------------------------------------------------


def test_when_nothing_fits_there_are_ways_on(street: Any) -> None:
    StepPlanFactory(slug="een-dossier-schrijven", title="Een dossier schrijven", status="published")
    topic = TopicFactory(slug="fondsenwerving", label="Fondsenwerving")
    ExpertFactory(actor=ActorFactory(name="Kennishuis", words={}), words={"topics": [topic]})
    said = text("wie=vzw&gemeente=genk&bedrag=1.501")
    assert "We kennen geen steun die hierbij past" in said
    assert "Je vraagt € 1.501" in said
    assert "Vraag een ander bedrag, of zoek een tweede gever." in said
    assert "Een dossier schrijven" in said
    assert "Kennishuis" in said
    directory = page("wie=vzw&gemeente=genk&bedrag=1.501").context["directory"]
    asked = Client().get(directory.help.ask_url)
    assert "Ik zoek steun voor een plan" in asked.content.decode()
    assert asked.context["form"].initial["municipality"].slug == "genk"
    assert (
        page("met=ander-land&gemeente=genk&vorm=prijs").context["directory"].help.topics[0]
        == "europese-projecten"
    )


def test_nearest_is_what_asks_the_fewest_changes(street: Any, flemish: Any, unknown: Any) -> None:
    near = page("wie=persoon&gemeente=leopoldsburg&doelgroep=jongeren").context["directory"].near
    assert [result.measure.title for result in near] == ["Groot cultuurproject", "Straatgeld"]
    assert (
        not page("wie=persoon&gemeente=leopoldsburg&vorm=prijs&discipline=dans&bedrag=9999")
        .context["directory"]
        .near[2:]
    )


def test_a_search_that_finds_nothing_is_counted_once_for_a_visitor(street: Any, leopoldsburg: Any) -> None:
    for _ in range(3):
        page("gemeente=leopoldsburg&doelgroep=jongeren&vorm=subsidie&wie=vzw&discipline=dans")
    [gap] = FinderGap.objects.with_words()
    assert gap.count == 1
    assert (gap.municipality.slug, gap.target_group.slug, gap.form.slug) == (
        "leopoldsburg",
        "jongeren",
        "subsidie",
    )
    assert (gap.legal_form.slug, gap.discipline.slug) == ("vzw", "dans")
    assert str(gap) == "Leopoldsburg, Jongeren, Dans, Subsidie, Een vzw"
    page(
        "gemeente=leopoldsburg&doelgroep=jongeren&vorm=subsidie&wie=vzw&discipline=dans",
        REMOTE_ADDR="8.8.8.8",
    )
    gap.refresh_from_db()
    assert gap.count == 2
    assert FinderGap.objects.by_cell() == {(gap.municipality_id, gap.target_group_id): 2}


@pytest.mark.parametrize(
    "extra",
    [
        {"headers": {"user-agent": "Googlebot/2.1"}},
        {"headers": {"user-agent": ""}},
        {"headers": {"user-agent": "Mozilla/5.0", "sec-purpose": "prefetch"}},
    ],
)
def test_machines_do_not_count(street: Any, leopoldsburg: Any, extra: dict[str, Any]) -> None:
    page("gemeente=leopoldsburg", **extra)
    assert not FinderGap.objects.exists()


def test_what_cannot_be_or_asks_nothing_is_no_gap(places: Any) -> None:
    for query in ("", "gemeente=mars", "bedrag=veel", "gemeente=genk&begin=2027-02-01&einde=2027-01-01"):
        page(query)
    assert not FinderGap.objects.exists()


def test_a_gap_that_cannot_be_written_does_no_harm(places: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError  # noqa: PLC0415

    def fails(*_args: Any, **_more: Any) -> None:
        raise DatabaseError("full")

    monkeypatch.setattr("subsidies.models.gaps.FinderGapQuerySet.note", fails)
    assert "We kennen geen steun" in text("gemeente=genk")


def test_several_places_and_groups_count_each(places: Any) -> None:
    page("gemeente=genk&gemeente=leopoldsburg")
    assert FinderGap.objects.count() == 2


# --- What is filled in already --------------------------------------------------------------------------------------


def test_a_member_is_offered_what_we_know_of_their_actor(street: Any, genk: Any) -> None:
    member = UserFactory(name="Nour")
    actor = ActorFactory(
        name="Regenboogkoor", municipality=genk, words={"target_groups": list(street.target_groups.all())}
    )
    MembershipFactory(actor=actor, user=member)
    client = Client()
    client.force_login(member)
    [(name, url)] = page(client=client).context["own"]
    assert name == "Regenboogkoor"
    assert "gemeente=genk" in url
    assert "doelgroep=jongeren" in url
    assert url.replace("&", "&amp;") in page(client=client).content.decode()
    assert "Vind steun voor je plan" in client.get("/mijn/").content.decode()
    assert page().context["own"] == []


def test_a_project_fills_in_what_it_knows(street: Any, genk: Any) -> None:
    project = ProjectFactory(
        slug="feest", lead=ActorFactory(name="Bond", words={}), starts_on="2027-03-01", ends_on="2027-09-01",
        words={"municipalities": [genk], "disciplines": list(street.disciplines.all())},
    )  # fmt: skip
    answer = page("project=feest")
    assert answer.status_code == 302
    assert "gemeente=genk" in answer["Location"]
    assert "discipline=dans" in answer["Location"]
    assert "begin=2027-03-01" in answer["Location"]
    project.status = Publication.DRAFT
    project.save()
    assert "Dit project bestaat niet, of je kan het niet zien" in text("project=feest")
    assert "Dit project bestaat niet" in text("project=%00" + "x" * 500)


# --- As fast with many ----------------------------------------------------------------------------------------------


@pytest.mark.unmeasured
def test_the_number_of_queries_does_not_grow(genk: Any) -> None:
    def grow(number: int) -> None:
        for place in range(number):
            measure = MeasureFactory(
                title=f"Geld {place}",
                area=Area.NETWORK,
                max_amount=500,
                words={"municipalities": [genk], "legal_forms": legal("vzw")},
            )
            CallFactory(measure=measure, rhythm=Rhythm.ALWAYS, closes_at=None)

    def asked(query: str) -> int:
        page(query)
        with CaptureQueriesContext(connection) as captured:
            page(f"{query}&bench=1")
        return len(captured)

    grow(2)
    few = [asked("gemeente=genk"), asked("wie=persoon&gemeente=genk"), asked("")]
    grow(198)
    many = [asked("gemeente=genk"), asked("wie=persoon&gemeente=genk"), asked("")]
    assert many == few
    assert max(many) <= 12


def test_a_page_is_kept_until_something_changes_and_a_gap_is_not(street: Any, leopoldsburg: Any) -> None:
    client = Client()
    assert "ETag" in page("gemeente=genk", client)
    assert "no-store" in page("gemeente=leopoldsburg", client)["Cache-Control"]
    assert Measure.objects.count() == 1
    assert not Need.objects.exists()
    assert reverse("measure-finder") == FINDER
