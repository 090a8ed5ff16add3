"""The form of a round in a dossier, section by section, and looking whether all of it is there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.editing import Typed
from ecru.base.access import GET_AND_POST

from ..completeness import FilledSection, form_of
from ..dossier_page import what_is_missing
from ..forms.questions import SectionForm
from ..models import Dossier
from ..permissions import may_write, runs_dossiers, works_on
from ..phases import open_fields, phase_of
from ..questioning import save_answers, suggestions
from .dossiers import dossier_crumbs, visible_dossier
from .saving import autosaved, is_autosave, saved

NEXT = "verder"


def section_of(dossier: Dossier, key: str) -> FilledSection:
    """The section with this key. Raises ``Http404`` when the round does not have it."""
    found = next((one for one in form_of(dossier) if one.section.key == key), None)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(GET_AND_POST)
def my_dossier_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One section: shows it, or saves it. A script saves it by itself meanwhile."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    part = section_of(dossier, section)
    writes = may_write(user, dossier, section)
    if request.method == "POST" and not writes:
        raise PermissionDenied(_("Only who works on this part writes in it."))
    is_open = part.section.opens in open_fields(dossier)
    known = suggestions(dossier, user, part.filled) if writes and is_open else {}
    form = SectionForm(request.POST if request.method == "POST" else None, section=part, known=known)

    def keep(typed: Typed) -> None:
        save_answers(dossier=dossier, by=user, section=section, typed=typed)

    if is_autosave(request):
        return autosaved(form, keep)
    if form.is_bound and saved(form, keep):
        messages.success(request, _("Saved."))
        return redirect(address_after(request, dossier, part))
    return section_page(request, dossier, part, form if writes and (is_open or form.is_bound) else None)


def address_after(request: HttpRequest, dossier: Dossier, part: FilledSection) -> str:
    """Where one goes after saving: on, or the same page again."""
    keys = [one.key for one in dossier.sections]
    place = keys.index(part.section.key) + 1
    if request.POST.get("doe") != NEXT:
        return reverse("my-dossier-section", args=[dossier.pk, part.section.key])
    if place < len(keys):
        return reverse("my-dossier-section", args=[dossier.pk, keys[place]])
    return reverse("my-dossier-complete", args=[dossier.pk])


def section_page(
    request: HttpRequest, dossier: Dossier, part: FilledSection, form: SectionForm | None
) -> HttpResponse:
    """The page of one section, to write or only to read, with the way to the others."""
    user: Any = request.user
    form_now = form_of(dossier)
    context = {
        "dossier": dossier,
        "part": part,
        "parts": form_now,
        "is_last": form_now[-1].section.key == part.section.key,
        "form": form,
        "phase": phase_of(dossier),
        "writes": may_write(user, dossier, part.section.key),
        "last": max((one.answer.saved_at for one in part.filled if one.answer), default=None),
        "crumbs": dossier_crumbs(request.user, dossier),
    }
    return render(request, "subsidies/form/section.html", context)


@never_cache
@require_safe
def my_dossier_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still missing before it can be sent, each with a link to where one mends it."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    if not (works_on(user, dossier) or runs_dossiers(user)):
        raise Http404
    context = {
        "dossier": dossier,
        **what_is_missing(dossier, timezone.now().replace(microsecond=0)),
        "parts": form_of(dossier),
        "phase": phase_of(dossier),
        "crumbs": dossier_crumbs(request.user, dossier),
    }
    return render(request, "subsidies/form/complete.html", context)
