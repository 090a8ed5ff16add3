"""Conversations: a question to an actor, an expert or the team, and a report that something is not right."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .actor import Actor
from .experts import Expert
from .municipality import Municipality
from .vocabulary import Topic

LANGUAGE = "nl"
LONGEST_NAME = 120


class ConversationKind(models.TextChoices):
    """To whom somebody speaks."""

    ACTOR = "actor", _("question to an actor")
    EXPERT = "expert", _("question to an expert")
    TEAM = "team", _("question to the team")
    CALL = "oproep", _("answer to a call")
    REPORT = "melding", _("something is not right")


class ConversationState(models.TextChoices):
    """How far a conversation is."""

    UNCONFIRMED = "unconfirmed", _("address not confirmed")
    WAITING = "waiting", _("waits for an answer")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class Side(models.TextChoices):
    """Who speaks: who asked, who was asked, the team, or the expert to whom the team passed it on."""

    ASKER = "asker", _("who asked")
    RECEIVER = "receiver", _("who was asked")
    TEAM = "team", _("the team of ECRU")
    EXPERT = "expert", _("the expert")


class Outcome(models.TextChoices):
    """What became of a report."""

    SOLVED = "solved", _("solved")
    REJECTED = "rejected", _("nothing had to change")


class Fact(models.TextChoices):
    """Which fact is not right. Each page asks for those that it shows."""

    NAME = "naam", _("the name")
    TEXT = "tekst", _("the description, or what it is about")
    PLACE = "plaats", _("the place")
    CONTACT = "contact", _("the website or another link")
    STOPPED = "gestopt", _("this does not exist any more")
    PICTURE = "foto", _("the picture")
    DATES = "datum", _("the dates")
    AMOUNT = "bedrag", _("the amount")
    WHO = "wie", _("who may ask")
    OTHER = "anders", _("something else")


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Questions about conversations."""

    def with_key(self, key: int | None) -> Self:
        """The one with ``key``; nothing for none."""
        return self.none() if key is None else self.filter(pk=key)

    def questions(self) -> Self:
        """All but reports of mistakes."""
        return self.exclude(kind=ConversationKind.REPORT)

    def reports(self) -> Self:
        """Reports of mistakes."""
        return self.filter(kind=ConversationKind.REPORT)

    def confirmed(self) -> Self:
        """What really went out: who asked it has the address that they typed."""
        return self.exclude(state=ConversationState.UNCONFIRMED)

    def counted(self) -> Self:
        """What counts in the figures: somebody stands behind it with an account or a confirmed address."""
        return self.confirmed().filter(confirmed_at__isnull=False)

    def in_place(self, place: Municipality) -> Self:
        """About somebody who has a seat in ``place``, or asked from there."""
        experts = Expert.objects.seated_in(place).order_by().values("pk")
        here = Q(municipality=place) | Q(actor__municipality=place)
        return self.filter(here | Q(expert__in=experts))

    def waiting(self) -> Self:
        """What waits for an answer."""
        return self.filter(state=ConversationState.WAITING, forgotten_at=None)

    def waiting_for_team(self) -> Self:
        """What the team has to answer, or to pass on."""
        return self.waiting().filter(~Exists(current_passing()), with_team=True)

    def to_team(self) -> Self:
        """Questions that somebody asked the team itself."""
        return self.questions().confirmed().filter(kind=ConversationKind.TEAM, forgotten_at=None)

    def unanswered(self) -> Self:
        """What waits for two weeks for others than the team; who asked was told."""
        return self.questions().waiting().filter(with_team=False, reminded_at__isnull=False)

    def asked_by(self, user: Any) -> Self:
        """What one person asked with their account."""
        return self.filter(asker=user.pk)

    def received_by(self, user: Any) -> Self:
        """What people of the actors of ``user``, or ``user`` as an expert, can answer."""
        about = Q(actor__in=user.own_actors) | Q(expert__user=user.pk)
        passed = Exists(current_passing().in_hands_of(user))
        return self.confirmed().filter(about | Q(passed)).exclude(asker=user.pk)

    def of_person(self, user: Any) -> Self:
        """What ``user`` asked or can answer."""
        mine = Q(pk__in=self.model.objects.received_by(user).values("pk")) | Q(asker=user.pk)
        return self.filter(mine, forgotten_at=None)

    def of_actor(self, actor: Actor) -> Self:
        """What was asked or told about ``actor``, or about what it knows."""
        return self.confirmed().filter(actor=actor, forgotten_at=None)

    def open_first(self) -> Self:
        """What waits first, the oldest on top; then the rest, the newest on top."""
        oldest = models.Case(models.When(state=ConversationState.WAITING, then="last_at"))
        return self.order_by(oldest.asc(nulls_last=True), "-last_at", "-pk")

    def for_lists(self) -> Self:
        """With what a list shows, in one query."""
        return self.select_related("actor", "expert__actor", "topic", "municipality", "asker")

    def for_reader(self, user: Any) -> Self:
        """With ``is_new``: whether another side said something that ``user`` did not see yet."""
        return self.annotate(is_new=models.ExpressionWrapper(unseen_by(user), models.BooleanField()))

    def unread_by(self, user: Any) -> Self:
        """Where another side said something that ``user`` did not see yet."""
        return self.filter(unseen_by(user), forgotten_at=None)

    def count_each(self, lists: dict[str, Any]) -> dict[str, tuple[int, datetime | None]]:
        """How many of each of ``lists`` are among these, and since when the oldest waits; one query."""
        asked: dict[str, Any] = {}
        for name, conversations in lists.items():
            inside = Q(pk__in=conversations.order_by().values("pk"))
            asked |= {
                f"{name}_count": Count("pk", filter=inside),
                f"{name}_oldest": Min("last_at", filter=inside),
            }
        found = self.order_by().aggregate(**asked)
        return {name: (found[f"{name}_count"], found[f"{name}_oldest"]) for name in lists}

    def stale(self, before: datetime) -> Self:
        """What nobody wrote in since ``before``, and is not forgotten yet."""
        return self.filter(last_at__lt=before, forgotten_at=None)


