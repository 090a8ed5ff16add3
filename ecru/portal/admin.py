"""What the portal keeps, in the admin: the searches that found nothing."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.admin.shared import FieldRights
from actors.permissions import may_keep_field
from ecru.base.admin_mixins import CalmSearch
from ecru.base.attention import Attention, counted, watch

from .models import MissedSearch, MissedSearchQuerySet

ALL = "all"


class StatusFilter(admin.SimpleListFilter):
    """What waits, unless another answer is chosen."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """Every status, and all of them."""
        return [*MissedSearch.Status.choices, (ALL, _("all"))]

    def choices(self, changelist: Any) -> Any:
        """The answers; what waits is the usual one."""
        for value, label in self.lookup_choices:
            usual = value == MissedSearch.Status.OPEN
            yield {
                "selected": self.value() == value or (usual and self.value() is None),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The rows with the chosen status."""
        chosen = self.value() or MissedSearch.Status.OPEN
        return queryset if chosen not in MissedSearch.Status.values else queryset.filter(status=chosen)


@admin.register(MissedSearch)
class MissedSearchAdmin(CalmSearch, FieldRights, admin.ModelAdmin):
    """What people looked for and did not find: the commonest first. Nothing here can be typed, only put aside."""

    index_position = 60
    list_display = ["told", "count", "first_on", "last_on", "status", "try_again"]
    list_display_links = None
    list_filter = [StatusFilter]
    list_per_page = 50
    search_fields = ["words"]
    show_full_result_count = False
    actions = ["settle", "ignore", "reopen"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Visitors make these rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Actions change them."""
        return False

    def has_keep_permission(self, request: HttpRequest) -> bool:
        """Who keeps the field may put them aside."""
        return self.may(request.user)

    @admin.display(description=_("words"), ordering="words")
    def told(self, missed: MissedSearch) -> str:
        """The words as they were looked for."""
        return str(missed)

    @admin.display(description=_("now"))
    def try_again(self, missed: MissedSearch) -> SafeString | str:
        """A way to see what the words find now."""
        if not missed.words:
            return ""
        address = f"{reverse('search')}?{urlencode({'q': missed.words})}"
        return format_html('<a href="{}">{}</a>', address, gettext("Search again"))

    @admin.action(description=_("Made right: these find something now"), permissions=["keep"])
    def settle(self, request: HttpRequest, queryset: MissedSearchQuerySet) -> None:
        """Notes that these find something now."""
        self.tell(request, queryset.settle())

    @admin.action(description=_("Put aside: there is nothing to find"), permissions=["keep"])
    def ignore(self, request: HttpRequest, queryset: MissedSearchQuerySet) -> None:
        """Puts these aside."""
        self.tell(request, queryset.ignore())

    @admin.action(description=_("Put back among what waits"), permissions=["keep"])
    def reopen(self, request: HttpRequest, queryset: MissedSearchQuerySet) -> None:
        """Puts these back."""
        self.tell(request, queryset.reopen())

    def tell(self, request: HttpRequest, number: int) -> None:
        """Says how many were changed."""
        told = ngettext("%(number)d search changed.", "%(number)d searches changed.", number)
        self.message_user(request, told % {"number": number}, messages.SUCCESS)


@watch
def searches_that_found_nothing(user: Any) -> Iterable[Attention]:
    """Words that people looked for in vain."""
    if may_keep_field(user):
        yield counted(
            MissedSearch.objects.waiting(),
            "first_on",
            label=_("Searches that found nothing"),
            url=reverse("admin:portal_missedsearch_changelist"),
            why=_("Somebody looked for this. Does it miss, or do we call it something else?"),
            order=40,
        )
