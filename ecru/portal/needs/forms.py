"""What the team fills in about needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Expert, Municipality, Need, NeedStatus, TargetGroup, Theme, Topic
from projects.models import Practice, Project
from subsidies.models import Measure

from .register import Heard

ANSWERS: tuple[tuple[str, Any], ...] = (
    *(("practice", Practice), ("expert", Expert), ("project", Project)),
    ("measure", Measure),
)
GOALS = [("", "–"), *((str(number), str(number)) for number in range(1, 6))]


class NeedForm(forms.ModelForm):
    """A need: who misses what, and where."""

    goal = forms.ChoiceField(label=_("Goal of the policy plan"), choices=GOALS, required=False)
    target_groups = forms.ModelMultipleChoiceField(
        TargetGroup.objects.all(), label=_("For which people"), required=False
    )
    themes = forms.ModelMultipleChoiceField(Theme.objects.all(), label=_("Themes"), required=False)
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), label=_("What do they need to know?"), required=False
    )
    heard_from = forms.CharField(
        label=_("Where did you hear it, or from whom?"),
        max_length=200,
        required=False,
        help_text=_("An organisation or an occasion, no names of people."),
    )

    class Meta:
        model = Need
        fields = ["title", "kind", "description", "whose", "goal", "municipality", "status"]
        help_texts = {
            "title": _("In one line: “A place to rehearse in the evening”."),
            "whose": _("Which organisations or people."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.members()  # type: ignore[attr-defined]
        self.fields["municipality"].empty_label = _("the whole region")  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["heard_from"]
            for name in ("target_groups", "themes", "topics"):
                self.fields[name].initial = [record.pk for record in getattr(self.instance, name).all()]

    @property
    def words(self) -> dict[str, list[Any]]:
        """The related records that were chosen."""
        return {name: list(self.cleaned_data[name]) for name in ("target_groups", "themes", "topics")}


class HeardForm(forms.Form):
    """Where a need was heard once more."""

    note = forms.CharField(
        label=_("Where did you hear it, or from whom?"),
        max_length=200,
        help_text=_("An organisation or an occasion, no names of people."),
    )
    on = forms.DateField(
        label=_("On which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    @property
    def heard(self) -> Heard:
        """What was filled in."""
        return Heard(note=self.cleaned_data["note"], on=self.cleaned_data["on"])


class AnswerForm(forms.Form):
    """What answers a need: one record, or words."""

    practice = forms.ModelChoiceField(Practice.objects.none(), label=_("A practice"), required=False)
    expert = forms.ModelChoiceField(Expert.objects.none(), label=_("An expert"), required=False)
    project = forms.ModelChoiceField(Project.objects.none(), label=_("A project"), required=False)
    measure = forms.ModelChoiceField(Measure.objects.none(), label=_("A way to get support"), required=False)
    note = forms.CharField(label=_("Something else, in words"), max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in ANSWERS:
            records = model.objects.visible_to(user)
            field: Any = self.fields[name]
            field.queryset = records.select_related("actor") if model is Expert else records

    @property
    def record(self) -> Any:
        """The first record that was chosen; None for words alone."""
        return next((self.cleaned_data[name] for name, _model in ANSWERS if self.cleaned_data[name]), None)


class StatusForm(forms.Form):
    """How far an answer is."""

    status = forms.ChoiceField(label=_("How far is it?"), choices=NeedStatus)
