"""Who made a practice: the part of each actor, and whether it agreed to be named."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from ecru.base.models import Publication, Shown, ShownQuerySet
from ecru.base.tokens import fresh_token, hashed


class MakerRole(models.TextChoices):
    """What an actor did in a practice."""

    MAKER = "maker", _("made it")
    PARTNER = "partner", _("worked along")
    HOST = "gastheer", _("gave room")
    FUNDER = "geldgever", _("paid for it")


class Consent(models.TextChoices):
    """Whether an actor agreed to be named."""

    ASKED = "gevraagd", _("asked")
    AGREED = "akkoord", _("agreed")
    DECLINED = "geweigerd", _("said no")


class PracticeActorQuerySet(ShownQuerySet["PracticeActor"]):
    """Questions about who made what."""

    def agreed(self) -> Self:
        """Who agreed to be named."""
        return self.filter(consent=Consent.AGREED)

    def with_published(self) -> Self:
        """Parts in practices that everyone may see."""
        return self.filter(practice__status=Publication.PUBLISHED)

    def not_declined(self) -> Self:
        """Who agreed, or did not answer yet."""
        return self.exclude(consent=Consent.DECLINED)

    def asked(self) -> Self:
        """Who did not answer yet."""
        return self.filter(consent=Consent.ASKED)

    def settled_by(self, user: Any) -> Self:
        """Where ``user`` asked an actor, or answered for one."""
        return (
            self.filter(Q(asked_by=user.pk) | Q(answered_by=user.pk))
            .select_related("practice", "actor")
            .order_by("pk")
        )

    def by_token(self, token: str) -> "PracticeActor | None":
        """The question to which the link of a mail leads; None for a link that leads nowhere."""
        return self.filter(token_hash=hashed(token)).select_related("practice", "actor").first()

    def waiting_for(self, user: Any) -> Self:
        """Questions that ``user`` may answer for an actor that they act for."""
        return self.asked().filter(actor__in=user.own_actors).select_related("practice", "actor")

    def with_actors(self) -> Self:
        """With what a page shows of them; makers first."""
        return self.select_related("actor__kind", "actor__municipality").order_by("position", "pk")

    def with_names(self) -> Self:
        """With their names and addresses, and whether everyone may see those; makers first."""
        named = ("actor__name", "actor__slug", "actor__status")
        return self.select_related("actor").only("practice", "role", *named).order_by("position", "pk")


class PracticeActor(Shown):
    """An actor's part in a practice. Who is named by others agrees first."""

    Role = MakerRole
    Consent = Consent

    practice = models.ForeignKey(
        "projects.Practice", models.CASCADE, related_name="makers", verbose_name=_("practice")
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="made", verbose_name=_("actor"))
    role = models.CharField(_("part"), max_length=10, choices=MakerRole, default=MakerRole.PARTNER)
    consent = models.CharField(_("agreed"), max_length=10, choices=Consent, default=Consent.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PracticeActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of an actor")
        verbose_name_plural = _("parts of actors")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "actor"], name="practice_names_an_actor_once")
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.actor}"

    @property
    def fact_key(self) -> str:
        """What a facts file compares."""
        return self.actor.slug

    @property
    def is_agreed(self) -> bool:
        """Whether the actor agreed to be named."""
        return self.consent == Consent.AGREED

    def give_token(self) -> str:
        """A new secret for the link of the mail; the one before is worth nothing. Save afterwards."""
        token = fresh_token()
        self.token_hash = hashed(token)
        return token
