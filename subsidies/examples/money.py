"""The money of made-up dossiers: agreements, account numbers that no bank has, and what was paid on which day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from actors.models import Actor, User
from ecru.base.iban import sound_iban
from subsidies.models import BankAccount, Dossier, Instalment, PaymentBatch
from subsidies.models.money import Part
from subsidies.paying.accounts import confirm_account, confirm_by_phone, give_account
from subsidies.paying.agreeing import Terms, draw_up
from subsidies.paying.batching import make_batch, note_paid
from subsidies.paying.returning import let_lapse

from .cast import treasurer_of
from .deeds import DAY, HOUR, Deed, day_of
from .plans import GROUPS, MARK, Group
from .walking import Walk

NO_BANK = "999"  # begins the numbers of no bank in Belgium
ADVANCE = Decimal("0.8")
BEGINS, ENDS, REPORT = 12, 90, 103  # days after the agreement was drawn up
RUNS = (312, 216, 92, 82, 25, 1)  # days ago that ECRU sent to the bank what could be paid
NEXT_RUN = 2  # days until the bank did it
LAPSED, LAPSED_AGO, LAPSED_OF = Decimal(150), 219, "Muziek voor wie niet komt"
BY_PHONE, WAITS = "voorbeeld-erfgoedkring-as", "voorbeeld-koor-de-mijnlamp"  # groups
GIVEN, CONFIRMED = 8, 5  # days before the first agreement is signed


def made_up_iban(number: int) -> str:
    """An account number with sound check digits, of no bank. Raises ``NotSound`` for more digits than fit."""
    body = f"{NO_BANK}{number:07d}"
    rest = f"{body}{int(body) % 97 or 97:02d}"
    return sound_iban(f"BE{98 - int(f'{rest}111400') % 97:02d}{rest}")  # 1114 is "BE" in digits


def money_of(walks: list[Walk], desk: User, now: datetime) -> Iterator[Deed]:
    """All that happened with money."""
    for walk in walks:
        sent = walk.when("overeenkomst-sturen")
        if sent is not None:
            yield Deed(sent - HOUR, partial(agree, walk))
    for number, group in enumerate(GROUPS, 1):
        yield from account_of(group, number, [walk for walk in walks if walk.actor.slug == group.slug], now)
    batches: dict[int, PaymentBatch] = {}
    for ago in RUNS:
        at = now - timedelta(days=ago, hours=6)
        yield Deed(at, partial(pay, desk, batches, ago))
        if ago > NEXT_RUN:
            yield Deed(at + timedelta(days=NEXT_RUN), partial(hear_of_bank, desk, batches, ago))
    for walk in walks:
        if walk.plan.title == LAPSED_OF:
            yield Deed(now - timedelta(days=LAPSED_AGO), partial(lapse, walk))


def agree(walk: Walk, at: datetime) -> None:
    """Draws the agreement up."""
    day = day_of(at)
    begins, ends, report = (day + timedelta(days=days) for days in (BEGINS, ENDS, REPORT))
    terms = Terms(walk.plan.granted * ADVANCE, begins, ends, report)
    draw_up(dossier=walk.dossier, by=walk.desk, terms=terms, at=at)


def account_of(group: Group, number: int, walks: list[Walk], now: datetime) -> Iterator[Deed]:
    """The account number that a group gives before it signs, and who confirms it; one waits for the member of the demonstration."""
    signed = [at for walk in walks if (at := walk.when("tekenen")) is not None]
    if not signed and group.slug != WAITS:
        return
    walk, first = walks[0], min(signed) if signed else now + CONFIRMED * DAY - HOUR
    phoned = group.slug == BY_PHONE
    giver = walk.applicant if phoned else treasurer_of(group, walk.actor)
    yield Deed(first - GIVEN * DAY, partial(give, walk.actor, giver, made_up_iban(number)))
    if phoned:
        yield Deed(first - CONFIRMED * DAY, partial(confirm_as_desk, walk))
    elif signed:
        yield Deed(first - CONFIRMED * DAY, partial(confirm, walk))


def give(actor: Actor, by: User, iban: str, at: datetime) -> None:
    """Gives the number."""
    give_account(actor=actor, by=by, iban=iban, holder=actor.name, at=at)


def confirm(walk: Walk, at: datetime) -> None:
    """Confirms it, as another person than who gave it."""
    account = BankAccount.objects.current().get(actor=walk.actor)
    confirm_account(account=account, by=walk.applicant, at=at)


def confirm_as_desk(walk: Walk, at: datetime) -> None:
    """The same on the phone, where nobody else acts for the organisation."""
    account = BankAccount.objects.current().get(actor=walk.actor)
    note = "Gebeld met de voorzitter, op het nummer dat we al hadden."
    confirm_by_phone(account=account, by=walk.desk, note=note, at=at)


def pay(desk: User, batches: dict[int, PaymentBatch], ago: int, at: datetime) -> None:
    """Sends to the bank what can be paid of made-up dossiers."""
    made = Dossier.objects.filter(title__startswith=MARK)
    keys = list(Instalment.objects.payable().filter(agreement__dossier__in=made).values_list("pk", flat=True))
    stamp = f"voorbeeld-{ago}"
    batches[ago] = make_batch(by=desk, keys=keys, execution_on=day_of(at + DAY), stamp=stamp, at=at)


def hear_of_bank(desk: User, batches: dict[int, PaymentBatch], ago: int, at: datetime) -> None:
    """The bank did it."""
    note_paid(batch=batches[ago], by=desk, day=day_of(at))


def lapse(walk: Walk, at: datetime) -> None:
    """A part of the balance lapses: it cost less than was thought."""
    balance = Instalment.objects.get(agreement__dossier=walk.dossier, what=Part.BALANCE)
    why = "Het kostte minder dan gedacht: de zaal was gratis."
    let_lapse(instalment=balance, by=walk.desk, amount=LAPSED, why=why, at=at)
