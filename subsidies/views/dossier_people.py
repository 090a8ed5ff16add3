"""Who of other actors works along on a dossier: asking, changing, taking away, and answering."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.desk import Impossible
from actors.models import Actor
from ecru.base.access import GET_AND_POST

from ..forms.people import InviteForm, PlaceForm, names_of_parts
from ..models import Dossier, DossierInvitation, DossierPerson, Place
from ..permissions import may_answer_invitation, may_seat, runs_dossiers, works_on
from ..questioning import Wish, answer_invitation, change_place, invite, take_away, take_back
from ..questioning.inviting import findable
from .dossiers import dossier_crumbs, my_crumbs, posted, visible_dossier

LONGEST_QUERY = 100
LONGEST_KEY = 10  # digits of a key that a browser may send
AWAY, YES, NO = "weg", "ja", "nee"


@never_cache
@require_http_methods(GET_AND_POST)
def my_dossier_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who works along and who was asked; for who acts for the applicant, asking somebody, and taking that back."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    if not (works_on(user, dossier) or runs_dossiers(user)):
        raise Http404
    if request.method == "POST" and not may_seat(user, dossier):
        raise PermissionDenied(_("Only who acts for the applicant says who works along."))
    if request.POST.get("terug"):
        return taken_back(request, dossier)
    query = request.GET.get("q", "")[:LONGEST_QUERY].replace("\0", " ").strip()
    found = findable(query, dossier) if query else Actor.objects.none()
    form = InviteForm(posted(request), dossier=dossier, actors=found)
    if form.is_bound and form.is_valid() and asked(request, dossier, form):
        return redirect("my-dossier-people", pk=dossier.pk)
    context = {
        "dossier": dossier,
        "persons": told_persons(dossier, user),
        "invitations": dossier.invitations.waiting().for_cards(),
        "seats": may_seat(user, dossier),
        "query": query,
        "found": found,
        "form": form,
        "crumbs": dossier_crumbs(request.user, dossier),
    }
    return render(request, "subsidies/form/people.html", context)


def asked(request: HttpRequest, dossier: Dossier, form: InviteForm) -> bool:
    """Asks who was chosen. False when that cannot be."""
    user: Any = request.user
    actor = form.cleaned_data["actor"]
    try:
        invite(dossier=dossier, by=user, actor=actor, wish=form.wish)
    except Impossible as reason:
        form.add_error(None, str(reason))
        return False
    messages.success(request, _("We asked %(name)s. You get the answer by mail.") % {"name": actor})
    return True


def taken_back(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Takes a question back."""
    user: Any = request.user
    text = request.POST["terug"]
    key = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else 0
    invitation = get_object_or_404(dossier.invitations.for_cards(), pk=key)
    take_back(invitation=invitation, by=user)
    messages.success(request, _("%(name)s is not asked any more.") % {"name": invitation.actor})
    return redirect("my-dossier-people", pk=dossier.pk)


def told_persons(dossier: Dossier, user: Any) -> list[dict[str, Any]]:
    """Who works along, in which parts, and whether it counts now: they still act for their actor."""
    seats = may_seat(user, dossier)
    rows = dossier.persons.select_related("user", "actor").order_by("pk")
    return [
        {
            "name": str(seat.user),
            "seat": seat,
            "parts": names_of_parts(dossier, seat.sections),
            "changes": seats or seat.user_id == user.pk,
        }
        for seat in rows
    ]


@never_cache
@require_http_methods(GET_AND_POST)
def my_dossier_person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """The place of one person: changing it, or taking it away. Who works along may stop here. For others it does not exist."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    seat = get_object_or_404(dossier.persons.select_related("user", "actor", "dossier"), pk=person)
    seats = may_seat(user, dossier)
    if not (seats or seat.user_id == user.pk):
        raise Http404
    if request.POST.get("doe") == AWAY:
        return left(request, seat)
    if request.method == "POST" and not seats:
        raise PermissionDenied(_("Only who acts for the applicant says who works along."))
    form = PlaceForm(posted(request), dossier=dossier, wish=Wish(seat.place, seat.sections))
    if form.is_bound and form.is_valid():
        change_place(person=seat, by=user, wish=form.wish)
        messages.success(request, _("Saved."))
        return redirect("my-dossier-people", pk=dossier.pk)
    people = {"name": _("Who works on it"), "url": reverse("my-dossier-people", args=[dossier.pk])}
    context = {
        "dossier": dossier,
        "seat": seat,
        "name": str(seat.user),
        "form": form if seats else None,
        "crumbs": dossier_crumbs(user, dossier, people),
    }
    return render(request, "subsidies/form/person.html", context)


def left(request: HttpRequest, seat: DossierPerson) -> HttpResponse:
    """Somebody works along no longer."""
    user: Any = request.user
    take_away(person=seat, by=user)
    if seat.user_id == user.pk:
        messages.success(request, _("You do not work on this dossier any more."))
        return redirect("my-dossiers")
    messages.success(
        request, _("%(name)s does not work on it any more, and reads so in a mail.") % {"name": seat.user}
    )
    return redirect("my-dossier-people", pk=seat.dossier_id)


@never_cache
@require_http_methods(GET_AND_POST)
def my_dossier_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody is asked: GET shows it, POST says yes or no. For others than the actor that was asked it does not exist."""
    user: Any = request.user
    invitation = get_object_or_404(DossierInvitation.objects.to_person(user).for_cards(), pk=pk)
    if not may_answer_invitation(user, invitation):
        raise Http404
    answer = request.POST.get("antwoord", "")
    if answer in {YES, NO}:
        try:
            answer_invitation(invitation=invitation, by=user, yes=answer == YES)
        except Impossible as reason:
            messages.warning(request, str(reason))
            return redirect(invitation)
        messages.success(request, _("Thank you. We tell who asked."))
        return redirect(invitation.dossier if answer == YES else "my-dossiers")
    dossier = invitation.dossier
    context = {
        "invitation": invitation,
        "dossier": dossier,
        "parts": names_of_parts(dossier, invitation.sections),
        "writes": invitation.place != Place.READS,
        "crumbs": my_crumbs(),
    }
    return render(request, "subsidies/form/invitation.html", context)
