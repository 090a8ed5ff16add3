"""The forms of a budget: rows of costs and incomes, and what they became. Rows that stay empty do not exist; what was typed stays, also when it is wrong."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from ..budgeting import mark_of_actuals, mark_of_plan
from ..budgeting.saving import Told, fold_name
from ..budgets import Budget, Totals, added
from ..models import BudgetLine, CostKind, Dossier, IncomeKind, Side, SupportAnswer
from .money import EuroField

MOST_ROWS = 40
NO_AMOUNT = _("Fill in an amount, also when it is 0.")
NO_KIND = _("Choose what kind it is.")
TOO_LONG = _("At most %(limit_value)d letters fit. You wrote %(show_value)d.")
WITHOUT_SUPPORT = [choice for choice in IncomeKind.choices if choice[0] != IncomeKind.SUPPORT]


def told_amount(amount: Decimal | None) -> str:
    """An amount as people type it: 1234,50."""
    return "" if amount is None else f"{amount:.2f}".replace(".", ",")


def amount_field(label: Any, **more: Any) -> EuroField:
    """A question for an amount."""
    messages = {"required": NO_AMOUNT}
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num", "autocomplete": "off"})
    return EuroField(label=label, widget=widget, error_messages=messages, **more)


def words_field(label: Any, most: int, **more: Any) -> forms.CharField:
    """A question for a few words, which a browser does not cut off."""
    field = forms.CharField(
        label=label, max_length=most, error_messages={"max_length": TOO_LONG, **more.pop("messages", {})}, **more
    )  # fmt: skip
    field.widget.attrs.pop("maxlength", None)
    return field


def kind_field(choices: Iterable[Any]) -> forms.ChoiceField:
    """A question for the kind of a line."""
    return forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("choose")), *choices],
        error_messages={"required": NO_KIND, "invalid_choice": NO_KIND},
    )


class CostForm(forms.Form):
    """A cost."""

    side: ClassVar[str] = Side.COST
    category = kind_field(CostKind.choices)
    words = words_field(_("What"), 120, required=False)
    planned = amount_field(_("Amount"))
    left_out = forms.BooleanField(label=_("The giver does not pay this"), required=False)

    def line(self) -> BudgetLine:
        """The line that was typed, not stored yet."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        return BudgetLine(side=self.side, **typed)


class IncomeForm(CostForm):
    """An income, besides support."""

    side = Side.INCOME
    category = kind_field(WITHOUT_SUPPORT)
    left_out = None  # type: ignore[assignment]


