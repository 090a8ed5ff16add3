"""Actors: the organisations, services, collectives and artists of the field."""

from decimal import Decimal
from typing import Any, Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat as kbo
from stdnum.exceptions import ValidationError as NumberError

from ecru.base.models import FromFacts, Publishable, PublishableQuerySet
from ecru.base.pictures import PictureField
from ecru.base.text import LONGEST_QUERY, SHORTEST_INFIX, fold, index_text, query_words, stem

from .municipality import LATITUDE, LONGITUDE, Municipality
from .vocabulary import ActorKind, Discipline, Source, TargetGroup, Theme

ARTIST = "kunstenaar"
SHRINK = Decimal("0.6286")  # cosine of 51.05°, the middle of the seven


class Scale(models.TextChoices):
    """How far an actor's work reaches."""

    LOCAL = "lokaal", _("one municipality or neighbourhood")
    REGIONAL = "regionaal", _("several municipalities, or all of Limburg")
    FLEMISH = "vlaams", _("all of Flanders, or Belgium")
    INTERNATIONAL = "internationaal", _("outside Belgium, or across borders")


class VerifiedBy(models.TextChoices):
    """Who looked last whether the facts are still right."""

    SOURCE = "bron", _("the source")
    EDITOR = "redactie", _("the editors")
    ACTOR = "actor", _("the organisation itself")


def validate_kbo(value: str) -> None:
    """Refuses what cannot be a company number: 10 digits, the last two 97 minus the rest modulo 97."""
    try:
        kbo.validate(value)
    except NumberError as error:
        raise ValidationError(
            _("This is not a valid company number. It has 10 digits, for example 0440.966.354.")
        ) from error


class ActorQuerySet(PublishableQuerySet["Actor"]):
    """Questions about actors."""

    def search(self, query: str) -> Self:
        """Actors that match every word of ``query``, in any order; adds ``rank`` (0 is best, names before text)."""
        words = query_words(query)
        found = self
        for word in words:
            infix = word if len(word) >= SHORTEST_INFIX else f" {word}"
            found = found.filter(Q(search_text__contains=infix) | Q(search_text__contains=f" {stem(word)} "))
        in_name = Q(*[Q(search_name__contains=word) for word in words], pk__gt=0)
        name_is = f" {fold(query[:LONGEST_QUERY])} "
        return found.annotate(
            rank=Case(
                When(search_name=name_is, then=0),
                When(search_name__startswith=name_is.rstrip(), then=1),
                When(in_name, then=2),
                default=3,
                output_field=models.IntegerField(),
            )
        )

    def with_nearness(self, place: Municipality) -> Self:
        """Adds ``nearness``, which grows with the distance to ``place``; None where no place is known.

        Flat geometry with one cosine: right to 1 % within Flanders, and only used to put actors in order.
        """
        degrees = models.DecimalField(max_digits=8, decimal_places=5)
        north = Coalesce(F("latitude"), F("municipality__latitude")) - Value(place.latitude, degrees)
        east = Coalesce(F("longitude"), F("municipality__longitude")) - Value(place.longitude, degrees)
        square = north * north + east * east * Value(SHRINK * SHRINK, models.DecimalField())
        return self.annotate(nearness=models.ExpressionWrapper(square, models.FloatField()))

    def crossing_borders(self) -> Self:
        """Organisations still at work in two or more of the seven, the widest first; adds ``reach`` (how many).

        No artists, and no records that stand for a whole group of organisations.
        """
        reach = Count("active_in", filter=Q(active_in__member=True), distinct=True)
        organisations = self.filter(closed=False, collective=False).exclude(kind__slug=ARTIST)
        return (
            organisations.annotate(reach=reach)
            .filter(reach__gte=2)
            .order_by("-reach", "kind__position", "name")
        )

    def at_work_in(self, municipality: Municipality) -> Self:
        """Actors that have their seat in ``municipality`` or are active there."""
        return self.filter(active_in=municipality)

    def in_the_seven(self) -> Self:
        """Actors that are active in the seven, and of which more is known than a name."""
        ties = self.model.active_in.through.objects.filter(municipality__member=True)
        return self.filter(pk__in=ties.values("actor_id"), named_only=False, closed=False)

    def ties_of(self, actor: "Actor") -> tuple[Q, Q]:
        """What says that a record stands above ``actor`` (parent, umbrellas), and that it stands below."""
        ties = self.model.umbrellas.through.objects
        above = Q(pk__in=ties.filter(from_actor=actor).values("to_actor")) | Q(pk=actor.parent_id)
        below = Q(pk__in=ties.filter(to_actor=actor).values("from_actor")) | Q(parent=actor)
        return above, below

    def not_family_of(self, actor: "Actor") -> Self:
        """Actors other than ``actor``, what it is part of and who belongs to it."""
        above, below = self.ties_of(actor)
        others = self.exclude(pk=actor.pk)
        return others.exclude(pk__in=self.model.objects.filter(above | below).values("pk"))

    def confirm(self, by: VerifiedBy = VerifiedBy.EDITOR) -> int:
        """Notes that somebody looked at these facts today and found them right; returns how many."""
        return self.update(verified_on=timezone.localdate(), verified_by=by, updated_at=timezone.now())

    def reindex(self) -> None:
        """Writes the folded text that search looks in, 500 actors at a time."""
        words = ("names", "active_in", "disciplines", "target_groups", "themes")
        found = self.order_by().select_related("kind", "municipality").prefetch_related(*words)
        batch: list[Actor] = []
        for actor in found.iterator(chunk_size=500):
            actor.search_name, actor.search_text = actor.search_texts()
            batch.append(actor)
        self.model.objects.bulk_update(batch, ["search_name", "search_text"], batch_size=500)

    def for_cards(self) -> Self:
        """With all that a card in a list shows, in a constant number of queries."""
        return self.select_related("kind", "municipality").prefetch_related("active_in")

    def for_page(self) -> Self:
        """With all that the page of one actor shows, in a constant number of queries."""
        return self.select_related(
            "kind", "municipality", "municipality_hint", "parent", "source"
        ).prefetch_related("names", "active_in", "disciplines", "target_groups", "themes")


