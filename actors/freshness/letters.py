"""The mails about freshness, each in the language of who reads it. They hold what everyone may see, and no names."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.mail_kinds import DESK_ANSWER, FRESHNESS
from actors.models import Actor, FreshAnswer, Freshness, Membership, User
from ecru.base.outbox.posting import Letter, post

Writer = Callable[[User], Letter]


def people_of(actor: Actor) -> list[User]:
    """Who is asked about ``actor``: its owners, else its colleagues; only people who can still sign in."""
    links = Membership.objects.running().of_actor(actor).with_people().filter(user__is_active=True)
    everyone = list(links)
    return [link.user for link in everyone if link.is_owner] or [link.user for link in everyone]


def send(occasion: str, actor: Actor, write: Writer) -> int:
    """Posts the letter of ``write`` to each person, once an ``occasion``; returns how many are new.

    An address to which no mail can go is passed over: the others still have to know.
    """
    sent = 0
    for user in people_of(actor):
        with override(user.language):
            try:
                sent += post(f"{occasion}-{user.pk}", write(user))
            except ValidationError:
                continue
    return sent


def question(freshness: Freshness) -> Writer:
    """The question with its three links, and what happens without an answer."""

    def write(user: User) -> Letter:
        actor = freshness.actor
        name = {"name": actor.name}
        parts = [
            _("Hello"),
            _("Is the page of %(name)s on ECRU still right? This is what it says now:") % name,
            in_short(actor),
            choices(freshness),
            _("Nothing happens before you press a button on the page that opens. You need not sign in."),
            silence(freshness),
        ]
        title = _("Is the page of %(name)s still right?")
        if freshness.reminders:
            title = _("Reminder: is the page of %(name)s still right?")
        body = "\n\n".join(filter(None, parts))
        return Letter(user.email, title % name, body, why(actor), kind=FRESHNESS.slug)

    return write


def in_short(actor: Actor) -> str:
    """What everyone may see of ``actor``, in a few lines."""
    where = actor.municipality.name if actor.municipality else actor.place
    lines = [actor.name, ", ".join(filter(None, [actor.kind.name, where])), actor.summary, actor.website]
    return "\n".join(f"  {line}" for line in lines if line)


def choices(freshness: Freshness) -> str:
    """The three links."""
    page = settings.BASE_URL + reverse("freshness-answer", args=[freshness.token])
    return "\n\n".join(f"{answer.label}:\n{page}?keuze={answer.value}" for answer in FreshAnswer)


def silence(freshness: Freshness) -> str:
    """What happens if nobody answers, in one sentence."""
    if freshness.standing.not_confirmed_since:
        return _("Without an answer the page says “not confirmed”, and later it goes to the archive.")
    if freshness.reminders == 1:
        return _("Without an answer we remind you once more in two weeks.")
    if freshness.reminders:
        return _("This is the last reminder. Without an answer the page says “not confirmed” in two weeks.")
    return _("Without an answer we remind you in two weeks.")


def archived(freshness: Freshness) -> Writer:
    """That the page is off the site now, why, and the way back."""

    def write(user: User) -> Letter:
        actor = freshness.actor
        text = _(
            "Hello\n\nNobody confirmed the page of %(name)s since %(day)s. We asked several times. That is why the page "
            "is no longer on ECRU. Nothing is thrown away.\n\nDo you still exist? Sign in and put the page back:\n%(url)s\n\n"
            "Does that not work? Answer this mail, and the editors do it for you."
        )
        told = {
            "name": actor.name,
            "day": date_format(actor.confirmed_on, "j F Y"),
            "url": settings.BASE_URL + reverse("my-actor-freshness", args=[actor.slug]),
        }
        subject = _("The page of %(name)s is in the archive") % told
        return Letter(user.email, subject, text % told, why(actor), settings.EDITORS_EMAIL, DESK_ANSWER.slug)

    return write


def decided(actor: Actor, said: str, answer: str) -> Writer:
    """What the editors decided, with their words."""

    def write(user: User) -> Letter:
        page = settings.BASE_URL + reverse("my-actor-freshness", args=[actor.slug])
        body = "\n\n".join(
            filter(None, [_("Hello"), said_in_words(said) % {"name": actor.name}, answer, page])
        )
        subject = _("%(name)s: answer of the editors") % {"name": actor.name}
        return Letter(user.email, subject, body, why(actor), settings.EDITORS_EMAIL, DESK_ANSWER.slug)

    return write


def said_in_words(said: str) -> str:
    """A decision as a sentence, in the language of the reader."""
    return {
        "closed": _(
            "You told us that %(name)s stopped. The page says so from now on. Thank you for telling us."
        ),
        "open": _("You told us that %(name)s stopped. The editors leave the page as it is for now."),
        "back": _("The page of %(name)s is back on ECRU."),
    }[said]


def why(actor: Actor) -> str:
    """Why the reader gets this, and how to get it less often or not for a while."""
    told = {
        "name": actor.name,
        "url": settings.BASE_URL + reverse("my-actor-freshness", args=[actor.slug]),
    }
    return (
        _(
            "You get this mail because you act for %(name)s on ECRU. Choose how often we ask, or take a break: %(url)s"
        )
        % told
    )
