"""Forms about who acts for whom: inviting, handing over, claiming an actor and adding one."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.membership import Asked, Claim, NewActor
from actors.membership.adding import Typed, twins_for, who_has
from actors.models import (
    ActorKind,
    Expert,
    HandOver,
    Membership,
    MembershipRole,
    Municipality,
    TargetGroup,
    User,
)

from .fields import WordField

LONGEST_WORD, LONGEST_TEXT = 1000, 4000
NO_ADDRESS = {
    "required": _("Fill in an e-mail address."),
    "invalid": _("This is not an e-mail address. It looks like name@example.be."),
}


def own_word() -> WordField:
    """What somebody adds to a mail that we write."""
    return WordField(
        label=_("A word of your own"), help_text=_("It stands in the mail."), longest=LONGEST_WORD
    )


class PlainForm(forms.Form):
    """A form without colons; long texts are never cut off by the browser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.pop("maxlength", None)

    def one_line(self, name: str) -> str:
        """What was typed in the field ``name``, on one line."""
        return " ".join(str(self.cleaned_data.get(name, "")).split())


class InviteForm(PlainForm):
    """Somebody to invite, by e-mail address."""

    email = forms.EmailField(label=_("Their e-mail address"), max_length=254, error_messages=NO_ADDRESS)
    name = forms.CharField(label=_("Their name"), max_length=120, required=False)
    role = forms.ChoiceField(
        label=_("What may they do?"),
        choices=[
            (MembershipRole.EDITOR, _("colleague: keeps the page")),
            (MembershipRole.OWNER, _("owner: keeps the page, and says who else may")),
        ],
        initial=MembershipRole.EDITOR,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES, initial="nl", widget=forms.RadioSelect
    )
    message = own_word()

    @property
    def asked(self) -> Asked:
        """Whom to invite."""
        cleaned = self.cleaned_data
        return Asked(
            email=cleaned["email"],
            name=self.one_line("name"),
            role=cleaned.get("role", ""),
            language=cleaned["language"],
            message=cleaned["message"],
        )


class DeskInviteForm(InviteForm):
    """The editors invite somebody to keep an expert page, or to be the partner of a municipality."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("As municipal partner of"), required=False
    )
    expert = forms.ModelChoiceField(
        Expert.objects.none(), label=_("To look after the expert page"), required=False
    )

    def __init__(self, *args: Any, gives_roles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("role")
        experts: Any = self.fields["expert"]
        experts.empty_label = _("none")
        experts.queryset = Expert.objects.without_account()
        places: Any = self.fields["municipality"]
        places.empty_label = _("none")
        places.queryset = Municipality.objects.members().order_by("name")
        if not gives_roles:
            self.fields.pop("municipality")

    def clean(self) -> dict[str, Any]:
        """Asks for one of both."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("municipality")) == bool(cleaned.get("expert")):
            raise ValidationError(_("Choose what you invite to: one thing."))
        return cleaned

    @property
    def about(self) -> Municipality | Expert:
        """What the invitation is about."""
        chosen: Municipality | Expert = self.cleaned_data.get("municipality") or self.cleaned_data["expert"]
        return chosen


class ColleagueField(forms.ModelChoiceField):
    """Somebody who acts for the actor already."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Any) -> str:
        """Their name."""
        return str(obj.user)


class HandOverForm(PlainForm):
    """Who comes after an owner: a colleague, or somebody to invite."""

    colleague = ColleagueField(
        Membership.objects.none(),
        label=_("A colleague"),
        required=False,
        blank=True,
        empty_label=_("somebody else"),
    )
    email = forms.EmailField(
        label=_("Somebody else: their e-mail address"),
        max_length=254,
        required=False,
        error_messages=NO_ADDRESS,
    )
    name = forms.CharField(label=_("Their name"), max_length=120, required=False)
    then = forms.ChoiceField(
        label=_("And you?"),
        choices=[(HandOver.STAY, _("I stay as a colleague")), (HandOver.LEAVE, _("I leave"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to you afterwards.")},
    )
    message = own_word()

    def __init__(self, *args: Any, colleagues: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["colleague"]
        chooser.queryset = colleagues
        if not colleagues:
            self.fields.pop("colleague")
            self.fields["email"].label = _("Their e-mail address")

    def clean(self) -> dict[str, Any]:
        """Asks for a colleague or an address: one of both."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("colleague")) == bool(cleaned.get("email")):
            self.add_error(
                "email", _("Choose a colleague, or fill in the address of somebody else: one of both.")
            )
        return cleaned

    @property
    def asked(self) -> Asked:
        """Who is asked to be the owner."""
        cleaned, link = self.cleaned_data, self.cleaned_data.get("colleague")
        user = link.user if link else None
        return Asked(
            email=user.email if user else cleaned["email"],
            name=user.name if user else self.one_line("name"),
            language=user.language if user else "nl",
            role=MembershipRole.OWNER,
            message=cleaned["message"],
            hand_over=cleaned["then"],
        )


