"""The mails about working together. No address of one side stands in a mail to the other."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.models import Actor
from ecru.base.outbox.posting import Letter, Link

from .mail_kinds import PARTNERSHIP, PARTNERSHIP_ANSWER
from .models import ProjectPartner
from .reaching import Reader, send


def occasion(partner: ProjectPartner, what: str) -> str:
    """The key of a mail: about whom, and the moment of the question or answer."""
    moment = partner.answered_at or partner.asked_at
    return f"partner-{partner.pk}-{what}-{moment:%Y%m%d%H%M%S%f}"


def why(actor: Actor) -> str:
    """Why the reader gets it."""
    return _("You get this mail because you answer for %(name)s on ECRU.") % {"name": actor.name}


def names(partner: ProjectPartner) -> dict[str, str]:
    """What the sentences name."""
    return {
        "project": partner.project.title,
        "actor": partner.actor.name,
        "lead": partner.project.lead.name if partner.project.lead else "",
    }


def tell_asked(partner: ProjectPartner, token: str) -> None:
    """The question, with the link that answers it, to the side that is asked."""
    receiver = partner.answers
    if receiver is None:
        return

    def write(reader: Reader) -> Letter:
        told = names(partner)
        if partner.by_lead:
            subject = _("%(lead)s asks you to take part in “%(project)s”") % told
            text = _("%(lead)s asks whether %(actor)s takes part in the project “%(project)s”.") % told
        else:
            subject = _("%(actor)s wants to take part in “%(project)s”") % told
            text = _("%(actor)s offers to take part in your project “%(project)s”.") % told
        part = _("What they would do: %(part)s") % {"part": partner.part} if partner.part else ""
        about = _("Read about the project:\n%(link)s") % {
            "link": settings.BASE_URL + reverse("project-detail", args=[partner.project.slug])
        }
        calm = _("Only after a yes it stands on the site. Nothing happens before you press a button.")
        return Letter(
            to=reader.address,
            subject=subject,
            body="\n\n".join(filter(None, [_("Hello"), text, part, about, calm])),
            why=why(receiver),
            kind=PARTNERSHIP.slug,
            links=(Link(_("Say yes or no"), reverse("partner-answer", args=[token])),),
        )

    send(occasion(partner, "asked"), receiver, write)


def tell_answered(partner: ProjectPartner) -> None:
    """The answer, to who asked."""
    receiver = partner.asks
    if receiver is None:
        return

    def write(reader: Reader) -> Letter:
        told = names(partner)
        if partner.is_agreed and partner.by_lead:
            text = _(
                "Good news: %(actor)s takes part in “%(project)s”. It stands on the page of the project now."
            )
        elif partner.is_agreed:
            text = _("Good news: %(lead)s says yes. %(actor)s takes part in “%(project)s” now.")
        elif partner.by_lead:
            text = _(
                "%(actor)s does not take part in “%(project)s”. That can happen. Perhaps somebody else fits."
            )
        else:
            text = _(
                "%(lead)s says no to your offer for “%(project)s”. That can happen. Other projects seek partners too."
            )
        return letter(reader, receiver, partner, text % told)

    send(occasion(partner, partner.answer), receiver, write)


def tell_stopped(partner: ProjectPartner, *, by_lead: bool) -> None:
    """That working together ended, to the other side."""
    receiver = partner.actor if by_lead else partner.project.lead
    if receiver is None:
        return

    def write(reader: Reader) -> Letter:
        text = _("%(actor)s does not take part in “%(project)s” any more.") % names(partner)
        return letter(reader, receiver, partner, text)

    send(occasion(partner, "stopped"), receiver, write)


def letter(reader: Reader, receiver: Actor, partner: ProjectPartner, text: str) -> Letter:
    """A letter about the state of things, with the way to the project."""
    return Letter(
        to=reader.address,
        subject=_("About “%(project)s”") % names(partner),
        body="\n\n".join([_("Hello"), text]),
        why=why(receiver),
        kind=PARTNERSHIP_ANSWER.slug,
        links=(Link(_("See the project"), reverse("project-detail", args=[partner.project.slug])),),
    )
