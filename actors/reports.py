"""Saying that something is not right about an actor or an expert, and what the editors do with it."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ecru.base.outbox.posting import Letter, post
from ecru.base.outbox.readers import language_of

from .mail_kinds import REPORT_HANDLED
from .models import Actor, Expert, Report, ReportStatus, User
from .models.incoming import told_about


@dataclass(frozen=True)
class Said:
    """What somebody says is not right."""

    fact: str
    text: str
    email: str = ""


@dataclass(frozen=True)
class Handled:
    """What an editor did: who, the words for the reporter, and those for colleagues."""

    by: User
    answer: str = ""
    note: str = ""


@transaction.atomic
def report(*, record: Actor | Expert, said: Said, token: str) -> Report:
    """Stores what somebody says is not right. The same ``token`` reports once."""
    words = {"fact": said.fact, "text": said.text, "email": said.email}
    made, _new = Report.objects.get_or_create(token=token, defaults={**told_about(record), **words})
    return made


def solve(*, report: Report, handled: Handled) -> bool:
    """Notes that it is put right, and tells the reporter; False when somebody handled it before."""
    return close(report, ReportStatus.SOLVED, handled)


def reject(*, report: Report, handled: Handled) -> bool:
    """Notes that nothing has to change, and tells the reporter; False when somebody handled it before."""
    return close(report, ReportStatus.REJECTED, handled)


@transaction.atomic
def close(report: Report, status: ReportStatus, handled: Handled) -> bool:
    """Closes an open ``report``, once, and mails the reporter if they left an address."""
    how = {"handled_by": handled.by, "answer": handled.answer, "note": handled.note}
    waiting = Report.objects.open().filter(pk=report.pk)
    if not waiting.update(status=status, handled_at=timezone.now(), **how):
        return False
    if report.email:
        with override(language_of(report.email, otherwise=report.language)):
            post(f"report-{report.pk}-handled", for_reporter(report, status, handled.answer))
    return True


def for_reporter(report: Report, status: ReportStatus, answer: str) -> Letter:
    """What became of the report, with the words of the editor if there are any."""
    if status == ReportStatus.SOLVED:
        text = _(
            "Hello\n\nYou told us that something was not right about %(name)s. We changed it. Thank you."
        )
    else:
        text = _(
            "Hello\n\nYou told us that something was not right about %(name)s. We looked at it, and we change nothing."
        )
    name = {"name": report.record.name}
    return Letter(
        to=report.email,
        subject=_("Your report about %(name)s") % name,
        body="\n\n".join(filter(None, [text % name, answer])),
        why=_("You get this mail because you left this address with your report."),
        reply_to=settings.EDITORS_EMAIL,
        kind=REPORT_HANDLED.slug,
    )
