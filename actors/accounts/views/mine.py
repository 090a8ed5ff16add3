"""One's own pages: what one can do here, name and address, where one is signed in, and a form that was kept."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.accounts.changing import change_address
from actors.accounts.codes import NEW_ADDRESS, Answer, Running, check_code, running_code, send_code
from actors.accounts.forms import AddressForm, CodeForm, PersonForm
from actors.accounts.letters import mail_new_address
from actors.accounts.limits import too_often
from actors.accounts.panels import panels_for
from actors.accounts.proofs import proven_lately
from actors.accounts.sessions import end_others
from actors.models import SignedIn
from ecru.base import unsent as unsent_forms

from .sign_in import explain

page = require_http_methods(["GET", "HEAD", "POST"])


def crumbs() -> list[dict[str, str]]:
    """The way back."""
    return [{"name": _("My ECRU"), "url": reverse("my")}]


@require_safe
@never_cache
def my(request: HttpRequest) -> HttpResponse:
    """What this person can do here."""
    user: Any = request.user
    return render(request, "account/my.html", {"panels": panels_for(user)})


@page
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Name and language; the address is changed on a page of its own."""
    form = PersonForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("my-account")
    return render(request, "account/account.html", {"form": form, "crumbs": crumbs()})


@page
@proven_lately
def address(request: HttpRequest) -> HttpResponse:
    """Another e-mail address: it has to be proven with a code before it counts."""
    user: Any = request.user
    running = running_code(request, NEW_ADDRESS)
    if "again" in request.POST and running:
        return mail_to(request, running.email)
    if "code" in request.POST and running:
        return check_address(request, running)
    form = AddressForm(request.POST if "email" in request.POST else None, user=user)
    if request.method == "POST" and form.is_valid():
        return mail_to(request, form.cleaned_data["email"])
    context = {"form": form, "code_form": CodeForm(), "running": running, "crumbs": crumbs()}
    return render(request, "account/address.html", context)


def mail_to(request: HttpRequest, email: str) -> HttpResponse:
    """Mails a code to the new address, whether somebody has it already or not."""
    if not send_code(request, NEW_ADDRESS, email=email, wanted="", send=mail_new_address):
        return too_often(request)
    return redirect("my-address")


def check_address(request: HttpRequest, running: Running) -> HttpResponse:
    """The code for the new address: right, and it counts."""
    user: Any = request.user
    form = CodeForm(request.POST)
    if form.is_valid():
        answer = check_code(request, NEW_ADDRESS, form.cleaned_data["code"])
        if answer is Answer.RIGHT:
            try:
                change_address(user=user, email=running.email)
                messages.success(
                    request, _("Your address is changed. Your old address gets a mail that says so.")
                )
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            return redirect("my-account")
        form.add_error("code", explain(answer))
    still = running_code(request, NEW_ADDRESS)
    context = {
        "form": AddressForm(user=user),
        "code_form": form,
        "running": still,
        "said": "" if still else _("You tried too often. This code no longer works: ask for a new one."),
        "crumbs": crumbs(),
    }
    return render(request, "account/address.html", context)


@page
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Where this person is signed in; each can be ended, or all others at once."""
    mine, key = SignedIn.objects.of(request.user).going_on(), request.session.session_key
    if "others" in request.POST:
        count = end_others(request)
        said = ngettext(
            "You are signed out in %(count)d place.", "You are signed out in %(count)d places.", count
        )
        messages.success(request, said % {"count": count})
        return redirect("my-sessions")
    if request.method == "POST":
        ended = mine.but(key).chosen(request.POST.get("end", "")).end()
        told = _("You are signed out there.") if ended else _("You were signed out there already.")
        messages.success(request, told)
        return redirect("my-sessions")
    listed = list(mine)
    context = {
        "here": next((one for one in listed if one.key == key), None),
        "others": [one for one in listed if one.key != key],
        "crumbs": crumbs(),
    }
    return render(request, "account/sessions.html", context)


@page
@never_cache
def unsent(request: HttpRequest) -> HttpResponse:
    """What was typed when somebody turned out to be signed out: one button sends it after all."""
    kept = unsent_forms.kept_for(request)
    if kept is None:
        return redirect("my")
    if request.method == "POST":
        unsent_forms.forget(request)
        messages.success(request, _("What you typed is thrown away."))
        return redirect("my")
    return render(request, "account/unsent.html", {"kept": kept})
