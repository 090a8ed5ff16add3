"""The checklist of a dossier: what its measure asks, ticked off by who writes it or who coaches it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from actors.models import User
from subsidies.models import Criterion, Dossier, DossierTick
from subsidies.permissions import may_write, runs_dossiers


@dataclass(frozen=True)
class Check:
    """One condition of the measure, and who found it in order; None: nobody yet."""

    criterion: Criterion
    tick: DossierTick | None


def checklist(dossier: Dossier) -> list[Check]:
    """What the measure asks, in its order; two queries when they are not at hand."""
    ticks = {tick.criterion_id: tick for tick in dossier.ticks.all()}
    measure = dossier.asked_measure
    return [Check(one, ticks.get(one.pk)) for one in (measure.criteria.all() if measure else ())]


def criteria_of(dossier: Dossier) -> Any:
    """The conditions of the measure that a dossier asks for, in their order; none without a measure."""
    return Criterion.objects.filter(measure=dossier.asked_measure).order_by("position", "pk")


def may_tick(user: User, dossier: Dossier) -> bool:
    """Who writes in it, and who coaches it."""
    return runs_dossiers(user) or may_write(user, dossier)


@transaction.atomic
def tick(*, dossier: Dossier, criterion: Criterion, by: User, is_in_order: bool) -> None:
    """Ticks a condition off, or takes the tick away; the first name stays. Raises ``PermissionDenied``, also for another measure."""
    measure = dossier.asked_measure
    if not may_tick(by, dossier) or measure is None or criterion.measure_id != measure.pk:
        raise PermissionDenied
    if is_in_order:
        DossierTick.objects.get_or_create(
            dossier=dossier, criterion=criterion, defaults={"by": by, "by_name": str(by)[:254]}
        )
    else:
        DossierTick.objects.filter(dossier=dossier, criterion=criterion).delete()
