"""What belongs to a call: the answers that people gave, and the questions that we asked about it by mail."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Conversation
from ecru.base.tokens import fresh_token, hashed


class CallAnswerQuerySet(models.QuerySet["CallAnswer"]):
    """Questions about answers to calls."""

    def confirmed(self) -> Self:
        """What really went out: who answered has the address that they typed."""
        return self.exclude(conversation__state=Conversation.State.UNCONFIRMED)

    def with_talk(self) -> Self:
        """With the conversation and for whom they answered; the newest first."""
        return self.select_related("conversation", "actor").order_by("-pk")


class CallAnswer(models.Model):
    """Somebody answered a call. What they say stands in the conversation, and is forgotten with it."""

    call = models.ForeignKey(
        "projects.PartnerCall", models.CASCADE, related_name="answers", verbose_name=_("call")
    )
    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="call_answer", verbose_name=_("conversation")
    )
    actor = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="call_answers",
        verbose_name=_("for whom they answer"),
    )

    objects = CallAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a call")
        verbose_name_plural = _("answers to calls")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.call}: {self.conversation}"


class QuestionKind(models.TextChoices):
    """What we ask about a call."""

    OPEN = "nog-open", _("is it still open?")
    OUTCOME = "afloop", _("what came of it?")


class QuestionAnswer(models.TextChoices):
    """What people answer by the link in the mail."""

    STILL = "nog-open", _("still open until its day")
    LONGER = "langer", _("a month longer")
    FOUND = "gevonden", _("found, so it can close")
    TOLD = "verteld", _("told what came of it")


class CallQuestionQuerySet(models.QuerySet["CallQuestion"]):
    """Questions about what we asked."""

    def by_token(self, token: str) -> "CallQuestion | None":
        """What the link with ``token`` is about; None for none."""
        found = self.select_related("call__actor", "call__found")
        return found.filter(token_hash=hashed(token)).first() if token else None

    def unanswered(self) -> Self:
        """What nobody answered yet."""
        return self.filter(answer="")

    def of_call(self, call: Any) -> Self:
        """What was asked about ``call``."""
        return self.filter(call=call)

    def old(self, before: datetime) -> Self:
        """What was asked before ``before``."""
        return self.filter(asked_at__lt=before)


class CallQuestion(models.Model):
    """A question about a call to the people of its actor: once for each kind and closing day. Its link answers once."""

    Kind = QuestionKind
    Answer = QuestionAnswer

    call = models.ForeignKey(
        "projects.PartnerCall", models.CASCADE, related_name="questions", verbose_name=_("call")
    )
    kind = models.CharField(_("what we asked"), max_length=10, choices=QuestionKind)
    until = models.DateField(_("closing day of then"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    answer = models.CharField(_("answer"), max_length=10, choices=QuestionAnswer, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = CallQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a call")
        verbose_name_plural = _("questions about calls")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind", "until"], name="call_is_asked_once"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="call_question_answered_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.get_kind_display()}"

    def give_token(self) -> str:
        """A new secret for the link in the mail. Save afterwards."""
        token = fresh_token()
        self.token_hash = hashed(token)
        return token
