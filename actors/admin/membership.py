"""Who acts for whom, in the admin: to look at, and to end with a reason. Giving goes by invitation."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.desk.queue import waiting
from actors.membership import Refused, end_partner, remove
from actors.models import Invitation, Membership, MunicipalLink
from actors.permissions import may_manage_roles, may_use_desk
from ecru.base.admin_mixins import NobodyWrites
from ecru.base.attention import Attention, counted, watch

from .shared import FieldAdmin, FieldRights
from .versions import VersionedForm


def address_of(link: Any) -> str:
    """The e-mail address of the person of ``link``, for staff; empty for a former member."""
    return link.user.email if link.user else ""


class LinkInline(NobodyWrites, FieldRights, admin.TabularInline):
    """Links of people, to read; each leads to where it can end."""

    extra = 0
    show_change_link = True
    readonly_fields = ["address", "since", "until", "ended_because"]

    @admin.display(description=_("e-mail address"))
    def address(self, link: Any) -> str:
        """How staff tell people without a name apart; empty for a former member."""
        return address_of(link)


class ShowsLinks:
    """Shows the links of people below a record."""

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """What is new has no links yet."""
        every: list[Any] = super().get_inlines(request, obj)  # type: ignore[misc]
        return [inline for inline in every if obj is not None or not issubclass(inline, LinkInline)]


class PeopleInline(LinkInline):
    """Who acts, or acted, for an actor."""

    model = Membership
    fk_name = "actor"
    verbose_name_plural = _("who acts for it")
    fields = ["user", "address", "role", "since", "until", "ended_because"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The links, with their people."""
        return super().get_queryset(request).select_related("user")


class MembershipInline(LinkInline):
    """The actors for which somebody acts, or acted."""

    model = Membership
    fk_name = "user"
    verbose_name_plural = _("acts for")
    fields = ["actor", "role", "since", "until", "ended_because"]


class MunicipalInline(LinkInline):
    """The municipalities for which somebody works, or worked."""

    model = MunicipalLink
    fk_name = "user"
    fields = ["municipality", "since", "until", "ended_because"]


class EndingForm(VersionedForm):
    """The end of a link, with the reason that the person reads."""

    why = forms.CharField(
        label=_("End it: why?"),
        help_text=_("The person reads this in a mail."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LinkAdmin(FieldAdmin):
    """Links of people. Who may, ends one with a reason; nothing else is changed here."""

    form = EndingForm
    list_filter = [("until", admin.EmptyFieldListFilter)]
    ordering = ["-since"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are invited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A link ends; it is not deleted."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What ended stays as it is."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_running)

    @admin.display(description=_("e-mail address"), ordering="user__email")
    def address(self, link: Any) -> str:
        """How staff tell people without a name apart."""
        return address_of(link)

    def end(self, link: Any, by: Any, why: str) -> None:
        """Ends ``link``."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Ends it, if a reason was given; else nothing is stored."""
        why = form.cleaned_data["why"].strip()
        if not why:
            return
        try:
            self.end(obj, request.user, why)
        except Refused as reason:
            self.message_user(request, str(reason), messages.ERROR)


@admin.register(Membership)
class MembershipAdmin(LinkAdmin):
    """Who acts for which actor."""

    index_position = 91
    list_display = ["user", "address", "actor", "role", "since", "until", "last_changed"]
    list_select_related = ["user", "actor"]
    list_filter = [("until", admin.EmptyFieldListFilter), "role"]
    search_fields = ["user__name", "user__email", "actor__name"]
    readonly_fields = [
        "user",
        "address",
        "actor",
        "role",
        "since",
        "until",
        "given_by",
        "ended_by",
        "ended_because",
        "last_changed",
    ]
    fields = [*readonly_fields, "why"]

    def end(self, link: Membership, by: Any, why: str) -> None:
        """Ends somebody's access to the page of an actor."""
        remove(link=link, by=by, why=why)


@admin.register(MunicipalLink)
class MunicipalLinkAdmin(LinkAdmin):
    """Who works for which municipality: a role, so for who gives roles."""

    index_position = 92
    list_display = ["user", "address", "municipality", "since", "until", "last_changed"]
    list_select_related = ["user", "municipality"]
    search_fields = ["user__name", "user__email", "municipality__name"]
    readonly_fields = [
        "user",
        "address",
        "municipality",
        "since",
        "until",
        "given_by",
        "ended_by",
        "ended_because",
        "last_changed",
    ]
    fields = [*readonly_fields, "why"]

    def may(self, user: Any) -> bool:
        """Who gives roles."""
        return may_manage_roles(user)

    def end(self, link: MunicipalLink, by: Any, why: str) -> None:
        """Ends somebody's work for a municipality here."""
        end_partner(link=link, by=by, why=why)


@admin.register(Invitation)
class InvitationAdmin(NobodyWrites, FieldAdmin):
    """Every invitation, to read. Sending again and withdrawing happen where it was sent."""

    index_position = 93
    list_display = [
        "email",
        "subject_name",
        "state_name",
        "invited_by",
        "sent_at",
        "expires_at",
        "last_changed",
    ]
    search_fields = ["email", "name", "actor__name", "municipality__name"]
    fields: ClassVar[Any] = [
        *("email", "name", "language", "subject_name", "role", "hand_over", "state_name", "invited_by"),
        *("created_at", "sent_at", "expires_at", "accepted_at", "accepted_by", "declined_at", "withdrawn_at"),
        "last_changed",
    ]
    readonly_fields = fields
    list_select_related = ["actor", "municipality", "expert__actor", "invited_by"]

    @admin.display(description=_("invites to"))
    def subject_name(self, invitation: Invitation) -> str:
        """What it invites to."""
        return str(invitation.subject)

    @admin.display(description=_("state"))
    def state_name(self, invitation: Invitation) -> str:
        """What became of it."""
        return str(invitation.state.label)


@watch
def items_that_wait(user: Any) -> Iterable[Attention]:
    """What waits at the editors' desk."""
    if may_use_desk(user):
        yield counted(
            waiting(),
            "waiting_since",
            label=_("The editors’ desk"),
            url=reverse("desk"),
            why=gettext("What people sent, and what has to be looked at."),
            order=5,
        )
