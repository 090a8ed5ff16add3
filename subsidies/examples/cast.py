"""Who and what is there before the first made-up dossier: organisations with people, experts, and support with its rounds."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import Group as RoleGroup
from django.utils import timezone

from actors.history import note_added
from actors.models import Actor, ActorKind, Expert, Membership, Municipality, Role, User
from ecru.base.models import Publication
from subsidies.deciding.envelopes import keep_envelope
from subsidies.models import Area, Call, Certainty, Envelope, Level, Measure, Provider, Rhythm
from subsidies.models.standing import end_of

from .deeds import People, day_of
from .plans import MARK, Group

MEASURE = "voorbeeld-klein-gebaar"
GIVER = "projectvereniging-midden-limburg"
ADVISERS = ("voorbeeld-expert-een", "voorbeeld-expert-twee", "voorbeeld-expert-drie")
ONLINE = "voorbeeld-expert-vier"  # who gives advice on the platform
POT = f"{MARK}pot voor eigen steun"
ADVICES = 2  # that the made-up support asks
TURN = 190  # days ago: until then the first round was open, since then the second is
FIRST, LAST = 900, 40  # days ago that the first round opened; days until the second one closes


def acting_for(group: Group, people: People) -> tuple[Actor, User]:
    """The made-up organisation, and who acts for it: the member, or an account with which nobody signs in."""
    actor = Actor.objects.filter(slug=group.slug).first() or new_actor(group, people.desk)
    user = people.member if group.own else player(group.slug, f"{MARK}{group.name}")
    link(actor, user)
    return actor, User.objects.get(pk=user.pk)


def treasurer_of(group: Group, actor: Actor) -> User:
    """Somebody else who acts for ``actor``, and looks after its money."""
    user = player(f"{group.slug}-penningmeester", f"{MARK}penningmeester van {group.name}")
    link(actor, user)
    return User.objects.get(pk=user.pk)


def player(name: str, shown: str) -> User:
    """An account with which nobody signs in."""
    email = f"{name}@demo.example"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    user.name = shown
    user.set_unusable_password()
    user.save()
    user.groups.set([RoleGroup.objects.get(name=Role.MEMBER)])
    return user


def link(actor: Actor, user: User) -> None:
    """Lets ``user`` act for ``actor``."""
    if not Membership.objects.running().of_actor(actor).filter(user=user).exists():
        Membership.objects.create(actor=actor, user=user)


def new_actor(group: Group, desk: User) -> Actor:
    """A made-up organisation on the site."""
    place = Municipality.objects.filter(slug=group.place).first()
    kind = ActorKind.objects.filter(slug=group.kind).first() or ActorKind.objects.first()
    assert kind is not None  # noqa: S101 - the facts are loaded before examples are made
    actor = Actor.objects.create(
        slug=group.slug,
        name=f"{MARK}{group.name}",
        kind=kind,
        municipality=place,
        status=Publication.PUBLISHED,
        description="Een verzonnen organisatie, om te tonen hoe het platform werkt.",
    )
    actor.active_in.set([place] if place else [])
    actor.reindex()
    actor.save()
    note_added(Actor, [actor.pk], by=desk)
    return actor


def adviser(slug: str) -> Expert:
    """A made-up expert, who does not show on the site."""
    name = f"{MARK}{slug.removeprefix('voorbeeld-').replace('-', ' ')}"
    found, _new = Expert.objects.get_or_create(slug=slug, defaults={"person_name": name})
    return found


def adviser_online(user: User, desk: User) -> Expert:
    """The expert that ``user`` is: the one they have, or a made-up one on the site, as only those can be asked."""
    known = Expert.objects.of_person(user)
    if known is not None and known.is_public:
        return known
    found = known or adviser(ONLINE)
    found.user, found.consent_on, found.status = user, timezone.localdate(), Publication.PUBLISHED
    found.save()
    found.reindex()
    note_added(Expert, [found.pk], by=desk)
    return found


def rounds_of(now: datetime, desk: User) -> list[Call]:
    """The rounds of the made-up support: one that is over, and one that is open; they share an envelope."""
    measure = Measure.objects.filter(slug=MEASURE).first() or new_measure()
    turn = now - timedelta(days=TURN)
    first, _new = Call.objects.get_or_create(
        measure=measure,
        name="Voorbeeldronde van vroeger",
        defaults={
            "rhythm": Rhythm.ONCE,
            "opens_at": now - timedelta(days=FIRST),
            "closes_at": turn - timedelta(seconds=1),
            "budget": Decimal(30000),
            "asks_budget": True,
        },
    )
    second, _new = Call.objects.get_or_create(
        measure=measure,
        name="Voorbeeldronde van nu",
        defaults={
            "rhythm": Rhythm.ONCE,
            "opens_at": turn,
            "closes_at": end_of(day_of(now) + timedelta(days=LAST)),
            "budget": Decimal(40000),
            "asks_budget": True,
        },
    )
    if not Envelope.objects.shared().filter(name=POT).exists():
        keep_envelope(by=desk, name=POT, amount=Decimal(60000), calls=[first, second])
    return [first, second]


def new_measure() -> Measure:
    """The made-up support, of ECRU."""
    giver = Provider.objects.filter(slug=GIVER).first()
    measure = Measure.objects.create(
        slug=MEASURE,
        title=f"{MARK}Klein gebaar",
        provider=giver or Provider.objects.create(slug=f"voorbeeld-{GIVER}", title=f"{MARK}ECRU"),
        level=Level.ECRU,
        area=Area.NETWORK,
        max_amount=Decimal(5000),
        independent_advices=ADVICES,
        certainty=Certainty.SURE,
        status=Publication.PUBLISHED,
        verified_on=timezone.localdate(),
        description="Verzonnen steun, om te tonen hoe een dossier loopt.",
    )
    measure.reindex()
    measure.save()
    return measure
