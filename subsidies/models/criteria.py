"""What a measure asks for besides who, where and how much: one rule each, that a machine can test and a person can read."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ecru.base.models import FromFacts, ShownQuerySet
from projects.models.subjects import in_language

from .words import Certainty


class CriterionKind(models.TextChoices):
    """What is tested. Those in ``COUNTED`` compare with a number."""

    OTHER_MUNICIPALITY = "andere-gemeente", _("a partner from another municipality")
    PARTNERS = "partners", _("at least so many partners")
    COUNTRIES = "landen", _("partners from at least so many countries")
    FUNCTIONS = "functies", _("at least so many functions")
    LEAD_MONTHS = "maanden-vooraf", _("ask at least so many months before you start")
    MOST_LEAD_MONTHS = "hoogstens-maanden-vooraf", _("ask at most so many months before you start")
    ADVICE = "advies", _("advice from somebody else first")
    NOT_WITH = "niet-samen", _("not together with other support")
    OTHER = "andere", _("something else, to read")


COUNTED = frozenset(
    [
        CriterionKind.PARTNERS,
        CriterionKind.COUNTRIES,
        CriterionKind.FUNCTIONS,
        CriterionKind.LEAD_MONTHS,
        CriterionKind.MOST_LEAD_MONTHS,
    ]
)


class Criterion(FromFacts):
    """Something that a measure asks for. A strict one excludes who does not meet it; another one is a caution."""

    Kind = CriterionKind

    measure = models.ForeignKey(
        "subsidies.Measure", models.CASCADE, related_name="criteria", verbose_name=_("measure")
    )
    key = models.SlugField(max_length=160, unique=True, null=True, blank=True, editable=False)
    kind = models.CharField(_("what is tested"), max_length=30, choices=CriterionKind, db_index=True)
    number = models.DecimalField(
        _("number"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    text = models.CharField(_("in one sentence"), max_length=300)
    text_en = models.CharField(_("in one sentence, in English"), max_length=300, blank=True)
    is_strict = models.BooleanField(_("excludes who does not meet it"), default=True)
    certainty = models.CharField(_("how sure"), max_length=10, choices=Certainty, default=Certainty.SURE)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ShownQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["measure", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=COUNTED, number__gte=0) | (~Q(kind__in=COUNTED) & Q(number=None)),
                name="condition_has_a_number_where_it_counts",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuses a number where nothing is counted, and none where something is."""
        if (self.kind in COUNTED) != (self.number is not None):
            raise ValidationError(
                {"number": _("Give a number for what is counted, and none for what is not.")}
            )

    @property
    def told(self) -> str:
        """The sentence in the visitor's language, if that exists, else in Dutch."""
        return in_language(self.text, self.text_en)

    @property
    def told_in_dutch(self) -> bool:
        """Whether ``told`` is Dutch."""
        return self.told == self.text
