"""Reminding of final reports: a month before, a week before, and the day after; then it is a task of ECRU, too."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import User
from ecru.base.outbox.posting import Letter, Link, post
from subsidies.dossiers.performing import locked
from subsidies.dossiers.telling import applicants
from subsidies.mail_kinds import REPORT_DUE
from subsidies.models import Agreement, DossierTask, Party
from subsidies.models.dossier_words import REPORTING
from subsidies.models.standing import midnight

MONTH, WEEK = timedelta(days=30), timedelta(days=7)


def stage_of(due: date, today: date) -> str:
    """How near the day of the report is: "laat", "week", "maand"; empty when it is further off."""
    if today > due:
        return "laat"
    if due - today <= WEEK:
        return "week"
    return "maand" if due - today <= MONTH else ""


def remind(now: datetime) -> dict[str, int]:
    """Reminds who writes a report, once in each stage, and makes a task for ECRU of what is late. How many mails and tasks."""
    today, report = timezone.localdate(now), {"mails": 0, "tasks": 0}
    for agreement in Agreement.objects.awaiting_report():
        stage = stage_of(agreement.report_due_on, today)
        if stage:
            report["mails"] += sum(mail(agreement, stage, person) for person in applicants(agreement.dossier))
        if stage == "laat" and agreement.late_task_id is None:
            report["tasks"] += make_task(agreement, now)
    return report


@transaction.atomic
def make_task(agreement: Agreement, now: datetime) -> int:
    """The task of ECRU that the report is late; 0 when it is there already, or the report is."""
    dossier = locked(agreement.dossier)
    mine = Agreement.objects.get(pk=agreement.pk)
    if dossier.phase != REPORTING or mine.late_task_id is not None:
        return 0
    with override("nl"):
        what = _("The final report is late. Call the organisation.")
    mine.late_task = DossierTask.objects.create(
        dossier=dossier,
        what=what,
        party=Party.DESK,
        due_at=midnight(mine.report_due_on) + WEEK,
        made_at=now,
    )
    mine.save()
    return 1


def mail(agreement: Agreement, stage: str, person: User) -> int:
    """Posts one reminder; 0 when it went before. Another day for the report begins anew."""
    key = f"report-due-{agreement.pk}-{agreement.report_due_on:%Y%m%d}-{stage}-{person.pk}"
    with override(person.language):
        return int(post(key, replace(letter(agreement, stage), to=person.email)))


def letter(agreement: Agreement, stage: str) -> Letter:
    """What a reminder says."""
    dossier = agreement.dossier
    told = {"title": dossier.title, "day": date_format(agreement.report_due_on, "j F Y")}
    if stage == "laat":
        subject = _("Late: the final report of “%(title)s”") % told
        said = _(
            "The final report of “%(title)s” had to be there on %(day)s. Hand it in now, or call ECRU when you need more time."
        )
    else:
        subject = _("The final report of “%(title)s” by %(day)s") % told
        said = _(
            "ECRU expects the final report of “%(title)s” by %(day)s. You write it in parts, and can stop and go on."
        )
    more = _("The balance is paid after ECRU accepted the report.")
    body = "\n\n".join([_("Hello"), said % told, *([more] if agreement.balance else [])])
    link = Link(_("Open the report"), reverse("my-report", args=[dossier.pk]))
    return Letter(to="", subject=subject, body=body, kind=REPORT_DUE.slug, links=(link,))
