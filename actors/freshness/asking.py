"""The daily round: who is due gets the question, a reminder, the label "not confirmed", or goes to the archive."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.desk import offer
from actors.desk.offering import Wish
from actors.history import Deed, recorded
from actors.models import Actor, Freshness, Rhythm, User
from actors.models.conversations import LANGUAGE
from actors.models.freshness import actors_to_ask
from actors.models.timetable import WAIT, Move, Standing, Step, step_today
from actors.permissions import may_see_network
from ecru.base.searchable import SEARCH_TEXTS

from . import letters
from .deciding import BACK
from .rhythm import locked_freshness

MOST = 500  # steps in one run; who waits longest comes first, and the rest comes tomorrow
AT_ONCE = 200


class NotNow(Exception):  # noqa: N818 - it is an answer, not a crash
    """The question cannot be sent now; says why in plain words."""


def ask_for_freshness(now: datetime | None = None, dry_run: bool = False) -> dict[str, int]:
    """Carries out what is due on the day of ``now`` in Brussels; how often each step was taken.

    As often as you like: a step is taken once, each in its own transaction, so that a run that was killed goes on where
    it stopped. ``dry_run`` counts only. At most 500 steps a run.
    """
    today = timezone.localdate(now)
    done = {step.value: 0 for step in Step}
    for actor, step in list(islice(due(today), MOST)):
        taken = step if dry_run else take_step(actor, today)
        if taken:
            done[taken] += 1
    return done


def due(today: date) -> Iterator[tuple[Actor, Step]]:
    """Who something happens to ``today``, and what; nothing is changed."""
    waiting = actors_to_ask(today).defer("description", "note", "facts", *SEARCH_TEXTS)
    for actor in waiting.iterator(chunk_size=AT_ONCE):
        freshness = getattr(actor, "freshness", None)
        standing = freshness.standing if freshness else Standing(actor.confirmed_on, Rhythm.YEAR)
        if step := step_today(standing, today):
            yield actor, step


@transaction.atomic
def take_step(actor: Actor, today: date) -> Step | None:
    """Does what is due for ``actor``, if it still is once nobody else can change it."""
    freshness = locked_freshness(actor)
    fresh = actors_to_ask(today).select_related("kind", "municipality").filter(pk=actor.pk).first()
    if fresh is None:
        return None
    freshness.actor = fresh
    step = step_today(freshness.standing, today)
    if step:
        move(freshness, Move(today, step))
    return step


def move(freshness: Freshness, made: Move) -> None:
    """Carries out one step of the timetable."""
    freshness.take(freshness.standing.after(made))
    if made.step == Step.ASK:
        freshness.begin_round()
    freshness.keep_token()
    freshness.save()
    if made.step in {Step.ASK, Step.REMIND}:
        occasion = f"{made.step}{freshness.reminders or ''}"
        letters.send(occasion_of(freshness, occasion), freshness.actor, letters.question(freshness))
    elif made.step == Step.ARCHIVE:
        archive(freshness)


def occasion_of(freshness: Freshness, what: str) -> str:
    """The key of a mail: whose, which round, which step."""
    return f"freshness-{freshness.actor_id}-{freshness.round}-{what}"


def archive(freshness: Freshness) -> None:
    """Takes the page off the site, tells its people, and asks the editors to look."""
    actor = freshness.actor
    with override(LANGUAGE):
        told = {"name": actor.name, "day": date_format(actor.confirmed_on, "j F Y")}
        reason = _("Nobody confirmed this page since %(day)s, also not after a question and two reminders.")
        with recorded(Actor, [actor.pk], Deed(reason=reason % told)):
            Actor.objects.filter(pk=actor.pk).archive()
        ask = _(
            "Nobody answered, so this page is in the archive. Do you know that they still exist? Accept, and the page is "
            "back on the site. Refuse, and it stays in the archive."
        )
        title = _("Does %(name)s still exist?") % told
        offer(kind=BACK, about=actor, by=None, wish=Wish(title, f"{ask}\n\n{reason % told}"))
    letters.send(occasion_of(freshness, "archived"), actor, letters.archived(freshness))


@transaction.atomic
def ask_now(*, actor: Actor, by: User, today: date | None = None) -> int:
    """Sends the question at once, for the regisseur; to how many people.

    A round that runs goes on, with one mail more. Raises ``PermissionDenied``, and ``NotNow`` while paused, within two
    weeks of another mail, and for who is not due or has no people.
    """
    if not may_see_network(by):
        raise PermissionDenied
    day = today or timezone.localdate()
    freshness = locked_freshness(actor)
    check_now(freshness, day)
    standing = freshness.standing.settled(day)
    if standing.is_asked and standing.archived_on is None:
        freshness.take(standing)
        freshness.keep_token()
        freshness.mailed_on, occasion = day, f"again-{day.isoformat()}"
    else:
        freshness.take(standing.after(Move(day, Step.ASK)))
        freshness.begin_round()
        occasion = Step.ASK.value
    freshness.save()
    return letters.send(occasion_of(freshness, occasion), actor, letters.question(freshness))


def check_now(freshness: Freshness, today: date) -> None:
    """Raises ``NotNow`` when the question may not go out today."""
    actor, standing = freshness.actor, freshness.standing
    name = {"name": actor.name}
    if standing.is_paused(today):
        raise NotNow(_("%(name)s asked for a break. We send nothing until it is over.") % name)
    if standing.stopping:
        raise NotNow(_("%(name)s told us that it stopped. Decide about that first.") % name)
    if today < standing.due_on:
        raise NotNow(_("%(name)s was confirmed already. Nothing needs to be asked.") % name)
    if standing.mailed_on and today < standing.mailed_on + WAIT:
        told = {**name, "day": date_format(standing.mailed_on, "j F Y")}
        raise NotNow(_("%(name)s got this question on %(day)s. Wait two weeks before you ask again.") % told)
    if not actor.is_public or actor.closed or not letters.people_of(actor):
        raise NotNow(
            _("Nobody acts for %(name)s, or its page is not on the site. There is nobody to ask.") % name
        )
