"""The mail of Monday morning to the regisseur: how many actors ask for something. Nothing when nothing does."""

from collections import Counter
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from actors.mail_kinds import NETWORK
from actors.models import Role, User
from ecru.base.outbox.posting import Letter, post

from .states import AT_REST, State, network_counts

MONDAY = 0


def weekly_network_mail(now: datetime | None = None, dry_run: bool = False) -> int:
    """Mails each regisseur on Monday, once a week, if an actor asks for something; returns how many mails are new.

    Counts and links only: nothing about people. ``dry_run`` says how many it would be.
    """
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    to_do = things_to_do(moment) if today.weekday() == MONDAY else {}
    if not to_do:
        return 0
    readers = User.objects.filter(is_active=True, groups__name=Role.REGISSEUR).order_by("pk")
    if dry_run:
        return readers.count()
    return sum(send(user, to_do, today) for user in readers)


def things_to_do(now: datetime) -> dict[State, int]:
    """How many actors are in each state that asks something of us."""
    totals: Counter[State] = Counter()
    for (_place, state), number in network_counts(now).items():
        totals[state] += number
    return {state: totals[state] for state in State if totals[state] and state not in AT_REST}


def send(user: User, to_do: dict[State, int], today: date) -> bool:
    """Posts the mail of this week to ``user``, unless it went before."""
    year, week, _day = today.isocalendar()
    with override(user.language):
        return post(f"network-{year}-W{week:02}-{user.pk}", letter(user, to_do))


def letter(user: User, to_do: dict[State, int]) -> Letter:
    """How many actors are in each state, each with the list."""
    page = settings.BASE_URL + reverse("network")
    lines = [f"{number} × {state.label}\n{page}?staat={state.value}" for state, number in to_do.items()]
    number = sum(to_do.values())
    subject = ngettext(
        "The network this week: %(number)d actor asks for something",
        "The network this week: %(number)d actors ask for something",
        number,
    )
    return Letter(
        to=user.email,
        subject=subject % {"number": number},
        body="\n\n".join([_("Hello"), _("This is how the network stands today."), *lines]),
        why=_(
            "You get this mail on Monday because you run the network, and only when something needs doing."
        ),
        kind=NETWORK.slug,
    )
