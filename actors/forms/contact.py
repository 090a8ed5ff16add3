"""Asking a question, and telling that something is not right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.contact import Asked
from actors.models.reports import Fact
from actors.reports import Said
from ecru.base.guard import GuardedForm

LONGEST_TEXT = 5000
TOO_LONG = _(
    "This is too long: %(show_value)d characters, and at most %(limit_value)d fit. Nothing is lost: make it shorter and "
    "send it again."
)


class AskForm(GuardedForm):
    """A question to an actor or an expert."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("This is where the answer goes."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Fill in your e-mail address. Without it nobody can answer."),
            "invalid": _("This is not an e-mail address. It looks like name@example.be."),
        },
    )
    organisation = forms.CharField(
        label=_("Your organisation"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    question = forms.CharField(
        label=_("Your question"),
        help_text=_("What do you want to know or do? A few sentences are enough."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": _("Write down your question."), "max_length": TOO_LONG},
    )

    @property
    def asked(self) -> Asked:
        """What was typed, names on one line."""
        cleaned = self.cleaned_data
        return Asked(
            name=" ".join(cleaned["name"].split()),
            email=cleaned["email"],
            question=cleaned["question"],
            organisation=" ".join(cleaned["organisation"].split()),
        )


class ReportForm(GuardedForm):
    """What is not right about an actor or an expert."""

    fact = forms.ChoiceField(
        label=_("What is it about?"), choices=Fact.choices, widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(
        label=_("What is not right?"),
        help_text=_("Tell us what it should be. If you know where we can look it up, tell us that too."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": _("Write down what is not right."), "max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Then we let you know what we did with it."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. It looks like name@example.be.")},
    )

    @property
    def said(self) -> Said:
        """What was typed; without a choice it is about something else."""
        cleaned = self.cleaned_data
        return Said(fact=cleaned["fact"] or Fact.OTHER, text=cleaned["text"], email=cleaned["email"])
