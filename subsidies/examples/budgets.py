"""Budgets of made-up plans: sums that are right, of amounts that nobody spent."""

from decimal import Decimal

from actors.models import User
from subsidies.budgeting import mark_of_actuals, mark_of_plan, save_actuals, save_plan
from subsidies.budgeting.saving import in_order
from subsidies.models import BudgetLine, Dossier, Side

OWN, ARTISTS, PLACE = (
    Decimal("0.15"),
    Decimal("0.6"),
    Decimal("0.15"),
)  # parts of what is asked, and of what it costs
WHY = "We kregen minder dan we vroegen, en hielden het kleiner."


def part_of(amount: Decimal, share: Decimal) -> Decimal:
    """``share`` of ``amount``, in tens of euro."""
    return (amount * share / 10).quantize(Decimal(1)) * 10


def costs_of(whole: Decimal) -> list[tuple[str, str, Decimal]]:
    """How ``whole`` euro is spent: the kind, what it is, and how much."""
    artists, place = part_of(whole, ARTISTS), part_of(whole, PLACE)
    rest = whole - artists - place
    return [
        ("artiesten", "Begeleiders en gasten", artists),
        ("plaats", "Zaal", place),
        ("materiaal", "Licht, geluid en papier", rest),
    ]


def plan_budget(dossier: Dossier, by: User) -> None:
    """Writes a budget that balances: a part of their own beside what they ask."""
    asked = dossier.requested or Decimal(0)
    own = part_of(asked, OWN)
    lines = [
        BudgetLine(side=Side.COST, category=kind, words=words, planned=amount)
        for kind, words, amount in costs_of(asked + own)
    ]
    lines.append(BudgetLine(side=Side.INCOME, category="eigen", words="Eigen kas", planned=own))
    save_plan(dossier=dossier, by=by, lines=lines, requested=asked, seen=mark_of_plan([], asked))


def tell_actuals(dossier: Dossier, by: User, left: Decimal) -> None:
    """Writes what it became: as much as came in, less the ``left`` euro that nobody needed."""
    known = in_order(dossier.budget_lines.all())
    own = sum((line.planned for line in known if line.side == Side.INCOME), Decimal(0))
    spent = costs_of((dossier.granted or Decimal(0)) + own - left)
    became = [amount for _kind, _words, amount in spent] + [own]
    told = {}
    for line, amount in zip(known, became, strict=True):
        told[line.pk] = (amount, "" if amount == line.planned else WHY)
    save_actuals(dossier=dossier, by=by, told=told, extra=[], seen=mark_of_actuals(known))
