"""The mail on Monday about links that do not work. Nothing when all of them do."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from actors.models import Role, User
from ecru.base.links.records import CheckedLink
from ecru.base.links.sources import Place, places_of
from ecru.base.outbox.posting import Letter, Link, post

from ..mail_kinds import LINKS

MOST = 20  # named in one mail; the others are behind the link
Found = list[tuple[CheckedLink, list[Place]]]


def mail_about_links(now: datetime) -> int:
    """Mails every editor what did not work on Monday morning, once a week; returns how many mails are new.

    On Monday, or on the first day after it on which the machine is on.
    """
    found = broken_on(monday(now))
    if not found:
        return 0
    year, week, _day = timezone.localdate(now).isocalendar()
    readers = User.objects.filter(is_active=True, groups__name__in=[Role.EDITOR, Role.REGISSEUR])
    count = 0
    for user in readers.distinct().order_by("pk"):
        with override(user.language):
            count += post(f"links-{year}-W{week:02}-{user.pk}", letter(user, found))
    return count


def monday(now: datetime) -> datetime:
    """The end of the Monday morning of this week, in Brussels: what is found later waits for the next one."""
    today = timezone.localdate(now)
    return timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time(12)))


def broken_on(moment: datetime) -> Found:
    """What does not work since before ``moment`` and stands somewhere."""
    links = list(CheckedLink.objects.broken().filter(broken_at__lt=moment))
    places = places_of(link.address for link in links)
    return [(link, places[link.address]) for link in links if link.address in places]


def letter(user: User, found: Found) -> Letter:
    """Which links, and on what they stand."""
    told = ngettext("%(count)d link does not work", "%(count)d links do not work", len(found))
    lines = [f"{places[0].title}: {link.address}\n({link.told})" for link, places in found[:MOST]]
    more = len(found) - MOST
    rest = ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more} if more > 0 else ""
    intro = _("We looked several times, for more than a week. People who click here find nothing:")
    return Letter(
        to=user.email,
        subject=told % {"count": len(found)},
        body="\n\n".join(filter(None, [_("Hello"), intro, *lines, rest])),
        why=_(
            "You get this mail on Monday because you keep the field of ECRU, and only when a link is broken."
        ),
        reply_to=settings.EDITORS_EMAIL,
        kind=LINKS.slug,
        links=(Link(_("Look at these links"), reverse("link-report")),),
    )
