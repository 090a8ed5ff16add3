"""Practices in the admin, with who made them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.admin.actor import ActorAdmin, mark
from actors.admin.actor_list import CheckedFilter, ChoiceFilter
from actors.admin.pickers import Pickers
from actors.admin.shared import FieldAdmin, FieldRights
from actors.admin.versions import VersionedForm
from actors.desk import Impossible
from actors.forms.fields import LinksField
from ecru.base.admin_mixins import FoundAsOnSite
from ecru.base.models import Publication

from ..models import Practice, PracticeActor
from ..practices import prove, unprove
from ..sharing import settle_published


class StepsField(forms.CharField):
    """Steps as people type them: an empty line between two steps; the first line of each is its title."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Stored steps as text; what was typed stays."""
        if not isinstance(value, list):
            return value
        parts = [(step.get("title", ""), step.get("text", "")) for step in value if isinstance(step, dict)]
        return "\n\n".join("\n".join(filter(None, part)) for part in parts if any(part))

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The steps."""
        text = super().clean(value).replace("\r\n", "\n")
        blocks = [block.strip().partition("\n") for block in text.split("\n\n") if block.strip()]
        return [{"title": title.strip(), "text": " ".join(rest.split())} for title, _break, rest in blocks]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the steps differ, not their white space."""
        return self.clean(self.prepare_value(initial) or "") != self.clean(data or "")


class PracticeForm(VersionedForm):
    """The form of a practice."""

    steps = StepsField(
        label=_("Steps taken"),
        required=False,
        help_text=_("An empty line between two steps. The first line of a step is its title."),
    )
    links = LinksField(label=_("Links"), help_text=_("One a line: a film, an article, your own page."))
    checked_today = forms.BooleanField(label=_("I checked these facts today"), required=False)


class MakerInline(Pickers, FieldRights, admin.TabularInline):
    """Who made a practice, and whether they agreed to be named."""

    model = PracticeActor
    extra = 0
    autocomplete_fields = ["actor"]
    fields = ["actor", "role", "consent", "position"]


class ProofFilter(ChoiceFilter):
    """Whether it is proven, or could be."""

    title = _("proven")
    parameter_name = "proof"

    def questions(self) -> dict[str, tuple[Any, Q]]:
        """Proven, ready for it, not yet."""
        ready = Q(pk__in=Practice.objects.ready_for_proof().values("pk"))
        return {
            "yes": (_("yes"), Q(proven_on__isnull=False)),
            "ready": (_("ready to be marked"), ready),
            "no": (_("no"), Q(proven_on=None)),
        }


