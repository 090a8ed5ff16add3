"""Calls: the directory, the page of one, answering, and telling that something is not right."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from actors.conversations import Blocked
from actors.conversations.receiving import receivers_of
from actors.desk import Impossible
from actors.views.field import HtmxRequest, directory_page
from ecru.base.access import public
from ecru.base.kept import same_for_everyone
from ecru.base.sharecard import draw_card

from ..call_directory import CallDirectory
from ..call_page import call_page, crumbs_to_calls
from ..calling import answer_call, report_call
from ..catalogues import with_subjects
from ..forms.calls import CallAnswerForm, CallReportForm
from ..models import PartnerCall
from ..models.subjects import SUBJECTS

GET_AND_POST = ["GET", "HEAD", "POST"]


@public
@require_safe
@vary_on_headers("HX-Request")
@same_for_everyone(*CallDirectory.questions())
def call_list(request: HtmxRequest) -> HttpResponse:
    """Who seeks or offers what; what is open today, unless somebody asks for more."""
    directory = CallDirectory(request.GET, reverse("call-list"))
    told = ngettext("%(number)s call found", "%(number)s calls found", directory.found)
    return directory_page(
        request,
        directory,
        results="projects/call_results.html",
        title=_("Calls"),
        lead=_(
            "Who seeks a partner, a place or a hand, and who offers one. Look across the border of your municipality."
        ),
        description=_("Open calls of associations, makers and culture services in the seven municipalities."),
        told=told % {"number": directory.found},
        section="calls",
    )


@public
@require_safe
@same_for_everyone()
def call_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what, for whom, where, until when, and the way to answer."""
    found = get_object_or_404(PartnerCall.objects.visible_to(request.user).for_bare_page(), slug=slug)
    [call] = with_subjects([found], [*SUBJECTS, "resources"])
    return render(request, "projects/call_detail.html", call_page(call, request.user))


@public
@require_safe
@cache_control(public=True, max_age=86_400)
def call_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that stands beside a shared link to a call."""
    call = get_object_or_404(PartnerCall.objects.published().for_cards(), slug=slug)
    told = f"{call.actor} {call.get_direction_display()}"
    return HttpResponse(draw_card(call.name, told, call.places_woven), content_type="image/png")


def about(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The public call at ``slug`` with what its pages share."""
    call = get_object_or_404(PartnerCall.objects.published().for_page(), slug=slug)
    here = {"name": call.name, "url": call.get_absolute_url()}
    direct = bool(receivers_of(call.actor))
    return {"call": call, "crumbs": [*crumbs_to_calls(), here], "direct": direct, "section": "calls"}


@public
@never_cache
@require_http_methods(GET_AND_POST)
def call_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """An answer to a call, by form only: no address is shown, on either side."""
    context = about(request, slug)
    call: PartnerCall = context["call"]
    form = CallAnswerForm(
        request.POST if request.method == "POST" else None, about=f"call {call.pk}", user=request.user
    )
    if not call.is_open:
        status = 409 if form.is_bound else 200
        typed = request.POST.get("question", "")
        return render(request, "projects/call_closed.html", context | {"typed": typed}, status=status)
    if form.is_valid() and form.passes(request):
        try:
            answer_call(call=call, said=form.asked, actor=form.cleaned_data.get("actor"), token=form.token)
            return redirect("call-answer-thanks", slug=slug)
        except Blocked:
            return render(request, "conversations/blocked.html", {"record": call.actor}, status=403)
        except Impossible as reason:
            form.add_error(None, str(reason))
    return render(request, "projects/call_answer.html", context | {"form": form}, status=form.status)


@public
@never_cache
@require_safe
def call_answer_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now with an answer to a call."""
    return render(request, "projects/call_answer_thanks.html", about(request, slug))


@public
@never_cache
@require_http_methods(GET_AND_POST)
def call_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Is something not right about a call? It reaches the editors, without an account."""
    context = about(request, slug)
    user: Any = request.user
    form = CallReportForm(
        request.POST if request.method == "POST" else None, about=f"report call {slug}", user=user
    )
    if form.is_valid() and form.passes(request):
        by = user if user.is_authenticated else None
        report_call(call=context["call"], why=form.cleaned_data["text"], by=by, token=form.token)
        return redirect("call-report-thanks", slug=slug)
    return render(request, "projects/call_report.html", context | {"form": form}, status=form.status)


@public
@require_safe
def call_report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now with a report about a call."""
    return render(request, "projects/call_report_thanks.html", about(request, slug))
