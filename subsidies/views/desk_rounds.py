"""The rounds of ECRU for who runs the network: which documents they ask, and extra time for all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ecru.base.access import GET_AND_POST, only_for

from ..forms.sending import DocumentsForm, ExtensionForm
from ..models import Call
from ..permissions import runs_dossiers
from ..sending.asking import ask_documents
from ..sending.extending import MoreTime, extend, unsent_in
from .dossiers import posted


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a round."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("All dossiers"), "url": reverse("dossier-desk")},
        *more,
    ]


def to_rounds() -> dict[str, str]:
    """The list of rounds."""
    return {"name": _("Rounds of ECRU"), "url": reverse("desk-rounds")}


@only_for(runs_dossiers)
@never_cache
@require_safe
def desk_rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of ECRU, the last to close first."""
    context = {"rounds": Call.objects.of_ecru().for_desk(), "crumbs": crumbs()}
    return render(request, "subsidies/sending/rounds.html", context)


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def desk_round_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Extra time for everybody in a round. A second click changes nothing."""
    call = get_object_or_404(Call.objects.of_ecru().with_closing().for_desk(), pk=pk)
    form = ExtensionForm(posted(request), call=call)
    if form.is_bound and form.is_valid() and extended(request, call, form):
        return redirect("desk-round-extend", pk=pk)
    context = {"call": call, "form": form, "waiting": unsent_in(call).count(), "crumbs": crumbs(to_rounds())}
    return render(request, "subsidies/sending/extend.html", context)


def extended(request: HttpRequest, call: Call, form: ExtensionForm) -> bool:
    """Gives the extra time and says so. False when the form has to be looked at again."""
    user: Any = request.user
    try:
        extend(call=call, by=user, more=MoreTime(**form.cleaned_data))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    count = unsent_in(call).count()
    told = ngettext(
        "The round closes later. Who writes %(count)d dossier gets a mail.",
        "The round closes later. Who writes one of %(count)d dossiers gets a mail.",
        count,
    )
    messages.success(request, told % {"count": count})
    return True


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def desk_round_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Which documents a round asks."""
    user: Any = request.user
    call = get_object_or_404(Call.objects.of_ecru().for_desk(), pk=pk)
    form = DocumentsForm(posted(request), call=call)
    if form.is_bound and form.is_valid():
        ask_documents(call=call, by=user, names=form.cleaned_data["names"])
        messages.success(request, _("Saved."))
        return redirect("desk-rounds")
    context = {
        "call": call,
        "form": form,
        "suggested": call.measure.to_prepare,
        "crumbs": crumbs(to_rounds()),
    }
    return render(request, "subsidies/sending/documents.html", context)
