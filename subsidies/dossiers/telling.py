"""Who hears of a step: whose turn it is, and the applicant. Mails are stored with the step, and go after the commit."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Membership, Role, User
from ecru.base.outbox.posting import Letter, Link, post
from subsidies.mail_kinds import DOSSIER_NEWS, DOSSIER_RECEIPT, DOSSIER_TURN
from subsidies.models import Dossier, DossierEvent, DossierPerson, Party, Place
from subsidies.phases import phase_of
from subsidies.workflow.words import Mail, Step

Writer = Callable[[Dossier, DossierEvent, Step], Letter]


def applicants(dossier: Dossier) -> list[User]:
    """Everybody who may write in it: who acts for the applicant, and who works along for another actor and still acts for that."""
    return list(User.objects.filter(writes_in(dossier), is_active=True).order_by("pk"))


def writes_in(dossier: Dossier) -> Q:
    """The rule of ``applicants``."""
    links = Membership.objects.running()
    acting = links.of_actor(dossier.actor).values("user")
    for_it = links.filter(user=OuterRef("user"), actor=OuterRef("actor"))
    along = DossierPerson.objects.filter(Exists(for_it), dossier=dossier).exclude(place=Place.READS)
    return Q(pk__in=acting) | Q(pk__in=along.values("user"))


def people_by_party(dossier: Dossier) -> dict[str, list[User]]:
    """The applicants and who runs the network, as ``people_of`` finds them. One query for both."""
    on_desk = Exists(User.groups.through.objects.filter(user=OuterRef("pk"), group__name=Role.REGISSEUR))
    rows = User.objects.filter(is_active=True).annotate(
        on_desk=on_desk, writes=Case(When(writes_in(dossier), then=True), default=False)
    )
    people: list[Any] = list(rows.filter(Q(on_desk=True) | Q(writes=True)).order_by("pk"))
    return {
        Party.APPLICANT: [person for person in people if person.writes],
        Party.DESK: [person for person in people if person.on_desk],
    }


def people_of(party: str, dossier: Dossier) -> list[User]:
    """The accounts of a party. Of a giver nobody is here: who asks for support tells what it says."""
    people = User.objects.filter(is_active=True).order_by("pk")
    if party == Party.APPLICANT:
        return applicants(dossier)
    if party == Party.DESK:
        return list(people.filter(groups__name=Role.REGISSEUR).distinct())
    if party == Party.BOARD:
        members = people.filter(groups__name=Role.BOARD_MEMBER).distinct()
        return [member for member in members if not dossier.agenda_items.closed_to(member).exists()]
    if party == Party.EXPERTS:
        waiting = dossier.reviews.filter(given_at=None, is_independent=True)
        return list(people.filter(expert__in=waiting.values("expert")).distinct())
    return []


def tell(dossier: Dossier, step: Step, event: DossierEvent) -> int:
    """Stores the mails about ``event``; nobody is told what they did themselves, nor twice. Returns how many.

    A receipt goes to whoever sent it, too.
    """
    acts, sent, told = phase_of(dossier).acts, 0, {event.by_id}
    found = cache(lambda party: people_of(party, dossier))
    if Mail.RECEIPT in step.mails:
        people = found(Party.APPLICANT)
        sent += write_to(people, dossier, event, step, receipt)
        told |= {person.pk for person in people}
    for mail, party, writer in ((Mail.TURN, acts, turn), (Mail.NEWS, Party.APPLICANT, news)):
        if mail in step.mails:
            people = [person for person in found(party) if person.pk not in told]
            sent += write_to(people, dossier, event, step, writer)
            told |= {person.pk for person in people}
    return sent


def write_to(
    people: Iterable[User], dossier: Dossier, event: DossierEvent, step: Step, writer: Writer
) -> int:
    """Posts the letter of ``writer`` to each of ``people``, in their language; how many are new."""
    sent = 0
    for person in people:
        with override(person.language):
            letter = writer(dossier, event, step)
            sent += post(f"dossier-{dossier.pk}-{event.pk}-{person.pk}", replace(letter, to=person.email))
    return sent


# --- The letters ---------------------------------------------------------------------------------------------------


def facts(dossier: Dossier, event: DossierEvent, step: Step) -> dict[str, str]:
    """What the sentences name."""
    phase = phase_of(dossier)
    return {
        "title": dossier.title,
        "actor": dossier.actor.name,
        "what": str(step.done),
        "phase": str(phase.name),
        "waits": str(phase.waits),
        "number": dossier.number or "",
        "moment": date_format(localtime(event.at), "j F Y, H:i:s"),
        "due": date_format(localtime(dossier.due_at), "j F Y, H:i") if dossier.due_at else "",
    }


def letter_of(
    dossier: Dossier, kind: str, subject: str, pieces: list[str], event: DossierEvent | None = None
) -> Letter:
    """A letter that leads to the dossier, and to what was filed with ``event``; its reader follows later."""
    links = [Link(_("Open the dossier"), dossier.get_absolute_url())]
    if event is not None and event.data.get("letter"):
        address = reverse("my-dossier-letter", args=[dossier.pk, event.data["letter"]])
        links.append(Link(_("Read the letter (PDF, in Dutch)"), address))
    return Letter(to="", subject=subject, body="\n\n".join(pieces), kind=kind, links=tuple(links))


def reason_in(event: DossierEvent) -> list[str]:
    """What somebody wrote along for the applicant."""
    return [f"“{event.data['reason']}”"] if event.data.get("reason") else []


def turn(dossier: Dossier, event: DossierEvent, step: Step) -> Letter:
    """It is your turn: what happened, what to do, and by when."""
    told = facts(dossier, event, step)
    by_when = [_("You have time until %(due)s.") % told] if told["due"] else []
    return letter_of(
        dossier,
        DOSSIER_TURN.slug,
        _("Your turn: “%(title)s”") % told,
        [
            _("Hello"),
            _("The dossier “%(title)s” of %(actor)s: %(what)s.") % told,
            *reason_in(event),
            _("Now it is your turn. %(waits)s") % told,
            *by_when,
        ],
        event,
    )


def news(dossier: Dossier, event: DossierEvent, step: Step) -> Letter:
    """It moved on: what happened, and what comes next."""
    told = facts(dossier, event, step)
    return letter_of(
        dossier,
        DOSSIER_NEWS.slug,
        _("News about “%(title)s”: %(what)s") % told,
        [
            _("Hello"),
            _("The dossier “%(title)s” of %(actor)s: %(what)s.") % told,
            *reason_in(event),
            _("It stands at “%(phase)s” now. %(waits)s") % told,
            _("You need not do anything."),
        ],
        event,
    )


def receipt(dossier: Dossier, event: DossierEvent, step: Step) -> Letter:
    """It came in: when, to the second, and under which number."""
    told = facts(dossier, event, step)
    return letter_of(
        dossier,
        DOSSIER_RECEIPT.slug,
        _("Received: “%(title)s”, number %(number)s") % told,
        [
            _("Hello"),
            _("We received the dossier “%(title)s” of %(actor)s on %(moment)s. Its number is %(number)s.")
            % told,
            *hash_in(event),
            _("It stands at “%(phase)s” now. %(waits)s") % told,
        ],
    )


def hash_in(event: DossierEvent) -> list[str]:
    """The hash of what was sent."""
    told = _(
        "On the page of the dossier you find all that you sent, also as PDF. Its hash (SHA-256) is %(sha256)s."
    )
    return [told % event.data] if event.data.get("sha256") else []
