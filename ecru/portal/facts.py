"""The policy plan and its budget. Checked here; written by the part of the portal that reports on the plan."""

from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from actors import facts as field
from actors.facts.shared import Problems, keys, twice, unknown
from actors.models import Actor, Municipality, PopulationCount
from actors.models.municipality import CONTRIBUTION_PER_INHABITANT, CONTRIBUTION_YEAR
from ecru.base.facts import FactFile, Slug, SourceRef, Text
from projects import facts as projects
from subsidies import facts as subsidies

Euro = Annotated[int | float, Field(ge=0, le=1_000_000_000)]


class Loose(BaseModel):
    """A record of which only the fields that others refer to are fixed."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class ActionFact(Loose):
    """Something that the plan promises to do."""

    id: Annotated[str, Field(pattern=r"^\d\.\d\.[a-z]$")]
    title: Text
    practices: list[Slug]
    actors: list[Slug]
    source: SourceRef


class OperationalGoalFact(Loose):
    """A goal with actions."""

    number: Annotated[str, Field(pattern=r"^\d\.\d$")]
    title: Text
    actions: list[ActionFact]
    source: SourceRef


class StrategicGoalFact(Loose):
    """One of the five goals."""

    number: Annotated[str, Field(pattern=r"^\d$")]
    slug: Slug
    title: Text
    operational_goals: list[OperationalGoalFact]
    source: SourceRef


class Plan(Loose):
    """The culture policy plan."""

    title: Text
    strategic_goals: list[StrategicGoalFact]
    bodies: list[dict[str, Any]]
    timeline: list[dict[str, Any]]


def check_plan(facts: Plan) -> Problems:
    """Doubles, and actors that are not known."""
    yield from twice(facts.strategic_goals, by="number")
    actors = keys(Actor)
    for goal in facts.strategic_goals:
        yield from twice(goal.operational_goals, by="number")
        for operational in goal.operational_goals:
            yield from twice(operational.actions, by="id")
            for action in operational.actions:
                yield from unknown(action.id, "actors", action.actors, actors)


class ContributionFact(Loose):
    """What one municipality pays a year."""

    municipality: Slug
    inhabitants_2019: int
    rate_eur: int | float
    contribution_printed_eur: Euro


class Contributions(Loose):
    """What the seven pay together."""

    rows: list[ContributionFact]
    total_inhabitants_printed: int
    total_printed_eur: Euro
    source: SourceRef


class Budget(Loose):
    """The budget of the plan; printed totals that do not add up are described in the file itself."""

    contributions: Contributions


def check_budget(facts: Budget) -> Problems:
    """Contributions that do not follow from the inhabitants, and totals that do not add up."""
    rows = facts.contributions.rows
    yield from twice(rows, by="municipality")
    known = keys(Municipality)
    counts = dict(
        PopulationCount.objects.in_year(CONTRIBUTION_YEAR).values_list("municipality__slug", "count")
    )
    for row in rows:
        yield from unknown(row.municipality, "municipality", row.municipality, known)
        if counts.get(row.municipality, row.inhabitants_2019) != row.inhabitants_2019:
            yield row.municipality, "inhabitants_2019", _("is not the number in municipalities.json")
        if cents(row.contribution_printed_eur) != row.inhabitants_2019 * CONTRIBUTION_PER_INHABITANT:
            yield row.municipality, "contribution_printed_eur", _("is not 0.40 euro for each inhabitant")
    if sum(row.inhabitants_2019 for row in rows) != facts.contributions.total_inhabitants_printed:
        yield "contributions", "total_inhabitants_printed", _("is not the sum of the rows")
    if sum(cents(row.contribution_printed_eur) for row in rows) != cents(
        facts.contributions.total_printed_eur
    ):
        yield "contributions", "total_printed_eur", _("is not the sum of the rows")


def cents(euro: int | float) -> Decimal:
    """An amount from JSON as exact euro, to the cent."""
    return Decimal(str(euro)).quantize(Decimal("0.01"))


FILES: list[FactFile] = [
    *field.FILES,
    *projects.FILES,
    *subsidies.FILES,
    FactFile("plan.json", Plan, check_plan, stands_on=("actors.json",)),
    FactFile("budget.json", Budget, check_budget, stands_on=("municipalities.json",)),
]
