"""What goes along with a dossier: its files, and what was sent. For who may not see the dossier none of it exists."""

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecru.base.access import GET_AND_POST
from ecru.base.files import file_response
from ecru.base.printing import NotPrintable

from ..dossiers import Refused
from ..forms.sending import FileForm
from ..models import Dossier, DossierFile, SentCopy
from ..permissions import may_write
from ..phases import phase_of
from ..sending.filing import add_file, may_change_files, may_take_file, remove_file
from ..sending.paper import applicant_facts, paper_of
from ..workflow.conditions import FILES, missing_documents
from .dossiers import dossier_crumbs, posted, visible_dossier

log = logging.getLogger(__name__)


def block_of(dossier: Dossier) -> str:
    """Where the files of ``dossier`` stand on its page."""
    return f"{dossier.get_absolute_url()}#{FILES}"


@never_cache
@require_http_methods(GET_AND_POST)
def my_dossier_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Adding a file, or a newer version of one. What cannot be says why; the file itself has to be chosen again."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    if not may_write(user, dossier, FILES):
        raise PermissionDenied(_("Only who works on this dossier adds attachments."))
    if not may_change_files(user, dossier):
        told = _("This dossier stands at “%(phase)s” now. Its attachments are locked.")
        messages.warning(request, told % {"phase": phase_of(dossier).name})
        return redirect(block_of(dossier))
    files = request.FILES if request.method == "POST" else None
    known = {"place": request.GET.get("voor", "")[:40]}
    form = FileForm(posted(request), files, dossier=dossier, initial=known)
    if form.is_bound and form.is_valid():
        try:
            made = add_file(dossier=dossier, by=user, upload=form.cleaned_data["file"], place=form.where)
            messages.success(request, _("Added: %(what)s.") % {"what": made.what})
            return redirect(block_of(dossier))
        except Refused as refusal:
            form.add_error(None, refusal.sentences[0])
    context = {
        "dossier": dossier,
        "form": form,
        "missing": missing_documents(dossier),
        "crumbs": dossier_crumbs(request.user, dossier),
    }
    return render(request, "subsidies/sending/add.html", context)


def file_of(request: HttpRequest, pk: int, key: int) -> DossierFile:
    """A file of a dossier, for who may have it. Raises ``Http404`` for everybody else, as for one that does not exist."""
    dossier = visible_dossier(request, pk)
    file = get_object_or_404(dossier.files.select_related("document"), pk=key)
    file.dossier = dossier
    if not may_take_file(request.user, file):
        raise Http404
    return file


@never_cache
@require_safe
def my_dossier_file(request: HttpRequest, pk: int, key: int) -> HttpResponseBase:
    """A file, to keep."""
    return file_response(file_of(request, pk, key))


@never_cache
@require_POST
def my_dossier_file_gone(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Takes a file away. A second click changes nothing."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    if not may_write(user, dossier, FILES):
        raise PermissionDenied(_("Only who works on this dossier removes attachments."))
    try:
        remove_file(dossier=dossier, by=user, pk=key)
        messages.success(request, _("Removed."))
    except Refused as refusal:
        messages.warning(request, refusal.sentences[0])
    return redirect(block_of(dossier))


def copy_of(request: HttpRequest, pk: int, version: int) -> SentCopy:
    """What was sent of a dossier, for who may see it. Raises ``Http404`` for everybody else."""
    dossier = visible_dossier(request, pk)
    return get_object_or_404(dossier.copies.select_related("dossier"), version=version)


@never_cache
@require_safe
def my_dossier_sent(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """What was sent, as it was that second, and how to check that nothing changed."""
    copy = copy_of(request, pk, version)
    context = {
        "copy": copy,
        "said": copy.snapshot,
        "applicant": applicant_facts(copy.snapshot["applicant"]),
        "is_whole": copy.is_whole,
        "crumbs": dossier_crumbs(request.user, copy.dossier),
    }
    return render(request, "subsidies/sending/sent.html", context)


@never_cache
@require_safe
def my_dossier_sent_data(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """The very bytes over which the hash was made."""
    copy = copy_of(request, pk, version)
    response = HttpResponse(copy.content.encode(), content_type="application/json; charset=utf-8")
    return to_keep(response, f"{copy.number}-{copy.version}.json")


@never_cache
@require_safe
def my_dossier_sent_paper(request: HttpRequest, pk: int, version: int) -> HttpResponseBase:
    """What was sent, as PDF. When paper fails, what was sent is there all the same, on its page."""
    copy = copy_of(request, pk, version)
    try:
        paper = paper_of(copy)
    except NotPrintable:
        log.exception("no paper of %s", copy)
        messages.warning(
            request, _("The PDF cannot be made now. All that was sent stands on this page. Try again later.")
        )
        return redirect("my-dossier-sent", pk=pk, version=version)
    response = FileResponse(paper.file.open("rb"), content_type="application/pdf")
    return to_keep(response, f"{copy.number}-{copy.version}.pdf")


def to_keep(response: Any, name: str) -> Any:
    """``response`` as a download that runs nothing and that nobody between us keeps."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
