"""The agreement on paper, in Dutch: that is what both sides sign."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from ecru.base.printing import printed
from ecru.base.templatetags.ecru import euro
from subsidies.models import Agreement, PastAgreement
from subsidies.models.past_agreements import version_of

Paper = Agreement | PastAgreement


def agreement_paper(agreement: Paper) -> bytes:
    """The PDF of ``agreement``: the same bytes as long as nobody draws it up again. Prefetch municipalities of the dossier."""
    with override("nl"):
        title = _("Agreement about “%(title)s”") % {"title": agreement.dossier.title}
        return printed("print/agreement.typ", said_in(agreement), title=title, at=agreement.made_at)


def replaces(agreement: Paper) -> str:
    """Which version ``agreement`` is and which one it replaces, in words; empty for the first."""
    number, now = (
        (agreement.number, agreement.agreement)
        if isinstance(agreement, PastAgreement)
        else (version_of(agreement), agreement)
    )
    before = now.past.filter(number=number - 1).first()
    if before is None:
        return ""
    told = {"number": number, "before": before.number, "day": day(before.signed_on)}
    return _("%(number)d. It replaces version %(before)d, signed on %(day)s, once both sides signed.") % told


def said_in(agreement: Paper) -> dict[str, Any]:
    """What the paper says, as plain values."""
    dossier = agreement.dossier
    measure = dossier.asked_measure
    facts = [
        [_("Between"), _("ECRU projectvereniging")],
        [_("and"), dossier.actor.name],
        [_("Company number"), dossier.actor.kbo_number],
        [_("Number of the dossier"), dossier.number or ""],
        [_("Version"), replaces(agreement)],
        [_("Support"), measure.name if measure else ""],
        [_("Granted"), euro(agreement.amount)],
        [_("Period"), _("from %(begin)s until %(end)s") % {"begin": day(agreement.starts_on), "end": day(agreement.ends_on)}],
    ]  # fmt: skip
    return {
        "places": [place.slug for place in dossier.municipalities.all()],
        "facts": facts,
        "articles": [[heading, words] for heading, words in articles(agreement)],
        "signatures": [_("For ECRU"), _("For %(actor)s") % {"actor": dossier.actor.name}],
        "sign_here": _("Name, date and signature"),
        "made": _("Drawn up on %(day)s") % {"day": day(timezone.localdate(agreement.made_at))},
        "footer": f"ECRU, {dossier.number or dossier.title}",
        "of": _("of"),
    }


def day(value: Any) -> str:
    """A day as people read it."""
    return date_format(value, "j F Y")


def articles(agreement: Paper) -> list[tuple[str, str]]:
    """What both sides promise: heading and words."""
    told = {
        "title": agreement.dossier.title,
        "amount": euro(agreement.amount),
        "advance": euro(agreement.advance),
        "balance": euro(agreement.balance),
        "due": day(agreement.report_due_on),
    }
    paid = []
    if agreement.advance:
        paid.append(_("ECRU pays an advance of %(advance)s after both sides signed.") % told)
    if agreement.balance:
        paid.append(_("ECRU pays a balance of %(balance)s after it accepted the final report.") % told)
    paid.append(
        _("ECRU pays on the account number that the organisation gave in the portal and that a second person of it confirmed.")
    )  # fmt: skip
    return [
        (
            _("1. What for"),
            _("ECRU grants %(amount)s for “%(title)s”, as the organisation described it in its dossier. Who wants to change the plan asks ECRU first.") % told,
        ),
        (_("2. Payment"), "\n".join(paid)),
        (
            _("3. Final report"),
            _("The organisation hands in its final report in the portal by %(due)s: what was done, whom it reached, what worked and what did not, and what it cost.") % told,
        ),
        (
            _("4. Proof"),
            _("The organisation keeps the proof of its costs, and shows it when ECRU asks for it."),
        ),
        (
            _("5. Paying back"),
            _("ECRU may ask back what was not used for the plan, or all of it when there is no final report. ECRU says why, and listens first."),
        ),
    ]  # fmt: skip
