"""What reaches the editors: questions to actors, and reports that something is not right."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.contact import pass_on
from actors.models import ContactMoment, QuestionStatus, Report, ReportStatus
from actors.reports import reject, solve

from .shared import FieldAdmin
from .versions import VersionedForm


class DeskAdmin(FieldAdmin):
    """A queue that visitors fill: what waits comes first, and nobody adds to it by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Visitors add."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What waits first."""
        queue: Any = super().get_queryset(request)
        return queue.open_first()

    def get_ordering(self, request: HttpRequest) -> Any:
        """As the queue says."""
        return ()

    def tell(self, request: HttpRequest, told: str, count: int) -> None:
        """How many changed; a warning when there was nothing to do."""
        if count:
            self.message_user(request, told % {"count": count}, messages.SUCCESS)
        else:
            text = gettext("Nothing had to change in what you selected.")
            self.message_user(request, text, messages.WARNING)


@admin.register(ContactMoment)
class QuestionAdmin(DeskAdmin):
    """Questions to actors."""

    index_position = 20
    list_display = ["actor", "name", "email", "status", "created_at", "last_changed"]
    list_select_related = ["actor"]
    list_filter = ["status"]
    search_fields = ["actor__name", "name", "email", "organisation", "question"]
    actions = ["pass_on", "mark_answered", "close", "delete_selected"]
    readonly_fields = [
        *("actor", "name", "email", "organisation", "question", "created_at", "forgotten_at", "last_changed")
    ]
    fields = ["actor", "question", "name", "organisation", "email", "status", "created_at", "forgotten_at"]

    @admin.action(description=_("Pass on to the actor's own address"), permissions=["change"])
    def pass_on(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Mails new questions to actors of which we know the address by now."""
        done = [moment for moment in queryset.select_related("actor") if pass_on(moment=moment)]
        self.note_changes(request, done, gettext("Passed on."))
        told = ngettext("%(count)d question is passed on.", "%(count)d questions are passed on.", len(done))
        self.tell(request, told, len(done))

    @admin.action(description=_("Mark as answered"), permissions=["change"])
    def mark_answered(self, request: HttpRequest, queryset: QuerySet) -> None:
        """The question got its answer."""
        self.move(request, queryset, QuestionStatus.ANSWERED)

    @admin.action(description=_("Close without an answer"), permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Nobody will answer this."""
        self.move(request, queryset, QuestionStatus.CLOSED)

    @transaction.atomic
    def move(self, request: HttpRequest, queryset: QuerySet, status: QuestionStatus) -> None:
        """Gives ``status`` to what is not there yet."""
        chosen = list(queryset.exclude(status=status).select_related("actor"))
        ContactMoment.objects.filter(pk__in=[moment.pk for moment in chosen]).update(status=status)
        self.note_changes(request, chosen, str(status.label))
        told = ngettext("%(count)d question is changed.", "%(count)d questions are changed.", len(chosen))
        self.tell(request, told, len(chosen))


class HandlingForm(VersionedForm):
    """What an editor decides about a report, and what the reporter reads about it."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("", _("nothing yet")),
            (ReportStatus.SOLVED, _("solved: I changed it")),
            (ReportStatus.REJECTED, _("rejected: nothing has to change")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    answer = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("Goes to the reporter, if they left an address."),
    )


@admin.register(Report)
class ReportAdmin(DeskAdmin):
    """Reports that something is not right."""

    form = HandlingForm
    index_position = 21
    list_display = ["actor", "text", "status", "handled_by", "created_at"]
    list_select_related = ["actor", "handled_by"]
    list_filter = ["status"]
    search_fields = ["actor__name", "text", "email"]
    actions = ["solve", "reject", "delete_selected"]
    readonly_fields = [
        *("actor", "text", "email", "status", "handled_by", "handled_at", "created_at", "forgotten_at")
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An open report can be decided; one that is handled shows how."""
        past = ["status", "answer", "handled_by", "handled_at", "forgotten_at"]
        now = ["decision", "answer"] if self.is_open(obj) else past
        return ["actor", "text", "email", "created_at", *now]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The answer was mailed: it stays as it is."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if self.is_open(obj) else [*fixed, "answer"]

    def is_open(self, report: Report | None) -> bool:
        """Whether ``report`` waits for a decision."""
        return report is not None and report.status == ReportStatus.OPEN

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """Does what was decided; without a decision nothing is stored."""
        verb = {ReportStatus.SOLVED: solve, ReportStatus.REJECTED: reject}.get(
            form.cleaned_data.get("decision")
        )
        if verb is not None:
            verb(report=obj, by=request.user, answer=form.cleaned_data["answer"])

    @admin.action(description=_("Solved: it is changed"), permissions=["change"])
    def solve(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Notes that it is put right, and tells the reporters."""
        self.handle(request, queryset, solve, gettext("Solved."))

    @admin.action(description=_("Rejected: nothing has to change"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Notes that nothing has to change, and tells the reporters."""
        self.handle(request, queryset, reject, gettext("Rejected."))

    @transaction.atomic
    def handle(self, request: HttpRequest, queryset: QuerySet, verb: Callable[..., bool], noted: str) -> None:
        """Does ``verb`` with every report that is open."""
        done = [row for row in queryset.select_related("actor") if verb(report=row, by=request.user)]
        self.note_changes(request, done, noted)
        told = ngettext("%(count)d report is handled.", "%(count)d reports are handled.", len(done))
        self.tell(request, told, len(done))
