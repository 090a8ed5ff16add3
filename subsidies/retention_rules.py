"""How long we keep what of who looks or asks for support."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.retention import YEAR, Rule, register

from .models import ActorNote, BankAccount, Dossier, FinderGap
from .models.gaps import KEPT

UNSENT_KEPT = 2 * YEAR
CONTACTS_KEPT = 5 * YEAR
BOOKS_KEPT = 10 * YEAR


def forget_gaps(now: datetime) -> int:
    """Removes what was counted more than two years ago."""
    return FinderGap.objects.forget_old(timezone.localdate(now))


def forget_unsent(now: datetime) -> int:
    """Removes dossiers that were never sent and in which nobody did anything for two years."""
    return Dossier.objects.unsent_since(now - UNSENT_KEPT).throw_away()


def forget_contacts(now: datetime) -> int:
    """Removes contact moments of more than five years ago that wait for nothing."""
    return ActorNote.objects.forget_before(now - CONTACTS_KEPT)


def forget_accounts(now: datetime) -> int:
    """Removes account numbers that were replaced longer ago than the books are kept."""
    return BankAccount.objects.replaced_before(now - BOOKS_KEPT).delete()[0]


register(
    Rule(
        "dossiers",
        what=_("Dossiers"),
        data=_(
            "who of an organisation began, wrote, sent, read or decided about a question for support, and when"
        ),
        why=_(
            "To treat questions for support fairly and to account for public money (public interest, Bestuursdecreet)."
        ),
        who=_("who works on it, ECRU, its experts and board, and the municipality that it touches"),
        keeps=_("as the archive rules for public bodies say; without your name once your account is gone"),
        order=36,
    )
)
register(
    Rule(
        "dossier-advice",
        what=_("Advice, messages and tasks in dossiers"),
        data=_(
            "what an expert was asked, declared and advised; what people wrote to each other about a dossier; who does what"
        ),
        why=_(
            "To treat questions for support fairly and to account for public money (public interest, Bestuursdecreet)."
        ),
        who=_(
            "ECRU, its board, and the experts who advised; who asked for support reads advice without names once it is decided"
        ),
        keeps=_("as long as the dossier; without your name once your account is gone"),
        order=36,
    )
)
register(
    Rule(
        "dossiers-unsent",
        what=_("Dossiers that were never sent"),
        data=_("what you wrote, and who of you began it"),
        why=_("To let you write at your own pace (what you asked us)."),
        who=_("who works on it, and ECRU"),
        keeps=UNSENT_KEPT,
        forget=forget_unsent,
        order=36,
    )
)
register(
    Rule(
        "dossiers-attachments",
        what=_("Attachments of dossiers, and copies of what was sent"),
        data=_(
            "the files that you added, a copy of the dossier as it was that second, and who of you sent it, and when"
        ),
        why=_("To prove what was asked, and when (public interest, Bestuursdecreet)."),
        who=_("who works on it, ECRU, its experts and board, and the municipality that it touches"),
        keeps=_("as long as the dossier; without your name once your account is gone"),
        order=36,
    )
)
register(
    Rule(
        "contact-notes",
        what=_("Contacts with organisations"),
        data=_(
            "when we called, visited, mailed or met an organisation, with whom, what was said, and when we look again"
        ),
        why=_("To help organisations that need support, also those that do not ask (public interest)."),
        who=_("who runs the network; and you read what is noted about a contact with you"),
        keeps=CONTACTS_KEPT,
        forget=forget_contacts,
        order=37,
    )
)
register(
    Rule(
        "finder-gaps",
        what=_("The support you look for, when nothing fits"),
        data=_(
            "for which people, where, in which art form and in which form, on which day and how often; never who, no amounts, "
            "no words. So that one visitor counts once a day we keep a hash for that day, without your address"
        ),
        why=_("So that we see which support is missing (public interest)."),
        who=_("the team; the numbers may show in public"),
        keeps=KEPT,
        forget=forget_gaps,
        order=62,
    )
)
register(
    Rule(
        "bank-accounts",
        what=_("Account numbers that were replaced"),
        data=_(
            "the account number of an organisation, the name of its holder, who of you gave and confirmed it, and when"
        ),
        why=_(
            "To pay the right organisation, and to account for it (legal duty to keep books, GDPR art. 6.1.c)."
        ),
        who=_("who acts for the organisation, with the middle of the number hidden, and the regisseur"),
        keeps=BOOKS_KEPT,
        forget=forget_accounts,
        order=37,
    )
)
register(
    Rule(
        "payments",
        what=_("Agreements and payments"),
        data=_("what was granted, paid and asked back, on which account number, and who of ECRU noted it"),
        why=_("To account for public money (legal duty to keep books, GDPR art. 6.1.c)."),
        who=_("who works on the dossier, without account numbers, and the regisseur"),
        keeps=_(
            "with the dossier, as the archive rules for public bodies say; without your name once your account is gone"
        ),
        order=37,
    )
)
register(
    Rule(
        "final-reports",
        what=_("Final reports and their pictures"),
        data=_("what you wrote, how many people you reached, and pictures in which people may be recognised"),
        why=_("To know what public money did, and what others can learn from it (public interest)."),
        who=_("who may see the dossier"),
        keeps=_(
            "with the dossier, as the archive rules for public bodies say; without your name once your account is gone"
        ),
        order=37,
    )
)
