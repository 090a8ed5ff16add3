"""Counting what nobody gives: once a visitor and day for the same search, without keeping who it was."""

import logging
import re
from collections.abc import Iterable
from itertools import islice, product
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest

from ecru.base.guard import address_of, hashed

from ..models import FinderGap
from ..models.gaps import Shape
from ..plans import Plan, Slugs
from ..wording import VOCABULARIES

MACHINES = re.compile(
    r"bot\b|crawl|spider|slurp|preview|monitor|curl|wget|python|headlesschrome-lighthouse", re.IGNORECASE
)
MOST_PAIRS = 12  # of municipality and people in one search
A_DAY = 86_400  # seconds

log = logging.getLogger(__name__)


def is_person(request: HttpRequest) -> bool:
    """Whether somebody looks, as far as a program says so itself; what a browser fetches beforehand counts for nobody."""
    agent = request.headers.get("user-agent", "")
    beforehand = "prefetch" in request.headers.get("sec-purpose", request.headers.get("purpose", ""))
    return request.method == "GET" and bool(agent) and not MACHINES.search(agent) and not beforehand


def note_gap(request: HttpRequest, plan: Plan, question: str) -> bool:
    """Counts that ``plan`` found nothing; whether it did. When that cannot be written, the page shows all the same."""
    if plan.is_empty or not is_person(request):
        return False
    try:
        seen = f"gap {hashed(f'{address_of(request)} {question}')}"
        if cache.get(seen):
            return False
        cache.set(seen, 1, A_DAY)
        for shape in shapes_of(plan):
            FinderGap.objects.note(shape)
    except DatabaseError:
        log.warning("a search for support that found nothing could not be counted")
        return False
    return True


def shapes_of(plan: Plan) -> Iterable[Shape]:
    """What was looked for: one shape for each municipality and group, at most twelve. Of the rest only what is one thing."""
    places = keys_of("municipalities", plan.municipalities) or [None]
    groups = keys_of("groups", plan.groups) or [None]
    rest = {
        "discipline": only("disciplines", plan.disciplines),
        "form": only("forms", plan.forms),
        "legal_form": only("legal_forms", frozenset(filter(None, [plan.legal_form]))),
    }
    pairs = islice(product(places, groups), MOST_PAIRS)
    return [Shape(municipality=place, target_group=group, **rest) for place, group in pairs]


def keys_of(vocabulary: str, slugs: Slugs) -> list[Any]:
    """The keys of the words with ``slugs``, from memory."""
    return [answer.key for answer in VOCABULARIES[vocabulary]() if answer.value in slugs]


def only(vocabulary: str, slugs: Slugs) -> Any:
    """The key of the one word that was chosen; None for none or several."""
    return next(iter(keys_of(vocabulary, slugs)), None) if len(slugs) == 1 else None
