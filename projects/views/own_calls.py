"""Keeping one's own calls: posting, changing, closing, and answering our questions about them by a link."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.desk import Impossible
from actors.models import Actor
from ecru.base.access import public

from ..calling import (
    close_by_link,
    close_call,
    extend_by_link,
    keep_by_link,
    reopen_call,
    tell_by_link,
)
from ..calling.closing import Answered, is_live
from ..forms.calls import ReopenForm
from ..forms.outcome import OutcomeForm
from ..forms.records import CallForm, StartCallForm
from ..models import CallQuestion, Outcome, PartnerCall, StateChange
from ..models.call_parts import QuestionAnswer, QuestionKind
from ..permissions import acts_for, may_edit_call
from ..writing import begin_call
from .keeping import hidden, is_draft, keep_page, start_page

GET_AND_POST = ["GET", "HEAD", "POST"]
SHOWN_STEPS = 20


def own_call(request: HttpRequest, slug: str) -> PartnerCall:
    """The call at ``slug``, for who may change it.

    Raises ``Http404`` when this person may not know of it, ``PermissionDenied`` when they may only look.
    """
    call = get_object_or_404(PartnerCall.objects.visible_to(request.user).for_page(), slug=slug)
    if not may_edit_call(request.user, call):
        raise PermissionDenied(_("Only people who act for %(name)s change this call.") % {"name": call.actor})
    return call


def my_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to an own page of a call."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Your calls"), "url": reverse("my-calls")},
        *more,
    ]


@never_cache
@require_safe
def my_calls(request: HttpRequest) -> HttpResponse:
    """The calls of the actors that somebody acts for; what asks for something comes first."""
    user: Any = request.user
    context = {
        "calls": PartnerCall.objects.of_person(user).newest().for_cards(),
        "acts": bool(user.own_actors),
        "crumbs": my_crumbs()[:1],
    }
    return render(request, "projects/my_calls.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def call_new(request: HttpRequest) -> HttpResponse:
    """The first questions about a new call."""
    user: Any = request.user
    form = StartCallForm(request.POST if request.method == "POST" else None, user=user)
    context = {
        "route": "my-call",
        "acts": Actor.objects.own(user).published().exists(),
        "crumbs": my_crumbs(),
    }
    return start_page(request, form, begin_call, "projects/call_new.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def my_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of an own call, the answers to it, and what happened to it."""
    call = own_call(request, slug)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and (answer := hidden(request, call, reverse("my-calls"))) is not None:
        return answer
    form = CallForm(posted, instance=call)
    context = {
        "call": call,
        "answers": call.answers.confirmed().with_talk() if acts_for(request.user, call.actor) else [],
        "steps": StateChange.objects.about(call)[:SHOWN_STEPS],
        "is_draft": is_draft(call),
        "crumbs": my_crumbs(),
    }
    return keep_page(request, form, "projects/my_call.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def my_call_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Closing an own call with what came of it, telling that later, or opening it again."""
    user: Any = request.user
    call = own_call(request, slug)
    if is_draft(call):
        return redirect("my-call", slug=slug)
    how = request.POST.get("do", "")
    known = {"outcome": call.outcome, "found": call.found_id}
    form = OutcomeForm(request.POST if how == "close" else None, call=call, initial=known)
    again = ReopenForm(request.POST if how == "open" else None)
    if form.is_valid():
        close_call(call=call, by=user, result=form.result)
        messages.success(request, _("Thank you. The call is closed."))
        return redirect("my-call", slug=slug)
    if again.is_valid():
        try:
            reopen_call(call=call, by=user, until=again.cleaned_data["until"])
            messages.success(request, _("The call takes answers again."))
            return redirect("my-call", slug=slug)
        except Impossible as reason:
            again.add_error("until", str(reason))
    here = {"name": call.title, "url": reverse("my-call", args=[slug])}
    context = {"call": call, "form": form, "again": again, "crumbs": my_crumbs(here)}
    return render(request, "projects/my_call_close.html", context)


# --- By the link in a mail ----------------------------------------------------------------------------------------


@public
@never_cache
@require_http_methods(GET_AND_POST)
def call_question(request: HttpRequest, token: str) -> HttpResponse:
    """Our question about a call: GET shows the choices, POST answers. The link answers once."""
    question = CallQuestion.objects.by_token(token)
    if question is None:
        return render(request, "projects/link_unknown.html", status=404)
    posted = request.POST if request.method == "POST" else None
    choice = request.POST.get("keuze", request.GET.get("keuze", ""))
    wished = request.GET.get("afloop", "")
    tells = question.kind == QuestionKind.OUTCOME or choice == QuestionAnswer.FOUND
    form = OutcomeForm(
        posted if tells and posted is not None and "outcome" in posted else None,
        call=question.call,
        initial={"outcome": wished if wished in Outcome.values else Outcome.HERE},
    )
    live = is_live(question)
    if posted is not None and live and answered(question, choice, form):
        return redirect("call-question", token=token)
    context = {
        "question": question,
        "call": question.call,
        "choice": choice,
        "tells": tells,
        "form": form,
        "token": token,
    }
    return render(request, "projects/call_question.html" if live else "projects/call_answered.html", context)


def answered(question: CallQuestion, choice: str, form: OutcomeForm) -> bool:
    """Does what was chosen; False when the page has to ask more. Who comes second sees what the first answered."""
    try:
        if question.kind == QuestionKind.OUTCOME:
            return bool(form.is_valid() and tell_by_link(question=question, result=form.result))
        if choice == QuestionAnswer.STILL:
            keep_by_link(question=question)
        elif choice == QuestionAnswer.LONGER:
            extend_by_link(question=question)
        elif choice == QuestionAnswer.FOUND and form.is_valid():
            close_by_link(question=question, result=form.result)
        else:
            return False
    except Answered:
        pass
    return True
