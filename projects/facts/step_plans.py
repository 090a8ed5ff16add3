"""Step plans to begin with. The texts are ours; editors go on from there in the admin.

The measures of a step are loaded later than the plans, so nothing here can check them; a test does.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from actors.facts.shared import Problems, keys, known_actors, twice, unknown
from actors.models import Actor, Topic
from ecru.base.facts import FactFile, Merge, Record, Slug, Slugs, Text
from ecru.base.facts.merge import existing
from ecru.base.models import Publication
from projects.models import PlanStep, Practice, StepPlan

from .practices import changed


class StepFact(Record):
    """One step."""

    slug: Slug
    title: Annotated[Text, Field(min_length=1, max_length=80)]
    text: Annotated[Text, Field(min_length=1)]
    doubt: Text | None = None
    measures: Slugs = []
    practices: Slugs = []
    topics: Slugs = []
    actors: Slugs = []


class StepPlanFact(Record):
    """A plan with its steps, in order."""

    slug: Slug
    title: Annotated[Text, Field(min_length=1, max_length=60)]
    title_en: Annotated[Text, Field(max_length=60)]
    summary: Text
    summary_en: Text
    for_whom: Annotated[Text, Field(max_length=200)]
    ask: Text
    sources: Text
    verified_on: Annotated[date, Field(strict=False)] | None = None
    steps: Annotated[list[StepFact], Field(min_length=1)]


class StepPlans(Record):
    """All step plans, in the order of the list."""

    step_plans: list[StepPlanFact]


def check_step_plans(facts: StepPlans) -> Problems:
    """Doubles, and practices, topics and actors that are not known."""
    yield from twice(facts.step_plans)
    steps = list(all_steps(facts))
    yield from twice(steps)
    pools = {"topics": keys(Topic), "actors": keys(Actor), "practices": keys(Practice)}
    for step in steps:
        for field, pool in pools.items():
            yield from unknown(step.slug, field, getattr(step, field), pool)


def all_steps(facts: StepPlans) -> Iterator[StepFact]:
    """The steps of all plans."""
    for plan in facts.step_plans:
        yield from plan.steps


def load_step_plans(facts: StepPlans, merge: Merge) -> None:
    """Writes the plans and their steps, then what search reads."""
    plans = existing(StepPlan.objects.all())
    steps = existing(PlanStep.objects.select_related("plan"), "practices", "topics", "actors")
    words: dict[str, dict[str, Any]] = {
        "practices": existing(Practice.objects.all()),
        "topics": existing(Topic.objects.all()),
        "actors": known_actors(Actor.objects.all()),
    }
    for place, fact in enumerate(facts.step_plans):
        make = partial(StepPlan, slug=fact.slug, status=Publication.PUBLISHED)
        values = fact.model_dump(exclude={"slug", "steps"}) | {"position": place}
        plan = merge.write(plans, make, fact.slug, values)
        for number, step in enumerate(fact.steps):
            told = {"title": step.title, "text": step.text, "doubt": step.doubt or ""}
            own = {"plan": plan, "measures": step.measures, **told}
            links = {name: [known[slug] for slug in getattr(step, name)] for name, known in words.items()}
            merge.write(
                steps, partial(PlanStep, slug=step.slug), step.slug, own | links | {"position": number}, 0
            )
    if not merge.faults:
        StepPlan.objects.filter(slug__in=[*changed(merge, StepPlan)]).reindex()


STEP_PLANS = FactFile(
    "step_plans.json",
    StepPlans,
    check_step_plans,
    load_step_plans,
    stands_on=("vocabularies.json", "actors.json", "practices.json"),
    optional=True,
)
