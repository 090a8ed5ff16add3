"""Making all of it: who is there, what happened in order of time, and what nobody has to be told any more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from actors.models import User
from ecru.base.models import OutgoingMail
from ecru.base.outbox.waiting import WaitingLetter
from subsidies.models import Dossier

from .advice import advice_of
from .cast import ADVISERS, acting_for, adviser, adviser_online, rounds_of
from .deeds import Deed, People, afternoon_before, carry_out
from .money import money_of
from .plans import GROUPS, MARK, PLANS, QUIET
from .reports import reports_of
from .talking import contacts_of, talk_of
from .walking import Walk, close_meetings

ADDRESSES = "@demo.example"  # of everybody who plays along


def make_examples(
    *, desk: User, member: User, expert: User | None = None, now: datetime | None = None
) -> int:
    """Makes the dossiers with all that belongs to them, when none of them is there yet; how many.

    ``desk`` runs the network, ``member`` acts for some of the groups, ``expert`` (if anybody) gives advice.
    """
    moment = (now or timezone.now()).replace(microsecond=0)
    if Dossier.objects.filter(title__in=[MARK + plan.title for plan in PLANS]).exists():
        return 0
    people = People(desk, member, expert)
    with transaction.atomic():
        before = [last(OutgoingMail), last(WaitingLetter)]
        made = play(people, afternoon_before(moment))
        close_meetings(desk, moment)
        forget_mails(*before)
    return made


def play(people: People, now: datetime) -> int:
    """Lets everything happen, the longest ago first; how many dossiers came of it."""
    groups = {group.slug: acting_for(group, people) for group in (*GROUPS, QUIET)}
    rounds, experts = rounds_of(now, people.desk), [adviser(slug) for slug in ADVISERS]
    walks = [
        Walk(number, groups[GROUPS[plan.group].slug], people.desk, experts, now)
        for number, plan in enumerate(PLANS)
    ]
    deeds: list[Deed] = []
    for walk in walks:
        deeds += walk.deeds(rounds)
    deeds += money_of(walks, people.desk, now)
    deeds += reports_of(walks, now)
    deeds += talk_of(walks, now)
    deeds += contacts_of(groups, people.desk, now)
    if people.adviser is not None:
        deeds += advice_of(walks, adviser_online(people.adviser, people.desk), now)
    carry_out(deeds)
    return len([walk.settle() for walk in walks])


def last(model: type[OutgoingMail] | type[WaitingLetter]) -> int:
    """The key of the newest; 0 for none."""
    found: int | None = model._default_manager.aggregate(last=Max("pk"))["last"]
    return found or 0


def forget_mails(sent: int, waiting: int) -> None:
    """Removes the mails to made-up people that came since: they would tell of steps of long ago."""
    OutgoingMail.objects.filter(pk__gt=sent, to__endswith=ADDRESSES).delete()
    WaitingLetter.objects.filter(pk__gt=waiting, reader__user__email__endswith=ADDRESSES).delete()
