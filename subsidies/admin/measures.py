"""Measures in the admin, with their rounds and conditions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.admin.actor import mark
from actors.admin.actor_list import ChoiceFilter
from actors.admin.history import KeepsHistory
from actors.admin.publishing import AcceptsByPublishing
from actors.admin.shared import FieldAdmin, FieldRights
from actors.admin.versions import VersionedForm
from actors.permissions import may_keep_field
from ecru.base.admin_mixins import FoundAsOnSite
from ecru.base.attention import Attention, counted, watch
from ecru.base.models import Publication

from ..forms.money import EuroField
from ..models import Call, Certainty, Criterion, Measure, ReviewCriterion, Standing
from ..models.measures import check_before
from .rounds import money_button
from .tables import TakesMeasures

EUROS = ("min_amount", "max_amount", "max_cost")


class MeasureForm(VersionedForm):
    """The form of a measure; amounts as people write them."""

    checked_today = forms.BooleanField(label=_("I checked these facts today"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EUROS:
            if name in self.fields:
                known = self.fields[name]
                self.fields[name] = EuroField(label=known.label, required=False, help_text=known.help_text)


class CallForm(forms.ModelForm):
    """The form of a round."""

    budget = EuroField(label=_("budget in euro"), required=False, max_digits=14)

    def clean(self) -> dict[str, Any]:
        """Locks the round until it is written, so that nobody grants of a budget that is being lowered."""
        if self.instance.pk is not None:
            list(Call.objects.select_for_update(of=("self",)).filter(pk=self.instance.pk))
        return super().clean() or self.cleaned_data


class PartInline(FieldRights, admin.StackedInline):
    """A part of a measure. What a facts file made cannot be deleted: it would come back."""

    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only of what was made by hand."""
        return super().has_delete_permission(request, obj) and not (obj and obj.facts)


class CallInline(PartInline):
    """When one can ask."""

    model = Call
    form = CallForm
    fields = [
        ("name", "rhythm"),
        ("opens_at", "closes_at"),
        ("month", "day"),
        ("budget", "spent_at"),
        "money",
        "asks_budget",
        ("note", "certainty"),
    ]
    readonly_fields = ["spent_at", "money"]  # a form that was open since before would take it back unseen

    @admin.display(description=_("is the money gone?"))
    def money(self, call: Call) -> str:
        """The button that closes it because the budget is spent, or opens it again."""
        return money_button(call)


class CriterionInline(PartInline):
    """What is asked."""

    model = Criterion
    fields = [("kind", "number"), "text", "text_en", ("is_strict", "certainty", "position")]


class ReviewCriterionInline(FieldRights, admin.TabularInline):
    """What experts look at when they advise on a dossier for this measure; without any, the usual."""

    model = ReviewCriterion
    extra = 0
    fields = ["label", "label_en", "position"]


