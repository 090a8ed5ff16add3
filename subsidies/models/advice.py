"""Advice (*advies*) of experts about a dossier: who was asked, what they declared, what they think of it, and of what others think."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.models import Expert
from ecru.base.audit import FORMER
from ecru.base.unchanging import Unchanging, UnchangingQuerySet
from projects.models.subjects import in_language

LOWEST, HIGHEST = 1, 5  # of a score


class Verdict(models.TextChoices):
    """What an expert advises, all in all."""

    POSITIVE = "positief", _("positive")
    CONDITIONAL = "positief-mits", _("positive, if")
    NEGATIVE = "negatief", _("negative")


class HandedBack(models.TextChoices):
    """Why an expert does not advise."""

    INTEREST = "belang", _("I do have an interest in it")
    NO_TIME = "geen-tijd", _("I have no time")


class ReviewQuerySet(models.QuerySet["Review"]):
    """Questions about advice."""

    def given(self) -> Self:
        """Advice of experts without an interest of their own."""
        return self.filter(is_independent=True, given_at__isnull=False)

    def beside(self, review: "Review") -> Self:
        """What others gave, about the same dossier."""
        return self.given().filter(dossier=review.dossier_id).exclude(pk=review.pk)

    def open_to(self, user: Any) -> Self:
        """Where ``user`` advises, once they declared to have no interest in it."""
        return self.filter(expert__user=user.pk, is_independent=True, declared_at__isnull=False)

    def asked_of(self, user: Any) -> Self:
        """What was asked of ``user``, whatever became of it; not what came on paper."""
        return self.filter(expert__user=user.pk, asked_at__isnull=False)

    def waiting(self) -> Self:
        """What an expert still has to give: asked, neither given nor handed back."""
        return self.filter(asked_at__isnull=False, given_at=None, handed_back="")

    def by_token(self, token_hash: str) -> Self:
        """The one to which the link in a mail leads."""
        return self.filter(token_hash=token_hash).exclude(token_hash="")

    def soonest(self) -> Self:
        """What has to be given first comes first; then what was given or handed back, the newest first."""
        waits = models.Case(
            models.When(given_at=None, handed_back="", then=0), default=1, output_field=models.IntegerField()
        )
        return self.order_by(waits, "due_at", "-pk")

    def for_cards(self) -> Self:
        """With all that a line about one shows."""
        return self.select_related("expert__actor", "dossier__actor", *GIVERS)


GIVERS = ("dossier__call__measure__provider", "dossier__measure__provider")


class Review(models.Model):
    """The advice of one expert. Only what an expert without an interest gave counts.

    ``asked_at`` is empty for advice that came on paper. ``token_hash`` belongs to the link in the mail; ``reminded``: how far
    reminders went.
    """

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="reviews", verbose_name=_("dossier")
    )
    expert = models.ForeignKey(
        Expert, models.SET_NULL, null=True, blank=True, related_name="reviews", verbose_name=_("expert")
    )
    is_independent = models.BooleanField(_("has no interest in it"), null=True, blank=True)
    declared_at = models.DateTimeField(_("declared on"), null=True, blank=True)
    words = models.TextField(_("advice"), blank=True)
    given_at = models.DateTimeField(_("given on"), null=True, blank=True)
    verdict = models.CharField(_("all in all"), max_length=16, choices=Verdict, blank=True)
    asked_at = models.DateTimeField(_("asked on"), null=True, blank=True)
    due_at = models.DateTimeField(_("by when"), null=True, blank=True, db_index=True)
    handed_back = models.CharField(_("handed back"), max_length=12, choices=HandedBack, blank=True)
    why_back = models.CharField(_("why"), max_length=500, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "expert"], name="one_advice_of_an_expert"),
            models.CheckConstraint(
                condition=Q(given_at=None) | Q(is_independent=True, declared_at__isnull=False),
                name="advice_is_given_without_an_interest",
            ),
            models.CheckConstraint(
                condition=Q(handed_back="") | Q(given_at=None, declared_at=None),
                name="advice_is_given_or_handed_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert or FORMER}: {self.dossier}"

    def get_absolute_url(self) -> str:
        return reverse("my-review", args=[self.pk])

    @property
    def who(self) -> str:
        """Who advises."""
        return str(self.expert) if self.expert else gettext("former member")

    @property
    def counts(self) -> bool:
        """Whether it counts as independent advice."""
        return bool(self.is_independent and self.given_at)

    @property
    def is_declared(self) -> bool:
        """Whether the file is open to the expert."""
        return bool(self.is_independent and self.declared_at)

    @property
    def is_waiting(self) -> bool:
        """Whether the expert still has to give it."""
        return bool(self.asked_at and not self.given_at and not self.handed_back)

    @property
    def is_late(self) -> bool:
        """Whether it is not there, and its time is over."""
        return self.is_waiting and self.due_at is not None and self.due_at < timezone.now()


class ReviewCriterion(models.Model):
    """What experts look at for one measure, each with a score. A measure without any takes the usual ones."""

    measure = models.ForeignKey(
        "subsidies.Measure", models.CASCADE, related_name="review_criteria", verbose_name=_("measure")
    )
    label = models.CharField(_("what experts look at"), max_length=120)
    label_en = models.CharField(_("the same, in English"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("criterion of advice")
        verbose_name_plural = _("criteria of advice")
        ordering = ["measure", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "label"], name="criterion_of_advice_once")]

    def __str__(self) -> str:
        return self.label


class ReviewScore(models.Model):
    """What an expert thinks of one criterion. The words of the criterion are those of when it was asked."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores", verbose_name=_("advice"))
    position = models.PositiveSmallIntegerField(_("position"))
    label = models.CharField(_("criterion"), max_length=120)
    label_en = models.CharField(_("criterion, in English"), max_length=120, blank=True)
    score = models.PositiveSmallIntegerField(
        _("score"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)],
    )
    reason = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="one_score_of_a_criterion"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(LOWEST, HIGHEST)), name="score_is_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.score or '–'}"

    @property
    def told(self) -> str:
        """The criterion in the language of who reads."""
        return in_language(self.label, self.label_en)


