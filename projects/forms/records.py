"""The forms of a project and of a call, for who keeps them: drafts save whatever is typed well."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.forms.profile import Part, ProfileForm
from actors.models import Actor
from ecru.base.guard import fresh_stamp

from ..models import Direction, PartnerCall, Practice, Project
from ..models.subjects import SUBJECTS
from ..publishing import missing, wrong_day
from ..writing import Beginning

MOST_TEXT = 5000
NEEDED = {"description", "municipalities", "resources"}  # before others see it; a draft may miss them
NO_DAY = _("This is not a day. Write it as 31-12-2030.")
OPENED = _(
    "Somebody saved this after you opened the page, perhaps you in another tab. What you typed still stands here, and "
    "below you see what was saved. Save again if yours should stay."
)
TICKS = dict.fromkeys(SUBJECTS, forms.CheckboxSelectMultiple)
SUBJECT_LABELS = {
    "municipalities": _("In which municipalities?"),
    "target_groups": _("For whom?"),
    "disciplines": _("In which art form?"),
    "themes": _("Around which theme?"),
}
DIRECTIONS = [
    (Direction.SEEKS.value, _("We seek something")),
    (Direction.OFFERS.value, _("We offer something")),
]
ENGLISH = Part(
    _("In English"), _("Who does not read Dutch sees this. Left empty, they see the Dutch text."),
    ["title_en", "description_en"],
)  # fmt: skip


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A question for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    messages = {"invalid": NO_DAY, "required": _("Choose a day.")}
    return forms.DateField(label=label, widget=widget, error_messages=messages, **more)


class RecordForm(ProfileForm):
    """What a project and a call have in common. What is on the site has to stay whole."""

    opened = OPENED
    texts: ClassVar[tuple[str, ...]] = ("description", "description_en")

    def __init__(self, data: Any = None, *, instance: Project | PartnerCall) -> None:
        super().__init__(data, instance=instance)
        self.saved_meanwhile: list[tuple[str, str]] = []
        for name in NEEDED & self.fields.keys():
            self.fields[name].needed_later = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuses texts that nobody reads to their end, and an empty answer that a page on the site needs."""
        cleaned = super().clean()
        for name in self.texts:
            if len(cleaned.get(name, "")) > MOST_TEXT:
                said = _("This is %(length)d characters long, and at most %(most)d fit. Make it shorter.")
                self.add_error(name, said % {"length": len(cleaned[name]), "most": MOST_TEXT})
        if self.instance.is_public:
            for name, why in self.missing_answers(cleaned).items():
                self.add_error(name, why)
        return cleaned

    def missing_answers(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """What a page on the site cannot do without."""
        found = {}
        if not cleaned.get("description", "").strip():
            found["description"] = _("Tell what it is about. Two sentences are enough.")
        if "municipalities" in cleaned and not cleaned["municipalities"]:
            found["municipalities"] = _("Choose at least one municipality.")
        return {name: str(why) for name, why in found.items() if not self.has_error(name)}

    def catch_up(self) -> None:
        """Sends the form back with the version of now, and with what somebody else saved."""
        self.saved_meanwhile = [
            (str(self.fields[name].label), stored_words(self.instance, name)) for name in self.changed_names
        ]
        super().catch_up()

    def ask_for(self, wanted: dict[str, str]) -> None:
        """Puts what is still missing beside its questions."""
        for name, why in wanted.items():
            self.add_error(name, why)

    def ask_for_missing(self, record: Project | PartnerCall) -> None:
        """The same for what ``record`` misses before it may show."""
        self.ask_for(missing(record))


def stored_words(record: models.Model, name: str) -> str:
    """What ``record`` holds under ``name``, as people read it."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(str(word) for word in getattr(record, name).all())
    if isinstance(field, models.CharField) and field.choices:
        return str(getattr(record, f"get_{name}_display")())
    return str(getattr(record, name) or "")


class ProjectForm(RecordForm):
    """A project."""

    texts = ("description", "description_en", "approach", "results", "seeks")
    parts: ClassVar[Sequence[Part]] = (
        Part(_("What is it?"), "", ["title", "description", "approach"]),
        Part(_("When?"), _("Leave open what you do not know yet."), ["period", "starts_on", "ends_on"]),
        Part(_("Where and for whom?"), "", list(SUBJECTS)),
        Part(_("What are you looking for?"), _("Others see this on the page of the project."), ["seeks"]),
        Part(_("What came of it?"), _("For later. Also what did not work."), ["results"]),
        Part(_("What does it build on?"), "", ["inspired_by"]),
        ENGLISH,
    )

    starts_on = day_field(_("It begins on"), required=False)
    ends_on = day_field(_("It ends on"), required=False)

    class Meta:
        model = Project
        fields: ClassVar[list[str]] = [
            *("title", "description", "approach", "period", "starts_on", "ends_on", *SUBJECTS),
            *("seeks", "results", "inspired_by", "title_en", "description_en"),
        ]
        widgets: ClassVar[dict[str, Any]] = TICKS
        labels: ClassVar[dict[str, Any]] = {
            **SUBJECT_LABELS,
            "title": _("What is it called?"),
            "description": _("What do you want to do, and why?"),
            "approach": _("How do you want to do it?"),
            "period": _("When, in words?"),
            "seeks": _("Whom or what are you looking for?"),
            "results": _("What came of it?"),
            "inspired_by": _("A practice that you build on"),
            "title_en": _("Title in English"),
            "description_en": _("What and why, in English"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("At most 60 letters reads best."),
            "description": _("Write short sentences, as if you tell a neighbour."),
            "period": _("For instance: spring of 2027."),
        }

    def __init__(self, data: Any = None, *, instance: Project) -> None:
        super().__init__(data, instance=instance)
        field: Any = self.fields["inspired_by"]
        field.queryset = Practice.objects.published().order_by("title")
        field.label_from_instance = attrgetter("name")
        field.empty_label = _("none")

    def clean(self) -> dict[str, Any]:
        """Also refuses an end before the beginning."""
        cleaned = super().clean()
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The end comes after the beginning. Change one of both."))
        return cleaned


class CallForm(RecordForm):
    """A call."""

    parts: ClassVar[Sequence[Part]] = (
        Part(_("What do you seek or offer?"), "", ["direction", "resources", "title", "description"]),
        Part(_("Until when?"), _("The call closes by itself after this day. A week before, we mail you."), ["closes_on"]),
        Part(_("Where and for whom?"), "", list(SUBJECTS)),
        Part(_("Does it belong to a project?"), "", ["project"]),
        ENGLISH,
    )  # fmt: skip

    closes_on = day_field(_("Until which day do you take answers?"))

    class Meta:
        model = PartnerCall
        fields: ClassVar[list[str]] = [
            *("direction", "resources", "title", "description", "closes_on", *SUBJECTS),
            *("project", "title_en", "description_en"),
        ]
        widgets: ClassVar[dict[str, Any]] = {
            **TICKS,
            "resources": forms.CheckboxSelectMultiple,
            "direction": forms.RadioSelect,
        }
        labels: ClassVar[dict[str, Any]] = {
            **SUBJECT_LABELS,
            "direction": _("Do you seek or offer?"),
            "resources": _("What?"),
            "title": _("What should everybody read first?"),
            "description": _("Tell a bit more"),
            "project": _("A project of yours"),
            "title_en": _("Title in English"),
            "description_en": _("A bit more, in English"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("For instance: “Who has a room for twenty singers?” At most 60 letters reads best."),
            "description": _(
                "Write no phone number or e-mail address here: answers come through the platform."
            ),
        }

    def __init__(self, data: Any = None, *, instance: PartnerCall) -> None:
        super().__init__(data, instance=instance)
        field: Any = self.fields["project"]
        field.queryset = Project.objects.of_actor(instance.actor).order_by("title")
        field.empty_label = _("none")
        self.fields["direction"].choices = DIRECTIONS  # type: ignore[attr-defined]

    def missing_answers(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """Also what, and a day that is still to come."""
        found = super().missing_answers(cleaned)
        if "resources" in cleaned and not cleaned["resources"]:
            found["resources"] = str(_("Choose at least one."))
        if "closes_on" in self.changed_data and cleaned.get("closes_on"):
            found |= wrong_day(PartnerCall(closes_on=cleaned["closes_on"]))
        return found


class StartForm(forms.Form):
    """What a project begins with. ``stamp`` makes a double click one record."""

    actor = forms.ModelChoiceField(
        label=_("For which organisation?"),
        queryset=Actor.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose for which organisation."),
            "invalid_choice": _("Choose for which organisation."),
        },
    )
    title = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        help_text=_("At most 60 letters reads best. You can change it later."),
        error_messages={
            "required": _("Give it a title."),
            "max_length": _("At most %(limit_value)d letters fit."),
        },
    )
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, data: Any = None, *, user: Any) -> None:
        super().__init__(data, label_suffix="", initial={"stamp": fresh_stamp()})
        field: Any = self.fields["actor"]
        field.queryset = Actor.objects.own(user).published().filter(closed=False).order_by("name")
        self.fields["title"].widget.attrs.pop("maxlength", None)

    @property
    def beginning(self) -> Beginning:
        """What was typed."""
        typed = self.cleaned_data
        return Beginning(
            typed["actor"], typed["title"], typed["stamp"] or fresh_stamp(), typed.get("direction", "")
        )


class StartCallForm(StartForm):
    """What a call begins with."""

    direction = forms.ChoiceField(
        label=_("Do you seek or offer?"),
        choices=DIRECTIONS,
        widget=forms.RadioSelect,
        initial=Direction.SEEKS,
        error_messages={"required": _("Choose one of both."), "invalid_choice": _("Choose one of both.")},
    )
    field_order = ["direction", "title", "actor", "stamp"]

    def __init__(self, data: Any = None, *, user: Any) -> None:
        super().__init__(data, user=user)
        self.fields["title"].label = _("What should everybody read first?")
        self.fields["title"].help_text = CallForm.Meta.help_texts["title"]
