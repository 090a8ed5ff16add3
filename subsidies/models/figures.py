"""What figures count beside dossiers: earlier ones, from which page one began, and what the regisseur notes about actors."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Municipality
from ecru.base.audit import FORMER
from ecru.base.tables.runs import TableRow, TableRun

from .dossier_words import Outcome
from .dossiers import Dossier
from .measures import Measure, euros
from .providers import Provider

LONGEST_NAME = 254


class Origin(models.TextChoices):
    """On which page somebody pressed the button with which a dossier began."""

    FINDER = "zoeker", _("the support finder")
    MEASURE = "maatregel", _("the page of a measure")


class DossierOrigin(models.Model):
    """From which page a dossier began. It says nothing about who looked around before."""

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, related_name="origin", verbose_name=_("dossier"), primary_key=True
    )
    page = models.CharField(_("begun from"), max_length=10, choices=Origin, db_index=True)

    class Meta:
        verbose_name = _("page from which a dossier began")
        verbose_name_plural = _("pages from which dossiers began")

    def __str__(self) -> str:
        return self.get_page_display()


class PastImport(TableRun):
    """A table of dossiers from before the portal."""

    class Meta:
        verbose_name = _("import of earlier dossiers")
        verbose_name_plural = _("imports of earlier dossiers")
        ordering = ["-pk"]

    def get_absolute_url(self) -> str:
        return reverse("past-dossiers-run", args=[self.pk])


class PastDossierQuerySet(models.QuerySet["PastDossier"]):
    """Questions about earlier dossiers."""

    def of_actor(self, actor: Actor) -> Self:
        """The earlier dossiers of ``actor``."""
        return self.filter(actor=actor)


class PastDossier(models.Model):
    """A dossier from before the portal, as a table told it. It has no phases: only ``perform`` moves dossiers."""

    title = models.CharField(_("title"), max_length=120)
    actor = models.ForeignKey(
        Actor, models.PROTECT, related_name="past_dossiers", verbose_name=_("who asked for support")
    )
    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="past_dossiers",
        verbose_name=_("giver"),
    )
    funder = models.CharField(_("giver, in words"), max_length=120)
    measure = models.ForeignKey(
        Measure,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="past_dossiers",
        verbose_name=_("measure"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="past_dossiers",
        verbose_name=_("municipality"),
    )
    year = models.PositiveSmallIntegerField(_("year"), db_index=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    requested = euros(_("asked, in euro"))
    granted = euros(_("granted, in euro"))
    outcome = models.CharField(
        _("what came of it; empty: withdrawn"), max_length=20, choices=Outcome, blank=True
    )
    run = models.ForeignKey(
        PastImport, models.CASCADE, related_name="dossiers", verbose_name=_("came in with")
    )

    objects = PastDossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier dossier")
        verbose_name_plural = _("earlier dossiers")
        ordering = ["-year", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "year", "title"], name="earlier_dossier_once"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.GRANTED, granted__isnull=False)
                | (~Q(outcome=Outcome.GRANTED) & Q(granted=None)),
                name="earlier_dossier_has_an_amount_when_granted",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PastRow(TableRow):
    """One row of a table of earlier dossiers. ``after``: what it would make, as plain values."""

    record_name = "dossier"

    run = models.ForeignKey(PastImport, models.CASCADE, related_name="rows", verbose_name=_("import"))
    dossier = models.ForeignKey(PastDossier, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["number"]
        indexes = [models.Index(fields=["run", "state", "number"], name="past_row_by_state")]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="past_row_once")]


class Contact(models.TextChoices):
    """How the regisseur and an actor met."""

    PHONE = "telefoon", _("phone call")
    VISIT = "bezoek", _("visit")
    MAIL = "mail", _("mail")
    MEETING = "overleg", _("consultation")


class ActorNoteQuerySet(models.QuerySet["ActorNote"]):
    """Questions about contact moments."""

    def of_actor(self, actor: Actor) -> Self:
        """The contact moments with ``actor``."""
        return self.filter(actor=actor)

    def to_follow_up(self) -> Self:
        """Contact moments with something still to do."""
        return self.filter(follow_up_on__isnull=False, followed_up_at=None)

    def due(self, today: date) -> Self:
        """What has to be done by ``today``."""
        return self.to_follow_up().filter(follow_up_on__lte=today)

    def soonest(self) -> Self:
        """What has to be done first on top."""
        return self.order_by("follow_up_on", "pk").select_related("actor__municipality")

    def about_person(self, user: Any) -> Self:
        """Contact moments with ``user`` in person."""
        return self.filter(spoke_with=user.pk)

    def by_person(self, user: Any) -> Self:
        """What ``user`` wrote down."""
        return self.filter(by=user.pk)

    def forget_person(self, user: Any) -> None:
        """Takes ``user`` out: what they wrote stays as of a former member, and whom one spoke with is not said any more."""
        self.by_person(user).update(by=None, by_name=FORMER)
        self.about_person(user).update(spoke_with=None)

    def forget_before(self, moment: datetime) -> int:
        """Removes contact moments of before ``moment`` that wait for nothing; how many."""
        return self.filter(on__lt=moment.date()).exclude(pk__in=self.model.objects.to_follow_up()).delete()[0]


class ActorNote(models.Model):
    """A contact moment with an actor, and what to do next. Only who runs the network reads it, and whoever it names."""

    Contact = Contact

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="contact_notes", verbose_name=_("organisation")
    )
    kind = models.CharField(_("how"), max_length=10, choices=Contact, default=Contact.PHONE)
    on = models.DateField(_("on which day"), default=timezone.localdate)
    words = models.TextField(_("what was said"))
    spoke_with = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("with whom"),
    )
    follow_up_on = models.DateField(_("look at it again on"), null=True, blank=True, db_index=True)
    followed_up_at = models.DateTimeField(_("followed up at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("by"), max_length=LONGEST_NAME, blank=True)
    made_at = models.DateTimeField(_("written at"), default=timezone.now)
    stamp = models.CharField(max_length=64, unique=True, editable=False)

    objects = ActorNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact moment with an actor")
        verbose_name_plural = _("contact moments with actors")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["actor", "on"], name="note_of_actor")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"

    @property
    def writer(self) -> str:
        """Who wrote it down, also after their account is gone."""
        return gettext("former member") if self.by_name == FORMER else self.by_name

    @property
    def is_open(self) -> bool:
        """Whether something about it is still to be done."""
        return self.follow_up_on is not None and self.followed_up_at is None


def never_asked() -> Q:
    """Actors (in a query about actors) without any dossier, of now or of before the portal."""
    of_actor = {"actor": OuterRef("pk")}
    walked, earlier = Dossier.objects.filter(**of_actor), PastDossier.objects.filter(**of_actor)
    return ~Q(Exists(walked)) & ~Q(Exists(earlier))
