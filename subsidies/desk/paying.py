"""The concern of money: what was earned and can go to the bank, so that nobody waits for a transfer that nobody makes."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ecru.base.templatetags.ecru import euro

from ..models import Instalment
from ..models.money import Part
from ..models.standing import midnight
from ..permissions import runs_dossiers
from .concerns import SHOWN, Action, Concern, Glance, Line, concern, told
from .today import due_label

OF_INSTALMENT = (
    *("what", "lapsed", "agreement__advance", "agreement__balance", "agreement__signed_on"),
    *(
        "agreement__dossier__title",
        "agreement__dossier__report_accepted_at",
        "agreement__dossier__actor__name",
    ),
)


def can_be_paid(glance: Glance) -> Any:
    """The first instalments that can be paid, what was agreed longest ago on top."""
    ready = Instalment.objects.payable() if runs_dossiers(glance.user) else Instalment.objects.none()
    return ready.order_by("pk").only(*OF_INSTALMENT)[: SHOWN + 1]


@concern(12, can_be_paid)
def payments(glance: Glance, found: list[Instalment]) -> Concern:
    """Who can be paid now, with how much, and since when it is earned."""
    url = f"{reverse('payments')}#klaar"
    lines = []
    for instalment in found[:SHOWN]:
        dossier = instalment.agreement.dossier
        label, _urgent = due_label(None, earned_at(instalment, glance.now), glance.now)
        words = told(dossier, f"{capfirst(instalment.get_what_display())}: {euro(instalment.to_pay)}")
        lines.append(Line(label, dossier.title, dossier.get_absolute_url(), words, Action(_("Pay"), url)))
    return Concern("betalen", _("Ready to be paid"), lines, len(found), url)


def earned_at(instalment: Instalment, now: datetime) -> datetime:
    """When its condition was met: the agreement signed; for the balance the report accepted."""
    agreement = instalment.agreement
    if instalment.what == Part.BALANCE:
        return agreement.dossier.report_accepted_at or now
    return midnight(agreement.signed_on) if agreement.signed_on else now
