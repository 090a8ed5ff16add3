"""How long we keep what about people, and why: one table in code.

The daily work carries it out, ``manage.py retention`` shows what it would do, and the page about privacy is made from it, so
that what we promise is what happens. An app registers its own rules in a module ``retention_rules``, which is imported
when the portal starts:

    register(Rule("invitations", order=40, what=_("Invitations"), data=_("…"), why=_("…"), who=_("…"),
                  keeps=timedelta(days=60), forget=forget_invitations))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import ngettext

YEAR, MONTH = timedelta(days=365), timedelta(days=30)
HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True)
class Rule:
    """One kind of personal data (a line of the record of processing, GDPR art. 30).

    ``what`` is its name for people, ``data`` which facts, ``why`` what for and on which ground, ``who`` sees them. ``keeps``
    is how long; where no time ends it, a sentence that says what does. ``forget(now)`` takes out what is past its time and
    returns how much; it may run as often as one likes. Without it the rule is carried out elsewhere: ``keeps`` says where.
    """

    slug: str
    what: Any
    data: Any
    why: Any
    who: Any
    keeps: timedelta | Any
    forget: Callable[[datetime], int] | None = None
    order: int = 50

    @property
    def how_long(self) -> str:
        """For how long, in words."""
        return in_words(self.keeps) if isinstance(self.keeps, timedelta) else str(self.keeps)


rules: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Puts ``rule`` in the table. Raises ``ValueError`` when another has its name already."""
    if rules.setdefault(rule.slug, rule) != rule:
        raise ValueError(f"two rules of retention are called {rule.slug}")
    return rule


def table() -> list[Rule]:
    """All rules, in the order of the page about privacy."""
    return sorted(rules.values(), key=lambda rule: (rule.order, rule.slug))


def in_words(time: timedelta) -> str:
    """``time`` as people say it: in years or months where it comes out even (a month is 30 or 31 days), else in days."""
    days = time.days
    if days % YEAR.days == 0:
        return ngettext("%(count)d year", "%(count)d years", days // 365) % {"count": days // 365}
    months = round(days / (YEAR.days / 12))
    if months >= 3 and abs(days - months * YEAR.days / 12) < 1:  # noqa: PLR2004 - sixty days stay sixty days
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def carry_out(now: datetime) -> dict[str, int]:
    """Takes out what is past its time at ``now``, each rule in a transaction of its own; how much, by rule."""
    report = {}
    for rule in table():
        if rule.forget is not None:
            with transaction.atomic():
                report[rule.slug] = rule.forget(now)
    return report
