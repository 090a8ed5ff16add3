"""Experts: people and organisations that share what they know."""

import re
from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ecru.base import slugs
from ecru.base.models import (
    FromFacts,
    Labelled,
    Publication,
    Publishable,
    PublishableQuerySet,
    ShownQuerySet,
)
from ecru.base.searchable import Searchable

from .actor import Actor
from .holding_back import HeldBack
from .municipality import Municipality
from .places import InPlaces
from .questions import VerifiedBy
from .vocabulary import Source, Topic

KEY = re.compile(r"[1-9][0-9]{0,17}")
SHOWN = 3  # topics on a card
RESERVED = ("word-expert", "pauze")  # pages of their own beside those of experts
BY_EXPERIENCE = "ervaringsdeskundige expert by experience"  # what search finds, in both languages


class Offer(Labelled, FromFacts):
    """What an expert does for somebody: advice, reading an application, a workshop, mentoring."""

    objects = ShownQuerySet.as_manager()

    class Meta(Labelled.Meta):
        verbose_name = _("offer of experts")
        verbose_name_plural = _("offers of experts")


class Language(Labelled, FromFacts):
    """A language in which an expert helps."""

    objects = ShownQuerySet.as_manager()

    class Meta(Labelled.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class Availability(models.IntegerChoices):
    """Whether an expert has time; the numbers put lists in order."""

    AVAILABLE = 1, _("has time")
    LIMITED = 2, _("has some time")
    UNKNOWN = 3, _("not asked yet")
    NOT_NOW = 4, _("has no time now")


class Fee(models.TextChoices):
    """What it costs."""

    UNKNOWN = "onbekend", _("not asked yet")
    VOLUNTARY = "vrijwillig", _("free, as a volunteer")
    ALLOWANCE = "vergoeding", _("for an allowance")
    RATE = "tarief", _("at a rate")


class ExpertQuerySet(PublishableQuerySet["Expert"]):
    """Questions about experts, and verbs on many of them at once."""

    def published(self) -> Self:
        """Experts that everyone may see: an organisation's expertise shows as long as the organisation itself does."""
        return super().published().filter(Q(actor__isnull=True) | Q(actor__status=Publication.PUBLISHED))

    def of(self, actor: Actor) -> Self:
        """What the organisation ``actor`` knows."""
        return self.filter(actor=actor)

    def known_topics(self, keys: set[int]) -> set[int]:
        """Which of the topics with ``keys`` one of these experts knows about."""
        return set(self.filter(topics__in=keys).values_list("topics", flat=True)) & keys if keys else set()

    def without_account(self) -> Self:
        """Experts whose page nobody keeps with an account of their own."""
        return self.filter(user=None).exclude(status=Publication.ARCHIVED).select_related("actor")

    def by_key(self, key: str) -> "Expert | None":
        """The one with ``key`` as a form sends it; None when it is none."""
        return self.filter(pk=int(key)).first() if KEY.fullmatch(key) else None

    def may_show(self) -> Self:
        """Organisations, and people who agreed."""
        return self.filter(Q(person_name="") | Q(consent_on__isnull=False))

    def publish(self) -> int:
        """Publishes every record that may show; people without consent stay as they are. Returns how many."""
        people = list(self.may_show().people().values_list("pk", flat=True))
        number = super(ExpertQuerySet, self.may_show()).publish()
        self.model._default_manager.filter(pk__in=people).reindex()
        return number

    def people(self) -> Self:
        """Experts that are a person."""
        return self.exclude(person_name="")

    def of_person(self, user: Any) -> "Expert | None":
        """The profile of ``user``, if there is one."""
        return self.filter(user=user.pk).first()

    def seated_in(self, place: Municipality) -> Self:
        """Who has a seat in ``place``: their own, shown or kept back, or that of their organisation."""
        own = Q(municipality=place) | Q(kept_back__municipality=place.pk)
        return self.filter(own | Q(municipality=None, actor__municipality=place))

    def away(self) -> Self:
        """Who pauses."""
        return self.filter(availability=Availability.NOT_NOW)

    def free_slug(self, name: str) -> str:
        """An address made from ``name`` that no expert and no other page has."""
        return slugs.free_slug(name, "expert", self, reserved=RESERVED)

    def reindex(self) -> None:
        """Takes out what people did not agree to show, then writes the texts that search looks in."""
        with transaction.atomic():
            for expert in self.people().published().prefetch_related("consents"):
                expert.hold_back()
            super().reindex()

    def confirm(self, by: VerifiedBy = VerifiedBy.EDITOR) -> int:
        """Notes that somebody looked at these facts today and found them right; returns how many."""
        return self.update(verified_on=timezone.localdate(), verified_by=by, updated_at=timezone.now())

    def for_reindex(self) -> Self:
        """With all that search looks in, in a constant number of queries."""
        words = ("actor__names", "topics", "offers", "languages", "active_in")
        return self.select_related("actor", "municipality").prefetch_related(*words)

    def for_cards(self) -> Self:
        """With all that a card in a list shows, in a constant number of queries."""
        return self.select_related("actor__kind", "municipality").prefetch_related("active_in", "topics")

    def for_page(self) -> Self:
        """With all that the page of one expert shows, in a constant number of queries."""
        return self.select_related("actor__kind", "municipality", "source").prefetch_related(
            "active_in", "topics", "offers", "languages"
        )


class Expert(HeldBack, InPlaces, Publishable, FromFacts, Searchable):
    """A person, or an organisation's expertise: exactly one of both. A person shows only with consent."""

    SPEAKS_OF = ("actor", "municipality", "active_in", "topics", "offers", "languages")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    actor = models.ForeignKey(
        Actor,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="expertise",
        verbose_name=_("organisation"),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="expert",
        verbose_name=_("account"),
    )
    person_name = models.CharField(_("name of the person"), max_length=120, blank=True)
    consent_on = models.DateField(_("the person agreed on"), null=True, blank=True)
    by_experience = models.BooleanField(_("expert by experience"), default=False, db_index=True)
    can_tell = models.TextField(_("what they can tell"), blank=True)
    can_tell_en = models.TextField(_("what they can tell, in English"), blank=True)
    topics = models.ManyToManyField(Topic, related_name="experts", blank=True, verbose_name=_("topics"))
    offers = models.ManyToManyField(
        Offer, related_name="experts", blank=True, verbose_name=_("what they offer")
    )
    languages = models.ManyToManyField(
        Language, related_name="experts", blank=True, verbose_name=_("languages")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seated_experts",
        verbose_name=_("seat"),
    )
    active_in = models.ManyToManyField(
        Municipality, related_name="active_experts", blank=True, verbose_name=_("active in")
    )
    availability = models.PositiveSmallIntegerField(
        _("availability"), choices=Availability, default=Availability.UNKNOWN, db_index=True
    )
    available_from = models.DateField(_("has time again from"), null=True, blank=True)
    before_pause = models.PositiveSmallIntegerField(
        choices=Availability, default=Availability.AVAILABLE, editable=False
    )
    resumed_on = models.DateField(null=True, blank=True, editable=False)
    fee = models.CharField(_("fee"), max_length=10, choices=Fee, default=Fee.UNKNOWN)
    fee_note = models.CharField(_("about the fee"), max_length=200, blank=True)
    url = models.URLField(_("web page about this"), blank=True)
    contact_email = models.EmailField(_("where questions go"), blank=True)
    basis = models.TextField(_("what in the source says so"), blank=True)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True, db_index=True)
    verified_by = models.CharField(_("checked by"), max_length=10, choices=VerifiedBy, blank=True)
    kept_back = models.JSONField(default=dict, blank=True, editable=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ["search_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor=None) ^ Q(person_name=""), name="expert_is_a_person_or_an_actor"
            ),
            models.CheckConstraint(
                condition=~Q(status=Publication.PUBLISHED) | Q(person_name="") | Q(consent_on__isnull=False),
                name="expert_shows_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED),
                name="expert_slug_is_no_page",
                violation_error_message=_("This address belongs to another page. Choose another one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses what is both or neither, a person who shows without consent, and a page without a subject."""
        self.person_name = self.person_name.strip()
        if bool(self.actor_id) == bool(self.person_name):
            raise ValidationError(
                {"person_name": _("Choose an organisation or give the name of a person: one of both.")}
            )
        if self.is_public and self.person_name and self.consent_on is None:
            raise ValidationError(
                {
                    "consent_on": _(
                        "Ask first. Only show a person who agreed, and note the day. Or keep a draft."
                    )
                }
            )
        if self.available_from and self.availability != Availability.NOT_NOW:
            raise ValidationError(
                {"available_from": _("This day is for who has no time now. Change one of both.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; the seat is always one of the municipalities that the expert is active in."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.municipality_id:
                self.active_in.add(self.municipality_id)

    def get_absolute_url(self) -> str:
        return reverse("expert-detail", args=[self.slug])

    @property
    def name(self) -> str:
        """Who it is."""
        return self.actor.name if self.actor else self.person_name

    @property
    def told(self) -> str:
        """What they can tell, in the visitor's language if that exists, else in Dutch."""
        return (self.can_tell_en if get_language() == "en" else "") or self.can_tell

    @property
    def told_in_dutch(self) -> bool:
        """Whether ``told`` is Dutch."""
        return self.told == self.can_tell

    @property
    def summary(self) -> str:
        """The first sentences of ``told``, for cards: at most 24 words."""
        return Truncator(self.told).words(24, truncate=" …")

    @property
    def kind(self) -> str:
        """What sort of expert it is: the kind of organisation, or a person."""
        if self.actor:
            return self.actor.kind.name
        return gettext("expert by experience") if self.by_experience else gettext("expert")

    @property
    def may_show(self) -> bool:
        """Whether this may be published: an organisation, or a person who agreed."""
        return not self.person_name or self.consent_on is not None

    @property
    def is_away(self) -> bool:
        """Whether they have no time now."""
        return self.availability == Availability.NOT_NOW

    @property
    def pause_until(self) -> date | None:
        """The day on which people can ask again, shown or not."""
        return self.own_value("available_from") if self.is_away else None

    @property
    def topics_in_short(self) -> str:
        """The first three topics, for cards and titles. Prefetch ``topics``."""
        first = ", ".join(self.topic_names[:SHOWN])
        more = len(self.topic_names) - SHOWN
        return (
            gettext("%(topics)s and %(count)s more") % {"topics": first, "count": more} if more > 0 else first
        )

    @property
    def url_host(self) -> str:
        """The web page as people say it: without scheme, path or ``www.``."""
        return urlsplit(self.url).netloc.removeprefix("www.")

    @cached_property
    def topic_names(self) -> list[str]:
        """What it is about, in the order of the vocabulary. Prefetch ``topics``."""
        return [topic.name for topic in self.topics.all()]

    def confirm(self, by: VerifiedBy = VerifiedBy.EDITOR) -> None:
        """Notes that somebody looked at the facts today and found them right."""
        self.verified_on, self.verified_by = timezone.localdate(), by
        self.save(update_fields=["verified_on", "verified_by", "updated_at"])

    def settle(self) -> None:
        """Gives an organisation's expertise the seat and the working area of the organisation, where it has none."""
        if self.actor is None:
            return
        if self.municipality is None:
            self.municipality = self.actor.municipality
        if not self.active_in.exists():
            self.active_in.set(self.actor.active_in.all())
        self.save()

    def reindex(self) -> None:
        """Writes the texts that search looks in; of a person also takes out what they did not agree to show."""
        super().reindex()
        if self.person_name:
            self.refresh_from_db()

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Who it is, other names of the organisation, what it is about and where, and what they can tell.

        Use ``for_reindex()``.
        """
        aliases = [entry.name for entry in self.actor.names.all()] if self.actor else []
        about = [place.name for place in self.active_in.all()]
        if self.municipality:
            about.append(self.municipality.name)
        for terms in (self.topics, self.offers, self.languages):
            for term in terms.all():
                about += [term.label, term.label_en]
        if self.by_experience:
            about.append(BY_EXPERIENCE)
        alike = [topic.alt_labels for topic in self.topics.all()]
        return [self.name], aliases, about, [self.can_tell, self.can_tell_en, *alike]
