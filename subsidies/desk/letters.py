"""A letter of ECRU to the applicants of several dossiers: written once, one mail to each address, and noted on each dossier."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Membership, User
from ecru.base.at_once import kept
from ecru.base.outbox.posting import Letter, Link, post
from ecru.base.tokens import hashed

from ..mail_kinds import DOSSIER_LETTER
from ..models import BulkLetter, Dossier, DossierPerson, LetterCopy, Place
from ..permissions import runs_dossiers

MOST_DOSSIERS = 200  # in one go


@dataclass(frozen=True)
class Receivers:
    """Who gets a letter about ``dossier``; nobody when no account can be reached."""

    dossier: Dossier
    people: list[User]

    @property
    def names(self) -> str:
        """Who they are."""
        return ", ".join(str(person) for person in self.people)


@dataclass
class Draft:
    """What somebody wrote. ``stamp``: sent once."""

    subject: str
    words: str
    stamp: str
    keys: list[int] = field(default_factory=list)


def keys_in(text: str) -> list[int]:
    """The keys in ``text`` ("12,15"), each once; what is no key counts for nothing. At most one more than we send."""
    found = [part.strip() for part in text.split(",")[: MOST_DOSSIERS + 1]]
    digits = 18
    return list(
        dict.fromkeys(int(one) for one in found if one.isascii() and one.isdigit() and len(one) <= digits)
    )


def applicants_of(dossiers: Iterable[Dossier]) -> dict[int, list[User]]:
    """By the key of each of ``dossiers`` everybody who may write in it, by the rule of ``telling.applicants``; two queries."""
    every = list(dossiers)
    links = Membership.objects.running().filter(user__is_active=True)
    acting: dict[int, list[User]] = defaultdict(list)
    for link in links.filter(actor__in={one.actor_id for one in every}).select_related("user"):
        acting[link.actor_id].append(link.user)
    still = links.filter(actor=OuterRef("actor"), user=OuterRef("user"))
    along: dict[int, list[User]] = defaultdict(list)
    parts = DossierPerson.objects.filter(Exists(still), dossier__in=every).exclude(place=Place.READS)
    for part in parts.select_related("user"):
        along[part.dossier_id].append(part.user)
    return {
        one.pk: sorted({*acting[one.actor_id], *along[one.pk]}, key=lambda person: person.pk) for one in every
    }


def receivers_of(keys: Sequence[int]) -> list[Receivers]:
    """The dossiers with these keys, each with who gets a letter about it; three queries."""
    dossiers = list(Dossier.objects.filter(pk__in=keys).select_related("actor").order_by("title", "pk"))
    people = applicants_of(dossiers)
    return [Receivers(one, people[one.pk]) for one in dossiers]


def mailboxes(receivers: Iterable[Receivers]) -> list[tuple[User, list[Dossier]]]:
    """Everybody once, with the dossiers about which they get the letter. No two accounts have the same address."""
    found: dict[int, tuple[User, list[Dossier]]] = {}
    for one in receivers:
        for person in one.people:
            found.setdefault(person.pk, (person, []))[1].append(one.dossier)
    return list(found.values())


@transaction.atomic
def send_letter(*, by: User, draft: Draft) -> tuple[BulkLetter, bool]:
    """Posts ``draft`` to the applicants of its dossiers, one mail to each; and whether that is new.

    The same stamp sends nothing again. Raises ``PermissionDenied`` for who does not run the network, and
    ``ValueError`` for more dossiers than go at once, or none.
    """
    if not runs_dossiers(by):
        raise PermissionDenied
    if not 0 < len(draft.keys) <= MOST_DOSSIERS:
        raise ValueError(len(draft.keys))
    stamp = hashed(f"{by.pk} {draft.stamp}")
    known = {
        "by": by,
        "by_name": str(by)[:254],
        "subject": " ".join(draft.subject.split()),
        "words": draft.words.strip(),
    }
    letter, new = BulkLetter.objects.get_or_create(stamp=stamp, defaults=known)
    if new:
        receivers = receivers_of(draft.keys)
        LetterCopy.objects.bulk_create(
            LetterCopy(letter=letter, dossier=one.dossier, people=len(one.people)) for one in receivers
        )
        letter.receivers = sum(posted(letter, *mailbox) for mailbox in mailboxes(receivers))
        letter.save(update_fields=["receivers"])
    return letter, new


def posted(letter: BulkLetter, person: User, dossiers: list[Dossier]) -> bool:
    """Stores the mail to ``person``, in their language around the words; False when they want none."""
    with override(person.language):
        mail = Letter(
            to=person.email,
            subject=letter.subject,
            body=f"{letter.words}\n\n{about(dossiers)}",
            kind=DOSSIER_LETTER.slug,
            links=ways_to(dossiers),
        )
        return post(f"dossier-letter-{letter.pk}-{person.pk}", mail)


def about(dossiers: list[Dossier]) -> str:
    """Which dossiers a mail is about."""
    facts = [{"title": dossier.title, "actor": dossier.actor.name} for dossier in dossiers]
    if len(facts) == 1:
        return _("This is about your dossier “%(title)s” of %(actor)s.") % facts[0]
    each = [_("– “%(title)s” of %(actor)s") % fact for fact in facts]
    return "\n".join([_("This is about these dossiers of yours:"), *each])


def ways_to(dossiers: list[Dossier]) -> tuple[Link, ...]:
    """The button under a mail: the dossier, or the list of one's own when there are several."""
    if len(dossiers) == 1:
        return (Link(_("Open the dossier"), dossiers[0].get_absolute_url()),)
    return (Link(_("Open your dossiers"), reverse("my-dossiers")),)


def letters_about(dossier: Dossier) -> Any:
    """What ECRU wrote to the applicants of ``dossier``, the newest first."""
    if (known := kept(dossier, "bulk_letters")) is not None:
        return known
    return BulkLetter.objects.about(dossier)
