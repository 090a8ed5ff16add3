"""Where somebody starts after signing in."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from actors.permissions import may_keep_field
from ecru.base.access import is_own_address


def landing_for(user: Any) -> str:
    """Who keeps the field starts in the admin, everybody else at their own page."""
    return reverse("admin:index") if may_keep_field(user) else reverse("my")


def wanted_in(request: HttpRequest) -> str:
    """The page that somebody was going to; empty when that is none of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if is_own_address(request, wanted) else ""
