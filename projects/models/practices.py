"""Practices: what was tried, what worked, and what did not."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, DeskItem, Municipality, Source
from actors.models.links_out import validate_links
from ecru.base import slugs
from ecru.base.models import FromFacts, Publication, PublishableQuerySet
from ecru.base.searchable import SEARCH_TEXTS

from .makers import PracticeActor
from .places import FollowsSource
from .subjects import SUBJECTS, Subject

FIRST_YEAR, LAST_YEAR = 1850, 2100
TAKEN_SLUGS = frozenset(
    ["nieuw", "feed", "verzamelingen", "bestanden", "samen"]
)  # pages of ours stand at these addresses


class PracticeKind(models.TextChoices):
    """What sort of example it is."""

    GOOD_PRACTICE = "goede-praktijk", _("good practice")
    METHOD = "methodiek", _("method")
    PILOT = "pilootactie", _("pilot")
    TOOLBOX = "toolbox", _("toolbox")
    TRAINING = "vormingsschema", _("training scheme")


class People(models.IntegerChoices):
    """How many people it took to make it."""

    FEW = 1, _("1 or 2 people")
    SOME = 2, _("3 to 5 people")
    TEAM = 3, _("6 to 15 people")
    MANY = 4, _("16 to 50 people")
    CROWD = 5, _("more than 50 people")


class Money(models.IntegerChoices):
    """What it cost, in euro."""

    NOTHING = 1, _("nothing")
    POCKET = 2, _("less than € 500")
    SMALL = 3, _("€ 500 to € 2,500")
    MEDIUM = 4, _("€ 2,500 to € 10,000")
    LARGE = 5, _("€ 10,000 to € 50,000")
    HUGE = 6, _("more than € 50,000")


class Licence(models.TextChoices):
    """What others may do with what the makers give along."""

    ASK = "vraag", _("ask us first")
    BY = "cc-by", _("use it, and say who made it (CC BY 4.0)")
    BY_SA = "cc-by-sa", _("use it, say who made it, and share it on as freely (CC BY-SA 4.0)")
    ZERO = "cc0", _("do with it what you like (CC0)")


class PracticeQuerySet(PublishableQuerySet["Practice"]):
    """Questions about practices."""

    def visible_to(self, user: Any) -> Self:
        """What ``user`` may see: editors all of it, who acts for one of its makers also its drafts, else what shows."""
        if getattr(user, "keeps_the_field", False) or not getattr(user, "is_authenticated", False):
            return super().visible_to(user)
        return self.filter(Q(status="published") | Q(pk__in=self.of_person(user).values("pk")))

    def of_person(self, user: Any) -> Self:
        """What ``user`` wrote, or what an actor that they act for made."""
        made = PracticeActor.objects.agreed().filter(actor__in=user.own_actors).values("practice")
        return self.filter(Q(shared_by=user.pk) | Q(pk__in=made))

    def in_municipality(self, municipality: Municipality) -> Self:
        """What was tried in ``municipality``."""
        return self.filter(municipalities=municipality)

    def drafts(self) -> Self:
        """What nobody published yet."""
        return self.filter(status="draft")

    def untouched_since(self, moment: Any) -> Self:
        """Drafts of people that never showed, lie with nobody, and that nobody changed since ``moment``."""
        waits = (
            DeskItem.objects.unsettled().filter(model="projects.practice", key__isnull=False).values("key")
        )
        old = self.drafts().filter(updated_at__lt=moment, published_at=None, facts={})
        return old.exclude(pk__in=waits).order_by("pk")

    def in_order_of_change(self) -> Self:
        """What changed last comes first."""
        return self.order_by("-updated_at", "-pk")

    def free_slug(self, title: str) -> str:
        """An address made from ``title`` that no practice and no other page has."""
        return slugs.free_slug(title, "praktijk", self, reserved=TAKEN_SLUGS)

    def shared_by_person(self, user: Any) -> Self:
        """What ``user`` began."""
        return self.filter(shared_by=user.pk).order_by("pk")

    def kept_by(self, user: Any) -> Self:
        """What ``user`` may change for an actor that they act for."""
        made = PracticeActor.objects.agreed().filter(actor__in=user.own_actors)
        return self.filter(pk__in=made.values("practice"))

    def made_by(self, actor: Actor) -> Self:
        """What ``actor`` took part in and agreed to be named for."""
        return self.filter(pk__in=PracticeActor.objects.agreed().filter(actor=actor).values("practice"))

    def ready_for_proof(self) -> Self:
        """What shows, is not proven yet, and worked for others in at least two municipalities."""
        worked = Q(
            reuses__withdrawn_at=None,
            reuses__actor__status=Publication.PUBLISHED,
            reuses__went__in=["goed", "deels"],
        )
        places = Count("reuses__municipality", filter=worked, distinct=True)
        return self.published().filter(proven_on=None).annotate(places=places).filter(places__gte=2)

    def of_region(self, region: Any, actor: Actor | None) -> Self:
        """What was done in ``region``, or made by ``actor``, who stands for it and agreed to be named."""
        agreed = PracticeActor.objects.agreed().filter(actor=actor and actor.pk)
        return self.filter(Q(region=region) | Q(pk__in=agreed.values("practice")))

    def for_reindex(self) -> Self:
        """With all that search looks in, in a constant number of queries."""
        return self.select_related("region").prefetch_related(*SUBJECTS, "makers__actor__names")

    def for_cards(self) -> Self:
        """With all that a card in a list shows, in a constant number of queries."""
        return self.prefetch_related("municipalities")

    def for_page(self) -> Self:
        """With all that the page of one practice shows, in a constant number of queries."""
        return self.select_related("source").prefetch_related(*SUBJECTS)

    def for_bare_page(self) -> Self:
        """As ``for_page``, without its source, places and words, which are in memory (``catalogues.with_subjects``); one query."""
        return self.defer(*SEARCH_TEXTS, "facts")


class Practice(FollowsSource, Subject, FromFacts):
    """Something that was tried: what, for whom, how, what came of it, and what did not work."""

    SPEAKS_OF = (*SUBJECTS, "makers__actor", "region")
    Kind = PracticeKind

    kind = models.CharField(
        _("kind"), max_length=20, choices=PracticeKind, default=PracticeKind.GOOD_PRACTICE, db_index=True
    )
    actors = models.ManyToManyField(
        Actor, through="PracticeActor", related_name="practices", verbose_name=_("who made it")
    )
    region = models.ForeignKey(
        "projects.Region",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="practices",
        verbose_name=_("partner region"),
    )
    period = models.CharField(_("when, in words"), max_length=80, blank=True)
    year_from = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True, db_index=True)
    year_to = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    stands = models.CharField(_("how far it is, as the source says"), max_length=80, blank=True)
    approach = models.TextField(_("how they did it"), blank=True)
    steps = models.JSONField(_("steps taken"), default=list, blank=True)
    people = models.PositiveSmallIntegerField(
        _("how many people it took"), choices=People, null=True, blank=True
    )
    money = models.PositiveSmallIntegerField(_("what it cost"), choices=Money, null=True, blank=True)
    results = models.TextField(_("what came of it"), blank=True)
    did_not_work = models.TextField(_("what did not work"), blank=True)
    watch_out = models.TextField(_("what to watch when you do this too"), blank=True)
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES, default="nl")
    links = models.JSONField(_("links"), default=list, blank=True, validators=[validate_links])
    licence = models.CharField(_("what others may do with it"), max_length=10, choices=Licence, blank=True)
    ahead = models.JSONField(_("changes that nobody accepted yet"), default=dict, blank=True, editable=False)
    warned_on = models.DateField(_("told that the draft goes on"), null=True, blank=True, editable=False)
    proven_on = models.DateField(_("proven since"), null=True, blank=True)
    proven = models.GeneratedField(  # for the directory, which counts answers and not days
        expression=models.ExpressionWrapper(Q(proven_on__isnull=False), models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name=_("proven"),
    )
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="shared_practices",
        verbose_name=_("shared by"),
    )
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True, db_index=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["search_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_from=None)
                | Q(year_to=None, year_from__range=(FIRST_YEAR, LAST_YEAR))
                | Q(year_from__gte=FIRST_YEAR, year_to__gte=F("year_from"), year_to__lte=LAST_YEAR),
                name="practice_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(year_to=None) | Q(year_from__isnull=False), name="practice_ends_after_it_began"
            ),
        ]

    def clean(self) -> None:
        """Refuses years in the wrong order and an address that leads to a page of ours."""
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": _("A page of ours stands at this address. Choose another.")})
        if self.year_to and not self.year_from:
            raise ValidationError({"year_from": _("Give the first year too.")})
        if self.year_from and self.year_to and self.year_to < self.year_from:
            raise ValidationError({"year_to": _("The last year comes after the first. Change one of both.")})

    def get_absolute_url(self) -> str:
        return reverse("practice-detail", args=[self.slug])

    @property
    def is_pilot(self) -> bool:
        """Whether this is a first try, which others may prove."""
        return self.kind == PracticeKind.PILOT

    @property
    def is_proven(self) -> bool:
        """Whether editors marked it *beproefd*: others in different municipalities did it too."""
        return self.proven_on is not None

    @property
    def worked(self) -> list[str]:
        """What came of it, line by line."""
        return lines(self.results)

    @property
    def failed(self) -> list[str]:
        """What did not work, line by line."""
        return lines(self.did_not_work)

    @property
    def cautions(self) -> list[str]:
        """What to watch when you do this too, line by line."""
        return lines(self.watch_out)

    @property
    def steps_taken(self) -> list[dict[str, str]]:
        """The steps that say something, each with ``title`` and ``text``; anything else in the field is passed over."""
        entries = (
            [step for step in self.steps if isinstance(step, dict)] if isinstance(self.steps, list) else []
        )
        told = [{name: str(step.get(name) or "").strip() for name in ("title", "text")} for step in entries]
        return [step for step in told if any(step.values())]

    @property
    def when(self) -> str:
        """When it was, in words; else the years."""
        years = [str(year) for year in dict.fromkeys([self.year_from, self.year_to]) if year]
        return self.period or "–".join(years)

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Titles, who made it, what it is about and where, and its story. Use ``for_reindex()``."""
        makers = [maker.actor for maker in self.makers.all() if maker.is_agreed]
        names = [name for actor in makers for name in (actor.name, *(n.name for n in actor.names.all()))]
        abroad = [self.region.name, self.region.name_en] if self.region else []
        about = [str(PracticeKind(self.kind).label), *self.subject_words(), *abroad, *names]
        story = [self.description, self.description_en, self.approach, self.results, self.did_not_work]
        steps = [f"{step['title']} {step['text']}" for step in self.steps_taken]
        return (
            [self.title],
            [self.title_en] if self.title_en else [],
            about,
            [*story, self.watch_out, *steps, *self.alike()],
        )


def lines(text: str) -> list[str]:
    """The lines of ``text`` that hold something, without the dash or star of a list before them."""
    return [line for line in (part.strip().lstrip("-*•").strip() for part in text.splitlines()) if line]
