"""The borders of municipalities, as the official register draws them."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ecru.base.edition import Shown, ShownQuerySet

from .municipality import Municipality


class BorderQuerySet(ShownQuerySet):
    """Questions about borders."""

    def of_the_seven(self) -> Self:
        """The borders of the members, with their municipality, in the order of the warp."""
        members = self.filter(municipality__member=True).select_related("municipality")
        return members.order_by("municipality__position", "municipality__name")


class Border(Shown):
    """Where a municipality ends. It stands apart from the municipality, whose row many pages read."""

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="border", verbose_name=_("municipality")
    )
    shape = models.JSONField(_("shape"))
    adjacent = models.JSONField(_("borders on"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=300)
    loaded_on = models.DateField(_("loaded on"))

    objects = BorderQuerySet.as_manager()

    class Meta:
        verbose_name = _("border")
        verbose_name_plural = _("borders")
        ordering = ["municipality"]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.loaded_on}"
