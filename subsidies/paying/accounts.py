"""Giving an account, and confirming it: by another person of the actor, or by ECRU on the phone where nobody else acts for it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import Actor, Membership, User
from ecru.base.at_once import kept
from subsidies.models import BankAccount
from subsidies.permissions import is_same_person, may_confirm_account, runs_dossiers

from .telling import tell_of_account


def current_account(actor: Actor) -> BankAccount | None:
    """The last account that was given for ``actor``, confirmed or not."""
    if (known := kept(actor, "account")) is not None:
        return next(iter(known), None)
    return BankAccount.objects.current().filter(actor=actor).first()


def others_for(account: BankAccount) -> list[User]:
    """Who else acts for the actor, and so may confirm the account; nobody when we do not know who gave it."""
    giver = account.given_by
    if giver is None:
        return []
    return [one for one in people_of(account.actor) if not is_same_person(one, giver)]


def people_of(actor: Actor) -> list[User]:
    """Who acts for ``actor``."""
    links = Membership.objects.running().of_actor(actor).values("user")
    return list(User.objects.filter(pk__in=links, is_active=True).order_by("pk"))


@transaction.atomic
def give_account(
    *, actor: Actor, by: User, iban: str, holder: str, at: datetime | None = None
) -> BankAccount:
    """The account of ``actor``, which another person has to confirm. The same number and holder again change nothing.

    ``iban`` is compact and was checked. Raises ``PermissionDenied`` for who does not act for ``actor``.
    """
    Actor.objects.select_for_update().get(pk=actor.pk)  # two people at once come one after the other
    if actor.pk not in by.own_actors:
        raise PermissionDenied
    known, holder = current_account(actor), " ".join(holder.split())
    if known is not None and is_kept(known, iban, holder):
        return known
    now = at or timezone.now()
    BankAccount.objects.current().filter(actor=actor).update(replaced_at=now)
    made = BankAccount.objects.create(actor=actor, iban=iban, holder=holder, given_by=by, given_at=now)
    tell_of_account(made, others_for(made), is_new=True)
    return made


def is_kept(known: BankAccount, iban: str, holder: str) -> bool:
    """Whether giving this says nothing new. A number that nobody confirmed, of somebody whose account is gone, has to be given anew."""
    same = (known.iban, known.holder) == (iban, holder)
    return same and (known.is_confirmed or known.given_by_id is not None)


def locked_account(account: BankAccount) -> BankAccount:
    """``account`` as it is now. Raises ``Impossible`` when another one took its place."""
    Actor.objects.select_for_update().get(pk=account.actor_id)
    found = BankAccount.objects.select_related("actor", "given_by").get(pk=account.pk)
    if found.replaced_at is not None:
        raise Impossible(_("Somebody gave another account number in the meantime. Look again first."))
    return found


@transaction.atomic
def confirm_account(*, account: BankAccount, by: User, at: datetime | None = None) -> BankAccount:
    """``account``, on which money may be paid from now on. Twice confirms once.

    Raises ``PermissionDenied`` for who gave it or does not act for the actor, ``Impossible`` when another one took its place.
    """
    if not may_confirm_account(by, account):
        raise PermissionDenied
    return confirm(locked_account(account), by, "", at)


@transaction.atomic
def confirm_by_phone(*, account: BankAccount, by: User, note: str, at: datetime | None = None) -> BankAccount:
    """The same by who runs the network, who called somebody of the actor: ``note`` says whom and when.

    Raises ``PermissionDenied`` for anybody else and for who gave it, ``Impossible`` when somebody else of the actor can confirm it.
    """
    if not runs_dossiers(by) or account.given_by_id == by.pk:
        raise PermissionDenied
    found = locked_account(account)
    if others_for(found):
        raise Impossible(_("Another person of this organisation can confirm the number. Ask them first."))
    return confirm(found, by, note.strip(), at)


def confirm(account: BankAccount, by: User, note: str, at: datetime | None) -> BankAccount:
    """Writes down who confirmed it, and tells everybody of the actor."""
    if account.confirmed_at is None:
        account.confirmed_by, account.confirmed_note = by, note
        account.confirmed_at = at or timezone.now()
        account.save()
        tell_of_account(account, people_of(account.actor), is_new=False)
    return account
