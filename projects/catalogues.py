"""The catalogues of what actors do together: what everyone may see of practices, projects and calls, in memory."""

from actors.catalogues import by_check, by_name, by_publication
from ecru.base.catalogue import Catalogue, Plan, Row
from ecru.base.searchable import SEARCH_TEXTS

from .models import PartnerCall, Practice, Project, StepPlan
from .models.subjects import SUBJECTS


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
        columns=("search_name", "published_at", "closes_on", "closed_at"),
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
