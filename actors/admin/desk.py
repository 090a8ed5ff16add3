"""What people ask and tell: questions and conversations, and reports that something is not right."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.conversations import deliver
from actors.conversations.answering import settle
from actors.conversations.reporting import REPORT, item_of
from actors.desk.queue import waiting
from actors.models import ContactMoment, Conversation, ConversationState, Report, Side, User
from actors.permissions import may_keep_field
from ecru.base.attention import Attention, watch
from ecru.base.models import OutgoingMail

from .shared import FieldAdmin

ABOUT = ["actor", "expert__actor"]
WAITING = "wacht"
SHORT = 120  # characters of a report in the list


def linked(conversation: Conversation) -> str:
    """What a conversation about no record of ours is called, with its page if it has one."""
    if not conversation.subject_path:
        return conversation.record_name
    return format_html('<a href="{}">{}</a>', conversation.subject_path, conversation.record_name)


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
    def about(self, conversation: Conversation) -> str:
        """What it is about, by name."""
        return conversation.record_name

    @admin.display(description=_("about whom"))
    def record_links(self, conversation: Conversation) -> str:
        """What it is about: where to change it, and how visitors see it."""
        record = conversation.record
        if record is None:
            return linked(conversation)
        return format_html(
            '<a href="{}">{}</a> (<a href="{}">{}</a>)',
            reverse(f"admin:actors_{record._meta.model_name}_change", args=[record.pk]),
            record.name,
            *(record.get_absolute_url(), gettext("its page on the site")),
        )

    @admin.display(description=_("conversation"))
    def on_site(self, conversation: Conversation) -> str:
        """Where the team reads and answers it, if it may."""
        if not conversation.team_may_read or not conversation.is_confirmed:
            return gettext("Between others: you can read it when one of them asks you to.")
        return format_html('<a href="{}">{}</a>', conversation.get_absolute_url(), gettext("Read and answer"))

    def tell(self, request: HttpRequest, told: str, count: int) -> None:
        """How many changed; a warning when there was nothing to do."""
        if count:
            self.message_user(request, told % {"count": count}, messages.SUCCESS)
        else:
            text = gettext("Nothing had to change in what you selected.")
            self.message_user(request, text, messages.WARNING)


class WaitingFilter(admin.SimpleListFilter):
    """Who lets people wait."""

    title = _("who has to answer")
    parameter_name = WAITING

    def lookups(self, request: HttpRequest, _model_admin: Any) -> Any:
        """The team, and others for more than two weeks."""
        return [("team", _("the team")), ("lang", _("others, for two weeks"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The conversations that the start page counts."""
        questions: Any = queryset
        if self.value() == "team":
            return questions.waiting_for_team()
        return questions.unanswered() if self.value() == "lang" else questions


