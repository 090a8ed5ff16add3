"""Walking made-up dossiers to where they stand: each step by ``perform``, at a moment in the past, by who would take it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from actors.models import Actor, Expert, Municipality, TargetGroup, User
from subsidies.deciding import MeetingFacts, close_meeting, plan_meeting, usual_quorum, write_minutes
from subsidies.dossiers import Beginning, begin, perform, write
from subsidies.models import BoardMeeting, Call, Dossier, Measure, Outcome, TrackName
from subsidies.models.standing import BRUSSELS, end_of

from .budgets import plan_budget
from .deeds import HOUR, Deed, day_of
from .plans import MARK, PLANS

START, EVENING = time(20), time(22)
HALL = "Verzonnen zaal, Genk"
APART = 5  # minutes between what happens to two dossiers on the same day
BY_DESK = frozenset(
    [
        *("terugsturen", "ontvankelijk-verklaren", "niet-ontvankelijk-verklaren", "advies-vragen"),
        *("advies-noteren", "agenderen", "beslissen", "overeenkomst-sturen", "tekenen", "verslag-aanvaarden"),
        *("overeenkomst-verbeteren", "afsluiten", "zonder-steun-afsluiten", "opnemen", "opmerkingen-geven"),
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
    "verslag-indienen": 90,
    "advies-noteren": 4,
    "opnemen": 4,
    "laten-lezen": 17,
    "opmerkingen-geven": 6,
    "ontvankelijk-melden": 24,
    "toekenning-melden": 45,
    "weigering-melden": 38,
    "verantwoording-melden": 130,
}


def close_meetings(desk: User, now: datetime) -> None:
    """Closes the made-up meetings that are over, each in the evening of its day."""
    made = Dossier.objects.filter(title__startswith=MARK)
    days = {dossier.meeting_on for dossier in made if dossier.meeting_on}
    for meeting in BoardMeeting.objects.filter(day__in=days, day__lt=day_of(now)):
        write_minutes(meeting=meeting, by=desk, words="Verzonnen verslag: het bestuur nam elk plan door.")
        close_meeting(meeting=meeting, by=desk, at=datetime.combine(meeting.day, EVENING, BRUSSELS))


class Walk:
    """The way of one plan, from its beginning to where it stands ``since`` days before ``now``."""

    def __init__(
        self, number: int, people: tuple[Actor, User], desk: User, experts: list[Expert], now: datetime
    ) -> None:
        self.number, self.plan, self.desk, self.now = number, PLANS[number], desk, now
        self.actor, self.applicant = people
        self.experts = list(experts)
        self.steps = self.plan.steps.split()
        gaps = [DAYS.get(step, 10) for step in self.steps]
        self.began = now - timedelta(days=self.plan.since + sum(gaps), hours=3, minutes=APART * number)
        self.moments = [
            self.began + timedelta(days=sum(gaps[: number + 1])) for number in range(len(self.steps))
        ]
        self.dossier = Dossier()  # until it begins

    def when(self, step: str) -> datetime | None:
        """When it took ``step`` for the first time; None when it did not."""
        return next((at for name, at in zip(self.steps, self.moments, strict=True) if name == step), None)

    def deeds(self, rounds: list[Call]) -> Iterator[Deed]:
        """Beginning it and writing in it, and each of its steps."""
        yield Deed(self.began, partial(self.start, self.beginning(rounds)))
        for step, at in zip(self.steps, self.moments, strict=True):
            yield Deed(at, partial(self.take, step))
            if step == "agenderen":
                yield Deed(at + HOUR, self.plan_meeting)

    def start(self, beginning: Beginning, at: datetime) -> None:
        """Begins it, and writes in it."""
        dossier = begin(by=self.applicant, beginning=beginning, at=at)
        places = Municipality.objects.filter(slug__in=self.plan.places.split())
        groups = TargetGroup.objects.filter(slug=self.plan.people)
        values = {
            "summary": f"Een verzonnen plan van een verzonnen organisatie: {self.plan.title.lower()}.",
            "requested": Decimal(self.plan.asked),
            "municipalities": [place.pk for place in places],
            "target_groups": list(groups.values_list("pk", flat=True)),
        }
        self.dossier = write(dossier=dossier, by=self.applicant, values=values)
        if self.steps:
            plan_budget(self.dossier, self.applicant)

    def take(self, step: str, at: datetime) -> None:
        """Takes one step, with what it asks."""
        by = self.desk if step in BY_DESK else self.applicant
        self.dossier = perform(self.dossier, step, by=by, at=at, **self.data(step, at))

    def settle(self) -> Dossier:
        """Lets the dossier say when it was made and changed."""
        last = self.moments[-1] if self.moments else self.began
        Dossier.objects.filter(pk=self.dossier.pk).update(created_at=self.began, updated_at=last)
        return self.dossier

    def beginning(self, rounds: list[Call]) -> Beginning:
        """What it began with: the round that was open then, or the giver."""
        plan, call, measure = self.plan, None, None
        if not plan.giver:
            call = rounds[self.began >= rounds[1].opens_at]  # type: ignore[operator]
        else:
            measure = Measure.objects.published().filter(slug=plan.giver).first()
        return Beginning(
            self.actor,
            MARK + plan.title,
            f"voorbeeld-{self.number}",
            call=call,
            measure=measure,
            funder="" if measure else plan.giver,
            origin=plan.origin,
        )

    @property
    def track(self) -> TrackName:
        """The table that it follows."""
        return TrackName.COACHED if self.plan.giver else TrackName.OWN

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
            "overeenkomst-verbeteren": {"reason": "De einddatum klopt niet: het slotfeest komt later."},
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

    def meeting(self) -> date:
        """The day on which the board decides, or will."""
        return day_of(self.when("beslissen") or self.now + timedelta(days=12))

    def plan_meeting(self, _at: datetime) -> None:
        """Says where and when the board meets; for what is still to come also how many have to be there."""
        day = self.meeting()
        quorum = usual_quorum() if day > day_of(self.now) else None
        meeting = BoardMeeting.objects.get(day=day)
        plan_meeting(by=self.desk, facts=MeetingFacts(day, START, HALL, quorum), meeting=meeting)
