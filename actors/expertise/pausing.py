"""Pauses that end by themselves, and the link with which an expert goes on pausing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.desk import Impossible
from actors.history import Deed, recorded
from actors.models import Availability, Expert
from ecru.base.outbox.posting import Letter, post

from .profiles import lock, pause

SALT = "actors.expertise.pausing"
LINK_WORKS = timedelta(days=60)
LONGEST_PAUSE = timedelta(days=2 * 366)


@dataclass(frozen=True)
class PauseLink:
    """What the link in the mail about the end of a pause stands for: which expert, and the end of which pause."""

    expert: int
    day: date

    @classmethod
    def read(cls, token: str) -> "PauseLink | None":
        """The link with ``token``; None for one that is not ours, or too old."""
        try:
            expert, day = signing.loads(token, salt=SALT, max_age=LINK_WORKS)
        except signing.BadSignature:
            return None
        return cls(expert, date.fromisoformat(day))

    @property
    def token(self) -> str:
        """What stands in the address."""
        return signing.dumps([self.expert, self.day.isoformat()], salt=SALT)

    @property
    def subject(self) -> Expert | None:
        """The expert, unless they paused again, stopped, or used the link."""
        experts = Expert.objects.published().select_related("actor__kind", "user")
        return experts.filter(pk=self.expert, resumed_on=self.day).first()


def resume_experts(now: datetime, dry_run: bool = False) -> int:
    """Ends the pauses whose day came at ``now`` (an aware moment), and tells each expert; returns how many.

    For a timer, once a day; a second run the same day finds nothing. ``dry_run`` only counts.
    """
    today = timezone.localdate(now)
    kept_back = Q(available_from=None, kept_back__has_key="available_from")
    over = [
        expert
        for expert in Expert.objects.away().filter(Q(available_from__lte=today) | kept_back)
        if expert.own_value("available_from") <= today
    ]
    if not dry_run:
        for expert in over:
            resume(expert, today)
    return len(over)


@transaction.atomic
def resume(expert: Expert, today: date) -> None:
    """Gives ``expert`` the time of before the pause, and writes to them."""
    locked = lock(expert)
    until = locked.own_value("available_from")
    if not locked.is_away or until is None or until > today:
        return  # they changed it meanwhile
    reason = _("The pause was over.")
    with recorded(Expert, [locked.pk], Deed(None, reason)):
        pause(locked, locked.before_pause, None)
        locked.resumed_on = today
        locked.save()
        locked.reindex()
    to = address_of(locked)
    if to and locked.is_public:
        with override(locked.user.language if locked.user else settings.LANGUAGE_CODE):
            post(f"expert-{locked.pk}-resumed-{today}", letter(locked, to))


def address_of(expert: Expert) -> str:
    """Where we write to the person behind ``expert``; empty when we know nobody."""
    if expert.user is not None:
        return expert.user.email if expert.user.is_active else ""
    return expert.contact_email or (expert.actor.contact_email if expert.actor else "")


def letter(expert: Expert, to: str) -> Letter:
    """That the pause is over, with the one link that makes it longer."""
    link = reverse("expert-pause", args=[PauseLink(expert.pk, expert.resumed_on or date.min).token])
    text = _(
        "Hello\n\nYour pause is over. From today people can ask %(name)s a question again.\n\n"
        "Is that fine? Then you need to do nothing.\n\nDo you want to go on pausing? Choose a day here:\n%(link)s"
    )
    return Letter(
        to=to,
        subject=_("Your pause as an expert is over"),
        body=text % {"name": expert.name, "link": settings.BASE_URL + link},
        why=_("You get this mail because you chose this day as the end of your pause."),
        reply_to=settings.EDITORS_EMAIL,
    )


@transaction.atomic
def go_on_pausing(*, link: PauseLink, until: date) -> Expert:
    """Makes the pause of ``link`` longer, once. Raises ``Impossible`` when the link was used, or for a day that cannot be."""
    found = link.subject
    locked = lock(found) if found else None
    if locked is None or locked.resumed_on != link.day:
        raise Impossible(_("This link was used already, or your profile changed since."))
    if not timezone.localdate() < until <= timezone.localdate() + LONGEST_PAUSE:
        raise Impossible(_("Choose a day in the future, at most two years from now."))
    with recorded(Expert, [locked.pk], Deed(locked.user, _("Goes on pausing."))):
        pause(locked, Availability.NOT_NOW, until)
        locked.save()
        locked.reindex()
    return locked
