"""Step plans (*stappenplannen*): how to go about something, step by step, and what a project did of it.

Texts are CommonMark: links stand in them.
"""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Topic
from ecru.base.models import FromFacts, Publishable, PublishableQuerySet, ShownQuerySet
from ecru.base.searchable import Searchable

from .initiatives import Project
from .practices import Practice
from .subjects import in_language


class StepPlanQuerySet(PublishableQuerySet["StepPlan"]):
    """Questions about step plans."""

    def in_order(self) -> Self:
        """In the order that the editors chose."""
        return self.order_by("position", "title")

    def with_steps(self) -> Self:
        """With the steps and all that they lead to, in a constant number of queries."""
        return self.prefetch_related("steps__practices", "steps__topics", "steps__actors")

    def with_counts(self) -> Self:
        """With the number of steps of each (``step_count``)."""
        return self.annotate(step_count=models.Count("steps"))

    def for_reindex(self) -> Self:
        """With all that search looks in, in a constant number of queries."""
        return self.prefetch_related("steps__topics")


class StepPlan(Publishable, FromFacts, Searchable):
    """How to go about something. Where a fact is not sure, the plan says whom to ask."""

    SPEAKS_OF = ("steps__topics",)

    title = models.CharField(_("title"), max_length=60)
    title_en = models.CharField(_("title in English"), max_length=60, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    summary = models.TextField(_("what it helps you with"), blank=True)
    summary_en = models.TextField(_("what it helps you with, in English"), blank=True)
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    ask = models.TextField(_("whom to ask"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    sources = models.TextField(_("sources"), blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True, db_index=True)

    objects = StepPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("step plan")
        verbose_name_plural = _("step plans")
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("step-plan-detail", args=[self.slug])

    @property
    def name(self) -> str:
        """The title in the visitor's language."""
        return in_language(self.title, self.title_en)

    @property
    def told(self) -> str:
        """What it helps with, in the visitor's language if that exists, else in Dutch."""
        return in_language(self.summary, self.summary_en)

    @property
    def told_in_dutch(self) -> bool:
        """Whether ``told`` is Dutch."""
        return self.told == self.summary

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Title, the topics of its steps, and its text. Use ``for_reindex()``."""
        steps = list(self.steps.all())
        topics = [
            word for step in steps for topic in step.topics.all() for word in (topic.label, topic.label_en)
        ]
        texts = [text for step in steps for text in (step.title, step.text)]
        aliases = [self.title_en] if self.title_en else []
        return [self.title], aliases, topics, [self.summary, self.summary_en, self.for_whom, *texts]


class PlanStep(FromFacts):
    """One step of a plan: what to do, where to read more, and who knows about it."""

    plan = models.ForeignKey(StepPlan, models.CASCADE, related_name="steps", verbose_name=_("step plan"))
    slug = models.SlugField(_("key"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("what to do"))
    doubt = models.TextField(_("what is not sure, and whom to ask"), blank=True)
    practices = models.ManyToManyField(
        Practice, related_name="plan_steps", blank=True, verbose_name=_("practices")
    )
    topics = models.ManyToManyField(
        Topic, related_name="plan_steps", blank=True, verbose_name=_("experts in this know about it")
    )
    actors = models.ManyToManyField(
        Actor, related_name="plan_steps", blank=True, verbose_name=_("who can help")
    )

    measures = models.JSONField(
        _("support that helps"), default=list, blank=True
    )  # slugs: what gives support stands in the room above (see ``page_blocks``)

    objects = ShownQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class StepTickQuerySet(models.QuerySet["StepTick"]):
    """Questions about what was done."""

    def of(self, project: Project, plan: StepPlan) -> Self:
        """What ``project`` did of ``plan``."""
        return self.filter(project=project, step__plan=plan)

    def with_people(self) -> Self:
        """With who did it."""
        return self.select_related("done_by")

    def of_person(self, user: Any) -> Self:
        """What ``user`` ticked off."""
        return self.filter(done_by=user.pk)


class StepTick(models.Model):
    """A step that a project did."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="step_ticks", verbose_name=_("project"))
    step = models.ForeignKey(PlanStep, models.CASCADE, related_name="ticks", verbose_name=_("step"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="step_ticks",
        verbose_name=_("done by"),
    )
    done_at = models.DateTimeField(_("done on"), default=timezone.now)

    objects = StepTickQuerySet.as_manager()

    class Meta:
        verbose_name = _("step done")
        verbose_name_plural = _("steps done")
        constraints = [models.UniqueConstraint(fields=["project", "step"], name="step_done_once")]

    def __str__(self) -> str:
        return f"{self.project}: {self.step}"
