"""Account numbers: always a second person, never one with two accounts; and never whole where others read."""

import pytest
from django.core.exceptions import PermissionDenied

from actors.merging import A, Merger
from actors.models import Change, User
from subsidies.models import BankAccount
from subsidies.paying import confirm_account, confirm_by_phone, give_account
from subsidies.paying.accounts import others_for
from subsidies.permissions import is_same_person
from tests.actors.markup import text_of
from tests.factories import ActorFactory, MembershipFactory, UserFactory
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.money_cast import IBAN, OTHER_IBAN, agreed, fresh, olga_of, with_account
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db


def second_account(cast: Cast, email: str) -> User:
    """An account for the choir with the address ``email``."""
    return fresh(MembershipFactory(actor=cast.choir, user=UserFactory(name="Nour", email=email)).user)


@pytest.mark.parametrize("email", ["nour+penningmeester@voorbeeld.example", "NOUR+2@voorbeeld.example"])
def test_two_accounts_of_one_mailbox_are_one_person(cast: Cast, email: str) -> None:
    again = second_account(cast, email)
    account = give_account(actor=cast.choir, by=fresh(cast.nour), iban=IBAN, holder="Zangkoor")
    assert is_same_person(again, cast.nour)
    assert others_for(account) == []
    with pytest.raises(PermissionDenied):
        confirm_account(account=account, by=again)
    dossier = agreed(cast)
    page = browser_of(again).get(f"{DOSSIERS}{dossier.pk}/rekening/")
    assert "Dit nummer klopt" not in text_of(page)
    sent = {"do": "bevestig", "rekening": account.pk}
    assert browser_of(again).post(f"{DOSSIERS}{dossier.pk}/rekening/", sent).status_code == 403
    olga = olga_of(cast)
    assert others_for(account) == [olga]
    assert confirm_account(account=account, by=olga).is_confirmed


def test_a_number_of_somebody_whose_account_is_gone_is_given_anew(cast: Cast) -> None:
    olga = olga_of(cast)
    account = give_account(actor=cast.choir, by=fresh(cast.nour), iban=IBAN, holder="Zangkoor")
    BankAccount.objects.filter(pk=account.pk).update(given_by=None)  # as the deletion of an account does
    account = BankAccount.objects.get(pk=account.pk)
    assert others_for(account) == []
    with pytest.raises(PermissionDenied):
        confirm_account(account=account, by=olga)  # who knows whether Olga gave it with her account of before
    anew = give_account(actor=cast.choir, by=olga, iban=IBAN, holder="Zangkoor")
    assert anew.pk != account.pk
    assert confirm_account(account=anew, by=fresh(cast.nour)).is_confirmed
    BankAccount.objects.filter(pk=anew.pk).update(given_by=None)
    kept = give_account(actor=cast.choir, by=olga, iban=IBAN, holder="Zangkoor")
    assert kept.pk == anew.pk  # it was confirmed, and says nothing new
    assert kept.is_confirmed


def test_where_we_do_not_know_who_gave_it_ecru_calls(cast: Cast) -> None:
    account = give_account(actor=cast.choir, by=fresh(cast.nour), iban=IBAN, holder="Zangkoor")
    BankAccount.objects.update(given_by=None)
    account = BankAccount.objects.get(pk=account.pk)
    assert confirm_by_phone(account=account, by=cast.rachida, note="Gebeld.").is_confirmed


def test_a_merge_tells_no_whole_number(cast: Cast) -> None:
    with_account(cast)
    double = ActorFactory(name="Zangkoor van Genk", slug="zangkoor-genk")
    lien = fresh(MembershipFactory(actor=double, user=UserFactory(name="Lien")).user)
    give_account(actor=double, by=lien, iban=OTHER_IBAN, holder="Zangkoor van Genk")
    _stays, left = Merger(cast.choir.pk, double.pk, fresh(cast.an)).merge(A, {}, "ook")
    told = " ".join(left)
    assert "BE68 •••• •••• 7034" in told
    assert "Zangkoor van Genk" in told
    noted = " ".join(f"{change.reason} {change.values}" for change in Change.objects.all())
    for words in (told, noted):
        assert OTHER_IBAN not in words.replace(" ", "")
        assert IBAN not in words.replace(" ", "")
