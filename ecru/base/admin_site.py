"""The admin at ``/beheer/``: Django's own, with the portal's way of signing in and an index in our order."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from .attention import attention_for

LAST = 100
OF_DJANGO = (  # what its own pages say and has no Dutch of its own; ours stands in our catalogue
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
    gettext_noop("Error:"),
    gettext_noop("Model name"),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
)


class FieldAdminSite(AdminSite):
    """Where editors keep the records of the field."""

    site_title = _("ECRU, manage")
    site_header = _("ECRU, manage")
    index_title = _("What do you want to keep?")
    site_url = "/"

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sends people to the one sign-in page of the portal; who is signed in without the right is told so."""
        if self.has_permission(request):
            return redirect("admin:index")
        self.refuse_members(request)
        return redirect_to_login(request.GET.get("next", request.get_full_path()))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The one page for that is among one's own pages."""
        return redirect("my-password")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guards ``view``: who is signed in without the right meets a clear answer, never a loop of sign-ins."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def for_keepers(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            self.refuse_members(request)
            return guarded(request, *args, **kwargs)

        return for_keepers

    def refuse_members(self, request: HttpRequest) -> None:
        """Raises ``PermissionDenied`` for who is signed in and does not keep the field."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied(gettext("Only the editors and the regisseur work in here."))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The start page: what needs attention, then everything that is kept here."""
        items = attention_for(request.user)
        context = {
            "waiting": [item for item in items if item.count],
            "in_order": [item.label for item in items if not item.count],
        }
        return super().index(request, {**context, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The index in the order of ``index_position``, under ``index_name`` where an admin has one."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            for entry in app["models"]:
                entry["name"] = getattr(self._registry[entry["model"]], "index_name", entry["name"])
            app["models"].sort(key=lambda entry: self.position(entry["model"]))
        return sorted(apps, key=lambda app: self.position(app["models"][0]["model"]))

    def position(self, model: Any) -> int:
        """Where the index shows ``model``; what does not say so comes last."""
        return getattr(self._registry[model], "index_position", LAST)
