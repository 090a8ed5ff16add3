"""How somebody signs in: password, app, passkeys, recovery codes."""

import re
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.internal.flows import activate_totp, deactivate_totp
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from actors.accounts.changing import change_password, remove_password
from actors.accounts.factors import (
    Factors,
    factors_of,
    has_unseen_codes,
    mark_strong,
    may_remove_one,
    needs_second_step,
)
from actors.accounts.forms import PasswordForm
from actors.accounts.landing import wanted_in
from actors.accounts.proofs import proven_lately
from actors.accounts.second_steps import AppForm, NameForm, passkeys

page = require_http_methods(["GET", "HEAD", "POST"])


def crumbs() -> list[dict[str, str]]:
    """The way back to one's own pages."""
    return [
        {"name": _("My ECRU"), "url": reverse("my")},
        {"name": _("How you sign in"), "url": reverse("my-security")},
    ]


@require_safe
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    """Everything with which this person signs in, and what is still to be set up."""
    factors, needed = factors_of(request.user), needs_second_step(request.user)
    context = {
        "factors": factors,
        "needed": needed,
        "to_set_up": needed and not factors.count,
        "may_remove": factors.count > 1 or not needed,
        "next": wanted_in(request),
        "crumbs": crumbs()[:1],
    }
    return render(request, "account/security.html", context)


@page
@proven_lately
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """A password, for who wants one; a new one, or none any more."""
    user: Any = request.user
    if "remove" in request.POST:
        remove_password(request, user)
        messages.success(request, _("You have no password any more. You sign in with a code by mail."))
        return redirect("my-security")
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_password(request, form)
        messages.success(request, _("Your password is changed. In other browsers you are signed out."))
        return redirect("my-security")
    return render(request, "account/password.html", {"form": form, "crumbs": crumbs()})


@page
@proven_lately
def app(request: HttpRequest) -> HttpResponse:
    """An app on the phone that makes codes: a picture to scan, and its first code."""
    if factors_of(request.user).app:
        return redirect("my-app-remove")
    form = AppForm(user=request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        activate_totp(request, form)
        return set_up(request, _("The app is set up."))
    context = {
        "form": form,
        "picture": picture_of(get_adapter().build_totp_url(request.user, form.secret)),
        "secret": re.sub(r"(.{4})(?=.)", r"\1 ", form.secret),
        "next": wanted_in(request),
        "crumbs": crumbs(),
    }
    return render(request, "account/app.html", context)


def picture_of(address: str) -> SafeString:
    """``address`` as a QR code, drawn in the page: a picture from elsewhere, or in the address, the policy does not allow."""
    drawing = get_adapter().build_totp_svg(address)
    return mark_safe(drawing[drawing.index("<svg") :])  # noqa: S308 - drawn by us, and holds no words


def set_up(request: HttpRequest, said: str) -> HttpResponse:
    """A second step is set up: on to the recovery codes when they are new, or to where this person was going."""
    mark_strong(request)
    messages.success(request, said)
    wanted = wanted_in(request)
    if has_unseen_codes(request.user):
        address = reverse("my-recovery-codes")
        return HttpResponseRedirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)
    return HttpResponseRedirect(wanted or reverse("my-security"))


@page
@proven_lately
def app_remove(request: HttpRequest) -> HttpResponse:
    """Takes the app away, after a yes."""
    factors = factors_of(request.user)
    if factors.app is None:
        return redirect("my-app")
    if request.method == "POST":
        check_may_remove(request)
        deactivate_totp(request, factors.app)
        messages.success(request, _("The app is no longer your second step."))
        return redirect("my-security")
    return removal_page(request, factors, _("Take the app away?"))


@page
@proven_lately
def passkey(request: HttpRequest) -> HttpResponse:
    """A passkey: the phone, the computer or a key with which this person proves who they are."""
    user: Any = request.user
    form = passkeys().NewPasskeyForm(user=user, data=request.POST or None)
    failed = False
    if request.method == "POST":
        if form.is_valid():
            name = form.cleaned_data["name"][:60]
            passkeys().flows.add_authenticator(request, name=name, credential=form.cleaned_data["credential"])
            return set_up(request, _("The passkey is set up."))
        failed = True
    context = {
        "form": NameForm(initial={"name": form.initial["name"]}),
        "options": passkeys().auth.begin_registration(user, passwordless=True),
        "failed": failed,
        "next": wanted_in(request),
        "crumbs": crumbs(),
    }
    return render(request, "account/passkey.html", context)


@page
@proven_lately
def passkey_remove(request: HttpRequest, key: int) -> HttpResponse:
    """Takes a passkey away, after a yes."""
    factors = factors_of(request.user)
    chosen = next((one for one in factors.passkeys if one.pk == key), None)
    if chosen is None:
        raise Http404
    if request.method == "POST":
        check_may_remove(request)
        passkeys().flows.remove_authenticator(request, chosen)
        messages.success(request, _("The passkey is taken away."))
        return redirect("my-security")
    name = _("Take the passkey “%(name)s” away?") % {"name": chosen}
    return removal_page(request, factors, name)


def removal_page(request: HttpRequest, factors: Factors, title: str) -> HttpResponse:
    """Asks whether it really has to go, or says why it cannot."""
    may = factors.count > 1 or not needs_second_step(request.user)
    return render(request, "account/remove.html", {"title": title, "may": may, "crumbs": crumbs()})


def check_may_remove(request: HttpRequest) -> None:
    """Raises ``PermissionDenied`` when this is the last second step of somebody who needs one."""
    if not may_remove_one(request.user):
        raise PermissionDenied(_("This is your only second step. Set up another one first."))


@page
@proven_lately
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Codes for who lost the phone: shown once, and new ones when somebody asks."""
    if not factors_of(request.user).count:
        return redirect("my-security")
    if request.method == "POST":
        generate_recovery_codes(request)
        return redirect("my-recovery-codes")
    codes, can_view = view_recovery_codes(request)
    unused = codes.get_unused_codes() if codes else []
    context = {
        "codes": unused if can_view else [],
        "left": len(unused),
        "next": wanted_in(request),
        "crumbs": crumbs(),
    }
    return render(request, "account/recovery_codes.html", context)
