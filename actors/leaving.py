"""Deleting an account: the person goes, what they did for others stays with "former member"."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ecru.base.audit import note
from ecru.base.outbox.posting import Letter, post
from ecru.base.personal import Follow, ask_before_leaving, follows, in_order

from .mail_kinds import ACCOUNT_DELETED
from .models import Role, User


class Stays(Exception):  # noqa: N818 - named after what the account does
    """Something has to be settled first; the reasons are sentences for the person."""

    def __init__(self, reasons: list[Any]) -> None:
        super().__init__(*map(str, reasons))
        self.reasons = reasons


@ask_before_leaving
def who_keeps_the_keys(user: User) -> Iterable[Follow]:
    """The network is never without somebody who gives roles, nor the portal without who looks after it."""
    if user.is_superuser:
        yield Follow(
            gettext_lazy(
                "This account has all rights on the platform. Let somebody else who has them take them away first."
            ),
            blocks=True,
        )
    elif Role.REGISSEUR in user.roles and not other_regisseurs(user):
        yield Follow(
            gettext_lazy(
                "This is the only regisseur. Give that role to somebody else first, then this account can go."
            ),
            blocks=True,
        )


def other_regisseurs(user: User) -> bool:
    """Whether somebody else can take over."""
    people = User.objects.filter(groups__name=Role.REGISSEUR, is_active=True)
    return people.exclude(pk=user.pk).exists()


@transaction.atomic
def leave(*, user: User, by: User | None = None) -> None:
    """Deletes the account of ``user`` and all that goes with it, ends every session, and mails that it is done.

    ``by``: who does it for them, when that is somebody else. Raises ``Stays`` when something has to be settled first; then nothing changed. Two at once: the second finds nobody.
    """
    person = User.objects.select_for_update().filter(pk=user.pk).first()
    if person is None:
        return
    wanted = follows(person)
    if reasons := [follow.text for follow in wanted if follow.blocks]:
        raise Stays(reasons)
    key, address, language = person.pk, person.email, person.language
    for follow in wanted:
        follow.then(person)
    note("data.deleted", by=by or person, about=person)
    for holding in in_order():
        holding.forget(person)
    end_sessions(key)
    person.delete()
    with override(language):
        post(f"account-{key}-deleted", goodbye(address, language))


def end_sessions(key: int) -> None:
    """Signs the account with this key out everywhere."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(key):
            session.delete()


def goodbye(address: str, language: str) -> Letter:
    """That it is done, and what stays."""
    return Letter(
        to=address,
        subject=_("Your account is deleted"),
        body=_(
            "Hello\n\nYou asked us to delete your account at ECRU. It is done: your name and your address are gone, and you "
            "cannot sign in any more.\n\nWhat you did for organisations stays, with “former member” instead of your name.\n\n"
            "Was it not you? Answer this mail at once."
        ),
        why=_("You get this one last mail because somebody deleted the account with this address."),
        kind=ACCOUNT_DELETED.slug,
        language=language,
    )