class ReviewReaction(models.Model):
    """What an expert who advised thinks of the advice of another one."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reactions", verbose_name=_("own advice"))
    about = models.ForeignKey(
        Review, models.CASCADE, related_name="answers", verbose_name=_("advice of another")
    )
    agrees = models.BooleanField(_("agrees"))
    words = models.CharField(_("why"), max_length=500)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("reaction to advice")
        verbose_name_plural = _("reactions to advice")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "about"], name="one_reaction_to_an_advice"),
            models.CheckConstraint(condition=~Q(review=models.F("about")), name="reaction_is_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} → {self.about_id}"


class ReviewEventQuerySet(UnchangingQuerySet["ReviewEvent"]):
    """Questions about what happened. Nothing here changes it."""

    def by_person(self, user: Any) -> Self:
        """What ``user`` did."""
        return self.filter(by=user.pk)

    def forget_person(self, user: Any) -> None:
        """Takes the name of ``user`` out; what they did stays."""
        models.QuerySet.update(self.by_person(user), by=None, by_name=FORMER)


class ReviewEvent(Unchanging):
    """What happened to an advice: asked, declared, handed back, given, reopened. Added, and never changed."""

    class What(models.TextChoices):
        """What may happen."""

        ASKED = "gevraagd", _("asked")
        DECLARED = "verklaard", _("declared to have no interest")
        HANDED_BACK = "teruggegeven", _("handed back")
        GIVEN = "gegeven", _("given")
        REOPENED = "heropend", _("opened again")

    review = models.ForeignKey(Review, models.CASCADE, related_name="events", verbose_name=_("advice"))
    what = models.CharField(_("what"), max_length=16, choices=What)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("by"), max_length=254, blank=True)
    reason = models.CharField(_("why"), max_length=500, blank=True)

    objects = ReviewEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an advice")
        verbose_name_plural = _("steps of advice")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.by_name}"

    @classmethod
    def note(cls, review: Review, what: str, *, by: Any, at: datetime, reason: str = "") -> "ReviewEvent":
        """Adds a line; ``by`` None: who has the link of the mail."""
        name = str(by)[:254] if by else ""
        return cls.objects.create(review=review, what=what, at=at, by=by, by_name=name, reason=reason)
