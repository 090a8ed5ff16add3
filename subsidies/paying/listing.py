"""The lists on the page of payments: what can be paid, what waits for what, and the batches. Each a page at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from ecru.base.at_once import rows_of
from ecru.base.directory.pages import PER_PAGE, Pager
from ecru.base.templatetags.ecru import euro
from subsidies.models import BankAccount, Clawback, Instalment, PaymentBatch

from .books import budget_of, sums_by_year
from .standing import with_accounts

MOST_DIGITS = 9
AT_ONCE = 100  # instalments to choose from for one batch
READY, ACCOUNTS, CLAIMS, WAITING, BATCHES = "klaar", "rekeningen", "terug", "schijven", "bundels"
OF_LINE = (  # what a line says, of records that are much wider
    *("what", "lapsed", "position", "agreement__advance", "agreement__balance", "agreement__signed_on"),
    *(
        "agreement__dossier__title",
        "agreement__dossier__report_accepted_at",
        "agreement__dossier__actor__name",
    ),
)
LISTS = (READY, ACCOUNTS, CLAIMS, WAITING, BATCHES)


@dataclass(frozen=True)
class Part:
    """One page of a list: what stands on it, and the steps to the others."""

    rows: Any
    pager: Pager


class PaymentLists:
    """All lists, in three queries. ``asked``: the page of each of ``LISTS``, as it stands in the address."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self.asked = {name: str(asked[name]) for name in LISTS if name in asked}
        every = self.every()
        *lengths, granted, paid, lapsed, returned = rows_of(
            *(length_of(bare) for bare in {**every, BATCHES: PaymentBatch.objects.all()}.values()),
            *sums_by_year(),
        )
        self.budget = budget_of([granted, paid, lapsed, returned])
        pagers = {
            name: self.pager(
                name, sum(row["number"] for row in length), AT_ONCE if name == READY else PER_PAGE
            )
            for name, length in zip(every, lengths, strict=True)
        }
        rows = rows_of(*(pagers[name].part_of(found) for name, found in every.items()))
        self.parts = {name: Part(found, pagers[name]) for name, found in zip(every, rows, strict=True)}

    def every(self) -> dict[str, Any]:
        """Each list as a whole: what can be paid now; the account numbers that somebody has to confirm, the oldest first; what has to
        come back; what cannot be paid yet; and what went to the bank, the newest first.
        """
        return {
            READY: Instalment.objects.payable().only(*OF_LINE),
            ACCOUNTS: BankAccount.objects.unconfirmed().with_dossier(),
            CLAIMS: Clawback.objects.open().for_lines(),
            WAITING: Instalment.objects.waiting().only(*OF_LINE),
            BATCHES: PaymentBatch.objects.with_sums(),
        }

    def address(self, name: str, number: int) -> str:
        """The page ``number`` of the list ``name``; the others stay where they are."""
        return f"{reverse('payments')}?{urlencode({**self.asked, name: number})}#{name}"

    def pager(self, name: str, total: int, size: int) -> Pager:
        """The page of the list ``name`` that was asked for."""
        return Pager.at(self.asked.get(name, ""), total, lambda number: self.address(name, number), size)

    def waiting(self) -> Part:
        """The instalments that cannot be paid yet, each with what it waits for."""
        part = self.parts[WAITING]
        return Part(with_accounts(part.rows), part.pager)


def length_of(found: Any) -> Any:
    """How many rows ``found`` has, as a list of one."""
    return found.order_by().values(one=Value(1)).annotate(number=Count("*"))


def to_choose(ready: Part, sent: Collection[str]) -> list[tuple[str, str]]:
    """What can be paid, by key, in words: what stands on the page, and before it what was ``sent`` from another one."""
    rows = list(ready.rows)
    here = {str(one.pk) for one in rows}
    others = [key for text in sent if text not in here and (key := whole_in(text)) is not None]
    elsewhere = list(Instalment.objects.payable().filter(pk__in=others).only(*OF_LINE)) if others else []
    return [(str(one.pk), in_words(one)) for one in [*elsewhere, *rows]]


def whole_in(text: str) -> int | None:
    """The key that ``text`` is; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def in_words(instalment: Instalment) -> str:
    """How much to whom, and for what."""
    dossier = instalment.agreement.dossier
    return _("%(amount)s, %(what)s, %(actor)s: %(title)s") % {
        "amount": euro(instalment.to_pay),
        "what": instalment.get_what_display(),
        "actor": dossier.actor.name,
        "title": dossier.title,
    }
