"""The forms of messages, tasks and help in a dossier."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Expert, Topic
from ecru.base.guard import fresh_stamp

from ..accompanying import NewTask, helpers_for
from ..accompanying.messaging import LONGEST
from ..accompanying.tasking import OWNERS
from ..dossiers.telling import people_by_party
from ..models import Dossier, Party
from ..permissions import runs_dossiers
from .days import DayField
from .dossiers import text_field

SEPARATOR = ":"


class MessageForm(forms.Form):
    """A message; who runs the network chooses whether it is internal. ``stamp`` makes a double click one message."""

    words = text_field(_("Message"), LONGEST)
    is_internal = forms.BooleanField(label=_("Internal: only ECRU reads it"), required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, data: Any = None, *, user: Any) -> None:
        super().__init__(data, label_suffix="", initial={"stamp": fresh_stamp()}, auto_id="bericht_%s")
        self.fields["words"].error_messages["required"] = _("Write a message.")
        if not runs_dossiers(user):
            del self.fields["is_internal"]


class TaskForm(forms.Form):
    """What, who and by when."""

    what = forms.CharField(
        label=_("What has to be done?"),
        max_length=200,
        error_messages={
            "required": _("Write what has to be done."),
            "max_length": _("At most %(limit_value)d characters fit. You wrote %(show_value)d."),
        },
    )
    who = forms.ChoiceField(
        label=_("Who does it?"),
        error_messages={"required": _("Choose who does it."), "invalid_choice": _("Choose who does it.")},
    )
    until = DayField(label=_("By when?"), required=False)

    def __init__(self, data: Any = None, *, dossier: Dossier, user: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="taak_%s")
        self.fields["what"].widget.attrs.pop("maxlength", None)
        self.people = {}
        people, choices = people_by_party(dossier), []
        for party in OWNERS if runs_dossiers(user) else (Party.APPLICANT,):
            choices.append((party.value, str(party.label)))
            for person in people[party]:
                self.people[key := f"{party.value}{SEPARATOR}{person.pk}"] = person
                choices.append((key, str(person)))
        field: Any = self.fields["who"]
        field.choices = choices

    def clean_until(self) -> Any:
        """Refuses a day that is over."""
        day = self.cleaned_data["until"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose a later one."))
        return day

    @property
    def task(self) -> NewTask:
        """What was typed."""
        typed = self.cleaned_data
        party = typed["who"].partition(SEPARATOR)[0]
        return NewTask(typed["what"], party, self.people.get(typed["who"]), typed["until"])


class HelpTopicForm(forms.Form):
    """With what somebody needs help."""

    onderwerp = forms.ModelChoiceField(
        label=_("I need help with …"),
        queryset=Topic.objects.none(),
        empty_label=_("choose a topic"),
        error_messages={
            "required": _("Choose a topic."),
            "invalid_choice": _("Choose a topic of the list."),
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        field: Any = self.fields["onderwerp"]
        field.queryset = Topic.objects.order_by("position", "label")


class HelpForm(forms.Form):
    """Which expert, and the question."""

    expert = forms.ModelChoiceField(
        label=_("Whom do you ask?"),
        queryset=Expert.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose an expert."),
            "invalid_choice": _("We cannot ask this expert now. Choose another one."),
        },
    )
    question = text_field(
        _("Your question"),
        help_text=_("The expert reads this and the title of your dossier. The dossier itself stays closed."),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, data: Any = None, *, dossier: Dossier, user: Any, topic: Topic) -> None:
        super().__init__(data, label_suffix="", initial={"stamp": fresh_stamp()})
        self.fields["question"].error_messages["required"] = _("Write down your question.")
        self.found = helpers_for(dossier, user, topic)
        field: Any = self.fields["expert"]
        field.queryset = Expert.objects.filter(pk__in=[one.pk for one in self.found])
        field.label_from_instance = told


def told(expert: Expert) -> str:
    """An expert as one chooses them: the name, and where."""
    place = expert.municipality or (expert.actor.municipality if expert.actor else None)
    return f"{expert.name} ({place.name})" if place else expert.name
