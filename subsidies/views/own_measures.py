"""Keeping measures right in the site: the list, one measure, its parts, adding one, and what waits for an editor."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.editing import Conflict, Done
from ecru.base.access import GET_AND_POST, only_for

from .. import keeping
from ..forms.own import SECTIONS, MeasureForm, NewMeasureForm, Section, section_after, section_at
from ..models import Call, Measure
from ..permissions import may_edit_measure, may_keep_support

SHOWN = 5  # changes on the page of a measure; the history has the rest


def own_measure(request: HttpRequest, slug: str) -> Measure:
    """The measure at ``slug``, for who may change it. Raises ``Http404``: what others keep is not told."""
    measure = get_object_or_404(Measure.objects.for_page(), slug=slug)
    if not may_edit_measure(request.user, measure):
        raise Http404
    return measure


def measure_context(measure: Measure, tab: str) -> dict[str, Any]:
    """What every own page of a measure shows; ``tab`` is the name of its route."""
    crumbs = [
        {"name": _("My ECRU"), "url": reverse("my")},
        {"name": _("Support that you keep"), "url": reverse("my-measures")},
    ]
    if tab != "my-measure":
        crumbs.append({"name": measure.title, "url": reverse("my-measure", args=[measure.slug])})
    return {"measure": measure, "tab": tab, "crumbs": crumbs, "waiting": keeping.waiting_for(measure)}


@only_for(may_keep_support)
@never_cache
@require_safe
def my_measures(request: HttpRequest) -> HttpResponse:
    """The measures that somebody keeps, what nobody looked at for longest first."""
    user: Any = request.user
    places = list(keeping.places_of(user))
    place = next((place for place in places if place.slug == request.GET.get("gemeente", "")), None)
    context = {
        "page": keeping.listed(user, place, request.GET.get("p", "")),
        "own_places": places if len(places) > 1 else [],
        "place": place,
        "names": ", ".join(place.name for place in places),
        "stale": keeping.stale_of(user).count(),
        "crumbs": [{"name": _("My ECRU"), "url": reverse("my")}],
    }
    return render(request, "subsidies/own/list.html", context)


@only_for(may_keep_support)
@never_cache
@require_http_methods(GET_AND_POST)
def my_measure_new(request: HttpRequest) -> HttpResponse:
    """Adding a measure. A double click makes one."""
    user: Any = request.user
    form = NewMeasureForm(request.POST if request.method == "POST" else None, by=user)
    known = None
    if form.is_valid():
        try:
            made = keeping.add_measure(by=user, told=form.told)
        except keeping.Known as there:
            known = there.measure
            form.add_error("title", _("There is a measure of this name already. Look at that one first."))
        else:
            messages.success(request, told_of_new(made))
            return redirect("my-measure", slug=made.slug)
    crumbs = measure_context(known or Measure(title=""), "my-measure")["crumbs"]
    return render(request, "subsidies/own/new.html", {"form": form, "known": known, "crumbs": crumbs})


def told_of_new(measure: Measure) -> str:
    """What people read after adding a measure."""
    if measure.is_public:
        return _("It is on the site now. Fill in the rest: amounts, for whom, and when one can ask.")
    return _("Kept. An editor looks at it before it shows. Meanwhile you can fill in the rest.")


@never_cache
@require_safe
def my_measure(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure for who keeps it: its rounds, what waits, what changed last, and "still right"."""
    measure = own_measure(request, slug)
    context = {"parts": parts(measure), "lines": keeping.Past(measure)[0:SHOWN]}
    return render(request, "subsidies/own/measure.html", measure_context(measure, "my-measure") | context)


@never_cache
@require_http_methods(GET_AND_POST)
def my_measure_edit(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One part of a measure: shows it, or saves it."""
    section = section_at(part)
    if section is None:
        raise Http404
    measure = own_measure(request, slug)
    user: Any = request.user
    form = section.form(request.POST if request.method == "POST" else None, measure=measure, by=user)
    if form.is_valid() and save(request, form):
        return redirect("my-measure-edit", slug=slug, part=section.key)
    context = {
        "section": section,
        "parts": parts(measure, section),
        "next": section_after(section),
        "form": form,
        "waits_here": bool(form.waits),
    }
    return render(request, "subsidies/own/edit.html", measure_context(measure, "my-measure-edit") | context)


def save(request: HttpRequest, form: MeasureForm) -> bool:
    """Saves what was typed and says what came of it. False when the form has to be looked at again."""
    user: Any = request.user
    try:
        done = keeping.change(measure=form.measure, by=user, typed=form.typed)
    except Conflict as conflict:
        form.tell(conflict)
        return False
    except ValidationError as error:
        form.refuse(error)
        return False
    for text in told(done):
        messages.success(request, text)
    return True


def told(done: Done) -> list[str]:
    """What people read after saving."""
    texts = []
    if done.changed:
        texts.append(_("Saved."))
    if done.waiting:
        fields = ", ".join(done.waiting)
        texts.append(_("An editor looks at this first: %(fields)s. You get a mail.") % {"fields": fields})
    return texts or [_("There was nothing new to save.")]


def parts(measure: Measure, current: Section | None = None) -> list[dict[str, Any]]:
    """Every part of a measure: its address, and whether it says something."""
    empty = {None, ""}
    return [
        {
            "label": section.label,
            "url": reverse("my-measure-edit", args=[measure.slug, section.key]),
            "filled": any(is_filled(measure, name, empty) for name in section.form.names if name != "title"),
            "current": section is current,
            "optional": section.key in section.optional,
        }
        for section in SECTIONS
    ]


def is_filled(measure: Measure, name: str, empty: set[Any]) -> bool:
    """Whether ``measure`` says something in the field ``name``. Prefetch its relations."""
    value = getattr(measure, name)
    return bool(value.all()) if hasattr(value, "all") else value not in empty and value is not False


@require_POST
def my_measure_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """All of it is still right."""
    user: Any = request.user
    keeping.confirm(measure=own_measure(request, slug), by=user)
    messages.success(request, _("Thank you. The page says that you looked at it today."))
    if request.POST.get("terug") == "lijst":
        return redirect("my-measures")
    return redirect("my-measure", slug=slug)


@require_POST
def my_measure_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes back what waits for an editor."""
    user: Any = request.user
    measure = own_measure(request, slug)
    if keeping.take_back(measure=measure, by=user):
        messages.success(request, _("Taken back. Everything stays as it was."))
    else:
        messages.info(request, _("Nothing waits for the editors any more."))
    return redirect("my-measure", slug=slug)


def round_of(measure: Measure, pk: int) -> Call:
    """The round ``pk`` of ``measure``. Raises ``Http404``."""
    found = next((call for call in measure.calls.all() if call.pk == pk), None)
    if found is None:
        raise Http404
    return found
