"""What we remember of links and of the hosts behind them."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .looking import Seen, Verdict
from .troubles import Trouble

A_DAY = timedelta(days=1)
LOOK_EVERY = timedelta(days=7)
FIRST_WAIT, LONGEST_WAIT = A_DAY, timedelta(days=28)  # after a failure; each next one waits twice as long
ENOUGH_TRIES, LONG_ENOUGH = 3, timedelta(days=7)  # before somebody has to do something about it
VOUCHED_FOR = timedelta(days=183)  # how long we believe an editor who says that a link is in order
LONGEST = 500
SILENCE = frozenset([Trouble.NO_NAME, Trouble.NO_ANSWER, Trouble.SLOW])  # it may be our own line


class LinkState(models.TextChoices):
    """How a link is."""

    NEW = "new", _("not looked at yet")
    GOOD = "good", _("works")
    FAILING = "failing", _("did not work the last time")
    BROKEN = "broken", _("does not work any more")
    UNTOLD = "untold", _("we cannot tell")
    VOUCHED = "vouched", _("in order, an editor says")


class LinkQuerySet(models.QuerySet["CheckedLink"]):
    """Questions about links."""

    def due(self, now: datetime) -> Self:
        """What is to be looked at: what an editor asked for, then what waits longest."""
        return self.filter(next_look_at__lte=now).order_by("-goes_first", "next_look_at", "pk")

    def broken(self) -> Self:
        """What somebody has to do something about, the oldest first."""
        return self.filter(state=LinkState.BROKEN).order_by("broken_at", "pk")

    def failing(self) -> Self:
        """What did not work the last time, and is tried again."""
        return self.filter(state=LinkState.FAILING).order_by("first_failed_at", "pk")

    def moved(self) -> Self:
        """What works, but of which the site says that it stands elsewhere for good."""
        return self.filter(state=LinkState.GOOD).exclude(moved_to="").order_by("address")

    def untold(self) -> Self:
        """What we may not look at."""
        return self.filter(state=LinkState.UNTOLD).order_by("address")

    def counts(self) -> dict[str, int]:
        """How many are in each state; one query."""
        found = dict(self.order_by().values_list("state").annotate(count=models.Count("pk")))
        return {state: found.get(state, 0) for state in LinkState.values}

    def looked_at(self) -> datetime | None:
        """When the last one was looked at."""
        return self.aggregate(last=models.Max("last_look_at"))["last"]

    def web_was_there(self, since: datetime) -> bool:
        """Whether any site answered since then: else it is our own line that is broken."""
        return self.filter(last_good_at__gte=since).exists()


class CheckedLink(models.Model):
    """One address that pages of ours lead to, and how it was when we looked. Where it stands follows from ``sources``."""

    State = LinkState

    address = models.CharField(_("address"), max_length=LONGEST, unique=True)
    place = models.CharField(_("host"), max_length=260, db_index=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LinkState, default=LinkState.NEW, db_index=True
    )
    trouble = models.CharField(_("what is wrong"), max_length=12, choices=Trouble, blank=True)
    status = models.PositiveSmallIntegerField(_("answer of the site"), null=True, blank=True)
    moved_to = models.CharField(_("stands here from now on"), max_length=2000, blank=True)
    tries = models.PositiveSmallIntegerField(_("failed so often"), default=0)
    first_failed_at = models.DateTimeField(_("does not work since"), null=True, blank=True)
    broken_at = models.DateTimeField(_("reported on"), null=True, blank=True)
    last_good_at = models.DateTimeField(_("worked last on"), null=True, blank=True)
    last_look_at = models.DateTimeField(_("looked at on"), null=True, blank=True)
    next_look_at = models.DateTimeField(_("looked at next on"), db_index=True)
    goes_first = models.BooleanField(default=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[LinkState.FAILING, LinkState.BROKEN])
                | Q(tries__gt=0, first_failed_at__isnull=False),
                name="link_fails_since_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=LinkState.BROKEN) | Q(broken_at__isnull=False),
                name="link_is_broken_since_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_broken(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.state == LinkState.BROKEN

    @property
    def told(self) -> str:
        """What is wrong, with the number that the site gave."""
        words = str(self.get_trouble_display())
        return f"{words} ({self.status})" if self.status and words else words

    def note(self, seen: Seen, now: datetime) -> None:
        """Remembers what a look at ``now`` told, and when to look again. Saves."""
        self.goes_first = False
        if seen.verdict == Verdict.LATER:
            self.next_look_at = now + (seen.rest or A_DAY)
        else:
            self.last_look_at, self.trouble, self.status = now, seen.trouble, seen.status
            self.moved_to = seen.moved_to
            if seen.verdict == Verdict.FAILED:
                self.fail(now)
            else:
                self.recover(LinkState.GOOD if seen.verdict == Verdict.GOOD else LinkState.UNTOLD, now)
        self.save()

    def fail(self, now: datetime) -> None:
        """One failure more. After enough of them, over long enough, it is broken. Does not save."""
        since = self.first_failed_at = self.first_failed_at or now
        self.next_look_at = now + min(FIRST_WAIT * 2 ** min(self.tries, 10), LONGEST_WAIT)
        self.tries = min(self.tries + 1, 1000)
        if self.state == LinkState.BROKEN:
            return
        self.state = LinkState.FAILING
        is_lasting = self.tries >= ENOUGH_TRIES and now - since >= LONG_ENOUGH
        if is_lasting and (self.trouble not in SILENCE or type(self).objects.web_was_there(since)):
            self.state, self.broken_at = LinkState.BROKEN, now

    def recover(self, state: LinkState, now: datetime) -> None:
        """It works, or we cannot tell: what failed before counts no more. Does not save."""
        self.state, self.tries, self.first_failed_at, self.broken_at = state, 0, None, None
        self.next_look_at = now + LOOK_EVERY
        if state == LinkState.GOOD:
            self.last_good_at = now

    def vouch(self, now: datetime) -> None:
        """An editor looked and says that it is in order: we look again after half a year. Saves."""
        self.recover(LinkState.VOUCHED, now)
        self.trouble, self.status, self.moved_to = "", None, ""
        self.next_look_at = now + VOUCHED_FOR
        self.save()

    def look_soon(self, now: datetime) -> None:
        """An editor wants it looked at now. Saves."""
        type(self).objects.filter(pk=self.pk).update(next_look_at=now, goes_first=True)


class HostQuerySet(models.QuerySet["LinkHost"]):
    """Questions about hosts."""

    def named(self, place: str, now: datetime) -> "LinkHost":
        """The host of that name; a new one is free."""
        return self.get_or_create(place=place, defaults={"free_at": now})[0]


class LinkHost(models.Model):
    """One host: from when on it may be asked again, and what it asks of machines (``robots.txt``)."""

    place = models.CharField(_("host"), max_length=260, unique=True)
    free_at = models.DateTimeField(_("may be asked again on"))
    robots = models.TextField(_("asks of machines"), blank=True)
    robots_read_at = models.DateTimeField(_("read on"), null=True, blank=True)

    objects = HostQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("host of links")
        verbose_name_plural = _("hosts of links")
        ordering = ["place"]

    def __str__(self) -> str:
        return self.place

    def take(self, now: datetime, until: datetime) -> bool:
        """Takes it in hand until then; False when somebody else has it, or when it rests. Two never have it at once."""
        taken = type(self).objects.filter(pk=self.pk, free_at__lte=now).update(free_at=until)
        self.refresh_from_db(fields=["free_at"])
        return bool(taken)

    def rest(self, until: datetime) -> None:
        """Leaves it alone until then. Only who has it in hand says so."""
        type(self).objects.filter(pk=self.pk).update(free_at=until)

    def keep_robots(self, text: str, now: datetime) -> None:
        """Remembers what it asks of machines."""
        self.robots, self.robots_read_at = text, now
        type(self).objects.filter(pk=self.pk).update(robots=text, robots_read_at=now)
