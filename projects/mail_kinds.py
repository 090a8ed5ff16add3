"""The kinds of mail about what actors do together."""

from django.utils.translation import gettext_lazy as _

from ecru.base.outbox.kinds import MailKind, register

REUSE = register(
    MailKind(
        "reuse",
        _("Others did what you did"),
        _("You made a practice, and somebody tells that they did it too."),
        stoppable=True,
        digestible=True,
    )
)
