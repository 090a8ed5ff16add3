"""Storing a budget. Who saves says what they saw: what somebody else saved since is never overwritten unread."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import User
from ecru.base.tokens import hashed
from subsidies.dossiers import Refused, Why, write
from subsidies.dossiers.performing import locked
from subsidies.models import BudgetLine, Dossier, LastHand, Measure, Side
from subsidies.permissions import may_write, may_write_actuals
from subsidies.permissions.budget import PART
from subsidies.phases import open_fields, phase_of
from subsidies.together import Author, last_author

OPENS_WITH = "requested"  # the amount and the budget are one truth, so one lock
ACTUALS = "werkelijk"  # what the plan became, as a part that somebody wrote last
PLAN = ("side", "category", "words", "left_out", "giver", "answer")
Told = Mapping[int, tuple[Decimal | None, str]]  # of each line by its key: what it became, and why


class Moved(Exception):  # noqa: N818 - it is an answer, not a crash
    """Somebody else saved the budget since: ``now`` is the dossier as it is, ``author`` who made it so, and when."""

    def __init__(self, now: Dossier, author: Author) -> None:
        super().__init__("the budget moved")
        self.now, self.author = now, author


def may_plan(user: Any, dossier: Dossier) -> bool:
    """Who writes in the budget, as long as the phase opens the amount that is asked."""
    return OPENS_WITH in open_fields(dossier) and may_write(user, dossier, PART)


def euro_text(amount: Decimal | None) -> str:
    """An amount in one way of writing, so that marks of the same amount are the same."""
    return "" if amount is None else f"{amount:.2f}"


def mark_of_plan(lines: Iterable[BudgetLine], requested: Decimal | None) -> str:
    """What a plan says, as one word: the same for the same lines in the same order with the same amount asked."""
    rows = [[*(getattr(line, name) for name in PLAN), euro_text(line.planned)] for line in in_order(lines)]
    return hashed(json.dumps([euro_text(requested), rows]))


def mark_of_actuals(lines: Iterable[BudgetLine]) -> str:
    """What the lines became, as one word."""
    known = list(lines)
    told = {line.pk: (line.actual, line.note) for line in known if not line.extra}
    return actual_mark(told, [line for line in known if line.extra])


def actual_mark(told: Told, extra: Iterable[BudgetLine]) -> str:
    """The same of what was typed."""
    rows = [[pk, euro_text(actual), note] for pk, (actual, note) in sorted(told.items())]
    more = [
        [line.side, line.category, line.words, euro_text(line.actual), line.note] for line in in_order(extra)
    ]
    return hashed(json.dumps([rows, more]))


def in_order(lines: Iterable[BudgetLine]) -> list[BudgetLine]:
    """Costs before incomes, each in their own order."""
    return sorted(lines, key=lambda line: line.side == Side.INCOME)


@transaction.atomic
def save_plan(
    *, dossier: Dossier, by: User, lines: list[BudgetLine], requested: Decimal | None, seen: str
) -> bool:
    """Makes ``lines`` (in order, costs and incomes) the plan of ``dossier``, and ``requested`` what it asks; False when it said so already.

    ``seen``: the mark of the plan that the person saw. Raises ``PermissionDenied``, ``Refused`` when the phase locks it, and
    ``Moved`` when somebody else saved another plan since; then nothing is stored.
    """
    mine = locked(dossier)
    if not may_write(by, mine, PART):
        raise PermissionDenied
    if OPENS_WITH not in open_fields(mine):
        said = _("This dossier stands at “%(phase)s” now. The budget is locked.")
        raise Refused(Why.STATE, [said % {"phase": phase_of(mine).name}])
    now = mark_of_plan(mine.budget_lines.all(), mine.requested)
    if mark_of_plan(lines, requested) == now:
        return False
    if seen != now:
        raise Moved(mine, last_author(mine, PART, OPENS_WITH, by=by))
    mine.budget_lines.all().delete()
    store(mine, lines)
    write(dossier=mine, by=by, values={OPENS_WITH: requested})
    LastHand.objects.note(mine, [PART], by=by)
    return True


@transaction.atomic
def save_actuals(
    *, dossier: Dossier, by: User, told: Told, extra: list[BudgetLine], seen: str
) -> bool:  # fmt: skip
    """Stores what the planned lines became (``told``, all of them) and the lines that came up since (``extra``); False when it said so already.

    Raises ``PermissionDenied``, ``Refused`` before and after the plan is carried out, and ``Moved`` when somebody else saved
    since; then nothing is stored.
    """
    mine = locked(dossier)
    if not may_write(by, mine, PART):
        raise PermissionDenied
    if not may_write_actuals(by, mine):
        said = _("This dossier stands at “%(phase)s” now. What it became is locked.")
        raise Refused(Why.STATE, [said % {"phase": phase_of(mine).name}])
    lines = list(mine.budget_lines.all())
    now, typed = mark_of_actuals(lines), actual_mark(told, extra)
    if typed == now:
        return False
    planned = [line for line in lines if not line.extra]
    if seen != now or {line.pk for line in planned} != told.keys():
        raise Moved(mine, last_author(mine, ACTUALS, by=by))
    for line in planned:
        line.actual, line.note = told[line.pk]
    BudgetLine.objects.bulk_update(planned, ["actual", "note"])
    BudgetLine.objects.filter(dossier=mine, extra=True).delete()
    store(mine, extra, after=planned)
    mine.save()
    LastHand.objects.note(mine, [ACTUALS], by=by)
    return True


def store(dossier: Dossier, lines: Iterable[BudgetLine], after: Iterable[BudgetLine] = ()) -> None:
    """Adds ``lines`` to ``dossier``, in their order, behind the lines ``after``."""
    known = {fold_name(measure.title): measure for measure in measures_called(lines)}
    last = {side: max((one.position for one in after if one.side == side), default=0) for side in Side.values}
    for line in lines:
        last[line.side] += 1
        line.dossier, line.position, line.measure = dossier, last[line.side], known.get(fold_name(line.giver))
    BudgetLine.objects.bulk_create(lines)


def measures_called(lines: Iterable[BudgetLine]) -> Iterable[Measure]:
    """The measures among which the givers of ``lines`` are looked for; none when no line has a giver."""
    if not any(line.giver for line in lines):
        return []
    return Measure.objects.published().only("pk", "title")


def fold_name(name: str) -> str:
    """A name as people mean it: without capitals and needless blanks."""
    return " ".join(name.split()).casefold()
