"""The parts in which people keep a measure, each on a page of its own."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actors.forms.own import MarkedForm
from actors.forms.own.words import Heading, headings, words
from actors.models import ActorKind, Discipline, TargetGroup, Theme, User
from subsidies.giving import known_giver
from subsidies.keeping import WAITS, as_shown, changes_all_at_once
from subsidies.models import Cumulation, LegalForm, Level, Measure, Provider, SupportForm
from subsidies.permissions import may_change_giver_at_once

from .fields import AmountField, DayField, PercentField, TextBox, told_amount

ONE_A_LINE = _("One thing on each line.")
MONEY = ("min_amount", "max_amount", "max_cost", "max_share", "own_share")


class MeasureForm(MarkedForm):
    """One part of ``measure``, as ``by`` should see it."""

    def __init__(self, data: Any = None, *, measure: Measure, by: User) -> None:
        self.measure, self.by = measure, by
        super().__init__(data, shown=as_shown(measure, by))

    @property
    def waits(self) -> set[str]:
        """The questions whose answer an editor looks at first."""
        return set() if changes_all_at_once(self.measure, self.by) else {*WAITS} & {*self.fields}

    def refuse(self, error: ValidationError) -> None:
        """Puts what the record refuses beside its question."""
        for name, texts in error.message_dict.items():
            self.add_error(name if name in self.fields else None, texts)


class StoryForm(MeasureForm):
    """What it is."""

    names = ("title", "description", "pays", "pays_not", "watch_out")

    title = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        error_messages={"required": _("Fill in the name of the measure.")},
    )
    description = TextBox(
        label=_("What is it, and why?"),
        rows=8,
        help_text=_("Write short sentences, as if you tell a neighbour."),
    )
    pays = TextBox(label=_("What does it pay?"), help_text=ONE_A_LINE)
    pays_not = TextBox(label=_("What does it not pay?"), help_text=ONE_A_LINE)
    watch_out = TextBox(label=_("What should people watch?"), help_text=ONE_A_LINE)

    def clean_title(self) -> str:
        """The name on one line."""
        return " ".join(self.cleaned_data["title"].split())


class GiverForm(MeasureForm):
    """Who gives it."""

    names = ("provider", "level")

    provider = forms.CharField(
        label=_("Who gives it?"),
        max_length=120,
        help_text=_("The name as people know it. A name that is not here yet is made."),
        error_messages={"required": _("Fill in who gives it.")},
    )
    level = forms.ChoiceField(
        label=_("Who stands behind it?"), choices=Level.choices, widget=forms.RadioSelect
    )
    reason = TextBox(
        label=_("Why does this change?"), rows=3, max_length=1000, help_text=_("For the editors.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.measure.is_public and not may_change_giver_at_once(self.by):
            del self.fields["level"]  # a partner adds what their municipality gives

    def asked(self, values: dict[str, Any]) -> dict[str, Any]:
        """The giver by name."""
        giver = values.get("provider")
        known = Provider.objects.filter(pk=giver).first() if isinstance(giver, int) else None
        return {**values, "provider": known.title if known else giver or ""}

    def clean_provider(self) -> Any:
        """The key of a giver that we know, else the new name."""
        name = " ".join(self.cleaned_data["provider"].split())
        known = known_giver(name)
        return known.pk if known else name


class AmountForm(MeasureForm):
    """How much, and how long."""

    names = (*MONEY, "amount_note", "max_months", "cumulation", "cumulation_note")

    min_amount = AmountField(label=_("Least amount in euro"), help_text=_("Such as 250 or € 1.500,50."))
    max_amount = AmountField(
        label=_("Most in euro"),
        help_text=_("Leave it empty when there is no limit, or when you do not know."),
    )
    max_cost = AmountField(label=_("The whole plan costs at most, in euro"))
    max_share = PercentField(label=_("Pays at most, in percent of the costs"))
    own_share = PercentField(label=_("Own contribution at least, in percent of the costs"))
    amount_note = forms.CharField(label=_("About the amount, in words"), max_length=300, required=False)
    max_months = forms.IntegerField(
        label=_("Lasts at most, in months"),
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Write a whole number of months, such as 12.")},
    )
    cumulation = forms.ChoiceField(
        label=_("Together with other support"),
        choices=Cumulation.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    cumulation_note = forms.CharField(
        label=_("Together with other support, in words"), max_length=300, required=False
    )

    def asked(self, values: dict[str, Any]) -> dict[str, Any]:
        """Amounts as people write them."""
        return {**values, **{name: told_amount(values[name]) for name in MONEY if name in values}}

    def clean(self) -> dict[str, Any]:
        """Refuses a range in the wrong order."""
        answers = super().clean() or self.cleaned_data
        least, most = answers.get("min_amount"), answers.get("max_amount")
        if least is not None and most is not None and least > most:
            self.add_error("max_amount", _("The most is less than the least. Change one of both."))
        return answers


class ForWhomForm(MeasureForm):
    """What you get, who may ask, and for whom."""

    names = ("forms", "legal_forms", "actor_kinds", "for_whom", "target_groups", "disciplines", "themes")

    legal_forms = forms.ModelMultipleChoiceField(
        LegalForm.objects.none(),
        label=_("Who may ask?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all of them when everybody may ask. None means: we do not know."),
    )
    actor_kinds = forms.ModelMultipleChoiceField(
        ActorKind.objects.none(),
        label=_("Only for these kinds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    for_whom = forms.CharField(label=_("For whom, in words"), max_length=300, required=False)
    target_groups = forms.ModelMultipleChoiceField(
        TargetGroup.objects.none(),
        label=_("For which people?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    disciplines = forms.ModelMultipleChoiceField(
        Discipline.objects.none(),
        label=_("For which arts?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=_("About what?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    forms = forms.ModelMultipleChoiceField(
        SupportForm.objects.none(),
        label=_("What do people get?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = names

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms: dict[str, Any] = {
            "forms": SupportForm.objects.all(),
            "legal_forms": LegalForm.objects.all(),
            "actor_kinds": words(ActorKind),
            "target_groups": words(TargetGroup),
            "disciplines": words(Discipline),
            "themes": words(Theme),
        }
        for name, queryset in terms.items():
            question: Any = self.fields[name]
            question.queryset = queryset

    @property
    def plain_questions(self) -> list[Any]:
        """The short lists, and the words."""
        return [self[name] for name in ("forms", "legal_forms", "for_whom")]

    @property
    def vocabularies(self) -> list[tuple[Any, list[Heading]]]:
        """The long lists, heading by heading."""
        return [
            (self[name], headings(self[name]))
            for name in ("target_groups", "disciplines", "themes", "actor_kinds")
        ]


class AskForm(MeasureForm):
    """How to ask."""

    names = ("documents", "how_to_apply", "apply_url", "contact", "source_name", "source_url")

    documents = TextBox(label=_("What should people prepare?"), help_text=ONE_A_LINE)
    how_to_apply = TextBox(label=_("How do people ask?"))
    apply_url = forms.URLField(
        label=_("Where do people ask?"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text=_("The web page with the form."),
        error_messages={"invalid": _("This is not a web address. It looks like www.example.be.")},
    )
    contact = forms.CharField(
        label=_("Public contact"),
        required=False,
        max_length=200,
        help_text=_("Of an organisation. No address or number of a person."),
    )
    source_name = forms.CharField(
        label=_("Where does this stand?"),
        required=False,
        max_length=120,
        help_text=_("Such as: regulation of 12 March 2026."),
    )
    source_url = forms.URLField(
        label=_("Web page of the regulation"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": _("This is not a web address. It looks like www.example.be.")},
    )


class HoldsForm(MeasureForm):
    """Whether it still exists."""

    names = ("valid_from", "valid_to", "has_ended")

    valid_from = DayField(label=_("Holds from"))
    valid_to = DayField(label=_("Holds until"))
    has_ended = forms.BooleanField(
        label=_("Does not exist any more"),
        required=False,
        help_text=_("The page stays, and says that it is over."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuses an end before the beginning."""
        answers = super().clean() or self.cleaned_data
        begins, ends = answers.get("valid_from"), answers.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("It ends before it begins. Change one of both."))
        return answers


