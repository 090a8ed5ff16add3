"""Dossiers: one's own, the page of one, beginning one, and taking a step."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.editing import Typed
from actors.models import Actor
from ecru.base.access import GET_AND_POST
from ecru.base.directory.pages import Pager

from ..dossier_page import dossier_page
from ..dossiers import Refused, Why, begin, perform, write
from ..forms.dossiers import ApplyForm, DossierForm, IdeaForm, StepForm
from ..models import Dossier, DossierInvitation, LateSending, Origin
from ..permissions import may_write, runs_dossiers
from ..phases import phase_of, track_of
from ..sending.lateness import note_late
from ..workflow.conditions import in_words
from .saving import autosaved, is_autosave, saved

TAKEN_ALREADY = 10  # digits of a key that a browser may send


def my_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to an own dossier."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Your dossiers"), "url": reverse("my-dossiers")},
        *more,
    ]


def dossier_crumbs(user: Any, dossier: Dossier, *more: dict[str, str]) -> list[dict[str, str]]:
    """The way to ``dossier`` and beyond: over the desk for who runs the network, else over one's own dossiers."""
    start, own = my_crumbs()
    desk = {"name": _("All dossiers"), "url": reverse("dossier-desk")}
    way = desk if runs_dossiers(user) else own
    return [start, way, {"name": dossier.title, "url": dossier.get_absolute_url()}, *more]


def visible_dossier(request: HttpRequest, pk: int) -> Dossier:
    """The dossier with this key, for who may see it. Raises ``Http404`` for everybody else, as for one that does not exist."""
    return get_object_or_404(Dossier.objects.visible_to(request.user).for_page(), pk=pk)


@never_cache
@require_safe
def my_dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers of the actors that somebody acts for, and those that they advise on, decide on or may read, a page at a time."""
    user: Any = request.user
    own = Dossier.objects.of_person(user).due_first().for_cards()
    others = (
        Dossier.objects.none() if runs_dossiers(user) else Dossier.objects.visible_to(user).of_others(user)
    )
    pager = Pager.at(
        request.GET.get("pagina", ""),
        others.count(),
        lambda number: f"{reverse('my-dossiers')}?pagina={number}#meelezen",
    )
    context = {
        "own": with_phases(own),
        "others": with_phases(pager.part_of(others.due_first().for_cards())),
        "pager": pager,
        "invitations": DossierInvitation.objects.to_person(user).waiting().for_cards(),
        "acts": Actor.objects.own(user).published().exists(),
        "crumbs": my_crumbs()[:1],
    }
    return render(request, "subsidies/my_dossiers.html", context)


def with_phases(dossiers: Any) -> list[tuple[Dossier, Any]]:
    """Each with the phase in which it stands."""
    return [(dossier, phase_of(dossier)) for dossier in dossiers]


@never_cache
@require_http_methods(GET_AND_POST)
def my_dossier_idea(request: HttpRequest) -> HttpResponse:
    """An idea for which ECRU helps to find another giver."""
    known = {"measure": request.GET.get("maatregel", "")[:TAKEN_ALREADY], "origin": origin_in(request)}
    form = IdeaForm(posted(request), user=request.user, initial=known)
    return begin_page(request, form, "subsidies/dossier_idea.html")


@never_cache
@require_http_methods(GET_AND_POST)
def my_dossier_apply(request: HttpRequest) -> HttpResponse:
    """A question for support from ECRU itself, in one of its open rounds."""
    known = {"call": request.GET.get("ronde", "")[:TAKEN_ALREADY], "origin": origin_in(request)}
    form = ApplyForm(posted(request), user=request.user, initial=known)
    return begin_page(request, form, "subsidies/dossier_apply.html")


def origin_in(request: HttpRequest) -> str:
    """The page with the button that led here; nothing for what is no such page."""
    word = request.GET.get("van", "")
    return word if word in Origin.values else ""


def posted(request: HttpRequest) -> Any:
    """What was sent; None for who only looks."""
    return request.POST if request.method == "POST" else None


def begin_page(request: HttpRequest, form: IdeaForm, template: str) -> HttpResponse:
    """The first questions; what was sent becomes one dossier, and its page is next."""
    user: Any = request.user
    if form.is_bound and form.is_valid():
        try:
            return redirect(begin(by=user, beginning=form.beginning))
        except Refused as refusal:
            form.add_error(None, refusal.sentences[0])
    acts = Actor.objects.own(user).published().exists()
    return render(request, template, {"form": form, "acts": acts, "crumbs": my_crumbs()})


@never_cache
@require_http_methods(GET_AND_POST)
def my_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a dossier stands and what to do; sending stores what somebody wrote in it, as far as it is open."""
    user: Any = request.user
    dossier = get_object_or_404(Dossier.objects.visible_to(user).for_head(), pk=pk)
    if request.method != "POST":
        return page(request, dossier)
    if not may_write(user, dossier):
        raise PermissionDenied(_("Only who works on this dossier writes in it."))
    form = DossierForm(request.POST, dossier=dossier)
    if not form.kept:
        told = _("This dossier stands at “%(phase)s” now. These parts are locked.")
        messages.warning(request, told % {"phase": phase_of(dossier).name})
        return redirect(dossier)

    def keep(typed: Typed) -> None:
        write(dossier=dossier, by=user, values=typed.values, seen=typed.seen)

    if is_autosave(request):
        return autosaved(form, keep)
    if saved(form, keep):
        messages.success(request, _("Saved."))
        return redirect(dossier)
    return page(request, dossier, form)


