"""Keeping pages right: the answer by a link in a mail, and the own page with the rhythm."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.forms.freshness import PauseForm, RhythmForm, StoppedForm
from actors.freshness import (
    Closed,
    Refused,
    choose_rhythm,
    confirm,
    confirm_by_link,
    known_freshness,
    pause,
    resume,
    tell_stopped,
)
from actors.freshness.answering import is_open
from actors.freshness.letters import people_of
from actors.models import Actor, FreshAnswer, Freshness, User
from actors.models.timetable import outlook
from actors.permissions import may_keep_field
from ecru.base.access import public

from .mine import actor_context, own_actor

TAB = "my-actor-freshness"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def freshness_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Still right, changed, or stopped? By the link in a mail, without signing in: looking changes nothing."""
    freshness = Freshness.objects.by_token(token)
    if freshness is None:
        return render(request, "freshness/unknown.html", status=404)
    choice = request.POST.get("keuze", request.GET.get("keuze", ""))
    form = StoppedForm(request.POST if "since" in request.POST else None)
    if request.method == "POST" and is_open(freshness):
        if choice == FreshAnswer.CHANGE:
            return redirect("my-actor", slug=freshness.actor.slug)
        if answered(freshness, choice, form):
            return redirect("freshness-answer", token=token)
    page = "freshness/answer.html" if is_open(freshness) else "freshness/answered.html"
    context = {
        "freshness": freshness,
        "actor": freshness.actor,
        "choice": choice,
        "form": form,
        "token": token,
    }
    return render(request, page, context)


def answered(freshness: Freshness, choice: str, form: StoppedForm) -> bool:
    """Does what was chosen; False when the page has to ask more. Who comes second sees what the first answered."""
    try:
        if choice == FreshAnswer.RIGHT:
            confirm_by_link(freshness=freshness)
        elif choice == FreshAnswer.STOPPED and form.is_valid():
            tell_stopped(freshness=freshness, **form.cleaned_data)
        else:
            return False
    except Closed:
        pass
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_actor_freshness(request: HttpRequest, slug: str) -> HttpResponse:
    """How often the people of an actor look at its page, a pause, and what comes next."""
    actor = own_actor(request, slug)
    freshness = known_freshness(actor)
    freshness.actor = actor
    endless = may_keep_field(request.user)
    wish = request.POST.get("doe", "")
    rhythm = RhythmForm(
        request.POST if wish == "ritme" else None, initial={"rhythm": freshness.rhythm}, label_suffix=""
    )
    rest = PauseForm(request.POST if wish == "pauze" else None, endless=endless, label_suffix="")
    if request.method == "POST" and done(request, actor, wish, rhythm, rest):
        return redirect(TAB, slug=slug)
    context = {**actor_context(request, actor, TAB), **what_comes(freshness), "rhythm": rhythm, "rest": rest}
    return render(request, "freshness/mine.html", context)


def done(request: HttpRequest, actor: Actor, wish: str, rhythm: RhythmForm, rest: PauseForm) -> bool:
    """Carries out one button of the page and says so; False when the form needs another look."""
    by = cast("User", request.user)
    if wish == "klopt":
        back = confirm(actor=actor, by=by)
        told = _("The page is back on the site.") if back else _("Thank you. The page is confirmed.")
    elif wish == "ritme" and rhythm.is_valid():
        choose_rhythm(actor=actor, by=by, rhythm=rhythm.cleaned_data["rhythm"])
        told = _("Your rhythm is kept.")
    elif wish == "verder":
        resume(actor=actor, by=by)
        told = _("The pause is over. We go on where we were.")
    elif wish == "pauze" and rest.is_valid():
        try:
            pause(actor=actor, by=by, until=rest.day, reason=rest.cleaned_data["reason"])
        except Refused as refusal:
            rest.add_error("until", str(refusal))
            return False
        told = _("You get no mail from us during the pause.")
    else:
        return False
    messages.success(request, told)
    return True


def what_comes(freshness: Freshness) -> dict[str, Any]:
    """What the page tells: the pause, who is asked, and every step if nobody answers."""
    actor, today = freshness.actor, timezone.localdate()
    alive = actor.is_public and not actor.closed
    people = len(people_of(actor))
    return {
        "freshness": freshness,
        "people": people,
        "is_paused": freshness.standing.is_paused(today),
        "moves": list(outlook(freshness.standing, today)) if alive and people else [],
        "fell_silent": actor.is_archived and freshness.archived_on,
    }
