"""Taking steps: one whole way of each track, every condition on its own, deadlines to the second, and what is written down."""

import itertools
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from actors.models import User
from subsidies.dossiers import Refused, Why, perform
from subsidies.models import Dossier, Outcome, Review
from subsidies.paying import draw_up, let_lapse
from subsidies.reporting import save_report
from tests.subsidies.dossier_cast import Cast, good_data
from tests.subsidies.factories import CallFactory, MeasureFactory
from tests.subsidies.money_cast import fresh, part, terms

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
OWN_WAY = [
    ("nour", "indienen", "ingediend"),
    ("rachida", "terugsturen", "aanvulling"),
    ("nour", "aanvullen", "ingediend"),
    ("rachida", "ontvankelijk-verklaren", "ontvankelijk"),
    ("rachida", "advies-vragen", "advies"),
    ("rachida", "agenderen", "agenda"),
    ("rachida", "beslissen", "beslist"),
    ("rachida", "overeenkomst-sturen", "overeenkomst"),
    ("rachida", "tekenen", "uitvoering"),
    ("nour", "verslag-indienen", "eindverslag"),
    ("rachida", "verslag-terugsturen", "uitvoering"),
    ("nour", "verslag-indienen", "eindverslag"),
    ("rachida", "verslag-aanvaarden", "eindverslag"),
    ("rachida", "afsluiten", "afgesloten"),
]
COACHED_WAY = [
    ("rachida", "opnemen", "opmaak"),
    ("nour", "laten-lezen", "revisie"),
    ("rachida", "opmerkingen-geven", "opmaak"),
    ("nour", "laten-lezen", "revisie"),
    ("rachida", "advies-noteren", "revisie"),
    ("nour", "ingediend-melden", "ingediend"),
    ("nour", "ontvankelijk-melden", "ontvankelijk"),
    ("nour", "reserve-melden", "reserve"),
    ("nour", "toekenning-melden", "toegekend"),
    ("nour", "starten", "uitvoering"),
    ("nour", "verantwoording-melden", "verantwoord"),
    ("rachida", "afsluiten", "afgesloten"),
]


def refusal(dossier: Dossier, step: str, by: User, **data: Any) -> Refused:
    """What is said against a step."""
    with pytest.raises(Refused) as refused:
        perform(dossier, step, by=by, **data)
    return refused.value


def prepare(cast: Cast, dossier: Dossier, step: str) -> None:
    """What people of own support do outside the table, before a step: the agreement, the report in parts, and the money."""
    desk, nour = fresh(cast.rachida), fresh(cast.nour)
    if step == "overeenkomst-sturen":
        draw_up(dossier=dossier, by=desk, terms=terms("0"))
    if step == "verslag-indienen" and dossier.is_own:
        told = {"done": "We zongen.", "worked": "De soep.", "did_not_work": "De affiche.", "reached": 40}
        save_report(dossier=dossier, by=nour, values=told)
    if step == "afsluiten" and dossier.is_own:
        balance = part(dossier, "saldo")
        let_lapse(instalment=balance, by=desk, amount=balance.to_pay, why="Het kostte niets.")


def go(cast: Cast, dossier: Dossier, way: list[tuple[str, str, str]]) -> Dossier:
    """Takes a whole way."""
    for name, step, phase in way:
        prepare(cast, dossier, step)
        later: dict[str, Any] = {"at": timezone.now() + 4 * DAY} if step == "beslissen" else {}
        data = {} if step == "verslag-indienen" and dossier.is_own else good_data(step, cast)
        dossier = perform(dossier, step, by=cast.people[name], **later, **data)
        assert dossier.phase == phase
    return dossier


@pytest.mark.parametrize(("coached", "way"), [(False, OWN_WAY), (True, COACHED_WAY)])
def test_the_whole_way_leaves_a_whole_history(cast: Cast, coached: bool, way: list[Any]) -> None:
    dossier = go(cast, cast.dossier("idee" if coached else "concept", coached=coached), way)
    events = list(dossier.events.all())
    assert [event.transition for event in events[1:]] == [step for _name, step, _phase in way]
    assert all(event.old_phase == before.new_phase for before, event in itertools.pairwise(events))
    assert not dossier.open_tasks().exists()
    stored = Dossier.objects.get(pk=dossier.pk)
    if not coached:
        assert (stored.granted, stored.outcome, stored.number) == (
            Decimal("2500.50"),
            "toegekend",
            f"{timezone.localdate().year}-0001",
        )
        assert stored.report_accepted_at
        assert events[-8].data.items() >= {"outcome": "toegekend", "granted": "2500.50"}.items()
    else:
        assert (stored.granted, stored.number) == (Decimal(8000), None)


