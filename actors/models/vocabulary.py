"""The words that describe actors, and the sources that facts come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ecru.base.models import FromFacts, Labelled, ShownQuerySet


class Source(FromFacts):
    """A document that facts were read from."""

    slug = models.SlugField(_("key"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("web page"), blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ShownQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title


class TermGroup(Labelled, FromFacts):
    """A heading under which a long list shows its terms."""

    objects = ShownQuerySet.as_manager()

    class Meta(Labelled.Meta):
        verbose_name = _("heading")
        verbose_name_plural = _("headings")


class Term(Labelled, FromFacts):
    """A word of a vocabulary of the field."""

    description = models.TextField(_("explanation"), blank=True)
    alt_labels = models.CharField(_("other words that people search for"), max_length=300, blank=True)
    group = models.ForeignKey(
        TermGroup, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("heading")
    )

    class Meta(Labelled.Meta):
        abstract = True


class ActorKind(Term):
    """What sort of actor somebody is: choir, library, umbrella."""

    objects = ShownQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = _("kind of actor")
        verbose_name_plural = _("kinds of actors")


class Discipline(Term):
    """An art form or field of work."""

    objects = ShownQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = _("discipline")
        verbose_name_plural = _("disciplines")


class TargetGroup(Term):
    """The people somebody works with; three groups come first in all the network does."""

    is_primary = models.BooleanField(_("comes first"), default=False)

    objects = ShownQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class Theme(Term):
    """What the work is about."""

    objects = ShownQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Topic(Term):
    """A subject of expertise: what people need to know, and what somebody can teach."""

    is_needed = models.BooleanField(_("is needed"), default=False)
    is_offered = models.BooleanField(_("is offered"), default=False)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)

    objects = ShownQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = _("topic of expertise")
        verbose_name_plural = _("topics of expertise")
