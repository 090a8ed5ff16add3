"""The mails about who writes along. No address of one stands in a mail to another."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import User
from ecru.base.outbox.posting import Letter, Link, post
from projects.reaching import Reader, send
from subsidies.mail_kinds import DOSSIER_PEOPLE
from subsidies.models import Dossier, DossierInvitation, DossierPerson


def names(dossier: Dossier, **more: Any) -> dict[str, Any]:
    """What the sentences name."""
    return {"title": dossier.title, "applicant": dossier.actor.name, **more}


def tell_asked(invitation: DossierInvitation) -> None:
    """The question, to who acts for the actor that is asked."""

    def write(reader: Reader) -> Letter:
        told = names(invitation.dossier, actor=invitation.actor.name, may=invitation.get_place_display())
        return Letter(
            to=reader.address,
            subject=_("%(applicant)s asks you to write along on “%(title)s”") % told,
            body="\n\n".join(
                [
                    _("Hello"),
                    _("%(applicant)s asks support for “%(title)s”, and asks %(actor)s to work along.") % told,
                    _("What somebody of you may do: %(may)s.") % told,
                    _("One of you says yes or no. Nothing happens before that."),
                ]
            ),
            why=_("You get this mail because you answer for %(actor)s on ECRU.") % told,
            kind=DOSSIER_PEOPLE.slug,
            links=(Link(_("Say yes or no"), invitation.get_absolute_url()),),
        )

    send(f"dossier-asked-{invitation.pk}", invitation.actor, write)


def tell_answered(invitation: DossierInvitation) -> None:
    """The answer, to who asked."""
    asked = invitation.asked_by
    if asked is None or not asked.is_active:
        return
    with override(asked.language):
        told = names(invitation.dossier, actor=invitation.actor.name)
        yes = invitation.reply == DossierInvitation.Reply.YES
        said = _("%(actor)s works along on “%(title)s”.") if yes else _("%(actor)s does not work along on “%(title)s” this time.")  # fmt: skip
        write_to(asked, f"dossier-answered-{invitation.pk}", invitation.dossier, said % told, [])


def tell_changed(person: DossierPerson, occasion: str) -> None:
    """Somebody may do something else than before."""
    with override(person.user.language):
        told = names(person.dossier, may=person.get_place_display())
        said = _("Your place in “%(title)s” changed") % told
        pieces = [_("From now on you: %(may)s. What you wrote stays as it is.") % told]
        write_to(person.user, f"dossier-place-{person.pk}-{occasion}", person.dossier, said, pieces)


def tell_taken_away(person: DossierPerson) -> None:
    """Somebody does not work along any more."""
    with override(person.user.language):
        told = names(person.dossier)
        letter = Letter(
            to=person.user.email,
            subject=_("You no longer work on “%(title)s”") % told,
            body="\n\n".join(
                [
                    _("Hello"),
                    _("%(applicant)s goes on with “%(title)s” without you. What you wrote stays in it.")
                    % told,
                    _("You need not do anything. Do you think it is a mistake? Ask %(applicant)s.") % told,
                ]
            ),
            kind=DOSSIER_PEOPLE.slug,
        )
        post(f"dossier-place-{person.pk}-gone", letter)


def write_to(to: User, key: str, dossier: Dossier, subject: str, pieces: list[str]) -> None:
    """Posts a short mail about ``dossier``, in the language that is active."""
    link = Link(_("Open the dossier"), dossier.get_absolute_url())
    body = "\n\n".join([_("Hello"), subject, *pieces])
    post(key, Letter(to=to.email, subject=subject, body=body, kind=DOSSIER_PEOPLE.slug, links=(link,)))