class Actor(Publishable, FromFacts):
    """An organisation, service, collective or artist. People act for it; it is never an account (rule 8)."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.ForeignKey(ActorKind, models.PROTECT, related_name="actors", verbose_name=_("kind"))
    scale = models.CharField(_("reach"), max_length=20, choices=Scale, default=Scale.LOCAL, db_index=True)
    description = models.TextField(_("who they are and what for"), blank=True)
    note = models.TextField(_("doubts, and what to know"), blank=True)

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seated_actors",
        verbose_name=_("seat"),
    )
    active_in = models.ManyToManyField(
        Municipality, related_name="active_actors", blank=True, verbose_name=_("active in")
    )
    municipality_hint = models.ForeignKey(
        Municipality,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("probable seat, not confirmed"),
    )
    municipality_hint_basis = models.CharField(_("why we think so"), max_length=200, blank=True)
    place = models.CharField(_("place outside these municipalities"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, default="BE")
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True, validators=LATITUDE)  # fmt: skip
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True, validators=LONGITUDE)  # fmt: skip

    disciplines = models.ManyToManyField(
        Discipline, related_name="actors", blank=True, verbose_name=_("disciplines")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="actors", blank=True, verbose_name=_("target groups")
    )
    themes = models.ManyToManyField(Theme, related_name="actors", blank=True, verbose_name=_("themes"))

    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("is part of")
    )
    umbrellas = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="affiliates",
        blank=True,
        verbose_name=_("umbrellas"),
    )
    collective = models.BooleanField(_("stands for a group of organisations"), default=False)
    named_only = models.BooleanField(_("only the name is known"), default=False)
    closed = models.BooleanField(_("has stopped"), default=False)

    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(_("own public e-mail address"), blank=True)
    contact_email_public = models.BooleanField(_("may be shown"), default=False)
    kbo_number = models.CharField(_("company number"), max_length=10, blank=True, validators=[validate_kbo])
    v_code = models.CharField(_("vCode in the register of associations"), max_length=8, blank=True)
    partner_since = models.CharField(_("partner since"), max_length=80, blank=True)
    past_collaboration = models.TextField(_("worked together before"), blank=True)
    picture = PictureField(_("picture"), upload_to="actors", blank=True)
    picture_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    picture_credit = models.CharField(_("who made the picture"), max_length=120, blank=True)

    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True, db_index=True)
    verified_by = models.CharField(_("checked by"), max_length=10, choices=VerifiedBy, blank=True)

    search_name = models.TextField(editable=False, default="")
    search_text = models.TextField(editable=False, default="")

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ["name"]
        indexes = [models.Index(fields=["status", "closed", "named_only"], name="actor_default_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["kbo_number"], condition=~Q(kbo_number=""), name="actor_kbo_number_once"
            ),
            models.UniqueConstraint(fields=["v_code"], condition=~Q(v_code=""), name="actor_v_code_once"),
            models.CheckConstraint(
                condition=Q(picture="") | ~Q(picture_alt=""), name="actor_picture_has_alt"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="actor_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="actor_whole_position",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; the seat is always one of the municipalities that the actor is active in."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.municipality_id:
                self.active_in.add(self.municipality_id)

    def get_absolute_url(self) -> str:
        return reverse("actor-detail", args=[self.slug])

    @property
    def summary(self) -> str:
        """The first sentences of the description, for cards: at most 24 words."""
        return Truncator(self.description).words(24, truncate=" …")

    @property
    def places_woven(self) -> list[str]:
        """The slugs of the places that make this actor's cloth, in the order of the warp. Prefetch ``active_in``.

        Those of the seven; for who works elsewhere only, the first of the other places (its cloth stays undyed).
        """
        places = sorted(self.active_in.all(), key=lambda place: place.position)
        return [place.slug for place in places if place.member] or [place.slug for place in places[:1]]

    @property
    def elsewhere(self) -> list[Municipality]:
        """The municipalities beside the seat that the actor is active in. Prefetch ``active_in``."""
        return [place for place in self.active_in.all() if place.pk != self.municipality_id]

    @property
    def website_host(self) -> str:
        """The website as people say it: without scheme, path or ``www.``."""
        return urlsplit(self.website).netloc.removeprefix("www.")

    @cached_property
    def former_names(self) -> list[str]:
        """Names from before, which people still know. Prefetch ``names``."""
        return [entry.name for entry in self.names.all() if entry.kind == ActorName.Kind.FORMER]

    @cached_property
    def other_names(self) -> list[str]:
        """Names beside the official one. Prefetch ``names``."""
        return [entry.name for entry in self.names.all() if entry.kind == ActorName.Kind.OTHER]

    @cached_property
    def merged_names(self) -> list[str]:
        """What this actor grew out of. Prefetch ``names``."""
        return [entry.name for entry in self.names.all() if entry.kind == ActorName.Kind.MERGED]

    @cached_property
    def successor_names(self) -> list[str]:
        """Under what name the work of a stopped actor went on. Prefetch ``names``."""
        return [entry.name for entry in self.names.all() if entry.kind == ActorName.Kind.SUCCESSOR]

    @property
    def kbo_display(self) -> str:
        """The company number as people write it: 0440.966.354."""
        number = self.kbo_number
        return f"{number[:4]}.{number[4:7]}.{number[7:]}" if number else ""

    def family(self, user: Any) -> list["Actor"]:
        """What it is part of and who belongs to it, as far as ``user`` may see, each with ``tie``; one query."""
        above, below = type(self).objects.ties_of(self)
        relatives = (
            type(self).objects.visible_to(user).filter(above | below).select_related("kind", "municipality")
        )
        tie = Case(When(above, then=Value("above")), default=Value("below"), output_field=models.CharField())
        return list(relatives.annotate(tie=tie).order_by("search_name"))

    def clean(self) -> None:
        """Refuses a picture without a description, half a position, and a circle of umbrellas."""
        if self.picture and not self.picture_alt:
            raise ValidationError(
                {"picture_alt": _("Say in a few words what the picture shows, for who cannot see it.")}
            )
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"latitude": _("Give both latitude and longitude, or neither.")})
        above, seen = self.parent, set[int | None]()
        while above is not None and above.pk not in seen:
            if above.pk == self.pk:
                raise ValidationError(
                    {"parent": _("This makes a circle: choose an organisation that stands above.")}
                )
            seen.add(above.pk)
            above = above.parent

    def rename(self, name: str) -> None:
        """Gives the actor a new name, and keeps the old one as a former name."""
        if name != self.name:
            former, self.name = self.name, name
            self.save()
            self.keep_former_name(former)
            self.reindex()

    def keep_former_name(self, former: str) -> bool:
        """Keeps ``former`` among the names from before, unless it differs in case or punctuation only."""
        self.names.filter(name=self.name, kind=ActorName.Kind.FORMER).delete()
        return (
            fold(former) != fold(self.name)
            and self.names.get_or_create(name=former, kind=ActorName.Kind.FORMER)[1]
        )

    def confirm(self, by: VerifiedBy = VerifiedBy.EDITOR) -> None:
        """Notes that somebody looked at the facts today and found them right."""
        self.verified_on, self.verified_by = timezone.localdate(), by
        self.save(update_fields=["verified_on", "verified_by", "updated_at"])

    def accept_hint(self) -> None:
        """Makes the probable seat the real one, after an editor confirmed it; without one, changes nothing."""
        if self.municipality_hint is None:
            return
        self.municipality, self.municipality_hint, self.municipality_hint_basis = (
            self.municipality_hint,
            None,
            "",
        )
        self.save()
        self.reindex()

    def search_texts(self) -> tuple[str, str]:
        """The folded names, and the folded names and words, as search looks in them."""
        names = [self.name, *(entry.name for entry in self.names.all())]
        words = [self.kind.label, self.kind.label_en, self.place]
        if self.municipality:
            words.append(self.municipality.name)
        words += [place.name for place in self.active_in.all()]
        for terms in (self.disciplines, self.target_groups, self.themes):
            for term in terms.all():
                words += [term.label, term.label_en]
        return f" {' '.join(fold(name) for name in names)} ", index_text(*names, *words, self.description)

    def reindex(self) -> None:
        """Writes the folded text that search looks in. Call it after names or words of the actor changed."""
        fresh = type(self).objects.get(pk=self.pk)  # what was prefetched on this one may be old
        self.search_name, self.search_text = fresh.search_texts()
        type(self).objects.filter(pk=self.pk).update(
            search_name=self.search_name, search_text=self.search_text
        )


class ActorName(models.Model):
    """Another name under which people know an actor."""

    class Kind(models.TextChoices):
        """How the name relates to the official one."""

        OTHER = "ook", _("also called")
        FORMER = "vroeger", _("called before")
        MERGED = "samengegaan", _("grew out of")
        SUCCESSOR = "nu", _("went on as")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="names", verbose_name=_("actor"))
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("how"), max_length=12, choices=Kind, default=Kind.OTHER)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["actor", "name", "kind"], name="actor_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def fact_key(self) -> str:
        """What a facts file compares: the name and how it relates."""
        return f"{self.kind}: {self.name}"
