"""Advice that an expert gives on the platform about made-up dossiers: one that nobody answered yet, one half written, one given."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from actors.editing import Typed, mark
from actors.models import Expert, User
from subsidies.advising.asking import ask_expert, usual_day
from subsidies.advising.declaring import Answer, answer
from subsidies.advising.scoring import give, save
from subsidies.models import Review, Verdict

from .deeds import DAY, HOUR, Deed
from .walking import Walk

ASKED, WRITING, GIVEN = "Kelderconcerten", "Theater op wielen", "Toneel in de wachtzaal"
AGO = {ASKED: 1, WRITING: 2, GIVEN: 7}  # days since it was asked
HALF = 2  # scores of who is still writing
MARKS = (
    (5, "Mensen die elkaar nooit zien, spelen hier samen."),
    (4, "Helder uitgelegd, met een goede begeleider."),
    (3, "De planning is krap: er is maar één maand om te oefenen."),
    (4, "Er doet een partner uit een andere gemeente mee."),
    (5, "De groep wordt persoonlijk uitgenodigd."),
)
WORDS = "Een sterk plan voor mensen die anders niet komen. Geef hen een maand meer tijd om te oefenen."


def advice_of(walks: list[Walk], expert: Expert, now: datetime) -> Iterator[Deed]:
    """Asking, declaring, writing and giving."""
    adviser = expert.user
    for walk in walks:
        if adviser is None or walk.plan.title not in AGO:
            continue
        asked = now - AGO[walk.plan.title] * DAY
        yield Deed(asked, partial(ask, walk, expert))
        if walk.plan.title != ASKED:
            yield Deed(asked + DAY, partial(declare, walk, adviser))
            yield Deed(asked + DAY + 2 * HOUR, partial(write, walk, adviser))
        if walk.plan.title == GIVEN:
            yield Deed(asked + 3 * DAY, partial(hand_in, walk, adviser))


def review_of(walk: Walk, adviser: User) -> Review:
    """What was asked of ``adviser``."""
    return Review.objects.asked_of(adviser).get(dossier=walk.dossier)


def ask(walk: Walk, expert: Expert, at: datetime) -> None:
    """Asks the expert."""
    ask_expert(dossier=walk.dossier, expert=expert, by=walk.desk, until=usual_day(at), at=at)


def declare(walk: Walk, adviser: User, at: datetime) -> None:
    """The expert says to have no interest in it."""
    answer(review=review_of(walk, adviser), said=Answer.NO_INTEREST, by=adviser, at=at)


def write(walk: Walk, adviser: User, _at: datetime) -> None:
    """Writes what the expert thinks; half of it where it is not given yet."""
    review = review_of(walk, adviser)
    places = list(review.scores.values_list("position", flat=True))
    values: dict[str, str] = {}
    if walk.plan.title == WRITING:
        places = places[:HALF]
    else:
        values = {"verdict": Verdict.POSITIVE, "words": WORDS}
    for number, place in enumerate(places):
        score, reason = MARKS[number % len(MARKS)]
        values |= {f"score-{place}": str(score), f"reason-{place}": reason}
    save(review=review, by=adviser, typed=Typed(values, dict.fromkeys(values, mark(""))))


def hand_in(walk: Walk, adviser: User, at: datetime) -> None:
    """Gives it."""
    give(review=review_of(walk, adviser), by=adviser, at=at)
