"""Who hears of account numbers and of money, in their own language, and never with a whole number."""

from decimal import Decimal

import pytest

from ecru.base.models import OutgoingMail
from subsidies.paying import ask_back, confirm_account, give_account
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.money_cast import IBAN, agreed, agreement_of, fresh, olga_of, part, pay, with_account

pytestmark = pytest.mark.django_db


def read_in(cast: Cast, language: str) -> None:
    """Everybody reads in ``language``."""
    type(cast.nour).objects.update(language=language)


@pytest.mark.mail("bank-account")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_others_are_asked_to_confirm_and_all_are_told(cast: Cast, language: str) -> None:
    olga = olga_of(cast)
    read_in(cast, language)
    account = give_account(actor=cast.choir, by=fresh(cast.nour), iban=IBAN, holder="Zangkoor")
    asked = OutgoingMail.objects.get(kind="bank-account")
    assert (asked.to, asked.language) == (olga.email, language)
    assert {"nl": "Is dit het rekeningnummer", "en": "Is this the account number"}[language] in asked.subject
    assert {"nl": "Bevestig het dan niet, en bel ECRU", "en": "Do not confirm it, and call ECRU"}[
        language
    ] in asked.body
    confirm_account(account=account, by=fresh(olga))
    told = OutgoingMail.objects.filter(kind="bank-account").exclude(pk=asked.pk)
    assert sorted(told.values_list("to", flat=True)) == sorted([cast.nour.email, olga.email])
    for mail in OutgoingMail.objects.filter(kind="bank-account"):
        assert "BE71 •••• •••• 6769" in mail.body
        assert IBAN not in mail.body.replace(" ", "")


@pytest.mark.mail("money-news")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_asked_support_reads_what_was_paid_and_what_comes_back(cast: Cast, language: str) -> None:
    dossier = agreed(cast)
    with_account(cast)
    read_in(cast, language)
    pay(cast, part(dossier, "voorschot"))
    mail = OutgoingMail.objects.get(kind="money-news", to=cast.nour.email)
    assert mail.language == language
    assert {"nl": "Betaald: €", "en": "Paid: €"}[language] in mail.subject
    ask_back(
        agreement=agreement_of(dossier),
        by=cast.rachida,
        amount=Decimal(100),
        reason="Niet gebruikt.",
        stamp="x",
    )
    back = OutgoingMail.objects.filter(kind="money-news", to=cast.nour.email).latest("pk")
    assert "“Niet gebruikt.”" in back.body
    assert {"nl": "vraagt € 100,00 terug", "en": "asks €100.00 back"}[language] in " ".join(
        back.subject.split()
    )
