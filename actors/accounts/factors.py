"""The second step: who needs one, who has one, and how somebody who lost it gets a new start."""

import time
from dataclasses import dataclass, field
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext

from actors.models import SignedIn, User
from actors.permissions import may_manage_roles
from ecru.base.audit import note

from . import letters

STRONG = "strong"  # in the session: whose second step was done here
STRONG_ELSEWHERE = "strong elsewhere"  # a proof that another organisation took with an identity card
SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
LATELY = 10 * 60  # seconds


@dataclass(frozen=True)
class Factors:
    """What somebody can take the second step with. ``codes_left``: unused recovery codes; None when there are none at all."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes_left: int | None = None

    @property
    def count(self) -> int:
        """How many there are, without recovery codes: those only help out."""
        return len(self.passkeys) + bool(self.app)


def factors_of(user: Any) -> Factors:
    """The second steps of ``user``; one query."""
    every = list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))
    kinds: dict[str, list[Authenticator]] = {}
    for one in every:
        kinds.setdefault(one.type, []).append(one)
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES, [])
    return Factors(
        app=next(iter(kinds.get(Authenticator.Type.TOTP, [])), None),
        passkeys=kinds.get(Authenticator.Type.WEBAUTHN, []),
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
    )


def has_unseen_codes(user: Any) -> bool:
    """Whether ``user`` has recovery codes that were never shown."""
    codes = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return codes is not None and not codes.wrap().did_view


def has_second_step(user: Any) -> bool:
    """Whether ``user`` set up a second step."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND).exists()


def needs_second_step(user: Any) -> bool:
    """Whether ``user`` may only come in with a second step: who keeps the field, where that is asked."""
    return settings.SECOND_FACTOR and user.keeps_the_field


def may_remove_one(user: Any) -> bool:
    """Whether one second step may go: never the last one of who needs it."""
    return not needs_second_step(user) or factors_of(user).count > 1


def proofs_of(request: HttpRequest, user: Any) -> list[dict[str, Any]]:
    """How ``user`` proved who they are in this session, in order: method, and when (``at``, seconds)."""
    return get_authentication_records(request, user)


def note_proof(request: HttpRequest, method: str, user: Any = None) -> None:
    """Notes one more proof."""
    record_authentication(request, user or request.user, method)


def proved_lately(request: HttpRequest) -> bool:
    """Whether the last proof in this session is recent enough to change something important."""
    proofs = proofs_of(request, request.user)
    return bool(proofs) and time.time() - proofs[-1]["at"] < LATELY


def note_strength(request: HttpRequest) -> None:
    """Remembers in the session that a second step was part of signing in, if it was."""
    if any(proof["method"] in {"mfa", STRONG_ELSEWHERE} for proof in proofs_of(request, request.user)):
        mark_strong(request)


def mark_strong(request: HttpRequest) -> None:
    """A second step was done, or set up, in this session."""
    request.session[STRONG] = str(request.user.pk)


def is_strong(request: HttpRequest) -> bool:
    """Whether a second step was done in this session."""
    return request.session.get(STRONG) == str(request.user.pk)


@transaction.atomic
def reset_second_step(*, person: User, by: Any) -> None:
    """Takes away every second step of ``person``, who lost it, signs them out everywhere, and tells them.

    Raises ``PermissionDenied`` when ``by`` may not give roles, or is no superuser and ``person`` is. Noted in the log.
    """
    if not may_manage_roles(by) or (person.is_superuser and not by.is_superuser) or person == by:
        raise PermissionDenied(gettext("You may not take away this second step."))
    Authenticator.objects.filter(user=person).delete()
    SignedIn.objects.of(person).end()
    LogEntry.objects.log_actions(
        by.pk, [person], CHANGE, gettext("Second step taken away."), single_object=True
    )
    note("second-step.reset", by=by, about=person)
    letters.tell("reset", person.email, letters.language_of(person))
