"""Projects and calls in the admin, and the small list of what people seek or offer."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actors.admin.shared import FieldAdmin, FieldRights
from actors.admin.vocabulary import WordAdmin
from ecru.base.admin_mixins import NobodyWrites

from ..chronicle import note
from ..models import PartnerCall, Project, ProjectPartner, Resource, StateChange, What
from ..models.subjects import SUBJECTS
from ..publishing import take_off

STATES = {"status": What.STATUS, "stage": What.STAGE, "closes_on": What.UNTIL, "outcome": What.OUTCOME}


class ReadInline(NobodyWrites, FieldRights, admin.TabularInline):
    """Rows to read: people write them by what they do."""

    extra = 0


class StepInline(ReadInline):
    """What happened."""

    model = StateChange
    fields = ["at", "told", "who"]
    readonly_fields = ["at", "told", "who"]
    verbose_name_plural = _("what happened")

    @admin.display(description=_("what"))
    def told(self, step: StateChange) -> str:
        """In a few words."""
        return step.told

    @admin.display(description=_("by"))
    def who(self, step: StateChange) -> str:
        """By whom."""
        return step.who


class PartnerInline(ReadInline):
    """Who takes part, or was asked: both sides say so themselves."""

    model = ProjectPartner
    fields = ["actor", "part", "answer", "asked_at", "answered_at"]
    readonly_fields = ["asked_at", "answered_at"]


class TogetherAdmin(FieldAdmin):
    """What a project and a call have in common: every change of state is written down."""

    search_fields = ["title", "title_en", "slug"]
    list_filter = ["status", "municipalities"]
    actions = ["archive"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["created_by", "created_at", "published_at", "last_changed"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saves, and writes down which states changed."""
        super().save_model(request, obj, form, change)
        for name in form.changed_data if change else ["status"]:
            if name in STATES:
                old, new = str(form.initial.get(name) or "") if change else "", str(getattr(obj, name) or "")
                note(obj, request.user, STATES[name], old, new)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves the words too, and lets search know."""
        super().save_related(request, form, formsets, change)
        form.instance.reindex()
        form.instance.save()

    @admin.action(description=_("Take off the site"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Hides them; their people keep them."""
        for record in queryset:
            take_off(record=record, by=request.user)  # type: ignore[arg-type]
        count = len(queryset)
        told = ngettext("%(count)d is off the site now.", "%(count)d are off the site now.", count)
        self.message_user(request, told % {"count": count}, messages.SUCCESS)


@admin.register(Project)
class ProjectAdmin(TogetherAdmin):
    """Projects."""

    index_position = 16
    list_display = ["title", "lead", "stage", "status", "last_changed"]
    list_select_related = ["lead"]
    list_filter = ["status", "stage", "municipalities"]
    autocomplete_fields = ["lead", *SUBJECTS]
    raw_id_fields = ["inspired_by", "became"]
    readonly_fields = [*TogetherAdmin.readonly_fields, "provenance"]
    inlines = [PartnerInline, StepInline]
    fields = [
        *("title", "title_en", "slug", "status", "stage", "stands", "lead", "description", "description_en"),
        *("approach", "results", "seeks", "period", "starts_on", "ends_on", *SUBJECTS),
        *("inspired_by", "became", "source", "source_pages", "verified_on"),
        *("created_by", "created_at", "published_at", "provenance", "last_changed"),
    ]


@admin.register(PartnerCall)
class PartnerCallAdmin(TogetherAdmin):
    """Calls. Who posted one, closes it; editors may take it off the site."""

    index_position = 17
    list_display = ["title", "actor", "direction", "closes_on", "status", "outcome", "last_changed"]
    list_select_related = ["actor"]
    list_filter = ["status", "direction", "resources", "outcome", "municipalities"]
    date_hierarchy = "closes_on"
    autocomplete_fields = ["actor", "project", "resources", *SUBJECTS]
    readonly_fields = [*TogetherAdmin.readonly_fields, "closed_at", "outcome", "found"]
    inlines = [StepInline]
    fields = [
        *("title", "title_en", "slug", "status", "actor", "project", "direction", "resources"),
        *("description", "description_en", "closes_on", *SUBJECTS),
        *("closed_at", "outcome", "found", "created_by", "created_at", "published_at", "last_changed"),
    ]


@admin.register(Resource)
class ResourceAdmin(WordAdmin):
    """What people seek from each other, or offer."""

    described = "calls"
    index_position = 41
    readonly_fields = ["last_changed"]