class ClaimForm(PlainForm):
    """Somebody says that they act for an actor."""

    tie = forms.CharField(
        label=_("What do you do there?"),
        help_text=_("For example: secretary, artistic leader, volunteer."),
        max_length=120,
        error_messages={"required": _("Fill in what you do there.")},
    )
    reason = forms.CharField(
        label=_("How can we see that?"),
        help_text=_("For example: your name stands on the website, or you can ask the chair."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a sentence or two. An editor reads it.")},
    )

    @property
    def told(self) -> Claim:
        """What was typed."""
        return Claim(tie=self.one_line("tie"), reason=self.cleaned_data["reason"].strip())


class NewActorForm(PlainForm):
    """An actor that is not here yet."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=160, error_messages={"required": _("Fill in the name.")}
    )
    not_a_twin = forms.BooleanField(label=_("No, ours is another one"), required=False)
    kind = forms.ModelChoiceField(
        ActorKind.objects.all(),
        label=_("What is it?"),
        empty_label=_("choose"),
        error_messages={"required": _("Choose what it is.")},
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(), label=_("Municipality"), required=False, empty_label=_("choose")
    )
    place = forms.CharField(label=_("Another place"), max_length=80, required=False)
    description = forms.CharField(
        label=_("Who are you, and what for?"),
        help_text=_("A few sentences, as you would tell it to a neighbour. You can change it later."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("This is not a web address. It looks like www.example.be.")},
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    target_groups = forms.ModelMultipleChoiceField(
        TargetGroup.objects.all(),
        label=_("For whom do you work most?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("What do you do there?"),
        help_text=_("Only the editors read this. For example: I am the secretary."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Fill in what you do there.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.twins: list[Any] = []

    def clean_name(self) -> str:
        """The name, on one line."""
        return self.one_line("name")

    def clean_website(self) -> str:
        """Refuses a website that an actor has already, with the way to that one."""
        website: str = self.cleaned_data["website"]
        other = who_has(website, self.user)
        if other is None:
            return website
        link = format_html('<a href="{}">{}</a>', reverse("actor-claim", args=[other.slug]), other)
        raise ValidationError(
            format_html(
                gettext("{other} has this website already. Is that yours? Then ask for that page."),
                other=link,
            )
        )

    def clean(self) -> dict[str, Any]:
        """Asks once about who looks like this one."""
        cleaned = super().clean() or self.cleaned_data
        place = cleaned.get("municipality")
        typed = Typed(
            cleaned.get("name", ""),
            place.name if place else cleaned.get("place", ""),
            cleaned.get("website", ""),
        )
        self.twins = twins_for(self.user, typed) if typed.name else []
        if self.twins and not cleaned.get("not_a_twin"):
            self.add_error("not_a_twin", _("Is it one of these? Then ask for that page. Else tick this box."))
        return cleaned

    @property
    def told(self) -> NewActor:
        """What was typed."""
        cleaned = self.cleaned_data
        return NewActor(
            name=cleaned["name"],
            kind=cleaned["kind"],
            municipality=cleaned["municipality"],
            place="" if cleaned["municipality"] else self.one_line("place"),
            description=cleaned["description"].strip(),
            website=cleaned["website"],
            target_groups=list(cleaned["target_groups"]),
            reason=cleaned["reason"].strip(),
        )

    def questions(self) -> list[forms.BoundField]:
        """All but the name and the question about twins, which stand apart."""
        return [self[name] for name in self.fields if name not in {"name", "not_a_twin"}]


class WordForm(PlainForm):
    """A few words to go with what somebody does: a reason, an answer."""

    words = forms.CharField(
        label=_("A word to go with it"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, label: Any = "", required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = required
        self.fields["words"].label = label or self.fields["words"].label
