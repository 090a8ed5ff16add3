"""The final report: writing it, its pictures, and telling it on as a practice."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.desk import Impossible
from actors.editing import Typed
from ecru.base.access import GET_AND_POST

from ..dossiers import Refused
from ..forms.reports import PictureForm, ReportForm
from ..models import Dossier, FinalReport, ReportPicture
from ..models.money import has_agreement
from ..models.reports import gaps_of, report_of
from ..permissions import may_see_money, may_write, may_write_report
from ..permissions.money import REPORT
from ..reporting import add_picture, become_practice, remove_picture, save_report
from .dossiers import dossier_crumbs, posted, visible_dossier
from .saving import autosaved, is_autosave, saved

PICTURE, AWAY = "foto", "weg"


@never_cache
@require_http_methods(GET_AND_POST)
def my_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The final report, saved as one goes. For who works on the dossier; who runs the network reads it there."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    if not dossier.is_own or not may_see_money(user, dossier):
        raise Http404
    if request.method == "POST" and not may_write(user, dossier, REPORT):
        raise PermissionDenied(_("Only who works on this dossier writes in it."))
    report = report_of(dossier) or FinalReport(dossier=dossier)
    of_pictures = request.POST.get("deel") == PICTURE or AWAY in request.POST
    form = ReportForm(None if of_pictures else posted(request), dossier=dossier, report=report)

    def keep(typed: Typed) -> None:
        save_report(dossier=dossier, by=user, values=typed.values, seen=typed.seen)

    if is_autosave(request) and form.is_bound:
        return autosaved(form, keep)
    picture = PictureForm(request.POST, request.FILES) if of_pictures else PictureForm()
    if (of_pictures and changed_pictures(request, dossier, picture)) or (form.is_bound and saved(form, keep)):
        messages.success(request, _("Saved."))
        return redirect("my-report", pk=dossier.pk)
    writes = may_write_report(user, dossier)
    context = {
        "dossier": dossier,
        "form": form if writes or form.is_bound else None,
        "picture": picture,
        "pictures": list(report.pictures.all()) if report.pk else [],
        "gaps": gaps_of(dossier, report),
        "last": report.saved_at if report.pk else None,
        "writes": writes,
        "in_parts": has_agreement(dossier),
        "crumbs": dossier_crumbs(request.user, dossier),
    }
    return render(request, "subsidies/reports/write.html", context)


def changed_pictures(request: HttpRequest, dossier: Dossier, picture: PictureForm) -> bool:
    """Takes a picture away, or keeps one; whether that went well."""
    user: Any = request.user
    gone = request.POST.get(AWAY, "")
    if AWAY not in request.POST:
        return picture.is_valid() and took(request, dossier, picture)
    try:
        if gone.isascii() and gone.isdigit():
            remove_picture(dossier=dossier, by=user, pk=int(gone[:10]))
    except Refused as refusal:
        messages.warning(request, refusal.sentences[0])
        return False
    return True


def took(request: HttpRequest, dossier: Dossier, form: PictureForm) -> bool:
    """Keeps the picture; whether that went well."""
    user: Any = request.user
    typed = form.cleaned_data
    try:
        add_picture(
            dossier=dossier, by=user, upload=typed["picture"], alt=typed["alt"], credit=typed["credit"]
        )
    except Impossible as reason:
        form.add_error(None, str(reason))
        return False
    except Refused as refusal:
        messages.warning(request, refusal.sentences[0])
        return False
    return True


@never_cache
@require_safe
def my_report_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A picture of a report, for who may see the dossier."""
    picture = get_object_or_404(ReportPicture.objects.select_related("report"), pk=pk)
    visible_dossier(request, picture.report.dossier_id)
    try:
        content = picture.original.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@never_cache
def my_report_practice(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins a practice with what the report tells; once."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    get_object_or_404(FinalReport, dossier=dossier)
    return redirect("my-practice", pk=become_practice(dossier=dossier, by=user).pk)
