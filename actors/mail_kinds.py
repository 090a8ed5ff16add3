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
CONVERSATION = register(
    MailKind(
        "conversation",
        _("Your questions and answers"),
        _("You asked or answered something, and there is news about it."),
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
