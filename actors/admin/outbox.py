"""The outbox in the admin: what went out, what waits, and what needs a person."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from actors.permissions import may_keep_field
from ecru.base.admin_mixins import CalmSearch
from ecru.base.attention import Attention, counted, watch
from ecru.base.middleware import without_secret
from ecru.base.models import MailState, OutgoingMail

from .shared import FieldRights

NEEDS_A_PERSON = "mens"
CONVERSATION = "conversation-"

admin.site.unregister(DBTaskResult)  # what an editor needs to know stands at the mails


class StateFilter(admin.SimpleListFilter):
    """Where the mails are on their way."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, _model_admin: Any) -> Any:
        """Every state."""
        return [*MailState.choices, (NEEDS_A_PERSON, _("needs you"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The mails in the chosen state."""
        mails: Any = queryset
        if self.value() == NEEDS_A_PERSON:
            return mails.need_a_person()
        return mails.in_state(self.value()) if self.value() in MailState.values else queryset


@admin.register(OutgoingMail)
class OutboxAdmin(CalmSearch, FieldRights, admin.ModelAdmin):
    """Mails, to read, and to send again. Nobody writes one here, and only the timer removes them."""

    index_position = 30
    index_name = _("Outbox")
    list_display = ["subject", "to", "status", "attempts", "last_error", "created_at"]
    list_filter = [StateFilter, "kind"]
    search_fields = ["to", "subject"]
    actions = ["send_again", "mark_arrived", "leave"]
    list_per_page = 50
    show_full_result_count = False
    readonly_fields: ClassVar[list[str]] = [
        *(
            "subject",
            "to",
            "reply_to",
            "kind",
            "words",
            "status",
            "attempts",
            "last_error",
            "next_attempt_at",
        ),
        *("created_at", "handed_at", "sent_at", "given_up_at", "left_at", "message_id"),
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of it, to read, but for what is private."""
        return self.readonly_fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Mails come from what people do on the site."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list has actions; the text of a mail is never changed."""
        return obj is None and self.may(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The daily work removes what is done with."""
        return False

    @admin.display(description=_("state"))
    def status(self, mail: OutgoingMail) -> str:
        """Where it is on its way."""
        return str(mail.state.label)

    @admin.display(description=_("text"))
    def words(self, mail: OutgoingMail) -> str:
        """What it says, but for what is for its receiver alone: codes, links that open something, and conversations."""
        if mail.holds_a_code:
            return gettext("This mail holds a code. Only its receiver reads it.")
        if mail.key.startswith(CONVERSATION):
            return gettext("This mail belongs to a conversation. Only who takes part reads it.")
        return without_secret(mail.body)

    @admin.action(description=_("Send again"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Puts what was given up, or is unsure, back in the row."""
        mails: Any = queryset
        count = mails.send_again()
        told = ngettext("%(count)d mail is sent again.", "%(count)d mails are sent again.", count)
        self.message_user(request, told % {"count": count}, level_for(count))

    @admin.action(description=_("It arrived: do not send again"), permissions=["view"])
    def mark_arrived(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Settles what was unsure."""
        mails: Any = queryset
        count = mails.mark_arrived()
        told = ngettext("%(count)d mail is marked as sent.", "%(count)d mails are marked as sent.", count)
        self.message_user(request, told % {"count": count}, level_for(count))

    @admin.action(description=_("Leave it: do not send it"), permissions=["view"])
    def leave(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Puts aside what cannot arrive, such as a mail to an address with a typing mistake."""
        mails: Any = queryset
        count = mails.leave()
        told = ngettext("%(count)d mail is put aside.", "%(count)d mails are put aside.", count)
        self.message_user(request, told % {"count": count}, level_for(count))


def level_for(count: int) -> int:
    """A message about nothing is a warning."""
    return messages.SUCCESS if count else messages.WARNING


@watch
def mails_that_need_a_person(user: Any) -> Iterable[Attention]:
    """Mails that were given up, or of which nobody knows whether they arrived."""
    if may_keep_field(user):
        yield counted(
            OutgoingMail.objects.need_a_person(),
            "created_at",
            label=_("Mails that did not arrive"),
            url=f"{reverse('admin:base_outgoingmail_changelist')}?state={NEEDS_A_PERSON}",
            why=_(
                "The mail server refused them, or we are not sure. Read why, and decide: send again or not."
            ),
            order=12,
        )
