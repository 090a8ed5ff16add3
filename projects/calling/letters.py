"""The mails about calls: is it still open, and what came of it?"""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ecru.base.outbox.posting import Letter, Link
from projects.mail_kinds import CALL_OPEN, CALL_OUTCOME
from projects.models import CallQuestion, Outcome
from projects.models.call_parts import QuestionAnswer, QuestionKind
from projects.reaching import Reader, send


def tell_question(question: CallQuestion, token: str) -> int:
    """Mails ``question`` to the people of its actor, each in their language; to how many."""

    def write(reader: Reader) -> Letter:
        if question.kind == QuestionKind.OPEN:
            return still_open(question, token, reader)
        return what_came(question, token, reader)

    return send(f"call-{question.call_id}-{question.kind}-{question.until}", question.call.actor, write)


def told(question: CallQuestion) -> dict[str, str]:
    """What the sentences name."""
    return {
        "title": question.call.title,
        "day": date_format(question.until, "j F Y"),
        "name": question.call.actor.name,
    }


def why(question: CallQuestion) -> str:
    """Why the reader gets it."""
    return _("You get this mail because %(name)s has a call on ECRU.") % told(question)


def still_open(question: CallQuestion, token: str, reader: Reader) -> Letter:
    """Is it still open? Three answers."""
    text = _(
        "Hello\n\nYour call “%(title)s” closes on %(day)s. Is it still open?\n\nPress what fits. Nothing happens before you "
        "press a button on the page that opens. You need not sign in. Do nothing, and the call closes by itself on "
        "that day."
    )
    page = reverse("call-question", args=[token])
    answers = (QuestionAnswer.STILL, QuestionAnswer.LONGER, QuestionAnswer.FOUND)
    return Letter(
        to=reader.address,
        subject=_("Is your call still open? “%(title)s”") % told(question),
        body=text % told(question),
        why=why(question),
        kind=CALL_OPEN.slug,
        links=tuple(
            Link(str(answer.label).capitalize(), f"{page}?keuze={answer.value}") for answer in answers
        ),
    )


def what_came(question: CallQuestion, token: str, reader: Reader) -> Letter:
    """What came of it? Three answers."""
    text = _(
        "Hello\n\nYour call “%(title)s” is closed now. What came of it? One press is enough, and you need not sign in. So "
        "we learn whether this platform helps."
    )
    page = reverse("call-question", args=[token])
    return Letter(
        to=reader.address,
        subject=_("What came of your call “%(title)s”?") % told(question),
        body=text % told(question),
        why=why(question),
        kind=CALL_OUTCOME.slug,
        links=tuple(
            Link(str(outcome.label).capitalize(), f"{page}?afloop={outcome.value}") for outcome in Outcome
        ),
    )
