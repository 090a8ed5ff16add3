"""Asking an actor a question: it is stored, mailed on, and confirmed to who asked."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ecru.base.outbox.posting import post

from .models import Actor, ContactMoment, QuestionStatus


@transaction.atomic
def ask(
    *, actor: Actor, name: str, email: str, question: str, token: str, organisation: str = ""
) -> ContactMoment:
    """Stores a question and posts two mails: to the actor, and to who asked. The same ``token`` asks once.

    The actor gets it at its own address, which nobody sees here. Without one, or when the actor has stopped,
    the editors get it, and the question waits for them as new.
    """
    direct = bool(actor.contact_email) and not actor.closed
    moment, new = ContactMoment.objects.get_or_create(
        token=token,
        defaults={
            "actor": actor, "name": name, "email": email, "organisation": organisation,
            "question": question,
            "status": QuestionStatus.PASSED_ON if direct else QuestionStatus.NEW,
        },
    )
    if new:
        mail_to_actor(moment) if direct else mail_to_editors(moment)
        mail_to_asker(moment)
    return moment


@transaction.atomic
def pass_on(*, moment: ContactMoment) -> bool:
    """Mails a question that waits to the actor's own address; False when there is none, or nothing to pass on."""
    if not moment.actor.contact_email or moment.forgotten_at:
        return False
    waiting = ContactMoment.objects.filter(pk=moment.pk, status=QuestionStatus.NEW)
    if not waiting.update(status=QuestionStatus.PASSED_ON):
        return False
    mail_to_actor(moment)
    return True


def words_of(moment: ContactMoment) -> str:
    """The question, with who asked it."""
    who = f"{moment.name} <{moment.email}>"
    if moment.organisation:
        who = f"{moment.name}, {moment.organisation} <{moment.email}>"
    return f"{who}\n\n{moment.question}"


def mail_to_actor(moment: ContactMoment) -> None:
    """The question itself; an answer to it goes to who asked."""
    intro = _(
        "Somebody asks %(actor)s a question through ECRU. Answer this mail: then your answer goes to them."
    )
    post(
        key=f"question-{moment.pk}-actor",
        to=moment.actor.contact_email,
        subject=_("A question for %(actor)s") % {"actor": moment.actor},
        body=f"{intro % {'actor': moment.actor}}\n\n{words_of(moment)}",
        why=_("You get this mail because your organisation is in the list of ECRU with this address."),
        reply_to=moment.email,
    )


def mail_to_editors(moment: ContactMoment) -> None:
    """The question, for the editors: we know no address of the actor."""
    intro = _(
        "Somebody asks %(actor)s a question. We have no address to pass it on to. Please look who can answer."
    )
    post(
        key=f"question-{moment.pk}-editors",
        to=settings.EDITORS_EMAIL,
        subject=_("A question for %(actor)s, without an address") % {"actor": moment.actor},
        body=f"{intro % {'actor': moment.actor}}\n\n{words_of(moment)}",
        why=_("You get this mail because you keep the field of ECRU."),
        reply_to=moment.email,
    )


def mail_to_asker(moment: ContactMoment) -> None:
    """That we have it. Without any words of theirs: nobody can use us to mail a text to somebody else."""
    text = _(
        "Hello\n\nWe received your question for %(actor)s. You get the answer by mail, at this address.\n\n"
        "Do you hear nothing for two weeks? Then answer this mail. We look at what happened."
    )
    post(
        key=f"question-{moment.pk}-asker",
        to=moment.email,
        subject=_("We received your question for %(actor)s") % {"actor": moment.actor},
        body=text % {"actor": moment.actor},
        why=_(
            "You get this mail because somebody asked a question with this address. Was it not you? "
            "Then you need to do nothing."
        ),
        reply_to=settings.EDITORS_EMAIL,
    )
