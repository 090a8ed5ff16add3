"""The catalogues of what actors do together: what everyone may see of practices, projects and calls, in memory."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.utils import timezone

from actors.answers import DISCIPLINES, TARGET_GROUPS, THEMES, places, words
from actors.catalogues import by_check, by_name, by_publication
from actors.terms import at_hand, beside, cards, known_ties
from ecru.base.catalogue import Catalogue, Plan, Row
from ecru.base.directory.facets import Answer
from ecru.base.edition import KeptRecords
from ecru.base.searchable import SEARCH_TEXTS

from .models import PartnerCall, Practice, Project, Resource, StepPlan
from .models.subjects import SUBJECTS

Subjected = TypeVar("Subjected", Practice, Project, PartnerCall)


def by_proof(row: Row) -> tuple[bool, bool]:
    """What was proven elsewhere comes first, then what tells what came of it."""
    return row.proven_on is None, not row.results


def by_year(row: Row) -> tuple[int]:
    """What was done last comes first; without a year it comes last."""
    return (-(row.year_from or 0),)


def by_life(row: Row) -> tuple[bool]:
    """What goes on comes first."""
    return (row.stage in {"klaar", "gestopt"},)


def by_closing(row: Row) -> tuple[bool, int]:
    """What is open and closes first comes first."""
    return row.closed_at is not None, row.closes_on.toordinal()


PRACTICES = Catalogue(
    Plan(
        records=Practice.objects.published,
        facets=(*SUBJECTS, "kind", "people", "money", "proven", "actors"),
        texts=SEARCH_TEXTS,
        columns=("search_name", "verified_on", "published_at", "proven_on", "results", "year_from"),
        orders={
            "relevantie": by_proof,
            "naam": by_name,
            "nagekeken": by_check,
            "nieuw": by_publication,
            "jaar": by_year,
        },
    )
)

PROJECTS = Catalogue(
    Plan(
        records=Project.objects.published,
        facets=(*SUBJECTS, "stage", "lead"),
        texts=SEARCH_TEXTS,
        columns=("search_name", "published_at", "stage"),
        orders={"relevantie": by_life, "naam": by_name, "nieuw": by_publication},
    )
)

CALLS = Catalogue(
    Plan(
        records=PartnerCall.objects.published,
        facets=(*SUBJECTS, "resources", "direction", "actor"),
        texts=SEARCH_TEXTS,
        columns=("search_name", "published_at", "closes_on", "closed_at", "actor_id", "project_id"),
        orders={"relevantie": by_closing, "sluit": by_closing, "nieuw": by_publication, "naam": by_name},
    )
)

STEP_PLANS = Catalogue(
    Plan(
        records=StepPlan.objects.published,
        facets=(),
        texts=SEARCH_TEXTS,
        columns=("search_name", "position"),
        orders={"volgorde": lambda row: (row.position,)},
    )
)

CALLS_ON_ROWS = KeptRecords(lambda: PartnerCall.objects.published().for_rows())
CATALOGUES: dict[type[Any], Catalogue] = {Practice: PRACTICES, Project: PROJECTS, PartnerCall: CALLS}


def by_position(ask: Callable[[], list[Answer]]) -> Callable[[], list[Answer]]:
    """The words of a vocabulary as a record shows them: in their own order, whatever their headings."""
    return lambda: sorted(ask(), key=lambda answer: (answer.record.position, answer.record.label))


WORDS: dict[str, Callable[[], list[Answer]]] = {
    "municipalities": places,
    "target_groups": by_position(TARGET_GROUPS),
    "disciplines": by_position(DISCIPLINES),
    "themes": by_position(THEMES),
    "resources": words(Resource),
}


def open_calls() -> list[int]:
    """The keys of the calls that everyone may see and answer today, the soonest to close first; no query."""
    shelf, today = CALLS.shelf(), timezone.localdate()
    rows = [
        (row.closes_on, shelf.keys[slot])
        for slot in shelf.alive
        if (row := shelf.rows[slot]).closed_at is None and row.closes_on >= today
    ]
    return [key for _day, key in sorted(rows)]


def call_cards(keys: Sequence[int]) -> list[PartnerCall]:
    """The published calls with ``keys``, in that order, with all that a row or a suggestion shows; at most two queries for new ones."""
    calls = list(CALLS_ON_ROWS(keys).values())
    callers = {actor.pk: actor for actor in cards([call.actor_id for call in calls])}
    for call in calls:
        beside(call, "actor", callers)
    return with_subjects(calls, ["municipalities", "resources"])


def with_subjects(records: Iterable[Subjected], names: Sequence[str] = SUBJECTS) -> list[Subjected]:
    """``records`` of one kind with their relations ``names`` at hand, as ``prefetch_related`` gives them, from memory.

    The words are shared by all who read them: never change one. One query when one of them is a draft, else none.
    """
    known = list(records)
    if known:
        catalogue = CATALOGUES[type(known[0])]
        at_hand(known, known_ties(catalogue, known, names), {name: WORDS[name] for name in names})
    return known
