"""How long a round of saved searches takes: many searches over the whole field, with and without news. Runs inside the portal.

Each search has words of the field, a municipality, a target group or a mix of them, so that no two are alike.
"""

import time
from collections.abc import Callable
from itertools import islice, product
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode

from actors.models import Actor, Municipality, TargetGroup
from ecru.base.daily_jobs import lookout
from ecru.base.models import MailReader, OutgoingMail, Publication, SavedSearch
from ecru.base.saved.happenings import scene
from ecru.base.saved.rounds import AT_ONCE, tell_news
from ecru.base.saved.watched import watched
from tests.bench import words

ENTRY = "actoren"


def questions(number: int) -> list[str]:
    """So many different questions."""
    places = ["", *Municipality.objects.order_by("pk").values_list("slug", flat=True)]
    groups = ["", *TargetGroup.objects.order_by("pk").values_list("slug", flat=True)]
    texts = ["", words.COMMON, words.RARE, "jeugd", "dans", "theater"]
    every = product(texts, places, groups)
    asked = [
        urlencode(
            {name: value for name, value in zip(("q", "gemeente", "doelgroep"), one, strict=True) if value}
        )
        for one in islice(every, number)
    ]
    return [watched[ENTRY].opened(question).question for question in asked]


def subscribe(number: int) -> int:
    """Makes so many confirmed searches that know all there is; returns how many there are."""
    there, now = scene(watched[ENTRY], timezone.now()), timezone.now()
    for position, question in enumerate(questions(number)):
        found = there.found(question)
        SavedSearch(
            reader=MailReader.objects.of(f"lezer{position}@voorbeeld.example"),
            directory=ENTRY,
            question=question,
            rhythm=AT_ONCE[0],
            confirmed_at=now,
            looked_on=timezone.localdate(now),
            known=found.serialize() if found else b"",
        ).save()
    return SavedSearch.objects.count()


def timed(work: Callable[[], Any]) -> dict[str, Any]:
    """What ``work`` reports, how long it took in milliseconds, and with how many queries."""
    with CaptureQueriesContext(connection) as captured:
        start = time.perf_counter()
        report = work()
        milliseconds = round((time.perf_counter() - start) * 1000, 1)
    return {"milliseconds": milliseconds, "queries": len(captured), **report}


def measure(number: int) -> dict[str, Any]:
    """The figures of ``number`` searches: nothing changed, a whole look without news, and one new actor."""
    searches = subscribe(number)
    tell_news(AT_ONCE, timezone.now())
    lookout.turn(timezone.now())
    figures = {"searches": searches, "quiet": timed(lambda: lookout.turn(timezone.now()))}
    figures["no_news"] = timed(lambda: tell_news(AT_ONCE, timezone.now()))
    actor = Actor.objects.published().order_by("pk")[0]
    Actor.objects.filter(pk=actor.pk).update(status=Publication.ARCHIVED)
    tell_news(AT_ONCE, timezone.now())
    draft = Actor.objects.filter(status=Publication.DRAFT, closed=False).order_by("pk")[0]
    draft.status = Publication.PUBLISHED
    draft.save()
    figures["one_new_actor"] = timed(lambda: tell_news(AT_ONCE, timezone.now()))
    OutgoingMail.objects.filter(kind="alert").delete()
    return figures
