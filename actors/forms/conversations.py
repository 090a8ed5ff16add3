"""Asking a question, answering, passing on, and telling that something is not right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.conversations import Asked, Mistake, Said
from actors.models import Fact, Municipality, Topic, User
from ecru.base.guard import GuardedForm, admit

LONGEST_TEXT = 5000
LONGEST_BEGINNING = 1000
TOO_LONG = _(
    "This is too long: %(show_value)d characters, and at most %(limit_value)d fit. Nothing is lost: make it shorter and "
    "send it again."
)
NO_ADDRESS = _("This is not an e-mail address. It looks like name@example.be.")


def one_line(text: str) -> str:
    """``text`` without line breaks: it may stand in the subject of a mail."""
    return " ".join(text.split())


class FromSomebody(GuardedForm):
    """A form that who is signed in sends with the name and address of the account; without a name there, it asks for one."""

    def __init__(self, data: Any = None, *, about: str, user: Any) -> None:
        super().__init__(data, about=about)
        self.user: User | None = user if user.is_authenticated else None
        if self.user is not None:
            for name in {"name", "email"} if self.user.name else {"email"}:
                self.fields.pop(name, None)

    def passes(self, request: Any) -> bool:
        """As for every guarded form; the address of the account counts for who is signed in."""
        if self.user is None:
            return super().passes(request)
        self.cleaned_data["email"] = self.user.email
        return super().passes(request)


class AskForm(FromSomebody):
    """A question to an actor or an expert."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a link to confirm it. The other side never sees it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Fill in your e-mail address. Without it nobody can answer."),
            "invalid": NO_ADDRESS,
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
            name=one_line(cleaned.get("name", "")),
            email=cleaned.get("email", ""),
            question=cleaned["question"],
            organisation=one_line(cleaned["organisation"]),
            user=self.user,
            topic=cleaned.get("topic"),
            municipality=cleaned.get("municipality"),
        )


class TeamAskForm(AskForm):
    """A question to the team: with the topic and the municipality, it finds who can answer."""

    topic = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=Topic.objects.none(),
        empty_label=_("I do not know"),
        required=False,
    )
    municipality = forms.ModelChoiceField(
        label=_("Your municipality"),
        queryset=Municipality.objects.none(),
        empty_label=_("another one, or I would rather not say"),
        required=False,
    )

    field_order = ["question", "topic", "municipality", "name", "email", "organisation"]

    def __init__(self, data: Any = None, *, about: str, user: Any) -> None:
        super().__init__(data, about=about, user=user)
        self.fields["topic"].queryset = Topic.objects.all()  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = Municipality.objects.members()  # type: ignore[attr-defined]

    def begin(self, given: Any) -> None:
        """Begins with what a page of ours put in its address: ``vraag``, and the slugs ``onderwerp`` and ``gemeente``."""
        text = "".join(sign for sign in given.get("vraag", "") if sign.isprintable() or sign == "\n")
        self.initial["question"] = text[:LONGEST_BEGINNING]
        for name, field in (("onderwerp", "topic"), ("gemeente", "municipality")):
            slug = given.get(name, "").replace("\x00", "")
            choices: Any = self.fields[field]
            self.initial[field] = choices.queryset.filter(slug=slug).first() if slug else None


class ReportForm(FromSomebody):
    """What is not right about a page. ``facts``: which facts that page shows; those of an actor or an expert."""

    facts = (Fact.NAME, Fact.TEXT, Fact.PLACE, Fact.CONTACT, Fact.STOPPED, Fact.PICTURE, Fact.OTHER)

    fact = forms.ChoiceField(
        label=_("What is it about?"), choices=(), widget=forms.RadioSelect, required=False
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
        error_messages={"invalid": NO_ADDRESS},
    )

    def __init__(self, data: Any = None, *, about: str, user: Any) -> None:
        super().__init__(data, about=about, user=user)
        choices = [(fact.value, fact.label) for fact in self.facts]
        self.fields["fact"].choices = choices  # type: ignore[attr-defined]

    @property
    def mistake(self) -> Mistake:
        """What was typed; without a choice it is about something else."""
        cleaned = self.cleaned_data
        return Mistake(
            fact=cleaned["fact"] or Fact.OTHER,
            text=cleaned["text"],
            email=cleaned.get("email", ""),
            user=self.user,
        )


class ReplyForm(GuardedForm):
    """A message in a conversation. Who opens the page has a link or an account, so only floods are counted."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your message first."), "max_length": TOO_LONG},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    @property
    def said(self) -> Said:
        """What was typed."""
        return Said(text=self.cleaned_data["text"], seen=self.cleaned_data["seen"], token=self.token)

    def is_quick(self, stamp: str) -> bool:
        """Nobody is too quick to answer: a short yes is an answer."""
        return False

    def ask_again(self, why: str, seen: int) -> None:
        """Gives the form back with ``why``; who sends it again has seen ``seen`` messages."""
        self.add_error(None, why)
        self.put(seen=str(seen))


class AbuseForm(forms.Form):
    """Why the team should look."""

    reason = forms.CharField(
        label=_("What is wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what is wrong. Then the team can help.")},
    )


def may_renew(request: Any, token: str) -> bool:
    """Whether a new link may be mailed now: five an hour for one visitor, as for every form."""
    return admit(request, about="link", token=token)
