"""What search engines may visit of what actors do together."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap

from actors.sitemaps import PageSitemap

from .models import Collection, PartnerCall, Practice, Project


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


class ProjectSitemap(Sitemap):
    """Every published project, in both languages."""

    i18n = True
    alternates = True
    limit = 1000

    def items(self) -> Any:
        """Published projects in a fixed order."""
        return Project.objects.published().order_by("pk")

    def lastmod(self, item: Project) -> datetime:
        """When the project changed last."""
        return item.updated_at


class CallSitemap(Sitemap):
    """Every published call, in both languages."""

    i18n = True
    alternates = True
    limit = 1000

    def items(self) -> Any:
        """Published calls in a fixed order."""
        return PartnerCall.objects.published().order_by("pk")

    def lastmod(self, item: PartnerCall) -> datetime:
        """When the call changed last."""
        return item.updated_at
