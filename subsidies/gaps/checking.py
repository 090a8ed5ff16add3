"""That somebody looked: noting it, taking it back, and what is known of it in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Municipality, User
from ecru.base import audit
from ecru.base.edition import remembered

from ..models import Checker, CoverageCheck
from ..models.coverage import WORDS, is_old
from ..permissions import may_check_coverage
from .axes import Axis

CHECKED, TAKEN_BACK = "coverage.checked", "coverage.taken-back"

audit.verb(CHECKED, _("looked whether support is missing"))
audit.verb(TAKEN_BACK, _("took back that support was looked for"))


@dataclass(frozen=True)
class Look:
    """That somebody looked, as everybody may know it: on which day, and as what."""

    on: date
    by: Checker

    @property
    def is_old(self) -> bool:
        """Whether it is more than half a year ago."""
        return is_old(self.on)


@remembered("subsidies.coveragecheck")
def looks() -> dict[tuple[str, int, int], Look]:
    """Every look, by the field of the word, the municipality and the word; one query after a change."""
    names = [f"{name}_id" for name in WORDS]
    rows = CoverageCheck.objects.order_by().values_list("municipality_id", "checked_on", "checked_as", *names)
    return {
        (name, place, key): Look(on, Checker(by))
        for place, on, by, *keys in rows
        for name, key in zip(WORDS, keys, strict=True)
        if key is not None
    }


@transaction.atomic
def check_coverage(*, place: Municipality, axis: Axis, words: Iterable[Any], by: User, note: str = "") -> int:
    """Notes that ``by`` looked today in ``place`` for each of ``words``; what was noted before makes room. Returns how many.

    Looking twice on one day leaves one note. Raises ``PermissionDenied`` for who does not know the place by right.
    """
    if not may_check_coverage(by, place):
        raise PermissionDenied
    seen = {
        "checked_on": timezone.localdate(),
        "checked_as": Checker.MUNICIPALITY if place.pk in by.own_municipalities else Checker.TEAM,
        "checked_by": by,
        "note": note,
    }
    slugs = []
    for word in words:
        CoverageCheck.objects.update_or_create(municipality=place, **{axis.word: word}, defaults=seen)
        slugs.append(word.slug)
    if slugs:
        audit.note(CHECKED, by=by, about=place, axis=axis.slug, words=slugs)
    return len(slugs)


@transaction.atomic
def take_back(*, place: Municipality, axis: Axis, words: Iterable[Any], by: User) -> int:
    """Forgets that anybody looked in ``place`` for ``words``: they are not researched again. Returns how many there were.

    Raises ``PermissionDenied`` as ``check_coverage`` does.
    """
    if not may_check_coverage(by, place):
        raise PermissionDenied
    chosen = {word.pk: word.slug for word in words}
    checks = CoverageCheck.objects.about(place, axis.word, list(chosen))
    slugs = [chosen[getattr(check, f"{axis.word}_id")] for check in checks]
    if slugs:
        checks.delete()
        audit.note(TAKEN_BACK, by=by, about=place, axis=axis.slug, words=slugs)
    return len(slugs)
