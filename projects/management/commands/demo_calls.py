"""``manage.py demo_calls``: made-up calls for a living board, each marked as an example. In demo mode only."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, Municipality
from ecru.base.models import Publication
from projects.models import Direction, PartnerCall, Resource


@dataclass(frozen=True)
class Example:
    """One call: its address, title and text, who seems to call, what, in how many days it closes, and where."""

    slug: str
    title: str
    text: str
    actor: str
    direction: Direction
    what: str
    days: int
    places: tuple[str, ...]


EXAMPLES = (
    Example(
        "voorbeeld-repetitieruimte",
        "Voorbeeld: wie heeft een zaal voor twintig zangers?",
        "Een verzonnen oproep. Een koor zoekt een zaal op dinsdagavond, liefst met een piano.",
        "regenboogkoor",
        Direction.SEEKS,
        "plek",
        9,
        ("genk", "houthalen-helchteren"),
    ),
    Example(
        "voorbeeld-podium",
        "Voorbeeld: ons podium staat leeg op zondag",
        "Een verzonnen oproep. Een huis biedt zijn podium aan, met licht en geluid, voor wie voor het eerst optreedt.",
        "c-mine",
        Direction.OFFERS,
        "podium",
        40,
        ("genk",),
    ),
    Example(
        "voorbeeld-partner-wijkfeest",
        "Voorbeeld: partner gezocht voor een wijkfeest",
        "Een verzonnen oproep. Buren uit twee gemeenten willen samen koken en muziek maken.",
        "stebo",
        Direction.SEEKS,
        "partner",
        75,
        ("beringen", "heusden-zolder"),
    ),
)


class Command(BaseCommand):
    """Makes the calls that are not there yet."""

    help = "Made-up calls for a demonstration (DEMO=1 only)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes them. Raises ``CommandError`` outside demo mode."""
        if not settings.DEMO:
            raise CommandError(
                _("Made-up calls belong in a demonstration. Set DEMO=1, on a laptop and never in production.")
            )
        for example in EXAMPLES:
            make_call(example)


@transaction.atomic
def make_call(example: Example) -> None:
    """One example; what somebody closed or changed stays, and without its actor there is none."""
    caller = Actor.objects.published().filter(slug=example.actor).first()
    if caller is None or PartnerCall.objects.filter(slug=example.slug).exists():
        return
    call = PartnerCall.objects.create(
        slug=example.slug,
        title=example.title,
        description=example.text,
        actor=caller,
        direction=example.direction,
        status=Publication.PUBLISHED,
        closes_on=timezone.localdate() + timedelta(days=example.days),
    )
    call.resources.set(Resource.objects.filter(slug=example.what))
    call.municipalities.set(Municipality.objects.filter(slug__in=example.places))
    call.reindex()
    call.save()
