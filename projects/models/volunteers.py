"""Volunteers (*vrijwilligerspool*), and what members ask them. Seen by signed-in members only."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Language, Municipality, TargetGroup
from ecru.base.models import Labelled, ShownQuerySet
from ecru.base.tokens import fresh_token, hashed

ANSWER_WITHIN = timedelta(days=14)
KEPT = timedelta(days=365)  # how long we keep who asked whom for what


class HelpKind(Labelled):
    """A kind of help that a volunteer gives, in plain words."""

    objects = ShownQuerySet.as_manager()

    class Meta(Labelled.Meta):
        verbose_name = _("kind of help")
        verbose_name_plural = _("kinds of help")


class Day(models.TextChoices):
    """A day of the week."""

    MONDAY = "ma", _("Monday")
    TUESDAY = "di", _("Tuesday")
    WEDNESDAY = "wo", _("Wednesday")
    THURSDAY = "do", _("Thursday")
    FRIDAY = "vr", _("Friday")
    SATURDAY = "za", _("Saturday")
    SUNDAY = "zo", _("Sunday")


class DayPart(models.TextChoices):
    """A part of the day."""

    MORNING = "voormiddag", _("in the morning")
    AFTERNOON = "namiddag", _("in the afternoon")
    EVENING = "avond", _("in the evening")


class Reach(models.IntegerChoices):
    """How far somebody comes, in km as the crow flies from where they are at home."""

    NEAR = 5, _("up to 5 km")
    AROUND = 10, _("up to 10 km")
    REGION = 20, _("up to 20 km")
    ALL = 50, _("all seven municipalities")


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    """Questions about volunteers."""

    def shown(self) -> Self:
        """Who wants to be found by members, and may still sign in."""
        return self.filter(is_shown=True, user__is_active=True)

    def of_person(self, user: Any) -> "Volunteer | None":
        """The profile of ``user``, if there is one."""
        return self.filter(user=user.pk).first()

    def helping_with(self, slug: str) -> Self:
        """Who gives this kind of help; a kind that does not exist gives nobody."""
        return self.filter(helps__slug=slug)

    def coming_to(self, slug: str) -> Self:
        """Who is at home in, or comes to, the municipality at ``slug``."""
        return self.filter(Q(municipality__slug=slug) | Q(comes_to__slug=slug)).distinct()

    def for_list(self) -> Self:
        """With all that the list and the page show, in a constant number of queries; who has time comes first."""
        words = ("helps", "languages", "target_groups", "comes_to")
        rested = models.Case(models.When(paused_until=None, then=0), default=1)
        return (
            self.select_related("municipality").prefetch_related(*words).order_by(rested, "first_name", "pk")
        )

    def rested(self, today: date) -> Self:
        """Whose pause is over on ``today``."""
        return self.filter(paused_until__lte=today)


class Volunteer(models.Model):
    """Somebody who lends a hand. Members see a first name and what they offer, never how to reach them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="volunteer", verbose_name=_("account")
    )
    first_name = models.CharField(_("first name"), max_length=60)
    is_shown = models.BooleanField(_("members may see this"), default=False, db_index=True)
    helps = models.ManyToManyField(
        HelpKind, related_name="volunteers", blank=True, verbose_name=_("what they help with")
    )
    about = models.TextField(_("in their own words"), blank=True)
    days = models.JSONField(_("days"), default=list, blank=True)
    parts = models.JSONField(_("parts of the day"), default=list, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("at home in"),
    )
    comes_to = models.ManyToManyField(Municipality, related_name="+", blank=True, verbose_name=_("comes to"))
    reach = models.PositiveSmallIntegerField(_("how far"), choices=Reach, null=True, blank=True)
    languages = models.ManyToManyField(Language, related_name="+", blank=True, verbose_name=_("languages"))
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="+", blank=True, verbose_name=_("likes to work with")
    )
    contact_way = models.CharField(_("how to reach them after a yes"), max_length=200, blank=True)
    paused_until = models.DateField(_("pauses until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ["first_name", "pk"]

    def __str__(self) -> str:
        return self.first_name

    def get_absolute_url(self) -> str:
        return reverse("volunteer-detail", args=[self.pk])

    @property
    def day_names(self) -> list[str]:
        """The days in words, in the order of the week."""
        return [str(day.label) for day in Day if day in self.days]

    @property
    def part_names(self) -> list[str]:
        """The parts of the day in words."""
        return [str(part.label) for part in DayPart if part in self.parts]

    @property
    def places_woven(self) -> list[str]:
        """The slugs of the places that make this person's cloth, in the order of the warp. Prefetch ``comes_to``."""
        places = {*self.comes_to.all(), *filter(None, [self.municipality])}
        return [place.slug for place in sorted(places, key=lambda place: place.position) if place.member]

    @property
    def way(self) -> str:
        """How an association reaches them, told only after they said so."""
        return self.contact_way or self.user.email

    @property
    def is_paused(self) -> bool:
        """Whether they want no requests today."""
        return self.paused_until is not None and self.paused_until > timezone.localdate()


class RequestState(models.TextChoices):
    """What became of a request."""

    OPEN = "open", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("not this time")
    SILENT = "silent", _("no answer")


class RequestQuerySet(models.QuerySet["VolunteerRequest"]):
    """Questions about requests."""

    def open(self) -> Self:
        """What waits for an answer."""
        return self.filter(state=RequestState.OPEN)

    def to_person(self, user: Any) -> Self:
        """What was asked of ``user``."""
        return self.filter(volunteer__user=user.pk)

    def from_person(self, user: Any) -> Self:
        """What ``user`` asked."""
        return self.filter(asked_by=user.pk)

    def silent_since(self, before: datetime) -> Self:
        """What still waits and was asked before ``before``."""
        return self.open().filter(created_at__lte=before)

    def with_people(self) -> Self:
        """With who was asked, by whom and for which actor; the newest first."""
        about = ("volunteer__user", "actor", "asked_by")
        return self.select_related(*about).order_by("-created_at", "-pk")

    def by_token(self, token: str) -> "VolunteerRequest | None":
        """The request that the link with ``token`` is about."""
        return self.with_people().filter(token_hash=hashed(token)).first()

    def forget(self, before: datetime) -> int:
        """Removes requests from ``before`` that do not wait any more; returns how many."""
        return (
            self.exclude(state=RequestState.OPEN)
            .filter(created_at__lt=before)
            .delete()[1]
            .get("projects.VolunteerRequest", 0)
        )


class VolunteerRequest(models.Model):
    """A member asks a volunteer something for an actor. Addresses are exchanged only when the volunteer ticks that."""

    State = RequestState

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="requests", verbose_name=_("volunteer")
    )
    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="volunteer_requests", verbose_name=_("for whom")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="volunteer_requests",
        verbose_name=_("asked by"),
    )
    what = models.TextField(_("what"))
    when = models.CharField(_("when"), max_length=200)
    where = models.CharField(_("where"), max_length=200)
    contact_way = models.CharField(_("how to reach who asks"), max_length=200)
    language = models.CharField(max_length=7, choices=settings.LANGUAGES, default="nl", editable=False)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("asked on"), default=timezone.now, db_index=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    word = models.TextField(_("a word with the answer"), blank=True)
    shares_address = models.BooleanField(_("addresses were exchanged"), default=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to a volunteer")
        verbose_name_plural = _("requests to volunteers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "actor"],
                condition=Q(state=RequestState.OPEN),
                name="one_open_request_of_an_actor",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN) | Q(answered_at__isnull=False),
                name="request_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(shares_address=False) | Q(state=RequestState.ACCEPTED),
                name="address_shared_after_a_yes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.volunteer}"

    def get_absolute_url(self) -> str:
        return reverse("my-volunteer-request", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether the volunteer can still answer."""
        return self.state == RequestState.OPEN

    def give_token(self) -> str:
        """A new secret for the link in the mail. Save afterwards."""
        token = fresh_token()
        self.token_hash = hashed(token)
        return token


class VolunteerBlock(models.Model):
    """A volunteer wants no requests from an actor any more."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="blocks", verbose_name=_("volunteer")
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="volunteer_blocks", verbose_name=_("actor"))
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("actor blocked by a volunteer")
        verbose_name_plural = _("actors blocked by a volunteer")
        constraints = [models.UniqueConstraint(fields=["volunteer", "actor"], name="volunteer_blocks_once")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.volunteer}"