def test_a_number_is_given_once_and_stays(cast: Cast) -> None:
    first = go(cast, cast.dossier(), OWN_WAY[:3])
    second = go(cast, cast.dossier(), OWN_WAY[:1])
    assert [str(one.number)[-4:] for one in (first, second)] == ["0001", "0002"]
    newyear = datetime(2029, 12, 31, 23, 30, tzinfo=ZoneInfo("UTC"))  # half past midnight in Brussels
    cast.call.closes_at = newyear + DAY
    cast.call.save()
    assert perform(cast.dossier(), "indienen", by=cast.nour, at=newyear).number == "2030-0001"


def test_what_is_taken_back_gives_its_number_back(cast: Cast) -> None:
    with transaction.atomic():
        perform(cast.dossier(), "indienen", by=cast.nour)
        transaction.set_rollback(True)
    assert perform(cast.dossier(), "indienen", by=cast.nour).number.endswith("-0001")


# --- Deadlines, to the second ------------------------------------------------------------------------------------


def test_the_last_second_is_in_time_and_the_next_is_not(cast: Cast) -> None:
    closing: Any = cast.call.closes_at.replace(microsecond=0)
    late = cast.dossier()
    said = refusal(late, "indienen", cast.nour, at=closing + SECOND)
    assert said.why is Why.CONDITIONS
    assert "De ronde neemt nu geen dossiers aan" in said.sentences[0]
    sent = perform(late, "indienen", by=cast.nour, at=closing + timedelta(microseconds=999_999))
    assert sent.submitted_at == closing


def test_extra_time_is_in_the_history_and_has_a_last_second_too(cast: Cast) -> None:
    closing, dossier = cast.call.closes_at.replace(microsecond=0), cast.dossier()
    grace = closing + 3 * DAY
    perform(dossier, "uitstel", by=cast.rachida, at=closing + DAY, until=grace, reason="De server lag plat.")
    event = dossier.events.newest().first()
    assert (event.old_phase, event.new_phase, event.data["reason"]) == (
        "concept",
        "concept",
        "De server lag plat.",
    )
    assert dossier.open_tasks().get().due_at == grace
    assert refusal(dossier, "indienen", cast.nour, at=grace + SECOND).why is Why.CONDITIONS
    assert perform(dossier, "indienen", by=cast.nour, at=grace).grace_until is None


def test_completing_has_a_last_second_and_then_ecru_goes_on(cast: Cast) -> None:
    dossier = cast.dossier("aanvulling")
    until: Any = dossier.reopened_until
    assert refusal(dossier, "zonder-aanvulling", cast.rachida, at=until).why is Why.CONDITIONS
    assert refusal(dossier, "aanvullen", cast.nour, at=until + SECOND).why is Why.CONDITIONS
    gone_on = perform(dossier, "zonder-aanvulling", by=cast.rachida, at=until + SECOND)
    assert (gone_on.reopened, gone_on.reopened_until) == ([], None)


# --- Conditions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"summary": "  "}, "Vertel wat je wil doen, en waarom."),
        ({"requested": None}, "Vul in hoeveel je vraagt."),
        ({"requested": 0}, "Vul in hoeveel je vraagt."),
        ({"requested": "5000.01"}, "Deze steun gaat tot €"),
        ({"requested": "99.99"}, "Deze steun begint bij €"),
    ],
)
def test_what_is_missing_has_a_sentence(cast: Cast, facts: dict[str, Any], sentence: str) -> None:
    cast.call.measure.min_amount = 100
    cast.call.measure.save()
    dossier = cast.dossier()
    Dossier.objects.filter(pk=dossier.pk).update(**facts)
    said = refusal(dossier, "indienen", cast.nour)
    assert any(sentence in one for one in said.sentences)


def test_every_missing_thing_is_said_at_once(cast: Cast) -> None:
    dossier = cast.dossier(places=[])
    Dossier.objects.filter(pk=dossier.pk).update(summary="", requested=None)
    assert len(refusal(dossier, "indienen", cast.nour).sentences) == 3