@admin.register(Practice)
class PracticeAdmin(FoundAsOnSite, FieldAdmin):
    """Good practices, pilots, methods, toolboxes and training schemes."""

    form = PracticeForm
    index_position = 20
    save_as = True
    save_on_top = True
    search_fields = ["search_text"]
    search_help_text = _("Searches titles, words, places and who made it, as the site does.")
    ordering = ["search_name", "pk"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [MakerInline]
    actions = ["publish", "archive", "mark_checked", "mark_proven", "unmark_proven", "delete_selected"]
    autocomplete_fields = ["municipalities", "region", "target_groups", "disciplines", "themes", "source"]
    list_display = ["name", "kind", "where", "state", "proof", "checked", "last_changed"]
    list_filter = [
        *("status", "kind", ProofFilter, CheckedFilter, "municipalities", "target_groups", "themes"),
        *("disciplines", "money", "people"),
    ]
    readonly_fields = [
        *("proven_on", "shared_by", "provenance", "created_at", "updated_at", "published_at"),
        "last_changed",
    ]
    fieldsets = [
        (None, {"fields": ["title", "title_en", "slug", "status", "kind", "language"]}),
        (_("What and why"), {"fields": ["description", "description_en", "municipalities", "region", "target_groups", "disciplines", "themes", "period", ("year_from", "year_to"), "stands"]}),
        (_("How they did it"), {"fields": ["approach", "steps", ("people", "money")]}),
        (_("What came of it"), {"fields": ["results", "did_not_work", "watch_out", "proven_on"]}),
        (_("Pictures, files and links"), {"fields": ["links", "licence"]}),
        (_("How we know"), {"fields": ["shared_by", "source", "source_pages", "checked_today", "verified_on", "provenance"]}),
        (_("History"), {"fields": ["last_changed", "updated_at", "created_at", "published_at"]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every practice, with its places."""
        return super().get_queryset(request).prefetch_related("municipalities")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves relations and makers, notes that it was checked if so, and lets search find the result."""
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("checked_today"):
            form.instance.verified_on = timezone.localdate()
            form.instance.save(update_fields=["verified_on", "updated_at"])
        form.instance.reindex()
        settle_published(practice=form.instance, by=request.user)  # type: ignore[arg-type]

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publishes what is not published yet."""
        with transaction.atomic():
            chosen = list(queryset.exclude(status=Publication.PUBLISHED))
            among(chosen).publish()
            for practice in among(chosen):
                settle_published(practice=practice, by=request.user)  # type: ignore[arg-type]
            self.note_changes(request, chosen, gettext("Published."))
        said = ngettext(
            "%(count)d practice is published now.", "%(count)d practices are published now.", len(chosen)
        )
        self.tell(request, said, len(chosen))

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Archives what is not archived yet."""
        with transaction.atomic():
            chosen = list(queryset.exclude(status=Publication.ARCHIVED))
            among(chosen).archive()
            self.note_changes(request, chosen, gettext("Archived."))
        said = ngettext(
            "%(count)d practice is archived now.", "%(count)d practices are archived now.", len(chosen)
        )
        self.tell(request, said, len(chosen))

    @admin.action(description=_("Mark as checked today"), permissions=["change"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Notes that the facts were right today."""
        with transaction.atomic():
            chosen = list(queryset)
            among(chosen).update(verified_on=timezone.localdate(), updated_at=timezone.now())
            self.note_changes(request, chosen, gettext("Checked."))
        said = ngettext(
            "%(count)d practice is marked as checked.",
            "%(count)d practices are marked as checked.",
            len(chosen),
        )
        self.tell(request, said, len(chosen))

    @admin.action(description=_("Mark as proven"), permissions=["change"])
    def mark_proven(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Marks what worked for others in two municipalities; for the rest it says why not."""
        self.judge(request, queryset, prove)

    @admin.action(description=_("No longer proven"), permissions=["change"])
    def unmark_proven(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Takes the mark away."""
        self.judge(request, queryset, unprove)

    def judge(self, request: HttpRequest, queryset: QuerySet, verb: Any) -> None:
        """Does ``verb`` to each, and tells how many changed and why others did not."""
        changed = 0
        for practice in queryset:
            try:
                changed += verb(practice=practice, by=request.user)
            except Impossible as reason:
                self.message_user(request, str(reason), messages.WARNING)
        said = ngettext("%(count)d practice is changed.", "%(count)d practices are changed.", changed)
        self.tell(request, said, changed)

    def tell(self, request: HttpRequest, said: str, number: int) -> None:
        """Tells how many records changed; says so as a warning when there was nothing to do."""
        nothing = gettext("Nothing had to change in what you selected.")
        level = messages.SUCCESS if number else messages.WARNING
        self.message_user(request, said % {"count": number} if number else nothing, level)

    @admin.display(description=_("title"), ordering="search_name")
    def name(self, practice: Practice) -> str:
        """The title, sorted without regard to case, accents or punctuation."""
        return practice.title

    @admin.display(description=_("where"))
    def where(self, practice: Practice) -> str:
        """The municipalities."""
        return ", ".join(place.name for place in practice.municipalities.all())

    @admin.display(description=_("status"), ordering="status")
    def state(self, practice: Practice) -> str:
        """The status; what the public does not see stands out."""
        label = practice.get_status_display()
        return label if practice.is_public else mark(label)

    @admin.display(description=_("proven"), ordering="proven_on", boolean=True)
    def proof(self, practice: Practice) -> bool:
        """Whether it was marked as proven."""
        return practice.is_proven

    checked = ActorAdmin.checked  # the same day, with the same mark, as for actors


def among(chosen: list[Practice]) -> Any:
    """The records of ``chosen``, as a queryset of their own."""
    return Practice.objects.filter(pk__in=[practice.pk for practice in chosen])
