"""Who gives support."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from ecru.base.models import FromFacts, ShownQuerySet
from projects.models.subjects import in_language


class Provider(FromFacts):
    """Somebody who gives support: a government, a fund, a house. It may be an actor on the site."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("name"), max_length=120)
    title_en = models.CharField(_("name in English"), max_length=120, blank=True)
    actor = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="provides",
        verbose_name=_("its page on this site"),
    )
    url = models.URLField(_("web page"), blank=True)

    objects = ShownQuerySet.as_manager()

    class Meta:
        verbose_name = _("giver of support")
        verbose_name_plural = _("givers of support")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The name in the visitor's language."""
        return in_language(self.title, self.title_en)
