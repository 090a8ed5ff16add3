"""What reaches the editors: questions to actors and experts, and reports that something is not right."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.contact import pass_on
from actors.models import ContactMoment, QuestionStatus, Report, ReportStatus, User
from actors.models.incoming import Incoming
from actors.permissions import may_keep_field
from actors.reports import Handled, reject, solve
from ecru.base.attention import Attention, counted, watch
from ecru.base.models import OutgoingMail

from .shared import FieldAdmin
from .versions import VersionedForm

ABOUT = ["actor", "expert__actor"]
SHORT = 120  # characters of a report in the list


class DeskAdmin(FieldAdmin):
    """A queue that visitors fill: what waits comes first, and nobody adds to it by hand."""

    list_select_related = ABOUT

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Visitors add."""
        return False

    def get_ordering(self, request: HttpRequest) -> Any:
        """What waits first."""
        queue: Any = self.model._default_manager.all()
        return list(queue.open_first().query.order_by)

    @admin.display(description=_("about whom"))
    def about(self, incoming: Incoming) -> str:
        """What it is about, by name."""
        return incoming.record.name

    @admin.display(description=_("about whom"))
    def record_links(self, incoming: Incoming) -> str:
        """What it is about: where to change it, and how visitors see it."""
        return format_html(
            '<a href="{}">{}</a> (<a href="{}">{}</a>)',
            *(incoming.record_in_admin, incoming.record.name),
            *(incoming.record.get_absolute_url(), gettext("its page on the site")),
        )

    def tell(self, request: HttpRequest, told: str, count: int) -> None:
        """How many changed; a warning when there was nothing to do."""
        if count:
            self.message_user(request, told % {"count": count}, messages.SUCCESS)
        else:
            text = gettext("Nothing had to change in what you selected.")
            self.message_user(request, text, messages.WARNING)


@admin.register(ContactMoment)
class QuestionAdmin(DeskAdmin):
    """Questions to actors and experts."""

    index_position = 11
    list_display = ["about", "name", "email", "status", "created_at", "last_changed"]
    list_filter = ["status"]
    search_fields = ["actor__name", "expert__person_name", "name", "email", "organisation", "question"]
    actions = ["pass_on", "mark_answered", "close", "delete_selected"]
    readonly_fields = [
        *("record_links", "name", "email", "organisation", "question"),
        *("mails", "created_at", "forgotten_at", "last_changed"),
    ]
    fields = [
        *("record_links", "question", "name", "organisation", "email"),
        *("status", "mails", "created_at", "forgotten_at", "last_changed"),
    ]

    @admin.display(description=_("mails"))
    def mails(self, moment: ContactMoment) -> str:
        """Where each mail about this question is on its way."""
        rows = [
            (
                reverse("admin:base_outgoingmail_change", args=[mail.pk]),
                mail.subject,
                mail.to,
                mail.state.label,
            )
            for mail in OutgoingMail.objects.of_occasion(f"question-{moment.pk}-")
        ]
        if not rows:
            return gettext("none kept: sent mails go away after thirty days")
        items = format_html_join("", '<li><a href="{}">{}</a>, {}: <strong>{}</strong></li>', rows)
        return format_html("<ul class='provenance'>{}</ul>", items)

    @admin.action(description=_("Pass on to their own address"), permissions=["change"])
    def pass_on(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Mails open questions to the address that we know by now, unless that address had them already."""
        done = [moment for moment in queryset if pass_on(moment=moment)]
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
        chosen = list(queryset.exclude(status=status))
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
    note = forms.CharField(
        label=_("Note for colleagues"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def clean_decision(self) -> str:
        """Words without a decision would get lost."""
        decision = str(self.cleaned_data["decision"])
        if not decision and any(self.data.get(name, "").strip() for name in ("answer", "note")):
            raise forms.ValidationError(_("You wrote something: choose what you decide too."))
        return decision


@admin.register(Report)
class ReportAdmin(DeskAdmin):
    """Reports that something is not right."""

    form = HandlingForm
    index_position = 12
    list_display = ["about", "fact", "in_short", "status", "handled_by", "created_at"]
    list_select_related = [*ABOUT, "handled_by"]
    list_filter = ["status", "fact"]
    search_fields = ["actor__name", "expert__person_name", "text", "email"]
    actions = ["solve", "reject", "delete_selected"]
    readonly_fields = [
        *("record_links", "fact", "text", "email", "status"),
        *("handled_by", "handled_at", "created_at", "forgotten_at"),
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An open report can be decided; one that is handled shows how."""
        past = ["status", "answer", "note", "handled_by", "handled_at", "forgotten_at"]
        now = ["decision", "answer", "note"] if self.is_open(obj) else past
        return ["record_links", "fact", "text", "email", "created_at", *now]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The answer was mailed: it stays as it is."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if self.is_open(obj) else [*fixed, "answer", "note"]

    def is_open(self, report: Report | None) -> bool:
        """Whether ``report`` waits for a decision."""
        return report is not None and report.status == ReportStatus.OPEN

    @admin.display(description=_("what is not right"))
    def in_short(self, report: Report) -> str:
        """The first words."""
        return Truncator(report.text).chars(SHORT)

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """Does what was decided; without a decision nothing is stored."""
        verb = {ReportStatus.SOLVED: solve, ReportStatus.REJECTED: reject}.get(
            form.cleaned_data.get("decision")
        )
        if verb is not None:
            words = {name: form.cleaned_data[name] for name in ("answer", "note")}
            verb(report=obj, handled=Handled(by=cast("User", request.user), **words))

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
        handled = Handled(by=cast("User", request.user))
        done = [row for row in queryset if verb(report=row, handled=handled)]
        self.note_changes(request, done, noted)
        told = ngettext("%(count)d report is handled.", "%(count)d reports are handled.", len(done))
        self.tell(request, told, len(done))


@watch
def people_who_wait(user: Any) -> Iterable[Attention]:
    """Questions that nobody got yet, and reports that nobody looked at."""
    if not may_keep_field(user):
        return
    yield counted(
        ContactMoment.objects.waiting(),
        "created_at",
        label=_("Questions that wait for you"),
        url=f"{reverse('admin:actors_contactmoment_changelist')}?status__exact={QuestionStatus.NEW}",
        why=_("We know no address to pass them on to. Look who can answer."),
        order=10,
    )
    yield counted(
        Report.objects.open(),
        "created_at",
        label=_("Something is not right, people say"),
        url=f"{reverse('admin:actors_report_changelist')}?status__exact={ReportStatus.OPEN}",
        why=_("Look it up, change it, and let them know."),
        order=11,
    )
