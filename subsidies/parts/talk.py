"""Messages, tasks, the checklist and help on the page of a dossier."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import User

from ..accompanying import checklist
from ..accompanying.messaging import newest_messages, waiting_in
from ..accompanying.ticking import may_tick
from ..coaching import can_be_revised, revision_day
from ..dossier_page import DossierBlock, dossier_block
from ..forms.talk import MessageForm, TaskForm
from ..models import Dossier, Party
from ..models.due import IN_THE_MAKING
from ..permissions import may_settle, may_talk, runs_dossiers, works_on
from ..phases import phase_of

SHOWN = 50
EARLY = frozenset(IN_THE_MAKING) - {"revisie"}


@dossier_block
def checklist_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """What the measure asks, with who found it in order; by when ECRU must have it to read it in time; and help. None without any."""
    if not may_talk(user, dossier):
        return None
    checks, day, helps = checklist(dossier), coaching_day(dossier), helps_of(dossier, user)
    asks = works_on(user, dossier) and phase_of(dossier).acts != Party.NOBODY
    if not (checks or day or helps or asks):
        return None
    holds = {
        "dossier": dossier,
        "checks": checks,
        "ticks": may_tick(user, dossier),
        "asks": asks,
        "helps": helps,
        **day,
    }
    title = _("Checklist") if checks else _("Help")
    return DossierBlock("lijst", title, "subsidies/talk/checklist.html", holds, order=30)


def coaching_day(dossier: Dossier) -> dict[str, Any]:
    """Before which day ECRU must have a file that is coached, counted back from when the round of its giver closes."""
    if dossier.is_own or dossier.phase not in EARLY:
        return {}
    closing = dossier.call.closes_at if dossier.call else next_closing(dossier)
    if closing is None:
        return {}
    day = timezone.localdate(closing)
    return {"revision_day": revision_day(day), "in_time": can_be_revised(day, timezone.localdate())}


def next_closing(dossier: Dossier) -> Any:
    """When the next round of its measure closes; None when no day is known."""
    measure = dossier.measure
    if measure is None:
        return None
    coming = measure.calls.filter(closes_at__gte=timezone.now()).order_by("closes_at")
    return coming.values_list("closes_at", flat=True).first()


def helps_of(dossier: Dossier, user: User) -> list[Any]:
    """The questions for help that began here; the words are between who asked and the expert."""
    talks = [one.conversation for one in dossier.helps.all()]
    return [{"talk": talk, "own": talk.asker_id == user.pk} for talk in talks]


@dossier_block
def talk_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """Messages, for who works on it and who runs the network."""
    if not may_talk(user, dossier):
        return None
    runs, every = runs_dossiers(user), newest_messages(dossier)
    to_all = [message for message in every if not message.is_internal]
    holds = {
        "dossier": dossier,
        "said": (every if runs else to_all)[:SHOWN][::-1],
        "user_id": user.pk,
        "waiting": waiting_in(to_all) if runs else None,
        "form": MessageForm(user=user),
    }
    return DossierBlock("berichten", _("Messages"), "subsidies/talk/messages.html", holds, order=60)


@dossier_block
def task_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """Tasks by hand: what is open, and what was done."""
    if not may_talk(user, dossier):
        return None
    tasks = [task for task in dossier.tasks.all() if not task.phase]
    if not runs_dossiers(user):
        tasks = [task for task in tasks if task.party == "aanvrager"]
    holds = {
        "dossier": dossier,
        "open": [(task, may_settle(user, task)) for task in tasks if task.done_at is None],
        "done": [task for task in tasks if task.done_at is not None],
        "form": TaskForm(dossier=dossier, user=user),
    }
    return DossierBlock("taken", _("Tasks"), "subsidies/talk/tasks.html", holds, order=62)
