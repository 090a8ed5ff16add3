"""The other names of an actor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ecru.base.models import Shown, ShownQuerySet


class ActorName(Shown):
    """Another name under which people know an actor."""

    class Kind(models.TextChoices):
        """How the name relates to the official one."""

        OTHER = "ook", _("also called")
        FORMER = "vroeger", _("called before")
        MERGED = "samengegaan", _("grew out of")
        SUCCESSOR = "nu", _("went on as")

    actor = models.ForeignKey("actors.Actor", models.CASCADE, related_name="names", verbose_name=_("actor"))
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("how"), max_length=12, choices=Kind, default=Kind.OTHER)

    objects = ShownQuerySet.as_manager()

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
