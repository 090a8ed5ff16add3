"""The kinds of mail about what actors do together."""

from django.utils.translation import gettext_lazy as _

from ecru.base.outbox.kinds import MailKind, register


def still_asked(key: str) -> bool:
    """Whether the question to a co-author waits for its answer: the key of its mail begins with "practice-maker-12"."""
    from .models import PracticeActor  # noqa: PLC0415 - models are not there yet when kinds are registered

    number = key.removeprefix("practice-maker-").partition("-")[0]
    return number.isdecimal() and PracticeActor.objects.asked().filter(pk=int(number)).exists()


REUSE = register(
    MailKind(
        "reuse",
        _("Others did what you did"),
        _("You made a practice, and somebody tells that they did it too."),
        stoppable=True,
        digestible=True,
    )
)
PARTNERSHIP = register(
    MailKind(
        "partnership",
        _("Questions to work together"),
        _("Somebody asks your organisation to take part in a project, or offers to take part in yours."),
        stoppable=True,
    )
)
PARTNERSHIP_ANSWER = register(
    MailKind(
        "partnership-answer",
        _("Answers about working together"),
        _("Your organisation asked another one to work together, and there is an answer."),
    )
)
CALL_OPEN = register(
    MailKind(
        "call-open",
        _("Is your call still open?"),
        _("A call of your organisation closes in a week."),
        stoppable=True,
    )
)
CALL_OUTCOME = register(
    MailKind(
        "call-outcome",
        _("What came of your call?"),
        _("A call of your organisation closed, and we ask what came of it."),
        stoppable=True,
    )
)
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
