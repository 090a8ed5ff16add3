"""Where somebody starts after signing in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from actors.permissions import may_keep_field, may_see_network
from ecru.base.access import is_own_address


def landing_for(user: Any) -> str:
    """The regisseur starts at what needs attention today, who keeps the field in the admin, everybody else at their own page."""
    if may_see_network(user) and not user.is_superuser:
        return reverse(settings.REGISSEUR_REDIRECT_URL)
    return reverse("admin:index") if may_keep_field(user) else reverse(settings.LOGIN_REDIRECT_URL)


def wanted_in(request: HttpRequest) -> str:
    """The page that somebody was going to; empty when that is none of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if is_own_address(request, wanted) else ""
