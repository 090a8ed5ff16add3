"""Contact moments with actors and what follows from them; for who runs the network."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.models import Actor
from ecru.base.access import GET_AND_POST, only_for
from ecru.base.directory.pages import Pager

from ..figures.noting import follow_up, note_contact, people_of, throw_away
from ..forms.contacts import ContactForm
from ..models import ActorNote, Dossier, PastDossier
from ..permissions import runs_dossiers
from .dossiers import with_phases
from .figures import desk_crumbs

SHOWN_DOSSIERS, SHOWN_NOTES = 50, 100
DONE, REMOVE = "gedaan", "weg"


@only_for(runs_dossiers)
@never_cache
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """What has to follow from contact moments, the soonest first."""
    waiting = ActorNote.objects.to_follow_up()
    address = reverse("contacts")
    pager = Pager.at(
        request.GET.get("pagina", ""), waiting.count(), lambda number: f"{address}?pagina={number}"
    )
    context = {
        "pager": pager,
        "notes": pager.part_of(waiting.soonest()),
        "today": timezone.localdate(),
        "crumbs": desk_crumbs(),
    }
    return render(request, "subsidies/contacts/due.html", context)


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def contact_actor(request: HttpRequest, slug: str) -> HttpResponse:
    """One actor: its dossiers, how many people act for it, and the contact moments; sending the form notes one."""
    user: Any = request.user
    actor = get_object_or_404(Actor.objects.select_related("municipality", "kind"), slug=slug)
    form = ContactForm(request.POST if request.method == "POST" else None, actor=actor)
    if form.is_bound and form.is_valid():
        note_contact(actor=actor, by=user, said=form.said)
        messages.success(request, _("Noted."))
        return redirect("contact-actor", slug=slug)
    dossiers = Dossier.objects.of_actor(actor).due_first().for_cards()
    context = {
        "actor": actor,
        "form": form,
        "people": people_of(actor).count(),
        "dossiers": with_phases(dossiers[:SHOWN_DOSSIERS]),
        "earlier": PastDossier.objects.of_actor(actor).select_related("actor", "municipality"),
        "notes": ActorNote.objects.of_actor(actor).select_related("spoke_with")[:SHOWN_NOTES],
        "today": timezone.localdate(),
        "crumbs": desk_crumbs({"name": _("To follow up"), "url": reverse("contacts")}),
    }
    return render(request, "subsidies/contacts/actor.html", context)


@only_for(runs_dossiers)
@never_cache
@require_POST
def contact_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that what had to follow was done, or takes a note away. A second click changes nothing."""
    user: Any = request.user
    note = get_object_or_404(ActorNote.objects.select_related("actor"), pk=pk)
    deed = request.POST.get("do", "")
    if deed == DONE:
        if follow_up(note=note, by=user):
            messages.success(request, _("Done: this waits for nothing any more."))
    elif deed == REMOVE:
        throw_away(note=note, by=user)
        messages.success(request, _("The note is removed."))
    else:
        raise Http404
    return redirect("contact-actor", slug=note.actor.slug)
