"""Signing in, with a code by mail, a password or a passkey; and signing out."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.internal.constants import LoginStageKey
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from actors.accounts import letters
from actors.accounts.codes import SIGN_IN, TRIES, Answer, check_code, running_code, send_code
from actors.accounts.entering import CODE, enter, find_account, let_in
from actors.accounts.factors import factors_of
from actors.accounts.forms import CodeForm, SignInForm
from actors.accounts.landing import wanted_in
from actors.accounts.limits import is_allowed, too_often
from actors.accounts.linking import link_waiting
from actors.accounts.refusals import note_refusal
from actors.accounts.second_steps import StepForm, passkeys
from actors.accounts.sessions import leave
from ecru.base.access import public

page = require_http_methods(["GET", "HEAD", "POST"])


@public
@page
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """One page for everyone: an address, and a password for who has one; else a code goes to the address."""
    form, wanted = SignInForm(request.POST or None), wanted_in(request)
    if request.method != "POST" or not form.is_valid():
        return sign_in_page(request, form, wanted)
    email, password = form.cleaned_data["username"], form.cleaned_data["password"]
    if not is_allowed(request, "login"):
        return too_often(request, email)
    return (
        by_password(request, form, email, password, wanted) if password else by_code(request, email, wanted)
    )


def sign_in_page(request: HttpRequest, form: SignInForm, wanted: str, said: str = "") -> HttpResponse:
    """The page, with what was typed but the password; ``said`` is what went wrong before."""
    context = {"form": form, "next": wanted, "said": said, "elsewhere": settings.OIDC.get("name", "")}
    return render(request, "account/sign_in.html", context)


def start_again(request: HttpRequest, said: str, wanted: str = "", email: str = "") -> HttpResponse:
    """Back at the sign-in page, which tells why."""
    return sign_in_page(request, SignInForm(initial={"username": email}), wanted, said)


def by_password(
    request: HttpRequest, form: SignInForm, email: str, password: str, wanted: str
) -> HttpResponse:
    """With a password. No account, no password, a wrong one and a closed account get the same answer."""
    try:
        user = get_adapter().authenticate(request, email=email, password=password)
    except ValidationError:
        return too_often(request, email)
    if user is None:
        note_refusal(find_account(email), "password")
        form.add_error(
            None,
            _(
                "This address and this password do not belong together. Leave the password empty and we mail you a code."
            ),
        )
        return sign_in_page(request, form, wanted)
    return let_in(request, user, wanted=wanted, method="password")


def by_code(request: HttpRequest, email: str, wanted: str) -> HttpResponse:
    """With a code by mail, whether there is an account or not: it is made when the code is right."""
    user = find_account(email)
    send = letters.mail_closed if user and not user.is_active else letters.mail_code
    if not send_code(request, SIGN_IN, email=email, wanted=wanted, send=send):
        return too_often(request, email)
    return redirect("sign-in-code")


@public
@page
@never_cache
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Where the code from the mail is typed."""
    running = running_code(request, SIGN_IN)
    if running is None:
        return redirect("sign-in")
    if "again" in request.POST:
        return by_code(request, running.email, running.wanted)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = check_code(request, SIGN_IN, form.cleaned_data["code"])
        if answer is Answer.RIGHT:
            return arrive(request, running.email, running.wanted)
        note_refusal(find_account(running.email), "code")
        if answer is Answer.SPENT:
            said = _("You tried %(tries)d times. This code no longer works: ask for a new one.") % {
                "tries": TRIES
            }
            return start_again(request, said, running.wanted, running.email)
        form.add_error("code", explain(answer))
    return render(request, "account/code.html", {"form": form, "running": running})


def explain(answer: Answer) -> str:
    """What to do about a code that is not right."""
    if answer is Answer.GONE:
        return _("This code is older than fifteen minutes. Ask for a new one.")
    return _("This is not the code that we mailed last. Look again.")


def arrive(request: HttpRequest, email: str, wanted: str) -> HttpResponse:
    """Lets in who proved this address; a closed account stays closed."""
    user = find_account(email)
    if user is not None and not user.is_active:
        note_refusal(user, "closed")
        return start_again(request, _("This did not work. Ask for a new code, or mail us."), wanted, email)
    response = enter(request, email=email, wanted=wanted, method=CODE)
    link_waiting(request, find_account(email))  # type: ignore[arg-type]
    return response  # type: ignore[return-value]


@public
@page
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """The second proof, for who set one up."""
    key = LoginStageKey.MFA_AUTHENTICATE.value
    stage: Any = None if request.user.is_authenticated else LoginStageController.enter(request, key)
    if stage is None:
        return redirect("sign-in")
    user = stage.login.user
    make = passkeys().PasskeyStepForm if "credential" in request.POST else StepForm
    form: Any = make(user=user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return stage.exit()
    if request.method == "POST":
        note_refusal(user, "second step")
    shown = form if isinstance(form, StepForm) else StepForm(user=user)
    factors = factors_of(user)
    context = {"form": shown, "factors": factors, "failed": form is not shown, "next": ""}
    if factors.passkeys:
        context["options"] = passkeys().auth.begin_authentication(user)
    return render(request, "account/second_step.html", context)


@public
@page
@never_cache
def passkey(request: HttpRequest) -> HttpResponse:
    """Signing in with a passkey alone: the browser asks for a riddle (GET), and brings the answer (POST)."""
    if request.method != "POST":
        return JsonResponse(passkeys().auth.begin_authentication(user=None))
    wanted = wanted_in(request)
    if not is_allowed(request, "login"):
        return too_often(request)
    form = passkeys().PasskeyForm(data=request.POST)
    if not form.is_valid():
        note_refusal(None, "passkey")
        said = _(
            "This passkey did not work. Sign in with a code by mail, and look at your passkeys afterwards."
        )
        return start_again(request, said, wanted)
    authenticator = form.cleaned_data["credential"]
    if request.user.is_authenticated:
        leave(request)
    login = Login(user=authenticator.user, redirect_url=wanted or None)
    return cast("HttpResponse", passkeys().flows.perform_passwordless_login(request, authenticator, login))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signing out."""
    leave(request)
    return redirect("home")
