"""The forms of dossiers: beginning one, writing in it, and what a step asks along."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.answers import seven
from actors.forms.own.words import Fold, folded, words
from actors.models import Actor, Expert, Municipality, TargetGroup
from ecru.base.guard import fresh_stamp
from projects.models import Project

from ..dossiers import Beginning, written
from ..models import BoardMeeting, Call, Dossier, Level, Measure, Outcome, Standing
from ..phases import open_fields, phase_of
from ..together import plain
from ..workflow.asks import DECISIONS
from ..workflow.words import Ask, Kind, Step
from .days import DayField
from .marked import MarkedForm
from .money import EuroField

MOST_TEXT = 5000
TAKES = (Standing.CLOSING, Standing.OPEN, Standing.ONGOING)
LABELS = {
    "title": _("What is it called?"),
    "summary": _("What do you want to do, and why?"),
    "requested": _("How much do you ask, in euro?"),
    "municipalities": _("In which municipalities does it happen?"),
    "target_groups": _("For whom?"),
    "project": _("A project of yours"),
    "bijlagen": _("Attachments"),
}
NO_MOMENT = _("This is not a moment. Write it as 31-12-2030 17:00.")


def part_label(dossier: Dossier, name: str) -> str:
    """What a part of ``dossier`` that can be opened is called; empty for one that its round does not have."""
    titles = {section.opens: section.title for section in dossier.sections}
    return str(LABELS.get(name) or titles.get(name, ""))


def text_field(label: Any, most: int = MOST_TEXT, **more: Any) -> forms.CharField:
    """A question for a longer text."""
    messages = {"max_length": _("At most %(limit_value)d characters fit. You wrote %(show_value)d.")}
    widget = forms.Textarea(attrs={"rows": 6})
    field = forms.CharField(label=label, max_length=most, widget=widget, error_messages=messages, **more)
    field.widget.attrs.pop("maxlength", None)  # who pastes too much reads why, and loses nothing
    return field


def title_field() -> forms.CharField:
    """A question for a title."""
    messages = {"required": _("Give it a title."), "max_length": _("At most %(limit_value)d letters fit.")}
    field = forms.CharField(
        label=LABELS["title"],
        max_length=120,
        help_text=_("At most 60 letters reads best. You can change it later."),
        error_messages=messages,
    )
    field.widget.attrs.pop("maxlength", None)
    return field


class IdeaForm(forms.Form):
    """What a dossier for another giver begins with. ``stamp`` makes a double click one dossier."""

    actor = forms.ModelChoiceField(
        label=_("For which organisation?"),
        queryset=Actor.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose for which organisation."),
            "invalid_choice": _("Choose for which organisation."),
        },
    )
    title = title_field()
    summary = text_field(
        LABELS["summary"], required=False, help_text=_("Tell it as you would to a neighbour.")
    )
    measure = forms.ModelChoiceField(
        label=_("Do you know which support?"),
        queryset=Measure.objects.none(),
        required=False,
        empty_label=_("not yet, or another one"),
        error_messages={"invalid_choice": _("Choose a measure of the list.")},
    )
    funder = forms.CharField(label=_("Or which other giver?"), max_length=120, required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    origin = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)

    def __init__(self, data: Any = None, *, user: Any, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", initial={**(initial or {}), "stamp": fresh_stamp()})
        actors: Any = self.fields["actor"]
        actors.queryset = Actor.objects.own(user).published().filter(closed=False).order_by("name")
        if "measure" in self.fields:
            measures: Any = self.fields["measure"]
            measures.queryset = (
                Measure.objects.published().exclude(level=Level.ECRU).existing().order_by("title")
            )

    @property
    def beginning(self) -> Beginning:
        """What was typed."""
        typed = self.cleaned_data
        return Beginning(
            typed["actor"],
            typed["title"],
            typed["stamp"] or fresh_stamp(),
            summary=typed["summary"],
            call=typed.get("call"),
            measure=typed.get("measure"),
            funder=typed.get("funder", ""),
            origin=typed["origin"],
        )


class ApplyForm(IdeaForm):
    """What a dossier for support from ECRU begins with: one of its rounds that is open now."""

    measure = None  # type: ignore[assignment]
    funder = None  # type: ignore[assignment]
    call = forms.ModelChoiceField(
        label=_("For which round?"),
        queryset=Call.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose for which round."),
            "invalid_choice": _("This round takes no dossiers now. Choose another one."),
        },
    )

    def __init__(self, data: Any = None, *, user: Any, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, user=user, initial=initial)
        field: Any = self.fields["call"]
        field.queryset = open_rounds()
        field.label_from_instance = round_label
        self.order_fields(["call", "actor", "title", "summary", "stamp"])

    @property
    def has_rounds(self) -> bool:
        """Whether ECRU has a round that is open now."""
        field: Any = self.fields["call"]
        return bool(field.queryset.exists())


def open_rounds() -> Any:
    """The rounds of ECRU itself that take dossiers now."""
    rounds: Any = Call.objects.filter(measure__level=Level.ECRU, measure__status="published")
    return rounds.standing(*TAKES).select_related("measure").order_by("measure__search_name", "closes_at")


def round_label(call: Call) -> str:
    """A round as one chooses it: of which measure, and until when."""
    name = f"{call.measure.name}, {call.name}" if call.name else call.measure.name
    if call.closes_at is None:
        return name
    until = timezone.localtime(call.closes_at)
    return str(_("%(name)s (until %(day)s)")) % {"name": name, "day": until.strftime("%d-%m-%Y %H:%M")}


class DossierForm(MarkedForm):
    """What stands in a dossier, as far as its phase opens it. More parts follow with the form of the round.

    What was sent of a part that is locked by now is not kept, but stays to be read, so that nobody loses it.
    """

    title = title_field()
    summary = text_field(
        LABELS["summary"], required=False, help_text=_("Tell it as you would to a neighbour.")
    )
    requested = EuroField(label=LABELS["requested"], required=False)
    municipalities = forms.ModelMultipleChoiceField(
        label=LABELS["municipalities"],
        queryset=Municipality.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target_groups = forms.ModelMultipleChoiceField(
        label=LABELS["target_groups"],
        queryset=TargetGroup.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    project = forms.ModelChoiceField(
        label=LABELS["project"], queryset=Project.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, data: Any = None, *, dossier: Dossier) -> None:
        known = written(dossier)
        shown = {name: self.as_typed(name, value) for name, value in known.items()}
        super().__init__(data, kept=known, initial=shown)
        pools = {
            "municipalities": Municipality.objects.members(),
            "target_groups": words(TargetGroup),
            "project": Project.objects.of_actor(dossier.actor).order_by("title"),
        }
        for name, pool in pools.items():
            field: Any = self.fields[name]
            field.queryset = pool
        places: Any = self.fields["municipalities"]
        places.choices = [(place.pk, str(place)) for place in seven()]  # from memory
        for name in ("summary", "requested", "municipalities"):  # no phase lets it be sent without
            self.fields[name].needed_to_send = True  # type: ignore[attr-defined]
        self.standing = phase_of(dossier)
        self.locked = set(known) - open_fields(dossier)
        for name in self.locked - set(data or ()):
            del self.fields[name], self.kept[name]

    @property
    def for_whom(self) -> Fold:
        """The target groups, as one ticks them."""
        return folded(self["target_groups"])

    def clean(self) -> None:
        """Says which parts are locked, when somebody changed something there."""
        said = _("This dossier stands at “%(phase)s” now. This part is locked.") % {
            "phase": self.standing.name
        }
        for name in self.locked & self.cleaned_data.keys():
            if plain(self.cleaned_data.pop(name)) != self.kept[name]:
                self.add_error(name, said)

    def as_typed(self, name: str, value: Any) -> Any:
        """An amount with a comma, as people type it."""
        return value.replace(".", ",") if name == "requested" else value


class StepForm(forms.Form):
    """What one step asks along. Each step has names of its own, so that several stand on one page."""

    def __init__(self, data: Any = None, *, step: Step, dossier: Dossier) -> None:
        super().__init__(data, label_suffix="", prefix=step.key)
        self.step = step
        for ask in step.asks_of(dossier):
            field: Any = field_of(ask)
            if ask.kind is Kind.FIELDS:
                field.choices = [(name, part_label(dossier, name)) for name in dossier.openable]
            self.fields[ask.name] = field

    @property
    def given(self) -> dict[str, Any]:
        """What was given, without what was left empty."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def blame(self, by_name: dict[str, str], rest: Iterable[str]) -> None:
        """Shows what ``perform`` had against it: beside what was given, or above."""
        for name, said in by_name.items():
            self.add_error(name, said)
        for said in () if by_name else rest:
            self.add_error(None, said)


