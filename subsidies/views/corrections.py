"""Is something not right about a measure? Anybody tells us; who keeps it says that it is still right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecru.base.access import GET_AND_POST, public

from ..checking import check_measure
from ..correcting import correct
from ..forms.corrections import CorrectionForm
from ..measure_page import crumbs_to_measures
from ..models import Measure


def about(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The measure at ``slug``, if this person may see it, and the way to it."""
    measure = get_object_or_404(Measure.objects.visible_to(request.user), slug=slug)
    here = {"name": measure.name, "url": measure.get_absolute_url()}
    return {"record": measure, "crumbs": [*crumbs_to_measures(), here], "section": "support"}


@public
@never_cache
@require_http_methods(GET_AND_POST)
def measure_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Is something not right about a measure? It reaches the editors, without an account."""
    context = about(request, slug)
    form = CorrectionForm(
        request.POST or None, about=f"report measure {context['record'].pk}", user=request.user
    )
    if form.is_valid() and form.passes(request):
        correct(measure=context["record"], mistake=form.mistake, token=form.token)
        return redirect("measure-report-thanks", slug=slug)
    shown = {"form": form, "editors_alone": True}
    return render(request, "actors/report.html", context | shown, status=form.status)


@public
@require_safe
def measure_report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now with a report about a measure."""
    return render(request, "actors/report_thanks.html", about(request, slug))


@require_POST
def measure_checked(request: HttpRequest, slug: str) -> HttpResponse:
    """Who keeps the field, or works for the municipality that gives it, says that the facts are still right."""
    measure = get_object_or_404(Measure.objects.visible_to(request.user), slug=slug)
    user: Any = request.user
    if check_measure(measure=measure, by=user):
        messages.success(request, _("Thank you. It says “checked today” now."))
    return redirect(measure)
