"""The rounds: who hears what, when. A mail is told once, and counts as told only when the mail server took it.

Each search is one transaction: its mail in the outbox, and a note of all that stands in it. The note blocks a second mail
until the outbox says what became of the first. So who is killed in the middle, and who works beside another, changes nothing.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from pyroaring import BitMap

from ecru.base.edition import edition
from ecru.base.outbox.mail import OutgoingMail
from ecru.base.outbox.posting import post

from .happenings import Happening, Scene, Why, scene
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
def note_what_became(search: int, occasion: str, mail: OutgoingMail) -> int:
    """The owner of ``search`` knows what stood in ``mail``: it was sent, or somebody decided to leave it. Returns how much."""
    mine = SavedSearch.objects.locked(search)
    told = Told.objects.unsent().in_mail(occasion)
    if mine is None:
        return 0
    mine.know(mine.known_numbers | BitMap(told.values_list("number", flat=True)))
    if mail.sent_at is None:
        return told.delete()[0]
    SavedSearch.objects.filter(pk=search).update(told_at=mail.sent_at)
    return told.update(sent_at=mail.sent_at)


def take_back_what_is_over(scenes: Scenes) -> int:
    """Takes back mails that wait and hold what is gone or closed by now; the next round tells what is left. Returns how many."""
    taken = 0
    waiting: dict[str, list[Told]] = {}
    for told in Told.objects.unsent().select_related("search").order_by("pk"):
        waiting.setdefault(told.occasion, []).append(told)
    for occasion, every in waiting.items():
        found = scenes.found(every[0].search)
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

    The number of queries does not grow with the searches that have no news.
    """
    report, today = {"searches": 0, "mails": 0, "records": 0}, timezone.localdate(now)
    with edition.one_reading():
        settle(now)
        scenes = Scenes(now)
        take_back_what_is_over(scenes)
        looked = []
        for search in SavedSearch.objects.due(rhythms, today).without_open_mail():
            found, there = scenes.found(search), scenes.of(search)
            report["searches"] += 1
            if found is None or there is None:
                continue
            if differs(search, there, found):
                count = tell(search, there, found, now)
                report["mails"] += bool(count)
                report["records"] += count
            looked.append(search.pk)
        if rhythms != AT_ONCE:
            note_looks(looked, now)
    return report


def note_looks(keys: Iterable[int], now: datetime) -> None:
    """Notes that these searches had their turn today, so that nobody looks at them again."""
    SavedSearch.objects.looked(list(keys), timezone.localdate(now))


def differs(search: SavedSearch, there: Scene, found: BitMap) -> bool:
    """Whether anything came or went since its owner heard of ``search``."""
    known = search.known_numbers
    return bool(found - known) or bool((known & there.live) - found)


@transaction.atomic
def tell(search: SavedSearch, there: Scene, found: BitMap, now: datetime) -> int:
    """Posts the mail about what is new in ``search``; returns how many records it tells. What left may be news again later."""
    mine = SavedSearch.objects.locked(search.pk)
    if mine is None or mine.rhythm != search.rhythm or mine.told.unsent().exists():
        return 0
    known = mine.known_numbers
    left = (known & there.live) - found
    if left:
        mine.told.filter(number__in=list(left)).delete()
    kept = (known - left) & there.all_numbers
    mine.know(kept, looked_on=timezone.localdate(now))
    numbers = sorted(found - kept, reverse=True)
    news = records_of(there, numbers[:MOST], known)
    gone = len(numbers[:MOST]) - len(news)
    if not news:
        return 0
    occasion = f"alert-{mine.pk}-{mine.next_letter()}"
    mine.keep_token()
    if not post(
        occasion, news_letter(mine, there.entry, [one for _number, one in news], len(numbers) - gone)
    ):
        return 0
    shown = [number for number, _one in news] + numbers[MOST:]
    Told.objects.bulk_create(
        Told(search=mine, number=number, key=there.by_number[number].key, occasion=occasion, posted_at=now)
        for number in shown
    )
    return len(shown)


def records_of(there: Scene, numbers: list[int], known: BitMap) -> list[tuple[int, News]]:
    """The records with ``numbers``, with what happened as this reader sees it; without what is gone in the meantime."""
    happened = [there.by_number[number] for number in numbers]
    listing = there.entry.opened("")
    records = {record.pk: record for record in listing.cards([one.key for one in happened])}
    return [
        (one.number, News(records[one.key], one.why if one.previous in known else Why.NEW))
        for one in happened
        if one.key in records
    ]


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
