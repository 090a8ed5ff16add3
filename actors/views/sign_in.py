"""Signing in and out."""

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from actors.forms.sign_in import SignInForm
from actors.permissions import may_keep_field
from ecru.base.access import public
from ecru.base.audit import note

LONGEST_ADDRESS = 2000  # Django refuses to redirect to what is longer than 2048


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signing in with e-mail address and password; leads to where the visitor wanted to go."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        note("signed-in", by=form.get_user())
        return HttpResponseRedirect(
            wanted if is_own_address(request, wanted) else after_sign_in(form.get_user())
        )
    return render(request, "actors/sign_in.html", {"form": form, "next": wanted})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signing out."""
    logout(request)
    return redirect("home")


def after_sign_in(user: Any) -> str:
    """Where somebody starts: who keeps the field in the admin, everybody else at home."""
    return reverse("admin:index") if may_keep_field(user) else reverse("home")


def is_own_address(request: HttpRequest, address: str) -> bool:
    """Whether ``address`` is a page of this portal, so that nobody is sent elsewhere after signing in."""
    if not address.startswith("/") or len(address) > LONGEST_ADDRESS:
        return False
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
