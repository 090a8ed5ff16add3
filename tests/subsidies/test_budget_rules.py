"""What a budget has to obey: exact to the cent at every border, and hard only where we are sure."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidies.budgets import (  # fmt: skip
    Budget,
    Together,
    least_of,
    most_of,
    report_is_balanced,
    report_is_explained,
    together,
    totals,
)
from subsidies.dossiers import Refused, perform
from subsidies.models import BudgetLine, Criterion, Dossier, Measure
from subsidies.workflow.budgets import REPORTED, broken, cautions
from tests.subsidies.budget_cast import asking, line, support, with_lines
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.factories import MeasureFactory

AMOUNTS = st.decimals(0, Decimal("9999999999.99"), places=2)
SHARES = st.decimals(0, 100, places=2)
CENT = Decimal("0.01")


def costing(*costs: Any, asked: Any = None, incomes: tuple[Any, ...] = (), **terms: Any) -> Budget:
    """A budget in memory."""
    lines = [line("plaats", Decimal(cost)) for cost in costs] + [
        line("eigen", Decimal(income)) for income in incomes
    ]
    return Budget(tuple(lines), None if asked is None else Decimal(asked), None, Measure(**terms))  # fmt: skip


# --- Adding up -----------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.lists(AMOUNTS, max_size=8), st.lists(AMOUNTS, max_size=8), AMOUNTS)
def test_sums_are_exact_and_do_not_depend_on_the_order(costs: list[Decimal], incomes: list[Decimal], asked: Decimal) -> None:  # fmt: skip
    found = costing(*costs, asked=asked, incomes=tuple(incomes)).planned
    cents = [int(amount * 100) for amount in (*incomes, asked)]
    assert int(found.costs * 100) == sum(int(cost * 100) for cost in costs)
    assert int(found.incomes * 100) == sum(cents)
    assert found.is_balanced == (sum(int(cost * 100) for cost in costs) == sum(cents))
    assert costing(*reversed(costs), asked=asked, incomes=tuple(reversed(incomes))).planned == found


@settings(max_examples=60)
@given(st.lists(AMOUNTS, min_size=1, max_size=6), AMOUNTS)
def test_what_is_asked_for_the_rest_always_balances_and_a_cent_more_never(costs: list[Decimal], own: Decimal) -> None:  # fmt: skip
    rest = sum(costs, Decimal(0)) - own
    if rest < 0:
        rest, costs = Decimal(0), [*costs, -rest]
    assert costing(*costs, asked=rest, incomes=(own,)).planned.is_balanced
    assert not costing(*costs, asked=rest + CENT, incomes=(own,)).planned.is_balanced


@settings(max_examples=60)
@given(AMOUNTS, SHARES)
def test_a_most_and_a_least_of_the_same_costs_never_exclude_each_other(cost: Decimal, share: Decimal) -> None:
    most, least = most_of(cost, share), least_of(cost, 100 - share)
    assert most + least == cost
    assert abs(most - cost * share / 100) <= CENT / 2


# --- Borders -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cost", "share", "asked", "fits"),
    [
        ("1000", "50", "500", True),
        ("1000", "50", "500.01", False),
        ("333.33", "50", "166.67", True),
        ("333.33", "50", "166.68", False),
        ("100", "33.33", "33.33", True),
        ("100", "33.33", "33.34", False),
        ("0.01", "50", "0.01", True),
        ("1000", "0", "0.01", False),
        ("1000", "100", "1000", True),
    ],
)
def test_a_share_to_the_cent(cost: str, share: str, asked: str, fits: bool) -> None:
    assert costing(cost, asked=asked, max_share=Decimal(share)).keeps_share() is fits


def test_costs_that_the_giver_does_not_pay_make_no_share() -> None:
    food = line("eten", Decimal(100), left_out=True)
    budget = Budget(
        (food, line("plaats", Decimal(100))), Decimal("50.01"), None, Measure(max_share=Decimal(50))
    )
    assert (budget.counted, budget.limit, budget.keeps_share()) == (100, 50, False)


@pytest.mark.parametrize(("own", "enough"), [("150", True), ("149.99", False), ("0", False)])
def test_the_own_contribution_is_own_money_tickets_and_sales(own: str, enough: bool) -> None:
    mine = Decimal(own) / 2
    lines = (line("plaats", Decimal(1000)), line("eigen", mine), line("tickets", Decimal(own) - mine), line("sponsors", 500))  # fmt: skip
    assert Budget(lines, None, None, Measure(own_share=Decimal(15))).brings_enough() is enough


@pytest.mark.parametrize(("cost", "fits"), [("75000", True), ("75000.01", False)])
def test_the_whole_plan_may_cost_so_much(cost: str, fits: bool) -> None:
    assert costing(cost, max_cost=Decimal(75000)).keeps_cost() is fits


def test_what_no_source_states_limits_nothing() -> None:
    budget = costing("10", asked="10")
    assert (budget.limit, budget.own_least, broken(budget)) == (None, None, [])
    assert broken(Budget((line("plaats", Decimal(10)),), Decimal(10))) == []


# --- Together with other support -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ({"cumulation": "mag"}, Together.FINE),
        ({"cumulation": "deels"}, Together.SOME),
        ({"cumulation": ""}, Together.UNKNOWN),
        ({"cumulation": "mag-niet", "certainty": "zeker"}, Together.FORBIDDEN),
        ({"cumulation": "mag-niet", "certainty": "gedateerd"}, Together.FORBIDDEN),
        ({"cumulation": "mag-niet", "certainty": "onzeker"}, Together.UNSURE),
        ({"cumulation": "mag-niet", "certainty": "zeker", "cumulation_note": "Niet met X."}, Together.READ),
    ],
)
def test_only_a_sure_rule_without_exceptions_forbids(terms: dict[str, str], found: Together) -> None:
    measure = Measure(**terms)
    budget = Budget((support(Decimal(1)), line("eten", Decimal(1))), None, None, measure)
    assert together(measure) is found
    assert budget.may_combine() is (found is not Together.FORBIDDEN)
    assert bool(cautions(budget)) is (found not in {Together.FINE, Together.FORBIDDEN})
    alone = Budget((support(Decimal(0)), line("eten", Decimal(1))), None, None, measure)
    assert alone.may_combine()
    assert not cautions(alone)


def test_without_a_measure_nothing_forbids() -> None:
    budget = Budget((support(Decimal(1)),), None)
    assert (together(None), budget.may_combine(), budget.conditions_to_read()) == (Together.FINE, True, [])


@pytest.mark.django_db
def test_support_of_others_is_held_against_both_rules(cast: Cast) -> None:
    measure = cast.call.measure
    measure.cumulation, measure.certainty, measure.cumulation_note = "mag-niet", "zeker", ""
    measure.save()
    Criterion.objects.create(measure=measure, kind="niet-samen", text="Je krijgt geen werkingssubsidie.")
    other = MeasureFactory(title="Vlaams geld", cumulation="mag-niet", certainty="onzeker")
    dossier = with_lines(asking(cast), line("eten", 3000), support(500, "Vlaams geld", measure=other))
    with pytest.raises(Refused) as refused:
        perform(dossier, "indienen", by=cast.nour)
    assert [one for one in refused.value.sentences if "Vlaams geld" in one]
    budget = Budget.of(dossier)
    assert budget.conditions_to_read() == ["Je krijgt geen werkingssubsidie."]
    assert "Vlaams geld" in " ".join(cautions(budget))
    measure.cumulation_note = "Niet met een werkingssubsidie."
    measure.save()
    assert perform(dossier, "indienen", by=cast.nour).phase == "ingediend"
    dossier = Dossier.objects.for_page().get(pk=dossier.pk)
    assert Budget.of(dossier).conditions_to_read()[0] == "Niet met een werkingssubsidie."


@pytest.mark.django_db
def test_everything_that_is_wrong_is_said_at_once_with_its_amounts(cast: Cast) -> None:
    measure = cast.call.measure
    measure.max_share, measure.own_share, measure.max_cost = Decimal(50), Decimal("12.5"), Decimal(900)
    measure.save()
    dossier = with_lines(asking(cast), line("eten", 1000), line("eigen", 100))
    with pytest.raises(Refused) as refused:
        perform(dossier, "indienen", by=cast.nour)
    words = " ".join(refused.value.sentences).replace("\N{NO-BREAK SPACE}", " ")
    for part in ("€ 2.600,00", "€ 1.600,00 hoger", "€ 900,00", "50 %", "€ 500,00", "12,5 %", "€ 125,00"):
        assert part in words.replace("\N{NO-BREAK SPACE}", " "), part


@pytest.mark.django_db
def test_a_round_that_asks_nothing_is_as_simple_as_before(cast: Cast) -> None:
    dossier = with_lines(cast.dossier(requested="2500"), line("eten", 1))
    assert perform(dossier, "indienen", by=cast.nour).phase == "ingediend"


# --- For others ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_it_became_balances_and_is_explained(cast: Cast) -> None:
    now = cast.dossier("uitvoering", requested="2500", granted="2000")
    empty = Dossier.objects.for_page().get(pk=now.pk)
    assert report_is_balanced(empty)
    cast.call.asks_budget = True
    cast.call.save()
    dossier = with_lines(empty, line("eten", 1000, actual="1100"), line("plaats", 2000, actual="1700"), line("eigen", 500))  # fmt: skip
    planned, actual = totals(dossier)
    assert (planned.costs, planned.incomes, actual.costs, actual.incomes) == (3000, 3000, 2800, 2000)
    assert not report_is_balanced(dossier)
    assert not report_is_explained(dossier)
    told = [one.told(dossier) for one in REPORTED if not one.met(dossier, dossier.created_at)]
    assert told == [
        "Vul bij elke regel van je begroting het werkelijke bedrag in, ook als het 0 is. Nog leeg: 1.",
        "Zeg waarom deze bedragen meer dan een tiende hoger of lager werden: Zaal of plek.",
    ]
    BudgetLine.objects.filter(category="eigen").update(actual=800, note="Meer kas.")
    BudgetLine.objects.filter(category="plaats").update(note="Kleinere zaal.")
    dossier = Dossier.objects.for_page().get(pk=dossier.pk)
    assert report_is_balanced(dossier)
    assert report_is_explained(dossier)
    assert all(one.met(dossier, dossier.created_at) for one in REPORTED)


@pytest.mark.parametrize(
    ("planned", "actual", "far"),
    [("100", "110", False), ("100", "110.01", True), ("100", "90", False), ("100", "89.99", True), ("0", "0", False), ("0", "0.01", True)],
)  # fmt: skip
def test_a_tenth_is_exact(planned: str, actual: str, far: bool) -> None:
    one = line("eten", Decimal(planned), actual=Decimal(actual))
    assert one.differs is far
    assert line("eten", Decimal(planned)).differs is False
    assert str(one) == f"{one.name}: {planned}"
