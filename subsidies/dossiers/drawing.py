"""The drawing of a track, and its page in words, made from the table of phases: so they never say anything else."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.text import capfirst

from subsidies.phases import TRACKS
from subsidies.workflow.words import BACK, STAYS, Phase, Step, Track

ROW, TOP = 92, 34  # pixels from phase to phase, and above the first
LEFT, WIDE, HIGH = 150, 270, 60  # of a box
LANE = 26  # pixels between the lines beside the boxes
LETTER = 6.4  # pixels that one letter takes at most
STYLE = (
    "text{font:13px sans-serif;fill:#1c1917}.who{font-size:11px;fill:#41392d}.box{fill:#fbf8f0;stroke:#1c1917;stroke-width:2}"
    ".beside{stroke-dasharray:6 4}.line{fill:none;stroke:#1c1917;stroke-width:1.5}.halo{stroke:#f2ecdf;stroke-width:4;paint-order:stroke}"
)


@dataclass(frozen=True)
class Lane:
    """A step drawn beside the boxes: from its rows, along a line of its own, to the row where it ends. Its number leads to its words."""

    step: Step
    rows: tuple[int, ...]
    end: int
    place: int
    number: int

    @property
    def down(self) -> bool:
        """Whether it goes on; else it goes back."""
        return self.end > min(self.rows)


def rows_of(track: Track) -> dict[str, int]:
    """The row of each phase: the road from top to bottom, each phase beside it right after the one next to it."""
    rows: list[str] = []
    for key in track.road:
        rows.append(key)
        rows += [phase.key for phase in track.phases if phase.beside == key]
    rows += [phase.key for phase in track.phases if phase.key not in rows]
    return {key: number for number, key in enumerate(rows)}


def straight(step: Step, rows: dict[str, int]) -> bool:
    """Whether a step goes from one box to the one right under it, and from nowhere else."""
    return step.end in rows and len(step.start) == 1 and rows[step.end] == rows[step.start[0]] + 1


def lanes_of(track: Track, rows: dict[str, int]) -> list[Lane]:
    """The steps that need a line beside the boxes: what goes on at the right, what goes back at the left; short ones nearest."""
    found: list[Lane] = []
    taken = {True: 0, False: 0}
    steps = [step for step in track.steps if step.end in rows and not straight(step, rows)]

    def reach(step: Step) -> int:
        ends = [rows[key] for key in (*step.start, step.end)]
        return max(ends) - min(ends)

    for step in sorted(steps, key=lambda step: (reach(step), step.key)):
        starts = tuple(sorted(rows[key] for key in step.start))
        side = rows[step.end] > starts[0]
        found.append(Lane(step, starts, rows[step.end], taken[side], len(found) + 1))
        taken[side] += 1
    return found


def middle(row: int) -> int:
    """The height of the middle of a row."""
    return TOP + row * ROW + HIGH // 2


def drawing_of(track: Track) -> str:
    """The track as SVG: a box for each phase, a line for each step."""
    rows = rows_of(track)
    lanes = lanes_of(track, rows)
    right = max((lane.place for lane in lanes if lane.down), default=0) + 1
    legend = LEFT + WIDE + (right + 1) * LANE
    width = round(legend + max(len(str(lane.step.label)) for lane in lanes) * LETTER + 60)
    height = TOP * 2 + len(rows) * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="t">',
        f'<title id="t">{escape(capfirst(str(track.name)))}</title>',
        f"<style>{STYLE}</style>",
        '<defs><marker id="p" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#1c1917"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#f2ecdf"/>',
        *(line_between(step, rows) for step in track.steps if straight(step, rows)),
        *(line_beside(lane) for lane in lanes),
        *(number_of(lane) for lane in lanes),
        *(words_of(lane, legend) for lane in lanes),
        *(box(track.phase_by_key[key], row, track) for key, row in rows.items()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def box(phase: Phase, row: int, track: Track) -> str:
    """One phase: its name, who acts, and the steps that stay there."""
    top = TOP + row * ROW
    off = " beside" if phase.key not in track.road else ""
    stays = [f"\u21bb {step.label}" for step in track.steps_from(phase.key) if step.end in {STAYS, BACK}]
    return (
        f'<rect class="box{off}" x="{LEFT}" y="{top}" width="{WIDE}" height="{HIGH}"/>'
        f'<text x="{LEFT + 12}" y="{top + 19}" font-weight="bold">{escape(str(phase.name))}</text>'
        f'<text class="who" x="{LEFT + 12}" y="{top + 35}">{escape(str(phase.acts.label))}</text>'
        f'<text class="who" x="{LEFT + 12}" y="{top + 51}">{escape(", ".join(stays))}</text>'
    )


def line_between(step: Step, rows: dict[str, int]) -> str:
    """A step to the box right under it."""
    row = rows[step.start[0]]
    start, end, at = TOP + row * ROW + HIGH, TOP + (row + 1) * ROW, LEFT + WIDE // 2
    return (
        f'<path class="line" d="M{at} {start}V{end}" marker-end="url(#p)"/>'
        f'<text class="who halo" x="{at + 8}" y="{(start + end) // 2 + 4}">{escape(str(step.label))}</text>'
    )


def turning(lane: Lane) -> tuple[int, int, int]:
    """Where the line of a step stands, where it begins there, and how far its ends stand from the middle of a box."""
    edge, turn = (LEFT + WIDE, 1) if lane.down else (LEFT, -1)
    first = lane.rows[0] if lane.down else lane.rows[-1]
    shift = turn * (4 + lane.place * 3)
    return edge + turn * (lane.place + 1) * LANE, middle(first) + shift, shift


def line_beside(lane: Lane) -> str:
    """A step along a line of its own."""
    at, top, shift = turning(lane)
    edge = LEFT + WIDE if lane.down else LEFT
    paths = [f"M{edge} {middle(row) + shift}H{at}" for row in lane.rows]
    paths.append(f"M{at} {top}V{middle(lane.end) - shift}H{edge}")
    return f'<path class="line" d="{"".join(paths)}" marker-end="url(#p)"/>'


def number_of(lane: Lane) -> str:
    """The number on the line of a step."""
    at, top, _shift = turning(lane)
    height = top + (28 if lane.down else -28)
    return (
        f'<circle class="box" cx="{at}" cy="{height}" r="10"/>'
        f'<text class="who" x="{at}" y="{height + 4}" text-anchor="middle">{lane.number}</text>'
    )


def words_of(lane: Lane, left: int) -> str:
    """The words that go with a number."""
    return f'<text class="who" x="{left}" y="{TOP + 12 + (lane.number - 1) * 22}"><tspan font-weight="bold">{lane.number}</tspan> {escape(str(lane.step.label))}</text>'


# --- In words ------------------------------------------------------------------------------------------------------


def page() -> str:
    """The tables of every track as a page of Markdown."""
    return "\n".join(line for track in TRACKS.values() for line in lines_of(track)).rstrip() + "\n"


def lines_of(track: Track) -> Iterator[str]:
    """One track: its drawing, its phases, its steps."""
    yield from (
        f"## {capfirst(str(track.name))} (`{track.key}`)",
        "",
        f"![{track.name}](dossiers-{track.key}.svg)",
        "",
    )
    yield from (
        "| phase | public name | who acts | what it waits for | the applicant may change |",
        "| --- | --- | --- | --- | --- |",
    )
    opens = {"": "–", "all": "all", "named": "the parts that were opened"}
    for phase in track.phases:
        yield f"| `{phase.key}` | {phase.name} | {phase.acts.label} | {phase.waits} | {opens[phase.opens]} |"
    yield from (
        "",
        "| step | button | from | to | who may | conditions | asks | does | mails |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    )
    for step in track.steps:
        yield row_of(step)
    yield ""


def row_of(step: Step) -> str:
    """One step."""
    end = {STAYS: "stays", BACK: "where it was"}.get(step.end, f"`{step.end}`")
    cells = (
        f"`{step.key}`",
        str(step.label),
        ", ".join(f"`{key}`" for key in step.start),
        end,
        str(step.may.label),
        " ".join(str(condition.sentence) for condition in step.conditions) or "–",
        ", ".join(str(ask.label) for ask in step.asks) or "–",
        ", ".join(f"`{effect.__name__}`" for effect in step.effects) or "–",
        ", ".join(mail.value for mail in step.mails) or "–",
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
