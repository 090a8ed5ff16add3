"""The final reports of made-up dossiers: whole ones, and one that somebody began."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from subsidies.models.reports import REACHES
from subsidies.reporting import save_report

from .budgets import tell_actuals
from .deeds import DAY, Deed
from .money import LAPSED, LAPSED_OF
from .walking import Walk


@dataclass(frozen=True)
class Told:
    """What a report tells: what was done, what worked, what did not, what to watch, how many came, and how many of the target group."""

    done: str
    worked: str = ""
    did_not_work: str = ""
    watch_out: str = ""
    reached: int | None = None
    of_group: int | None = None


TOLD = {
    "Kermis der kleine podia": Told(
        "We zetten op de kermis zes kleine podia. Elk uur speelde er iemand uit een andere straat.",
        "De podia stonden tussen de kramen. Wie toevallig voorbijkwam, bleef staan.",
        "Op zaterdag regende het. Twee optredens vielen weg, want we hadden geen tent.",
        "Spreek vooraf af met de foorkramers over het geluid.",
        640,
        380,
    ),
    "Muziek voor wie niet komt": Told(
        "We speelden twaalf keer in de wachtzaal en in het sociaal restaurant.",
        "Het restaurant nodigde de mensen zelf uit. Zij kenden hun gasten.",
        "Onze affiche werkte niet: bijna niemand las ze.",
        "Vraag eerst welk uur past. Wij kwamen de eerste keer te vroeg.",
        310,
        240,
    ),
    "Stemmen van de mijn": Told(
        "We namen 24 verhalen op van vroegere mijnwerkers. Je hoort ze op tien plekken langs het kolenspoor.",
        "De kleinkinderen stelden de vragen. Dat maakte de verhalen warm.",
        "Drie opnames waren te stil. We moesten ze opnieuw maken.",
        "Reken op dubbel zo veel tijd voor het knippen.",
        205,
        24,
    ),
    "Dialect in beeld": Told(
        "Vier avonden lang verzamelden we woorden en foto's. Daarvan maakten we een klein boek.",
        "Ook wie pas hier woont, bracht woorden mee uit de eigen taal.",
        "De laatste avond viel samen met een wedstrijd. Er kwamen maar negen mensen.",
        "Kijk in de agenda van de gemeente voor je een datum kiest.",
        130,
        96,
    ),
    "Verhalen aan de toog": Told("In drie cafés vertelden mensen over hun straat. De vierde avond komt nog."),
}
BEGUN_AGO = 4  # days since somebody wrote in a report that is not handed in


def reports_of(walks: list[Walk], now: datetime) -> Iterator[Deed]:
    """Writing each report the day before it is handed in, with what it cost."""
    for walk in walks:
        told, handed_in = TOLD.get(walk.plan.title), walk.when("verslag-indienen")
        if told is not None and handed_in is None:
            yield Deed(now - BEGUN_AGO * DAY, partial(write, walk, told))
        elif told is not None and handed_in is not None:
            yield Deed(handed_in - DAY, partial(write, walk, told))
            yield Deed(handed_in - DAY, partial(reckon, walk))


def write(walk: Walk, told: Told, at: datetime) -> None:
    """Writes what is told."""
    values = {name: value for name, value in vars(told).items() if name != "of_group"}
    for group in walk.dossier.target_groups.all() if told.of_group is not None else []:
        values[f"{REACHES}{group.pk}"] = told.of_group
    save_report(dossier=walk.dossier, by=walk.applicant, values=values, at=at)


def reckon(walk: Walk, _at: datetime) -> None:
    """Writes what it cost."""
    left = LAPSED if walk.plan.title == LAPSED_OF else Decimal(0)
    tell_actuals(walk.dossier, walk.applicant, left)
