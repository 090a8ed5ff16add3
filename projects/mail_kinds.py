"""The kinds of mail about what actors do together."""

from django.utils.translation import gettext_lazy as _

from ecru.base.outbox.kinds import MailKind, register


def still_asked(key: str) -> bool:
    """Whether the question to a co-author waits for its answer: the key of its mail begins with "practice-maker-12"."""
    from .models import PracticeActor  # noqa: PLC0415 - models are not there yet when kinds are registered

    number = key.removeprefix("practice-maker-").partition("-")[0]
    return number.isdecimal() and PracticeActor.objects.asked().filter(pk=int(number)).exists()


CO_AUTHOR = register(
    MailKind(
        "co-author",
        _("May your organisation be named?"),
        _(
            "Somebody tells about a practice and names an organisation that you act for. It also stands on your own page."
        ),
        stoppable=True,
        digestible=True,
        still=still_asked,
    )
)
SHARED = register(
    MailKind(
        "shared-practice",
        _("News about what you share"),
        _("What the editors or others answered about a practice that you share."),
    )
)