def test_an_idea_needs_a_giver(cast: Cast) -> None:
    dossier = cast.dossier("opmaak", coached=True)
    Dossier.objects.filter(pk=dossier.pk).update(funder="")
    assert "wie de gever is" in refusal(dossier, "laten-lezen", cast.nour).sentences[0]
    Dossier.objects.filter(pk=dossier.pk).update(measure=MeasureFactory())
    assert perform(dossier, "laten-lezen", by=cast.nour).phase == "revisie"


def test_three_independent_experts_advise_first(cast: Cast) -> None:
    dossier = cast.dossier("advies")
    last = Review.objects.order_by("pk").last()
    Review.objects.filter(pk=last.pk).update(given_at=None)
    data = good_data("agenderen", cast)
    said = refusal(dossier, "agenderen", cast.rachida, **data)
    assert "3 onafhankelijke experten" in said.sentences[0]
    assert "van 2" in said.sentences[0]
    perform(dossier, "advies-noteren", by=cast.rachida, **good_data("advies-noteren", cast))
    assert perform(dossier, "agenderen", by=cast.rachida, **data).phase == "agenda"


def test_for_another_giver_the_decree_asks_the_same(cast: Cast) -> None:
    dossier = cast.dossier("revisie", coached=True, measure=MeasureFactory(independent_advices=4))
    assert (
        refusal(dossier, "ingediend-melden", cast.nour, **good_data("ingediend-melden", cast)).why
        is Why.CONDITIONS
    )


def test_advice_counts_from_who_has_no_interest_only(cast: Cast) -> None:
    dossier = cast.dossier("advies")
    data = good_data("advies-noteren", cast)
    said = refusal(dossier, "advies-noteren", cast.rachida, **{**data, "independent": False})
    assert "zonder belang" in said.by_name["independent"]
    assert (
        "al advies"
        in refusal(dossier, "advies-noteren", cast.rachida, **{**data, "expert": cast.experts[0]}).by_name[
            "expert"
        ]
    )


def test_the_board_decides_on_its_day_and_within_the_budget(cast: Cast) -> None:
    tomorrow = timezone.localdate() + DAY
    dossier = cast.dossier("agenda", meeting_on=tomorrow)
    data = good_data("beslissen", cast)
    assert "Het bestuur komt samen op" in refusal(dossier, "beslissen", cast.rachida, **data).sentences[0]
    Dossier.objects.filter(pk=dossier.pk).update(meeting_on=timezone.localdate())
    cast.dossier("beslist", granted="3000")
    cast.call.budget = "5500.49"
    cast.call.save()
    said = refusal(dossier, "beslissen", cast.rachida, **data)
    assert "2.500,49" in said.by_name["granted"]
    assert (
        perform(dossier, "beslissen", by=cast.rachida, **{**data, "granted": Decimal("2500.49")}).phase
        == "beslist"
    )


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"outcome": "misschien"}, "outcome"),
        ({"outcome": "niet-ontvankelijk"}, "outcome"),
        ({"granted": None}, "granted"),
        ({"granted": Decimal(0)}, "granted"),
        ({"granted": Decimal("4000.01")}, "granted"),
        ({"granted": Decimal("10.001")}, "granted"),
        ({"granted": Decimal("NaN")}, "granted"),
        ({"granted": "2000"}, "granted"),
        ({"outcome": "geweigerd"}, "granted"),
        ({"motivation": "   "}, "motivation"),
        ({"motivation": "x" * 20_001}, "motivation"),
    ],
)
def test_a_decision_that_cannot_be(cast: Cast, data: dict[str, Any], name: str) -> None:
    dossier = cast.dossier("agenda")
    said = refusal(dossier, "beslissen", cast.rachida, **{**good_data("beslissen", cast), **data})
    assert (said.why, name in said.by_name) == (Why.DATA, True)


def test_the_agreement_is_made_before_it_is_sent(cast: Cast) -> None:
    dossier = cast.dossier("beslist")
    said = refusal(dossier, "overeenkomst-sturen", cast.rachida)
    assert (said.why, said.sentences) == (
        Why.CONDITIONS,
        [
            "Maak eerst de overeenkomst op: het voorschot, van wanneer tot wanneer, en tegen wanneer het verslag komt."
        ],
    )
    assert Dossier.objects.get(pk=dossier.pk).phase == "beslist"
    draw_up(dossier=dossier, by=fresh(cast.rachida), terms=terms())
    assert perform(dossier, "overeenkomst-sturen", by=cast.rachida).phase == "overeenkomst"


