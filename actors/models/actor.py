"""Actors: the organisations, services, collectives and artists of the field."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat as kbo
from stdnum.exceptions import ValidationError as NumberError

from ecru.base.models import FromFacts, Publishable
from ecru.base.pictures import PictureField
from ecru.base.searchable import Searchable
from ecru.base.text import fold

from .links_out import Link, link_name, validate_links
from .municipality import LATITUDE, LONGITUDE, Municipality
from .names import ActorName
from .places import InPlaces
from .questions import SEEN_BY, ActorQuerySet, VerifiedBy
from .vocabulary import ActorKind, Discipline, Source, TargetGroup, Theme

PERCENT = [MaxValueValidator(100)]
TAKEN_SLUGS = frozenset(["nieuw", "feed"])  # pages of ours stand at these addresses


class Scale(models.TextChoices):
    """How far an actor's work reaches."""

    LOCAL = "lokaal", _("one municipality or neighbourhood")
    REGIONAL = "regionaal", _("several municipalities, or all of Limburg")
    FLEMISH = "vlaams", _("all of Flanders, or Belgium")
    INTERNATIONAL = "internationaal", _("outside Belgium, or across borders")


def validate_kbo(value: str) -> None:
    """Refuses what cannot be a company number: 10 digits, the last two 97 minus the rest modulo 97."""
    try:
        kbo.validate(value)
    except NumberError as error:
        raise ValidationError(
            _("This is not a valid company number. It has 10 digits, for example 0440.966.354.")
        ) from error


class Actor(InPlaces, Publishable, FromFacts, Searchable):
    """An organisation, service, collective or artist. People act for it; it is never an account (rule 8)."""

    SPEAKS_OF = ("kind", "municipality", "active_in", "disciplines", "target_groups", "themes")

    tie: str  # how a relative stands to the actor whose ``family`` was asked for

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
    links = models.JSONField(
        _("other pages of theirs"), default=list, blank=True, validators=[validate_links]
    )
    contact_email = models.EmailField(_("own public e-mail address"), blank=True)
    contact_email_public = models.BooleanField(_("may be shown"), default=False)
    kbo_number = models.CharField(_("company number"), max_length=10, blank=True, validators=[validate_kbo])
    v_code = models.CharField(_("vCode in the register of associations"), max_length=8, blank=True)
    partner_since = models.CharField(_("partner since"), max_length=80, blank=True)
    past_collaboration = models.TextField(_("worked together before"), blank=True)
    picture = PictureField(_("picture"), upload_to="actors", blank=True)
    picture_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    picture_credit = models.CharField(_("who made the picture"), max_length=120, blank=True)
    picture_x = models.PositiveSmallIntegerField(
        _("what stays visible, percent from the left"), default=50, validators=PERCENT
    )
    picture_y = models.PositiveSmallIntegerField(
        _("what stays visible, percent from the top"), default=50, validators=PERCENT
    )

    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True, db_index=True)
    verified_by = models.CharField(_("checked by"), max_length=10, choices=VerifiedBy, blank=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ["name"]
        indexes = [
            models.Index(fields=["status", "closed", "named_only"], name="actor_default_order"),
            models.Index(fields=["website"], name="actor_by_website"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kbo_number"], condition=~Q(kbo_number=""), name="actor_kbo_number_once"
            ),
            models.UniqueConstraint(fields=["v_code"], condition=~Q(v_code=""), name="actor_v_code_once"),
            models.CheckConstraint(
                condition=Q(picture="") | ~Q(picture_alt=""), name="actor_picture_has_alt"
            ),
            models.CheckConstraint(
                condition=Q(picture_x__lte=100, picture_y__lte=100), name="actor_picture_focus_inside"
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

    def clean(self) -> None:
        """Refuses a picture without a description, half a position, a circle, and an address that leads elsewhere."""
        moved = type(self).objects.filter(redirects__slug=self.slug).first() if self._state.adding else None
        if moved:
            told = _("This address leads to “%(name)s” since a merge. Choose another.") % {"name": moved}
            raise ValidationError({"slug": told})
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": _("A page of ours stands at this address. Choose another.")})
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
    def website_host(self) -> str:
        """The website as people say it: without scheme, path or ``www.``."""
        return urlsplit(self.website).netloc.removeprefix("www.")

    @property
    def picture_focus(self) -> str:
        """The classes that keep the chosen point of the picture in sight when it is cut: tens of a percent."""
        return f"focus-x-{round(self.picture_x, -1)} focus-y-{round(self.picture_y, -1)}"

    @property
    def named_links(self) -> list[Link]:
        """Their other pages, each with a name for people."""
        return [Link(url, link_name(url)) for url in self.links]

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

    @property
    def confirmed_on(self) -> date:
        """When people last found the facts right, else when they were published; from this day their rhythm counts."""
        if self.verified_on and self.verified_by in SEEN_BY:
            return self.verified_on
        return timezone.localdate(self.published_at or self.created_at)

    @property
    def not_confirmed_since(self) -> date | None:
        """Since when its people do not answer whether this is still right. Select ``freshness`` along."""
        freshness = getattr(self, "freshness", None)
        return freshness.standing.not_confirmed_since if freshness else None

    def family(self, user: Any) -> list["Actor"]:
        """What it is part of and who belongs to it, as far as ``user`` may see, each with ``tie``; two queries."""
        actors = type(self).objects
        ties = actors.ties_of(self)
        if not ties:
            return []
        family = list(actors.visible_to(user).filter(pk__in=ties).for_family())
        for relative in family:
            relative.tie = ties[relative.pk]
            if relative.pk == self.parent_id and not type(self).parent.is_cached(self):
                self.parent = relative
        return family

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

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Names, other names, what it does and where, and the description. Use ``for_reindex()``."""
        aliases = [entry.name for entry in self.names.all()]
        kind, alike = [self.kind.label, self.kind.label_en], [self.kind.alt_labels]
        topics = [self.place, *(label.partition(" (")[0] for label in kind)]
        alike += [label.partition(" (")[2] for label in kind]  # "(koor, dans)": what others of the kind do
        if self.municipality:
            topics.append(self.municipality.name)
        topics += [place.name for place in self.active_in.all()]
        for terms in (self.disciplines, self.target_groups, self.themes):
            for term in terms.all():
                topics += [term.label, term.label_en]
                alike.append(term.alt_labels)
        return [self.name], aliases, topics, [self.description, *alike]
