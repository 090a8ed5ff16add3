"""Keeping the record of one's own actor right: a page for each part of it, and what follows from saving."""

from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from actors.completeness import missing_parts
from actors.editing import Conflict, Done, Waiting, change, confirm_all, take_back, waiting_for
from actors.forms.own import (
    SECTIONS,
    OwnForm,
    PictureForm,
    Section,
    StoryForm,
    WhereForm,
    section_after,
    section_at,
)
from actors.mapping import map_owner, pin_settings, with_tiles
from actors.models import Actor
from actors.terms import with_terms
from actors.views.field import HtmxRequest
from actors.views.mine import actor_context, own_actor

LOOK = "bekijk"  # the value of the button that shows what was typed, and saves nothing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_actor_edit(request: HtmxRequest, slug: str, part: str) -> HttpResponse:
    """One part of the record: shows it, shows it as it would look, or saves it."""
    section = section_at(part)
    if section is None:
        raise Http404
    [actor] = with_terms([own_actor(request, slug)])
    person: Any = request.user
    form = section.form(request.POST or None, request.FILES or None, actor=actor, by=person)
    if request.POST.get("doe") == LOOK and isinstance(form, StoryForm):
        return look(request, section, form)
    if form.is_valid() and save(request, form):
        return redirect("my-actor-edit", slug=actor.slug, part=section.key)
    if isinstance(form, PictureForm):
        form.again()
    return page(request, section, form)


def save(request: HttpRequest, form: OwnForm) -> bool:
    """Saves what was typed and says what came of it. False when the form has to be looked at again."""
    person: Any = request.user
    try:
        done = change(actor=form.actor, by=person, typed=form.typed)
    except Conflict as conflict:
        form.tell(conflict)
        return False
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    for text in told(done):
        messages.success(request, text)
    return True


def told(done: Done) -> list[str]:
    """What people read after saving."""
    texts = []
    if done.changed:
        texts.append(_("Saved. It shows on your page at once."))
    if done.waiting:
        fields = ", ".join(done.waiting)
        texts.append(_("An editor looks at this first: %(fields)s. You get a mail.") % {"fields": fields})
    return texts or [_("There was nothing new to save.")]


def look(request: HtmxRequest, section: Section, form: OwnForm) -> HttpResponse:
    """The text as the page would show it. Nothing is saved; a swap gets that part of the page only."""
    text = str(form["description"].value() or "")
    if request.htmx:
        return render(request, "mine/preview.html", {"text": text, "name": form.actor.name})
    return page(request, section, form, preview=text)


def page(request: HttpRequest, section: Section, form: OwnForm, preview: str | None = None) -> HttpResponse:
    """The page of one part, with the way to the others."""
    actor, waiting = form.actor, waiting_for(form.actor)
    context = {
        **actor_context(request, actor, "my-actor-edit"),
        "section": section,
        "parts": parts(actor, waiting, section),
        "next": section_after(section),
        "form": form,
        "preview": preview,
        "waiting": waiting,
        "waits_here": waiting is not None and bool(waiting.wanted.keys() & set(section.form.names)),
        "story": actor.description if preview is None else preview,
    }
    response = render(request, "mine/edit.html", context | more(form))
    if isinstance(form, WhereForm):
        return with_tiles(request, response)
    return with_chosen_picture(request, response) if isinstance(form, PictureForm) else response


def more(form: OwnForm) -> dict[str, Any]:
    """What the page of one part needs besides."""
    if isinstance(form, WhereForm):
        return {"pin": pin_settings(form.actor.municipality), "map_owner": map_owner()}
    return {}


def with_chosen_picture(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """``response``, whose page may show the picture that was chosen and not sent yet."""
    csp_update({"img-src": ["blob:"]})(lambda _request: response)(request)
    return response


def parts(actor: Actor, waiting: Waiting | None, current: Section | None = None) -> list[dict[str, Any]]:
    """Every part of the record: its address, what it misses, and whether something of it waits for an editor."""
    missing = missing_parts(actor)
    wanted = set(waiting.wanted) if waiting else set()
    return [
        {
            "label": section.label,
            "url": reverse("my-actor-edit", args=[actor.slug, section.key]),
            "missing": [part.label for part in missing if part.section == section.key],
            "waits": bool(wanted & set(section.form.names)),
            "current": section is current,
            "optional": section is SECTIONS[-1],
        }
        for section in SECTIONS
    ]


@require_POST
def my_actor_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """All of it is still right."""
    person: Any = request.user
    actor = own_actor(request, slug)
    confirm_all(actor=actor, by=person)
    messages.success(request, _("Thank you. Your page says that you looked at it today."))
    return redirect("my-actor", slug=actor.slug)


@require_POST
def my_actor_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes back what waits for an editor."""
    person: Any = request.user
    actor = own_actor(request, slug)
    if take_back(actor=actor, by=person):
        messages.success(request, _("Taken back. Everything stays as it was."))
    else:
        messages.info(request, _("Nothing waits for the editors any more."))
    return redirect("my-actor", slug=actor.slug)
