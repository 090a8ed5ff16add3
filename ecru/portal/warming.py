"""What every page looks at, read into memory before the first visitor comes, so that nobody waits for it.

Pages read it themselves where this did not, and again after any change: see ``ecru.base.edition``.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils import translation

from actors.answers import DISCIPLINES, KINDS, TARGET_GROUPS, THEMES, municipalities, places
from actors.catalogues import ACTORS, EXPERTS
from actors.expert_relations import offering
from actors.terms import called_otherwise, fell_silent, sources
from ecru.base.edition import edition
from projects.catalogues import CALLS, PRACTICES, PROJECTS
from projects.catalogues import WORDS as SUBJECT_WORDS
from projects.matching.deeds import deeds
from projects.matching.leaving_out import pauses
from projects.panels.together import joined
from projects.practices.belongings import belongings
from subsidies.answers import FORMS, LEGAL_FORMS
from subsidies.catalogues import MEASURES
from subsidies.termbook import termbook
from subsidies.timetable import board

log = logging.getLogger(__name__)
ASKED: tuple[Callable[[], Any], ...] = (
    *(catalogue.shelf for catalogue in (ACTORS, EXPERTS, PRACTICES, PROJECTS, CALLS, MEASURES)),
    *(municipalities, places, KINDS, TARGET_GROUPS, DISCIPLINES, THEMES, SUBJECT_WORDS["resources"]),
    *(fell_silent, pauses, sources, called_otherwise),
    *(offering, deeds, joined, belongings, board, termbook, FORMS, LEGAL_FORMS),
)


def warm() -> None:
    """Reads it all, in the language of most visitors. A database that does not answer is logged, and no reason not to start."""
    read_addresses()
    try:
        with translation.override(settings.LANGUAGE_CODE), edition.one_reading():
            for ask in ASKED:
                ask()
    except DatabaseError:
        log.warning("nothing was read beforehand: the database did not answer", exc_info=True)


def read_addresses() -> None:
    """Reads every view and every address, once for all workers; otherwise the first visitor of each of them waits for it."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("home")
