"""Asking an actor or an expert a question: it is stored, mailed on, and confirmed to who asked."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ecru.base.outbox.posting import Letter, post
from ecru.base.outbox.readers import language_of, wants

from .mail_kinds import QUESTION, QUESTION_FOR_EDITORS, QUESTION_RECEIVED
from .models import Actor, ContactMoment, Expert, QuestionStatus
from .models.incoming import LANGUAGE, told_about


@dataclass(frozen=True)
class Asked:
    """What somebody typed."""

    name: str
    email: str
    question: str
    organisation: str = ""


def address_of(record: Actor | Expert) -> str:
    """Where questions for ``record`` go, which nobody sees on the site; empty when the editors have to look.

    An expert's own address comes before that of the organisation; who has stopped, or wants no questions by mail, gets
    nothing.
    """
    if isinstance(record, Expert) and not record.contact_email:
        return address_of(record.actor) if record.actor else ""
    address = "" if isinstance(record, Actor) and record.closed else record.contact_email
    return address if address and wants(address, QUESTION) else ""


@transaction.atomic
def ask(*, record: Actor | Expert, asked: Asked, token: str) -> ContactMoment:
    """Stores a question and posts two mails: to ``record``, and to who asked. The same ``token`` asks once.

    Without an address the editors get it, and the question waits for them as new. Who asked gets a mail in the
    language of the page, the receiver in the one of their choice, the editors in Dutch.
    """
    address = address_of(record)
    moment, new = ContactMoment.objects.get_or_create(
        token=token,
        defaults={
            **told_about(record),
            "name": asked.name,
            "email": asked.email,
            "organisation": asked.organisation,
            "question": asked.question,
            "status": QuestionStatus.PASSED_ON if address else QuestionStatus.NEW,
        },
    )
    if new:
        with override(language_of(moment.email, otherwise=moment.language)):
            post(f"question-{moment.pk}-asker", for_asker(moment))
        with override(language_of(address) if address else LANGUAGE):
            if address:
                post(f"question-{moment.pk}-to-{address}", for_receiver(moment, address))
            else:
                post(f"question-{moment.pk}-editors", for_editors(moment))
    return moment


@transaction.atomic
def pass_on(*, moment: ContactMoment) -> bool:
    """Mails an open question to the address that we know now. False when it has none or got the mail already.

    So when a first address refused the mail, an editor mends the address and passes the question on once more.
    """
    address = address_of(moment.record)
    if not address or moment.forgotten_at:
        return False
    open_ = ContactMoment.objects.filter(
        pk=moment.pk, status__in=[QuestionStatus.NEW, QuestionStatus.PASSED_ON]
    )
    if not open_.update(status=QuestionStatus.PASSED_ON):
        return False
    with override(language_of(address)):
        return post(f"question-{moment.pk}-to-{address}", for_receiver(moment, address))


def words_of(moment: ContactMoment) -> str:
    """The question, with who asked it."""
    who = ", ".join(filter(None, [moment.name, moment.organisation]))
    return f"{who} <{moment.email}>\n\n{moment.question}"


def for_receiver(moment: ContactMoment, address: str) -> Letter:
    """The question itself; an answer to it goes to who asked."""
    name = {"name": moment.record.name}
    intro = _(
        "Somebody asks %(name)s a question through ECRU. Answer this mail: then your answer goes to them."
    )
    return Letter(
        to=address,
        subject=_("A question for %(name)s") % name,
        body=f"{intro % name}\n\n{words_of(moment)}",
        why=_("You get this mail because you are in the list of ECRU with this address."),
        reply_to=moment.email,
        kind=QUESTION.slug,
    )


def for_editors(moment: ContactMoment) -> Letter:
    """The question, for the editors: we know no address to pass it on to."""
    name = {"name": moment.record.name}
    intro = _(
        "Somebody asks %(name)s a question. We have no address to pass it on to. Please look who can answer."
    )
    return Letter(
        to=settings.EDITORS_EMAIL,
        subject=_("A question for %(name)s, without an address") % name,
        body=f"{intro % name}\n\n{words_of(moment)}",
        why=_("You get this mail because you keep the field of ECRU."),
        reply_to=moment.email,
        kind=QUESTION_FOR_EDITORS.slug,
    )


def for_asker(moment: ContactMoment) -> Letter:
    """That we have it. Without any words of theirs: nobody can use us to mail a text to somebody else."""
    name = {"name": moment.record.name}
    text = _(
        "Hello\n\nWe received your question for %(name)s. You get the answer by mail, at this address.\n\n"
        "Do you hear nothing for two weeks? Then answer this mail. We look at what happened."
    )
    return Letter(
        to=moment.email,
        subject=_("We received your question for %(name)s") % name,
        body=text % name,
        why=_(
            "You get this mail because somebody asked a question with this address. Was it not you? "
            "Then you need to do nothing."
        ),
        reply_to=settings.EDITORS_EMAIL,
        kind=QUESTION_RECEIVED.slug,
    )
