"""The questions of a round, frozen once somebody began a dossier for it, and the answers to them."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.subjects import in_language

from .question_words import BASIS, NO, WRITTEN, YES, AnswerKind, KnownFrom

MOST_WORDS = 3000
FROZEN = _("Somebody began a dossier for this round, so its questions stay as they are. Change them in the next round.")  # fmt: skip


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions about questions."""

    def of_section(self, key: str) -> Self:
        """Those of one section."""
        return self.filter(section=key)


class Question(models.Model):
    """A question of a round. The database refuses every change once there is a dossier (``migrations/_question_guards.py``)."""

    Kind = AnswerKind

    call = models.ForeignKey(
        "subsidies.Call", models.CASCADE, related_name="questions", verbose_name=_("round")
    )
    section = models.SlugField(
        _("section"),
        max_length=40,
        help_text=_("A short word without spaces: questions with the same word stand on one page."),
    )
    section_title = models.CharField(
        _("title of the section"),
        max_length=80,
        blank=True,
        help_text=_("Only needed at the first question of a section."),
    )
    section_title_en = models.CharField(_("title of the section, in English"), max_length=80, blank=True)
    key = models.SlugField(
        _("word for the question"),
        max_length=40,
        help_text=_("Without spaces. Keep it in the next round: then earlier answers come along."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = models.CharField(_("question"), max_length=200)
    label_en = models.CharField(_("question, in English"), max_length=200, blank=True)
    help = models.TextField(_("help"), blank=True)
    help_en = models.TextField(_("help, in English"), blank=True)
    example = models.TextField(_("example of an answer"), blank=True)
    example_en = models.TextField(_("example of an answer, in English"), blank=True)
    kind = models.CharField(_("how one answers"), max_length=10, choices=AnswerKind, default=AnswerKind.LONG)
    options = models.TextField(_("the list, one choice on each line"), blank=True)
    options_en = models.TextField(_("the list in English, in the same order"), blank=True)
    most_words = models.PositiveSmallIntegerField(
        _("at most so many words"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WORDS)],
    )
    required = models.BooleanField(_("has to be answered"), default=True)
    known_from = models.CharField(_("we know it already from"), max_length=20, choices=KnownFrom, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a round")
        verbose_name_plural = _("questions of rounds")
        ordering = ["call", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="question_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(most_words=None) | Q(kind__in=WRITTEN), name="question_counts_words_of_texts"
            ),
            models.CheckConstraint(
                condition=Q(kind=AnswerKind.CHOICE) & ~Q(options="")
                | ~Q(kind=AnswerKind.CHOICE) & Q(options=""),
                name="question_has_a_list_to_choose_from",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuses a change once the round has a dossier, and what does not go with the kind of answer."""
        if self.call_id and self.call.is_frozen:
            raise ValidationError(FROZEN)
        if self.section == BASIS:
            raise ValidationError({"section": _("This word means the first part of every dossier. Choose another one.")})  # fmt: skip
        if self.most_words is not None and self.kind not in WRITTEN:
            raise ValidationError({"most_words": _("Words are counted in texts only.")})
        is_choice = self.kind == AnswerKind.CHOICE
        if is_choice != bool(self.lines(self.options)):
            raise ValidationError({"options": _("Give a list where people choose from one, and only there.")})
        if self.options_en and len(self.lines(self.options_en)) != len(self.lines(self.options)):
            raise ValidationError({"options_en": _("Give as many lines in English as in Dutch.")})

    @property
    def told(self) -> str:
        """The question in the reader's language if that exists, else in Dutch."""
        return in_language(self.label, self.label_en)

    @property
    def told_in_dutch(self) -> bool:
        """Whether ``told`` is Dutch."""
        return self.told == self.label

    @property
    def told_help(self) -> str:
        """The help in the reader's language."""
        return in_language(self.help, self.help_en)

    @property
    def told_example(self) -> str:
        """The example in the reader's language."""
        return in_language(self.example, self.example_en)

    @property
    def is_written(self) -> bool:
        """Whether somebody answers in sentences."""
        return self.kind in WRITTEN

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What can be chosen: what is kept, and what the reader sees. Empty where one writes."""
        if self.kind == AnswerKind.YES_NO:
            return [(YES, str(_("Yes"))), (NO, str(_("No")))]
        kept, english = self.lines(self.options), self.lines(self.options_en)
        shown = english if len(english) == len(kept) else kept
        return [(one, in_language(one, other)) for one, other in zip(kept, shown, strict=True)]

    @property
    def field_name(self) -> str:
        """What it is called in a form."""
        return f"v-{self.key}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its section."""
        return f"id_{self.field_name}_0" if self.choices else f"id_{self.field_name}"

    def lines(self, text: str) -> list[str]:
        """The lines of a list that say something."""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def address_in(self, dossier: Any) -> str:
        """The exact place where it is answered in ``dossier``."""
        return f"{reverse('my-dossier-section', args=[dossier.pk, self.section])}#{self.anchor}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Questions about answers."""

    def in_dossier(self, dossier: Any) -> Self:
        """The answers of one dossier."""
        return self.filter(dossier=dossier.pk)

    def by_person(self, user: Any) -> Self:
        """What ``user`` saved last."""
        return self.filter(saved_by=user.pk)

    def earlier_of(self, dossier: Any, keys: list[str]) -> Self:
        """What the same applicant answered in other dossiers to questions with one of ``keys``, the newest dossier first."""
        others = self.filter(dossier__actor=dossier.actor_id, question__key__in=keys)
        return others.exclude(dossier=dossier.pk).exclude(value="").order_by("-dossier", "pk")


class Answer(models.Model):
    """What a dossier answers to one question. ``version`` grows with each saving; how it is kept follows from the kind."""

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="answers", verbose_name=_("dossier")
    )
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers", verbose_name=_("question"))
    value = models.TextField(_("answer"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("saved by"),
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer in a dossier")
        verbose_name_plural = _("answers in dossiers")
        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "question"], name="one_answer_to_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.value[:60]}"

    def say(self, value: str, *, by: Any, at: datetime) -> None:
        """Keeps ``value`` instead of what stood there."""
        if self.pk:
            self.version += 1
        self.value, self.saved_by, self.saved_at = value, by, at
        self.save()
