"""The desk of who runs the network: today, the board, the list, its views and tables, and the time line."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from actors.answers import seven
from ecru.base.access import only_for
from ecru.base.spreadsheet import MEDIA_TYPES, csv_lines, xlsx_bytes

from ..desk.board import Board
from ..desk.choices import Choice
from ..desk.concerns import Glance, concerns
from ..desk.exporting import headers, table_rows
from ..desk.keeping import (
    MOST_VIEWS,
    Taken,
    TooMany,
    choice_in,
    keep_view,
    let_go,
    open_with,
    rename_view,
)
from ..desk.listing import DossierList, options
from ..desk.tasks import TaskList
from ..desk.timeline import WEEKS, Timeline
from ..dossiers import Refused, Why, hindrances, perform
from ..forms.desk import ViewForm, ViewNameForm
from ..models import Dossier, SavedView
from ..permissions import runs_dossiers
from ..phases import TRACKS, track_of
from .dossiers import seen_in

EVERYTHING = "alles"  # the list without the view that usually opens it
NOT_MOVED = "board_not_moved"  # in the session, until the board shows it


@only_for(runs_dossiers)
@never_cache
@require_safe
def dossier_today(request: HttpRequest) -> HttpResponse:
    """What needs who runs the network today, and how many dossiers stand where."""
    glance = Glance(request.user)
    found = concerns(glance)
    tracks = [
        (track, [(phase, glance.count_of(track.key, phase.key)) for phase in track.phases])
        for track in TRACKS.values()
    ]
    context = {
        "concerns": found,
        "total": sum(one.total for one in found if one.is_ours),
        "tracks": tracks,
        "now": glance.now,
    }
    return render(request, "subsidies/desk/today.html", context)


@only_for(runs_dossiers)
@never_cache
@require_safe
def dossier_tasks(request: HttpRequest) -> HttpResponse:
    """All that is to be done in dossiers, by whom and by when."""
    user: Any = request.user
    tasks = TaskList(user, request.GET.get("wie", ""), request.GET.get("pagina", ""))
    return render(request, "subsidies/desk/tasks.html", {"tasks": tasks})


# --- The list ------------------------------------------------------------------------------------------------------


@only_for(runs_dossiers)
@never_cache
@require_safe
def dossier_desk(request: HttpRequest) -> HttpResponse:
    """Every dossier, by phase. Without a question it opens with the view that somebody chose for that."""
    views = list(SavedView.objects.of_owner(request.user))
    usual = next((view for view in views if view.is_default and view.question), None)
    if usual is not None and not request.GET:
        return redirect(f"{reverse('dossier-desk')}?{usual.question}")
    return render(request, "subsidies/desk/dossiers.html", list_context(request, views))


def list_context(
    request: HttpRequest,
    views: list[SavedView],
    form: ViewForm | None = None,
    renamed: dict[int, ViewNameForm] | None = None,
) -> dict[str, Any]:
    """What the list shows; ``form`` and ``renamed`` (by view): a name that came back with something wrong."""
    sent, renamed = request.method == "POST", renamed or {}
    asked = choice_in(request.POST.get("vraag", "")) if sent else Choice.of(request.GET)
    listing = DossierList(asked, request.user)
    pager = listing.pager()
    return {
        "choice": asked,
        "options": options(asked),
        "tracks": listing.tracks,
        "pager": pager,
        "lines": listing.lines(pager),
        "views": [
            (
                view,
                view.question == asked.question,
                renamed.get(view.pk) or ViewNameForm(pk=view.pk, name=view.name),
            )
            for view in views
        ],
        "form": form or ViewForm(),
        "clear_url": f"{reverse('dossier-desk')}?{EVERYTHING}=1",
        "tables": [(kind.upper(), asked.address("dossier-table", vorm=kind)) for kind in MEDIA_TYPES],
        "all_url": asked.address("dossier-letter", wie="alle"),
    }


@only_for(runs_dossiers)
@never_cache
@require_safe
def dossier_table(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered, for a spreadsheet."""
    kind = request.GET.get("vorm", "csv")
    if kind not in MEDIA_TYPES:
        raise Http404
    rows = table_rows(DossierList(Choice.of(request.GET), request.user).chosen)
    name = f"dossiers-{timezone.localdate().isoformat()}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "csv":
        lines = csv_lines(headers(), rows)
        return StreamingHttpResponse(lines, content_type=MEDIA_TYPES[kind], headers=disposition)
    book = xlsx_bytes(headers(), rows, _("Dossiers"))
    return HttpResponse(book, content_type=MEDIA_TYPES[kind], headers=disposition)


@only_for(runs_dossiers)
@never_cache
@require_POST
def dossier_views(request: HttpRequest) -> HttpResponse:
    """Keeps the list as it is filtered under a name."""
    form = ViewForm(request.POST)
    asked = choice_in(request.POST.get("vraag", ""))
    if form.is_valid():
        name, opens = form.cleaned_data["name"], form.cleaned_data["opens"]
        try:
            view = keep_view(owner=request.user, name=name, choice=asked, opens=opens)
        except TooMany:
            form.add_error(None, _("You have %(most)d views. Throw one away first.") % {"most": MOST_VIEWS})
        else:
            messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
            return redirect(asked.address())
    views = list(SavedView.objects.of_owner(request.user))
    return render(request, "subsidies/desk/dossiers.html", list_context(request, views, form))


