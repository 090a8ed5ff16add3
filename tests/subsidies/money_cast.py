"""The cast of the stories about money: that of dossiers, and Olga, the second person of the choir, who confirms account numbers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from actors.models import Role, User
from subsidies.dossiers import perform
from subsidies.models import Agreement, BankAccount, Dossier, DossierEvent, Instalment, Party, PaymentBatch
from subsidies.paying import Terms, confirm_account, draw_up, give_account, make_batch, note_paid
from tests.factories import MembershipFactory, UserFactory
from tests.subsidies.dossier_cast import Cast

IBAN, OTHER_IBAN = "BE71096123456769", "BE68539007547034"
PAYER = {"name": "ECRU projectvereniging", "IBAN": "BE68539007547034", "BIC": "KREDBEBB"}
DESK = "/regie/betalingen/"


def fresh(user: User) -> User:
    """``user`` as the next request finds them."""
    return User.objects.get(pk=user.pk)


def olga_of(cast: Cast) -> User:
    """The second person of the choir."""
    user = UserFactory(name="Olga", email="olga@voorbeeld.example", role=Role.MEMBER)
    MembershipFactory(actor=cast.choir, user=user)
    return fresh(user)


def terms(advance: str = "2400", **days: Any) -> Terms:
    """An agreement from today, for a year; the report comes two months later."""
    today = timezone.localdate()
    known = {
        "starts_on": today,
        "ends_on": today + timedelta(days=365),
        "report_due_on": today + timedelta(days=425),
    }
    return Terms(Decimal(advance), **{**known, **days})


def agreed(cast: Cast, advance: str = "2400", *, signed: bool = True, granted: str = "3000") -> Dossier:
    """A dossier of the choir with an agreement, under way once it is ``signed``."""
    dossier = cast.dossier("overeenkomst", granted=granted)
    draw_up(dossier=dossier, by=fresh(cast.rachida), terms=terms(advance))
    if signed:
        dossier = perform(dossier, "tekenen", by=cast.rachida, agreed_on=timezone.localdate())
    return dossier


def with_account(cast: Cast, iban: str = IBAN) -> BankAccount:
    """The account of the choir, given by Nour and confirmed by Olga."""
    account = give_account(actor=cast.choir, by=fresh(cast.nour), iban=iban, holder="Zangkoor vzw")
    olga = User.objects.filter(email="olga@voorbeeld.example").first() or olga_of(cast)
    return confirm_account(account=account, by=fresh(olga))


def part(dossier: Dossier, what: str) -> Instalment:
    """The advance ("voorschot") or the balance ("saldo") of ``dossier``."""
    return Instalment.objects.get(agreement__dossier=dossier, what=what)


def agreement_of(dossier: Dossier) -> Agreement:
    """The agreement of ``dossier``, as it is now."""
    return Agreement.objects.select_related("dossier").get(dossier=dossier)


def pay(cast: Cast, *instalments: Instalment, day: date | None = None, stamp: str = "een") -> PaymentBatch:
    """Brings instalments to the bank, which pays them."""
    keys = [one.pk for one in instalments]
    batch = make_batch(by=cast.rachida, keys=keys, execution_on=timezone.localdate(), stamp=stamp)
    note_paid(batch=batch, by=cast.rachida, day=day or timezone.localdate())
    return batch


def reported(dossier: Dossier) -> Dossier:
    """``dossier``, of which ECRU accepted the final report; with the history that the database wants."""
    now = timezone.now()
    event = DossierEvent.objects.create(
        dossier=dossier,
        transition="verslag-indienen",
        old_phase=dossier.phase,
        new_phase="eindverslag",
        role=Party.APPLICANT,
    )
    dossier.report, dossier.reported_at, dossier.report_accepted_at = "Het lukte.", now, now
    dossier.take_step(event)
    dossier.save()
    return dossier