def page(
    request: HttpRequest, dossier: Dossier, form: DossierForm | None = None, tried: StepForm | None = None
) -> HttpResponse:
    """The page, with whatever came back."""
    user: Any = request.user
    context = dossier_page(dossier, user, tried)
    context["form"] = (
        (form or DossierForm(dossier=dossier)) if context["writes"] or (form and form.is_bound) else None
    )
    context["opens"] = request.GET.get("stap", "")
    context["crumbs"] = dossier_crumbs(user, dossier)[:-1]
    return render(request, "subsidies/dossier.html", context)


@require_POST
@never_cache
def my_dossier_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Takes a step; what cannot be comes back with why, and with all that was typed. A second click changes nothing."""
    now, user = timezone.now(), request.user
    dossier = visible_dossier(request, pk)
    known = track_of(dossier).step_by_key.get(step)
    if known is None:
        raise Http404
    form = StepForm(request.POST, step=known, dossier=dossier)
    if not known.may.holds(user, dossier):
        raise PermissionDenied(_("You may not do this in this dossier."))
    if dossier.phase in known.start and not form.is_valid():
        return page(request, dossier, tried=form)
    try:
        moved = perform(dossier, step, by=user, at=now, seen=seen_in(request), **given(form))  # type: ignore[arg-type]
    except Refused as refusal:
        return refused(request, dossier, form, refusal, note_late(dossier, known, now))
    messages.success(request, _("Done: %(what)s.") % {"what": known.done})
    return redirect(moved)


def given(form: StepForm) -> dict[str, Any]:
    """What was given along; nothing when it cannot be read, as with a step that no longer fits."""
    return form.given if form.is_valid() else {}


def seen_in(request: HttpRequest) -> int | None:
    """The last line of the history that stood on the page; None when the browser says nothing useful."""
    text = request.POST.get("gezien", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= TAKEN_ALREADY else None


def refused(
    request: HttpRequest, dossier: Dossier, form: StepForm, refusal: Refused, late: LateSending | None
) -> HttpResponse:
    """The page again, with why, and when it came in where that was ``late``. Who pressed twice sees that it was done."""
    if refusal.why is Why.STATE:
        last = dossier.events.newest().first()
        twice = last is not None and (last.transition, last.by_id) == (form.step.key, request.user.pk)
        if not twice:
            messages.warning(request, refusal.sentences[0])
        return redirect(dossier)
    form.is_valid()
    form.blame(refusal.by_name, refusal.sentences)
    if late:
        messages.warning(request, _("It came in on %(moment)s.") % {"moment": in_words(late.at)})
    return page(request, dossier, tried=form)
