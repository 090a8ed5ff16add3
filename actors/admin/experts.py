"""Experts, and the small lists that describe them, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.expertise.roles import give_role
from actors.history import label_of
from actors.models import Availability, ContactMoment, Expert, ExpertConsent, Report, Share
from ecru.base.admin_mixins import FoundAsOnSite
from ecru.base.models import Publication

from .actor import ActorAdmin, mark
from .actor_list import CheckedFilter, ChoiceFilter
from .history import KeepsHistory
from .many import ManyAtOnce
from .publishing import AcceptsByPublishing
from .received import CountsWhatCameIn
from .shared import FieldAdmin
from .versions import VersionedForm


class WhoFilter(ChoiceFilter):
    """Whether it is a person or an organisation."""

    title = _("who")
    parameter_name = "who"
    answers = {
        "actor": (_("organisation"), Q(person_name="")),
        "person": (_("person"), ~Q(person_name="")),
        "silent": (_("person without consent"), ~Q(person_name="") & Q(consent_on=None)),
    }


class BackFilter(ChoiceFilter):
    """Who said to have time again from a day that has come."""

    title = _("time again")
    parameter_name = "back"

    def questions(self) -> dict[str, tuple[Any, Q]]:
        """Seen from today."""
        away = Q(availability=Availability.NOT_NOW)
        return {"due": (_("the day has come: ask again"), away & Q(available_from__lte=timezone.localdate()))}


class ExpertForm(VersionedForm):
    """All that is known about an expert, and the question whether it was checked today."""

    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=80,
        help_text=_("The last part of the address of the page. Left empty, it is made from the name."),
    )
    checked_today = forms.BooleanField(
        label=_("I checked these facts today"),
        required=False,
        help_text=_("Sets “checked on” to today. Without this tick, saving leaves that date alone."),
    )

    class Meta:
        model = Expert
        fields: tuple[str, ...] = ()  # the admin chooses
        help_texts = {
            "actor": _(
                "Is it the expertise of an organisation? Choose it here, and leave the name below empty."
            ),
            "person_name": _("Is it a person? Then leave the organisation empty."),
            "consent_on": _(
                "The day on which this person said yes to being shown. Without it they stay a draft."
            ),
            "status": _("Only published experts show on the site."),
            "by_experience": _("Tick this when they know it from their own life, and want that said."),
            "can_tell": _("One or two plain sentences: what can people ask them?"),
            "municipality": _("Left empty, it is the seat of the organisation."),
            "active_in": _("Left empty, it is where the organisation is active. The seat comes by itself."),
            "available_from": _("Only for who has no time now."),
            "contact_email": _("Questions go here. It never shows. Left empty, they go to the organisation."),
            "basis": _("For editors only: which sentence of the source says so?"),
        }

    def clean(self) -> dict[str, Any] | None:
        """Makes an address from the name when none was given."""
        cleaned = super().clean()
        if "slug" in self.fields and not self.cleaned_data.get("slug") and "slug" not in self.errors:
            actor = self.cleaned_data.get("actor")
            name = actor.slug if actor else self.cleaned_data.get("person_name", "")
            self.cleaned_data["slug"] = Expert.objects.free_slug(name)
        return cleaned


@admin.register(Expert)
class ExpertAdmin(CountsWhatCameIn, ManyAtOnce, AcceptsByPublishing, KeepsHistory, FoundAsOnSite, FieldAdmin):
    """People and organisations that share what they know."""

    form = ExpertForm
    index_position = 15
    save_on_top = True
    search_fields = ["search_text"]
    search_help_text = _("Searches names, words and places, as the site does.")
    ordering = ["search_name", "pk"]
    actions = ["publish", "archive", "mark_checked", "delete_selected"]
    autocomplete_fields = [
        *("actor", "topics", "offers", "languages", "municipality", "active_in", "source"),
    ]
    list_display = ["title", "about", "seat", "state", "time", "checked", "last_changed"]
    list_select_related = ["actor", "municipality"]
    list_filter = [
        *("status", WhoFilter, CheckedFilter, "availability", BackFilter, "by_experience"),
        *("topics", "offers", "languages", "active_in"),
    ]
    readonly_fields = [
        "user",
        "agreed_to",
        "came_in",
        "provenance",
        "created_at",
        "updated_at",
        "published_at",
        "last_changed",
    ]
    fieldsets = [
        (_("Who"), {"fields": ["actor", "person_name", "user", "consent_on", "agreed_to", "by_experience", "slug", "status"]}),
        (_("What"), {"fields": ["can_tell", "can_tell_en", "topics", "offers", "languages", "url"]}),
        (_("Where"), {"fields": ["municipality", "active_in"]}),
        (_("Time and fee"), {"fields": [("availability", "available_from"), ("fee", "fee_note")]}),
        (_("How to reach them"), {"fields": ["contact_email", "came_in"]}),
        (_("How we know"), {"fields": ["basis", "source", "source_pages", "checked_today", ("verified_on", "verified_by"), "provenance"]}),
        (_("History"), {"fields": ["last_changed", "updated_at", "created_at", "published_at"]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every expert, with its topics."""
        return super().get_queryset(request).prefetch_related("topics")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves relations, fills in the places of the organisation, and lets search find the result."""
        super().save_related(request, form, formsets, change)
        expert = form.instance
        note_consent(expert)
        expert.settle()
        if form.cleaned_data.get("checked_today"):
            expert.confirm()
        expert.reindex()
        if expert.is_public:
            give_role(expert)
        held = ", ".join(label_of(Expert, column) for column in expert.kept_back)
        if held:
            text = gettext("Not shown, because this person does not agree to it: %(fields)s.")
            self.message_user(request, text % {"fields": held}, messages.WARNING)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A person with an account decides what shows; nobody else notes it for them."""
        fixed = list(super().get_readonly_fields(request, obj))
        return [*fixed, "consent_on"] if obj is not None and obj.user_id else fixed

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publishes what may be; tells who did not agree yet."""
        with transaction.atomic():
            waiting = list(queryset.exclude(status=Publication.PUBLISHED))
            chosen = [expert for expert in waiting if expert.may_show]
            with self.changing(request, chosen, gettext("Published.")):
                self.among(chosen).publish()
            for expert in chosen:
                give_role(expert)
            self.accept_at_desk(request, self.among(chosen))
        said = ngettext(
            "%(count)d expert is published now.", "%(count)d experts are published now.", len(chosen)
        )
        self.tell(request, said, chosen)
        for expert in waiting:
            if not expert.may_show:
                text = gettext("“%(name)s” stays hidden: this person did not agree yet.")
                self.message_user(request, text % {"name": expert}, messages.WARNING)

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Archives what is not archived yet."""
        chosen = self.archive_all(request, queryset)
        said = ngettext(
            "%(count)d expert is archived now.", "%(count)d experts are archived now.", len(chosen)
        )
        self.tell(request, said, chosen)

    @admin.action(description=_("Mark as checked today"), permissions=["change"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Notes that the facts were right today."""
        chosen = self.check_all(request, queryset)
        said = ngettext(
            "%(count)d expert is marked as checked.", "%(count)d experts are marked as checked.", len(chosen)
        )
        self.tell(request, said, chosen)

    @admin.display(description=_("name"), ordering="search_name")
    def title(self, expert: Expert) -> str:
        """The name, sorted without regard to case, accents or punctuation."""
        return expert.name

    @admin.display(description=_("from visitors"))
    def came_in(self, record: Expert) -> str:
        """The lists, without numbers: how much an expert is asked is for the regisseur only."""
        plurals = (capfirst(str(model._meta.verbose_name_plural)) for model in (ContactMoment, Report))
        return self.lists_of(record, *plurals)

    @admin.display(description=_("agrees to show"))
    def agreed_to(self, expert: Expert) -> str:
        """Every part that the person agreed to, with the day; what they withdrew, too."""
        if not expert.person_name:
            return gettext("not needed: this is no person")
        lines = [
            f"{consent.get_field_display()}: {date_format(consent.given_on, 'j F Y')}"
            + (f" – {date_format(consent.withdrawn_on, 'j F Y')}" if consent.withdrawn_on else "")
            for consent in expert.consents.all()
        ]
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)) or gettext(
            "nothing yet"
        )

    @admin.display(description=_("topics"))
    def about(self, expert: Expert) -> str:
        """The first topics."""
        return expert.topics_in_short or mark(gettext("none yet"))

    @admin.display(description=_("seat"), ordering="municipality__name")
    def seat(self, expert: Expert) -> str:
        """The municipality."""
        return expert.municipality.name if expert.municipality else ""

    @admin.display(description=_("status"), ordering="status")
    def state(self, expert: Expert) -> str:
        """The status; what the public does not see stands out, and why."""
        if not expert.may_show:
            return mark(gettext("%(status)s, no consent") % {"status": expert.get_status_display()})
        if expert.is_public and expert.actor and not expert.actor.is_public:
            return mark(gettext("hidden with its organisation"))
        return expert.get_status_display() if expert.is_public else mark(expert.get_status_display())

    @admin.display(description=_("availability"), ordering="availability")
    def time(self, expert: Expert) -> str:
        """Whether they have time."""
        return expert.get_availability_display()

    checked = ActorAdmin.checked  # the same day, with the same mark, as for actors


def note_consent(expert: Expert) -> None:
    """Writes out the day that an editor noted for somebody without an account: it is about the whole page.

    An emptied day withdraws all of it.
    """
    if expert.actor_id or expert.user_id:
        return
    if expert.consent_on is None:
        ExpertConsent.objects.withdraw(expert, Share.values)
    elif not expert.agreed:
        ExpertConsent.objects.give(expert, Share, on=expert.consent_on)
