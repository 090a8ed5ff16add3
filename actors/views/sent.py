"""What somebody sent to the editors, and what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors import desk
from actors.desk.queue import lines, sent_by
from actors.forms.membership import WordForm
from actors.models import DeskItem


@never_cache
@require_safe
def my_items(request: HttpRequest) -> HttpResponse:
    """Everything that somebody sent, the newest first."""
    by: Any = request.user
    items = list(sent_by(by).newest_first())
    context = {"lines": lines(items, by), "crumbs": [{"name": _("My ECRU"), "url": reverse("my")}]}
    return render(request, "mine/sent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that somebody sent: answering a question of the editors, changing it, taking it back."""
    by: Any = request.user
    item = get_object_or_404(sent_by(by), pk=pk)
    words = WordForm(
        request.POST if request.POST.get("do") == "send" else None,
        label=_("What you want to tell the editors"),
        initial={"words": item.reason},
        required=True,
    )
    if request.method == "POST":
        if request.POST.get("do") == "withdraw":
            return take_back(request, item)
        if words.is_valid():
            return send(request, item, words.cleaned_data["words"])
    return item_page(request, item, words)


def item_page(request: HttpRequest, item: DeskItem, words: WordForm, status: int = 200) -> HttpResponse:
    """The page of one item, for its sender."""
    by: Any = request.user
    [line] = lines([item], by)
    there = line.kind.sender_address(item)
    context = {
        "line": line,
        "item": item,
        "form": words,
        "there": there if there != request.path else "",
        "is_waiting": item.state in {DeskItem.State.OPEN, DeskItem.State.RETURNED},
        "crumbs": [
            {"name": _("My ECRU"), "url": reverse("my")},
            {"name": _("What I sent"), "url": reverse("my-items")},
        ],
    }
    return render(request, "mine/sent_item.html", context, status=status)


def send(request: HttpRequest, item: DeskItem, words: str) -> HttpResponse:
    """Sends it again with other words."""
    try:
        desk.send_again(item=item, wish=desk.wish_of(item, words.strip()))
    except DeskItem.DoesNotExist:
        messages.warning(
            request,
            _("The editors decided about this already. Your text is not sent: “%(words)s”")
            % {"words": words},
        )
    else:
        messages.success(request, _("Sent. You get a mail with the answer."))
    return redirect("my-item", pk=item.pk)


def take_back(request: HttpRequest, item: DeskItem) -> HttpResponse:
    """Withdraws it."""
    by: Any = request.user
    if desk.withdraw(item=item, by=by):
        messages.success(request, _("Withdrawn. The editors do not look at it any more."))
    else:
        messages.warning(request, _("The editors decided about this already."))
    return redirect("my-item", pk=item.pk)
