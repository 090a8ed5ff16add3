"""Dossiers: a question for support, from idea to final report. Only ``subsidies.dossiers.perform`` changes a phase."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, FilteredRelation, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Municipality, Role, TargetGroup
from projects.models import Project
from projects.models.places import TakesPlace

from .advice import Review
from .calls import Call
from .dossier_parts import DossierEvent, DossierPerson, DossierTask
from .dossier_words import (
    CLOSED,
    COACHED_PHASES,
    FIRST_PHASE,
    OWN_PHASES,
    REOPENED,
    UNSENT,
    WITHDRAWN,
    Outcome,
    TrackName,
)
from .due import due, due_of
from .measures import Measure, euros
from .question_words import Section

OPENABLE = ("title", "summary", "requested", "municipalities", "target_groups", "project", "bijlagen")
PHASE = "phase"
# What has to be done first comes first; then what has no deadline, the longest still on top; what is over comes last.
DUE_FIRST = (
    Case(When(phase__in=(CLOSED, WITHDRAWN), then=1), default=0),
    F("due").asc(nulls_last=True),
    "since",
    "pk",
)  # needs ``with_due`` and ``with_since``
NEVER_SENT = Q(phase=UNSENT) | Q(held_phase=UNSENT)  # also a concept that was withdrawn


class PhaseIsKept(TypeError):  # noqa: N818 - named after the rule
    """Something but ``perform`` tried to change the phase of a dossier."""


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Questions about dossiers. Nothing here changes a phase."""

    def update(self, **kwargs: Any) -> int:
        """Changes every record. Raises ``PhaseIsKept`` for the phase."""
        refuse_phase(kwargs)
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Changes fields of records. Raises ``PhaseIsKept`` for the phase."""
        refuse_phase(list(fields))
        return super().bulk_update(objs, fields, batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Makes records, each in the first phase of its track. Raises ``PhaseIsKept`` for another one."""
        made = list(objs)
        for dossier in made:
            dossier.check_phase()
        return super().bulk_create(made, *args, **kwargs)

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def visible_to(self, user: Any) -> Self:
        """What ``user`` may see: who runs the network all of it; others theirs, what they advise on, decide on, or what touches their municipality."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        if user.is_regisseur:
            return self.all()
        mine = Q(pk__in=self.model.objects.of_person(user).values("pk"))
        mine |= Q(pk__in=Review.objects.open_to(user).values("dossier"))
        if places := user.own_municipalities:
            touched = self.model.municipalities.through.objects.filter(municipality__in=places)
            mine |= Q(pk__in=touched.values("dossier")) & ~NEVER_SENT
        if Role.BOARD_MEMBER in user.roles:
            items: Any = self.model._meta.get_field("agenda_items").related_model
            closed = items._default_manager.closed_to(user).values("dossier")
            mine |= Q(meeting_on__isnull=False) & ~Q(pk__in=closed)
        return self.filter(mine)

    def of_person(self, user: Any) -> Self:
        """Dossiers of the actors that ``user`` acts for, and those in which such an actor takes part through ``user``."""
        part = DossierPerson.objects.of_person(user).values("dossier")
        return self.filter(Q(actor__in=user.own_actors) | Q(pk__in=part))

    def of_others(self, user: Any) -> Self:
        """Dossiers in which ``user`` has no part as an applicant."""
        return self.exclude(pk__in=self.model.objects.of_person(user).values("pk"))

    def unsent_since(self, moment: datetime) -> Self:
        """Dossiers that were never sent, and in which nothing happened since ``moment``."""
        lively = DossierEvent.objects.filter(at__gte=moment).values("dossier")
        return self.filter(submitted_at=None, updated_at__lt=moment).exclude(pk__in=lively)

    def throw_away(self) -> int:
        """Removes dossiers with all that belongs to them; how many. The database lets go of unsent ones of over a year only."""
        return super().delete()[1].get(self.model._meta.label, 0)

    throw_away.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> NoReturn:
        """Raises ``PhaseIsKept``: a dossier is withdrawn or closed."""
        raise PhaseIsKept("a dossier is withdrawn, not deleted")

    delete.queryset_only = True  # type: ignore[attr-defined]

    def of_actor(self, actor: Actor) -> Self:
        """Dossiers of one applicant."""
        return self.filter(actor=actor)

    def of_project(self, project: Project) -> Self:
        """Dossiers for one project."""
        return self.filter(project=project)

    def of_call(self, call: Call) -> Self:
        """Dossiers for one round."""
        return self.filter(call=call)

    def counting(self) -> Self:
        """Dossiers whose grant counts: not those that were withdrawn."""
        return self.exclude(phase="ingetrokken")

    def chosen(
        self, *, place: str = "", query: str = "", turns: list[tuple[str, list[str]]] | None = None
    ) -> Self:
        """Dossiers in the municipality ``place`` (a slug), with ``query`` in title, number or applicant, and in the phases of ``turns``, by track."""
        found = self
        if place:
            touched = self.model.municipalities.through.objects.filter(municipality__slug=place)
            found = found.filter(pk__in=touched.values("dossier"))
        if query:
            words = Q(title__icontains=query) | Q(number__icontains=query) | Q(actor__name__icontains=query)
            found = found.filter(words)
        if turns is not None:
            acting = [Q(track=track, phase__in=phases) for track, phases in turns]
            found = found.filter(reduce(or_, acting))
        return found

    def standing_in(self, track: str = "", phase: str = "") -> Self:
        """Dossiers of a track, in a phase; empty for any."""
        found = self.filter(track=track) if track else self
        return found.filter(phase=phase) if phase else found

    def due_first(self) -> Self:
        """What has to be done first comes first, and what is over last: ``DUE_FIRST``."""
        return self.with_due().with_since().order_by(*DUE_FIRST)

    def with_due(self) -> Self:
        """Each with ``due``: by when its turn has to be done, by the rule of ``Dossier.due_at``; None without one."""
        return self.annotate(due=due())

    def with_since(self) -> Self:
        """Each with ``turn_since``: when the open turn began; and ``since``: the same, or when it last moved for what is nobody's turn."""
        turn = FilteredRelation("tasks", condition=Q(tasks__done_at=None, tasks__phase__gt=""))
        moves = DossierEvent.objects.filter(dossier=OuterRef("pk")).exclude(old_phase=F("new_phase"))
        last = moves.order_by().values("dossier").annotate(last=Max("at")).values("last")
        begun = self.annotate(open_turn=turn).annotate(turn_since=F("open_turn__made_at"))
        return begun.annotate(since=Coalesce("turn_since", Subquery(last), F("created_at")))

    def for_cards(self) -> Self:
        """With all that a line in a list shows, in a constant number of queries."""
        givers = ("call__measure__provider", "measure__provider")
        return self.select_related("actor", *givers).prefetch_related("municipalities")

    def for_page(self) -> Self:
        """With all that the page of one dossier shows and the rules ask, in a constant number of queries."""
        rows = ("municipalities", "target_groups", "persons", "reviews__expert", "call__questions", "answers")
        return self.for_head().prefetch_related(*rows, "budget_lines__measure")

    def for_head(self) -> Self:
        """With the records to which a dossier itself points; the rest of its page comes from ``gather``."""
        return self.select_related(
            "actor__municipality", "call__measure__provider", "measure__provider", "project"
        )


