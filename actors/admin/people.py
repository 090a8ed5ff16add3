"""People and roles in the admin, for who may give roles."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.accounts.factors import reset_second_step
from actors.leaving import leave
from actors.models import Role, User
from actors.permissions import may_manage_roles
from ecru.base.audit import note
from ecru.base.personal import follows

from .membership import MembershipInline, MunicipalInline, ShowsLinks
from .shared import FieldAdmin
from .versions import VersionedForm

admin.site.unregister([EmailAddress, Authenticator])  # secrets, and what nobody here uses
admin.site.unregister(Group)  # roles are ticked at a person; what a role may do is code


class RolesField(forms.ModelMultipleChoiceField):
    """Roles, to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The role in the reader's language."""
        return str(Role(obj.name).label)


def role_groups() -> QuerySet[Group]:
    """The groups that are roles, and no others."""
    return Group.objects.filter(name__in=Role.values)


class OneAddress(forms.ModelForm):
    """A form that refuses an e-mail address that somebody has already, in any case, and says who."""

    def clean_email(self) -> str:
        """The address, with the part after @ in lower case."""
        email = User.objects.normalize_email(self.cleaned_data["email"])
        other = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).first()
        if other is None:
            return email
        link = format_html('<a href="{}">{}</a>', reverse("admin:actors_user_change", args=[other.pk]), other)
        raise ValidationError(
            format_html(gettext("{other} already has this address. Change that account."), other=link)
        )


class NewPersonForm(OneAddress, AdminUserCreationForm):
    """Somebody new: an e-mail address, a name, roles, and a password or none."""

    groups = RolesField(queryset=role_groups(), required=False, label=_("Roles"))

    class Meta:
        model = User
        fields = ["email", "name", "groups"]
        field_classes: dict[str, Any] = {}


class PersonForm(OneAddress, VersionedForm, UserChangeForm):
    """Somebody with an account."""

    groups = RolesField(
        queryset=role_groups(),
        required=False,
        label=_("Roles"),
        help_text=_("What this person may do. Editors keep the field; the regisseur gives roles as well."),
    )

    class Meta:
        model = User
        fields: tuple[str, ...] = ()  # the admin chooses
        field_classes: dict[str, Any] = {}
        help_texts = {
            "email": _("With this address they sign in."),
            "is_active": _("Take this tick away instead of deleting an account: history keeps its name."),
        }


def note_roles(by: Any, person: User, before: set[str], after: set[str]) -> None:
    """Writes in the audit log which roles ``by`` gave to ``person``, and which were taken away."""
    for verb, names in (("roles.given", after - before), ("roles.taken", before - after)):
        if names:
            note(verb, by=by, about=person, roles=sorted(names))


@admin.register(User)
class PersonAdmin(ShowsLinks, FieldAdmin, UserAdmin):
    """Accounts and roles. Only who may give roles sees them; only a superuser changes a superuser."""

    form = PersonForm
    add_form = NewPersonForm
    index_position = 90
    ordering = ["name", "email"]
    search_fields = ["name", "email"]
    list_display = ["__str__", "email", "role_names", "is_active", "last_login", "last_changed"]
    list_filter = ["is_active", "is_superuser", ("groups", admin.RelatedOnlyFieldListFilter)]
    filter_horizontal = ()
    actions = ["delete_selected", "reset_second_step"]
    inlines = [MembershipInline, MunicipalInline]
    readonly_fields = ["date_joined", "last_login", "last_changed"]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "groups", "usable_password", "password1", "password2"]})
    ]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("What this person may do"), {"fields": ["groups", "is_active", "is_superuser"]}),
        (_("History"), {"fields": ["date_joined", "last_login", "last_changed"]}),
    ]

    def may(self, user: Any) -> bool:
        """Editors see everything but people and roles."""
        return may_manage_roles(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """People with their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who is no superuser cannot make one; nobody takes their own way in away."""
        fixed = list(super().get_readonly_fields(request, obj))
        if not request.user.is_superuser:
            fixed.append("is_superuser")
        if obj is not None and obj.pk == request.user.pk:
            fixed += ["groups", "is_active", "is_superuser"]
        return list(dict.fromkeys(fixed))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser changes a superuser, or sets the password of one."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes themselves here, nor somebody with all rights: those are taken away first."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or (obj != request.user and not obj.is_superuser))

    def kept_because(self, record: User) -> str:
        """History survives people (rule 5): who changed something keeps an account that cannot sign in."""
        reasons = [str(follow.text) for follow in follows(record) if follow.blocks]
        if reasons and not record.is_superuser:  # who may not touch that account hears that first
            return " ".join(reasons)
        if not LogEntry.objects.filter(user=record).exists():
            return ""
        return gettext(
            "%(name)s changed records, and history keeps that name. Take the tick at “may sign in” away instead."
        ) % {"name": record}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves, and writes down which roles came and went."""
        person = form.instance
        before = set(person.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = set(person.groups.values_list("name", flat=True))
        if "is_superuser" in form.changed_data:
            (after if person.is_superuser else before).add("superuser")
        note_roles(request.user, person, before, after)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Deletes an account as its owner would: what they did for others stays."""
        leave(user=obj, by=request.user)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """The same for many."""
        for person in queryset:
            self.delete_model(request, person)

    @admin.action(description=_("Take the second step away, for who lost it"), permissions=["change"])
    def reset_second_step(self, request: HttpRequest, queryset: QuerySet) -> None:
        """A new start for who lost phone and recovery codes. They are signed out, and get a mail."""
        helped = []
        for person in queryset:
            try:
                reset_second_step(person=person, by=request.user)
            except PermissionDenied:
                told = gettext("You may not take away the second step of %(name)s.")
                self.message_user(request, told % {"name": person}, messages.WARNING)
            else:
                helped.append(str(person))
        if helped:
            told = gettext("The second step is taken away: %(names)s. They get a mail that says so.")
            self.message_user(request, told % {"names": ", ".join(helped)})

    @admin.display(description=_("roles"))
    def role_names(self, person: User) -> str:
        """The roles in words."""
        names = [str(Role(group.name).label) for group in person.groups.all() if group.name in Role.values]
        return ", ".join([gettext("superuser"), *names] if person.is_superuser else names)
