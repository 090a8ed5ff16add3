"""The mails about sharing a practice."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.desk.telling import tell_sender
from actors.models import Actor, DeskItem, DeskState, Membership, User
from ecru.base.outbox.posting import Letter, Link, post
from projects.mail_kinds import CO_AUTHOR, SHARED
from projects.models import Practice, PracticeActor


def people_of(actors: list[Actor]) -> list[User]:
    """Who acts for one of ``actors``, each once, in a fixed order."""
    found: dict[int, User] = {}
    for actor in actors:
        for link in Membership.objects.running().of_actor(actor).with_people():
            if link.user is not None and link.user.is_active:
                found.setdefault(link.user.pk, link.user)
    return [found[key] for key in sorted(found)]


def ask_people(maker: PracticeActor, token: str) -> None:
    """Asks everybody who acts for the named actor. The first answer counts."""
    said: dict[str, Any] = {"actor": maker.actor.name, "title": maker.practice.title}
    for person in people_of([maker.actor]):
        with override(person.language):
            text = _(
                "Hello\n\nSomebody tells on ECRU about “%(title)s”, and names %(actor)s with it: %(role)s.\n\n"
                "Is that right, and may your name stand there? Read it and say yes or no. You need no account for it.\n\n"
                "Without your yes your name does not show. Whoever of you answers first, answers for all."
            )
            post(
                f"practice-maker-{maker.pk}-{maker.token_hash[:12]}-{person.pk}",
                Letter(
                    to=person.email,
                    subject=_("May %(actor)s stand with “%(title)s”?") % said,
                    body=text % {**said, "role": maker.get_role_display()},
                    why=_("You get this mail because you act for %(actor)s on ECRU.") % said,
                    kind=CO_AUTHOR.slug,
                    links=(Link(_("Read it and answer"), reverse("practice-consent", args=[token])),),
                ),
            )


def tell_answer(maker: PracticeActor) -> None:
    """Tells who asked what the actor said; nobody who left, or who answered themselves."""
    person = maker.asked_by
    if person is None or not person.is_active or person == maker.answered_by:
        return
    said = {"actor": maker.actor.name, "title": maker.practice.title}
    with override(person.language):
        if maker.is_agreed:
            text = _("Hello\n\n%(actor)s agrees to stand with “%(title)s”.")
        else:
            text = _("Hello\n\n%(actor)s does not want to stand with “%(title)s”. The name does not show.")
        post(
            f"practice-maker-{maker.pk}-{maker.consent}-{maker.asked_at:%Y%m%d%H%M%S}",
            Letter(
                to=person.email,
                subject=_("%(actor)s answered") % said,
                body=text % said,
                why=_("You get this mail because you named them with a practice on ECRU."),
                kind=SHARED.slug,
                links=(Link(_("To your practice"), reverse("my-practice", args=[maker.practice_id])),),
            ),
        )


def tell_outcome(item: DeskItem, state: DeskState) -> None:
    """Tells who offered it what the editors decided; when it shows, everybody who made it."""
    practice = Practice.objects.filter(pk=item.key or 0).first()
    if state != DeskState.ACCEPTED or practice is None:
        tell_sender(item, state)
        return
    makers = [maker.actor for maker in practice.makers.agreed().with_actors()]
    readers = {person.pk: person for person in [*people_of(makers), *([item.by] if item.by else [])]}
    for person in readers.values():
        if person != item.handled_by and person.is_active:
            tell_published(practice, item, person)


def tell_published(practice: Practice, item: DeskItem, person: User) -> None:
    """That it shows, with the words of the editors for who offered it."""
    with override(person.language):
        text = _("Hello\n\n“%(title)s” now stands on ECRU for everyone to read. Thank you for sharing it.")
        if "fields" in item.content:
            text = _("Hello\n\nThe changes to “%(title)s” now show on ECRU.")
        body = text % {"title": practice.title}
        if item.answer and person == item.by:
            body += "\n\n" + _("The editors say:") + "\n" + item.answer
        post(
            f"practice-{practice.pk}-published-{item.pk}-{item.version}-{person.pk}",
            Letter(
                to=person.email,
                subject=_("It shows: %(title)s") % {"title": practice.title},
                body=body,
                why=_("You get this mail because you act for an organisation that made this."),
                kind=SHARED.slug,
                links=(Link(_("Look at the page"), practice.get_absolute_url()),),
            ),
        )


def warn(practice: Practice, goes_on: date) -> None:
    """Tells the people of the makers that a draft which nobody touched goes on a day."""
    makers = [maker.actor for maker in practice.makers.agreed().with_actors()]
    for person in people_of(makers):
        with override(person.language):
            said = {"title": practice.title, "day": date_format(goes_on, "j F Y")}
            text = _(
                "Hello\n\nYour draft “%(title)s” has lain still for two years. We throw it away on %(day)s.\n\n"
                "Do you want to keep it? Open it and save something; then it stays."
            )
            post(
                f"practice-{practice.pk}-goes-{goes_on}-{person.pk}",
                Letter(
                    to=person.email,
                    subject=_("We throw away your draft “%(title)s”") % said,
                    body=text % said,
                    why=_("You get this mail because you act for an organisation that began this."),
                    kind=SHARED.slug,
                    links=(Link(_("To your draft"), reverse("my-practice", args=[practice.pk])),),
                ),
            )