@admin.register(ContactMoment)
class QuestionAdmin(DeskAdmin):
    """Conversations: whom, when and how far. Their words stand on the site, for who takes part."""

    index_position = 11
    list_display = ["about", "kind", "state", "message_count", "last_side", "created_at", "last_changed"]
    list_filter = [WaitingFilter, "state", "kind"]
    search_fields = ["actor__name", "expert__person_name"]
    actions = ["pass_on", "mark_answered", "close"]
    readonly_fields: ClassVar[list[str]] = [
        *("record_links", "kind", "state", "on_site", "topic", "municipality", "message_count"),
        *("last_side", "last_at", "answered_at", "team_reads_since", "reported_at"),
        *("mails", "created_at", "forgotten_at", "last_changed"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """All but reports, which have a list of their own."""
        questions: Any = super().get_queryset(request)
        return questions.questions()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of it, to read."""
        return self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Conversations belong to who takes part; time removes them."""
        return False

    @admin.display(description=_("mails"))
    def mails(self, question: Conversation) -> str:
        """Where each mail about this question is on its way."""
        rows = [
            (
                reverse("admin:base_outgoingmail_change", args=[mail.pk]),
                mail.subject,
                mail.state.label,
            )
            for mail in OutgoingMail.objects.of_occasion(f"conversation-{question.pk}-")
        ]
        if not rows:
            return gettext("none kept: sent mails go away after thirty days")
        items = format_html_join("", '<li><a href="{}">{}</a>: <strong>{}</strong></li>', rows)
        return format_html("<ul class='provenance'>{}</ul>", items)

    @admin.action(description=_("Pass on to their own address"), permissions=["change"])
    def pass_on(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Mails open questions to whom we can reach by now, unless they had them already."""
        done = [question for question in queryset if deliver(conversation=question)]
        self.note_changes(request, done, gettext("Passed on."))
        told = ngettext("%(count)d question is passed on.", "%(count)d questions are passed on.", len(done))
        self.tell(request, told, len(done))

    @admin.action(description=_("Mark as answered"), permissions=["change"])
    def mark_answered(self, request: HttpRequest, queryset: QuerySet) -> None:
        """The question got its answer, by telephone for example."""
        self.move(request, queryset, ConversationState.ANSWERED)

    @admin.action(description=_("Close without an answer"), permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Nobody will answer this."""
        self.move(request, queryset, ConversationState.CLOSED)

    @transaction.atomic
    def move(self, request: HttpRequest, queryset: QuerySet, state: ConversationState) -> None:
        """Gives ``state`` to what is not there yet."""
        by = cast("User", request.user)
        done = [row for row in queryset if settle(conversation=row, state=state, by=by)]
        self.note_changes(request, done, str(state.label))
        told = ngettext("%(count)d question is changed.", "%(count)d questions are changed.", len(done))
        self.tell(request, told, len(done))


@admin.register(Report)
class ReportAdmin(DeskAdmin):
    """Reports that something is not right, to look up. They are handled at the desk, and nowhere else."""

    index_position = 12
    list_display = ["about", "fact", "in_short", "state", "outcome", "handled_by", "created_at"]
    list_select_related = [*ABOUT, "handled_by"]
    list_filter = ["state", "outcome", "fact"]
    search_fields = ["actor__name", "expert__person_name", "messages__text"]
    actions = ["delete_selected"]
    readonly_fields = [
        *("record_links", "fact", "text", "at_desk", "on_site", "state", "outcome", "said"),
        *("handled_by", "closed_at", "created_at", "forgotten_at"),
    ]
    fields = [
        *("record_links", "fact", "text", "at_desk", "on_site", "created_at"),
        *("outcome", "said", "note", "handled_by", "closed_at", "forgotten_at"),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A report that is handled shows how."""
        is_open = obj is not None and not obj.is_closed
        past = {"outcome", "said", "handled_by", "closed_at", "forgotten_at"} if is_open else set()
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name not in past]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Reports, with what they say."""
        reports: Any = super().get_queryset(request)
        return reports.reports().prefetch_related("messages")

    @admin.display(description=_("what is not right"))
    def text(self, report: Conversation) -> str:
        """What the reporter wrote."""
        return "\n\n".join(said.text for said in report.messages.all() if said.side == Side.ASKER)

    @admin.display(description=_("answer"))
    def said(self, report: Conversation) -> str:
        """What we answered."""
        return "\n\n".join(said.text for said in report.messages.all() if said.side != Side.ASKER)

    @admin.display(description=_("what is not right"))
    def in_short(self, report: Conversation) -> str:
        """The first words."""
        return Truncator(self.text(report)).chars(SHORT)

    @admin.display(description=_("your decision"))
    def at_desk(self, report: Conversation) -> str:
        """Where it is handled."""
        item = item_of(report)
        if item is None:
            return gettext("nothing to decide")
        page = reverse("desk-item", args=[item.pk])
        return format_html('<a href="{}">{}</a>', page, gettext("Handle it at the editors’ desk"))


@watch
def people_who_wait(user: Any) -> Iterable[Attention]:
    """Questions that the team has to answer, reports that nobody looked at, and who waits long for others. Two queries."""
    if not may_keep_field(user):
        return
    lists = {
        "team": ContactMoment.objects.waiting_for_team().questions(),
        "others": ContactMoment.objects.unanswered(),
    }
    found = Conversation.objects.waiting().count_each(lists)
    questions = f"{reverse('admin:actors_contactmoment_changelist')}?{WAITING}"
    reports, oldest = waiting().of_kind(REPORT.slug).count_and_oldest()
    yield Attention(
        str(_("Questions that wait for you")),
        found["team"][0],
        f"{questions}=team",
        str(_("The team was asked, or we know nobody to pass them on to. Answer, or look who can.")),
        found["team"][1],
        order=10,
    )
    yield Attention(
        str(_("Something is not right, people say")),
        reports,
        f"{reverse('desk')}?soort={REPORT.slug}",
        str(_("Look it up, change it, and let them know.")),
        oldest,
        order=11,
    )
    yield Attention(
        str(_("Nobody answers")),
        found["others"][0],
        f"{questions}=lang",
        str(_("People asked somebody else and wait for more than two weeks. Call who was asked.")),
        found["others"][1],
        order=15,
    )
