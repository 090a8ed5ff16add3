"""What somebody with an account saved: searches, with what is new in them, and records."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.forms.saved import SaveSearchForm
from actors.permissions import may_change_search, may_save
from ecru.base.access import only_for, public
from ecru.base.models import MailReader, SavedRecord, SavedSearch
from ecru.base.saved.reading import at_rest, with_news
from ecru.base.saved.records import Savable, kinds, shelves
from ecru.base.saved.subscribing import (
    change_search,
    keep_record,
    let_go_of_record,
    mark_seen,
    stop_search,
)
from ecru.base.unsent import is_from_here

WANTED = "record-to-save"  # where the session remembers what somebody wanted to save before they signed in


def crumbs() -> list[dict[str, str]]:
    """The way back."""
    return [{"name": _("My ECRU"), "url": reverse("my")}]


# --- Searches and records of one person ----------------------------------------------------------------------------


@only_for(may_save)
@never_cache
@require_safe
def my_saved(request: HttpRequest) -> HttpResponse:
    """All that somebody saved, also what they asked by mail before they had an account."""
    reader = MailReader.objects.of_account(request.user)
    searches = with_news(SavedSearch.objects.of_reader(reader).standing_alone())
    context = {"searches": searches, "shelves": shelves(request.user), "crumbs": crumbs()}
    return render(request, "mine/saved.html", context)


def own_search(request: HttpRequest, pk: int) -> SavedSearch:
    """The saved search of who asks. Raises ``Http404`` for that of another: nobody learns that it exists."""
    search = get_object_or_404(SavedSearch.objects.with_owner(), pk=pk)
    if not may_change_search(request.user, search):
        raise Http404
    return search


@only_for(may_save)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_saved_search(request: HttpRequest, pk: int) -> HttpResponse:
    """One search: what is new in it, its name, how often it is told, and throwing it away."""
    search = own_search(request, pk)
    do = request.POST.get("do", "")
    if do == "stop":
        stop_search(search=search)
        messages.success(request, _("Removed. You get no more news about it."))
        return redirect("my-saved")
    if do == "seen":
        mark_seen(search=search)
        messages.success(request, _("Everything is marked as seen."))
        return redirect("my-saved-search", pk=pk)
    form = SaveSearchForm(request.POST if do == "keep" else None, search=search)
    if form.is_valid():
        change_search(search=search, **form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
        return redirect("my-saved-search", pk=pk)
    context = {"search": search, "form": form, "resting": at_rest(search), "crumbs": [*crumbs(), above()]}
    return render(request, "mine/saved_search.html", context)


def above() -> dict[str, str]:
    """The way back to all that is saved."""
    return {"name": _("What I saved"), "url": reverse("my-saved")}


# --- Saving a record ------------------------------------------------------------------------------------------------


def the_kind(slug: str) -> Savable:
    """The kind of record. Raises ``Http404`` for one that nobody can save."""
    if slug not in kinds:
        raise Http404
    return kinds[slug]


def the_record(user: Any, kind: Savable, pk: int) -> Any:
    """The record, for who may see it. Raises ``Http404`` for everybody else."""
    record = kind.visible(user, pk)
    if record is None:
        raise Http404
    return record


@only_for(may_save)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record_save(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Saves a record, or no longer. Who pressed the button before they signed in comes here, and finds it saved."""
    savable, user = the_kind(kind), request.user
    if request.POST.get("do") == "remove":  # also of what is not to be seen any more
        let_go_of_record(user=user, kind=kind, key=pk)
        return following(request, savable, pk, _("No longer saved."))
    record = the_record(user, savable, pk)
    wanted = request.session.pop(WANTED, None) == [kind, pk]
    if request.method != "POST" and not wanted:
        return following(request, savable, pk)
    if not keep_record(user=user, kind=savable, record=record, language=get_language() or "nl"):
        return following(request, savable, pk, _("You saved a thousand pages. Remove one first."))
    told = _("Saved. You get a mail when something happens to it.") if savable.news else _("Saved.")
    return following(request, savable, pk, told)


def following(request: HttpRequest, savable: Savable, pk: int, told: str = "") -> HttpResponse:
    """Where somebody goes on: the button alone, the list that they came from, or the page of the record."""
    if request.headers.get("hx-request"):
        return button(request, savable.slug, pk)
    if told:
        messages.success(request, told)
    record = savable.visible(request.user, pk)
    if record is None or request.POST.get("from") == "list":
        return redirect("my-saved")
    return redirect(record.get_absolute_url())


@only_for(may_save)
@never_cache
@require_safe
def record_button(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The button as it is for this person: pages are the same for everybody, and this is what is not."""
    the_record(request.user, the_kind(kind), pk)
    return button(request, kind, pk)


def button(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The button, with whether the record is saved."""
    context = {"kind": kind, "key": pk, "saved": SavedRecord.objects.has(request.user, kind, pk)}
    return render(request, "components/save_button.html", context)


@public
@csrf_exempt  # the page of who is not signed in is kept for everybody, so it holds no token; this changes nothing by itself
@never_cache
@require_POST
def record_save_first(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Remembers what somebody wants to save, lets them sign in, and brings them to it."""
    the_record(request.user, the_kind(kind), pk)
    if is_from_here(request):
        request.session[WANTED] = [kind, pk]
    return redirect("record-save", kind=kind, pk=pk)
