"""How long the field keeps what about people."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from ecru.base.guard import forget_counts
from ecru.base.retention import YEAR, Rule, register

from . import membership
from .conversations.forgetting import KEPT, forget_conversations
from .models import DeskItem, ImportRow, Invitation, SignedIn, TableExport
from .models.sign_ins import LOG_KEPT

UNANSWERED = timedelta(days=60)
DECIDED = 2 * YEAR


def forget_sign_ins(now: datetime) -> int:
    """Removes when people signed in, and the counts of tries that are over."""
    return SignedIn.objects.all().forget(now - LOG_KEPT) + forget_counts()


def forget_said(now: datetime) -> int:
    """Takes names, addresses and words out of conversations, two years after the last message; the counts stay."""
    return sum(forget_conversations(now - KEPT).values())


def forget_invitations(now: datetime) -> int:
    """Removes invitations that were not accepted, and after a year also those that were."""
    done = Invitation.objects.filter(accepted_at__lt=now - YEAR).delete()[0]
    return done + membership.forget_invitations(now - UNANSWERED)


def forget_decisions(now: datetime) -> int:
    """Takes names and words out of what the editors decided about; that it was decided stays."""
    old = (
        DeskItem.objects.settled()
        .filter(handled_at__lt=now - DECIDED)
        .exclude(by_name="", reason="", answer="")
    )
    return old.update(by=None, by_name="", reason="", answer="", content={})


def forget_tables(now: datetime) -> int:
    """Removes the rows of tables that came in, and the notes of who took a table out."""
    rows = ImportRow.objects.filter(run__made_at__lt=now - YEAR).delete()[0]
    return rows + TableExport.objects.filter(made_at__lt=now - 2 * YEAR).delete()[0]


register(
    Rule(
        "accounts",
        what=_("Your account"),
        data=_("your e-mail address, your name, your language, what you may do here and for whom you act"),
        why=_(
            "To let you do what you want to do here (contract). Nobody can read your password, and neither can we."
        ),
        who=_("the regisseur; for whom you act with you sees your name"),
        keeps=_("until you delete it"),
        order=10,
    )
)
register(
    Rule(
        "signed-in-where",
        what=_("Where you are signed in"),
        data=_("the kind of browser, since when, and when you last used it; no address of your machine"),
        why=_("So that you can see whether somebody else is in your account, and end it (safety)."),
        who=_("only you"),
        keeps=LOG_KEPT,
        forget=forget_sign_ins,
        order=19,
    )
)
register(
    Rule(
        "history",
        what=_("What you changed"),
        data=_("your name, beside the change and its day"),
        why=_("To see who knows more, and to put mistakes right (public interest)."),
        who=_("the editors"),
        keeps=_("as long as the record exists; after you delete your account without your name"),
        order=11,
    )
)
register(
    Rule(
        "experts",
        what=_("Profiles of experts"),
        data=_(
            "what you want to tell about yourself: name, topics, languages, where, and when you have time"
        ),
        why=_(
            "So that others find you (your consent). Take it back, and the profile goes, also from history."
        ),
        who=_("everybody, but for your e-mail address"),
        keeps=_("as long as you agree"),
        order=12,
    )
)
register(
    Rule(
        "invitations",
        what=_("Invitations"),
        data=_("the e-mail address and name of whom is invited, and who invites"),
        why=_("To let people act for an organisation (legitimate interest)."),
        who=_("who invites, and the editors"),
        keeps=_("60 days when it is not accepted, else a year"),
        forget=forget_invitations,
        order=15,
    )
)
register(
    Rule(
        "conversations",
        what=_("Questions, answers and what you tell us that is not right"),
        data=_("your name, your e-mail address, your organisation, and all messages"),
        why=_(
            "To bring question and answer to each other, and to put mistakes right. After that only the numbers stay."
        ),
        who=_(
            "who you ask sees your name and your words, never your address; the team only what it is asked itself, or what one of you shows it"
        ),
        keeps=KEPT,
        forget=forget_said,
        order=30,
    )
)
register(
    Rule(
        "blocks",
        what=_("Whom you stopped"),
        data=_("a code of that address, from which nobody can read the address"),
        why=_("So that they cannot write to you again (legitimate interest)."),
        who=_("nobody reads it"),
        keeps=_("until you take it back"),
        order=31,
    )
)
register(
    Rule(
        "decisions",
        what=_("What you send to the editors"),
        data=_("your name, what you ask and why, and our answer"),
        why=_("To decide about it, and to explain that (public interest)."),
        who=_("the editors"),
        keeps=_("two years after the decision; then without your name and words"),
        forget=forget_decisions,
        order=32,
    )
)
register(
    Rule(
        "tables",
        what=_("Tables that editors bring in and take out"),
        data=_("public and other addresses of organisations, and the name of the editor"),
        why=_("To take a mistake back, and to know who took data out (public interest)."),
        who=_("the editors"),
        keeps=_("a year for what came in, two years for who took what out"),
        forget=forget_tables,
        order=50,
    )
)
