"""The kinds of mail about dossiers."""

from django.utils.translation import gettext_lazy as _

from ecru.base.outbox.kinds import MailKind, register

DOSSIER_TURN = register(
    MailKind(
        "dossier-turn",
        _("A dossier waits for you"),
        _("You take part in a dossier, and it is your turn to do something."),
        digestible=True,
    )
)
DOSSIER_NEWS = register(
    MailKind(
        "dossier-news",
        _("News about your dossiers"),
        _("A dossier of your organisation moved on, and you need not do anything."),
        stoppable=True,
        digestible=True,
    )
)
DOSSIER_RECEIPT = register(
    MailKind(
        "dossier-receipt",
        _("Receipts of dossiers"),
        _("You or somebody of your organisation sent a dossier to ECRU. Keep this mail."),
    )
)
ADVICE_ASKED = register(
    MailKind(
        "advice-asked",
        _("Your advice is asked"),
        _("ECRU asks you as an expert to advise on a dossier, or opened your advice again."),
    )
)
ADVICE_REMINDER = register(
    MailKind(
        "advice-reminder",
        _("Reminders of advice"),
        _("A week and a day before your advice is expected, and once when it is late."),
    )
)
ADVICE_NEWS = register(
    MailKind(
        "advice-news",
        _("News about advice"),
        _("An expert gave advice or handed a dossier back. You run the network."),
        digestible=True,
        only="is_regisseur",
    )
)
DOSSIER_MESSAGE = register(
    MailKind(
        "dossier-message",
        _("Messages in dossiers"),
        _("Somebody wrote a message in a dossier on which you work."),
        digestible=True,
    )
)
DOSSIER_TASK = register(
    MailKind(
        "dossier-task",
        _("Tasks in dossiers"),
        _("Somebody gave you or your organisation a task in a dossier."),
    )
)
DOSSIER_PEOPLE = register(
    MailKind(
        "dossier-people",
        _("Working along on dossiers"),
        _("Somebody asks you to work along on a dossier, answers that, or changes what you may do in it."),
        digestible=True,
    )
)
ROUND_EXTENDED = register(
    MailKind(
        "round-extended",
        _("More time for a round"),
        _("You write a dossier for a round that gets more time, because the portal was down."),
    )
)
DOSSIER_LETTER = register(
    MailKind(
        "dossier-letter",
        _("Letters from ECRU about your dossiers"),
        _("You take part in a dossier, and ECRU writes to you about it."),
        digestible=True,
    )
)
BANK_ACCOUNT = register(
    MailKind(
        "bank-account",
        _("Account numbers of your organisation"),
        _("Somebody of your organisation gave or confirmed the account number on which ECRU pays."),
    )
)
MONEY_NEWS = register(
    MailKind(
        "money-news",
        _("Payments of your dossiers"),
        _("ECRU paid support for your organisation, or asks money back."),
    )
)
REPORT_DUE = register(
    MailKind(
        "report-due",
        _("Reminders of final reports"),
        _("A final report of your organisation has to be there soon, or is late."),
        digestible=True,
    )
)
