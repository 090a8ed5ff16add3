"""Step plans in the admin: editors write them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actors.admin.actor_list import CheckedFilter
from actors.admin.pickers import Pickers
from actors.admin.shared import FieldAdmin, FieldRights
from ecru.base.admin_mixins import ShownOnSite
from projects.models import PlanStep, StepPlan
from projects.page_blocks import support_to_choose

MARKDOWN = _("Links: [name](https://address). A line with - before it is a point.")


class PlanStepInline(Pickers, FieldRights, admin.StackedInline):
    """The steps, in order."""

    model = PlanStep
    extra = 1
    fields = ["title", "slug", "position", "text", "doubt", "measures", "practices", "topics", "actors"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["practices", "topics", "actors"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Support is chosen by its name."""
        if db_field.name == "measures":
            label = db_field.verbose_name
            return forms.MultipleChoiceField(label=label, choices=support_to_choose, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(StepPlan)
class StepPlanAdmin(ShownOnSite, FieldAdmin):
    """Plans with their steps."""

    index_position = 24
    save_as = True
    save_on_top = True
    search_fields = ["title", "summary", "steps__title", "steps__text"]
    search_help_text = _("Searches the titles and the steps.")
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "status", "step_count", "position", "verified_on", "last_changed"]
    list_filter = ["status", CheckedFilter]
    ordering = ["position", "title"]
    actions = ["publish", "archive", "delete_selected"]
    inlines = [PlanStepInline]
    readonly_fields = ["provenance", "created_at", "updated_at", "published_at", "last_changed"]
    fieldsets = [
        (_("What"), {"fields": [("title", "title_en"), "slug", "summary", "summary_en", "for_whom", "position", "status"]}),
        (_("How we know"), {"fields": ["ask", "sources", "verified_on", "provenance"]}),
        (_("History"), {"fields": ["last_changed", "updated_at", "created_at", "published_at"]}),
    ]  # fmt: skip

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, with help in plain words."""
        return super().get_form(request, obj, change, **{"help_texts": {"sources": MARKDOWN}, **kwargs})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every plan, with its number of steps."""
        return super().get_queryset(request).annotate(step_total=Count("steps"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves the steps, and lets search find the result."""
        super().save_related(request, form, formsets, change)
        form.instance.reindex()

    @admin.display(description=_("steps"), ordering="step_total")
    def step_count(self, plan: Any) -> int:
        """How many steps it has."""
        return plan.step_total

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Shows the chosen plans."""
        plans: Any = queryset
        self.tell(request, plans.publish())

    @admin.action(description=_("Take off the site"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Shows the chosen plans no more."""
        plans: Any = queryset
        self.tell(request, plans.archive())

    def tell(self, request: HttpRequest, count: int) -> None:
        """How many changed."""
        told = ngettext("%(count)d step plan is changed.", "%(count)d step plans are changed.", count)
        self.message_user(request, told % {"count": count}, messages.SUCCESS if count else messages.WARNING)
