"""The forms of the board: a meeting, who is there, how people vote, the minutes, envelopes, and the texts of letters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actors.models import User

from ..deciding import MeetingFacts, Said, board_members, usual_quorum
from ..deciding.letters import faults_in
from ..models import AgendaItem, BoardMeeting, Call, Envelope, LetterKind, Level, Vote
from ..models.board import WITH_REASON
from .days import DayField
from .dossiers import round_label, text_field
from .money import EuroField


class MeetingForm(forms.Form):
    """When and where the board meets, and how many have to be there."""

    day = DayField(
        label=_("On which day?"),
        error_messages={"required": _("Choose the day of the meeting.")},
    )
    hour = forms.TimeField(
        label=_("At what hour?"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        error_messages={"invalid": _("This is not an hour. Write it as 20:00.")},
    )
    place = forms.CharField(label=_("Where?"), required=False, max_length=120)
    quorum = forms.IntegerField(
        label=_("How many members have to be there?"),
        min_value=1,
        max_value=100,
        help_text=_("More than half of the board, unless the statutes say otherwise. Who has an interest in a dossier is not counted for it."),
        error_messages={
            "required": _("Fill in a number."),
            "invalid": _("Fill in a number."),
            "min_value": _("At least one member has to be there."),
            "max_value": _("At most %(limit_value)d."),
        },
    )  # fmt: skip

    def __init__(self, data: Any = None, *, meeting: BoardMeeting | None = None) -> None:
        known = (
            {name: getattr(meeting, name) for name in ("day", "hour", "place", "quorum")} if meeting else {}
        )
        known["quorum"] = known.get("quorum") or usual_quorum()
        super().__init__(data, label_suffix="", initial=known)

    @property
    def facts(self) -> MeetingFacts:
        """What was typed."""
        return MeetingFacts(**self.cleaned_data)


class AttendanceForm(forms.Form):
    """Who is there."""

    present = forms.MultipleChoiceField(
        label=_("Who is there?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, meeting: BoardMeeting) -> None:
        there = [str(seat.user_id) for seat in meeting.present]
        super().__init__(data, label_suffix="", initial={"present": there})
        known = {str(member.pk): str(member) for member in board_members()}
        known |= {str(seat.user_id): seat.who for seat in meeting.seats.all() if seat.user_id}
        self.fields["present"].choices = list(known.items())  # type: ignore[attr-defined]

    @property
    def keys(self) -> list[int]:
        """The accounts that were ticked."""
        return [int(key) for key in self.cleaned_data["present"]]


class VotesForm(forms.Form):
    """How each of ``members`` votes about ``item``; who abstains or leaves the room says why."""

    def __init__(self, data: Any = None, *, item: AgendaItem, members: list[User]) -> None:
        super().__init__(data, label_suffix="", prefix=f"punt-{item.pk}")
        self.item, self.members = item, members
        known = {vote.seat.user_id: vote for vote in item.votes.all()}
        alone = len(members) == 1
        for member in members:
            vote = known.get(member.pk)
            label = _("How do you vote?") if alone else str(member)
            self.fields[f"choice-{member.pk}"] = forms.ChoiceField(
                label=label,
                required=alone,
                initial=vote.choice if vote else "",
                choices=Vote.Choice.choices if alone else [("", "–"), *Vote.Choice.choices],
                widget=forms.RadioSelect if alone else forms.Select,
                error_messages={
                    "required": _("Choose how to vote."),
                    "invalid_choice": _("Choose one of the votes."),
                },
            )
            reason = (
                _("Reason, when you abstain or have an interest")
                if alone
                else _("Reason of %(name)s, when needed") % {"name": member}
            )
            self.fields[f"reason-{member.pk}"] = forms.CharField(
                label=reason, required=False, max_length=300, initial=vote.reason if vote else ""
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Asks a reason where one is needed."""
        typed = self.cleaned_data
        for member in self.members:
            choice = typed.get(f"choice-{member.pk}")
            if choice in WITH_REASON and not typed.get(f"reason-{member.pk}", "").strip():
                self.add_error(f"reason-{member.pk}", _("Say in a few words why. It comes in the minutes."))
        if not any(typed.get(f"choice-{member.pk}") for member in self.members) and not self.errors:
            raise ValidationError(_("Choose how to vote."))
        return typed

    @property
    def said(self) -> list[Said]:
        """The votes that were given; as last what somebody typed, also when it did not change."""
        typed = self.cleaned_data
        return [
            Said(member, Vote.Choice(typed[f"choice-{member.pk}"]), typed[f"reason-{member.pk}"])
            for member in self.members
            if typed[f"choice-{member.pk}"]
        ]


class MinutesForm(forms.Form):
    """What was said in a meeting."""

    words = text_field(_("What was said"), 50_000, required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)


class EnvelopeForm(forms.Form):
    """Money that several rounds share."""

    name = forms.CharField(
        label=_("What is it called?"),
        max_length=80,
        help_text=_("For example: own support 2027."),
        error_messages={"required": _("Give it a name.")},
    )
    amount = EuroField(
        label=_("How much is in it, in euro?"), error_messages={"required": _("Fill in an amount.")}
    )
    calls = forms.ModelMultipleChoiceField(
        label=_("Which rounds take from it?"),
        queryset=Call.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one round.")},
    )

    def __init__(self, data: Any = None, *, envelope: Envelope | None = None) -> None:
        known = (
            {"name": envelope.name, "amount": envelope.amount, "calls": envelope.calls} if envelope else None
        )
        super().__init__(data, label_suffix="", initial=known)
        field: Any = self.fields["calls"]
        field.queryset = own_rounds()
        field.label_from_instance = round_label


def own_rounds() -> Any:
    """The rounds of ECRU itself, the newest first."""
    rounds = Call.objects.filter(measure__level=Level.ECRU).select_related("measure")
    return rounds.order_by("-closes_at", "measure__search_name", "pk")


class LetterTextForm(forms.Form):
    """The sentences of one kind of letter; how to appeal also says when a lawyer looked at it."""

    words = text_field(_("Text of the letter"), 5000)
    checked_on = DayField(
        label=_("On which day did a lawyer check it?"),
        required=False,
        help_text=_("Without a day the letter says that it is not checked yet."),
    )

    def __init__(self, data: Any = None, *, kind: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", initial=initial)
        self.kind = kind
        self.fields["words"].error_messages["required"] = _("Write the text of the letter.")
        self.fields["words"].widget.attrs["rows"] = 20  # a letter is read whole
        if kind != LetterKind.APPEAL:
            del self.fields["checked_on"]

    def clean_words(self) -> str:
        """The text. Raises ``ValidationError`` for blanks that we cannot fill, or that are lost."""
        words = str(self.cleaned_data["words"]).replace("\r\n", "\n").strip()
        if faults := faults_in(self.kind, words):
            raise ValidationError(faults)
        return words
