"""The links of support that are looked at: where one asks, where the facts stand, and the pages of givers."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from ecru.base.links.sources import LinkSource, register

from .models import Measure, Provider


def shown_measures() -> Any:
    """What people can see and still use."""
    return Measure.objects.published().existing()


def shown_givers() -> Any:
    """Who gives something that people can see."""
    return Provider.objects.filter(Exists(shown_measures().filter(provider=OuterRef("pk"))))


register(
    LinkSource(
        Measure,
        records=shown_measures,
        page=lambda measure: measure.get_absolute_url(),
        edit=lambda measure: reverse("admin:subsidies_measure_change", args=[measure.pk]),
        fields=("apply_url", "source_url"),
    )
)
register(
    LinkSource(
        Provider,
        records=shown_givers,
        page=lambda giver: "",
        edit=lambda giver: reverse("admin:subsidies_provider_change", args=[giver.pk]),
        fields=("url",),
    )
)
