"""The mail to the editors about what came in on the desk since yesterday. Nothing when nothing did."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from actors.mail_kinds import DESK_NEWS
from actors.models import DeskItem, Role, User
from ecru.base.outbox.posting import Letter, Link, post

from .kinds import kind_of
from .queue import waiting

MOST = 20  # named in one mail; the others are behind the link
SINCE = timedelta(days=1)


def mail_news_of_the_desk(now: datetime | None = None) -> int:
    """Mails every editor what came in since the morning before, once a day; returns how many mails are new."""
    moment = now or timezone.now()
    fresh = list(waiting().came_in(moment - SINCE).oldest_first())
    if not fresh:
        return 0
    readers = User.objects.filter(is_active=True, groups__name__in=[Role.EDITOR, Role.REGISSEUR])
    day = timezone.localdate(moment)
    count = 0
    for user in readers.distinct().order_by("pk"):
        with override(user.language):
            count += post(f"desk-news-{day}-{user.pk}", letter(user, fresh))
    return count


def letter(user: User, fresh: list[DeskItem]) -> Letter:
    """What is new, by kind and title: nothing of what people wrote."""
    told = ngettext(
        "%(count)d new thing on the editors’ desk", "%(count)d new things on the editors’ desk", len(fresh)
    )
    lines = [f"{kind_of(item).label}: {item.title}" for item in fresh[:MOST]]
    more = len(fresh) - MOST
    rest = ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more} if more > 0 else ""
    return Letter(
        to=user.email,
        subject=told % {"count": len(fresh)},
        body="\n\n".join(
            filter(None, [_("Hello"), _("This came in since yesterday:"), "\n".join(lines), rest])
        ),
        why=_("You get this mail because you keep the field of ECRU."),
        reply_to=settings.EDITORS_EMAIL,
        kind=DESK_NEWS.slug,
        links=(Link(_("To the editors’ desk"), reverse("desk")),),
    )
