"""Asking for news, confirming it, changing it and stopping it: the only functions that change a saved search."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pyroaring import BitMap

from ecru.base.directory import Directory
from ecru.base.outbox.mail import OutgoingMail
from ecru.base.outbox.posting import post
from ecru.base.outbox.readers import MailReader

from .happenings import scene
from .letters import again_letter, confirm_letter
from .records import Savable, SavedRecord
from .searches import LONGEST_LABEL, Rhythm, SavedSearch, Told, digest_of

MOST = 100  # searches of one person


@transaction.atomic
def ask_for_news(*, email: str, listing: Directory, rhythm: str, language: str, token: str) -> SavedSearch:
    """Notes that somebody wants news at ``email``, and mails there to ask whether that is so.

    Nothing else is sent before they say yes. Who has this search already gets a mail that says so: the page of who asks
    tells nobody which addresses we know. ``token`` makes a double click one mail.
    """
    reader, asked = MailReader.objects.of(email), listing.question
    search, _new = SavedSearch.objects.get_or_create(
        reader=reader,
        directory=listing.watched_as,
        digest=digest_of(asked),
        defaults={"question": asked, "rhythm": rhythm, "language": language},
    )
    if search.confirmed_at is None:
        search.asked_at, search.rhythm, search.language = timezone.now(), rhythm, language
        search.save(update_fields=["asked_at", "rhythm", "language"])
        letter = confirm_letter(search)
    else:
        letter = again_letter(search)
    search.keep_token()
    post(f"alert-asked-{search.pk}-{token[:32]}", letter)
    return search


@transaction.atomic
def save_search(*, user: Any, listing: Directory, rhythm: str, language: str, label: str = "") -> SavedSearch:
    """Saves a search for who is signed in: their address is known, so it counts at once; twice is one.

    Raises ``ValidationError`` for who has a hundred already.
    """
    reader, asked = MailReader.objects.of_account(user), listing.question
    if SavedSearch.objects.of_reader(reader).count() >= MOST:
        raise ValidationError(_("You saved a hundred searches. Remove one that you no longer need first."))
    search, _new = SavedSearch.objects.get_or_create(
        reader=reader,
        directory=listing.watched_as,
        digest=digest_of(asked),
        defaults={"question": asked, "rhythm": rhythm, "language": language},
    )
    search.label = label[:LONGEST_LABEL] or search.label
    search.save(update_fields=["label"])
    if search.confirmed_at is None:
        confirm_search(search=search)
    return change_search(search=search, rhythm=rhythm)


@transaction.atomic
def confirm_search(*, search: SavedSearch, now: datetime | None = None) -> bool:
    """The owner says yes: from now on they hear of what is new. False when they said so before."""
    now = now or timezone.now()
    mine = SavedSearch.objects.locked(search.pk)
    if mine is None or mine.confirmed_at is not None:
        return False
    known, today = baseline(mine, now), timezone.localdate(now)
    mine.know(known, confirmed_at=now, looked_on=today)
    search.refresh_from_db()
    return True


def baseline(search: SavedSearch, now: datetime) -> BitMap:
    """The numbers of all that ``search`` finds at ``now``: what its owner knows by looking at the list."""
    entry = search.entry
    return (scene(entry, now).found(search.question) or BitMap()) if entry else BitMap()


@transaction.atomic
def change_search(
    *, search: SavedSearch, rhythm: str, label: str | None = None, now: datetime | None = None
) -> SavedSearch:
    """Another rhythm, or another name.

    Who wants no mail any more gets none, also not one that waits. Who wants mail again hears of what is new from then on.
    """
    mine = SavedSearch.objects.locked(search.pk)
    if mine is None:
        return search
    now = now or timezone.now()
    if rhythm == Rhythm.NEVER:
        take_back(mine)
    elif mine.rhythm == Rhythm.NEVER:
        mine.know(mine.known_numbers | baseline(mine, now), looked_on=timezone.localdate(now))
    mine.refresh_from_db(fields=["known", "looked_on"])
    mine.rhythm = rhythm
    mine.label = mine.label if label is None else label[:LONGEST_LABEL]
    mine.save(update_fields=["rhythm", "label"])
    search.refresh_from_db()
    return search


@transaction.atomic
def keep_record(*, user: Any, kind: Savable, record: Any, language: str) -> bool:
    """Saves a record for ``user``, once; where its list has news, they hear at once of what happens to it.

    False, and nothing changes, for who has a thousand others. Who has a hundred searches has the record without the mails.
    """
    if not SavedRecord.objects.keep(user, kind.slug, record.pk):
        return False
    mine = SavedRecord.objects.of_user(user).about(kind.slug, record.pk).select_for_update(of=("self",)).get()
    if kind.news is None or mine.search_id is not None:
        return True
    listing = kind.news(record)
    if listing.is_widened:  # the list does not have it: a draft
        return True
    known = SavedSearch.objects.of_user(user).filter(
        directory=listing.watched_as, digest=digest_of(listing.question)
    )
    try:
        mine.search = known.first() or save_search(
            user=user, listing=listing, rhythm=Rhythm.NOW, language=language
        )
    except ValidationError:
        return True
    mine.save(update_fields=["search"])
    return True


@transaction.atomic
def let_go_of_record(*, user: Any, kind: str, key: int) -> bool:
    """Saves it no longer, and stops the news about it; False for who did not save it."""
    mine = SavedRecord.objects.of_user(user).about(kind, key).first()
    if mine is None:
        return False
    if mine.search is not None:
        stop_search(search=mine.search)
    return SavedRecord.objects.let_go(user, kind, key)


@transaction.atomic
def mark_seen(*, search: SavedSearch, now: datetime | None = None) -> None:
    """The owner saw what is new: it is not told any more."""
    mine = SavedSearch.objects.locked(search.pk)
    if mine is not None:
        mine.know(mine.known_numbers | baseline(mine, now or timezone.now()))


@transaction.atomic
def stop_search(*, search: SavedSearch) -> None:
    """Stops it and forgets it, with the mails that wait; and an address of which nothing else is kept."""
    mine = SavedSearch.objects.locked(search.pk)
    if mine is None:
        return
    take_back(mine)
    reader = mine.reader
    mine.delete()
    forget_reader(reader)


def take_back(search: SavedSearch) -> None:
    """Takes back the mails about ``search`` that are not sent yet."""
    unsent = search.told.unsent()
    OutgoingMail.objects.with_keys(unsent.values_list("occasion", flat=True)).withdraw()
    unsent.delete()


def forget_reader(reader: MailReader) -> None:
    """Removes an address without an account, once nothing of it is left: no search, no choice, no mail of another kind."""
    if reader.user_id is not None or reader.searches.exists() or reader.choices.exists():
        return
    others = OutgoingMail.objects.filter(to__iexact=reader.address).exclude(kind__startswith="alert")
    if not others.exclude(stop_url="").exists() and not reader.waiting.exists():
        reader.delete()


def forget_unconfirmed(now: datetime) -> int:
    """Removes what nobody confirmed in seven days, with addresses of which nothing else is kept, and what was told long ago."""
    over = list(SavedSearch.objects.never_confirmed(now).select_related("reader"))
    for search in over:
        stop_search(search=search)
    return len(over) + Told.objects.long_ago(now).delete()[0]
