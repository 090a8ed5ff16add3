"""What search engines may visit of support."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap

from actors.sitemaps import PageSitemap

from .models import Measure


class MeasureSitemap(Sitemap):
    """Every published measure, in both languages."""

    i18n = True
    alternates = True
    limit = 1000

    def items(self) -> Any:
        """Published measures in a fixed order."""
        return Measure.objects.published().order_by("pk")

    def lastmod(self, item: Measure) -> datetime:
        """When it changed last."""
        return item.updated_at


class SupportPageSitemap(PageSitemap):
    """The pages about support that stand on their own."""

    def items(self) -> list[str]:
        """Names of routes."""
        return ["measure-list", "measure-finder", "measure-deadlines", "measure-gaps"]
