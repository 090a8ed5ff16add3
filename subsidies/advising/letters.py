"""The mails about advice, each in the language of its reader, stored with what happened."""

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from ecru.base.outbox.posting import Letter, Link, post
from subsidies.dossiers.telling import people_of
from subsidies.mail_kinds import ADVICE_ASKED, ADVICE_NEWS, ADVICE_REMINDER
from subsidies.models import Party, Review


def send(review: Review, occasion: str, writer: Callable[[], Letter]) -> bool:
    """Posts what ``writer`` makes to the expert, if they have an account."""
    expert = review.expert
    person = expert.user if expert else None
    if person is None or not person.is_active:
        return False
    with override(person.language):
        return post(f"review-{review.pk}-{occasion}", replace(writer(), to=person.email))


def tell_desk(review: Review, occasion: str, writer: Callable[[Review], Letter]) -> int:
    """Posts what ``writer`` makes to everybody who runs the network; how many."""
    sent = 0
    for person in people_of(Party.DESK, review.dossier):
        with override(person.language):
            key = f"review-{review.pk}-{occasion}-{person.pk}"
            sent += post(key, replace(writer(review), to=person.email))
    return sent


def facts(review: Review) -> dict[str, str]:
    """What the sentences name. Nothing of what stands in the dossier: the file is not open yet."""
    dossier = review.dossier
    return {
        "title": dossier.title,
        "actor": dossier.actor.name,
        "giver": dossier.giver or _("not known yet"),
        "expert": str(review.expert or ""),
        "due": date_format(localtime(review.due_at), "j F Y") if review.due_at else "",
    }


def letter(kind: str, subject: str, pieces: list[str], link: Link) -> Letter:
    """A letter with one link; its reader follows later."""
    return Letter(to="", subject=subject, body="\n\n".join([_("Hello"), *pieces]), kind=kind, links=(link,))


def asked_letter(review: Review, token: str) -> Letter:
    """Will you advise? What about, by when, and what happens first."""
    told = facts(review)
    return letter(
        ADVICE_ASKED.slug,
        _("Will you advise on “%(title)s”?") % told,
        [
            _("ECRU asks your advice about “%(title)s” of %(actor)s. They ask support from: %(giver)s.") % told,
            _("First say whether you have an interest in it. Only then the file opens. You can also hand it back."),
            _("Your advice is expected by %(due)s.") % told,
        ],
        Link(_("Answer"), reverse("review-link", args=[token])),
    )  # fmt: skip


def opened_letter(review: Review, why: str) -> Letter:
    """Your advice is open again, and why."""
    told = facts(review) | {"why": why}
    return letter(
        ADVICE_ASKED.slug,
        _("Your advice on “%(title)s” is open again") % told,
        [
            _("ECRU opened your advice again: “%(why)s”.") % told,
            _("Change what you want, and give it again."),
        ],
        Link(_("Your advice"), review.get_absolute_url()),
    )


def reminder_letter(review: Review) -> Letter:
    """By when it is expected, or that the time is over."""
    told = facts(review)
    late = _("Your advice was expected by %(due)s. Can you still give it? If not, hand it back.")
    soon = _("Your advice is expected by %(due)s. No time? Then hand it back.")
    return letter(
        ADVICE_REMINDER.slug,
        _("Your advice on “%(title)s”") % told,
        [
            _("You were asked for advice about “%(title)s” of %(actor)s.") % told,
            (late if review.is_late else soon) % told,
        ],
        Link(_("Your advice"), review.get_absolute_url()),
    )


def back_letter(review: Review) -> Letter:
    """An expert does not advise."""
    told = facts(review) | {"why": review.get_handed_back_display()}
    said = [f"“{review.why_back}”"] if review.why_back else []
    return letter(
        ADVICE_NEWS.slug,
        _("Handed back: advice on “%(title)s”") % told,
        [
            _("%(expert)s handed back the advice on “%(title)s”: %(why)s.") % told,
            *said,
            _("Ask another expert."),
        ],
        Link(_("Choose an expert"), reverse("dossier-experts", args=[review.dossier_id])),
    )


def given_letter(review: Review) -> Letter:
    """An expert advised."""
    told = facts(review)
    return letter(
        ADVICE_NEWS.slug,
        _("New advice on “%(title)s”") % told,
        [_("%(expert)s gave advice on “%(title)s”.") % told],
        Link(_("Open the dossier"), review.dossier.get_absolute_url()),
    )
