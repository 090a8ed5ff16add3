"""Experts for a dossier: who is proposed, asking them, and opening their advice again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ecru.base.access import GET_AND_POST, only_for

from ..advising import ask_expert, proposals, reopen
from ..advising.asking import usual_day
from ..dossiers import Refused
from ..forms.advice import AskExpertsForm, TopicForm
from ..models import Dossier
from ..permissions import ADVISING, runs_dossiers
from ..phases import phase_of
from ..workflow.conditions import advices_given, advices_needed
from .dossiers import dossier_crumbs, posted, visible_dossier


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def dossier_experts(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposes experts with reasons, and asks those who are ticked."""
    dossier = visible_dossier(request, pk)
    topics = TopicForm(request.GET)
    topic = topics.cleaned_data["onderwerp"] if topics.is_valid() else None
    found = proposals(dossier, topic)
    form = AskExpertsForm(posted(request), found=found, initial={"until": usual_day()})
    if form.is_bound and form.is_valid():
        try:
            ask_all(request, dossier, form)
            return redirect("dossier-experts", pk=dossier.pk)
        except Refused as refusal:
            form.add_error("until" if "until" in refusal.by_name else None, refusal.sentences[0])
    context = {
        "dossier": dossier,
        "phase": phase_of(dossier),
        "is_open": dossier.phase in ADVISING,
        "needed": advices_needed(dossier),
        "given": advices_given(dossier),
        "reviews": dossier.reviews.select_related("expert__actor").prefetch_related("events").soonest(),
        "topics": topics,
        "form": form,
        "crumbs": dossier_crumbs(request.user, dossier),
    }
    return render(request, "subsidies/advice/experts.html", context)


def ask_all(request: HttpRequest, dossier: Dossier, form: AskExpertsForm) -> None:
    """Asks each that was ticked, and says how many."""
    user: Any = request.user
    chosen = [one.expert for one in form.found if str(one.expert.pk) in form.cleaned_data["experts"]]
    for expert in chosen:
        ask_expert(dossier=dossier, expert=expert, by=user, until=form.cleaned_data["until"])
    told = ngettext("We asked %(count)d expert.", "We asked %(count)d experts.", len(chosen))
    messages.success(request, told % {"count": len(chosen)})


@only_for(runs_dossiers)
@never_cache
@require_POST
def dossier_review_again(request: HttpRequest, pk: int, review: int) -> HttpResponse:
    """Opens given advice again, with a reason; or asks again who had no time."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    mine = get_object_or_404(dossier.reviews.select_related("expert"), pk=review)
    try:
        if mine.handed_back and mine.expert is not None:
            ask_expert(dossier=dossier, expert=mine.expert, by=user, until=usual_day())
            messages.success(request, _("Asked again."))
        else:
            reopen(review=mine, by=user, reason=request.POST.get("reason", ""))
            messages.success(request, _("Opened again. The expert gets a mail."))
    except Refused as refusal:
        messages.warning(request, refusal.sentences[0])
    return redirect("dossier-experts", pk=dossier.pk)
