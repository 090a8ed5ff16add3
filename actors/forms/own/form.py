"""What every form about a record that several people keep shares: it never overwrites what somebody else changed meanwhile."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext

from actors.editing import WAITS, Conflict, Typed, as_shown, marks, read_marks
from actors.models import Actor, User
from actors.permissions import may_change_all_at_once


class MarkedForm(forms.Form):
    """A part of a record that several people keep. It begins with what is ``shown`` (plain values by field), and carries marks of that (``seen``)."""

    names: ClassVar[tuple[str, ...]] = ()  # the fields of the record that this part keeps
    stands_for: ClassVar[
        dict[str, str]
    ] = {}  # the question in which a field of the record is asked, if not its own

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, shown: dict[str, Any]) -> None:
        self.shown = {name: value for name, value in shown.items() if name in self.names}
        self.clashes: list[Any] = []
        begun = {**self.asked(self.shown), "seen": marks(self.shown)}
        super().__init__(data, files, initial=begun, label_suffix="")
        for question in self.fields.values():
            if isinstance(
                question.widget, forms.Textarea
            ):  # a browser would cut off what is pasted, without a word
                question.widget.attrs.pop("maxlength", None)

    @property
    def typed(self) -> Typed:
        """What was typed, as the verbs that change a record take it."""
        answers = self.cleaned_data
        values = {name: plain(answers[name]) for name in self.names if name in answers}
        return Typed(values, read_marks(answers["seen"], self.names), reason=answers.get("reason", ""))

    def asked(self, values: dict[str, Any]) -> dict[str, Any]:
        """The answers of this form that stand for the plain ``values`` of the record."""
        return dict(values)

    def tell(self, conflict: Conflict) -> None:
        """Shows what others changed. What was typed stays, what was not touched becomes as it is now.

        Who saves again has read it, so the marks become those of now.
        """
        self.clashes = conflict.clashes
        now = self.asked(conflict.now)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in {self.stands_for.get(name, name) for name in conflict.theirs} & {*self.fields}:
            value = self.fields[name].prepare_value(now[name])
            data.setlist(self.add_prefix(name), as_sent(value))
        data[self.add_prefix("seen")] = marks(conflict.now)
        self.data = data
        for clash in conflict.clashes:
            self.add_error(self.stands_for.get(clash.name, clash.name), self.sentence(clash))

    def sentence(self, clash: Any) -> str:
        """That somebody else was first."""
        return gettext("Changed meanwhile by %(who)s. Look at both versions above.") % {
            "who": clash.who or gettext("somebody else")
        }


class OwnForm(MarkedForm):
    """One part of the record of ``actor``, as ``by`` should see it."""

    def __init__(self, data: Any = None, files: Any = None, *, actor: Actor, by: User) -> None:
        self.actor, self.by = actor, by
        super().__init__(data, files, shown=as_shown(actor, by))

    @property
    def waits(self) -> set[str]:
        """The questions whose answer an editor looks at first."""
        return set() if may_change_all_at_once(self.by) else {*WAITS} & {*self.fields}


def plain(value: Any) -> Any:
    """An answer as ``editing.reading`` compares it."""
    if isinstance(value, QuerySet):
        return sorted(value.values_list("pk", flat=True))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.pk if isinstance(value, Model) else value


def as_sent(value: Any) -> list[Any]:
    """A value as a browser would send it; nothing for an empty box."""
    if isinstance(value, list):
        return value
    return [] if value in (None, "", False) else ["on" if value is True else value]
