"""The page of one dossier: where it stands, whose turn it is, what to do now, and what happened.

Other parts add a block (advice, budget, messages, files) with ``dossier_block``; this room knows none of them by name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actors.models import User
from ecru.base.at_once import kept
from ecru.base.templatetags.ecru import euro

from .dossiers.gathering import gather
from .dossiers.performing import unmet
from .forms.dossiers import DossierForm, StepForm, part_label
from .models import CallExtension, Dossier, DossierEvent
from .models.dossier_words import BEGUN, UNSENT
from .permissions import may_see_advice, may_write, party_of, runs_dossiers
from .phases import APPLICANT, BEGINNING, open_fields, phase_of, track_of
from .workflow.words import Phase, Step, Track


@dataclass(frozen=True)
class Door:
    """A link in the first block of the page, to where this person goes on with the dossier."""

    told: str
    url: str


@dataclass(frozen=True)
class DossierBlock:
    """A part of the page: its heading (also in the menu above), its template, which takes ``block``, and what stands in it.

    ``doors``: where one goes on now, for the block that says whose turn it is.
    """

    anchor: str
    title: Any
    template: str
    holds: dict[str, Any] = field(default_factory=dict)
    order: int = 50
    doors: tuple[Door, ...] = ()


BlockMaker = Callable[[Dossier, User], DossierBlock | None]
block_makers: list[BlockMaker] = []


def dossier_block(maker: BlockMaker) -> BlockMaker:
    """Lets the page of a dossier ask ``maker`` for a block; None: nothing for this person. A constant number of queries each."""
    if maker not in block_makers:
        block_makers.append(maker)
    return maker


def blocks_for(dossier: Dossier, user: User) -> list[DossierBlock]:
    """All blocks of the page that ``user`` may see, in order."""
    made = [block for maker in block_makers if (block := maker(dossier, user)) is not None]
    return sorted(made, key=lambda block: block.order)


@dataclass(frozen=True)
class Knot:
    """A phase on the thread: "past", "now" or "later", and when it came there."""

    phase: Phase
    state: str
    at: Any = None


def thread_of(dossier: Dossier, events: list[DossierEvent]) -> list[Knot]:
    """The road of its track; where it stands beside the road, that takes the place of the phase next to it."""
    track, here = track_of(dossier), phase_of(dossier)
    if here.key == "ingetrokken":
        here = track.phase_by_key[dossier.held_phase]
    place = track.road.index(here.beside or here.key)
    came = {event.new_phase: event.at for event in events if event.moved}
    knots = []
    for number, key in enumerate(track.road):
        phase = here if number == place else track.phase_by_key[key]
        state = "past" if number < place else "now" if number == place else "later"
        knots.append(Knot(phase, state, came.get(phase.key) if state != "later" else None))
    return knots


def is_sending(step: Step) -> bool:
    """Whether the applicant sends a dossier with ``step``, which then has to be whole."""
    return step.may is APPLICANT and bool(step.conditions)


@dataclass(frozen=True)
class Way:
    """A step that this person has the right to take: its form, and the sentences that say why not now."""

    step: Step
    form: StepForm
    unmet: list[str]

    @property
    def is_open(self) -> bool:
        """Whether it can be taken."""
        return not self.unmet

    @property
    def is_sending(self) -> bool:
        """Whether its applicant sends the dossier with it."""
        return is_sending(self.step)


def ways_for(dossier: Dossier, user: User, tried: StepForm | None = None) -> list[Way]:
    """The steps from where it stands that ``user`` may take; ``tried``: the form that came back with something wrong."""
    now = timezone.now().replace(microsecond=0)
    ways = []
    for step in track_of(dossier).steps_from(dossier.phase):
        if step.may.holds(user, dossier):
            form = (
                tried
                if tried is not None and tried.step.key == step.key
                else StepForm(step=step, dossier=dossier)
            )
            ways.append(Way(step, form, unmet(step, dossier, now)))
    return ways


def what_is_missing(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """The step with which its applicant sends it from where it stands (None: there is nothing to send), and what refuses it now."""
    steps = track_of(dossier).steps_from(dossier.phase)
    step = next((one for one in steps if is_sending(one)), None)
    wrong = [one for one in step.conditions if not one.met(dossier, at)] if step else []
    return {"step": step, "gaps": [gap for one in wrong for gap in one.gaps(dossier)]}


@dataclass(frozen=True)
class Line:
    """One line of the history as a person reads it."""

    event: DossierEvent
    told: str
    details: list[str]


def lines_of(dossier: Dossier, events: list[DossierEvent], user: User) -> list[Line]:
    """The history, the newest first; that an expert advised is for who may see advice."""
    track, sees = track_of(dossier), may_see_advice(user, dossier)
    shown = [event for event in reversed(events) if sees or "review" not in event.data]
    return [Line(event, told_of(event, track), details_of(event)) for event in shown]


def told_of(event: DossierEvent, track: Track) -> str:
    """What happened, in a few words; a step of before that the table knows no more by the phase to which it led."""
    if event.transition == BEGUN:
        return str(BEGINNING.done)
    step = track.step_by_key.get(event.transition)
    return str(step.done if step else track.phase_by_key[event.new_phase].name)


def details_of(event: DossierEvent) -> list[str]:
    """What stands beside a line: number, amount, until when, which parts, and the reason."""
    data, found = event.data, []
    if data.get("number"):
        found.append(_("number %(number)s") % data)
    if data.get("sha256"):
        found.append(_("hash %(short)s…") % {"short": data["sha256"][:12]})
    if data.get("granted"):
        found.append(euro(data["granted"]))
    if data.get("until"):
        until = datetime.fromisoformat(data["until"])
        found.append(_("until %(moment)s") % {"moment": date_format(timezone.localtime(until), "j F Y, H:i")})
    if data.get("fields"):
        found.append(", ".join(filter(None, (part_label(event.dossier, name) for name in data["fields"]))))
    if data.get("reason"):
        found.append(f"“{data['reason']}”")
    return found


def dossier_page(dossier: Dossier, user: User, tried: StepForm | None = None) -> dict[str, Any]:
    """What the page shows to ``user``. ``dossier``: from ``for_head``."""
    gather(dossier)
    events = kept(dossier, "events")[::-1]
    phase, party = phase_of(dossier), party_of(user, dossier)
    is_turn = phase.acts == party
    ways = ways_for(dossier, user, tried)
    blocks = blocks_for(dossier, user)
    return {
        "dossier": dossier,
        "phase": phase,
        "party": phase.acts.label,
        "is_turn": is_turn,
        "thread": thread_of(dossier, events),
        "ways": ways,
        "lines": lines_of(dossier, events, user),
        "seen": events[-1].pk if events else 0,
        "facts": facts_of(dossier),
        "runs": runs_dossiers(user),
        "writes": may_write(user, dossier) and bool(open_fields(dossier) & set(DossierForm.base_fields)),
        "reopened": [label for name in dossier.reopened if (label := part_label(dossier, name))],
        "asked": asked_again(dossier, events),
        "blocks": blocks,
        "doors": [door for block in blocks for door in block.doors],
        "is_late": bool(dossier.due_at and dossier.due_at < timezone.now()),
        "extension": extension_of(dossier),
        "extra_time": dossier.grace_until if dossier.due_at == dossier.grace_until else None,
    }


def asked_again(dossier: Dossier, events: list[DossierEvent]) -> str:
    """Why parts of it are open again, in the words of who opened them; empty when none are."""
    if not dossier.reopened:
        return ""
    return next(
        (str(event.data.get("reason", "")) for event in reversed(events) if event.data.get("fields")), ""
    )


def extension_of(dossier: Dossier) -> CallExtension | None:
    """The extra time that everybody in its round got, while it is still being written."""
    call = dossier.call if dossier.phase == UNSENT else None
    return next(iter(call.extensions.all()), None) if call else None


def facts_of(dossier: Dossier) -> list[dict[str, Any]]:
    """What stands in the dossier, in short."""
    measure = dossier.asked_measure
    facts: list[dict[str, Any]] = [
        {"name": _("Who asks"), "value": dossier.actor.name, "url": dossier.actor.get_absolute_url()},
        {"name": _("Track"), "value": capfirst(str(track_of(dossier).name))},
        {"name": _("Support"), "value": measure.name if measure else "", "url": measure.get_absolute_url() if measure else ""},
        {"name": _("Giver"), "value": dossier.giver},
        {"name": _("Number of the dossier"), "value": dossier.number},
        {"name": _("Sent on"), "value": date_format(timezone.localtime(dossier.submitted_at), "j F Y, H:i:s") if dossier.submitted_at and dossier.is_own else ""},
        {"name": _("Asked"), "value": euro(dossier.requested)},
        {"name": _("What came of it"), "value": capfirst(str(dossier.get_outcome_display())) if dossier.outcome else ""},
        {"name": _("Granted"), "value": euro(dossier.granted)},
        {"name": _("On the agenda of"), "value": date_format(dossier.meeting_on, "j F Y") if dossier.meeting_on else ""},
        {"name": _("Project"), "value": dossier.project.title if dossier.project else "", "url": dossier.project.get_absolute_url() if dossier.project and dossier.project.is_public else ""},
        {"name": _("For whom"), "value": ", ".join(group.name for group in dossier.target_groups.all())},
    ]  # fmt: skip
    places = list(dossier.municipalities.all())
    if places:
        facts.append({"name": _("Where"), "municipalities": places})
    return [fact for fact in facts if fact.get("value") or fact.get("municipalities")]