class SupportForm(CostForm):
    """Support of another giver."""

    side = Side.INCOME
    category = None  # type: ignore[assignment]
    words = None  # type: ignore[assignment]
    left_out = None  # type: ignore[assignment]
    giver = words_field(_("Of whom"), 160, messages={"required": _("Write down of whom, or which support.")})
    answer = forms.ChoiceField(
        label=_("How far it is"), choices=SupportAnswer.choices, initial=SupportAnswer.ASKED,
        error_messages={"required": _("Say whether it is asked or granted."), "invalid_choice": _("Say whether it is asked or granted.")},
    )  # fmt: skip
    field_order = ("giver", "answer", "planned")

    def __init__(self, *args: Any, asked_here: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_here = {fold_name(name) for name in asked_here if name}
        self.fields["giver"].widget.attrs["list"] = "gevers"

    def clean_giver(self) -> str:
        """The giver; not the support that this dossier itself asks, which has its own line."""
        giver: str = " ".join(self.cleaned_data["giver"].split())
        if fold_name(giver) in self.asked_here:
            raise forms.ValidationError(
                _(
                    "This is the support that you ask in this dossier. It stands on top of your incomes already."
                )
            )
        return giver

    def line(self) -> BudgetLine:
        """The line that was typed, not stored yet."""
        found = super().line()
        found.category = IncomeKind.SUPPORT
        return found


class ExtraCostForm(CostForm):
    """A cost that came up after the plan."""

    planned = None  # type: ignore[assignment]
    left_out = None  # type: ignore[assignment]
    actual = amount_field(_("In the end"))
    note = words_field(_("Why"), 300, messages={"required": _("Say in a few words why.")})

    def line(self) -> BudgetLine:
        """The line that was typed, not stored yet."""
        found = super().line()
        found.extra = True
        return found


class ExtraIncomeForm(ExtraCostForm):
    """An income that came up after the plan."""

    side = Side.INCOME
    category = kind_field(WITHOUT_SUPPORT)


class Rows(BaseFormSet):
    """Rows of one kind. Those left empty do not count, wherever they stand."""

    def initial_form_count(self) -> int:
        """None that must be filled in: an emptied row is a row taken away."""
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: Any, index: int | None) -> None:
        """Each row can be taken away."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take away")

    @property
    def kept(self) -> list[Any]:
        """The rows that count: not empty, and not taken away."""
        return [form for form in self.forms if form.has_changed() and not taken_away(form)]


def taken_away(form: Any) -> bool:
    """Whether somebody takes this row away; then nothing in it has to be right."""
    form.is_valid()
    return bool(form.cleaned_data.get("DELETE"))


def rows_of(form: type[forms.Form], extra: int) -> type[Rows]:
    """Rows of ``form``, with ``extra`` empty ones at the end."""
    made: Any = formset_factory(
        form, Rows, extra=extra, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10, validate_max=True
    )  # fmt: skip
    return made


class Sheets:
    """What a page of a budget asks: one form (``main``) and groups of rows by name; together valid or not.

    ``data``: what was sent to be stored. ``typed``: other sheets, of which the answers are taken over as they are, with one row
    more in the group ``more``; nothing is said of what is wrong in them yet.
    """

    GROUPS: ClassVar[dict[str, type[forms.Form]]] = {}

    def __init__(self, data: Any, dossier: Dossier, typed: Any = None, more: str = "") -> None:
        self.dossier, self.lines_now = dossier, list(dossier.budget_lines.all())
        self.main: Any = self.make_main(data, raw(typed.main) if typed else {})
        self.rows: dict[str, Rows] = {}
        for name, form in self.GROUPS.items():
            known = [] if data is not None else typed.raw(name) if typed else self.known(name)
            empty = int(name == more) if typed else self.empty_rows(name, len(known))
            made: Any = rows_of(form, empty)
            self.rows[name] = made(data, prefix=name, initial=known, form_kwargs=self.form_kwargs(name))

    def make_main(self, data: Any, typed: dict[str, Any]) -> forms.Form:
        """The form beside the rows."""
        raise NotImplementedError

    def known(self, name: str) -> list[dict[str, Any]]:
        """What the rows of a group begin with."""
        raise NotImplementedError

    def empty_rows(self, _name: str, _count: int) -> int:
        """How many empty rows stand behind those that are known."""
        return 0

    def form_kwargs(self, _name: str) -> dict[str, Any]:
        """What each row gets along."""
        return {"use_required_attribute": False, "label_suffix": ""}

    def is_valid(self) -> bool:
        """Whether all of it is right; looks at all of it, so that everything wrong is told at once."""
        return all([self.main.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def lines(self) -> list[BudgetLine]:
        """The lines that were typed, costs before incomes."""
        return [form.line() for rows in self.rows.values() for form in rows.kept]

    def raw(self, name: str) -> list[dict[str, Any]]:
        """The answers in a group as they were typed, without rows that are taken away."""
        return [raw(form) for form in self.rows[name].forms if not taken_away(form)]

    def sum_of(self, name: str, field: str) -> Decimal:
        """What the readable amounts in a group make together, in euro."""
        return added(form.cleaned_data.get(field) for form in self.rows[name].kept)

    @property
    def said(self) -> list[tuple[str, str]]:
        """What is wrong, each with the address of its question on the page; empty for the whole."""
        found = [("", str(error)) for error in self.main.non_field_errors()]
        found += faults(self.main)
        for rows in self.rows.values():
            found += [("", str(error)) for error in rows.non_form_errors()]
            for form in rows.kept if rows.is_bound else ():
                found += faults(form)
        return found


def raw(form: Any) -> dict[str, Any]:
    """The answers of a form as they were typed."""
    return {name: form[name].data for name in form.fields if name != "DELETE"}


def faults(form: Any) -> list[tuple[str, str]]:
    """What is wrong in a form, question by question."""
    return [(field.id_for_label, f"{field.label}: {error}") for field in form for error in field.errors]


class PlanForm(forms.Form):
    """What is asked of the giver: the amount of the dossier itself. ``seen``: the plan that stood on the page."""

    requested = amount_field(_("How much do you ask, in euro?"), required=False)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class PlanSheets(Sheets):
    """The plan: costs, incomes and support of others."""

    GROUPS: ClassVar = {"kost": CostForm, "inkomst": IncomeForm, "steun": SupportForm}

    def __init__(self, data: Any, dossier: Dossier, typed: Any = None, more: str = "") -> None:
        super().__init__(data, dossier, typed, more)
        measure = dossier.asked_measure
        if measure is None or measure.max_share is None:
            for form in self.rows["kost"].forms:
                del form.fields["left_out"]

    def make_main(self, data: Any, typed: dict[str, Any]) -> forms.Form:
        """The amount, and the mark of what is stored now."""
        asked = self.dossier.requested
        begun = {"requested": told_amount(asked), "seen": mark_of_plan(self.lines_now, asked)}
        return PlanForm(data, initial=begun | typed, label_suffix="")

    def known(self, name: str) -> list[dict[str, Any]]:
        """The stored lines of a group."""
        side, support = (Side.COST if name == "kost" else Side.INCOME), name == "steun"
        mine = [line for line in self.lines_now if line.side == side and line.is_support == support]
        return [begun_with(line, self.GROUPS[name]) for line in mine]

    def empty_rows(self, name: str, count: int) -> int:
        """Three empty costs and an income to begin with; none for support, which not everybody has."""
        return 0 if count else {"kost": 3, "inkomst": 1}.get(name, 0)

    def form_kwargs(self, name: str) -> dict[str, Any]:
        """A row of support knows what the dossier itself asks."""
        measure = self.dossier.asked_measure
        asked = [measure.title, measure.title_en] if measure else [self.dossier.funder]
        return super().form_kwargs(name) | ({"asked_here": asked} if name == "steun" else {})

    @property
    def totals(self) -> Totals:
        """What was typed, added up; or else what is stored."""
        if not self.main.is_bound:
            return Budget.of(self.dossier).planned
        asked = added([getattr(self.main, "cleaned_data", {}).get("requested")])
        incomes = self.sum_of("inkomst", "planned") + self.sum_of("steun", "planned")
        return Totals(self.sum_of("kost", "planned"), incomes + asked)


def begun_with(line: BudgetLine, form: type[forms.Form]) -> dict[str, Any]:
    """The answers of ``form`` that stand for ``line``."""
    amounts = {"planned", "actual"}
    return {
        name: told_amount(getattr(line, name)) if name in amounts else getattr(line, name)
        for name in form.base_fields
    }


class ActualForm(forms.Form):
    """What each planned line became, and why when that is far from the plan."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, lines: list[BudgetLine], typed: dict[str, Any]) -> None:
        begun: dict[str, Any] = {"seen": mark_of_actuals(lines)}
        self.planned = [line for line in lines if not line.extra]
        for line in self.planned:
            begun[f"actual-{line.pk}"], begun[f"note-{line.pk}"] = told_amount(line.actual), line.note
        super().__init__(data, initial=begun | typed, label_suffix="")
        for line in self.planned:
            self.fields[f"actual-{line.pk}"] = amount_field(line.name, required=False)
            self.fields[f"note-{line.pk}"] = words_field(_("Why"), 300, required=False)

    def questions(self, side: str) -> list[tuple[BudgetLine, Any, Any]]:
        """The lines of one side, each with its two questions."""
        mine = [line for line in self.planned if line.side == side]
        return [(line, self[f"actual-{line.pk}"], self[f"note-{line.pk}"]) for line in mine]

    @property
    def told(self) -> Told:
        """What was typed, by the key of the line."""
        typed = self.cleaned_data
        return {
            line.pk: (typed[f"actual-{line.pk}"], typed[f"note-{line.pk}"].strip()) for line in self.planned
        }


