"""The board: its meetings, and one meeting with its agenda, votes, decisions and minutes."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecru.base.access import GET_AND_POST, only_for

from ..board_page import Tried, decision_form, meeting_page, voters
from ..deciding import (
    NotNow,
    board_members,
    close_meeting,
    move_up,
    note_attendance,
    plan_meeting,
    vote,
    write_minutes,
)
from ..deciding.pack import minutes_pdf, pack_pdf
from ..dossiers import Refused, Why, perform
from ..forms.board import AttendanceForm, MeetingForm, MinutesForm, VotesForm
from ..models import AgendaItem, BoardMeeting, ItemState
from ..permissions import may_see_meetings, runs_dossiers
from .dossiers import seen_in


def board_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a meeting."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Meetings of the board"), "url": reverse("board-meetings")},
        *more,
    ]


def visible_meeting(pk: int) -> BoardMeeting:
    """The meeting with this key and all that its page shows. Raises ``Http404``."""
    return get_object_or_404(BoardMeeting.objects.for_page(), pk=pk)


def point_of(meeting: BoardMeeting, pk: int, user: Any) -> AgendaItem:
    """A point of ``meeting``; for a member who has an interest in it, it does not exist. Raises ``Http404``."""
    for item in meeting.items.all():
        hidden = not runs_dossiers(user) and item.is_closed_to(user)
        if item.pk == pk and not hidden:
            item.meeting = meeting
            return item
    raise Http404


def page(request: HttpRequest, meeting: BoardMeeting, tried: Tried | None = None) -> HttpResponse:
    """The page of a meeting, with whatever came back."""
    context = meeting_page(meeting, request.user, tried)  # type: ignore[arg-type]
    return render(request, "subsidies/board/meeting.html", {**context, "crumbs": board_crumbs()})


@only_for(may_see_meetings)
@never_cache
@require_safe
def board_meetings(request: HttpRequest) -> HttpResponse:
    """The meetings: what comes, and what was."""
    meetings, today = list(BoardMeeting.objects.newest_first()), timezone.localdate()
    context = {
        "coming": [one for one in reversed(meetings) if not one.is_closed and one.day >= today],
        "left_open": [one for one in meetings if not one.is_closed and one.day < today],
        "past": [one for one in meetings if one.is_closed],
        "runs": runs_dossiers(request.user),
        "crumbs": board_crumbs()[:1],
    }
    return render(request, "subsidies/board/meetings.html", context)


@only_for(may_see_meetings)
@never_cache
@require_safe
def board_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting."""
    return page(request, visible_meeting(pk))


@only_for(may_see_meetings)
@never_cache
@require_safe
def board_meeting_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Every dossier of the agenda in one PDF."""
    meeting = visible_meeting(pk)
    return as_pdf(pack_pdf(meeting, request.user, timezone.now()), f"bundel-{meeting.day.isoformat()}.pdf")


@only_for(may_see_meetings)
@never_cache
@require_safe
def board_meeting_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as PDF."""
    meeting = visible_meeting(pk)
    return as_pdf(
        minutes_pdf(meeting, request.user, timezone.now()), f"verslag-{meeting.day.isoformat()}.pdf"
    )


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """A file to keep, that runs nothing."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def board_meeting_new(request: HttpRequest) -> HttpResponse:
    """Planning a meeting."""
    return kept_meeting(request, None)


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def board_meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Moving a meeting, or changing where it is and how many have to be there."""
    return kept_meeting(request, get_object_or_404(BoardMeeting, pk=pk))


def kept_meeting(request: HttpRequest, meeting: BoardMeeting | None) -> HttpResponse:
    """The form of a meeting; what was sent is kept."""
    form = MeetingForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_bound and form.is_valid():
        try:
            return redirect(plan_meeting(by=request.user, facts=form.facts, meeting=meeting))  # type: ignore[arg-type]
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
    return render(
        request, "subsidies/board/edit.html", {"form": form, "meeting": meeting, "crumbs": board_crumbs()}
    )


