"""Two regisseurs, and double clicks, at the very same moment: one payment, one claim, one account."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from actors.desk import Impossible
from actors.models import Role, User
from subsidies.models import BankAccount, Clawback, Payment, PaymentBatch
from subsidies.paying import ask_back, give_account, make_batch
from tests.factories import UserFactory
from tests.subsidies.dossier_cast import Cast, make_cast
from tests.subsidies.money_cast import IBAN, OTHER_IBAN, agreed, agreement_of, fresh, part, pay, with_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, with the roles that a test with real transactions empties along with everything else."""
    for role in Role.values:
        Group.objects.get_or_create(name=role)
    return make_cast()


def at_once(deed: Any, values: list[Any]) -> list[bool]:
    """Whether ``deed`` went well with each of ``values``, all of them done at the same moment."""

    def click(value: Any) -> bool:
        try:
            deed(value)
        except Impossible:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(values)) as people:
        return list(people.map(click, values))


def test_two_regisseurs_pay_an_instalment_once(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    key = part(dossier, "voorschot").pk
    other = UserFactory(name="Ruth", role=Role.REGISSEUR)

    def bring(person: User) -> None:
        make_batch(by=fresh(person), keys=[key], execution_on=timezone.localdate(), stamp="klik")

    went = at_once(bring, [cast.rachida, other, cast.rachida, cast.rachida])
    assert any(went)
    assert (Payment.objects.count(), PaymentBatch.objects.count()) == (1, 1)
    paid_by = PaymentBatch.objects.get().made_by
    assert went == [person == paid_by for person in (cast.rachida, other, cast.rachida, cast.rachida)]


def test_never_more_comes_back_also_at_once(cast: Cast) -> None:
    dossier = agreed(cast)
    with_account(cast)
    pay(cast, part(dossier, "voorschot"))
    agreement = agreement_of(dossier)

    def ask(stamp: str) -> None:
        ask_back(
            agreement=agreement, by=fresh(cast.rachida), amount=Decimal(2000), reason="Rest.", stamp=stamp
        )

    assert sorted(at_once(ask, ["een", "een", "twee"])) in ([False, True, True], [False, False, True])
    assert Clawback.objects.count() == 1


def test_two_people_give_a_number_and_one_stands(cast: Cast) -> None:
    def give(iban: str) -> None:
        give_account(actor=cast.choir, by=fresh(cast.nour), iban=iban, holder="Zangkoor")

    assert all(at_once(give, [IBAN, OTHER_IBAN, IBAN]))
    assert BankAccount.objects.current().count() == 1
