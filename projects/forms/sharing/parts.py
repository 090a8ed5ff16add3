"""The parts of a practice in their order, each with its questions and an example to begin with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from actors.forms.own.words import words
from actors.models import Discipline, Municipality, TargetGroup, Theme
from projects.models import Money, People, PracticeKind
from projects.models.practices import FIRST_YEAR, LAST_YEAR

from .fields import StepsField
from .material import MaterialForm
from .part import PartForm, several, story

YEAR = forms.NumberInput(attrs={"inputmode": "numeric"})


class WhatForm(PartForm):
    """What it is, and why."""

    names = ("title", "kind", "description", "disciplines", "themes", "language")
    written = ("title", "description")
    grouped = ("disciplines", "themes")

    title = forms.CharField(
        label=_("What do you call it?"),
        max_length=120,
        help_text=_("Short and clear. For example: Singing with neighbours in the old canteen."),
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=PracticeKind.choices, widget=forms.RadioSelect)
    description = story(
        _("What did you do, and why?"),
        _(
            "Write as you would tell your neighbour. For example: “Newcomers knew nobody in our street. So we cooked "
            "together, each month in another kitchen.” About 100 words."
        ),
        rows=8,
    )
    disciplines = several(_("Which art or culture?"), Discipline.objects.none())
    themes = several(_("What is it about?"), Theme.objects.none())
    language = forms.ChoiceField(label=_("In which language do you write this?"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, disciplines=words(Discipline), themes=words(Theme))


class WhereForm(PartForm):
    """For whom, where and when."""

    names = ("municipalities", "target_groups", "period", "year_from", "year_to")
    grouped = ("target_groups",)

    municipalities = several(_("In which municipalities?"), Municipality.objects.none())
    target_groups = several(
        _("Who was it for, and who took part?"),
        TargetGroup.objects.none(),
        _("Choose only who was really there."),
    )
    period = forms.CharField(
        label=_("When was it?"),
        required=False,
        max_length=80,
        help_text=_("In your own words. For example: every first Sunday, from spring to autumn."),
    )
    year_from = forms.IntegerField(
        label=_("First year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=YEAR
    )
    year_to = forms.IntegerField(
        label=_("Last year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=YEAR,
        help_text=_("Leave it empty when it goes on."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, municipalities=Municipality.objects.all(), target_groups=words(TargetGroup))

    def clean(self) -> dict[str, Any]:
        """Years stand in order, and a last one has a first one."""
        answers = super().clean() or self.cleaned_data
        first, last = answers.get("year_from"), answers.get("year_to")
        if last and not first and "year_from" in answers:
            self.add_error("year_from", _("Give the first year too."))
        if first and last and last < first:
            self.add_error("year_to", _("The last year comes after the first. Change one of both."))
        if {"year_from", "year_to"} & self.errors.keys():  # they are saved together, or not
            answers = {name: value for name, value in answers.items() if not name.startswith("year_")}
            self.cleaned_data = answers
        return answers


class HowForm(PartForm):
    """How they did it, so that somebody else can do it again."""

    names = ("steps", "approach", "people", "money")
    written = ("approach",)

    steps = StepsField(
        label=_("Which steps did you take?"),
        required=False,
        help_text=_(
            "For example: “Ring the bell” and below it “We went to 40 doors in two evenings, with soup”."
        ),
    )
    approach = story(
        _("What else should somebody know who wants to do this?"),
        _("For example: who you need at the table, what you arranged with the town hall."),
    )
    people = forms.TypedChoiceField(
        label=_("How many people made it?"),
        choices=[("", _("I do not know")), *People.choices],
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Who prepared and helped. Not who came to look."),
    )
    money = forms.TypedChoiceField(
        label=_("What did it cost?"),
        choices=[("", _("I do not know")), *Money.choices],
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("About, all together. It helps who makes a budget."),
    )


class LearnedForm(PartForm):
    """What worked, what did not, and what to watch: each with the same room."""

    names = ("results", "did_not_work", "watch_out")
    written = names

    results = story(
        _("What worked?"),
        _("What came of it? For example: “Eight of the twelve still come. Two groups now share one room.”"),
    )
    did_not_work = story(
        _("What did not work?"),
        _(
            "Others learn most from this. For example: “We sent letters. Nobody read them. Ringing the bell did work.”"
        ),
    )
    watch_out = story(
        _("What should somebody watch who does this too?"),
        _("For example: “Book the room three months ahead. Ask who needs a lift.”"),
    )


@dataclass(frozen=True)
class Part:
    """One page of the form: its address, its name, a sentence, and what it asks. ``form``: None for the makers."""

    key: str
    label: Any
    lead: Any
    form: type[PartForm] | None
    template: str = "projects/share/questions.html"

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of the practice that it keeps."""
        return self.form.names if self.form else ()


PARTS = (
    Part("wat", _("What and why"), _("What did you do, and what for?"), WhatForm),
    Part("voor-wie", _("For whom and where"), _("Who took part, in which places, and when?"), WhereForm),
    Part("hoe", _("How you did it"), _("So that others can do it again, step by step."), HowForm),
    Part(
        "wat-werkte",
        _("What worked, and what did not"),
        _("Honest is useful. What failed counts as much."),
        LearnedForm,
    ),
    Part(
        "materiaal",
        _("Pictures, files and links"),
        _("Only if you have some. Nobody sees it before the practice shows."),
        MaterialForm,
        "projects/share/material.html",
    ),
    Part("wie", _("Who made it"), _("Name others who worked along. They say yes first."), None),
)


def choose(form: forms.Form, **pools: Any) -> None:
    """Gives the questions of ``form`` the words that can be chosen."""
    for name, pool in pools.items():
        question: Any = form.fields[name]
        question.queryset = pool


def part_at(key: str) -> Part | None:
    """The part at the address ``key``."""
    return next((part for part in PARTS if part.key == key), None)


def part_after(part: Part) -> Part | None:
    """The part that comes next."""
    return next(following(part), None)


def following(part: Part) -> Iterator[Part]:
    """All parts after ``part``."""
    yield from PARTS[PARTS.index(part) + 1 :]
