"""A plan, as somebody tells it who looks for support: who, where, what and for whom, when and how much.

Nothing has to be answered. What is empty is not known, and no rule takes it for a no.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

Slugs = frozenset[str]
NONE: Slugs = frozenset()


class Company(models.TextChoices):
    """With whom somebody does it: the farthest partner counts."""

    ALONE = "alleen", _("alone")
    HERE = "eigen-gemeente", _("with a partner from our municipality")
    ELSEWHERE = "andere-gemeente", _("with a partner from another municipality")
    ABROAD = "ander-land", _("with a partner from another country")


class Question(models.TextChoices):
    """The four questions of the finder, by the name under which their answers count."""

    WHO = "wie", _("Who are you?")
    WHERE = "waar", _("Where?")
    WHAT = "wat", _("What do you want to do, and for whom?")
    WHEN = "wanneer", _("When, and how much?")


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to do. Words and places stand by their slugs, amounts in euro."""

    legal_form: str = ""
    actor_kind: str = ""
    municipalities: Slugs = NONE
    forms: Slugs = NONE
    disciplines: Slugs = NONE
    groups: Slugs = NONE
    themes: Slugs = NONE
    company: str = ""
    begins: date | None = None
    ends: date | None = None
    amount: Decimal | None = None
    cost: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is answered."""
        return not any(getattr(self, field.name) for field in fields(self))

    @property
    def crosses_borders(self) -> bool:
        """Whether it goes beyond one municipality, as far as it says."""
        return len(self.municipalities) > 1 or self.company == Company.ELSEWHERE

    @property
    def answered(self) -> frozenset[Question]:
        """The questions of which at least a part is answered."""
        parts = {
            Question.WHO: (self.legal_form, self.actor_kind),
            Question.WHERE: (self.municipalities,),
            Question.WHAT: (self.forms, self.disciplines, self.groups, self.themes, self.company),
            Question.WHEN: (self.begins, self.ends, self.amount, self.cost),
        }
        return frozenset(question for question, answers in parts.items() if any(answers))