@only_for(runs_dossiers)
@never_cache
@require_POST
def board_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes down who is there."""
    meeting, user = visible_meeting(pk), request.user
    form = AttendanceForm(request.POST, meeting=meeting)
    if form.is_valid():
        told(request, lambda: note_attendance(meeting=meeting, by=user, present=form.keys))  # type: ignore[arg-type]
    else:
        messages.warning(request, _("Somebody who was ticked is not on the board. Look again."))
    return redirect(meeting)


def told(request: HttpRequest, deed: Any) -> bool:
    """Does ``deed`` and says so; or says why it cannot be. Whether it was done."""
    try:
        deed()
    except NotNow as refusal:
        messages.warning(request, refusal.sentence)
        return False
    messages.success(request, _("Saved."))
    return True


@only_for(may_see_meetings)
@never_cache
@require_POST
def board_vote(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Writes down votes about one point: a member for themselves, who runs the network for everybody."""
    meeting, user = visible_meeting(pk), request.user
    point = point_of(meeting, item, user)
    members = voters(point, user, board_members())  # type: ignore[arg-type]
    if not members:
        messages.warning(
            request, _("This point is decided or taken off the agenda. Votes do not change any more.")
        )
        return redirect(meeting)
    form = VotesForm(request.POST, item=point, members=members)
    if form.is_valid():
        try:
            with transaction.atomic():
                for said in form.said:
                    vote(item=point, by=user, said=said)  # type: ignore[arg-type]
            messages.success(request, _("Saved."))
            return redirect(point)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
    return page(request, meeting, Tried(votes={point.pk: form}))


@only_for(runs_dossiers)
@never_cache
@require_POST
def board_decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Writes down the decision about one point: the step of the dossier, with all that it asks."""
    now, user, meeting = timezone.now(), request.user, visible_meeting(pk)
    point = point_of(meeting, item, user)
    form = decision_form(point, request.POST)
    if point.state == ItemState.RUNS and not form.is_valid():
        return page(request, meeting, Tried(decisions={point.pk: form}))
    given: Any = form.given if form.is_valid() else {}
    try:
        perform(point.dossier, "beslissen", by=user, at=now, seen=seen_in(request), **given)  # type: ignore[arg-type]
    except Refused as refusal:
        if refusal.why is not Why.STATE:
            form.blame(refusal.by_name, refusal.sentences)
            return page(request, meeting, Tried(decisions={point.pk: form}))
        messages.warning(request, f"{refusal.sentences[0]} {outcome_of(point)}".strip())
    else:
        messages.success(request, _("The decision is written down. The letter is filed in the dossier."))
    return redirect(point)


def outcome_of(point: AgendaItem) -> str:
    """What somebody else decided in the meantime, when that is so."""
    point.dossier.refresh_from_db()
    outcome = point.dossier.get_outcome_display()
    return _("Decided: %(outcome)s.") % {"outcome": capfirst(str(outcome))} if point.dossier.outcome else ""


@only_for(runs_dossiers)
@never_cache
@require_POST
def board_up(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Puts a point one place earlier."""
    meeting = visible_meeting(pk)
    point = point_of(meeting, item, request.user)
    told(request, lambda: move_up(item=point, by=request.user))  # type: ignore[arg-type]
    return redirect(point)


@only_for(runs_dossiers)
@never_cache
@require_POST
def board_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the minutes."""
    meeting, form = visible_meeting(pk), MinutesForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        told(request, lambda: write_minutes(meeting=meeting, by=request.user, words=words))  # type: ignore[arg-type]
        return redirect(meeting)
    return page(request, meeting, Tried(minutes=form))


@only_for(runs_dossiers)
@never_cache
@require_POST
def board_close(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting is over."""
    meeting = visible_meeting(pk)
    told(request, lambda: close_meeting(meeting=meeting, by=request.user))  # type: ignore[arg-type]
    return redirect(meeting)