class EnglishForm(MeasureForm):
    """The same in English."""

    names = ("title_en", "description_en")

    title_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    description_en = TextBox(label=_("What it is, in English"), rows=8)


@dataclass(frozen=True)
class Section:
    """A part of a measure: ``key`` stands in the address, ``template`` shows its questions."""

    key: str
    label: Any
    lead: Any
    form: type[MeasureForm]
    template: str = "mine/edit_fields.html"
    optional: ClassVar[frozenset[str]] = frozenset(["gever", "geldig", "engels"])


SECTIONS = [
    Section("wat", _("What it is"), _("What people read first."), StoryForm),
    Section("bedrag", _("How much"), _("Numbers that you do not know stay empty."), AmountForm),
    Section(
        "voor-wie",
        _("For whom"),
        _("By these words people find it. Choose what really fits."),
        ForWhomForm,
        "subsidies/own/for_whom.html",
    ),
    Section("aanvragen", _("How to ask"), _("What people prepare, and where they ask."), AskForm),
    Section("geldig", _("Still there?"), _("From when, until when, and whether it stopped."), HoldsForm),
    Section("gever", _("Who gives it"), _("An editor looks at this before it shows."), GiverForm),
    Section("engels", _("In English"), _("For who reads English."), EnglishForm),
]


def section_at(key: str) -> Section | None:
    """The part at this address."""
    return next((section for section in SECTIONS if section.key == key), None)


def section_after(section: Section) -> Section | None:
    """The part that comes next."""
    following = SECTIONS[SECTIONS.index(section) + 1 :]
    return following[0] if following else None
