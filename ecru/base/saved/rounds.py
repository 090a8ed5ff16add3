"""The rounds: who hears what, when. A mail is told once, and counts as told only when the mail server took it.

Each search is one transaction: its mail in the outbox, and a note of all that stands in it. The note blocks a second mail
until the outbox says what became of the first. So who is killed in the middle, and who works beside another, changes nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from pyroaring import BitMap

from ecru.base.edition import edition
from ecru.base.outbox.mail import OutgoingMail
from ecru.base.outbox.posting import post

from .happenings import Happening, Known, Scene, Why, scene
from .letters import MOST, News, news_letter
from .searches import Rhythm, SavedSearch, Told
from .watched import watched

LOOKS_AGAIN = timedelta(minutes=15)  # also when nothing seems to have changed
AT_ONCE, IN_THE_MORNING = [Rhythm.NOW.value], [Rhythm.DAILY.value, Rhythm.WEEKLY.value]


class Scenes:
    """The lists as they are in one round: each is looked at once, when the first search asks."""

    def __init__(self, now: datetime) -> None:
        self.now, self.seen = now, dict[str, Scene]()

    def of(self, search: SavedSearch) -> Scene | None:
        """The list of ``search``; None when it does not exist any more."""
        entry = watched.get(search.directory)
        if entry is None:
            return None
        if entry.name not in self.seen:
            self.seen[entry.name] = scene(entry, self.now)
        return self.seen[entry.name]

    def found(self, search: SavedSearch) -> BitMap | None:
        """What ``search`` finds; None when it asks for what does not exist any more."""
        there = self.of(search)
        return there.found(search.question) if there else None


def settle(now: datetime) -> dict[str, int]:
    """Notes what became of the mails: sent means told, gone means not told; what waits for a person waits."""
    report = {"told": 0, "not_told": 0}
    open_mails = Told.objects.unsent().order_by("occasion").values_list("occasion", "search").distinct()
    waiting = dict(open_mails)
    mails = {mail.key: mail for mail in OutgoingMail.objects.with_keys(waiting)}
    for occasion, search in waiting.items():
        mail = mails.get(occasion)
        if mail is None:
            report["not_told"] += Told.objects.unsent().in_mail(occasion).delete()[0]
        elif mail.sent_at or mail.left_at:
            report["told"] += note_what_became(search, occasion, mail)
    return report


@transaction.atomic
def note_what_became(search: int | None, occasion: str, mail: OutgoingMail) -> int:
    """The owner of ``search`` knows what stood in ``mail``: it was sent, or somebody decided to leave it. Returns how much.

    Also when the search is gone by now: what somebody was told, they were told.
    """
    mine = SavedSearch.objects.locked(search) if search else None
    told = Told.objects.unsent().in_mail(occasion)
    if mine is not None:
        mine.know(mine.known_numbers | BitMap(told.values_list("number", flat=True)))
    if mail.sent_at is None:
        return told.delete()[0]
    if mine is not None:
        SavedSearch.objects.filter(pk=mine.pk).update(told_at=mail.sent_at)
    return told.update(sent_at=mail.sent_at)


def take_back_what_is_over(scenes: Scenes) -> int:
    """Takes back mails that wait and hold what is gone or closed by now, or that are too late; the next round tells what is left.

    Returns how many.
    """
    taken = 0
    waiting: dict[str, list[Told]] = {}
    for told in Told.objects.unsent().select_related("search").order_by("pk"):
        waiting.setdefault(told.occasion, []).append(told)
    late = OutgoingMail.objects.with_keys(waiting).too_late(scenes.now)
    too_late = set(late.values_list("key", flat=True))
    for occasion, every in waiting.items():
        search = every[0].search
        found = scenes.found(search) if search and occasion not in too_late else None
        if found is None or any(told.number not in found for told in every):
            taken += withdraw(occasion)
    return taken


@transaction.atomic
def withdraw(occasion: str) -> int:
    """Takes back one mail with its notes, unless a worker has it in hand; how many."""
    taken = OutgoingMail.objects.with_keys([occasion]).withdraw()
    if taken:
        Told.objects.unsent().in_mail(occasion).delete()
    return taken


def tell_news(rhythms: list[str], now: datetime) -> dict[str, int]:
    """Posts a mail for every search of ``rhythms`` that is due at ``now`` and has news; one mail a search.

    In the morning also for who is told once a week, when something cannot wait until Monday. The number of queries does not grow with the searches that have no news.
    """
    report = {"searches": 0, "mails": 0, "records": 0}
    with edition.one_reading():
        settle(now)
        scenes = Scenes(now)
        take_back_what_is_over(scenes)
        looked = []
        for search, hurried in turns(rhythms, timezone.localdate(now)):
            found, there = scenes.found(search), scenes.of(search)
            report["searches"] += not hurried
            if found is None or there is None:
                continue
            if differs(search, there, found, hurried=hurried):
                count = tell(search, there, found, now, hurried=hurried)
                report["mails"] += bool(count)
                report["records"] += count
            if not hurried:
                looked.append(search.pk)
        if rhythms != AT_ONCE:
            note_looks(looked, now)
    return report


def turns(rhythms: list[str], today: date) -> Iterator[tuple[SavedSearch, bool]]:
    """The searches to look at, each with whether only for what cannot wait."""
    for search in SavedSearch.objects.due(rhythms, today).without_open_mail():
        yield search, False
    dated = [entry.name for entry in watched.values() if entry.is_dated]
    if Rhythm.WEEKLY in rhythms and dated:
        for search in SavedSearch.objects.resting(dated, today).without_open_mail():
            yield search, True


def note_looks(keys: Iterable[int], now: datetime) -> None:
    """Notes that these searches had their turn today, so that nobody looks at them again."""
    SavedSearch.objects.looked(list(keys), timezone.localdate(now))


def differs(search: SavedSearch, there: Scene, found: BitMap, *, hurried: bool) -> bool:
    """Whether anything came or went since its owner heard of ``search``; ``hurried``: anything that cannot wait."""
    known = search.known_numbers
    if hurried:
        return bool(there.news(found & there.hurried, known))
    return bool(found - known) or bool((known & there.live) - found)


@transaction.atomic
def tell(search: SavedSearch, there: Scene, found: BitMap, now: datetime, *, hurried: bool = False) -> int:
    """Posts the mail about what is new in ``search``; returns how many records it tells. What left may be news again later.

    ``hurried``: only what cannot wait for its turn.
    """
    mine = SavedSearch.objects.locked(search.pk)
    if mine is None or mine.rhythm != search.rhythm or mine.told.unsent().exists():
        return 0
    known = mine.known_numbers
    left = (known & there.live) - found
    if left:
        forget_what_left(mine, there, left)
    kept = (known - left) & there.all_numbers
    fresh = there.news(found, kept)
    before = dict(Told.objects.to(mine.reader).values_list("number", "sent_at")) if fresh else {}
    heard = BitMap(number for number, sent_at in before.items() if sent_at)
    silent = (found - kept - fresh) | (fresh & heard)
    mine.know(kept | silent, **({} if hurried else {"looked_on": timezone.localdate(now)}))
    untold = fresh - BitMap(before)
    return write_news(mine, there, untold & there.hurried if hurried else untold, known, now)


def forget_what_left(search: SavedSearch, there: Scene, left: BitMap) -> None:
    """A record that left ``search`` may be told again when it returns, unless its owner has it by another one; a named fact never."""
    elsewhere = BitMap.union(BitMap(), *(other.known_numbers for other in SavedSearch.objects.beside(search)))
    again = [number for number in left - elsewhere if not there.by_number[number].fact]
    search.told.filter(number__in=again).delete()


def write_news(search: SavedSearch, there: Scene, numbers: BitMap, known: BitMap, now: datetime) -> int:
    """Posts one mail that tells ``numbers``, and notes what stands in it; returns how many records that are."""
    by_key = there.keys_of(numbers)
    shown = dict(islice(by_key.items(), MOST))
    news = records_of(there, shown, known)
    if not news:
        return 0
    count = len(by_key) - len(shown) + len(news)
    occasion = f"alert-{search.pk}-{search.next_letter()}"
    search.keep_token()
    if not post(occasion, news_letter(search, there.entry, news, count)):
        return 0
    gone = shown.keys() - {one.record.pk for one in news}
    Told.objects.bulk_create(
        Told(reader=search.reader, search=search, number=number, key=key, occasion=occasion, posted_at=now)
        for key, numbers_of_it in by_key.items()
        if key not in gone
        for number in numbers_of_it
    )
    return count


def records_of(there: Scene, shown: dict[int, list[int]], known: BitMap) -> list[News]:
    """The records in ``shown``, with what happened as this reader sees it; without what is gone in the meantime."""
    records = {record.pk: record for record in there.entry.opened("").cards(list(shown))}
    return [
        news_of(records[key], [there.by_number[number] for number in numbers], there, known)
        for key, numbers in shown.items()
        if key in records
    ]


def news_of(record: Any, happened: list[Known], there: Scene, known: BitMap) -> News:
    """What happened to one record: to itself, and its named facts in the order of their names."""
    own = next((one for one in happened if not one.fact), None)
    why, what = "", ""
    if own is not None:
        why, what = (own.why, own.what) if own.before & known else (Why.NEW, "")
    limits = [there.facts[one.number].until for one in happened if one.number in there.facts]
    return News(
        record,
        why,
        what,
        tuple(sorted((one.fact, one.mark) for one in happened if one.fact)),
        min((until for until in limits if until), default=None),
    )


def forget_long_gone(now: datetime) -> int:
    """Removes happenings of records that left their list years ago."""
    return Happening.objects.long_gone(now).delete()[0]


class Lookout:
    """What a worker remembers between two rounds "at once": when nothing changed, nobody has to look."""

    def __init__(self) -> None:
        self.changed = True
        self.last: tuple[tuple[date, int], datetime] | None = None
        edition.subscribe(self.hear)

    def hear(self, _changed: dict[str, set[int]] | None) -> None:
        """Something that pages show changed."""
        self.changed = True

    def turn(self, now: datetime) -> dict[str, int]:
        """Tells who wants to know at once, if there may be something to tell; else two short queries."""
        edition.refresh()
        state = (timezone.localdate(now), SavedSearch.objects.due(AT_ONCE, timezone.localdate(now)).count())
        quiet = not self.changed and self.last is not None and self.last[0] == state
        if quiet and self.last and now - self.last[1] < LOOKS_AGAIN and not Told.objects.unsent().exists():
            return {}
        self.changed, self.last = False, None
        report = tell_news(AT_ONCE, now)
        self.last = (state, now)
        return report