def refuse_phase(names: Any) -> None:
    """Raises ``PhaseIsKept`` when the phase is among ``names``."""
    if PHASE in names:
        raise PhaseIsKept("only perform changes the phase of a dossier")


class Dossier(TakesPlace, models.Model):
    """A question for support. Its phase follows the table of its track (``subsidies.phases``)."""

    Track = TrackName
    Outcome = Outcome
    known_phase: str | None = None  # that the database has, as far as this copy knows
    step: DossierEvent | None = None  # that brought the phase of now, until it is saved

    track = models.CharField(_("track"), max_length=12, choices=TrackName, db_index=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("what you want to do, and why"), blank=True)
    actor = models.ForeignKey(
        Actor, models.PROTECT, related_name="dossiers", verbose_name=_("who asks for support")
    )
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, blank=True, related_name="dossiers", verbose_name=_("round")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="dossiers", verbose_name=_("measure")
    )
    funder = models.CharField(_("another giver, in words"), max_length=120, blank=True)
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("for this project"),
    )
    municipalities = models.ManyToManyField(
        Municipality, related_name="dossiers", blank=True, verbose_name=_("municipalities")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="dossiers", blank=True, verbose_name=_("target groups")
    )
    phase = models.CharField(_("phase"), max_length=20, db_index=True, editable=False)
    held_phase = models.CharField(
        _("phase before it was withdrawn"), max_length=20, blank=True, editable=False
    )
    requested = euros(_("asked, in euro"))
    granted = euros(_("granted, in euro"))
    number = models.CharField(
        _("number of the dossier"), max_length=12, unique=True, null=True, blank=True, editable=False
    )
    submitted_at = models.DateTimeField(_("sent on"), null=True, blank=True, db_index=True)
    reopened = models.JSONField(_("fields opened again"), default=list, blank=True)
    reopened_until = models.DateTimeField(_("open until"), null=True, blank=True)
    grace_until = models.DateTimeField(_("extra time until"), null=True, blank=True)
    meeting_on = models.DateField(_("on the agenda of"), null=True, blank=True, db_index=True)
    outcome = models.CharField(
        _("what came of it"), max_length=20, choices=Outcome, blank=True, db_index=True
    )
    motivation = models.TextField(_("why"), blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, db_index=True)
    agreed_on = models.DateField(_("agreement signed on"), null=True, blank=True)
    report = models.TextField(_("final report"), blank=True)
    reported_at = models.DateTimeField(_("report handed in on"), null=True, blank=True)
    report_accepted_at = models.DateTimeField(_("report accepted on"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="created_dossiers",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    stamp = models.CharField(max_length=64, blank=True, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(track=TrackName.OWN, phase__in=OWN_PHASES, call__isnull=False)
                | Q(track=TrackName.COACHED, phase__in=COACHED_PHASES),
                name="dossier_has_a_phase_of_its_track",
            ),
            models.CheckConstraint(
                condition=(Q(requested=None) | Q(requested__gte=0)) & (Q(granted=None) | Q(granted__gte=0)),
                name="dossier_amounts_are_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(granted=None)
                | Q(track=TrackName.COACHED)
                | Q(requested__isnull=False, granted__lte=F("requested")),
                name="dossier_gets_at_most_what_it_asks",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.GRANTED, granted__isnull=False)
                | (~Q(outcome=Outcome.GRANTED) & Q(granted=None)),
                name="dossier_has_an_amount_when_granted",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(submitted_at__isnull=False),
                name="dossier_number_is_of_a_sent_one",
            ),
            models.CheckConstraint(
                condition=~Q(phase=REOPENED) | Q(reopened_until__isnull=False),
                name="dossier_is_reopened_until_a_moment",
            ),
            models.UniqueConstraint(fields=["stamp"], condition=~Q(stamp=""), name="dossier_of_one_click"),
        ]
        indexes = [models.Index(fields=["track", "phase"], name="dossier_phase")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves. Raises ``PhaseIsKept`` when the phase is another than the database has, unless it came by ``take_step``."""
        self.check_phase()
        super().save(*args, **kwargs)
        self.known_phase, self.step = self.__dict__.get(PHASE), None

    def get_absolute_url(self) -> str:
        return reverse("my-dossier", args=[self.pk])

    @property
    def is_own(self) -> bool:
        """Whether ECRU itself decides."""
        return self.track == TrackName.OWN

    @property
    def asked_measure(self) -> Measure | None:
        """The measure that it asks for, straight or by its round."""
        return self.call.measure if self.call else self.measure

    @property
    def sections(self) -> list[Section]:
        """The form of its round, section by section; empty when the round asks nothing more."""
        return self.call.sections if self.call else []

    @property
    def openable(self) -> tuple[str, ...]:
        """What its applicant may change where the phase opens it: the same parts for all, and the sections of the round."""
        return (*OPENABLE, *(section.opens for section in self.sections))

    @property
    def giver(self) -> str:
        """Who would give: by the measure, or in words."""
        measure = self.asked_measure
        return measure.provider.title if measure else self.funder

    @property
    def due_at(self) -> datetime | None:
        """By when its turn has to be done, extra time included; None without a deadline. In SQL: ``with_due``."""
        return due_of(self)

    @property
    def is_late(self) -> bool:
        """Whether the time of its turn is over. Needs ``with_due``, as lists have it."""
        due: datetime | None = getattr(self, "due", None)
        return due is not None and due < timezone.now()

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **how: Any) -> Self:
        """Remembers the phase that the database has."""
        made = super().from_db(db, field_names, values, **how)
        made.known_phase = made.__dict__.get(PHASE)
        return made

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Reads it again, and remembers the phase that the database has."""
        super().refresh_from_db(*args, **kwargs)
        self.known_phase = self.__dict__.get(PHASE)

    def check_phase(self) -> None:
        """Raises ``PhaseIsKept`` when the phase changed without a step, or a new dossier begins elsewhere than at the start."""
        if self._state.adding:
            right = self.phase == FIRST_PHASE[TrackName(self.track)]
        else:
            known, step, now = self.known_phase, self.step, self.__dict__.get(PHASE)
            right = now == known or (step is not None and (step.old_phase, step.new_phase) == (known, now))
        if not right:
            raise PhaseIsKept("only perform changes the phase of a dossier")

    def take_step(self, event: DossierEvent) -> None:
        """Goes where ``event`` says; only ``perform`` calls this. The database looks at that event, too."""
        self.step, self.phase = event, event.new_phase

    def open_tasks(self) -> Any:
        """What still has to be done about it."""
        return DossierTask.objects.open().filter(dossier=self)
