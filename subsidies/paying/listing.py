"""The lists on the page of payments: what can be paid, what waits for what, and the batches. Each a page at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from ecru.base.directory.pages import PER_PAGE, Pager
from ecru.base.templatetags.ecru import euro
from subsidies.models import BankAccount, Clawback, Instalment, PaymentBatch

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
    """All lists. ``asked``: the page of each of ``LISTS``, as it stands in the address. Each list costs its length and its rows."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self.asked = {name: str(asked[name]) for name in LISTS if name in asked}

    def address(self, name: str, number: int) -> str:
        """The page ``number`` of the list ``name``; the others stay where they are."""
        return f"{reverse('payments')}?{urlencode({**self.asked, name: number})}#{name}"

    def pager(self, name: str, total: int, size: int) -> Pager:
        """The page of the list ``name`` that was asked for."""
        return Pager.at(self.asked.get(name, ""), total, lambda number: self.address(name, number), size)

    def part(self, name: str, found: Any, size: int) -> Part:
        """The page of ``found`` that was asked for; two queries."""
        pager = self.pager(name, found.count(), size)
        return Part(pager.part_of(found), pager)

    def ready(self) -> Part:
        """What can be paid now."""
        return self.part(READY, Instalment.objects.payable().only(*OF_LINE), AT_ONCE)

    def waiting(self) -> Part:
        """The instalments that cannot be paid yet, each with what it waits for."""
        part = self.part(WAITING, Instalment.objects.waiting().only(*OF_LINE), PER_PAGE)
        return Part(with_accounts(part.rows), part.pager)

    def accounts(self) -> Part:
        """The account numbers that somebody has to confirm, the oldest first."""
        return self.part(ACCOUNTS, BankAccount.objects.unconfirmed().with_dossier(), PER_PAGE)

    def claims(self) -> Part:
        """What has to come back."""
        return self.part(CLAIMS, Clawback.objects.open().for_lines(), PER_PAGE)

    def batches(self) -> Part:
        """What went to the bank, the newest first."""
        pager = self.pager(BATCHES, PaymentBatch.objects.count(), PER_PAGE)
        return Part(pager.part_of(PaymentBatch.objects.with_sums()), pager)


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
