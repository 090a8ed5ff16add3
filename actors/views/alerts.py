"""Asking for news about a search, and the links in the mails about it; without an account."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from actors.forms.saved import NewsForm, RhythmForm, SaveSearchForm
from actors.permissions import may_save
from ecru.base.access import public
from ecru.base.models import SavedSearch
from ecru.base.saved.searches import digest_of
from ecru.base.saved.subscribing import (
    ask_for_news,
    change_search,
    confirm_search,
    save_search,
    stop_search,
)
from ecru.base.saved.watched import Watched, watched


def the_list(name: str) -> Watched:
    """The list that is called ``name`` in addresses. Raises ``Http404`` for one that nobody can watch."""
    if name not in watched:
        raise Http404
    return watched[name]


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_new(request: HttpRequest, directory: str) -> HttpResponse:
    """How often somebody wants to hear what is new in a list, for the question in the address."""
    entry = the_list(directory)
    listing = entry.opened(request.GET.urlencode())
    context = {
        "listing": listing,
        "entry": entry,
        "crumbs": [
            {"name": _("Start"), "url": reverse("home")},
            {"name": str(entry.label), "url": listing.url()},
        ],
    }
    if may_save(request.user):
        return save_page(request, listing, context)
    form = NewsForm(request.POST or None, about=f"alert {entry.name} {digest_of(listing.question)[:32]}")
    if form.is_valid() and form.passes(request):
        wanted = {"email": form.cleaned_data["email"], "rhythm": form.cleaned_data["rhythm"]}
        ask_for_news(**wanted, listing=listing, language=get_language() or "nl", token=form.token)
        return redirect("alert-asked")
    return render(request, "alerts/new.html", context | {"form": form}, status=form.status)


def save_page(request: HttpRequest, listing: Any, context: dict[str, Any]) -> HttpResponse:
    """The same for who is signed in: it counts at once."""
    form = SaveSearchForm(request.POST or None)
    if form.is_valid():
        try:
            save_search(
                user=request.user, listing=listing, language=get_language() or "nl", **form.cleaned_data
            )
        except ValidationError as full:
            form.add_error(None, full)
        else:
            messages.success(request, _("Saved. You find it here, and stop it when you like."))
            return redirect("my-saved")
    return render(request, "alerts/new.html", context | {"form": form})


@public
@never_cache
@require_safe
def alert_asked(request: HttpRequest) -> HttpResponse:
    """What happens now: a mail with a link. The same for every address, so that it tells nothing about any."""
    return render(request, "alerts/asked.html", {})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link in a mail: saying yes, changing how often, or stopping. Looking changes nothing."""
    search = SavedSearch.objects.behind(token)
    if search is None:
        return render(request, "alerts/unknown.html", {}, status=404)
    form = RhythmForm(request.POST if request.POST.get("do") == "rhythm" else None, search=search)
    if request.POST.get("do") == "stop":
        return stopped_page(request, search)
    if request.POST.get("do") == "yes":
        confirm_search(search=search)
        messages.success(request, _("Yes, you get this news from now on."))
        return redirect("alert", token=token)
    if form.is_valid():
        change_search(search=search, rhythm=form.cleaned_data["rhythm"])
        messages.success(request, _("Your choice is kept."))
        return redirect("alert", token=token)
    return render(request, "alerts/alert.html", {"search": search, "form": form, "token": token})


@public
@csrf_exempt  # the mail program of the reader posts here, without ever seeing a page (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops the news about one search with one click; twice is as good as once."""
    search = SavedSearch.objects.behind(token)
    if request.method == "POST":
        return stopped_page(request, search)
    if search is None:
        return render(request, "alerts/unknown.html", {}, status=404)
    return render(request, "alerts/stop.html", {"search": search, "token": token})


def stopped_page(request: HttpRequest, search: SavedSearch | None) -> HttpResponse:
    """Stops it, and says so; with the way to ask for it again. What was stopped before stays stopped."""
    again = search.listing if search is not None and not search.is_broken else None
    if search is not None:
        stop_search(search=search)
    return render(request, "alerts/stopped.html", {"again": again})
