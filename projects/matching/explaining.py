"""What the page that explains matching shows: the tables themselves, so that page and code never disagree."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from actors.answers import KINDS

from .cautions import CAUTIONS
from .finding import RESOURCES, USUALLY_HAVE
from .rules import RULES

ON = {"actor": _("organisations"), "practice": _("examples"), "call": _("calls")}


@dataclass(frozen=True)
class Line:
    """A rule as a line of the page."""

    looks_at: Any
    on: list[Any]
    points: float
    alone: bool


@dataclass(frozen=True)
class Having:
    """What some kinds of actors often have."""

    resource: str
    kinds: list[str]


def explanation() -> dict[str, Any]:
    """The rules by their points, what we warn about, and who is taken to have what."""
    rules = sorted(RULES, key=lambda rule: -rule.weight)
    labels = {answer.value: answer.label.lower() for answer in KINDS()}
    return {
        "lines": [
            Line(rule.looks_at, [ON[kind] for kind in rule.on], rule.weight, rule.alone) for rule in rules
        ],
        "cautions": [caution.when for caution in CAUTIONS],
        "having": [
            Having(
                answer.label, sorted(labels[slug] for slug in USUALLY_HAVE[answer.value] if slug in labels)
            )
            for answer in RESOURCES()
            if answer.value in USUALLY_HAVE
        ],
    }
