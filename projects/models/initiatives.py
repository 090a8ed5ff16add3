"""Projects: an actor's initiative, from idea to done, with partners who each said yes."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Source
from ecru.base.models import FromFacts, PublishableQuerySet, Shown, ShownQuerySet
from ecru.base.searchable import SEARCH_TEXTS
from ecru.base.tokens import fresh_token, hashed

from .places import FollowsSource
from .practices import Practice
from .subjects import SUBJECTS, Subject

TAKEN_SLUGS = frozenset(["nieuw", "feed", "partner"])  # pages of ours stand at these addresses


class Stage(models.TextChoices):
    """How far a project is."""

    IDEA = "idee", _("an idea")
    PREPARING = "voorbereiding", _("being prepared")
    RUNNING = "bezig", _("under way")
    DONE = "klaar", _("done")
    STOPPED = "gestopt", _("stopped")


class ProjectQuerySet(PublishableQuerySet["Project"]):
    """Questions about projects."""

    def visible_to(self, user: Any) -> Self:
        """What ``user`` may see: editors all of it, who acts for its lead or a partner also drafts, else what shows."""
        if getattr(user, "keeps_the_field", False) or not getattr(user, "is_authenticated", False):
            return super().visible_to(user)
        return self.filter(Q(status="published") | Q(pk__in=self.of_person(user).values("pk")))

    def of_person(self, user: Any) -> Self:
        """Projects of the actors that ``user`` acts for: they lead, or they said yes."""
        joined = ProjectPartner.objects.agreed().filter(actor__in=user.own_actors).values("project")
        return self.filter(Q(lead__in=user.own_actors) | Q(pk__in=joined))

    def of_actor(self, actor: Actor) -> Self:
        """Projects that ``actor`` leads or takes part in."""
        joined = ProjectPartner.objects.agreed().filter(actor=actor).values("project")
        return self.filter(Q(lead=actor) | Q(pk__in=joined))

    def in_municipality(self, place: Any) -> Self:
        """Projects that happen in ``place``."""
        return self.filter(municipalities=place)

    def led_by(self, actor: Actor) -> Self:
        """Projects that ``actor`` leads."""
        return self.filter(lead=actor)

    def unfinished(self) -> Self:
        """Projects that go on."""
        return self.exclude(stage__in=[Stage.DONE, Stage.STOPPED])

    def lively_first(self) -> Self:
        """What goes on comes first, then the newest."""
        over = models.Case(models.When(stage__in=[Stage.DONE, Stage.STOPPED], then=1), default=0)
        return self.order_by(over, "-published_at", "pk")

    def for_reindex(self) -> Self:
        """With all that search looks in, in a constant number of queries."""
        return self.select_related("lead").prefetch_related(*SUBJECTS, "partners__actor")

    def for_cards(self) -> Self:
        """With all that a card in a list shows, in a constant number of queries."""
        return self.select_related("lead").prefetch_related("municipalities")

    def for_page(self) -> Self:
        """With all that the page of one project shows, in a constant number of queries."""
        return self.for_bare_page().defer(None).prefetch_related(*SUBJECTS)

    def for_bare_page(self) -> Self:
        """As ``for_page``, without its places and words, which ``catalogues.with_subjects`` has in memory; one query."""
        return self.select_related("lead__kind", "inspired_by", "became", "source").defer(*SEARCH_TEXTS)


class Project(FollowsSource, Subject, FromFacts):
    """An initiative of an actor, with partners."""

    SPEAKS_OF = (*SUBJECTS, "lead", "partners__actor")
    Stage = Stage

    lead = models.ForeignKey(
        Actor,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="led_projects",
        verbose_name=_("who leads it"),
    )
    stage = models.CharField(
        _("how far it is"), max_length=15, choices=Stage, blank=True, default=Stage.IDEA, db_index=True
    )
    stands = models.CharField(_("how far it is, as the source says"), max_length=80, blank=True)
    period = models.CharField(_("when, in words"), max_length=80, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True, db_index=True)
    approach = models.TextField(_("how you want to do it"), blank=True)
    results = models.TextField(_("what came of it"), blank=True)
    seeks = models.TextField(_("what you look for"), blank=True)
    inspired_by = models.ForeignKey(
        Practice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="inspired_projects",
        verbose_name=_("builds on this practice"),
    )
    became = models.OneToOneField(
        Practice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="grew_out_of",
        verbose_name=_("became this practice"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="created_projects",
        verbose_name=_("made by"),
    )
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True, db_index=True)
    stamp = models.CharField(max_length=64, blank=True, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["search_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_it_began",
            ),
            models.UniqueConstraint(fields=["stamp"], condition=~Q(stamp=""), name="project_of_one_click"),
        ]

    def clean(self) -> None:
        """Refuses an end before the beginning, and an address that leads to a page of ours."""
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": _("A page of ours stands at this address. Choose another.")})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end comes after the beginning. Change one of both.")})

    def get_absolute_url(self) -> str:
        return reverse("project-detail", args=[self.slug])

    @property
    def stage_known(self) -> bool:
        """Whether we know how far it is; what a source told long ago may not say."""
        return bool(self.stage)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more happens in it."""
        return self.stage in {Stage.DONE, Stage.STOPPED}

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Titles, who leads and takes part, what it is about and where, and its story. Use ``for_reindex()``."""
        actors = [self.lead] if self.lead else []
        actors += [partner.actor for partner in self.partners.all() if partner.is_agreed]
        about = [*self.subject_words(), *(actor.name for actor in actors)]
        story = [self.description, self.description_en, self.approach, self.results, self.seeks]
        return [self.title], [self.title_en] if self.title_en else [], about, [*story, *self.alike()]


class Answer(models.TextChoices):
    """What an actor said to the question to take part."""

    ASKED = "gevraagd", _("asked")
    OFFERED = "aangeboden", _("offered")
    AGREED = "akkoord", _("takes part")
    DECLINED = "geweigerd", _("said no")
    ENDED = "gestopt", _("stopped taking part")


class ProjectPartnerQuerySet(ShownQuerySet["ProjectPartner"]):
    """Questions about partners."""

    def agreed(self) -> Self:
        """Who takes part: both sides said yes."""
        return self.filter(answer=Answer.AGREED)

    def waiting(self) -> Self:
        """Where one side still has to answer."""
        return self.filter(answer__in=[Answer.ASKED, Answer.OFFERED])

    def waiting_for(self, user: Any) -> Self:
        """What people of the actors of ``user`` have to answer: asked of a partner, or offered to who leads."""
        asked = Q(answer=Answer.ASKED, actor__in=user.own_actors)
        return self.filter(asked | Q(answer=Answer.OFFERED, project__lead__in=user.own_actors))

    def shown(self) -> Self:
        """Who takes part, and may be seen by everyone."""
        return self.agreed().filter(actor__status="published")

    def by_token(self, token: str) -> "ProjectPartner | None":
        """The question that the link with ``token`` is about; None for none."""
        found = self.select_related("project__lead", "actor")
        return found.filter(token_hash=hashed(token)).first() if token else None

    def with_actors(self) -> Self:
        """With what a page shows of them."""
        return self.select_related("actor__kind", "actor__municipality").order_by("pk")


class ProjectPartner(Shown):
    """An actor takes part in a project once both sides said yes: the lead asks, or the actor offers."""

    Answer = Answer

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners", verbose_name=_("project"))
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="partnerships", verbose_name=_("partner"))
    part = models.CharField(_("what they do"), max_length=200, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, default=Answer.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    by_lead = models.BooleanField(_("the lead asked"), default=True, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = ProjectPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "actor"], name="project_has_a_partner_once"),
            models.CheckConstraint(
                condition=Q(answer__in=["gevraagd", "aangeboden", "akkoord"]) | Q(answered_at__isnull=False),
                name="partner_answered_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="partner_token_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.actor}"

    @property
    def fact_key(self) -> str:
        """What a facts file compares."""
        return self.actor.slug

    @property
    def is_agreed(self) -> bool:
        """Whether both sides said yes."""
        return self.answer == Answer.AGREED

    @property
    def is_waiting(self) -> bool:
        """Whether one side still has to answer."""
        return self.answer in {Answer.ASKED, Answer.OFFERED}

    @property
    def answers(self) -> Actor | None:
        """Who has to answer: the actor that was asked, or the lead of the project to which it offers itself."""
        return self.actor if self.by_lead else self.project.lead

    @property
    def asks(self) -> Actor | None:
        """Who asked or offered."""
        return self.project.lead if self.by_lead else self.actor

    def give_token(self) -> str:
        """A new secret for the link in the mail; the one before works no more. Save afterwards."""
        token = fresh_token()
        self.token_hash = hashed(token)
        return token
