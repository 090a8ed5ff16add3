"""The same plan sent eight times, and eight plans sent once, at the very same moment."""

from decimal import Decimal
from typing import Any

import pytest

from actors.models import User
from subsidies.budgeting import Moved, mark_of_plan, save_plan
from subsidies.models import Dossier
from tests.subsidies.budget_cast import asking, line
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.test_dossiers_at_once import at_once
from tests.subsidies.test_dossiers_at_once import cast as whole_cast

pytestmark = pytest.mark.django_db(transaction=True)
cast = whole_cast


def saver(cast: Cast, dossier: Dossier, outcomes: list[str], amount: Any) -> Any:
    """Saves a plan with one cost, and notes how that went."""
    seen = mark_of_plan([], dossier.requested)

    def save(value: int) -> None:
        by, lines = User.objects.get(pk=cast.nour.pk), [line("eten", Decimal(amount(value)), "Soep")]
        try:
            new = save_plan(dossier=dossier, by=by, lines=lines, requested=dossier.requested, seen=seen)
            outcomes.append("new" if new else "same")
        except Moved:
            outcomes.append("moved")

    return save


def test_a_plan_sent_eight_times_stands_there_once(cast: Cast) -> None:
    dossier, outcomes = asking(cast), list[str]()
    at_once(saver(cast, dossier, outcomes, lambda _value: 50), range(8))
    assert sorted(outcomes) == ["new", *["same"] * 7]
    assert Dossier.objects.get(pk=dossier.pk).budget_lines.count() == 1


def test_of_eight_plans_one_counts_and_the_others_are_told(cast: Cast) -> None:
    dossier, outcomes = asking(cast), list[str]()
    at_once(saver(cast, dossier, outcomes, lambda value: value + 1), range(8))
    assert sorted(outcomes) == [*["moved"] * 7, "new"]
    assert Dossier.objects.get(pk=dossier.pk).budget_lines.count() == 1
