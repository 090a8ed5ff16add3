"""Where somebody is signed in, and their accounts elsewhere."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import OutsideAccount, SignedIn, User
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register


def sign_in_rows(user: User) -> list[Row]:
    """Each time that they signed in, and with what they can."""
    return [
        *((_("Signed in"), f"{told(one.started_at)}, {one.browser}") for one in SignedIn.objects.of(user)),
        *((_("Second step"), str(one)) for one in second_steps(user)),
        *((_("Account elsewhere"), one.issuer) for one in OutsideAccount.objects.filter(user=user)),
    ]


def second_steps(user: User) -> Any:
    """What they prove with, beside a code by mail."""
    return Authenticator.objects.filter(user=user)


def sign_in_export(user: User) -> Export:
    """The same for machines, without anything with which somebody could sign in."""
    return [
        *(
            {"what": "signed in", "since": one.started_at, "seen": one.seen_at, "browser": one.browser}
            for one in SignedIn.objects.of(user)
        ),
        *(
            {"what": "second step", "kind": one.type, "since": one.created_at, "used": one.last_used_at}
            for one in second_steps(user)
        ),
        *(
            {"what": "address", "email": one.email, "proven": one.verified}
            for one in EmailAddress.objects.filter(user=user)
        ),
        *(
            {"what": "account elsewhere", "issuer": one.issuer, "number": one.subject}
            for one in OutsideAccount.objects.filter(user=user)
        ),
    ]


register(
    Holding(
        "sign-ins",
        label=gettext_lazy("Signing in"),
        leaving=gettext_lazy("It goes."),
        rows=sign_in_rows,
        export=sign_in_export,
        covers=("actors.signedin.user", "actors.outsideaccount.user"),
        order=15,
    )
)