def field_of(ask: Ask) -> forms.Field:
    """The question on a page for what a step asks."""
    told: dict[str, Any] = {"label": ask.label, "required": ask.required, "help_text": ask.hint}
    messages = {"required": ask.missing, "invalid_choice": ask.missing}
    makers = {
        Kind.TEXT: lambda: text_field(told.pop("label"), 20_000, **told),
        Kind.EURO: lambda: EuroField(**told),
        Kind.DAY: lambda: DayField(**told),
        Kind.MOMENT: lambda: MomentField(**told),
        Kind.FIELDS: lambda: forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **told),
        Kind.OUTCOME: lambda: forms.ChoiceField(
            choices=[(one.value, Outcome(one).label) for one in DECISIONS], widget=forms.RadioSelect, **told
        ),
        Kind.EXPERT: lambda: forms.ModelChoiceField(
            queryset=Expert.objects.published().select_related("actor").order_by("search_name"), **told
        ),
        Kind.YES: lambda: forms.BooleanField(**told),
        Kind.MEETING: lambda: DayField(widget=meeting_widget(), **told),
    }
    field = makers[ask.kind]()
    field.error_messages |= messages
    return field


def meeting_widget() -> forms.Widget:
    """The meetings that are planned, to choose from; a day to fill in when there is none: then that meeting is planned."""
    planned = BoardMeeting.objects.from_day(timezone.localdate())
    days = [(meeting.day.isoformat(), meeting.when) for meeting in planned]
    if days:
        return forms.Select(choices=days)
    return DayField().widget


class MomentField(forms.DateTimeField):
    """A day with an hour, in Brussels."""

    default_error_messages = {"invalid": NO_MOMENT}
    widget = forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M"]

    def to_python(self, value: Any) -> datetime | None:
        """The moment, in whole seconds."""
        found = super().to_python(value)
        return found.replace(microsecond=0) if found else None
