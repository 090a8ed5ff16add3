"""The kinds of mail about the field."""

from django.utils.translation import gettext_lazy as _

from ecru.base.outbox.kinds import MailKind, register

QUESTION = register(
    MailKind(
        "question",
        _("Questions of visitors"),
        _("Somebody asks you something through the page of your organisation or your profile."),
        stoppable=True,
        digestible=True,
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
        only="keeps_the_field",
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
MESSAGE = register(
    MailKind(
        "message",
        _("New messages in your conversations"),
        _("Somebody answers you, or writes again."),
        digestible=True,
    )
)
DESK_ANSWER = register(
    MailKind(
        "desk-answer",
        _("Answers of the editors"),
        _("You sent us something, and an editor decided about it."),
        digestible=True,
    )
)
DESK_NEWS = register(
    MailKind(
        "desk-news",
        _("News of the editors’ desk"),
        _("Something new waits for the editors. At most one a day, never an empty one."),
        stoppable=True,
        digestible=True,
        only="keeps_the_field",
    )
)
FRESHNESS = register(
    MailKind(
        "freshness",
        _("Is the page of your organisation still right?"),
        _(
            "Once or twice a year, with a reminder. Without an answer the page says “not confirmed”, and in the end it goes "
            "to the archive."
        ),
        stoppable=True,
        digestible=True,
    )
)
NETWORK = register(
    MailKind(
        "network",
        _("The network this week"),
        _("On Monday, for who runs the network, and only when something needs doing."),
        stoppable=True,
        digestible=True,
        only="is_regisseur",
    )
)
INVITATION = register(
    MailKind(
        "invitation",
        _("Invitations"),
        _("Somebody invites you to act for an organisation, a municipality or an expert page."),
    )
)
MEMBERSHIP = register(
    MailKind(
        "membership",
        _("Who acts for your organisation"),
        _("Somebody accepts your invitation, asks to help, leaves, or changes what you are."),
        digestible=True,
    )
)
