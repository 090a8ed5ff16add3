"""Where somebody is signed in: noted when it starts, seen now and then, ended by hand or by itself."""

import re
import time

from django.contrib.auth import logout
from django.http import HttpRequest

from actors.models import SignedIn
from actors.models.sign_ins import SEEN_EVERY, SignedInQuerySet
from ecru.base.unsent import mark_of

SEEN = "seen"  # seconds; only in sessions that were noted
# The first that fits; Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
BROWSERS = {
    "Edge": r"Edg(e|A|iOS)?/",
    "Opera": r"OPR/|Opera",
    "Samsung Internet": r"SamsungBrowser/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrome/|CriOS/|Chromium/",
    "Safari": r"Safari/",
}
SYSTEMS = {
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Android": r"Android",
    "Windows": r"Windows",
    "Mac": r"Macintosh|Mac OS X",
    "Linux": r"Linux|X11",
}


def browser_of(agent: str) -> str:
    """The kind of browser and machine in words, such as "Firefox, Android"; empty when nothing is known."""
    kinds = [
        next((name for name, at in table.items() if re.search(at, agent)), "")
        for table in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(kind for kind in kinds if kind)


def note_sign_in(request: HttpRequest) -> None:
    """Notes that somebody just signed in here."""
    if not request.session.session_key:
        request.session.save()
    told = {
        "user": request.user,
        "mark": mark_of(request.META.get("CSRF_COOKIE", "")),
        "browser": browser_of(request.headers.get("user-agent", "")),
    }
    SignedIn.objects.update_or_create(key=request.session.session_key, defaults=told)
    request.session[SEEN] = time.time()


def note_seen(request: HttpRequest) -> None:
    """Notes that somebody is still here, at most once in ``SEEN_EVERY``."""
    seen = request.session.get(SEEN)
    if seen is None or time.time() - seen < SEEN_EVERY.total_seconds():
        return
    request.session[SEEN] = time.time()
    here(request).see()


def here(request: HttpRequest) -> SignedInQuerySet:
    """This session."""
    return SignedIn.objects.with_key(request.session.session_key)


def follow(request: HttpRequest, old_key: str | None) -> None:
    """A session got a new key, after a change of password: the list follows it."""
    SignedIn.objects.with_key(old_key).move_to(request.session.session_key)


def leave(request: HttpRequest) -> None:
    """Signs out here."""
    here(request).end()
    logout(request)


def end_others(request: HttpRequest) -> int:
    """Signs out everywhere else; returns in how many places."""
    return SignedIn.objects.of(request.user).but(request.session.session_key).going_on().end()
