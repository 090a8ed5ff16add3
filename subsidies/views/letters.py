"""Letters and envelopes: the texts that the regisseur keeps, a letter on paper, and the money that rounds share."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ecru.base.access import GET_AND_POST, only_for

from ..deciding import NotNow
from ..deciding.envelopes import keep_envelope, rounds_of_ecru
from ..deciding.letters import BLANKS, example_pdf, keep_text, letter_pdf, text_of, words_of
from ..forms.board import EnvelopeForm, LetterTextForm
from ..models import DossierLetter, Envelope, LetterKind
from ..permissions import runs_dossiers
from .board import as_pdf, board_crumbs
from .dossiers import visible_dossier


@never_cache
@require_safe
def my_dossier_letter(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """A letter on paper, for who may see the dossier."""
    dossier = visible_dossier(request, pk)
    found = get_object_or_404(DossierLetter.objects.of(dossier), pk=letter)
    return as_pdf(letter_pdf(found), f"brief-{found.kind}-{found.pk}.pdf")


@only_for(runs_dossiers)
@never_cache
@require_safe
def letter_texts(request: HttpRequest) -> HttpResponse:
    """The texts of all letters."""
    kinds = [(kind.value, kind.label) for kind in LetterKind]
    return render(request, "subsidies/board/letters.html", {"kinds": kinds, "crumbs": board_crumbs()})


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def letter_text(request: HttpRequest, kind: str) -> HttpResponse:
    """One text, to change; what is kept holds for the letters of tomorrow."""
    if kind not in LetterKind:
        raise Http404
    text = text_of(kind)
    known: dict[str, Any] = {"words": words_of(kind), "checked_on": text.checked_on if text else None}
    form = LetterTextForm(request.POST if request.method == "POST" else None, kind=kind, initial=known)
    if form.is_bound and form.is_valid():
        keep_text(by=request.user, kind=kind, **form.cleaned_data)
        messages.success(request, _("Saved. It holds for the letters that still have to go."))
        return redirect("letter-text", kind)
    context = {"form": form, "kind": LetterKind(kind), "blanks": BLANKS[kind], "crumbs": letter_crumbs()}
    return render(request, "subsidies/board/letter.html", context)


def letter_crumbs() -> list[dict[str, str]]:
    """The way to a text."""
    return board_crumbs({"name": _("Letters that we send"), "url": reverse("letter-texts")})


@only_for(runs_dossiers)
@never_cache
@require_safe
def letter_example(request: HttpRequest, kind: str) -> HttpResponse:
    """The letter on paper, with the names of the blanks."""
    if kind not in LetterKind:
        raise Http404
    return as_pdf(example_pdf(kind, words_of(kind), timezone.now()), f"voorbeeld-{kind}.pdf")


@only_for(runs_dossiers)
@never_cache
@require_safe
def envelopes(request: HttpRequest) -> HttpResponse:
    """The money of ECRU's own rounds, and what rounds share."""
    context = {
        "shared": Envelope.objects.shared().prefetch_related("rounds__call__measure"),
        "rounds": rounds_of_ecru(),
        "crumbs": board_crumbs(),
    }
    return render(request, "subsidies/board/envelopes.html", context)


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def envelope_new(request: HttpRequest) -> HttpResponse:
    """Making an envelope for several rounds."""
    return kept_envelope(request, None)


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def envelope_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changing an envelope for several rounds."""
    return kept_envelope(request, get_object_or_404(Envelope.objects.shared(), pk=pk))


def kept_envelope(request: HttpRequest, envelope: Envelope | None) -> HttpResponse:
    """The form of an envelope; what was sent is kept."""
    form = EnvelopeForm(request.POST if request.method == "POST" else None, envelope=envelope)
    if form.is_bound and form.is_valid():
        try:
            keep_envelope(by=request.user, envelope=envelope, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("envelopes")
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
    crumbs = board_crumbs({"name": _("Envelopes"), "url": reverse("envelopes")})
    return render(
        request, "subsidies/board/envelope.html", {"form": form, "envelope": envelope, "crumbs": crumbs}
    )
