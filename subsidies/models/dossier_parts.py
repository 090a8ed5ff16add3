"""What belongs to one dossier: its people, its history, its tasks, and the numbers on receipts."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from ecru.base.audit import FORMER
from ecru.base.unchanging import Unchanging, UnchangingQuerySet

from .dossier_words import Party, Place

LONGEST_NAME = 254


class DossierPersonQuerySet(models.QuerySet["DossierPerson"]):
    """Questions about who works on dossiers for another actor."""

    def of_person(self, user: Any) -> Self:
        """The places of ``user`` that count: they still act for that actor."""
        return self.filter(user=user.pk, actor__in=user.own_actors)


class DossierPerson(models.Model):
    """Somebody of an actor that is not the applicant works on a dossier. It counts as long as they act for that actor."""

    Place = Place

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="persons", verbose_name=_("dossier")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="dossier_places", verbose_name=_("person")
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="dossier_places", verbose_name=_("actor"))
    place = models.CharField(_("may"), max_length=10, choices=Place, default=Place.WRITES)
    sections = models.JSONField(_("parts; empty for all"), default=list, blank=True)

    objects = DossierPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person of a dossier")
        verbose_name_plural = _("people of dossiers")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "user"], name="dossier_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_place_display()}"


class DossierEventQuerySet(UnchangingQuerySet["DossierEvent"]):
    """Questions about what happened. Nothing here changes it."""

    def newest(self) -> Self:
        """The newest first."""
        return self.order_by("-pk")

    def by_person(self, user: Any) -> Self:
        """What ``user`` did."""
        return self.filter(by=user.pk)

    def forget_person(self, user: Any) -> None:
        """Takes the name of ``user`` out; what they did, and as what, stays."""
        models.QuerySet.update(self.by_person(user), by=None, by_name=FORMER)


class DossierEvent(Unchanging):
    """One step of a dossier. Added, and never changed: the database refuses it too. ``by_name`` and ``role`` outlive the account."""

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="events", verbose_name=_("dossier")
    )
    transition = models.CharField(_("what"), max_length=40, db_index=True)
    old_phase = models.CharField(_("from"), max_length=20, blank=True)
    new_phase = models.CharField(_("to"), max_length=20)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("by"), max_length=LONGEST_NAME, blank=True)
    role = models.CharField(_("as"), max_length=12, choices=Party)
    data = models.JSONField(_("facts"), default=dict, blank=True)

    objects = DossierEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a dossier")
        verbose_name_plural = _("steps of dossiers")
        ordering = ["pk"]
        indexes = [models.Index(fields=["dossier", "at"], name="event_of_dossier")]

    def __str__(self) -> str:
        return f"{self.old_phase} → {self.new_phase}"

    @property
    def moved(self) -> bool:
        """Whether the dossier went to another phase."""
        return self.old_phase != self.new_phase

    @property
    def who(self) -> str:
        """Who did it, and as what."""
        name = gettext("former member") if self.by_name == FORMER else self.by_name
        return gettext("%(name)s, for %(party)s") % {"name": name, "party": self.get_role_display()}


class DossierTaskQuerySet(models.QuerySet["DossierTask"]):
    """Questions about what has to be done."""

    def open(self) -> Self:
        """What nobody did yet."""
        return self.filter(done_at=None)

    def for_desk(self) -> Self:
        """What ECRU has to do."""
        return self.filter(party=Party.DESK)

    def for_applicants_of(self, dossiers: Any) -> Self:
        """What who asks has to do in ``dossiers``."""
        return self.filter(party=Party.APPLICANT, dossier__in=dossiers)

    def of_owner(self, user: Any) -> Self:
        """What has the name of ``user``."""
        return self.filter(owner=user.pk)

    def by_hand(self) -> Self:
        """What somebody wrote down; not the turns that steps make."""
        return self.filter(phase="")

    def soonest(self) -> Self:
        """What has to be done first comes first; what has no date last."""
        return self.select_related("owner").order_by(F("due_at").asc(nulls_last=True), "pk")

    def settle(self, at: datetime) -> int:
        """Marks them as done; how many."""
        return self.update(done_at=at)


class DossierTask(models.Model):
    """Something that somebody has to do about a dossier. ``phase``: made by a step, and done with the next; empty: made by hand."""

    dossier = models.ForeignKey(
        "subsidies.Dossier", models.CASCADE, related_name="tasks", verbose_name=_("dossier")
    )
    phase = models.CharField(_("phase"), max_length=20, blank=True)
    what = models.CharField(_("what"), max_length=200, blank=True)
    party = models.CharField(_("who"), max_length=12, choices=Party)
    due_at = models.DateTimeField(_("by when"), null=True, blank=True, db_index=True)
    made_at = models.DateTimeField(_("since"), default=timezone.now)
    done_at = models.DateTimeField(_("done on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dossier_tasks",
        verbose_name=_("one person"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )

    objects = DossierTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task of a dossier")
        verbose_name_plural = _("tasks of dossiers")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(done_at=None) & ~Q(phase=""), name="one_turn_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["party", "done_at"], name="task_of_party"),
            # The desk asks which turns are open the longest, and shows a few of thousands.
            models.Index(fields=["made_at"], condition=Q(done_at=None, phase__gt=""), name="open_turn_since"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.what or self.phase}"

    @property
    def is_late(self) -> bool:
        """Whether its date is over."""
        return self.done_at is None and self.due_at is not None and self.due_at < timezone.now()


class ReceiptSequence(models.Model):
    """The last number given in a year. Its row is locked while one is given, so that none is left out or given twice."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("numbers of a year")
        verbose_name_plural = _("numbers of a year")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"

    @classmethod
    def next(cls, year: int) -> str:
        """The next number of ``year``, such as "2026-0042". Inside a transaction: a number that is taken back is given again."""
        cls.objects.get_or_create(year=year)
        row = cls.objects.select_for_update().get(year=year)
        row.last += 1
        row.save()
        return f"{year}-{row.last:04d}"