@only_for(runs_dossiers)
@never_cache
@require_POST
def dossier_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets the list open with a view, or no more; gives it another name; or throws it away."""
    view = get_object_or_404(SavedView.objects.of_owner(request.user), pk=pk)
    deed = request.POST.get("do")
    if deed == "noem":
        return renamed_view(request, view)
    if deed == "weg":
        let_go(owner=request.user, view=view)
        messages.success(request, _("The view “%(name)s” is gone.") % {"name": view.name})
    elif deed == "opent":
        open_with(owner=request.user, view=view)
        messages.success(request, _("The list opens with “%(name)s” from now on.") % {"name": view.name})
    elif deed == "opent-niet":
        open_with(owner=request.user, view=None)
        messages.success(request, _("The list opens with all dossiers from now on."))
    return redirect(f"{reverse('dossier-desk')}?{EVERYTHING}=1")


def renamed_view(request: HttpRequest, view: SavedView) -> HttpResponse:
    """Gives ``view`` another name; what cannot be comes back beside it, with what was typed."""
    form = ViewNameForm(request.POST, pk=view.pk)
    if form.is_valid():
        try:
            kept = rename_view(owner=request.user, view=view, name=form.cleaned_data["name"])
        except Taken:
            form.add_error("name", _("You have another view with this name."))
        else:
            messages.success(request, _("The view is called “%(name)s” now.") % {"name": kept.name})
            return redirect(f"{reverse('dossier-desk')}?{EVERYTHING}=1")
    views = list(SavedView.objects.of_owner(request.user))
    context = list_context(request, views, renamed={view.pk: form})
    return render(request, "subsidies/desk/dossiers.html", context)


# --- The board -----------------------------------------------------------------------------------------------------


@only_for(runs_dossiers)
@never_cache
@require_safe
def dossier_board(request: HttpRequest) -> HttpResponse:
    """The dossiers of a track by phase."""
    board = Board(Choice.of(request.GET), request.user)
    context = {
        "board": board,
        "choice": board.choice,
        "tracks": [
            (track, board.choice.address("dossier-board", spoor=key, fase=""))
            for key, track in TRACKS.items()
        ],
        "not_moved": request.session.pop(NOT_MOVED, None),
        "clear_url": reverse("dossier-board"),
        "options": {"gemeente": options_of_places()},
    }
    return render(request, "subsidies/desk/board.html", context)


def options_of_places() -> list[tuple[str, str]]:
    """The municipalities of the network."""
    return [(place.slug, place.name) for place in seven()]


@only_for(runs_dossiers)
@never_cache
@require_POST
def dossier_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a step from the board. What asks something goes to the page of the dossier; what cannot be says why, on its card too."""
    user: Any = request.user
    dossier = get_object_or_404(Dossier.objects.visible_to(user).for_page(), pk=pk)
    back = f"{choice_in(request.POST.get('vraag', '')).address('dossier-board')}#d-{dossier.pk}"
    step = track_of(dossier).step_by_key.get(request.POST.get("stap", ""))
    if step is None:
        first = _("Choose a step for “%(title)s” first.") % {"title": dossier.title}
        return not_moved(request, dossier, first, [_("Choose a step.")])
    if step.asks:
        if found := hindrances(dossier, step.key, by=user):
            return not_moved(request, dossier, "", found, step.label)
        return redirect(f"{dossier.get_absolute_url()}?stap={step.key}#stap-{step.key}")
    try:
        perform(dossier, step.key, by=user, seen=seen_in(request))
    except Refused as refusal:
        if done_already(dossier, step.key, user, refusal):
            return redirect(back)
        return not_moved(request, dossier, "", refusal.sentences, step.label)
    messages.success(request, _("“%(title)s”: %(what)s.") % {"title": dossier.title, "what": step.done})
    return redirect(back)


def not_moved(
    request: HttpRequest, dossier: Dossier, told: str, sentences: list[str], step: Any = ""
) -> HttpResponse:
    """Back to the card, which says what stands in the way; a phone then looks at the phase where it stands."""
    said = _("“%(title)s”: %(said)s") % {"title": dossier.title, "said": " ".join(sentences)}
    messages.warning(request, told or said)
    request.session[NOT_MOVED] = {
        "pk": dossier.pk,
        "step": str(step),
        "said": [str(one) for one in sentences],
    }
    dossier.refresh_from_db(fields=["phase"])
    asked = choice_in(request.POST.get("vraag", ""))
    board = asked.address("dossier-board", spoor=str(dossier.track), fase=dossier.phase)
    return redirect(f"{board}#d-{dossier.pk}")


def done_already(dossier: Dossier, step: str, user: Any, refusal: Refused) -> bool:
    """Whether somebody pressed twice: the last thing that happened is this step, by them."""
    last = dossier.events.newest().first()
    return refusal.why is Why.STATE and last is not None and (last.transition, last.by_id) == (step, user.pk)


# --- The time line -------------------------------------------------------------------------------------------------


@only_for(runs_dossiers)
@never_cache
@require_safe
def dossier_timeline(request: HttpRequest) -> HttpResponse:
    """What comes, by week."""
    choice = Choice.of(request.GET)
    asked = request.GET.get("weken", "")
    weeks = next((number for number in WEEKS if str(number) == asked), WEEKS[0])
    context = {
        "choice": choice,
        "line": Timeline(choice, request.user, weeks),
        "lengths": [(number, choice.address("dossier-timeline", weken=str(number))) for number in WEEKS],
        "options": {
            "spoor": [(str(track.key), track.name) for track in TRACKS.values()],
            "gemeente": options_of_places(),
        },
        "clear_url": reverse("dossier-timeline"),
    }
    return render(request, "subsidies/desk/timeline.html", context)
