"""Several lists in one question: each comes as it would have come by itself."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, F, Sum
from django.utils import timezone

from actors.models import Actor, Membership, Municipality, User
from ecru.base.at_once import hang, is_hung, keep, kept, rows_of
from subsidies.models import Agreement, Dossier, DossierEvent, Instalment, PaymentBatch
from tests.factories import ActorFactory, MembershipFactory, MunicipalityFactory
from tests.subsidies.dossier_factories import DossierFactory
from tests.subsidies.money_factories import AgreementFactory, PaymentFactory

pytestmark = pytest.mark.django_db


def plain(record: Any, seen: tuple[type, ...] = ()) -> Any:
    """All that ``record`` knows without asking on, with what it points to."""
    if record is None or type(record) in seen:
        return record
    own = {name: value for name, value in record.__dict__.items() if not name.startswith("_")}
    points = record._state.fields_cache
    return own | {name: plain(other, (*seen, type(record))) for name, other in points.items()}


def world() -> None:
    """A little of much: amounts, moments, days, JSON, what is empty and what is not."""
    place = MunicipalityFactory(postcodes=["3600", "3601"], latitude="50.96500")
    for number, actor in enumerate([ActorFactory(municipality=place), ActorFactory(municipality=None)]):
        MembershipFactory(actor=actor)
        dossier = DossierFactory(actor=actor, at="uitvoering", at__granted="3000.5")
        agreement = AgreementFactory(dossier=dossier, amount="3000.5", advance="2400.25", balance="600.25")
        PaymentFactory(
            instalment=agreement.instalments.first(), amount="2400.25", paid_on=timezone.localdate()
        )
        DossierFactory(coached=True, at="revisie", at__grace_until=timezone.now() + timedelta(days=number))


def lists() -> list[Any]:
    """Questions of every sort."""
    return [
        Dossier.objects.order_by("-title").select_related("actor__municipality", "call__measure__provider", "project"),
        DossierEvent.objects.newest()[:3],
        Dossier.objects.due_first()[1:3],
        Municipality.objects.order_by("name"),
        Membership.objects.select_related("user").only("actor", "user__name").order_by("-pk"),
        Instalment.objects.order_by("-agreement_id", "position").select_related("agreement").only("what", "agreement__advance"),
        PaymentBatch.objects.with_sums(),
        PaymentBatch.objects.with_sums()[:1],
        Agreement.objects.defer("made_at"),
        User.objects.none(),
        Actor.objects.filter(pk=0),
    ]  # fmt: skip


def test_each_list_comes_as_by_itself(django_assert_num_queries: Any) -> None:
    world()
    with django_assert_num_queries(1):
        found = rows_of(*lists())
    for mine, alone in zip(found, lists(), strict=True):
        assert [plain(record) for record in mine] == [plain(record) for record in alone]
    assert [len(mine) for mine in found] == [4, 3, 2, Municipality.objects.count(), 2, 4, 2, 1, 2, 0, 0]


def test_counts_and_sums_are_exact(django_assert_num_queries: Any) -> None:
    world()
    with django_assert_num_queries(1):
        tracks, sums, places, rounds = rows_of(
            Dossier.objects.order_by().values("track").annotate(number=Count("*")),
            Instalment.objects.order_by().values("what").annotate(sum=Sum("agreement__advance")),
            Dossier.objects.order_by().values("actor__municipality", "pk"),
            Dossier.objects.order_by().annotate(asks=F("requested")).values("asks", "created_at"),
        )
    assert {row["track"]: row["number"] for row in tracks} == {"eigen-steun": 2, "begeleiding": 2}
    assert {row["sum"] for row in sums} == {Decimal("4800.50")}
    assert {type(row["actor__municipality"]) for row in places} == {int, type(None)}
    by_itself = Dossier.objects.values_list("requested", "created_at")
    assert {(row["asks"], row["created_at"]) for row in rounds} == set(by_itself)


def test_nothing_costs_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert rows_of(Actor.objects.none(), User.objects.none()) == [[], []]
        assert rows_of() == []


def test_an_order_that_is_not_said_in_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="by a column"):
        rows_of(Instalment.objects.all())


def test_what_hangs_there_is_not_asked_for_again(django_assert_num_queries: Any) -> None:
    world()
    agreements = list(Agreement.objects.all())
    hang(agreements, "instalments", list(Instalment.objects.order_by("position")))
    with django_assert_num_queries(0):
        first, second = [list(agreement.instalments.all()) for agreement in agreements]
        assert [one.agreement for one in (*first, *second)] == [agreements[0]] * 2 + [agreements[1]] * 2
        assert is_hung(agreements[0], "instalments")
    assert agreements[0].instalments.filter(what="saldo").count() == 1, "who asks on, asks about this one"
    assert not is_hung(agreements[0], "past")
    assert kept(agreements[0], "letters") is None
    keep(agreements[0], "letters", [])
    assert kept(agreements[0], "letters") == []
