"""What the finder gives to other pages: gaps and answers in the register of needs, the block of a project, and mails."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Need, NeedVoice, Origin, User
from actors.models.needs import ANSWERED_BY, answered_by
from ecru.base.models import OutgoingMail
from ecru.base.personal import holdings
from ecru.base.retention import rules
from ecru.base.saved import rounds
from ecru.base.saved.subscribing import save_search
from ecru.base.saved.watched import watched
from ecru.portal.needs.overview import gaps_not_noted
from ecru.portal.needs.register import Heard, Refused, answer_need, answers_of, hear_need
from projects.models import NeedAnswer, Stage
from projects.page_blocks import blocks_for_project, project_block, project_blocks
from subsidies.finding.gaps import shapes_of
from subsidies.finding.prefill import of_project
from subsidies.models import FinderGap, MeasureAnswer, Rhythm
from subsidies.models.gaps import KEPT, NEW_ROWS_A_DAY, Shape
from subsidies.panels.finding import support_for, support_panel
from subsidies.plans import Plan
from tests.actors.people_cast import an as editor
from tests.actors.people_cast import rik, says, signed_in
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    MembershipFactory,
    NeedFactory,
    ProjectFactory,
    TargetGroupFactory,
    UserFactory,
)
from tests.subsidies.factories import CallFactory, MeasureFactory

__all__ = ["editor", "rik"]

NEEDS = "/redactie/noden/"
TODAY = date(2026, 11, 21)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_dutch")]


@pytest.fixture
def desk(editor: User) -> Client:
    """An editor at the register."""
    return signed_in(editor)


@pytest.fixture
def youth(genk: Any) -> Shape:
    """Somebody in Genk looks for support for young people."""
    return Shape(municipality=genk.pk, target_group=TargetGroupFactory(label="Jongeren", slug="jongeren").pk)


# --- Gaps -----------------------------------------------------------------------------------------------------------


def test_the_same_search_counts_up_on_one_day_and_is_one_line_over_days(youth: Shape) -> None:
    for day in (TODAY, TODAY, TODAY + timedelta(days=1)):
        FinderGap.objects.note(youth, day)
    FinderGap.objects.note(Shape(), TODAY)
    assert sorted(FinderGap.objects.values_list("count", flat=True)) == [1, 1, 2]
    [often, rare] = FinderGap.objects.summed()
    assert (often["times"], often["days"], often["last_on"]) == (3, 2, TODAY + timedelta(days=1))
    assert rare["times"] == 1
    assert FinderGap.objects.since(TODAY + timedelta(days=1)).count() == 1
    assert [str(missed.gap) for missed in gaps_not_noted()] == [
        "Genk, Jongeren",
        "steun, verder niets gezegd",
    ]


def test_nobody_fills_the_table(youth: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subsidies.models.gaps.NEW_ROWS_A_DAY", 1)
    assert NEW_ROWS_A_DAY > 1
    for shape in (youth, Shape(), youth):
        FinderGap.objects.note(shape, TODAY)
    assert FinderGap.objects.get().count == 2


def test_two_who_count_at_once_make_one_row(youth: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.models import QuerySet  # noqa: PLC0415

    FinderGap.objects.note(youth, TODAY)
    real, calls = QuerySet.update, []

    def late(self: Any, **values: Any) -> int:
        calls.append(values)
        return 0 if len(calls) == 1 else real(self, **values)

    monkeypatch.setattr("django.db.models.query.QuerySet.update", late)
    FinderGap.objects.note(youth, TODAY)
    assert FinderGap.objects.get().count == 2


def test_many_places_and_groups_make_at_most_twelve_shapes(genk: Any, leopoldsburg: Any) -> None:
    groups = frozenset(TargetGroupFactory(slug=f"groep-{number}").slug for number in range(9))
    shapes = list(shapes_of(Plan(municipalities=frozenset({"genk", "leopoldsburg"}), groups=groups)))
    assert len(shapes) == len({shape.text for shape in shapes}) == 12
    assert [shape.text for shape in shapes_of(Plan(disciplines=frozenset({"a", "b"})))] == ["-/-/-/-/-"]


def test_gaps_go_after_two_years(youth: Shape) -> None:
    FinderGap.objects.note(youth, TODAY)
    now = timezone.now()
    rule = rules["finder-gaps"]
    assert rule.forget is not None
    FinderGap.objects.update(day=timezone.localdate(now) - KEPT)
    assert rule.forget(now) == 0
    assert rule.forget(now + timedelta(days=1)) == 1
    assert "Steun die je zoekt".lower() in Client().get("/privacy/").content.decode().lower()


def test_a_gap_becomes_a_need_with_how_often_it_was_heard(youth: Shape, desk: Client) -> None:
    for _ in range(3):
        FinderGap.objects.note(youth, TODAY)
    gap = FinderGap.objects.get()
    assert "Genk, Jongeren" in says(desk.get(NEEDS))
    form = desk.get(f"{NEEDS}nieuw/?uit=steun-{gap.pk}")
    assert "Steun voor: Genk, Jongeren" in form.content.decode()
    assert form.context["form"].initial["municipality"] == gap.municipality_id
    sent = {"title": "Steun voor jongeren", "kind": "nood", "status": "open"}
    desk.post(f"{NEEDS}nieuw/?uit=steun-{gap.pk}", sent)
    voice = NeedVoice.objects.get()
    assert (voice.origin, voice.times, voice.note) == (Origin.SEARCH, 3, "Genk, Jongeren")
    gap.refresh_from_db()
    assert gap.need == Need.objects.get()
    assert "Genk, Jongeren" not in says(desk.get(NEEDS))
    FinderGap.objects.note(youth, TODAY + timedelta(days=1))  # looked for again: it belongs to the same need
    assert not FinderGap.objects.waiting().exists()


def test_a_gap_is_added_to_a_need_that_is_there_once(youth: Shape, desk: Client, editor: User) -> None:
    FinderGap.objects.note(youth, TODAY)
    gap, need = FinderGap.objects.get(), NeedFactory(title="Geld voor jongeren")
    assert f'value="steun-{gap.pk}"' in desk.get(f"{NEEDS}nieuw/?uit=steun-{gap.pk}").content.decode()
    desk.post(need.get_absolute_url(), {"do": "attach", "uit": f"steun-{gap.pk}"})
    assert NeedVoice.objects.get().need == need
    with pytest.raises(Refused):
        hear_need(need=need, heard=Heard(gap=gap), by=editor)
    assert desk.get(f"{NEEDS}nieuw/?uit=steun-{gap.pk}").status_code == 404
    assert desk.get(f"{NEEDS}nieuw/?uit=steun-x").status_code == 200
    free = Shape(municipality=youth.municipality)
    FinderGap.objects.note(free, TODAY)
    assert (
        "target_groups"
        in desk.get(f"{NEEDS}nieuw/?uit=steun-{FinderGap.objects.waiting().get().pk}").context["form"].initial
    )


# --- A measure answers a need ---------------------------------------------------------------------------------------


def test_a_measure_answers_a_need_beside_other_answers(street: Any, desk: Client, editor: User) -> None:
    need = NeedFactory(title="Geld voor de straat")
    desk.post(need.get_absolute_url(), {"do": "answer", "answer-measure": street.pk})
    desk.post(need.get_absolute_url(), {"do": "answer", "answer-measure": street.pk})
    answer_need(need=need, note="Ook het buurthuis helpt", by=editor)
    assert [str(answer.record or answer.note) for answer in answers_of(need)] == [
        "Straatgeld",
        "Ook het buurthuis helpt",
    ]
    assert Need.objects.counted().get().answer_count == 2
    page = desk.get(need.get_absolute_url())
    assert "/steun/straatgeld/" in page.content.decode()
    [answer] = MeasureAnswer.objects.all()
    assert str(answer) == "Geld voor de straat: Straatgeld"
    desk.post(need.get_absolute_url(), {"do": f"remove-measure-{answer.pk}"})
    assert not MeasureAnswer.objects.exists()
    assert NeedAnswer.objects.exists()
    assert ANSWERED_BY.count("measure_answers") == 1
    answered_by("measure_answers")
    assert ANSWERED_BY.count("measure_answers") == 1


def test_who_noted_it_finds_it_among_their_data(street: Any, editor: User) -> None:
    held = holdings["measure_answers"]
    assert held.rows(editor) == []
    answer_need(need=NeedFactory(title="Geld"), record=street, by=editor)
    assert held.rows(editor)[0][1] == 1
    assert held.export(editor)[0]["measure"] == "Straatgeld"


# --- Beside a project -----------------------------------------------------------------------------------------------


def test_a_project_shows_the_support_that_fits_it(street: Any, genk: Any) -> None:
    project = ProjectFactory(slug="straatfeest", words={"municipalities": [genk]})
    page = says(Client().get("/projecten/straatfeest/"))
    assert "Steun die past bij dit project" in page
    assert "Straatgeld" in page
    assert "Het geldt in Genk." in page
    assert "gemeente=genk" in Client().get("/projecten/straatfeest/").content.decode()
    project.stage = Stage.DONE
    project.save()
    assert "Steun die past bij dit project" not in says(Client().get("/projecten/straatfeest/"))


def test_without_a_reason_no_heading_promises_one() -> None:
    judged = SimpleNamespace(reasons=[], cautions=[])
    result = SimpleNamespace(measure=MeasureFactory(title="Los geld"), judgement=judged)
    sample = render_to_string("subsidies/fitting_sample.html", {"result": result})
    assert "Los geld" in sample
    assert "<h4>" not in sample


def test_nothing_shows_where_nothing_is_known_or_fits(street: Any, leopoldsburg: Any) -> None:
    assert support_for(ProjectFactory(lead=None)) is None
    assert support_for(ProjectFactory(lead=None, words={"municipalities": [leopoldsburg]})) is None


def test_a_project_costs_as_much_at_two_as_at_forty(genk: Any) -> None:
    ProjectFactory(slug="feest", words={"municipalities": [genk]})

    def queries() -> int:
        Client().get("/projecten/feest/?warm=1")
        with CaptureQueriesContext(connection) as captured:
            Client().get("/projecten/feest/?koud=1")
        return len(captured)

    MeasureFactory.create_batch(2, max_amount=5, words={"municipalities": [genk]})
    few = queries()
    MeasureFactory.create_batch(38, max_amount=5, words={"municipalities": [genk]})
    assert queries() == few


def test_blocks_of_a_project_come_in_order_and_once(genk: Any) -> None:
    assert project_block(support_for) is support_for
    assert project_blocks.count(support_for) == 1
    assert blocks_for_project(ProjectFactory(lead=None)) == []


def test_the_kind_of_the_lead_says_who_asks(genk: Any) -> None:
    town = ActorKindFactory(slug="gemeentebestuur")
    project = ProjectFactory(lead=ActorFactory(kind=town, words={}), words={"municipalities": [genk]})
    assert of_project(project) == "/steun/zoeken/?wie=gemeente&soort=gemeentebestuur&gemeente=genk"


def test_the_start_page_leads_to_the_finder() -> None:
    member = UserFactory(name="Nour")
    assert support_panel(member) is None
    MembershipFactory(actor=ActorFactory(words={}), user=member)
    panel = support_panel(User.objects.get(pk=member.pk))
    assert panel is not None
    assert panel.ways[0].url == "/steun/zoeken/"


# --- Mails ----------------------------------------------------------------------------------------------------------


def test_what_begins_to_fit_a_kept_plan_is_told_once(street: Any, genk: Any) -> None:
    nour = UserFactory(name="Nour")
    listing = watched["steunzoeker"].opened("gemeente=genk&bedrag=1.501")
    search = save_search(user=nour, listing=listing, rhythm="now", language="nl")
    assert search.in_words == "Steun die bij mijn plan past: Genk, Hoeveel vraag je? €\xa01.501"
    assert search.question == "gemeente=genk&bedrag=1501"

    def news() -> list[str]:
        rounds.tell_news(rounds.AT_ONCE, timezone.now())
        return [mail.body for mail in OutgoingMail.objects.order_by("pk")]

    assert news() == []
    street.max_amount = 2000
    street.save()
    new = MeasureFactory(title="Wijkgeld", max_amount=5000, words={"municipalities": [genk]})
    CallFactory(measure=new, rhythm=Rhythm.ALWAYS, closes_at=None)
    [body] = news()
    assert "Straatgeld" in body
    assert "Wijkgeld" in body
    assert len(news()) == 1


def test_anybody_may_keep_a_plan_without_an_account(street: Any) -> None:
    page = Client().get("/steun/zoeken/?gemeente=genk")
    address = page.context["directory"].watch_url
    assert "Steun die bij mijn plan past" in says(Client().get(address))