class StandingFilter(admin.SimpleListFilter):
    """Where measures stand now."""

    title = _("can be asked for")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """Every standing."""
        return [(choice.value, choice.label) for choice in Standing]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The measures that stand so; all of them for an answer that does not exist."""
        chosen = self.value()
        measures: Any = queryset
        return measures.standing([Standing(chosen)]) if chosen in Standing.values else queryset


class HalfYearFilter(ChoiceFilter):
    """When somebody last looked at the facts."""

    title = _("checked")
    parameter_name = "checked"

    def questions(self) -> dict[str, tuple[Any, Q]]:
        """Seen from today."""
        limit = check_before()
        old = Q(verified_on=None) | Q(verified_on__lt=limit)
        return {
            "recent": (_("in the last 6 months"), Q(verified_on__gte=limit)),
            "old": (_("longer ago or never"), old),
        }


class SureFilter(ChoiceFilter):
    """Whether something of it still has to be checked."""

    title = _("still to be checked")
    parameter_name = "unsure"

    def questions(self) -> dict[str, tuple[Any, Q]]:
        """The measure itself, its rounds and its conditions count."""
        doubt = Q(pk__in=Measure.objects.unsure().order_by().values("pk"))
        return {"yes": (_("yes"), doubt), "no": (_("no"), ~doubt)}


@admin.register(Measure)
class MeasureAdmin(TakesMeasures, AcceptsByPublishing, KeepsHistory, FoundAsOnSite, FieldAdmin):
    """Support: subsidies, loans, discounts, room, material, guidance, scholarships and prizes."""

    form = MeasureForm
    index_position = 25
    save_on_top = True
    search_fields = ["search_text"]
    search_help_text = _("Searches titles, words, places and givers, as the site does.")
    ordering = ["search_name", "pk"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [CallInline, CriterionInline, ReviewCriterionInline]
    actions = ["publish", "archive", "mark_checked", "delete_selected"]
    autocomplete_fields = [
        *("provider", "municipalities", "target_groups", "disciplines", "themes", "forms", "legal_forms"),
        *("actor_kinds", "replaces", "used_by", "source"),
    ]
    list_display = ["name", "provider", "level", "stands_now", "state", "how_sure", "checked", "last_changed"]
    list_select_related = ["provider"]
    list_filter = [
        *("status", StandingFilter, HalfYearFilter, SureFilter, "certainty", "has_ended", "level"),
        *("forms", "legal_forms", "area", "municipalities", "target_groups", "disciplines"),
    ]
    readonly_fields = ["provenance", "created_at", "updated_at", "published_at", "last_changed"]
    fieldsets = [
        (None, {"fields": ["title", "title_en", "slug", "status", "provider", "level", "forms"]}),
        (_("What it is"), {"fields": ["description", "description_en", "pays", "pays_not", "watch_out"]}),
        (_("For whom and where"), {"fields": ["for_whom", "legal_forms", "actor_kinds", "target_groups", "disciplines", "themes", "area", "municipalities"]}),
        (_("How much and how long"), {"fields": [("min_amount", "max_amount", "max_cost"), ("max_share", "own_share"), "amount_note", "max_months", "cumulation", "cumulation_note"]}),
        (_("How to ask"), {"fields": ["independent_advices", "documents", "how_to_apply", "apply_url", "contact"]}),
        (_("Whether it still exists"), {"fields": ["stands", "has_ended", ("valid_from", "valid_to"), "replaces", "used_by"]}),
        (_("How we know"), {"fields": ["source", "source_pages", "source_name", "source_url", "certainty", "checked_today", "verified_on", "provenance"]}),
        (_("History"), {"fields": ["last_changed", "updated_at", "created_at", "published_at"]}),
    ]  # fmt: skip
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every measure, with its rounds."""
        return super().get_queryset(request).prefetch_related("calls__measure", "criteria")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves relations and parts, notes that it was checked if so, and lets search find the result."""
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("checked_today"):
            form.instance.verified_on = timezone.localdate()
            form.instance.save(update_fields=["verified_on", "updated_at"])
        form.instance.reindex()

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publishes what is not published yet."""
        waiting = list(queryset.exclude(status=Publication.PUBLISHED))
        self.change_all(request, waiting, gettext("Published."), lambda chosen: chosen.publish())
        self.accept_at_desk(request, Measure.objects.filter(pk__in=[measure.pk for measure in waiting]))

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Archives what is not archived yet."""
        shown = list(queryset.exclude(status=Publication.ARCHIVED))
        self.change_all(request, shown, gettext("Archived."), lambda chosen: chosen.archive())

    @admin.action(description=_("Mark as checked today"), permissions=["change"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Notes that the facts were right today."""
        today = {"verified_on": timezone.localdate(), "updated_at": timezone.now()}
        self.change_all(request, list(queryset), gettext("Checked."), lambda chosen: chosen.update(**today))

    def change_all(self, request: HttpRequest, records: list[Measure], noted: str, verb: Any) -> None:
        """Does ``verb`` to all of ``records`` at once, writes it down for each, and tells how many."""
        with transaction.atomic(), self.changing(request, records, noted):
            verb(Measure.objects.filter(pk__in=[record.pk for record in records]))
        if not records:
            self.message_user(
                request, gettext("Nothing had to change in what you selected."), messages.WARNING
            )
            return
        said = ngettext("%(count)d measure is changed.", "%(count)d measures are changed.", len(records))
        self.message_user(request, said % {"count": len(records)}, messages.SUCCESS)

    @admin.display(description=_("title"), ordering="search_name")
    def name(self, measure: Measure) -> str:
        """The title, sorted without regard to case, accents or punctuation."""
        return measure.title

    @admin.display(description=_("can be asked for"))
    def stands_now(self, measure: Measure) -> str:
        """Where it stands this second."""
        return str(measure.standing.label)

    @admin.display(description=_("status"), ordering="status")
    def state(self, measure: Measure) -> str:
        """The status; what the public does not see stands out."""
        label = measure.get_status_display()
        return label if measure.is_public else mark(label)

    @admin.display(description=_("how sure"), ordering="certainty")
    def how_sure(self, measure: Measure) -> str:
        """How sure; what has to be checked stands out."""
        label = str(Certainty(measure.certainty).label).partition(":")[0]
        return label if measure.is_sure else mark(gettext("still to be checked"))

    @admin.display(description=_("checked on"), ordering="verified_on")
    def checked(self, measure: Measure) -> str:
        """The day; what is older than half a year stands out."""
        day = f"{measure.verified_on:%d-%m-%Y}" if measure.verified_on else gettext("never")
        return mark(day) if measure.is_stale else day


@watch
def measures_to_check(user: Any) -> Iterable[Attention]:
    """Measures that nobody checked for half a year, and those with a fact that is not sure; two queries."""
    if not may_keep_field(user):
        return
    address = reverse("admin:subsidies_measure_changelist")
    living = Measure.objects.published().existing()
    yield counted(
        living.to_check(),
        "verified_on",
        label=gettext("Support that nobody checked for 6 months"),
        url=f"{address}?status__exact=published&has_ended__exact=0&checked=old",
        why=gettext("People count on dates and amounts. Look them up again and mark them as checked."),
    )
    yield counted(
        living.unsure(),
        "verified_on",
        label=gettext("Support with a fact that is not sure"),
        url=f"{address}?status__exact=published&has_ended__exact=0&unsure=yes",
        why=gettext("The site says “still to be checked”. Ask the giver, and say how sure it is now."),
    )