def test_a_refusal_has_no_amount_and_ends_without_support(cast: Cast) -> None:
    dossier = cast.dossier("agenda")
    perform(dossier, "beslissen", by=cast.rachida, outcome="geweigerd", motivation="Te weinig geld.")
    said = refusal(dossier, "overeenkomst-sturen", cast.rachida)
    assert said.sentences == [
        "Het bestuur kende geen steun toe."
    ]  # and no word of an agreement that cannot be made
    assert perform(dossier, "zonder-steun-afsluiten", by=cast.rachida).outcome == Outcome.REFUSED
    granted = cast.dossier("beslist")
    assert refusal(granted, "zonder-steun-afsluiten", cast.rachida).why is Why.CONDITIONS


@pytest.mark.parametrize(
    ("phase", "step", "data", "name"),
    [
        ("ingediend", "terugsturen", {"fields": []}, "fields"),
        ("ingediend", "terugsturen", {"fields": ["granted"]}, "fields"),
        ("ingediend", "terugsturen", {"until": datetime(2020, 1, 1, tzinfo=ZoneInfo("UTC"))}, "until"),
        ("ingediend", "terugsturen", {"until": datetime(2090, 1, 1)}, "until"),  # noqa: DTZ001 - that is the fault
        ("advies", "agenderen", {"meeting_on": timezone.localdate() - DAY}, "meeting_on"),
        ("overeenkomst", "tekenen", {"agreed_on": timezone.localdate() + DAY}, "agreed_on"),
        ("overeenkomst", "tekenen", {"agreed_on": timezone.now()}, "agreed_on"),
    ],
)
def test_what_is_given_has_to_make_sense(
    cast: Cast, phase: str, step: str, data: dict[str, Any], name: str
) -> None:
    said = refusal(cast.dossier(phase), step, cast.rachida, **{**good_data(step, cast), **data})
    assert (said.why, list(said.by_name)) == (Why.DATA, [name])


def test_a_giver_whose_round_was_closed_did_not_get_it(cast: Cast) -> None:
    closed = CallFactory(measure=MeasureFactory(), closes_at=timezone.now() - 3 * DAY)
    dossier = cast.dossier("revisie", coached=True)
    Dossier.objects.filter(pk=dossier.pk).update(call=closed)
    assert refusal(dossier, "ingediend-melden", cast.nour, submitted_on=timezone.localdate()).why is Why.DATA
    assert perform(
        dossier, "ingediend-melden", by=cast.nour, submitted_on=timezone.localdate() - 3 * DAY
    ).submitted_at


def test_what_nobody_asked_is_a_mistake_in_the_code(cast: Cast) -> None:
    with pytest.raises(TypeError, match="granted"):
        perform(cast.dossier(), "indienen", by=cast.nour, granted=Decimal(1))
    assert refusal(cast.dossier(), "vliegen", cast.rachida).why is Why.RIGHT


def test_the_report_is_accepted_before_it_closes(cast: Cast) -> None:
    dossier = cast.dossier("eindverslag")
    assert "aanvaard eerst" in refusal(dossier, "afsluiten", cast.rachida).sentences[0].lower()
    perform(dossier, "verslag-aanvaarden", by=cast.rachida)
    assert refusal(dossier, "verslag-aanvaarden", cast.rachida).why is Why.CONDITIONS
    assert refusal(dossier, "verslag-terugsturen", cast.rachida, reason="Toch niet.").why is Why.CONDITIONS


# --- Withdrawing, and taking up again ------------------------------------------------------------------------------


def test_what_was_withdrawn_goes_on_where_it_was(cast: Cast) -> None:
    dossier = perform(cast.dossier("advies"), "intrekken", by=cast.nour)
    assert (dossier.phase, dossier.held_phase) == ("ingetrokken", "advies")
    assert not dossier.open_tasks().exists()
    again = perform(dossier, "hernemen", by=cast.rachida)
    assert (again.phase, again.held_phase) == ("advies", "")
    assert again.open_tasks().get().phase == "advies"


def test_money_that_went_to_others_does_not_come_back(cast: Cast) -> None:
    cast.call.budget = 5000
    cast.call.save()
    dossier = cast.dossier("agenda")
    perform(dossier, "intrekken", by=cast.nour)
    Dossier.objects.filter(pk=dossier.pk).update(outcome="toegekend", granted=3000)
    cast.dossier("beslist", granted="3000")
    assert "ging het budget" in refusal(dossier, "hernemen", cast.rachida).sentences[0]
