"""Sharing a practice: beginning, the list of one's own, its parts, and looking it over before it goes to the editors."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.desk import Impossible
from actors.editing.changing import Conflict

from .. import sharing
from ..forms.sharing import (
    PARTS,
    MakerForm,
    MaterialForm,
    OfferForm,
    Part,
    PartForm,
    StartForm,
    part_after,
    part_at,
)
from ..models import Practice
from ..permissions import may_delete_practice, may_edit_practice
from ..sharing.makers import unanswered, without_people
from ..sharing.offering import could_help, missing
from ..sharing.reading import as_asked, in_words

GET_AND_POST = ["GET", "HEAD", "POST"]
CONFLICT = 409
NEXT, MORE = "verder", "nog-een-stap"


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to the own pages about practices."""
    mine = {"name": _("What I share"), "url": reverse("my-practices")}
    return [{"name": _("My ECRU"), "url": reverse("my")}, mine, *more]


def own_practice(request: HttpRequest, pk: int) -> Practice:
    """The practice ``pk``, for who may change it. Raises ``Http404``: others need not know that a draft exists."""
    visible = Practice.objects.visible_to(request.user).prefetch_related("files", "pictures")
    practice: Practice = get_object_or_404(visible, pk=pk)
    if not may_edit_practice(request.user, practice):
        raise Http404
    return practice


@never_cache
@require_http_methods(GET_AND_POST)
def practice_new(request: HttpRequest) -> HttpResponse:
    """Beginning: for whom, what it is called, what it is. A double click makes one draft."""
    user: Any = request.user
    form = StartForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        answers = form.cleaned_data
        prefill = {"title": answers["title"], "kind": answers["kind"]}
        made = sharing.start_practice(by=user, actor=answers["actor"], prefill=prefill)
        return redirect("my-practice-edit", pk=made.pk, part=PARTS[0].key)
    context = {"form": form, "acts": bool(user.own_actors), "crumbs": crumbs()[:1]}
    return render(request, "projects/share/new.html", context)


@never_cache
@require_safe
def my_practices(request: HttpRequest) -> HttpResponse:
    """Everything that somebody shares: drafts, what lies with the editors, what shows, what was put away."""
    user: Any = request.user
    mine = Practice.objects.kept_by(user).in_order_of_change().prefetch_related("files", "pictures")
    context = {"standings": sharing.standings(mine), "crumbs": crumbs()[:1]}
    return render(request, "projects/share/list.html", context)