class ActualSheets(Sheets):
    """What it became: the planned lines, and costs and incomes that came up since."""

    GROUPS: ClassVar = {"kost": ExtraCostForm, "inkomst": ExtraIncomeForm}

    def make_main(self, data: Any, typed: dict[str, Any]) -> forms.Form:
        """The planned lines."""
        return ActualForm(data, lines=self.lines_now, typed=typed)

    def known(self, name: str) -> list[dict[str, Any]]:
        """The lines that came up since, of one side."""
        mine = [line for line in self.lines_now if line.extra and line.side == self.GROUPS[name].side]  # type: ignore[attr-defined]
        return [begun_with(line, self.GROUPS[name]) for line in mine]

    @property
    def costs(self) -> list[tuple[BudgetLine, Any, Any]]:
        """The planned costs with their questions."""
        return self.main.questions(Side.COST)

    @property
    def incomes(self) -> list[tuple[BudgetLine, Any, Any]]:
        """The planned incomes with their questions."""
        return self.main.questions(Side.INCOME)

    @property
    def totals(self) -> Totals:
        """What was typed, added up; or else what is stored."""
        if not self.main.is_bound:
            return Budget.of(self.dossier).actual
        typed = getattr(self.main, "cleaned_data", {})
        told = {
            side: added(typed.get(f"actual-{line.pk}") for line, *_more in self.main.questions(side))
            for side in Side.values
        }
        incomes = told[Side.INCOME] + self.sum_of("inkomst", "actual") + added([self.dossier.granted])
        return Totals(told[Side.COST] + self.sum_of("kost", "actual"), incomes)
