"""What search engines may visit."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .models import Actor, Expert, Municipality, PublicAnswer


class ActorSitemap(Sitemap):
    """Every published actor, in both languages."""

    i18n = True
    alternates = True
    limit = 1000

    def items(self) -> Any:
        """Published actors in a fixed order."""
        return Actor.objects.published().order_by("pk")

    def lastmod(self, item: Actor) -> datetime:
        """When the actor changed last."""
        return item.updated_at


class ExpertSitemap(Sitemap):
    """Every published expert, in both languages."""

    i18n = True
    alternates = True
    limit = 1000

    def items(self) -> Any:
        """Published experts in a fixed order."""
        return Expert.objects.published().order_by("pk")

    def lastmod(self, item: Expert) -> datetime:
        """When the expert changed last."""
        return item.updated_at


class MunicipalitySitemap(Sitemap):
    """Every municipality, in both languages."""

    i18n = True
    alternates = True

    def items(self) -> Any:
        """All municipalities in a fixed order."""
        return Municipality.objects.order_by("pk")


class PublicAnswerSitemap(Sitemap):
    """Every public question and answer, in both languages."""

    i18n = True
    alternates = True

    def items(self) -> Any:
        """Published answers in a fixed order."""
        return PublicAnswer.objects.published().order_by("pk")

    def lastmod(self, item: PublicAnswer) -> datetime:
        """When it changed last."""
        return item.updated_at


class PageSitemap(Sitemap):
    """The pages that stand on their own."""

    i18n = True
    alternates = True

    def items(self) -> list[str]:
        """Names of routes."""
        lists = [
            "actor-list",
            "expert-list",
            "municipality-list",
            "public-answer-list",
            "ask-team",
            "call-list",
            "project-list",
        ]
        return ["home", *lists, "about", "accessibility", "privacy"]

    def location(self, item: str) -> str:
        """The address of the route."""
        return reverse(item)
