"""The words in which dossiers are kept: tracks, phases, places of people, outcomes. What a phase means stands in ``phases.py``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TrackName(models.TextChoices):
    """Who decides: ECRU itself, or another giver for whom ECRU coaches the file."""

    OWN = "eigen-steun", _("support from ECRU")
    COACHED = "begeleiding", _("guidance for another giver")


OWN_PHASES = (
    *("concept", "ingediend", "aanvulling", "ontvankelijk", "advies", "agenda", "beslist", "overeenkomst"),
    *("uitvoering", "eindverslag", "afgesloten", "ingetrokken"),
)
COACHED_PHASES = (
    *(
        "idee",
        "opmaak",
        "revisie",
        "ingediend",
        "ontvankelijk",
        "niet-ontvankelijk",
        "toegekend",
        "geweigerd",
    ),
    *("reserve", "uitvoering", "verantwoord", "afgesloten", "ingetrokken"),
)
FIRST_PHASE = {TrackName.OWN: "concept", TrackName.COACHED: "idee"}
UNSENT, WITHDRAWN, REOPENED, CLOSED = "concept", "ingetrokken", "aanvulling", "afgesloten"
REPORTING = "uitvoering"  # the phase in which a report is written
BEGUN = "begonnen"  # the first line of every history


class Place(models.TextChoices):
    """What somebody of another actor may do in a dossier."""

    SENDS = "dient-in", _("writes and sends")
    WRITES = "schrijft", _("writes along")
    READS = "leest", _("reads along")


class Outcome(models.TextChoices):
    """What came of a question for support."""

    GRANTED = "toegekend", _("granted")
    REFUSED = "geweigerd", _("refused")
    INADMISSIBLE = "niet-ontvankelijk", _("not admissible")


class Party(models.TextChoices):
    """Whose turn it is."""

    APPLICANT = "aanvrager", _("the applicant")
    DESK = "ecru", _("ECRU")
    EXPERTS = "experten", _("the experts")
    BOARD = "bestuur", _("the board")
    FUNDER = "gever", _("the giver")
    NOBODY = "niemand", _("nobody")
