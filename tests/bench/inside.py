"""The bench's hand inside the portal: one process that answers, a line of JSON for each line of JSON it is asked.

It tells what there is to visit, counts queries, and edits an actor, so that no cache that is right can answer next.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor, TargetGroup
from ecru.base.text import query_words
from ecru.portal.warming import warm
from projects.matching import suggest
from projects.matching.deeds import VOCABULARIES
from projects.models import PartnerCall, Practice, PracticeActor, Project
from tests.bench import alerts, dossiers, measures, words

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


def made_things(number: int = 300) -> None:
    """Practices with makers, and open calls, so that suggestions have something to weigh of every kind."""
    chance, today = random.Random(number), timezone.localdate()  # noqa: S311 - made-up data, always the same
    actors = list(Actor.objects.published().order_by("pk")[: number * 2])
    terms = {name: list(getattr(Actor, name).rel.model.objects.all()) for name in VOCABULARIES}
    for place in range(number):
        actor, slug = actors[place], f"bench-{place}"
        practice = Practice.objects.create(
            title=slug, slug=slug, status="published", year_from=2000 + place % 25
        )
        PracticeActor.objects.create(practice=practice, actor=actor, consent="akkoord")
        call = PartnerCall.objects.create(
            title=slug,
            slug=slug,
            status="published",
            actor=actors[place + number],
            closes_on=today + timedelta(days=30),
        )
        for record in (practice, call):
            for name, words_ in terms.items():
                getattr(record, name).add(*chance.sample(words_, 2))


def suggestions() -> dict[str, Any]:
    """How long the suggestions for one actor take, for forty of them, in milliseconds; and how many queries."""
    made_things()
    published = list(Actor.objects.published().order_by("pk")[:: max(1, Actor.objects.count() // 40)])
    suggest(published[0])
    times = []
    for actor in published:
        start = time.perf_counter()
        suggest(actor)
        times.append(1000 * (time.perf_counter() - start))
    with CaptureQueriesContext(connection) as captured:
        suggest(published[0])
    times.sort()
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95) - 1], 1),
        "queries": len(captured),
    }


def queries(paths: list[str], cookie: str = "") -> list[int]:
    """How many queries each page costs an anonymous visitor, or who comes with ``cookie``."""
    client = Client(headers={"host": "cultuur.example"} | ({"cookie": cookie} if cookie else {}))
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
    warm()  # as a worker, which is forked from a process that did
    editing = edits()
    answers: dict[str, Callable[..., Any]] = {
        "facts": facts,
        "suggestions": suggestions,
        "queries": queries,
        "edit": lambda: next(editing),
        "alerts": alerts.measure,
        "measures": measures.grow,
        "dossiers": dossiers.grow,
    }
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(answers[name](*arguments)), flush=True)
