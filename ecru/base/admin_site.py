"""The admin at ``/beheer/``: Django's own, with the portal's way of signing in."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class FieldAdminSite(AdminSite):
    """Where editors keep the records of the field."""

    site_title = _("ECRU, manage")
    site_header = _("ECRU, manage")
    index_title = _("What do you want to keep?")
    site_url = "/"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sends people to the one sign-in page of the portal; who is signed in without the right is told so."""
        if self.has_permission(request):
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next", request.get_full_path()))
