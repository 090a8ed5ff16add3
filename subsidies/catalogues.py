"""The catalogue of measures: what everyone may see of them, in memory."""

from actors.catalogues import by_name, by_publication
from ecru.base.catalogue import Catalogue, Plan, Row
from ecru.base.searchable import SEARCH_TEXTS
from projects.models.subjects import SUBJECTS

from .models import Measure


def by_area(row: Row) -> tuple[bool, int, str]:
    """What holds in the narrowest area comes first; what exists no more comes last."""
    return row.has_ended, row.area, row.search_name


MEASURES = Catalogue(
    Plan(
        records=Measure.objects.published,
        facets=(*SUBJECTS, "level", "forms", "legal_forms", "actor_kinds", "replaces"),
        texts=SEARCH_TEXTS,
        columns=("search_name", "published_at", "area", "has_ended"),
        orders={"relevantie": by_area, "naam": by_name, "nieuw": by_publication},
    )
)
