"""The daily work of the roof: links that lead out of the portal. Nothing is asked of other sites unless ``LINK_CHECK`` is on."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ecru.base.daily import job
from ecru.base.links.records import CheckedLink
from ecru.base.links.rounds import collect, turn

from .links.letters import mail_about_links
from .links.tasks import keep_tasks

NIGHT = time(2)  # in Brussels; mails wait while a few links are looked at, so not when people sign in
A_MINUTE = timedelta(minutes=1)


@job(
    "links",
    _("Notes which links stand on our pages, and mails on Monday which of them do not work"),
    after=NIGHT,
)
def list_links(now: datetime, _dry_run: bool) -> dict[str, int]:
    """What is new is looked at in the minutes after."""
    if not settings.LINK_CHECK["on"]:
        return {}
    return {**collect(now), **keep_tasks(), "mailed": mail_about_links(now)}


@job(
    "links-look",
    _("Looks whether links still work, a few every minute, each once a week"),
    after=NIGHT,
    every=A_MINUTE,
)
def look_at_links(now: datetime, dry_run: bool) -> dict[str, int]:
    """A dry run asks nobody anything: it says how many are due."""
    if not settings.LINK_CHECK["on"]:
        return {}
    if dry_run:
        return {"due": CheckedLink.objects.due(now).count()}
    return {**turn(now), **keep_tasks()}
