"""On the page of a dossier: the agreement with its instalments, and the final report in parts."""

from django.utils.translation import gettext as _

from actors.models import User
from ecru.base.templatetags.ecru import euro

from ..dossier_page import DossierBlock, dossier_block
from ..models import Agreement, Dossier
from ..models.reports import gaps_of, report_of
from ..paying.accounts import current_account
from ..paying.agreeing import may_be_drawn_up
from ..paying.standing import lines_of
from ..permissions import (
    acts_for_applicant,
    may_open_account,
    may_see_money,
    may_tell_as_practice,
    may_write_report,
    runs_dossiers,
)
from ..sheets import Grid, Sheet, sheet


@dossier_block
def money_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """The agreement, its instalments and what each waits for; for who works on the dossier and who runs the network."""
    if not dossier.is_own or not may_see_money(user, dossier):
        return None
    agreement = Agreement.objects.of_dossier(dossier)
    runs = runs_dossiers(user)
    if agreement is None and not (runs and may_be_drawn_up(dossier)):
        return None
    account = current_account(dossier.actor) if agreement else None
    holds = {
        "dossier": dossier,
        "agreement": agreement,
        "past": list(agreement.past.all()) if agreement else [],
        "lines": lines_of(agreement, account) if agreement else [],
        "account": account if may_open_account(user, dossier) else None,
        "opens_account": may_open_account(user, dossier),
        "gives": acts_for_applicant(user, dossier),
        "runs": runs,
        "claims": [claim for claim in agreement.clawbacks.all() if claim.dropped_on is None]
        if agreement
        else [],
    }
    return DossierBlock("geld", _("Agreement and payments"), "subsidies/money/block.html", holds, order=70)


@dossier_block
def report_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """The final report in parts, the way to it, and once it is accepted the way to a practice."""
    report = report_of(dossier)
    writes = may_write_report(user, dossier)
    if report is None and not writes:
        return None
    reaches = list(report.reaches.all()) if report else []
    holds = {
        "dossier": dossier,
        "report": report,
        "reaches": reaches,
        "pictures": list(report.pictures.all()) if report else [],
        "writes": writes,
        "gaps": gaps_of(dossier, report) if writes else [],
        "can_become": report is not None and report.became is None and may_tell_as_practice(user, dossier),
        "became": report.became if report and acts_for_applicant(user, dossier) else None,
    }
    return DossierBlock("eindverslag", _("Final report"), "subsidies/reports/block.html", holds, order=75)


@sheet
def report_sheet(dossier: Dossier) -> Sheet | None:
    """The final report in plain values."""
    report = report_of(dossier)
    if report is None or report.is_empty:
        return None
    pairs = [
        (_("What you did"), report.done),
        (_("What worked"), report.worked),
        (_("What did not work"), report.did_not_work),
        (_("What to watch"), report.watch_out),
    ]
    rows = [[one.target_group.name, str(one.number)] for one in report.reaches.select_related("target_group")]
    grids = [Grid([_("Target group"), _("How many")], rows, [1])] if rows else []
    facts = [] if report.reached is None else [[_("How many people took part"), str(report.reached)]]
    texts = [[name, words] for name, words in pairs if words.strip()]
    return Sheet("eindverslag", _("Final report"), facts, texts, grids, order=90)


@sheet
def money_sheet(dossier: Dossier) -> Sheet | None:
    """The agreement in plain values, without an account number."""
    agreement = Agreement.objects.of_dossier(dossier)
    if agreement is None:
        return None
    facts = [
        [_("Granted"), euro(agreement.amount)],
        [_("Advance"), euro(agreement.advance)],
        [_("Balance to pay"), euro(agreement.balance)],
    ]
    return Sheet("overeenkomst", _("Agreement"), facts, order=85)
