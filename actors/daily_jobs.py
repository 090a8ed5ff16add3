"""The daily work of the field."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from ecru.base.daily import job

from .conversations.waiting import look_after_conversations
from .desk.news import mail_news_of_the_desk
from .editing import forget_old_pictures
from .expertise import resume_experts
from .freshness import ask_for_freshness
from .network import weekly_network_mail


@job("freshness", _("Asks organisations whether their page is still right"))
def ask_again(now: datetime, _dry_run: bool) -> dict[str, int]:
    """What is due today, by the timetable of every actor. A dry run is taken back by who asked for it."""
    return ask_for_freshness(now, dry_run=False)


@job("experts-resume", _("Puts experts back whose break is over"))
def resume(now: datetime, _dry_run: bool) -> dict[str, int]:
    """Their page takes questions again."""
    return {"experts": resume_experts(now)}


@job("network-mail", _("Tells the regisseur on Monday what needs doing in the network"), after=time(7))
def tell_regisseurs(now: datetime, _dry_run: bool) -> dict[str, int]:
    """Only when something needs doing."""
    return {"mails": weekly_network_mail(now, dry_run=False)}


@job("desk-mail", _("Tells the editors what came in on their desk since yesterday"))
def tell_editors(now: datetime, _dry_run: bool) -> dict[str, int]:
    """Only when something came in."""
    return {"mails": mail_news_of_the_desk(now)}


@job("old-pictures", _("Removes pictures that were replaced a month ago"))
def tidy_pictures(now: datetime, dry_run: bool) -> dict[str, int]:
    """Files are not taken back with a transaction, so a dry run leaves them."""
    return {"pictures": 0 if dry_run else forget_old_pictures(now)}


@job("conversations", _("Looks after questions that wait"))
def look_after(now: datetime, _dry_run: bool) -> dict[str, int]:
    """Tells who waits two weeks, brings back what an expert left lying, and drops what nobody confirmed."""
    return look_after_conversations(now)
