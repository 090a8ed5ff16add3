"""Writing a final report: what changed is kept, and never goes unseen over what somebody else wrote meanwhile."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import User
from subsidies.dossiers.performing import Refused, Why, locked
from subsidies.models import Dossier, FinalReport, LastHand, ReportReach
from subsidies.models.money import has_agreement
from subsidies.models.reports import REACHES, TEXTS
from subsidies.permissions import may_write, may_write_report
from subsidies.permissions.money import REPORT
from subsidies.phases import phase_of
from subsidies.together import Author, Seen, all_plain, last_author, only_new

PART = f"{REPORT}-"  # before the name of a question: the part of the dossier that somebody wrote last


def report_to_write(dossier: Dossier, by: User) -> FinalReport:
    """The report, begun when nobody did, in the hands of who asks.

    Raises ``PermissionDenied`` for who may not write in it or where it is one text, and ``Refused`` when the dossier is not under way (any more).
    """
    mine = locked(dossier)
    if not (mine.is_own and may_write(by, mine, REPORT) and has_agreement(mine)):
        raise PermissionDenied
    if not may_write_report(by, mine):
        said = _("This dossier stands at “%(phase)s” now. The report is locked.")
        raise Refused(Why.STATE, [said % {"phase": phase_of(mine).name}])
    report, _new = FinalReport.objects.get_or_create(dossier=mine)
    return report


def reported(dossier: Dossier, report: FinalReport) -> dict[str, Any]:
    """What stands in ``report``, plain: its texts, how many took part, and ``groep-3``: how many of the target group with that key."""
    reaches = {one.target_group_id: one.number for one in report.reaches.all()} if report.pk else {}
    groups = {f"{REACHES}{group.pk}": reaches.get(group.pk) for group in dossier.target_groups.all()}
    return all_plain({name: getattr(report, name) for name in (*TEXTS, "reached")} | groups)


@transaction.atomic
def save_report(
    *, dossier: Dossier, by: User, values: dict[str, Any], seen: Seen = None, at: datetime | None = None
) -> FinalReport:
    """Keeps ``values`` under the names of ``reported`` (other names are left alone); None takes a number out.

    Raises ``PermissionDenied``, ``Refused``, and ``Conflict`` when somebody else changed the same since; then nothing is saved.
    """
    report = report_to_write(dossier, by)
    now = reported(dossier, report)
    typed = {name: value for name, value in values.items() if name in now}

    def who_wrote(name: str) -> Author:
        return last_author(dossier, f"{PART}{name}", by=by, since=report.saved_at)

    changed = only_new(now, all_plain(typed), seen, who_wrote)
    for name in changed:
        if name.startswith(REACHES):
            reach(report, int(name.removeprefix(REACHES)), typed[name])
        else:
            setattr(report, name, all_plain(typed)[name] if name in TEXTS else typed[name])
    if changed:
        report.saved_at = at or timezone.now()
        report.save()
        parts = [f"{PART}{name}" for name in changed]
        LastHand.objects.note(dossier, parts, by=by, at=report.saved_at)
    return report


def reach(report: FinalReport, group: int, number: int | None) -> None:
    """Writes down how many of one target group took part."""
    if number is None:
        report.reaches.filter(target_group=group).delete()
    else:
        ReportReach.objects.update_or_create(
            report=report, target_group_id=group, defaults={"number": number}
        )
