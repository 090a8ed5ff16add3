"""The budget of a dossier: what it costs and who pays, line by line. What is asked of the giver itself is no line: that is ``Dossier.requested``."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .dossiers import Dossier
from .measures import Measure, euros


class Side(models.TextChoices):
    """Whether money goes out or comes in."""

    COST = "kost", _("cost")
    INCOME = "inkomst", _("income")


class CostKind(models.TextChoices):
    """What money goes to. The list is closed, so that budgets can be added up and compared."""

    ARTISTS = "artiesten", _("Artists and guides")
    STAFF = "medewerkers", _("Own staff")
    VOLUNTEERS = "vrijwilligers", _("Volunteers")
    PLACE = "plaats", _("Hall or place")
    MATERIAL = "materiaal", _("Material and technique")
    RIGHTS = "rechten", _("Rights of authors")
    PUBLICITY = "bekendmaking", _("Print and publicity")
    TRAVEL = "vervoer", _("Travel and stay")
    FOOD = "eten", _("Food and drinks")
    ACCESS = "toegankelijk", _("So that everybody can take part")
    COVER = "administratie", _("Insurance and administration")
    OTHER = "andere-kost", _("Another cost")


class IncomeKind(models.TextChoices):
    """Where money comes from, besides the giver that is asked."""

    OWN = "eigen", _("Own money")
    TICKETS = "tickets", _("Tickets and entry fees")
    SALES = "verkoop", _("Sale of food, drinks and other things")
    SPONSORS = "sponsors", _("Sponsors and gifts")
    PARTNERS = "partners", _("Contribution of partners")
    OTHER = "andere-inkomst", _("Another income")
    SUPPORT = "steun", _("Support of another giver")


class SupportAnswer(models.TextChoices):
    """How far it is with support of another giver."""

    ASKED = "gevraagd", _("asked")
    GRANTED = "toegekend", _("granted")


OWN_KINDS = frozenset([IncomeKind.OWN, IncomeKind.TICKETS, IncomeKind.SALES])  # what somebody brings in


class BudgetLine(models.Model):
    """One line: what was planned and, later, what it really was. ``extra``: it came up after the plan, so nothing was planned."""

    Side = Side

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="budget_lines", verbose_name=_("dossier")
    )
    side = models.CharField(_("cost or income"), max_length=8, choices=Side)
    category = models.CharField(
        _("kind"), max_length=20, choices=[*CostKind.choices, *IncomeKind.choices], db_index=True
    )
    words = models.CharField(_("what it is"), max_length=120, blank=True)
    planned = models.DecimalField(
        _("planned, in euro"),
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    actual = euros(_("in the end, in euro"))
    note = models.CharField(_("why it became another amount"), max_length=300, blank=True)
    extra = models.BooleanField(_("came up after the plan"), default=False)
    left_out = models.BooleanField(_("the giver does not pay this"), default=False)
    giver = models.CharField(_("support of whom"), max_length=160, blank=True)
    measure = models.ForeignKey(
        Measure,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("which support"),
    )
    answer = models.CharField(_("how far it is"), max_length=10, choices=SupportAnswer, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of a budget")
        ordering = ["dossier", "side", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "side", "position"], name="budget_line_once"),
            models.CheckConstraint(
                condition=Q(side=Side.COST, category__in=CostKind.values)
                | Q(side=Side.INCOME, category__in=IncomeKind.values),
                name="budget_line_has_a_kind_of_its_side",
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=0) & (Q(actual=None) | Q(actual__gte=0)),
                name="budget_amounts_are_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(extra=False) | Q(planned=0), name="budget_extra_line_was_not_planned"
            ),
            models.CheckConstraint(
                condition=(Q(category=IncomeKind.SUPPORT) & ~Q(giver="") & Q(answer__in=SupportAnswer.values))
                | (~Q(category=IncomeKind.SUPPORT) & Q(giver="", measure=None, answer="")),
                name="budget_support_has_a_giver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.planned}"

    @property
    def kind(self) -> str:
        """The words of its kind."""
        return str(self.get_category_display())

    @property
    def name(self) -> str:
        """What a reader calls it: what was typed, the giver, or else its kind."""
        return self.words or self.giver or self.kind

    @property
    def is_support(self) -> bool:
        """Whether another giver supports with it."""
        return self.category == IncomeKind.SUPPORT

    @property
    def is_own(self) -> bool:
        """Whether the applicant brings it in."""
        return self.category in OWN_KINDS

    @property
    def difference(self) -> Decimal | None:
        """How much more than planned it became, in euro; None as long as nobody said."""
        return None if self.actual is None else self.actual - self.planned

    @property
    def differs(self) -> bool:
        """Whether it became more than 10 % more or less than planned: that asks a word."""
        return self.difference is not None and abs(self.difference) * 10 > self.planned
