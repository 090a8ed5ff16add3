"""What the portal itself keeps: the words that found nothing, for the editors."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.text import fold

LONGEST = 80
LONGEST_WORD = 24
MOST_WORDS = 6
FEWEST_LETTERS = 3
NEW_ROWS_A_DAY = 200
KEPT = timedelta(days=365)
OTHER = ""  # the one row for everything that is not kept as it was typed


def keepable(query: str) -> str:
    """The folded words of ``query`` when they can be kept, else ``OTHER``.

    Only ordinary words are kept: letters alone, at most six of at most 24 letters. So an e-mail address, a telephone or
    national register number, a piece of code and a text that somebody pasted leave nothing but a count.
    """
    words = fold(query).split()
    ordinary = (
        0 < len(words) <= MOST_WORDS
        and "@" not in query
        and len(query) <= LONGEST
        and all(word.isalpha() and len(word) <= LONGEST_WORD for word in words)
        and sum(map(len, words)) >= FEWEST_LETTERS
    )
    return " ".join(words) if ordinary else OTHER


class MissedSearchQuerySet(models.QuerySet["MissedSearch"]):
    """Questions about words that found nothing, and verbs on many of them."""

    def note(self, query: str, today: date | None = None) -> None:
        """Counts that ``query`` found nothing today.

        Once a day has brought 200 new rows, further ones count as ``OTHER``: nobody can fill the table.
        """
        today = today or timezone.localdate()
        words = keepable(query)
        if self.count_again(words, today):
            return
        if words != OTHER and self.filter(first_on=today).count() >= NEW_ROWS_A_DAY:
            words = OTHER
            if self.count_again(words, today):
                return
        self.forget_old(today)
        try:
            with transaction.atomic():
                self.create(words=words, first_on=today, last_on=today)
        except IntegrityError:  # somebody else made the row just now
            self.count_again(words, today)

    def count_again(self, words: str, today: date) -> bool:
        """Counts ``words`` once more where there is a row for them; what was made right is open again, for it is not."""
        again = Case(
            When(status=MissedSearch.Status.SETTLED, then=Value(MissedSearch.Status.OPEN)),
            default=F("status"),
        )
        rows = self.filter(words=words)
        return bool(rows.update(count=F("count") + 1, last_on=today, status=again))

    def forget_old(self, today: date) -> int:
        """Removes what nobody asked for in twelve months; returns how many."""
        return self.filter(last_on__lt=today - KEPT).delete()[0]

    def waiting(self) -> "MissedSearchQuerySet":
        """Words that an editor still has to look at."""
        return self.filter(~Q(words=OTHER), status=MissedSearch.Status.OPEN)

    def ignore(self) -> int:
        """Puts them aside: there is nothing to find. Returns how many."""
        return self.update(status=MissedSearch.Status.IGNORED)

    def settle(self) -> int:
        """Notes that they find something now. Returns how many."""
        return self.update(status=MissedSearch.Status.SETTLED)

    def reopen(self) -> int:
        """Puts them back among what waits. Returns how many."""
        return self.update(status=MissedSearch.Status.OPEN)


class MissedSearch(models.Model):
    """Words that somebody looked for and that found nothing: how often, and the first and the last day. Never who."""

    class Status(models.TextChoices):
        """What the editors did with it."""

        OPEN = "open", _("waits")
        SETTLED = "settled", _("made right")
        IGNORED = "ignored", _("put aside")

    words = models.CharField(_("words"), max_length=LONGEST, unique=True, blank=True)
    count = models.PositiveIntegerField(_("how often"), default=1)
    first_on = models.DateField(_("first on"), db_index=True)
    last_on = models.DateField(_("last on"), db_index=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN, db_index=True)

    objects = MissedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        ordering = ["-count", "words"]

    def __str__(self) -> str:
        return self.words or str(_("(other: not kept as it was typed)"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; words are always folded."""
        self.words = fold(self.words)
        super().save(*args, **kwargs)
