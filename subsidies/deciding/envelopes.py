"""The money of ECRU's own rounds, as the regisseur keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ecru.base.templatetags.ecru import euro
from subsidies.models import Call, Envelope, EnvelopeRound, Level
from subsidies.models.envelopes import NOTHING, granted_by, granted_in

from .meetings import NotNow, must_run


@dataclass(frozen=True)
class RoundMoney:
    """A round of ECRU with a budget, what its dossiers take of it, and what is left, in euro."""

    call: Call
    spent: Decimal
    left: Decimal


def rounds_of_ecru() -> list[RoundMoney]:
    """ECRU's own rounds with a budget, the newest first. Three queries."""
    calls = list(
        Call.objects.filter(measure__level=Level.ECRU, budget__isnull=False)
        .select_related("measure")
        .order_by("-closes_at", "pk")
    )
    granted = granted_by(calls)
    found = []
    for call in calls:
        spent = granted.get(call.pk, NOTHING)
        found.append(RoundMoney(call, spent, max((call.budget or NOTHING) - spent, NOTHING)))
    return found


def keep_envelope(
    *, by: Any, name: str, amount: Decimal, calls: Iterable[Call], envelope: Envelope | None = None
) -> Envelope:
    """Keeps an envelope for several rounds. Raises ``NotNow`` for less than what was granted, or a round that has one already."""
    must_run(by)
    given = sorted(calls, key=lambda call: call.pk)
    try:
        with transaction.atomic():
            list(
                Call.objects.select_for_update(of=("self",))
                .filter(pk__in=[call.pk for call in given])
                .order_by("pk")
            )
            mine = (
                Envelope.objects.select_for_update(of=("self",)).get(pk=envelope.pk)
                if envelope
                else Envelope()
            )
            mine.name, mine.amount, mine.spent = " ".join(name.split()), amount, granted_in(given)
            if mine.spent > amount:
                said = _("%(spent)s was granted already. The envelope cannot be smaller than that.")
                raise NotNow(said % {"spent": euro(mine.spent)})
            mine.save()
            mine.rounds.all().delete()
            EnvelopeRound.objects.bulk_create(EnvelopeRound(envelope=mine, call=call) for call in given)
            return mine
    except IntegrityError as error:
        raise NotNow(_("One of these rounds takes from another envelope already.")) from error
