"""Answering an invitation: by the link in the mail, without an account, or on one's own page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors import membership
from actors.accounts.entering import account_for, enter, find_account
from actors.forms.membership import PlainForm
from actors.membership.letters import asked_to
from actors.models import Actor, Expert, Invitation, InvitationState, Municipality, User
from actors.permissions import may_answer_invitation
from ecru.base.access import CONFLICT, public

GONE, UNKNOWN = 410, 404
AS_ME = "accept-as-me"


class NameForm(PlainForm):
    """How somebody new is called."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("This is how your colleagues see you."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Fill in your name.")},
    )


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail. GET shows, POST answers."""
    found = Invitation.objects.by_token(token)
    if found is None:
        return unseen(render(request, "mine/invitation_unknown.html", status=UNKNOWN))
    return unseen(answer_page(request, found))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for who is signed in with the address that was invited: they need no link."""
    found = get_object_or_404(Invitation.objects.with_subjects(), pk=pk)
    if not may_answer_invitation(request.user, found):
        raise Http404
    return unseen(answer_page(request, found))


def unseen(response: HttpResponse) -> HttpResponse:
    """Keeps the address of this page from other sites and from search engines.

    Not "no-referrer": with that a browser sends its form from the origin "null", which the CSRF check refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def answer_page(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Shows an invitation, or does what was clicked."""
    form = NameForm(
        request.POST if request.POST.get("do") == "accept" else None, initial={"name": found.name}
    )
    if request.method != "POST":
        return show(request, found, form)
    try:
        return act(request, found, form)
    except membership.Answered:
        return show(request, get_object_or_404(Invitation.objects.with_subjects(), pk=found.pk), form)
    except membership.Refused as reason:
        return show(request, found, form, problem=str(reason))


def act(request: HttpRequest, found: Invitation, form: NameForm) -> HttpResponse:
    """Does what was clicked. Raises ``Refused``."""
    verb = request.POST.get("do")
    if verb == "again":
        membership.ask_for_another(invitation=found)
        return show(request, get_object_or_404(Invitation.objects.with_subjects(), pk=found.pk), form)
    if verb == "decline":
        membership.decline(invitation=found)
        return show(request, get_object_or_404(Invitation.objects.with_subjects(), pk=found.pk), form)
    if found.state != InvitationState.OPEN or verb not in {"accept", AS_ME}:
        return show(request, found, form)
    if verb == "accept" and needs_name(request, found) and not form.is_valid():
        return show(request, found, form)
    return come_in(request, found, as_me=verb == AS_ME and request.user.is_authenticated, form=form)


def come_in(request: HttpRequest, found: Invitation, *, as_me: bool, form: NameForm) -> HttpResponse:
    """Accepts, and signs in who holds the link. Raises ``Refused``."""
    name = form.cleaned_data["name"] if form.is_bound and form.is_valid() else found.name
    with transaction.atomic():
        by: Any = request.user if as_me else account_for(found.email, name=name, language=found.language)
        if not by.is_active:
            raise membership.Refused(_("This account may not sign in. Answer the mail, and we help you on."))
        subject = membership.accept(invitation=found, by=by)
    told = _("Welcome. You look after the page of %(name)s now.")
    if isinstance(subject, Municipality):
        told = _("Welcome. You are the municipal partner of %(name)s now.")
    messages.success(request, told % {"name": subject})
    wanted = landing(subject)
    if request.user.is_authenticated and request.user.pk == by.pk:
        return redirect(wanted)
    return enter(request, email=by.email, wanted=wanted) or redirect("home")


def landing(subject: Actor | Municipality | Expert) -> str:
    """Where somebody lands who accepted."""
    if isinstance(subject, Actor):
        return reverse("my-actor", args=[subject.slug])
    if isinstance(subject, Expert) and not subject.is_public:
        return reverse("my-items")
    return subject.get_absolute_url()


def needs_name(request: HttpRequest, found: Invitation) -> bool:
    """Whether the account still has to be made."""
    return not is_me(request, found) and find_account(found.email) is None


def is_me(request: HttpRequest, found: Invitation) -> bool:
    """Whether the person who is signed in has the address that was invited."""
    return may_answer_invitation(request.user, found)


def show(request: HttpRequest, found: Invitation, form: NameForm, problem: str = "") -> HttpResponse:
    """The invitation as it is now."""
    me: User | None = request.user if request.user.is_authenticated else None
    state = found.state
    context = {
        "invitation": found,
        "subject": found.subject,
        "asks": asked_to(found),
        "state": state,
        "mine": me is not None and found.accepted_by_id == me.pk,
        "landing": landing(found.subject),
        "is_me": is_me(request, found),
        "me": me,
        "form": form if state == InvitationState.OPEN and needs_name(request, found) else None,
        "problem": problem,
    }
    status = (
        CONFLICT if problem else 200 if state == InvitationState.OPEN or request.method == "POST" else GONE
    )
    return render(request, "mine/invitation.html", context, status=status)
