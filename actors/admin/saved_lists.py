"""Saved lists: the filters of a list under a name, for oneself or for all colleagues."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from actors.models import SavedFilter
from actors.models.tables import MOST_SAVED
from ecru.base.keys import is_key

LONGEST, MOST_FILTERS = 2000, 40
NOT_KEPT = {"p", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters"}


class SavedFilterForm(forms.ModelForm):
    """A name for the list of now."""

    class Meta:
        model = SavedFilter
        fields = ["name", "shared"]
        labels = {
            "name": gettext_lazy("Name of this list"),
            "shared": gettext_lazy("Colleagues see it too"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": "saved-%s", "label_suffix": ""})


def kept_query(query: str) -> str:
    """The filters of an address, without page and other passing things; empty when there are none or far too many."""
    try:
        given = QueryDict(query[: LONGEST * 2], encoding="utf-8")
    except TooManyFieldsSent:
        return ""
    kept = QueryDict(mutable=True)
    for name, values in given.lists():
        if name not in NOT_KEPT and name.isprintable():
            kept.setlist(name, [value.replace("\0", "") for value in values])
    encoded = kept.urlencode()
    return encoded if len(encoded) <= LONGEST and len(kept) <= MOST_FILTERS else ""


class KeepsLists:
    """Lets an admin show and keep saved lists above its list."""

    admin_site: Any
    model: Any
    opts: Any
    message_user: Any
    has_view_permission: Any

    def get_urls(self) -> list[Any]:
        """The addresses that keep and forget a list, before those of the admin."""
        guarded = self.admin_site.admin_view
        own = [
            path("lijsten/", guarded(require_POST(self.keep_list)), name=f"{self.list_name}_keep"),
            path("lijsten/weg/", guarded(require_POST(self.forget_list)), name=f"{self.list_name}_forget"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    @property
    def list_name(self) -> str:
        """What the addresses of this list are called."""
        return f"{self.opts.app_label}_{self.opts.model_name}_list"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with the saved lists above it."""
        query = kept_query(request.META.get("QUERY_STRING", ""))
        saved = SavedFilter.objects.for_list(self.opts.label_lower, request.user)
        context = {
            "saved_lists": list(saved) if "_popup" not in request.GET else [],
            "saved_query": query,
            "saved_form": SavedFilterForm(),
            "keep_url": f"admin:{self.list_name}_keep",
            "forget_url": f"admin:{self.list_name}_forget",
        }
        try:
            return super().changelist_view(request, {**context, **(extra_context or {})})  # type: ignore[misc]
        except DisallowedModelAdminLookup:
            self.message_user(
                request, _("These filters make no list. Here is the whole one."), messages.WARNING
            )
            return self.back("")

    def keep_list(self, request: HttpRequest) -> HttpResponse:
        """Keeps the filters that were sent; a name that one has already gets the new filters."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = kept_query(request.POST.get("query", ""))
        form = SavedFilterForm(request.POST)
        mine = SavedFilter.objects.of(request.user)
        if not query:
            self.message_user(request, _("Filter or search the list first, then keep it."), messages.WARNING)
        elif not form.is_valid():
            self.message_user(request, _("Give the list a name of at most 60 letters."), messages.ERROR)
        elif mine.count() >= MOST_SAVED:
            told = _("You keep %(most)d lists already. Remove one first.") % {"most": MOST_SAVED}
            self.message_user(request, told, messages.ERROR)
        else:
            values = {"query": query, "shared": form.cleaned_data["shared"]}
            about = {"owner": request.user, "model": self.opts.label_lower, "name": form.cleaned_data["name"]}
            keep(about, values)
            told = _("“%(name)s” stands above the list from now on.") % {"name": about["name"]}
            self.message_user(request, told, messages.SUCCESS)
        return self.back(query)

    def forget_list(self, request: HttpRequest) -> HttpResponse:
        """Removes a list of one's own; that of a colleague stays."""
        key = request.POST.get("list", "")
        found = SavedFilter.objects.of(request.user).filter(pk=key).first() if is_key(key) else None
        if found is None:
            self.message_user(
                request, _("That list is gone already, or it is a colleague's."), messages.WARNING
            )
        else:
            found.delete()
            self.message_user(request, _("“%(name)s” is removed.") % {"name": found.name}, messages.SUCCESS)
        return self.back(kept_query(request.POST.get("query", "")))

    def back(self, query: str) -> HttpResponse:
        """The list again, as it was filtered."""
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return redirect(f"{address}?{query}" if query else address)


def keep(about: dict[str, Any], values: dict[str, Any]) -> None:
    """Keeps one list; two clicks at once make one."""
    try:
        with transaction.atomic():
            SavedFilter.objects.update_or_create(**about, defaults=values)
    except IntegrityError:
        SavedFilter.objects.filter(**about).update(**values)
