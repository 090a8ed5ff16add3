"""What people are linked to: the actors they act for, and the municipality they work for."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .actor import Actor
from .desk import DeskItem
from .municipality import Municipality


class MembershipRole(models.TextChoices):
    """What somebody may do for an actor: an owner also says who else acts for it."""

    OWNER = "eigenaar", _("owner")
    EDITOR = "medewerker", _("colleague")


class LinkQuerySet(models.QuerySet[Any]):
    """Questions about links of people."""

    def running(self) -> Self:
        """Links that did not end."""
        return self.filter(until=None)

    def ended(self) -> Self:
        """Links of before."""
        return self.filter(until__isnull=False)

    def of_person(self, user: Any) -> Self:
        """The links of one person."""
        return self.filter(user=user.pk)


class MembershipQuerySet(LinkQuerySet):
    """Questions about who acts for whom."""

    def of_actor(self, actor: Actor) -> Self:
        """Who acts, or acted, for ``actor``."""
        return self.filter(actor=actor)

    def owners(self) -> Self:
        """Who may also say who else acts for the actor."""
        return self.filter(role=MembershipRole.OWNER)

    def editors(self) -> Self:
        """Who keeps the page without saying who else does."""
        return self.filter(role=MembershipRole.EDITOR)

    def others_than(self, link: "Membership") -> Self:
        """All but ``link``."""
        return self.exclude(pk=link.pk)

    def accepted(self) -> Self:
        """Without those for an actor that the editors did not accept yet: these give nobody a role."""
        return self.exclude(actor__in=DeskItem.objects.new_actors())

    def with_people(self) -> Self:
        """With the account; owners first, then who is there longest."""
        return self.select_related("user").order_by("role", "since", "pk")

    def with_actors(self) -> Self:
        """With what a list of one's own actors shows."""
        return self.select_related("actor__kind", "actor__municipality").order_by("actor__name")


class Link(models.Model):
    """A person tied to something from a moment on, until another. A link ends; it is not deleted, so that history stays."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="%(class)ss",
        verbose_name=_("person"),
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ended_because = models.CharField(_("why it ended"), max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="%(class)s_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(user__isnull=False), name="%(class)s_runs_with_a_person"
            ),
        ]

    def __str__(self) -> str:
        who = self.user or _("former member")
        return f"{who}, {self._meta.verbose_name}"

    @property
    def is_running(self) -> bool:
        """Whether this did not end."""
        return self.until is None


class Membership(Link):
    """Somebody acts for an actor. Organisations are never an account: people act for them, and hand over (rule 8)."""

    Role = MembershipRole

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="memberships", verbose_name=_("actor"))
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole, default=MembershipRole.EDITOR)

    objects = MembershipQuerySet.as_manager()

    class Meta(Link.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            *Link.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "actor"], condition=Q(until=None), name="membership_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["actor", "until"], name="membership_of_actor")]

    @property
    def is_owner(self) -> bool:
        """Whether this person says who else acts for the actor."""
        return self.role == MembershipRole.OWNER


class MunicipalLink(Link):
    """Somebody works on culture for a municipality (*cultuurbeleidscoördinator*)."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="partner_links", verbose_name=_("municipality")
    )

    objects = LinkQuerySet.as_manager()

    class Meta(Link.Meta):
        verbose_name = _("municipal partner")
        verbose_name_plural = _("municipal partners")
        constraints = [
            *Link.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "municipality"], condition=Q(until=None), name="partner_once_at_a_time"
            ),
        ]
