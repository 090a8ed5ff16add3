"""Actors in the admin."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, ActorName
from ecru.base.admin_mixins import FoundAsOnSite
from ecru.base.models import Publication

from .actor_actions import ActorActions
from .actor_form import ActorForm, PictureWidget
from .actor_list import (
    GAPS,
    CheckedFilter,
    GapFilter,
    HintFilter,
    PictureFilter,
    PlaceFilter,
    is_stale,
    with_gaps,
)
from .history import KeepsHistory
from .membership import PeopleInline, ShowsLinks
from .merging import MergesActors
from .preview import PreviewsActors
from .publishing import AcceptsByPublishing
from .received import CountsWhatCameIn
from .shared import FieldAdmin, FieldRights
from .tables.exports import TakesActors
from .twins import TellsTwins


class ActorNameInline(FieldRights, admin.TabularInline):
    """Other and former names of an actor."""

    model = ActorName
    extra = 0


@admin.register(Actor)
class ActorAdmin(
    ShowsLinks,
    CountsWhatCameIn,
    TakesActors,
    ActorActions,
    TellsTwins,
    AcceptsByPublishing,
    PreviewsActors,
    MergesActors,
    KeepsHistory,
    FoundAsOnSite,
    FieldAdmin,
):
    """Organisations, services, collectives and artists."""

    form = ActorForm
    index_position = 10
    save_as = True
    save_on_top = True
    search_fields = ["search_text"]
    search_help_text = _("Searches names, words and places, as the site does.")
    ordering = ["search_name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ActorNameInline, PeopleInline]
    actions = ["publish", "archive", "mark_checked", "confirm_hints", "merge_two", "delete_selected"]
    formfield_overrides = {**FieldAdmin.formfield_overrides, models.ImageField: {"widget": PictureWidget}}
    autocomplete_fields = [
        *("kind", "municipality", "municipality_hint", "active_in", "disciplines", "target_groups", "themes"),
        *("parent", "umbrellas", "source"),
    ]
    list_display = ["title", "kind", "seat", "state", "checked", "gaps", "last_changed"]
    list_select_related = ["kind", "municipality", "freshness"]
    list_filter = [
        *("status", GapFilter, CheckedFilter, HintFilter, PlaceFilter, "kind", "scale", "disciplines"),
        *("named_only", "closed", PictureFilter),
    ]
    readonly_fields = ["came_in", "provenance", "created_at", "updated_at", "published_at", "last_changed"]
    fieldsets = [
        (None, {"fields": ["not_a_twin", "name", "slug", "status", "kind", "scale", "description", "note"]}),
        (_("Where"), {"fields": ["municipality", "municipality_hint", "municipality_hint_basis", "confirm_hint", "active_in", "place", "country", ("latitude", "longitude")]}),
        (_("What for, and with whom"), {"fields": ["disciplines", "target_groups", "themes", "parent", "umbrellas", "partner_since", "past_collaboration", "collective", "named_only", "closed"]}),
        (_("How to reach them"), {"fields": ["website", "links", "contact_email", "contact_email_public", "kbo_number", "v_code", "came_in"]}),
        (_("Picture"), {"fields": ["picture", "picture_alt", "picture_credit"]}),
        (_("How we know"), {"fields": ["source", "source_pages", "checked_today", ("verified_on", "verified_by"), "provenance"]}),
        (_("History"), {"fields": ["last_changed", "updated_at", "created_at", "published_at"]}),
    ]  # fmt: skip

    class Media:
        js = [Script("js/twins.js", defer=True)]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every actor, with what its record misses."""
        return with_gaps(super().get_queryset(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fieldsets; the question about the probable seat only where there is one."""
        hidden = set() if obj and obj.municipality_hint_id else {"confirm_hint"}
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name not in hidden]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def save_model(self, request: HttpRequest, obj: Actor, form: Any, change: bool) -> None:
        """Saves, and removes the file of a picture that was replaced or cleared, once that is certain."""
        before = form.initial.get("picture") if change else None
        super().save_model(request, obj, form, change)
        if before and before.name != obj.picture.name:
            transaction.on_commit(partial(before.storage.delete, before.name))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves relations and names, does what was ticked, and lets search find the result."""
        super().save_related(request, form, formsets, change)
        actor, answers = form.instance, form.cleaned_data
        former = form.initial.get("name", "") if change else ""
        form.kept_name = former if former and actor.keep_former_name(former) else ""
        if form.kept_name:
            text = gettext("“%(name)s” stays among the names as a former name.")
            self.message_user(request, text % {"name": former}, messages.INFO)
        if answers.get("checked_today"):
            actor.confirm()
        if answers.get("confirm_hint"):
            actor.accept_hint()
        actor.reindex()

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[Any]:
        """What changed, with the former name that was kept."""
        message: list[Any] = super().construct_change_message(request, form, formsets, add)
        if getattr(form, "kept_name", ""):
            message.append({"added": {"name": gettext_noop("former name"), "object": form.kept_name}})
        return message

    def delete_model(self, request: HttpRequest, obj: Actor) -> None:
        """Deletes the actor, and then its picture."""
        remove_pictures([obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Deletes actors, and then their pictures."""
        remove_pictures(list(queryset))
        super().delete_queryset(request, queryset)

    @admin.display(description=_("name"), ordering="search_name")
    def title(self, actor: Actor) -> str:
        """The name, sorted without regard to case, accents or punctuation."""
        return actor.name

    @admin.display(description=_("seat"), ordering="municipality__name")
    def seat(self, actor: Actor) -> str:
        """The municipality, or the place outside of it."""
        return actor.municipality.name if actor.municipality else actor.place

    @admin.display(description=_("status"), ordering="status")
    def state(self, actor: Actor) -> str:
        """The status; what the public does not see stands out."""
        label = actor.get_status_display()
        return label if actor.status == Publication.PUBLISHED else mark(label)

    @admin.display(description=_("checked on"), ordering="verified_on")
    def checked(self, actor: Actor) -> str:
        """The day, with a mark when nobody looked in the last twelve months."""
        since = getattr(
            actor, "not_confirmed_since", None
        )  # experts are listed in the same way, and never asked
        if since:
            month = date_format(since, "F Y")
            return mark(gettext("not confirmed since %(month)s") % {"month": month})
        if actor.verified_on is None:
            return mark(gettext("never"))
        day = date_format(actor.verified_on, "j b Y")
        return mark(gettext("%(day)s, out of date") % {"day": day}) if is_stale(actor) else day

    @admin.display(description=_("missing"))
    def gaps(self, actor: Actor) -> str:
        """What the record misses."""
        missing = [str(label) for name, label in GAPS.items() if getattr(actor, name)]
        if actor.named_only:
            missing.insert(0, gettext("only a name"))
        return mark(", ".join(missing)) if missing else ""


def mark(text: Any) -> str:
    """``text`` as a mark that stands out in a list."""
    return format_html('<span class="mark">{}</span>', text)


def remove_pictures(actors: list[Actor]) -> None:
    """Deletes the files of ``actors`` once the deletion of the records is certain."""
    for actor in actors:
        if actor.picture.name:
            transaction.on_commit(partial(actor.picture.storage.delete, actor.picture.name))
