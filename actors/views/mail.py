"""Stopping a kind of mail, and choosing which mails one gets: with an account, or with the link under a mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from actors.forms.mail import ChoicesForm
from ecru.base.access import public
from ecru.base.models import SavedSearch
from ecru.base.outbox.kinds import Frequency, MailKind, kinds
from ecru.base.outbox.readers import MailReader


def behind(token: str) -> tuple[MailReader, MailKind]:
    """Whom and what a link under a mail is about. Raises ``Http404`` for one that we did not make."""
    found = MailReader.objects.behind(token)
    if found is None:
        raise Http404
    return found


@public
@csrf_exempt  # the mail program of the reader posts here, without ever seeing a page (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Says what the link stops; the button stops it, and the next one takes that back."""
    reader, kind = behind(token)
    if not kind.stoppable:
        raise Http404
    if request.method == "POST":
        reader.choose(kind, kind.usual if "again" in request.POST else Frequency.NEVER)
    stopped = reader.frequency_of(kind) == Frequency.NEVER
    context = {
        "reader": reader,
        "kind": kind,
        "stopped": stopped,
        "token": token,
        "done": request.method == "POST",
    }
    return render(request, "mail/stop.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: HttpRequest, token: str) -> HttpResponse:
    """The choices of who has the link under a mail, without an account."""
    reader, kind = behind(token)
    return choices_page(request, reader, reverse("mail-choices", args=[token]), about=kind)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_mail(request: HttpRequest) -> HttpResponse:
    """The choices of who is signed in."""
    way = [{"name": _("My ECRU"), "url": reverse("my")}]
    return choices_page(request, MailReader.objects.of_account(request.user), reverse("my-mail"), way)


def choices_page(
    request: HttpRequest,
    reader: MailReader,
    here: str,
    crumbs: list[dict[str, str]] | None = None,
    about: MailKind | None = None,
) -> HttpResponse:
    """The form; what was chosen is kept, and the page shows it again. ``about``: the kind of mail that led here."""
    form = ChoicesForm(request.POST or None, reader=reader, about=about)
    if form.is_valid():
        form.keep()
        messages.success(request, _("Your choices are kept."))
        return redirect(here)
    needed = [kind for kind in kinds.values() if not kind.is_chosen and kind.comes_to(reader.user)]
    address = reader.where if reader.user == request.user else reader.masked
    context = {
        "form": form,
        "address": address,
        "needed": needed,
        "searches": SavedSearch.objects.of_reader(reader),
        "crumbs": crumbs or [],
    }
    return render(request, "mail/choices.html", context)
