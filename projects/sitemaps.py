"""What search engines may visit of what actors do together."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap

from actors.sitemaps import PageSitemap

from .models import Collection, Practice


class PracticeSitemap(Sitemap):
    """Every published practice, in both languages."""

    i18n = True
    alternates = True
    limit = 1000

    def items(self) -> Any:
        """Published practices in a fixed order."""
        return Practice.objects.published().order_by("pk")

    def lastmod(self, item: Practice) -> datetime:
        """When it changed last."""
        return item.updated_at


class CollectionSitemap(Sitemap):
    """Every published collection, in both languages."""

    i18n = True
    alternates = True

    def items(self) -> Any:
        """Published collections in a fixed order."""
        return Collection.objects.published().order_by("pk")

    def lastmod(self, item: Collection) -> datetime:
        """When it changed last."""
        return item.updated_at


class SharedPageSitemap(PageSitemap):
    """The pages about practices that stand on their own."""

    def items(self) -> list[str]:
        """Names of routes."""
        return ["practice-list", "practice-collection-list"]
