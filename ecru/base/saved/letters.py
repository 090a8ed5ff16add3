"""The mails about saved searches: do you want this, and this is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ecru.base.outbox.letters import Entry, Group, Letter, Link

from .happenings import Why
from .searches import KIND, Rhythm, SavedSearch
from .watched import Watched

MOST = 20  # records in one mail; the others are a link away


@dataclass(frozen=True)
class News:
    """A record to tell: what happened to itself (``why``, and in which parts, ``what``), and the facts with a name, each with its mark.

    ``until``: the last moment at which one may still tell it.
    """

    record: Any
    why: str = ""
    what: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    until: datetime | None = None


def confirm_letter(search: SavedSearch) -> Letter:
    """Asks whose address this is whether they really want to hear of it."""
    with override(search.spoken):
        body = _(
            "Hello\n\nSomebody asked us to send news to this address about:\n%(search)s\n\n"
            "Was it you? Then say yes with the button. The link works for seven days.\n\n"
            "Was it not you? Then do nothing: you get no more mails."
        )
        return Letter(
            to=search.reader.where,
            subject=_("Do you want news about this?"),
            body=body % {"search": search.in_words},
            why=_("You get this mail because somebody filled in this address at ECRU."),
            kind="alert-asked",
            links=(Link(_("Yes, I want this news"), search.address("alert")),),
            language=search.spoken,
        )


def again_letter(search: SavedSearch) -> Letter:
    """Tells who asks for what they have already how to change it."""
    with override(search.spoken):
        body = _(
            "Hello\n\nYou asked for news about:\n%(search)s\n\nYou get this news already: %(rhythm)s. "
            "With the button you change how often, or stop it."
        )
        return Letter(
            to=search.reader.where,
            subject=_("You get this news already"),
            body=body % {"search": search.in_words, "rhythm": search.get_rhythm_display()},
            why=_("You get this mail because somebody filled in this address at ECRU."),
            kind="alert-asked",
            links=(Link(_("Change how often, or stop"), search.address("alert")),),
            language=search.spoken,
        )


def news_letter(search: SavedSearch, entry: Watched, news: Sequence[News], count: int) -> Letter:
    """Tells ``news``, the first of ``count`` records; in the language of who reads it."""
    with override(search.spoken):
        name = str(search)
        entries = tuple(told_of(one, entry) for one in news)
        subject = ngettext("%(count)d new for you: %(search)s", "%(count)d new for you: %(search)s", count)
        body = ngettext(
            "Hello\n\n%(count)d is new in what you saved as “%(search)s”.",
            "Hello\n\n%(count)d are new in what you saved as “%(search)s”.",
            count,
        )
        if entry.is_dated:
            body = _("Hello\n\nThere is news about what you saved as “%(search)s”.")
        told = {"count": count, "search": name}
        whole = _("See the whole list") if count <= len(news) else _("See all %(count)d") % {"count": count}
        return Letter(
            to=search.reader.where,
            subject=subject_of(news, entry, name) if entry.is_dated else subject % told,
            body=body % told,
            why=reason(search),
            kind=KIND,
            links=(
                Link(whole, search.listing.url()),
                Link(_("Change how often, or stop"), search.address("alert")),
            ),
            language=search.spoken,
            groups=(Group(str(entry.label), entries),),
            stop=Link(_("Stop only the news about “%(search)s”") % told, search.address("alert-stop")),
            until=min((one.until for one in news if one.until), default=None),
        )


def subject_of(news: Sequence[News], entry: Watched, name: str) -> str:
    """What happened, for one record; how much, for more of them. For lists in which things have their day."""
    if len(news) == 1:
        return f"{news[0].record}: {happened_to(news[0], entry)[0].rstrip('.')}"
    told = ngettext("%(count)d message about %(search)s", "%(count)d messages about %(search)s", len(news))
    return told % {"count": len(news), "search": name}


def told_of(news: News, entry: Watched) -> Entry:
    """One record in a mail: its name, what happened, one line about it, and where it is."""
    body = " ".join([*happened_to(news, entry), entry.line(news.record)]).strip()
    link = Link(_("Have a look"), news.record.get_absolute_url())
    return Entry(str(news.record), body, (link,))


def happened_to(news: News, entry: Watched) -> list[str]:
    """What happened to one record, sentence by sentence: that it is new, its named facts, or else what changed of it."""
    told = [entry.say(news.record, name, mark) for name, mark in news.facts]
    if not news.why:
        return told
    parts = ", ".join(str(entry.parts[letter]) for letter in news.what)
    own = str(Why(news.why).label).capitalize()
    return [*told, f"{own}: {parts}."] if parts else [f"{own}.", *told]


def reason(search: SavedSearch) -> str:
    """Why this mail came: since when, what, and how often."""
    how_often = {
        Rhythm.NOW: _("You get this mail because you asked on %(day)s for news about “%(search)s”, at once."),
        Rhythm.DAILY: _(
            "You get this mail because you asked on %(day)s for news about “%(search)s”, once a day."
        ),
        Rhythm.WEEKLY: _(
            "You get this mail because you asked on %(day)s for news about “%(search)s”, once a week."
        ),
    }
    day = date_format(timezone.localdate(search.confirmed_at), "j F Y")
    return how_often[Rhythm(search.rhythm)] % {"day": day, "search": str(search)}