def current_passing() -> Any:
    """To whom the team passed a conversation on, for a subquery."""
    parts: Any = Conversation._meta.get_field("passings").related_model
    return parts.objects.current().filter(conversation=OuterRef("pk"))


def unseen_by(user: Any) -> Q:
    """That who asked did not see an answer, or ``user`` on another side not what the asker or the team said last."""
    answered = ~Q(last_side=Side.ASKER) & (Q(asker_seen_at=None) | Q(asker_seen_at__lt=F("last_at")))
    parts: Any = Conversation._meta.get_field("participants").related_model
    seen = parts.objects.of_person(user).filter(conversation=OuterRef("pk"), seen_at__gte=OuterRef("last_at"))
    asked = Q(last_side__in=[Side.ASKER, Side.TEAM]) & ~Q(Exists(seen))
    mine = Q(asker=user.pk)
    return (mine & answered) | (Q(asker=None) | ~mine) & asked


class Conversation(models.Model):
    """Who asked whom, and how far it is. The same ``token`` makes one.

    ``with_team``: the team answers, because it was asked, or because nobody else can be reached. The team reads what
    is between others only while ``team_reads_since`` or ``reported_at`` says so.
    """

    Kind = ConversationKind
    State = ConversationState

    kind = models.CharField(
        _("kind"), max_length=10, choices=ConversationKind, default=ConversationKind.ACTOR, db_index=True
    )
    actor = models.ForeignKey(
        Actor, models.CASCADE, null=True, blank=True, related_name="conversations", verbose_name=_("actor")
    )
    expert = models.ForeignKey(
        Expert, models.CASCADE, null=True, blank=True, related_name="conversations", verbose_name=_("expert")
    )
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    fact = models.CharField(_("which fact"), max_length=10, choices=Fact, blank=True)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="conversations_asked",
        verbose_name=_("asked by"),
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=7, default=LANGUAGE, editable=False)
    subject = models.CharField(_("about"), max_length=160, blank=True)
    subject_path = models.CharField(max_length=200, blank=True, editable=False)
    token = models.CharField(max_length=80, unique=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ConversationState,
        default=ConversationState.WAITING,
        db_index=True,
    )
    with_team = models.BooleanField(_("the team answers"), default=False, db_index=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome, blank=True)
    message_count = models.PositiveIntegerField(_("messages"), default=0)
    last_side = models.CharField(_("wrote last"), max_length=10, choices=Side, default=Side.ASKER)
    created_at = models.DateTimeField(_("sent on"), default=timezone.now, editable=False, db_index=True)
    confirmed_at = models.DateTimeField(_("address confirmed on"), null=True, blank=True, editable=False)
    last_at = models.DateTimeField(_("last message"), default=timezone.now, editable=False, db_index=True)
    answered_at = models.DateTimeField(_("first answer"), null=True, blank=True, editable=False)
    asker_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    team_reads_since = models.DateTimeField(_("the team reads along since"), null=True, blank=True)
    team_asked_by = models.CharField(max_length=10, choices=Side, blank=True, editable=False)
    reported_at = models.DateTimeField(_("abuse reported on"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped by the team on"), null=True, blank=True)
    asker_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    answerer_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("handled on"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    note = models.TextField(_("note for colleagues"), blank=True)
    forgotten_at = models.DateTimeField(_("personal data removed on"), null=True, blank=True, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["with_team", "state"], name="conversation_of_team")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ConversationKind.TEAM)
                | Q(actor__isnull=False)
                | Q(expert__isnull=False)
                | (Q(kind=ConversationKind.REPORT) & ~Q(subject="") & ~Q(subject_path="")),
                name="conversation_is_about_something",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConversationState.CLOSED) | Q(closed_at__isnull=False),
                name="conversation_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(kind=ConversationKind.REPORT, state=ConversationState.CLOSED),
                name="conversation_outcome_of_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_name}, {date_format(timezone.localtime(self.created_at), 'j F Y')}"

    def get_absolute_url(self) -> str:
        return reverse("my-conversation", args=[self.pk])

    @property
    def record(self) -> Actor | Expert | None:
        """What it is about; None for a question to the team."""
        return self.expert or self.actor

    @property
    def record_name(self) -> str:
        """Who was asked, or what a report is about."""
        record = self.record
        if record is None and self.is_report:
            return self.subject
        return record.name if record else gettext("the team of ECRU")

    @property
    def woven(self) -> list[str]:
        """The place to dye on its page."""
        return [self.municipality.slug] if self.municipality and self.municipality.member else []

    @property
    def asker_name(self) -> str:
        """Who asked, without an address. Who reports a mistake, or has an account, does not have to say a name."""
        if self.name or self.is_report:
            return self.name or gettext("a visitor")
        return gettext("a member") if self.asker_id else gettext("former member")

    @property
    def is_report(self) -> bool:
        """Whether this says that something is not right."""
        return self.kind == ConversationKind.REPORT

    @property
    def is_call(self) -> bool:
        """Whether this answers a call of who is asked; ``subject`` is its title."""
        return self.kind == ConversationKind.CALL

    @property
    def is_confirmed(self) -> bool:
        """Whether who asked has the address."""
        return self.state != ConversationState.UNCONFIRMED

    @property
    def waits_for_address(self) -> bool:
        """Whether this is a report by somebody who typed an address, and did not confirm it (yet)."""
        typed = self.is_report and self.asker_id is None and bool(self.email)
        return typed and self.confirmed_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.state == ConversationState.WAITING

    @property
    def is_closed(self) -> bool:
        """Whether it is done with; a new message opens it again."""
        return self.state == ConversationState.CLOSED

    @property
    def can_go_on(self) -> bool:
        """Whether anybody may still write in it."""
        return self.forgotten_at is None and self.stopped_at is None and self.is_confirmed

    @property
    def team_may_read(self) -> bool:
        """Whether the team is part of it: asked, asked along by somebody in it, or called because of abuse."""
        own = self.with_team or self.kind in {ConversationKind.TEAM, ConversationKind.REPORT}
        return own or self.team_reads_since is not None or self.reported_at is not None


class ContactMoment(Conversation):
    """A question, as the admin lists it."""

    class Meta:
        proxy = True
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return super().__str__()


class Report(Conversation):
    """A report that something is not right, as the admin lists it."""

    class Meta:
        proxy = True
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return super().__str__()
