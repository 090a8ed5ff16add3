"""Where support is missing: the overview, what stands behind each number, the table to download, and saying that one looked."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.answers import seven
from actors.models import Municipality, User
from actors.permissions import may_keep_needs
from ecru.base.access import GET_AND_POST, public
from ecru.base.kept import same_for_everyone
from ecru.base.spreadsheet import MEDIA_TYPES, csv_lines

from ..forms.coverage import CoverageForm
from ..gaps import telling
from ..gaps.axes import AXES, NO_WORD, QUESTIONS, Asked, Axis, Reach
from ..gaps.behind import Behind
from ..gaps.checking import check_coverage, take_back
from ..gaps.counting import Matrix, State
from ..measure_page import crumbs_to_measures
from ..permissions import may_check_coverage
from ..timetable import changes_next

URGENT = 5
CHECK, TAKE_BACK, EMPTY = "check", "take-back", "leeg"


@public
@require_safe
@same_for_everyone(*QUESTIONS, until=changes_next)
def gaps(request: HttpRequest) -> HttpResponse:
    """Every municipality and every word of one list: what there is, what there is not, and what nobody looked for."""
    asked = Asked.of(request.GET)
    matrix = Matrix(asked)
    context = {
        "matrix": matrix,
        "asked": asked,
        "title": _("Where is support missing in %(place)s?") % {"place": asked.place.name}
        if asked.place
        else _("Where is support missing?"),
        "axes": [(axis.label, matrix.url(**{"as": axis.slug}), axis is asked.axis) for axis in AXES.values()],
        "reaches": [(reach.label, matrix.url(bereik=reach.value), reach == asked.reach) for reach in Reach],
        "towns": [(place, matrix.url(gemeente=place.slug)) for place in seven()],
        "groups": [(group.label, telling.lines_of(group.rows)) for group in matrix.groups],
        "nameless": telling.lines_of([matrix.nameless])[0],
        "summary": telling.summary(matrix),
        "urgent": matrix.urgent[:URGENT],
        "table_url": table_url(asked),
        "may_check": asked.place is not None and may_check_coverage(request.user, asked.place),
        "crumbs": crumbs_to_measures(),
        "section": "support",
    }
    return render(request, "subsidies/gaps/overview.html", context)


def table_url(asked: Asked) -> str:
    """The table of what is shown, to download."""
    address = reverse("measure-gaps-table")
    return f"{address}?{urlencode(asked.query)}" if asked.query else address


@public
@require_safe
@same_for_everyone(*QUESTIONS, until=changes_next)
def gaps_table(request: HttpRequest) -> HttpResponse:
    """The cells of one list of words for a spreadsheet, a line each."""
    asked = Asked.of(request.GET)
    lines = csv_lines(telling.headers(), telling.table(Matrix(asked)))
    name = f"steun-per-{asked.axis.slug}-{timezone.localdate().isoformat()}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("".join(lines), content_type=MEDIA_TYPES["csv"], headers=disposition)


@public
@require_safe
@same_for_everyone("bereik", until=changes_next)
def gap(request: HttpRequest, place: str, axis: str, word: str) -> HttpResponse:
    """One cell: the measures behind the number, who looked, and what people miss there."""
    municipality, chosen = place_called(place), axis_called(axis)
    answer = None if word == NO_WORD else chosen.word_called(word)
    if answer is None and word != NO_WORD:
        raise Http404
    asked = Asked(axis=chosen, reach=Asked.of(request.GET).reach)
    behind = Behind(municipality, chosen, answer, asked.reach)
    matrix = Matrix(asked)
    label = answer.label if answer else str(chosen.none)
    context = {
        **behind.for_page(keeps_needs=may_keep_needs(request.user)),
        "over": [municipality.slug],
        "title": _("%(what)s in %(place)s") % {"what": label, "place": municipality.name},
        "sentences": telling.sentences(matrix, municipality, [behind.cell], 0),
        "may_check": answer is not None and may_check_coverage(request.user, municipality),
        "place_url": matrix.url(gemeente=municipality.slug),
        "crumbs": [*crumbs_to_measures(), {"name": _("Where is support missing?"), "url": matrix.url()}],
        "section": "support",
    }
    return render(request, "subsidies/gaps/cell.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def gap_check(request: HttpRequest, place: str, axis: str) -> HttpResponse:
    """Where a municipal partner or an editor says for which words they looked, or takes that back."""
    municipality, chosen = place_called(place), axis_called(axis)
    if not may_check_coverage(request.user, municipality):
        raise PermissionDenied
    matrix = Matrix(Asked(axis=chosen, place=municipality))
    sent = request.POST if request.method == "POST" else None
    form = CoverageForm(sent, axis=chosen, initial={"words": ticked_first(request, matrix)})
    if form.is_valid():
        done = noted(form, municipality, chosen, request)
        messages.success(request, done)
        return redirect(matrix.url())
    context = {
        "form": form,
        "groups": [(group.label, telling.lines_of(group.rows)) for group in matrix.groups],
        "place": municipality,
        "over": [municipality.slug],
        "axis": chosen,
        "check": CHECK,
        "take_back": TAKE_BACK,
        "all_empty_url": f"?kies={EMPTY}",
        "crumbs": [
            *crumbs_to_measures(),
            {"name": _("Where is support missing?"), "url": reverse("measure-gaps")},
            {"name": municipality.name, "url": matrix.url()},
        ],
        "section": "support",
    }
    return render(request, "subsidies/gaps/check.html", context)


def ticked_first(request: HttpRequest, matrix: Matrix) -> list[str]:
    """The words that stand ticked when the page opens: those in the address, or all without support."""
    if request.GET.get("kies") == EMPTY:
        return [cell.word.value for cell in matrix.cells if cell.word and cell.state != State.FOUND]
    return request.GET.getlist("woord")[:1]


def noted(form: CoverageForm, place: Municipality, axis: Axis, request: HttpRequest) -> str:
    """Does what was asked, and says what was done."""
    facts: dict[str, Any] = {
        "place": place,
        "axis": axis,
        "words": form.records,
        "by": cast("User", request.user),
    }
    if request.POST.get("do") == TAKE_BACK:
        number = take_back(**facts)
        told = ngettext(
            "%(number)d word counts as not researched again.",
            "%(number)d words count as not researched again.",
            number,
        )
    else:
        number = check_coverage(**facts, note=form.cleaned_data["note"])
        told = ngettext(
            "Noted: you looked for %(number)d word.", "Noted: you looked for %(number)d words.", number
        )
    return told % {"number": number}


def place_called(slug: str) -> Municipality:
    """The municipality of the network with this address. Raises ``Http404``."""
    found = next((place for place in seven() if place.slug == slug), None)
    if found is None:
        raise Http404
    return found


def axis_called(slug: str) -> Axis:
    """The list of words with this address. Raises ``Http404``."""
    if slug not in AXES:
        raise Http404
    return AXES[slug]
