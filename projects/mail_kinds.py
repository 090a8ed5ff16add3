"""The kinds of mail about what actors and people do together."""

from django.utils.translation import gettext_lazy as _

from ecru.base.outbox.kinds import MailKind, register

VOLUNTEERS = register(
    MailKind(
        "volunteers",
        _("Questions to volunteers, and their answers"),
        _(
            "An organisation asks you for help, or a volunteer answers you. You can pause or stop in your profile."
        ),
        digestible=True,
    )
)
