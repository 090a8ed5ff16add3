"""The kinds of mail about the field."""

from django.utils.translation import gettext_lazy as _

from ecru.base.outbox.kinds import MailKind, register

QUESTION = register(
    MailKind(
        "question",
        _("Questions of visitors"),
        _("Somebody asks you something through the page of your organisation or your profile."),
        stoppable=True,
    )
)
QUESTION_RECEIVED = register(
    MailKind(
        "question-received",
        _("We received your question"),
        _("You asked a question, and we tell you that we have it."),
    )
)
QUESTION_FOR_EDITORS = register(
    MailKind(
        "question-editors",
        _("Questions for the editors"),
        _("Somebody asks a question, and we know no address to pass it on to."),
    )
)
REPORT_HANDLED = register(
    MailKind(
        "report-handled",
        _("What we did with your report"),
        _("You told us that something is not right, and we tell you what became of it."),
    )
)
ACCOUNT_DELETED = register(
    MailKind(
        "account-deleted",
        _("Your account is deleted"),
        _("You deleted your account, and we tell you that it is done."),
    )
)
