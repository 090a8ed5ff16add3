"""Pages of the register of needs, for the team."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import Conversation, Need, NeedKind, NeedStatus, NeedVoice
from actors.permissions import may_keep_needs
from ecru.base.access import only_for
from ecru.base.keys import is_key
from subsidies.models import FinderGap

from ..models import MissedSearch
from . import overview
from .forms import AnswerForm, HeardForm, NeedForm
from .register import Heard, Refused, answer_need, answers_of, hear_need, note_need, take_back_answer

GET_AND_POST = ["GET", "HEAD", "POST"]
LONGEST_TITLE = 120
SEARCH, GAP, QUESTION = "zoeken", "steun", "vraag"
REMOVE, REMOVE_MEASURE = "remove-", "remove-measure-"


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page of the register."""
    return [
        {"name": _("Editors’ desk"), "url": reverse("desk")},
        {"name": _("Needs"), "url": reverse("need-list")},
        *more,
    ]


@only_for(may_keep_needs)
@never_cache
@require_safe
def need_list(request: HttpRequest) -> HttpResponse:
    """The register: most asked and least answered first, where a masterclass helps, and what is not noted yet."""
    asked = overview.Asked.of(request.GET)

    def url_of(number: int) -> str:
        return f"?{urlencode({**asked.query, 'pagina': str(number)})}"

    needs, pager = overview.page_of(asked, request.GET.get("pagina", ""), url_of)
    context = {
        "needs": needs,
        "pager": pager,
        "asked": asked,
        "choices": {
            "toestand": NeedStatus.choices,
            "soort": NeedKind.choices,
            "doelgroep": overview.groups(),
            "gemeente": overview.places(),
        },
        "masterclasses": overview.masterclasses(),
        "searches": overview.searches_not_noted(),
        "gaps": overview.gaps_not_noted(),
        "questions": overview.questions_not_noted(),
        "crumbs": crumbs()[:1],
    }
    return render(request, "needs/list.html", context)


@only_for(may_keep_needs)
@never_cache
@require_http_methods(GET_AND_POST)
def need_new(request: HttpRequest) -> HttpResponse:
    """A new need; ``?uit=zoeken-3``, ``?uit=steun-3`` or ``?uit=vraag-3`` says from which search or question it comes."""
    heard = heard_from(request.GET.get("uit", ""))
    initial = beginning_of(heard)
    form = NeedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        heard = heard if heard.is_something else Heard(note=form.cleaned_data["heard_from"])
        return kept(request, form, heard)
    context = {"form": form, "heard": heard, "known": Need.objects.by_title(), "crumbs": crumbs()}
    return render(request, "needs/edit.html", context)


@only_for(may_keep_needs)
@never_cache
@require_http_methods(GET_AND_POST)
def need_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changing a need."""
    need = get_object_or_404(Need.objects.for_page(), slug=slug)
    form = NeedForm(request.POST or None, instance=need)
    if request.method == "POST" and form.is_valid():
        return kept(request, form, None)
    way = crumbs({"name": need.title, "url": need.get_absolute_url()})
    return render(request, "needs/edit.html", {"form": form, "need": need, "crumbs": way})


def beginning_of(heard: Heard) -> dict[str, Any]:
    """How the form of a new need begins: with what was looked for in vain."""
    if heard.search:
        return {"title": heard.search.words}
    if heard.gap is None:
        return {}
    title = _("Support for: %(what)s") % {"what": heard.gap}
    groups = [heard.gap.target_group_id] if heard.gap.target_group_id else []
    return {
        "title": title[:LONGEST_TITLE],
        "municipality": heard.gap.municipality_id,
        "target_groups": groups,
    }


def kept(request: HttpRequest, form: NeedForm, heard: Heard | None) -> HttpResponse:
    """Writes what was filled in; when a colleague noted the same search or question first, the page says so."""
    by: Any = request.user
    try:
        need = note_need(need=form.save(commit=False), words=form.words, by=by, heard=heard)
    except Refused as reason:
        messages.warning(request, str(reason))
        return redirect("need-list")
    messages.success(request, _("Saved."))
    return redirect(need)


def heard_from(value: str) -> Heard:
    """The search or question that ``value`` names; nothing for anything else. Raises ``Http404`` for one that is gone."""
    origin, _dash, key = value.partition("-")
    if origin not in {SEARCH, GAP, QUESTION} or not is_key(key):
        return Heard()
    if origin == GAP:
        return Heard(gap=get_object_or_404(FinderGap.objects.waiting().with_words(), pk=int(key)))
    if origin == SEARCH:
        return Heard(search=get_object_or_404(MissedSearch.objects.waiting(), pk=int(key)))
    return Heard(question=get_object_or_404(Conversation.objects.to_team(), pk=int(key)))


@only_for(may_keep_needs)
@never_cache
@require_http_methods(GET_AND_POST)
def need_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One need: where it was heard, what answers it, and noting more of both."""
    need = get_object_or_404(Need.objects.for_page().counted(), slug=slug)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    hearing = HeardForm(request.POST if do == "hear" else None, prefix="hear")
    answering = AnswerForm(request.POST if do == "answer" else None, user=request.user, prefix="answer")
    if do:
        done = act(request, need, do, hearing, answering)
        if done is not None:
            return done
    context = {
        "need": need,
        "voices": NeedVoice.objects.of(need),
        "answers": answers_of(need),
        "hearing": hearing,
        "answering": answering,
        "crumbs": crumbs(),
    }
    return render(request, "needs/detail.html", context)


def act(
    request: HttpRequest, need: Need, do: str, hearing: HeardForm, answering: AnswerForm
) -> HttpResponse | None:
    """Does what was asked on the page of a need; None when the form has something to mend."""
    by: Any = request.user
    try:
        if do == "hear":
            if not hearing.is_valid():
                return None
            hear_need(need=need, heard=hearing.heard, by=by)
        elif do == "answer":
            if not answering.is_valid():
                return None
            answer_need(need=need, record=answering.record, note=answering.cleaned_data["note"], by=by)
        elif do == "attach":
            hear_need(need=need, heard=heard_from(request.POST.get("uit", "")), by=by)
        elif do.startswith(REMOVE_MEASURE) and is_key(do.removeprefix(REMOVE_MEASURE)):
            take_back_answer(need=need, key=int(do.removeprefix(REMOVE_MEASURE)), by=by, measure=True)
        elif do.startswith(REMOVE) and is_key(do.removeprefix(REMOVE)):
            take_back_answer(need=need, key=int(do.removeprefix(REMOVE)), by=by)
        else:
            raise Http404
    except Refused as reason:
        messages.warning(request, str(reason))
        return redirect(need)
    messages.success(request, _("Saved."))
    return redirect(need)
