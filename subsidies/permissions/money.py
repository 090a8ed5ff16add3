"""Who may do what with money and final reports. Experts, the board and municipal partners have no part in account numbers."""

from typing import Any

from ..models import BankAccount, Dossier
from ..models.dossier_words import REPORTING
from ..models.money import has_agreement
from .dossiers import is_present, may_write, runs_dossiers, works_on

REPORT = "verslag"  # the part with the report, as somebody may have rights in some parts only


def may_see_money(user: Any, dossier: Dossier) -> bool:
    """The agreement and the instalments are for who works on the dossier and who runs the network."""
    return runs_dossiers(user) or works_on(user, dossier)


def acts_for_applicant(user: Any, dossier: Dossier) -> bool:
    """Who acts for the actor that asks for support; nobody who works along for another one."""
    return is_present(user) and dossier.actor_id in user.own_actors


def may_open_account(user: Any, dossier: Dossier) -> bool:
    """The account is for who acts for the applicant, and for who runs the network, who pays on it."""
    return dossier.is_own and (acts_for_applicant(user, dossier) or runs_dossiers(user))


def may_confirm_account(user: Any, account: BankAccount) -> bool:
    """Another person who acts for the same actor than the one who gave the number. Of nobody knows who, nobody is another."""
    acts = is_present(user) and account.actor_id in user.own_actors
    return acts and account.given_by is not None and not is_same_person(user, account.given_by)


def is_same_person(one: Any, other: Any) -> bool:
    """Whether two accounts are of one person as far as we can know: the same account, or mail that lands in one box ("an+2@…" is "an@…")."""
    return one.pk == other.pk or mailbox(one.email) == mailbox(other.email)


def mailbox(address: str) -> str:
    """Where mail to ``address`` lands: without capitals, and without what follows a plus."""
    name, _at, host = address.casefold().partition("@")
    return f"{name.partition('+')[0]}@{host}"


def may_write_report(user: Any, dossier: Dossier) -> bool:
    """Who writes in the dossier, while it is under way and its report is written in parts."""
    under_way = dossier.is_own and dossier.phase == REPORTING
    return under_way and may_write(user, dossier, REPORT) and has_agreement(dossier)


def may_tell_as_practice(user: Any, dossier: Dossier) -> bool:
    """Who acts for the applicant, once ECRU accepted the report."""
    return dossier.report_accepted_at is not None and acts_for_applicant(user, dossier)
