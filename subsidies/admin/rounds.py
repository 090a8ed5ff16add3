"""Rounds in the admin: where each stands now, and one press for "the budget is spent", or for taking that back.

The dates of a round are changed on the page of its measure.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from actors.admin.shared import FieldAdmin

from ..models import Call, Standing
from ..questioning import copy_questions
from ..spending import can_be_spent, can_open_again, mark_spent, open_again

OPEN = "open"
FACTS = ["measure", "name", "rhythm", "opens_at", "closes_at", "budget", "spent_at", "asks_budget", "note"]


class RoundFilter(admin.SimpleListFilter):
    """Where rounds stand now."""

    title = _("stands")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """Every standing that a round can have."""
        return [(choice.value, choice.label) for choice in Standing if choice != Standing.UNKNOWN]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The rounds that stand so; all of them for an answer that does not exist."""
        chosen, rounds = self.value(), queryset
        return rounds.standing(Standing(chosen)) if chosen in Standing.values else queryset  # type: ignore[attr-defined]


def money_button(call: Call) -> str:
    """The way to the page where the budget is noted as spent, or that is taken back; a sentence when neither can be."""
    if not call.pk or not (can_be_spent(call) or can_open_again(call)):
        return gettext("You can say so while the round is open.")
    label = gettext("Open after all …") if can_open_again(call) else gettext("Budget spent …")
    return format_html(
        '<a class="button" href="{}">{}</a>', reverse("admin:subsidies_call_money", args=[call.pk]), label
    )


@admin.register(Call)
class CallAdmin(FieldAdmin):
    """Rounds, to look at and to close because the money is gone."""

    index_position = 27
    search_fields = ["measure__search_name", "name"]
    list_display = ["told", "stands_now", "opens_at", "closes_at", "spent_at"]
    list_filter = [RoundFilter, "rhythm"]
    list_select_related = ["measure"]
    ordering = ["closes_at", "pk"]
    actions = ["spend", "open_all_again", "take_questions_over"]
    fields = [*FACTS, "money", "asks"]
    readonly_fields = [*FACTS, "money", "asks"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every round, with those of the same measure."""
        return super().get_queryset(request).prefetch_related("measure__calls__measure")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A round is made on the page of its measure."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its dates are changed there too; here only the actions of the list change something."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It goes with its measure; alone it is taken away on the page of that."""
        here = request.resolver_match
        on_measure = here is not None and (here.url_name or "").startswith("subsidies_measure_")
        return on_measure and super().has_delete_permission(request, obj)

    def get_urls(self) -> list[Any]:
        """The address where the budget is noted as spent, before those of the admin."""
        view = self.admin_site.admin_view(never_cache(self.money_view))
        return [path("<int:key>/budget/", view, name="subsidies_call_money"), *super().get_urls()]

    def money_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Asks whether the budget is spent, or whether that has to be taken back; a press of the button does so."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        call = self.get_object(request, str(key))
        if call is None:
            raise Http404
        if request.method == "POST":
            self.carry_out(request, [call], open_again if request.POST.get("do") == OPEN else mark_spent)
            return redirect("admin:subsidies_measure_change", call.measure_id)
        context = {
            **self.admin_site.each_context(request),
            "title": str(call),
            "opts": self.opts,
            "call": call,
            "spent": can_open_again(call),
            "open": can_be_spent(call),
        }
        return render(request, "admin/rounds/budget.html", context)

    @admin.action(description=_("Budget spent: close these rounds now"), permissions=["change"])
    def spend(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Notes for each that its budget is spent."""
        self.carry_out(request, queryset, mark_spent)

    @admin.action(description=_("Open after all: there is money again"), permissions=["change"])
    def open_all_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Takes it back for each."""
        self.carry_out(request, queryset, open_again)

    @admin.action(description=_("Take over the questions of the last round"), permissions=["change"])
    def take_questions_over(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Gives each the questions of the round before it."""
        done = []
        for call in queryset:
            try:
                if copy_questions(call=call, by=request.user):  # type: ignore[arg-type]
                    done.append(call)
            except ValidationError as refusal:
                self.message_user(request, f"{call}: {refusal.messages[0]}", messages.WARNING)
        self.note_changes(request, done, gettext("Took over the questions of the last round."))
        said = ngettext("%(count)d round has its questions now.", "%(count)d rounds have their questions now.", len(done))  # fmt: skip
        self.message_user(
            request, said % {"count": len(done)}, messages.SUCCESS if done else messages.WARNING
        )

    def carry_out(self, request: HttpRequest, calls: Iterable[Call], verb: Callable[..., bool]) -> None:
        """Does ``verb`` for each round, writes it down with the round and its measure, and tells how it went."""
        noted = {
            mark_spent: gettext("Noted that the budget is spent."),
            open_again: gettext("Opened after all: there is money again."),
        }
        done = []
        for call in calls:
            try:
                if verb(call=call, by=request.user):
                    done.append(call)
            except ValidationError as refusal:
                self.message_user(request, f"{call}: {refusal.messages[0]}", messages.WARNING)
        self.note_changes(request, [*done, *{call.measure for call in done}], noted[verb])
        if not done:
            self.message_user(
                request, gettext("Nothing had to change in what you selected."), messages.WARNING
            )
            return
        said = ngettext(
            "%(count)d round is changed. Who saved or watches it hears of it, once.",
            "%(count)d rounds are changed. Who saved or watches them hears of it, once.",
            len(done),
        )
        self.message_user(request, said % {"count": len(done)}, messages.SUCCESS)

    @admin.display(description=_("round"), ordering="measure__search_name")
    def told(self, call: Call) -> str:
        """The measure, and the name of the round."""
        return str(call)

    @admin.display(description=_("stands"))
    def stands_now(self, call: Call) -> str:
        """Where it stands this second."""
        return str(call.standing.label)

    @admin.display(description=_("questions"))
    def asks(self, call: Call) -> str:
        """How many it asks, and the way to them."""
        address = f"{reverse('admin:subsidies_question_changelist')}?call__id__exact={call.pk}"
        count = call.questions.count()
        said = ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
        return format_html('<a href="{}">{}</a>', address, said)

    @admin.display(description=_("is the money gone?"))
    def money(self, call: Call) -> str:
        """The button."""
        return money_button(call)
