"""Needs (*noden*) of the field: who misses what, how often it was heard, and how far an answer is. For the team alone."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base import slugs
from ecru.base.models import FromFacts, ShownQuerySet
from ecru.base.text import fold

from .actor import Actor
from .conversations import Conversation
from .municipality import Municipality
from .vocabulary import Source, TargetGroup, Theme, Topic

ANSWERED_BY = [
    "answers"
]  # the relations that hold what answers a need; rooms above add theirs with ``answered_by``


def answered_by(relation: str) -> None:
    """Counts what ``relation`` of a need holds as answers to it."""
    if relation not in ANSWERED_BY:
        ANSWERED_BY.append(relation)


class NeedKind(models.TextChoices):
    """What sort of need it is, as the policy plan sorts them."""

    NEED = "nood", _("need")
    WEAKNESS = "zwakte", _("weak point")
    CHANCE = "kans", _("chance")
    THREAT = "bedreiging", _("threat")


class NeedStatus(models.TextChoices):
    """How far an answer is."""

    OPEN = "open", _("nobody works on it")
    BUSY = "bezig", _("we work on it")
    ANSWERED = "beantwoord", _("answered")
    PARKED = "opzij", _("put aside")


class NeedQuerySet(ShownQuerySet["Need"]):
    """Questions about needs."""

    def unsettled(self) -> Self:
        """What still asks for an answer."""
        return self.filter(status__in=[NeedStatus.OPEN, NeedStatus.BUSY])

    def in_state(self, status: str) -> Self:
        """Needs with one status."""
        return self.filter(status=status)

    def of_kind(self, kind: str) -> Self:
        """Needs of one kind."""
        return self.filter(kind=kind)

    def of_group(self, slug: str) -> Self:
        """Needs of one target group."""
        return self.filter(target_groups__slug=slug)

    def in_municipality(self, slug: str) -> Self:
        """Needs of one municipality."""
        return self.filter(municipality__slug=slug)

    def missed_in(self, place: Municipality, group: int) -> Self:
        """Needs of the target group with the key ``group``, in ``place`` or in the whole region."""
        return self.filter(Q(municipality=place) | Q(municipality=None), target_groups=group)

    def noted_by(self, user: Any) -> Self:
        """What ``user`` noted, the oldest first."""
        return self.filter(created_by=user.pk).order_by("created_at", "pk")

    def mentioning(self, words: str) -> Self:
        """Needs whose text has every word of ``words``, folded."""
        found = self
        for word in fold(words).split()[:10]:
            found = found.filter(search_text__contains=word)
        return found

    def counted(self) -> Self:
        """With how often each was heard (``heard``) and what answers it (``answer_count``), in the one query."""
        voices = NeedVoice.objects.filter(need=OuterRef("pk")).order_by().values("need")
        models_: list[Any] = [self.model._meta.get_field(name).related_model for name in ANSWERED_BY]
        given = [
            model._default_manager.filter(need=OuterRef("pk")).order_by().values("need") for model in models_
        ]
        counts = [
            Coalesce(Subquery(one.annotate(total=Count("pk")).values("total")), Value(0)) for one in given
        ]
        return self.annotate(
            heard=Coalesce(Subquery(voices.annotate(total=Sum("times")).values("total")), Value(0)),
            answer_count=sum(counts[1:], start=counts[0]),
        )

    def most_asked_least_answered(self) -> Self:
        """What asks for an answer first: unsettled, with the fewest answers, heard most often. Use ``counted()``."""
        settled = Case(When(status__in=[NeedStatus.OPEN, NeedStatus.BUSY], then=0), default=1)
        return self.order_by(settled, "answer_count", "-heard", "title", "pk")

    def newest_first(self) -> Self:
        """What came in last comes first."""
        return self.order_by("-created_at", "-pk")

    def by_title(self) -> Self:
        """In the order of the alphabet."""
        return self.order_by("title", "pk")

    def for_list(self) -> Self:
        """With what a line shows, in a constant number of queries."""
        return self.select_related("municipality").prefetch_related("target_groups")

    def for_page(self) -> Self:
        """With what the page of one need shows, in a constant number of queries."""
        return self.select_related("municipality", "source").prefetch_related(
            "target_groups", "themes", "topics", "actors"
        )

    def free_slug(self, title: str) -> str:
        """An address made from ``title`` that no need and no page has."""
        return slugs.free_slug(title, "nood", self, reserved=["nieuw"])


class Need(FromFacts):
    """Somebody misses something. What answers it stands in ``answers`` (practices, experts, projects)."""

    Kind = NeedKind
    Status = NeedStatus

    title = models.CharField(_("what is missing"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=NeedKind, default=NeedKind.NEED, db_index=True)
    description = models.TextField(_("what it is about"), blank=True)
    whose = models.CharField(_("whose need it is"), max_length=160, blank=True)
    goal = models.CharField(_("goal of the policy plan"), max_length=1, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("municipality"),
    )
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="needs", blank=True, verbose_name=_("target groups")
    )
    themes = models.ManyToManyField(Theme, related_name="needs", blank=True, verbose_name=_("themes"))
    topics = models.ManyToManyField(
        Topic, related_name="needs", blank=True, verbose_name=_("what people need to know")
    )
    actors = models.ManyToManyField(Actor, related_name="needs", blank=True, verbose_name=_("actors"))
    status = models.CharField(
        _("how far it is"), max_length=12, choices=NeedStatus, default=NeedStatus.OPEN, db_index=True
    )
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs_noted",
        verbose_name=_("noted by"),
    )
    created_at = models.DateTimeField(_("noted on"), default=timezone.now, db_index=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    search_text = models.TextField(editable=False, default="")

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, with the folded text that the list looks in."""
        self.search_text = fold(f"{self.title} {self.whose} {self.description}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("need-detail", args=[self.slug])


class Origin(models.TextChoices):
    """Where a need was heard."""

    CONTACT = "contact", _("in a talk")
    QUESTION = "vraag", _("in a question through the platform")
    SEARCH = "zoeken", _("in searches that found nothing")
    PLAN = "plan", _("in the policy plan")


class NeedVoiceQuerySet(models.QuerySet["NeedVoice"]):
    """Questions about where needs were heard."""

    def of(self, need: Need) -> Self:
        """Where one need was heard, the newest first."""
        return self.filter(need=need).select_related("noted_by").order_by("-heard_on", "-pk")

    def noted_by(self, user: Any) -> Self:
        """What ``user`` noted."""
        return self.filter(noted_by=user.pk)

    def tally(self, needs: Any) -> list[tuple[str, int]]:
        """How often ``needs`` were heard, by where (an ``Origin``), in the order of that list; one query."""
        rows = self.filter(need__in=needs).order_by().values_list("origin").annotate(total=Sum("times"))
        heard = dict(rows)
        return [(origin.value, heard[origin]) for origin in Origin if origin in heard]

    def words_heard(self) -> Any:
        """The words of searches that belong to a need already."""
        return self.exclude(words="").values("words")

    def conversations_heard(self) -> Any:
        """The keys of the conversations that belong to a need already."""
        return self.filter(conversation__isnull=False).values("conversation")


class NeedVoice(models.Model):
    """A need was heard: where, when and how often. Of a question only that it was asked, never its words."""

    Origin = Origin

    need = models.ForeignKey(Need, models.CASCADE, related_name="voices", verbose_name=_("need"))
    origin = models.CharField(_("where"), max_length=10, choices=Origin, default=Origin.CONTACT)
    note = models.CharField(_("by whom, or where"), max_length=200, blank=True)
    words = models.CharField(_("words that were looked for"), max_length=80, blank=True)
    conversation = models.ForeignKey(
        Conversation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs_heard",
        verbose_name=_("question"),
    )
    times = models.PositiveIntegerField(_("how often"), default=1)
    heard_on = models.DateField(_("heard on"), default=timezone.localdate)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="voices_noted",
        verbose_name=_("noted by"),
    )

    objects = NeedVoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("time that a need was heard")
        verbose_name_plural = _("times that needs were heard")
        ordering = ["-heard_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["words"], condition=~Q(words=""), name="search_heard_once"),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(conversation__isnull=False),
                name="question_heard_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.get_origin_display()}"
