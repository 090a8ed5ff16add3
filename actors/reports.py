"""Saying that something is not right about an actor, and what the editors do with it."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ecru.base.outbox.posting import post

from .models import Actor, Report, ReportStatus, User


@transaction.atomic
def report(*, actor: Actor, text: str, token: str, email: str = "") -> Report:
    """Stores what somebody says is not right. The same ``token`` reports once."""
    made, _new = Report.objects.get_or_create(
        token=token, defaults={"actor": actor, "text": text, "email": email}
    )
    return made


@transaction.atomic
def solve(*, report: Report, by: User, answer: str = "") -> bool:
    """Notes that it is put right, and tells the reporter; False when somebody handled it before."""
    return handle(report, ReportStatus.SOLVED, by, answer)


@transaction.atomic
def reject(*, report: Report, by: User, answer: str = "") -> bool:
    """Notes that nothing has to change, and tells the reporter; False when somebody handled it before."""
    return handle(report, ReportStatus.REJECTED, by, answer)


def handle(report: Report, status: ReportStatus, by: User, answer: str) -> bool:
    """Closes an open ``report``, once, and mails the reporter if they left an address."""
    waiting = Report.objects.open().filter(pk=report.pk)
    if not waiting.update(status=status, handled_by=by, handled_at=timezone.now(), answer=answer):
        return False
    if report.email:
        mail_to_reporter(report, status, answer)
    return True


def mail_to_reporter(report: Report, status: ReportStatus, answer: str) -> None:
    """What became of the report, with the words of the editor if there are any."""
    if status == ReportStatus.SOLVED:
        text = _(
            "Hello\n\nYou told us that something was not right about %(actor)s. We changed it. Thank you."
        )
    else:
        text = _(
            "Hello\n\nYou told us that something was not right about %(actor)s. We looked at it, and we change nothing."
        )
    body = text % {"actor": report.actor}
    post(
        key=f"report-{report.pk}-handled",
        to=report.email,
        subject=_("Your report about %(actor)s") % {"actor": report.actor},
        body=f"{body}\n\n{answer}" if answer else body,
        why=_("You get this mail because you left this address with your report."),
        reply_to=settings.EDITORS_EMAIL,
    )
