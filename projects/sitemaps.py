"""What search engines may visit of what actors do together."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap

from .models import PartnerCall, Project


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
