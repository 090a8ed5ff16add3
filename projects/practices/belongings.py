"""Which practices have something that few have, from memory: so that a page only asks for what is there."""

from typing import Any

from django.db.models import QuerySet, Value

from ecru.base.edition import remembered
from projects.models import CollectionItem, Practice, PracticeFile, PracticePicture, Reuse

MODELS: dict[str, Any] = {
    "reuses": Reuse,
    "pictures": PracticePicture,
    "files": PracticeFile,
    "collections": CollectionItem,
}


def has(practice: Practice, what: str) -> bool:
    """Whether there is one of ``what`` ("reuses", "pictures", "files", "collections") with ``practice``, also one that does not show."""
    return practice.pk in belongings()[what]


@remembered(*(model._meta.label_lower for model in MODELS.values()))
def belongings() -> dict[str, set[int]]:
    """The keys of the practices that have something, by what it is; one query when one came or went, else none."""
    first, *others = (owners(what, model) for what, model in MODELS.items())
    found: dict[str, set[int]] = {what: set() for what in MODELS}
    for what, practice in first.union(*others, all=True):
        found[what].add(practice)
    return found


def owners(what: str, model: Any) -> QuerySet[Any, Any]:
    """Rows of ``what`` and the key of the practice that has it."""
    rows = model.objects.order_by().filter(practice__isnull=False)
    return rows.annotate(what=Value(what)).values_list("what", "practice").distinct()
