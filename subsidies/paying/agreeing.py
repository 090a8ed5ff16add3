"""Drawing up the agreement: how what was granted is divided, and by when the report comes."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import User
from ecru.base.templatetags.ecru import euro
from subsidies.dossiers.performing import locked
from subsidies.models import Agreement, Dossier, DossierTask, Outcome
from subsidies.models.money import Part
from subsidies.permissions import runs_dossiers

DRAWN_UP_IN = ("beslist", "overeenkomst")  # until it is signed


@dataclass(frozen=True)
class Terms:
    """What the agreement says: the advance (in euro; the rest is the balance), from when until when, and by when the report comes."""

    advance: Decimal
    starts_on: date
    ends_on: date
    report_due_on: date


def may_be_drawn_up(dossier: Dossier) -> bool:
    """Whether support was granted, and the agreement is not signed yet."""
    granted = dossier.is_own and dossier.outcome == Outcome.GRANTED and bool(dossier.granted)
    return granted and dossier.phase in DRAWN_UP_IN


@transaction.atomic
def draw_up(*, dossier: Dossier, by: User, terms: Terms, at: datetime | None = None) -> Agreement:
    """The agreement of ``dossier`` on ``terms``, with its instalments; until it is signed it may be drawn up again.

    A version that was signed before stays as it was (``PastAgreement``), and so does all that was paid, is at the bank or lapsed.
    Raises ``PermissionDenied``, and ``Impossible`` when nothing was granted, when it is signed, for an advance above the grant, and for
    other amounts than those that went out.
    """
    mine = locked(dossier)
    if not runs_dossiers(by):
        raise PermissionDenied
    if not may_be_drawn_up(mine) or mine.granted is None:
        raise Impossible(_("An agreement is made after support is granted, and before it is signed."))
    if terms.advance > mine.granted:
        raise Impossible(_("The advance is more than what was granted. Fill in at most that."))
    said = {
        "amount": mine.granted,
        "advance": terms.advance,
        "balance": mine.granted - terms.advance,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "report_due_on": terms.report_due_on,
        "made_by": by,
        "made_at": at or timezone.now(),
    }
    known = Agreement.objects.of_dossier(mine)
    if known is not None:
        check_what_went_out(known, terms.advance)
        if known.report_due_on != terms.report_due_on:
            said["late_task"] = None
            settle_late_task(known)
    made, _new = Agreement.objects.update_or_create(dossier=mine, defaults=said)
    divide(made)
    return made


def check_what_went_out(agreement: Agreement, advance: Decimal) -> None:
    """Raises ``Impossible`` when an ``advance`` of so much does not go with what was paid, is at the bank or lapsed. Locks the instalments."""
    parts = {Part.ADVANCE: advance, Part.BALANCE: agreement.amount - advance}
    for one in agreement.instalments.select_for_update().order_by("pk"):
        told = {"what": one.get_what_display(), "amount": euro(agreement.part(one.what))}
        if one.payments.running().exists() and parts[Part(one.what)] != agreement.part(one.what):
            said = _("The %(what)s was paid, or is at the bank. It stays %(amount)s.")
            raise Impossible(said % told)
        if one.lapsed > parts[Part(one.what)]:
            said = _("%(lapsed)s of the %(what)s lapsed already. It cannot be less than that.")
            raise Impossible(said % {**told, "lapsed": euro(one.lapsed)})


def divide(agreement: Agreement) -> None:
    """Gives ``agreement`` an instalment for each part that is not zero. One with payments of before stays, whatever the parts are."""
    parts = [part for part in (Part.ADVANCE, Part.BALANCE) if agreement.part(part)]
    agreement.instalments.filter(payments=None).exclude(what__in=parts).delete()
    for number, part in enumerate(parts, 1):
        agreement.instalments.update_or_create(what=part, defaults={"position": number})


def settle_late_task(agreement: Agreement) -> None:
    """That the report is late is over: it gets another day."""
    DossierTask.objects.open().filter(late_agreement=agreement).settle(timezone.now())


@transaction.atomic
def move_report_day(*, agreement: Agreement, by: User, day: date) -> Agreement:
    """Gives another day by which the report has to be there; reminders follow it. Raises ``PermissionDenied`` and ``Impossible``."""
    locked(agreement.dossier)
    if not runs_dossiers(by):
        raise PermissionDenied
    mine = Agreement.objects.select_related("dossier").get(pk=agreement.pk)
    if day < mine.starts_on:
        raise Impossible(_("The report cannot be due before the agreement begins."))
    if day != mine.report_due_on:
        settle_late_task(mine)
        mine.report_due_on, mine.late_task = day, None
        mine.save()
        mine.dossier.open_tasks().exclude(phase="").update(due_at=mine.dossier.due_at)
    return mine