# --- One part ------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(GET_AND_POST)
def my_practice_edit(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """One part of it: shows it, or saves it. A script saves it by itself meanwhile."""
    found, practice = part_at(part), own_practice(request, pk)
    if found is None:
        raise Http404
    if found.form is None:
        return makers(request, practice, found)
    form = found.form(request.POST or None, request.FILES or None, practice=practice)
    if request.headers.get("x-autosave"):
        return autosave(request, form)
    if form.is_valid() and save(request, form):
        return after_saving(request, practice, found)
    return part_page(request, practice, found, form)


def save(request: HttpRequest, form: PartForm) -> bool:
    """Saves what was typed, and what was sent with it. False when the form has to be looked at again."""
    person: Any = request.user
    try:
        changed = bool(sharing.save_part(practice=form.practice, by=person, typed=form.typed))
        if isinstance(form, MaterialForm):
            changed = keep_material(request, form) or changed
    except Conflict as conflict:
        form.tell(conflict)
        return False
    except Impossible as reason:
        form.add_error(None, str(reason))
        return False
    if changed:
        messages.success(request, _("Saved."))
    return True


def keep_material(request: HttpRequest, form: MaterialForm) -> bool:
    """Adds the picture and the file that came along, and removes what somebody wants gone; whether anything happened."""
    person: Any = request.user
    practice, answers, happened = form.practice, form.cleaned_data, False
    for verb, removes in (("weg-foto", sharing.remove_picture), ("weg-bestand", sharing.remove_file)):
        key = request.POST.get(verb, "")
        if key.isdecimal():
            happened = removes(practice=practice, by=person, pk=int(key[:18])) or happened
    if answers["picture"]:
        sharing.add_picture(
            practice=practice,
            by=person,
            upload=answers["picture"],
            alt=answers["picture_alt"],
            credit=answers["picture_credit"],
        )
    if answers["file"]:
        sharing.add_file(practice=practice, by=person, upload=answers["file"], label=answers["file_label"])
    return happened or form.has_upload


def autosave(request: HttpRequest, form: PartForm) -> JsonResponse:
    """Saves what is right so far, and tells the script when, with the new marks. Nobody is bothered with mistakes yet."""
    form.is_valid()
    person: Any = request.user
    try:
        sharing.save_part(practice=form.practice, by=person, typed=form.typed)
    except Conflict:
        told = _(
            "This changed in another tab, or somebody else changed it. Nothing is overwritten. Press “Save” to compare."
        )
        return JsonResponse({"problem": told}, status=CONFLICT)
    except Impossible as reason:
        return JsonResponse({"problem": str(reason)}, status=CONFLICT)
    form.practice.refresh_from_db()
    now = date_format(timezone.localtime(), "H:i")
    return JsonResponse({"saved": _("Last saved at %(time)s") % {"time": now}, "seen": form.marks_now})


def after_saving(request: HttpRequest, practice: Practice, part: Part) -> HttpResponse:
    """Where one goes: on, or the same page again."""
    if request.POST.get("doe") == NEXT:
        following = part_after(part)
        if following is None:
            return redirect("my-practice", pk=practice.pk)
        return redirect("my-practice-edit", pk=practice.pk, part=following.key)
    page = redirect("my-practice-edit", pk=practice.pk, part=part.key)
    if request.POST.get("doe") == MORE:
        page["Location"] += "#id_steps_more"
    return page


def part_page(request: HttpRequest, practice: Practice, part: Part, form: PartForm) -> HttpResponse:
    """The page of one part, with the way to the others."""
    context = {**practice_context(request, practice, part), "form": form}
    if isinstance(form, MaterialForm):
        context |= {"files": practice.files.all(), "pictures": practice.pictures.all()}
    return render(request, "projects/share/edit.html", context)


def practice_context(request: HttpRequest, practice: Practice, part: Part | None = None) -> dict[str, Any]:
    """What every page about one's own practice shows."""
    standing, asked = sharing.standing_of(practice), as_asked(practice)
    here = {"name": asked["title"], "url": reverse("my-practice", args=[practice.pk])}
    return {
        "practice": practice,
        "title": asked["title"],
        "standing": standing,
        "part": part,
        "next": part_after(part) if part else None,
        "parts": cord(practice, asked, part),
        "crumbs": crumbs(*([here] if part else [])),
    }


def cord(practice: Practice, asked: dict[str, Any], current: Part | None) -> list[dict[str, Any]]:
    """Every part, with its address and how far it is."""
    gaps = set(missing(asked))
    return [
        {
            "label": part.label,
            "url": reverse("my-practice-edit", args=[practice.pk, part.key]),
            "current": part is current,
            "missing": bool(gaps & set(part.names)),
            "filled": is_filled(practice, asked, part),
        }
        for part in PARTS
    ]


def is_filled(practice: Practice, asked: dict[str, Any], part: Part) -> bool:
    """Whether somebody did something in ``part``."""
    if part.form is MaterialForm and (practice.files.all() or practice.pictures.all()):
        return True
    return part.form is None or any(
        asked[name] for name in part.names if name not in {"title", "kind", "language"}
    )


# --- Who made it ---------------------------------------------------------------------------------------------------


def makers(request: HttpRequest, practice: Practice, part: Part) -> HttpResponse:
    """Naming others, and taking a name away."""
    person: Any = request.user
    wants, gone = request.POST.get("doe", ""), request.POST.get("weg-maker", "")
    adds = request.method == "POST" and not gone and (wants != NEXT or bool(request.POST.get("actor")))
    form = MakerForm(request.POST if adds else None)
    try:
        if gone.isdecimal():
            sharing.unname_maker(practice=practice, by=person, pk=int(gone[:18]))
            return redirect("my-practice-edit", pk=practice.pk, part=part.key)
        if adds and form.is_valid():
            named = sharing.name_maker(
                practice=practice, by=person, actor=form.cleaned_data["actor"], role=form.cleaned_data["role"]
            )
            messages.success(request, told(named))
            return after_saving(request, practice, part)
    except Impossible as reason:
        form.add_error(None, str(reason)) if form.is_bound else messages.warning(request, str(reason))
    except PermissionDenied:
        messages.warning(request, _("Only people of the organisation itself take that name away."))
    if request.method == "POST" and not adds and not gone:
        return after_saving(request, practice, part)
    context = {
        **practice_context(request, practice, part),
        "form": form,
        "makers": practice.makers.with_actors(),
        "nobody": {maker.pk for maker in without_people(practice)},
    }
    return render(request, "projects/share/makers.html", context)


def told(maker: Any) -> str:
    """What somebody reads after naming an actor."""
    said = {"name": maker.actor.name}
    if maker.is_agreed:
        return _("%(name)s stands with it.") % said
    if maker.token_hash:
        return _("We mailed %(name)s. The name shows as soon as they say yes.") % said
    return _("Nobody acts for %(name)s here. The editors decide about the name.") % said


# --- Looking it over ------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(GET_AND_POST)
def my_practice(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it on one page, what is still missing, and the buttons."""
    practice = own_practice(request, pk)
    form = OfferForm(request.POST if request.POST.get("doe") == "doorsturen" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            return act(request, practice, form)
        except Impossible as reason:
            messages.warning(request, str(reason))
            practice = own_practice(request, pk)
    asked = as_asked(practice)
    context = {
        **practice_context(request, practice),
        "form": form,
        "story": story(practice, asked),
        "missing": [label_of(name) for name in missing(asked)],
        "could_help": [label_of(name) for name in could_help(asked)],
        "makers": list(practice.makers.with_actors()),
        "unanswered": unanswered(practice),
        "files": practice.files.all(),
        "pictures": practice.pictures.all(),
        "may_delete": may_delete_practice(request.user, practice),
    }
    return render(request, "projects/share/look.html", context)


def act(request: HttpRequest, practice: Practice, form: OfferForm) -> HttpResponse:
    """Does what a button says. Raises ``Impossible``."""
    person: Any = request.user
    verb, told = request.POST.get("doe", ""), ""
    if form.is_bound:
        sharing.offer_practice(practice=practice, by=person, words=form.cleaned_data["words"])
        told = _("Sent. The editors read it, and you get a mail.")
    elif verb == "terugnemen":
        taken = sharing.take_back(practice=practice, by=person)
        told = _("Taken back. You can go on.") if taken else _("The editors decided about this already.")
    elif verb == "archiveren":
        sharing.archive_practice(practice=practice, by=person)
        told = _("Put away. Nobody else sees it any more.")
    elif verb == "vergeten":
        sharing.discard_changes(practice=practice, by=person)
        told = _("Your changes are gone. What shows stays as it was.")
    elif verb == "weggooien":
        sharing.delete_practice(practice=practice, by=person)
        messages.success(request, _("The draft is gone."))
        return redirect("my-practices")
    if told:
        messages.success(request, told)
    return redirect("my-practice", pk=practice.pk)


def story(practice: Practice, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Every part with what it says, in words."""
    return [
        {
            "label": part.label,
            "url": reverse("my-practice-edit", args=[practice.pk, part.key]),
            "answers": [(label_of(name), in_words(name, asked[name])) for name in part.names if asked[name]],
        }
        for part in PARTS
        if part.form is not None
    ]


def label_of(name: str) -> str:
    """What the form calls the field ``name``."""
    for part in PARTS:
        if part.form is not None and name in part.names:
            return str(part.form.base_fields[name].label)
    raise KeyError(name)
