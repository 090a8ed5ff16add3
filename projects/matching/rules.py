"""The rules of matching, each a line of one table: its weight, what it looks at, and the sentence that says why.

``suggest`` adds the points of all rules, ``narrowing`` looks only at what a rule can find and knows the most that it
can give, and the page that explains is drawn from this table. Who wants other suggestions changes a line here, and looks
what becomes of the judged cases in ``tests/projects/judged_matches.json``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import finding as find
from .candidates import Candidate

ACTORS, PRACTICES, CALLS = "actor", "practice", "call"
ALL = (ACTORS, PRACTICES, CALLS)
ENOUGH = 1.6  # points of reasons that may stand alone; below it, nothing fits


@dataclass(frozen=True)
class Rule:
    """One line of the table.

    ``weight``: points when it holds fully. ``sentence``: the reason, with the words that ``find`` gives. ``find``: how
    strongly it holds for a candidate; nothing where it does not. ``looks_at``: the same for people, on the page that
    explains. ``on``: which candidates. ``alone``: whether it may carry a suggestion; the others only add.
    """

    slug: str
    weight: float
    find: Callable[[Candidate], find.Evidence | None]
    sentence: Any
    looks_at: Any
    on: tuple[str, ...] = ALL
    alone: bool = True


RULES = (
    Rule(
        "opposite-call", 6, find.opposite_call,
        _("The other side of the same call: %(words)s."),
        _("One seeks in an open call what the other offers."),
        on=(CALLS,),
    ),
    Rule(
        "has-it", 4, find.has_what_is_sought,
        _("Often has what is sought (%(kind)s): %(words)s."),
        _("A call seeks what this kind of organisation often has: a stage, a place, equipment."),
        on=(ACTORS,),
    ),
    Rule(
        "seeks-it", 4, find.seeks_what_one_has,
        _("Seeks what you often have (%(kind)s): %(words)s."),
        _("A call seeks what your kind of organisation often has."),
        on=(CALLS,),
    ),
    Rule(
        "knows", 3, find.shares_knowledge,
        _("Shares what they know about: %(words)s."),
        _("A call seeks know-how, and the other offers it as an expert."),
        on=(ACTORS,), alone=False,
    ),
    Rule(
        "primary-group", 5, find.primary_group,
        _("Also %(words)s."),
        _("The same people, from the three groups that come first for us."),
    ),
    Rule(
        "group", 4, find.target_group,
        _("Also for %(words)s."),
        _("The same people."),
    ),
    Rule(
        "theme", 3.5, find.theme,
        _("The same theme: %(words)s."),
        _("The same theme."),
    ),
    Rule(
        "discipline", 3, find.discipline,
        _("The same field: %(words)s."),
        _("The same art form or field of work."),
    ),
    Rule(
        "did-it-in", 2, find.did_alike_in_year,
        _("Did something similar in %(year)s: %(title)s."),
        _("They did something similar before, and told about it here with the year."),
        on=(ACTORS,),
    ),
    Rule(
        "did-it", 1.7, find.did_alike,
        _("Did something similar: %(title)s."),
        _("They did something similar before, and told about it here."),
        on=(ACTORS,),
    ),
    Rule(
        "colleagues", 1.5, find.same_kind,
        _("The same kind of organisation: %(kind)s."),
        _("The same kind of organisation: colleagues learn from each other."),
        on=(ACTORS,), alone=False,
    ),
    Rule(
        "made-by-colleagues", 1.5, find.same_kind,
        _("Made by the same kind of organisation: %(kind)s."),
        _("A practice of the same kind of organisation: what they could, you can."),
        on=(PRACTICES,), alone=False,
    ),
    Rule(
        "near", 2.5, find.near,
        _("Another municipality: %(place)s, %(km)s km."),
        _("From another municipality. The nearer, the more points."),
        alone=False,
    ),
    Rule(
        "elsewhere", 2.5, find.elsewhere,
        _("Another municipality: %(place)s."),
        _("From another municipality, and we do not know how far."),
        alone=False,
    ),
    Rule(
        "works-here", 1, find.works_here,
        _("Already works in %(place)s."),
        _("Has its seat elsewhere, but works in your municipality."),
        on=(ACTORS,), alone=False,
    ),
    Rule(
        "proven", 1, find.proven,
        _("Proven: others did it too."),
        _("A practice that others did too, and that worked."),
        on=(PRACTICES,), alone=False,
    ),
)  # fmt: skip

WEIGHTS = {rule.slug: rule.weight for rule in RULES}
