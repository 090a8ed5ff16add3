"""The forms of advice: whom to ask, what an expert declares, scores, and what one thinks of others."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Topic

from ..advising import Answer, Proposal, written
from ..models import Review, Verdict
from ..models.advice import HIGHEST, LOWEST
from .days import DayField
from .dossiers import text_field
from .marked import MarkedForm

MEANINGS = {
    1: _("1: weak"),
    2: _("2: rather weak"),
    3: _("3: good enough"),
    4: _("4: good"),
    5: _("5: very good"),
}
SCORES = [(str(number), MEANINGS[number]) for number in range(LOWEST, HIGHEST + 1)]


class AskExpertsForm(forms.Form):
    """Which of the proposed experts are asked, and by when."""

    experts = forms.MultipleChoiceField(
        label=_("Whom do you ask?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one expert."),
            "invalid_choice": _("One of these experts cannot be asked any more. Choose again."),
        },
    )
    until = DayField(
        label=_("By when?"),
        error_messages={"required": _("Choose by when you expect the advice.")},
    )

    def __init__(self, data: Any = None, *, found: list[Proposal], initial: Any = None) -> None:
        super().__init__(data, label_suffix="", initial=initial)
        field: Any = self.fields["experts"]
        field.choices = [(str(one.expert.pk), one.expert.name) for one in found]
        self.found = found

    @property
    def lines(self) -> list[tuple[Any, Proposal]]:
        """Each tick with its proposal."""
        return list(zip(self["experts"], self.found, strict=True))


class TopicForm(forms.Form):
    """Only experts who know about one topic."""

    onderwerp = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("all topics")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        field: Any = self.fields["onderwerp"]
        field.queryset = Topic.objects.order_by("position", "label")


class AnswerForm(forms.Form):
    """What an expert declares before the file opens. With ``only_back``: who has the link of the mail only."""

    said = forms.ChoiceField(
        label=_("Do you have an interest in this dossier?"),
        help_text=_(
            "You have one when you, your family or your organisation gain or lose by it, when you worked on it, "
            "or when you have a quarrel or a close tie with who asks."
        ),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of these answers."),
            "invalid_choice": _("Choose one of these answers."),
        },
    )
    why = forms.CharField(
        label=_("Do you want to say why?"),
        help_text=_("Only ECRU reads this, when you hand it back."),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": _("At most %(limit_value)d characters fit. You wrote %(show_value)d.")},
    )

    def __init__(self, data: Any = None, *, only_back: bool = False, declared: bool = False) -> None:
        super().__init__(data, label_suffix="")
        self.fields["why"].widget.attrs.pop("maxlength", None)
        if only_back or declared:
            field: Any = self.fields["said"]
            field.label, field.help_text = _("Why do you hand it back?"), ""
            field.choices = [one for one in Answer.choices if one[0] != Answer.NO_INTEREST]


class FilledLater:
    """A question that needs an answer in the end, and that may stay empty until then."""

    def validate(self, value: Any) -> None:
        """Lets go of what is still empty."""
        if value:
            super().validate(value)  # type: ignore[misc]


class LaterChoice(FilledLater, forms.ChoiceField):
    """A choice that may wait."""


class LaterText(FilledLater, forms.CharField):
    """A text that may wait."""


def later_text(label: Any, **more: Any) -> LaterText:
    """A question for a longer text that may wait."""
    plain = text_field(label, **more)
    field = LaterText(
        label=label,
        max_length=plain.max_length,
        widget=plain.widget,
        help_text=plain.help_text,
        error_messages=plain.error_messages,
    )
    field.widget.attrs.pop("maxlength", None)
    return field


class ReviewForm(MarkedForm):
    """Scores with reasons, a verdict and words; all may stay empty until it is given."""

    use_required_attribute = False

    verdict = LaterChoice(
        label=_("What do you advise, all in all?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these answers.")},
    )
    words = later_text(
        _("Your advice in a few sentences"),
        help_text=_("Positive, if? Then say what must change. After the decision the applicant reads this, without your name."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, review: Review) -> None:
        self.scores = list(review.scores.all())
        known = written(review)
        super().__init__(data, kept=known, initial=known)
        for score in self.scores:
            self.fields[f"score-{score.position}"] = LaterChoice(
                label=_("Score"),
                choices=SCORES,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose a score from 1 to 5.")},
            )
            self.fields[f"reason-{score.position}"] = later_text(_("Why this score?"))

    @property
    def parts(self) -> list[tuple[str, Any, Any]]:
        """Each criterion with its two questions."""
        return [
            (score.told, self[f"score-{score.position}"], self[f"reason-{score.position}"])
            for score in self.scores
        ]

    def in_words(self, clash: Any) -> Any:
        """With the criterion, as the same two questions come back for each."""
        told, place = super().in_words(clash), clash.name.rpartition("-")[2]
        criteria = {str(score.position): score.told for score in self.scores}
        return replace(told, label=f"{criteria[place]}: {told.label}") if place in criteria else told


class ReactionForm(forms.Form):
    """What an expert thinks of the advice of another one."""

    agrees = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("ja", _("I agree")), ("nee", _("I do not agree"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether you agree."),
            "invalid_choice": _("Choose whether you agree."),
        },
    )
    words = forms.CharField(
        label=_("Why? One sentence is enough."),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": _("Say why, in a sentence."),
            "max_length": _("At most %(limit_value)d characters fit. You wrote %(show_value)d."),
        },
    )

    def __init__(self, data: Any = None, *, about: Review, initial: Any = None) -> None:
        super().__init__(data, label_suffix="", prefix=f"over-{about.pk}", initial=initial)
        self.fields["words"].widget.attrs.pop("maxlength", None)
