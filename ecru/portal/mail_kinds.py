"""The kinds of mail of the roof."""

from django.utils.translation import gettext_lazy as _

from ecru.base.outbox.kinds import MailKind, register


def still_broken(_key: str) -> bool:
    """Whether a link does not work at this moment."""
    from ecru.base.models import CheckedLink  # noqa: PLC0415 - models are not there yet when kinds are registered

    return CheckedLink.objects.broken().exists()


LINKS = register(
    MailKind(
        "links",
        _("Links that do not work"),
        _("On Monday, for who keeps the field, and only when a link is broken."),
        stoppable=True,
        digestible=True,
        still=still_broken,
        only="keeps_the_field",
    )
)
