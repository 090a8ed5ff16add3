"""Proving once more who one is, before something important changes."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from actors.accounts.codes import PROOF, Answer, check_code, running_code, send_code
from actors.accounts.entering import CODE
from actors.accounts.factors import Factors, factors_of, mark_strong, note_proof
from actors.accounts.forms import CodeForm, PasswordProofForm
from actors.accounts.landing import wanted_in
from actors.accounts.letters import mail_proof
from actors.accounts.limits import too_often
from actors.accounts.refusals import note_refusal
from actors.accounts.second_steps import ProofForm, passkeys

from .sign_in import explain


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def prove(request: HttpRequest) -> HttpResponse:
    """With the second step for who has one; else with the password or a code by mail."""
    factors = factors_of(request.user)
    return with_second_step(request, factors) if factors.count else without_second_step(request)


def proven(request: HttpRequest) -> HttpResponse:
    """On to what this person wanted to do."""
    return HttpResponseRedirect(wanted_in(request) or reverse("my-security"))


def with_second_step(request: HttpRequest, factors: Factors) -> HttpResponse:
    """A code of the app, a recovery code, or a passkey."""
    make = passkeys().PasskeyProofForm if "credential" in request.POST else ProofForm
    form: Any = make(user=request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        mark_strong(request)
        return proven(request)
    if request.method == "POST":
        note_refusal(request.user, "second step")  # type: ignore[arg-type]
    shown = form if isinstance(form, ProofForm) else ProofForm(user=request.user)
    context = {"form": shown, "factors": factors, "failed": form is not shown, "next": wanted_in(request)}
    if factors.passkeys:
        user: Any = request.user
        context["options"] = passkeys().auth.begin_authentication(user)
    return render(request, "account/prove_second.html", context)


def without_second_step(request: HttpRequest) -> HttpResponse:
    """The password, or a code by mail."""
    user: Any = request.user
    if "mail" in request.POST:
        if not send_code(request, PROOF, email=user.email, wanted="", send=mail_proof):
            return too_often(request)
        return HttpResponseRedirect(request.get_full_path())
    code_form = CodeForm(request.POST if "code" in request.POST else None)
    word_form = PasswordProofForm(request.POST if "password" in request.POST else None)
    if request.method == "POST":
        if code_form.is_bound and code_form.is_valid() and code_is_right(request, code_form):
            note_proof(request, CODE)
            return proven(request)
        if word_form.is_bound and word_form.is_valid() and password_is_right(request, word_form):
            note_proof(request, "password")
            return proven(request)
    context = {
        "code_form": code_form,
        "word_form": word_form,
        "running": running_code(request, PROOF),
        "next": wanted_in(request),
    }
    return render(request, "account/prove.html", context)


def code_is_right(request: HttpRequest, form: CodeForm) -> bool:
    """Whether the code is the one that was mailed; if not, ``form`` says what to do."""
    answer = check_code(request, PROOF, form.cleaned_data["code"])
    if answer is Answer.SPENT:
        form.add_error("code", _("You tried too often. This code no longer works: ask for a new one."))
    elif answer is not Answer.RIGHT:
        form.add_error("code", explain(answer))
    if answer is not Answer.RIGHT:
        note_refusal(request.user, "code")  # type: ignore[arg-type]
    return answer is Answer.RIGHT


def password_is_right(request: HttpRequest, form: forms.Form) -> bool:
    """Whether it is the password of who is signed in; if not, ``form`` says what to do."""
    user: Any = request.user
    try:
        found = get_adapter().authenticate(request, email=user.email, password=form.cleaned_data["password"])
    except ValidationError as error:
        form.add_error("password", error)
        return False
    if found != user:
        note_refusal(user, "password")
        form.add_error("password", _("This is not your password. We can mail you a code instead."))
    return found == user
