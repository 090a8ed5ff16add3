"""How long the ground floor keeps what: mails, choices about mails, traces of visitors, sessions, the audit log."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from .audit import AuditEntry
from .guard import forget_visitors
from .outbox import pruning
from .retention import HALF_A_YEAR, YEAR, Rule, register
from .saved.subscribing import forget_unconfirmed


def forget_sessions(now: datetime) -> int:
    """Removes sessions that are over."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def forget_mail_traces(now: datetime) -> int:
    """Removes messages that went with a mail of the day, and addresses that chose nothing and get nothing any more."""
    return pruning.prune_waiting(now) + pruning.prune_readers(now)


def forget_deeds(now: datetime) -> int:
    """Removes entries of the audit log that are past their time."""
    return AuditEntry.objects.forget(now)


register(
    Rule(
        "sessions",
        what=_("Being signed in"),
        data=_("a code in a cookie, that says which account you use"),
        why=_("So that you need not sign in on every page. Without it an account does not work (contract)."),
        who=_("nobody reads it"),
        keeps=_("two weeks, or until you sign out"),
        forget=forget_sessions,
        order=20,
    )
)
register(
    Rule(
        "sign-ins",
        what=_("When you signed in"),
        data=_("your name, and the day and hour"),
        why=_("To see whether somebody else used your account (legitimate interest: safety)."),
        who=_("the regisseur"),
        keeps=HALF_A_YEAR,
        order=21,
    )
)
register(
    Rule(
        "audit",
        what=_("Who did what with rights and data"),
        data=_("your name, what you did, when, and with which record"),
        why=_(
            "To show afterwards who gave a role, or took or removed data of people (legal duty: accountability)."
        ),
        who=_("the regisseur"),
        keeps=2 * YEAR,
        forget=forget_deeds,
        order=22,
    )
)
register(
    Rule(
        "mails",
        what=_("Mails that we sent"),
        data=_("your e-mail address, and the text of the mail"),
        why=_("To send it, and to see whether it arrived (contract, or what you asked us)."),
        who=_("the editors"),
        keeps=_("30 days after it was sent; a mail that could not be sent a year at most"),
        forget=pruning.prune_mails,
        order=40,
    )
)
register(
    Rule(
        "mail-choices",
        what=_("Which mails you want"),
        data=_("your e-mail address or account, and what you chose"),
        why=_("To leave you alone when you stopped a mail (legal duty: your objection)."),
        who=_("nobody reads it"),
        keeps=_("as long as your choice holds; without a choice two years after the last mail"),
        forget=forget_mail_traces,
        order=41,
    )
)
register(
    Rule(
        "floods",
        what=_("How often a form is sent"),
        data=_("a code of your IP address and e-mail address, made with a secret of that day"),
        why=_(
            "To stop floods of messages (legitimate interest: safety). We do not keep the IP address itself."
        ),
        who=_("nobody reads it"),
        keeps=timedelta(days=2),
        forget=lambda _now: forget_visitors(),
        order=60,
    )
)
register(
    Rule(
        "saved",
        what=_("What you saved"),
        data=_(
            "your e-mail address or account, your searches, how often you want news about them, what we told you, and "
            "the pages that you saved"
        ),
        why=_("To tell you what is new, and to let you find things back (your consent)."),
        who=_("only you; the editors see what people look for, not who"),
        keeps=_(
            "until you stop it; a search that you did not confirm 7 days, what we told you 60 days. Without an account "
            "your address goes with your last search"
        ),
        forget=forget_unconfirmed,
        order=42,
    )
)
