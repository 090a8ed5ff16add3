"""How often the people of an actor look whether its page is still right, and how far the question about it is."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ecru.base.models import Publication, Shown, ShownQuerySet
from ecru.base.tokens import hashed

from .actor import Actor
from .links import Membership
from .questions import SEEN_BY
from .timetable import REMINDERS, Standing, latest_start

STANDING = (
    *("asked_on", "mailed_on", "reminders", "unconfirmed_since", "archived_on"),
    *("paused_on", "paused_until", "resumed_on", "days_paused"),
)


class Rhythm(models.IntegerChoices):
    """After how many months the people of an actor are asked again."""

    HALF_YEAR = 6, _("every six months")
    YEAR = 12, _("every year")


class FreshAnswer(models.TextChoices):
    """What people answer to the question whether the page is still right."""

    RIGHT = "klopt", _("Yes, everything is right")
    CHANGE = "wijzig", _("Something changed")
    STOPPED = "gestopt", _("We stopped")


def confirmed_in_sql() -> Any:
    """``Actor.confirmed_on`` for the database: the day, in Brussels, from which the rhythm counts."""
    published = Coalesce(TruncDate("published_at"), TruncDate("created_at"))
    seen = When(verified_by__in=SEEN_BY, verified_on__isnull=False, then=F("verified_on"))
    return Case(seen, default=published, output_field=models.DateField())


def due_in_sql(today: date) -> Q:
    """Whose facts have to be looked at again on ``today``; asks for the annotation ``confirmed``."""
    half_year = Q(freshness__rhythm=Rhythm.HALF_YEAR, confirmed__lte=latest_start(today, Rhythm.HALF_YEAR))
    return half_year | Q(confirmed__lte=latest_start(today, Rhythm.YEAR))


def paused_in_sql(today: date) -> Q:
    """Who asked for quiet on ``today``."""
    return Q(freshness__paused_on__isnull=False) & (
        Q(freshness__paused_until=None) | Q(freshness__paused_until__gt=today)
    )


def has_people() -> Exists:
    """Who has somebody with a working account to act for it."""
    return Exists(Membership.objects.running().filter(actor=OuterRef("pk"), user__is_active=True))


class FreshnessQuerySet(ShownQuerySet["Freshness"]):
    """Questions about freshness."""

    def by_token(self, token: str) -> "Freshness | None":
        """The question that the link with ``token`` is about."""
        found = self.select_related("actor__kind", "actor__municipality")
        return found.filter(token_hash=hashed(token)).first() if token else None

    def pauses(self) -> dict[int, date | None]:
        """By key of the actor who asked for quiet, and until when; None without an end."""
        return dict(self.filter(paused_on__isnull=False).values_list("actor", "paused_until"))

    def locked(self) -> Self:
        """To change one: others wait."""
        return self.select_for_update(of=("self",))


def actors_to_ask(today: date) -> models.QuerySet[Actor]:
    """The actors of which the timetable may want something on ``today``, who waits longest first.

    Published, at work, with people, due and not paused. ``step_today`` decides about each; nobody else is touched, so
    that an actor without people is never archived by silence.
    """
    actors = Actor.objects.filter(status=Publication.PUBLISHED, closed=False).select_related("freshness")
    due = actors.annotate(confirmed=confirmed_in_sql()).filter(due_in_sql(today), has_people())
    return due.exclude(paused_in_sql(today)).order_by("confirmed", "pk")


class Freshness(Shown):
    """The rhythm of one actor, its pause, and the question that runs. ``standing`` and ``timetable`` say what is next."""

    Rhythm = Rhythm

    actor = models.OneToOneField(Actor, models.CASCADE, related_name="freshness", verbose_name=_("actor"))
    rhythm = models.PositiveSmallIntegerField(_("rhythm"), choices=Rhythm, default=Rhythm.YEAR)
    paused_on = models.DateField(_("paused on"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    pause_reason = models.CharField(_("why"), max_length=200, blank=True)
    resumed_on = models.DateField(_("resumed on"), null=True, blank=True)
    days_paused = models.PositiveIntegerField(_("days paused"), default=0)
    round = models.PositiveIntegerField(_("round"), default=0)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    mailed_on = models.DateField(_("last mail"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    unconfirmed_since = models.DateField(_("not confirmed since"), null=True, blank=True)
    archived_on = models.DateField(_("archived on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=FreshAnswer, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = FreshnessQuerySet.as_manager()

    class Meta:
        verbose_name = _("freshness")
        verbose_name_plural = _("freshness")
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="freshness_token_once"
            ),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="freshness_known_rhythm"),
            models.CheckConstraint(condition=Q(reminders__lte=REMINDERS), name="freshness_two_reminders"),
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(paused_on__isnull=False), name="freshness_whole_pause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_rhythm_display()}"

    @property
    def standing(self) -> Standing:
        """How things stand, for the timetable."""
        known = {name: getattr(self, name) for name in STANDING}
        stopping = self.answer == FreshAnswer.STOPPED
        return Standing(self.actor.confirmed_on, self.rhythm, **known, stopping=stopping)

    @property
    def token(self) -> str:
        """The secret of this round: the same in each mail of it, and only to be made with the key of the portal."""
        return salted_hmac("freshness", f"{self.pk} {self.round}", algorithm="sha256").hexdigest()

    def take(self, standing: Standing) -> None:
        """Makes things stand as ``standing`` says. Save afterwards."""
        for name in STANDING:
            setattr(self, name, getattr(standing, name))
        if self.paused_on is None:
            self.pause_reason = ""

    def begin_round(self) -> None:
        """Begins a round: another number, another secret, no answer yet. Save afterwards."""
        self.round += 1
        self.answer, self.answered_on = "", None
        self.keep_token()

    def keep_token(self) -> None:
        """Lets the secret of this round in, also when the key of the portal changed since the first mail. Save afterwards."""
        self.token_hash = hashed(self.token)

    def close_round(self, answer: FreshAnswer, today: date) -> None:
        """Somebody confirmed today: nothing is open any more; a pause goes on. Save afterwards."""
        self.take(self.standing.confirmed(today))
        self.note_answer(answer, today)

    def note_answer(self, answer: FreshAnswer, today: date) -> None:
        """Notes what people answered, with which the round is over for them. Save afterwards."""
        self.answer, self.answered_on = answer, today
