"""Walking made-up dossiers to where they stand: each step by ``perform``, at a moment in the past, by who would take it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group as RoleGroup
from django.db import transaction
from django.utils import timezone

from actors.history import note_added
from actors.models import Actor, ActorKind, Expert, Membership, Municipality, Role, TargetGroup, User
from ecru.base.models import OutgoingMail, Publication
from ecru.base.outbox.waiting import WaitingLetter
from subsidies.deciding import close_meeting
from subsidies.dossiers import Beginning, begin, perform, write
from subsidies.models import (
    Area,
    BoardMeeting,
    Call,
    Certainty,
    Dossier,
    Level,
    Measure,
    Outcome,
    Provider,
    Rhythm,
    TrackName,
)
from subsidies.models.standing import BRUSSELS, end_of

from .plans import GROUPS, MARK, PLANS, QUIET, Group, Plan

MEASURE = "voorbeeld-klein-gebaar"
GIVER = "projectvereniging-midden-limburg"
ADVISERS = ("voorbeeld-expert-een", "voorbeeld-expert-twee", "voorbeeld-expert-drie")
EVENING = time(22)
ADVICES = 2  # that the made-up support asks
TURN = 190  # days ago: until then the first round was open, since then the second is
FIRST, LAST = 900, 40  # days ago that the first round opened; days until the second one closes
BY_DESK = frozenset(
    [
        *("terugsturen", "ontvankelijk-verklaren", "niet-ontvankelijk-verklaren", "advies-vragen"),
        *("advies-noteren", "agenderen", "beslissen", "overeenkomst-sturen", "tekenen", "verslag-aanvaarden"),
        *("afsluiten", "zonder-steun-afsluiten", "opnemen", "opmerkingen-geven"),
    ]
)
DAYS = {  # how long it took before a step; ten days where nothing else is said
    "indienen": 8,
    "terugsturen": 3,
    "ontvankelijk-verklaren": 5,
    "advies-vragen": 2,
    "agenderen": 4,
    "beslissen": 16,
    "overeenkomst-sturen": 3,
    "verslag-indienen": 96,
    "advies-noteren": 4,
    "opnemen": 4,
    "laten-lezen": 17,
    "opmerkingen-geven": 6,
    "ontvankelijk-melden": 24,
    "toekenning-melden": 45,
    "weigering-melden": 38,
    "verantwoording-melden": 130,
}


def make_examples(*, desk: User, member: User, now: datetime | None = None) -> int:
    """Makes the dossiers, when none of them is there yet; how many. ``desk`` runs the network, ``member`` acts for some of the groups."""
    moment = (now or timezone.now()).replace(microsecond=0)
    if Dossier.objects.filter(title__in=[MARK + plan.title for plan in PLANS]).exists():
        return 0
    with transaction.atomic():
        people = {group.slug: acting_for(group, member, desk) for group in (*GROUPS, QUIET)}
        rounds = rounds_of(moment)
        experts = [adviser(slug) for slug in ADVISERS]
        made = [
            Walk(plan, people[GROUPS[plan.group].slug], desk, experts, moment).go(rounds, number)
            for number, plan in enumerate(PLANS)
        ]
        close_meetings(desk, moment)
        forget_mails([dossier.pk for dossier in made])
    return len(made)


def acting_for(group: Group, member: User, desk: User) -> tuple[Actor, User]:
    """The made-up organisation, and who acts for it: the member, or an account with which nobody signs in."""
    actor = Actor.objects.filter(slug=group.slug).first() or new_actor(group, desk)
    user = member
    if not group.own:
        email = f"{group.slug}@demo.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email)
        user.name = f"{MARK}{group.name}"
        user.set_unusable_password()
        user.save()
        user.groups.set([RoleGroup.objects.get(name=Role.MEMBER)])
    if not Membership.objects.running().of_actor(actor).filter(user=user).exists():
        Membership.objects.create(actor=actor, user=user)
    return actor, User.objects.get(pk=user.pk)


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


def day_of(moment: datetime) -> date:
    """The day in Brussels."""
    return moment.astimezone(BRUSSELS).date()


def rounds_of(now: datetime) -> list[Call]:
    """The rounds of the made-up support: one that is over, and one that is open."""
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
        },
    )
    second, _new = Call.objects.get_or_create(
        measure=measure,
        name="Voorbeeldronde van nu",
        defaults={
            "rhythm": Rhythm.ONCE,
            "opens_at": turn,
            "closes_at": end_of(day_of(now) + timedelta(days=LAST)),
            "budget": Decimal(25000),
        },
    )
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


def adviser(slug: str) -> Expert:
    """A made-up expert, who does not show on the site."""
    name = f"{MARK}{slug.removeprefix('voorbeeld-').replace('-', ' ')}"
    found, _new = Expert.objects.get_or_create(slug=slug, defaults={"person_name": name})
    return found


def close_meetings(desk: User, now: datetime) -> None:
    """Closes the made-up meetings that are over, each in the evening of its day."""
    made = Dossier.objects.filter(title__startswith=MARK)
    days = {dossier.meeting_on for dossier in made if dossier.meeting_on}
    for meeting in BoardMeeting.objects.filter(day__in=days, day__lt=now.astimezone(BRUSSELS).date()):
        close_meeting(meeting=meeting, by=desk, at=datetime.combine(meeting.day, EVENING, BRUSSELS))


def forget_mails(keys: list[int]) -> None:
    """Removes the mails about made-up dossiers: they would tell of steps of long ago."""
    for key in keys:
        OutgoingMail.objects.filter(key__startswith=f"dossier-{key}-").delete()
        WaitingLetter.objects.filter(key__startswith=f"dossier-{key}-").delete()


class Walk:
    """The way of one plan, from its beginning to where it stands ``since`` days before ``now``."""

    def __init__(
        self, plan: Plan, people: tuple[Actor, User], desk: User, experts: list[Expert], now: datetime
    ) -> None:
        self.plan, self.desk, self.now = plan, desk, now
        self.actor, self.applicant = people
        self.experts = list(experts)
        self.steps = plan.steps.split()
        gaps = [DAYS.get(step, 10) for step in self.steps]
        self.began = now - timedelta(days=plan.since + sum(gaps), hours=3)
        self.moments = [
            self.began + timedelta(days=sum(gaps[: number + 1])) for number in range(len(self.steps))
        ]

    def go(self, rounds: list[Call], number: int) -> Dossier:
        """Begins it, writes in it, and takes its steps."""
        dossier = begin(by=self.applicant, beginning=self.beginning(rounds, number), at=self.began)
        places = Municipality.objects.filter(slug__in=self.plan.places.split())
        values = {
            "summary": f"Een verzonnen plan van een verzonnen organisatie: {self.plan.title.lower()}.",
            "requested": Decimal(self.plan.asked),
            "municipalities": [place.pk for place in places],
            "target_groups": list(
                TargetGroup.objects.filter(slug=self.plan.people).values_list("pk", flat=True)
            ),
        }
        dossier = write(dossier=dossier, by=self.applicant, values=values)
        for step, at, data in self.walked():
            by = self.desk if step in BY_DESK else self.applicant
            dossier = perform(dossier, step, by=by, at=at, **data)
        last = self.moments[-1] if self.moments else self.began
        Dossier.objects.filter(pk=dossier.pk).update(created_at=self.began, updated_at=last)
        return dossier

    def beginning(self, rounds: list[Call], number: int) -> Beginning:
        """What it began with: the round that was open then, or the giver."""
        plan, call, measure = self.plan, None, None
        if not plan.giver:
            call = rounds[self.began >= rounds[1].opens_at]  # type: ignore[operator]
        else:
            measure = Measure.objects.published().filter(slug=plan.giver).first()
        return Beginning(
            self.actor,
            MARK + plan.title,
            f"voorbeeld-{number}",
            call=call,
            measure=measure,
            funder="" if measure else plan.giver,
            origin=plan.origin,
        )

    @property
    def track(self) -> TrackName:
        """The table that it follows."""
        return TrackName.COACHED if self.plan.giver else TrackName.OWN

    def walked(self) -> Iterator[tuple[str, datetime, dict[str, Any]]]:
        """Each step with its moment, and what it asks."""
        for step, at in zip(self.steps, self.moments, strict=True):
            yield step, at, self.data(step, at)

    def data(self, step: str, at: datetime) -> dict[str, Any]:
        """What a step asks along."""
        day = day_of(at)
        if step == "agenderen":
            return {"meeting_on": self.meeting()}
        if step == "advies-noteren":
            words = "Verzonnen advies: een helder plan, met een begroting die klopt."
            return {"expert": self.experts.pop(), "independent": True, "advice": words}
        answers: dict[str, dict[str, Any]] = {
            "terugsturen": {
                "fields": ["summary"],
                "until": end_of(day_of(self.now) + timedelta(days=9)),
                "reason": "Vertel ook wie er meedoet.",
            },
            "niet-ontvankelijk-verklaren": {"motivation": "Het plan begon voor de ronde open was."},
            "beslissen": self.decision(),
            "tekenen": {"agreed_on": day},
            "verslag-indienen": {
                "report": "Een verzonnen verslag: het lukte, en er kwam meer volk dan gedacht."
            },
            "opmerkingen-geven": {"reason": "Zeg duidelijker wie wat doet."},
            "ingediend-melden": {"submitted_on": day},
            "niet-ontvankelijk-melden": {"reason": "De gever vindt dat het plan buiten de oproep valt."},
            "toekenning-melden": {"granted": Decimal(self.plan.granted)},
            "weigering-melden": {"reason": "Er waren meer goede plannen dan geld."},
            "verantwoording-melden": {"reported_on": day},
        }
        return answers.get(step, {})

    def decision(self) -> dict[str, Any]:
        """What the board decided."""
        if not self.plan.granted:
            return {"outcome": Outcome.REFUSED, "motivation": "Het plan raakt maar één gemeente."}
        granted = Decimal(self.plan.granted)
        return {
            "outcome": Outcome.GRANTED,
            "granted": granted,
            "motivation": "Een plan dat mensen samenbrengt.",
        }

    def meeting(self) -> Any:
        """The day on which the board decides, or will."""
        decides = dict(zip(self.steps, self.moments, strict=True)).get(
            "beslissen", self.now + timedelta(days=12)
        )
        return day_of(decides)
