"""The bench's hand inside the portal: one process that answers, a line of JSON for each line of JSON it is asked.

It tells what there is to visit, counts queries, and edits an actor, so that no cache that is right can answer next.
"""

import json
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, TargetGroup
from ecru.base.text import query_words
from projects.models import PartnerCall, Practice, Project
from tests.bench import alerts, words

SPREAD = 200


def facts() -> dict[str, Any]:
    """Keys, slugs and words to visit, and the share of the actors that each search finds, in percent."""
    published = Actor.objects.published()
    total = published.count()
    step = max(1, total // SPREAD)
    keys = list(published.order_by("pk").values_list("pk", "slug"))[::step]
    searches = (words.RARE, words.COMMON)
    return {
        "published": total,
        "keys": [key for key, _slug in keys],
        "slugs": [slug for _key, slug in keys],
        "practices": list(
            Practice.objects.published().order_by("pk").values_list("slug", flat=True)[:SPREAD]
        ),
        "calls": list(PartnerCall.objects.published().values_list("slug", flat=True)[:SPREAD]),
        "projects": list(Project.objects.published().values_list("slug", flat=True)[:SPREAD]),
        "groups": list(TargetGroup.objects.values_list("slug", flat=True))[:12],
        "shares": {word: round(100 * published.search(word).count() / total, 1) for word in searches},
        "words": {word: query_words(word) for word in searches},
    }


def queries(paths: list[str]) -> list[int]:
    """How many queries each page costs an anonymous visitor."""
    client = Client(headers={"host": "cultuur.example"})
    counts = []
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path, secure=True)
        if answer.status_code != 200:
            raise SystemExit(f"{path} gave {answer.status_code}")
        counts.append(len(captured))
    return counts


def edits() -> Iterator[bool]:
    """Confirms one published actor after the other, as an editor does."""
    for key in cycle(list(Actor.objects.published().order_by("pk").values_list("pk", flat=True)[:SPREAD])):
        Actor.objects.get(pk=key).confirm()
        yield True


def serve() -> None:
    """Answers until nobody asks any more."""
    editing = edits()
    answers: dict[str, Callable[..., Any]] = {
        "facts": facts,
        "queries": queries,
        "edit": lambda: next(editing),
        "alerts": alerts.measure,
    }
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(answers[name](*arguments)), flush=True)
