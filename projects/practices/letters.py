"""The mail about a reuse, to the people of who made the practice first."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.freshness.letters import people_of
from actors.models import Actor, User
from ecru.base.outbox.posting import Letter, Link, post
from projects.mail_kinds import REUSE
from projects.models import MakerRole, Practice, Reuse


def first_makers(practice: Practice) -> list[Actor]:
    """The actors that made it; where the source names only partners, the first of them."""
    makers = list(practice.makers.agreed().with_actors())
    named = [maker.actor for maker in makers if maker.role == MakerRole.MAKER]
    return named or [maker.actor for maker in makers[:1]]


def tell_makers(reuse: Reuse, *, besides: User) -> int:
    """Tells the people of the first makers that somebody did it too, each once; returns how many mails are new.

    Nobody hears of what does not show, nor of what they recorded themselves. An address that takes no mail is passed over.
    """
    if not reuse.actor.is_public:
        return 0
    people = {
        user.pk: user
        for actor in first_makers(reuse.practice)
        if actor.pk != reuse.actor_id
        for user in people_of(actor)
    }
    people.pop(besides.pk, None)
    sent = 0
    for user in people.values():
        with override(user.language):
            try:
                sent += post(f"reuse-{reuse.pk}-{user.pk}", letter(reuse, user))
            except ValidationError:
                continue
    return sent


def letter(reuse: Reuse, user: User) -> Letter:
    """Who did it, where and when, how it went and what they changed."""
    said = {
        "title": reuse.practice.title,
        "actor": reuse.actor.name,
        "place": reuse.municipality.name,
        "year": reuse.year,
        "went": reuse.get_went_display(),
    }
    parts = [
        _("Hello"),
        _("%(actor)s did “%(title)s” too, in %(place)s, in %(year)s.") % said,
        _("How it went: %(went)s.") % said,
        _("What they did in another way:") + f"\n{reuse.changed}" if reuse.changed else "",
        _("What others can learn from it:") + f"\n{reuse.note}" if reuse.note else "",
    ]
    return Letter(
        to=user.email,
        subject=_("%(actor)s did “%(title)s” too") % said,
        body="\n\n".join(filter(None, parts)),
        why=_("You get this mail because you act for an organisation that made this practice."),
        kind=REUSE.slug,
        links=(Link(_("See how it spreads"), reuse.get_absolute_url()),),
    )
