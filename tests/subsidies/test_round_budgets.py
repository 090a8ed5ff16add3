"""The budget of a round never falls below what was granted of it: on every page that changes it, in the database, and at once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from actors.editing import Typed
from actors.editing.reading import mark
from actors.models import Role
from subsidies.deciding import NotNow, Said, vote
from subsidies.dossiers import Refused, Why, perform
from subsidies.keeping import change_round, stored
from subsidies.models import AgendaItem, Call, DossierEvent, DossierLetter, Envelope, Outcome, Vote
from subsidies.models.envelopes import granted_by, granted_in
from tests.actors.admin_cast import typed
from tests.actors.markup import text_of
from tests.factories import UserFactory
from tests.subsidies.board_cast import make_board
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.measure_tables import compared, faults, imported, press
from tests.subsidies.money_cast import fresh
from tests.subsidies.test_dossier_pages import browser_of
from tests.subsidies.test_envelopes import at_once, grant, lively, on_agenda

__all__ = ["lively"]

pytestmark = pytest.mark.django_db
TOO_LOW = "Van deze ronde is al € 3.000,00 toegekend."


def words_of(answer: Any) -> str:
    """What a page says, with plain spaces."""
    return text_of(answer).replace("\xa0", " ")


@pytest.fixture
def spent(cast: Cast) -> Call:
    """The round, of which € 3 000 was granted."""
    grant(cast, on_agenda(cast, cast.call)[0], "3000")
    return Call.objects.get(pk=cast.call.pk)


def budget_of(call: Call) -> Decimal | None:
    """The budget as it is stored now."""
    return Call.objects.get(pk=call.pk).budget


def test_the_admin_says_how_much_is_needed_and_keeps_what_was_typed(cast: Cast, spent: Call) -> None:
    desk = browser_of(cast.an)
    address = reverse("admin:subsidies_measure_change", args=[spent.measure_id])
    day, hour = f"{spent.closes_at:%Y-%m-%d}", f"{spent.closes_at:%H:%M:%S}"

    def send(budget: str) -> Any:
        moments = {"calls-0-closes_at_0": day, "calls-0-closes_at_1": hour}
        form = typed(desk.get(address), **{**moments, "calls-0-budget": budget})
        return desk.post(address, form)

    answer = send("2999,99")
    assert answer.status_code == 200
    assert TOO_LOW in words_of(answer)
    assert "2999,99" in answer.content.decode()
    assert budget_of(spent) == 10_000
    assert send("3000").status_code == 302
    assert budget_of(spent) == 3000
    assert send("").status_code == 302
    assert budget_of(spent) is None
    assert TOO_LOW in words_of(send("100"))


def test_who_keeps_a_round_reads_it_beside_the_question(cast: Cast, spent: Call) -> None:
    now = stored(spent)
    seen = {name: mark(value) for name, value in now.items()}
    with pytest.raises(ValidationError) as refusal:
        change_round(call=spent, by=fresh(cast.rachida), typed=Typed({**now, "budget": "10"}, seen))
    assert TOO_LOW in refusal.value.message_dict["budget"][0].replace("\xa0", " ")
    assert budget_of(spent) == 10_000


def test_a_table_is_held_against_what_was_granted_and_so_is_its_undoing(cast: Cast, spent: Call) -> None:
    desk = browser_of(cast.an)
    head = ["sleutel", "ronde 1 budget in euro"]
    run = compared(desk, [head, [spent.measure.slug, "2000"]])
    assert {text.replace("\xa0", " ")[: len(TOO_LOW)] for text in faults(run).values()} == {TOO_LOW}
    run = compared(desk, [head, [spent.measure.slug, "3500"]])
    assert not faults(run)
    grant(cast, on_agenda(cast, cast.call)[0], "1000")  # while somebody looks at the table
    press(desk, run, "schrijven")
    assert budget_of(spent) == 10_000
    raised = imported(desk, [head, [spent.measure.slug, "20000"]])
    assert budget_of(spent) == 20_000
    for dossier in on_agenda(cast, cast.call, 2):
        grant(cast, dossier, "4000")
    press(desk, raised, "ongedaan")
    assert budget_of(spent) == 20_000
    assert "budget blijft staan" in " ".join(raised.rows.values_list("left_alone", flat=True))


def test_a_budget_that_stays_is_never_in_the_way(spent: Call) -> None:
    Envelope.objects.all().delete()
    Call.objects.filter(pk=spent.pk).update(budget=1000)  # a grant of before the portal
    call = Call.objects.get(pk=spent.pk)
    call.clean()
    call.budget = Decimal(2000)
    call.clean()
    assert granted_by([call]) == {call.pk: granted_in([call])} == {call.pk: Decimal(3000)}
    assert granted_by([]) == {}


def test_the_database_refuses_it_whoever_asks(spent: Call) -> None:
    for wrong in ("2999.99", "0"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=spent.pk).update(budget=wrong)
    Call.objects.filter(pk=spent.pk).update(budget=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=spent.pk).update(budget=2000)
    Call.objects.filter(pk=spent.pk).update(budget=3000)
    assert budget_of(spent) == 3000


# --- At once -------------------------------------------------------------------------------------------------------


def calm(deed: Callable[[], Any]) -> Callable[[], None]:
    """``deed``, of which a refusal of the database or of the board is a refusal like any other."""

    def run() -> None:
        try:
            deed()
        except (IntegrityError, NotNow) as error:
            raise Refused(Why.CONDITIONS, [str(error)]) from error

    return run


@pytest.mark.django_db(transaction=True)
def test_lowering_and_granting_at_once_never_pass_each_other(lively: Cast) -> None:
    grant(lively, on_agenda(lively, lively.call)[0], "1000")
    dossier = on_agenda(lively, lively.call)[0]
    lower = calm(lambda: Call.objects.filter(pk=lively.call.pk).update(budget=2000))
    went = [str(answer) for answer in at_once(lower, lambda: grant(lively, dossier, "3000"))]
    assert went in (["", "Why.DATA"], ["Why.CONDITIONS", ""])
    envelope, budget = Envelope.objects.get(), budget_of(lively.call)
    assert budget is not None
    assert 0 <= envelope.spent == granted_in([lively.call]) <= budget


@pytest.mark.django_db(transaction=True)
def test_two_people_decide_otherwise_at_once_and_one_decision_stands(lively: Cast) -> None:
    board = make_board(lively)
    item = board.item()
    board.there()
    board.votes(item, "voor", "voor", "tegen")
    ruth = UserFactory(name="Ruth", role=Role.REGISSEUR)

    def decide(person: Any, amount: int) -> Callable[[], Any]:
        said: dict[str, Any] = {
            "outcome": "toegekend",
            "granted": Decimal(amount),
            "motivation": f"Voor {amount}.",
        }
        return lambda: perform(item.dossier, "beslissen", by=fresh(person), **said)

    went = at_once(decide(lively.rachida, 2000), decide(ruth, 2500), decide(lively.rachida, 2200))
    assert sorted(map(str, went)) == ["", "Why.STATE", "Why.STATE"]
    item.dossier.refresh_from_db()
    granted = item.dossier.granted
    assert granted == [2000, 2500, 2200][went.index("")]
    assert item.dossier.motivation == f"Voor {granted:.0f}."
    assert DossierEvent.objects.filter(dossier=item.dossier, transition="beslissen").count() == 1
    assert f"{granted:.0f}"[0] in DossierLetter.objects.get().facts["body"]
    assert Envelope.objects.get().spent == granted == granted_in([lively.call])


@pytest.mark.django_db(transaction=True)
def test_a_vote_and_a_decision_at_once_never_contradict_each_other(lively: Cast) -> None:
    board = make_board(lively)
    item = board.item()
    board.there()
    board.votes(item, "voor", "voor", "tegen")
    other = Said(board.members[0], Vote.Choice.AGAINST)
    went = at_once(
        calm(lambda: vote(item=AgendaItem.objects.get(pk=item.pk), by=fresh(lively.bea), said=other)),
        lambda: grant(lively, item.dossier, "2000"),
    )
    assert [str(answer) for answer in went] in (["", "Why.DATA"], ["Why.CONDITIONS", ""])
    item.refresh_from_db()
    item.dossier.refresh_from_db()
    if item.dossier.outcome == Outcome.GRANTED:
        assert (item.counted["for"], item.counted["against"]) == (2, 1)
        assert Envelope.objects.get().spent == 2000
    else:
        assert item.counted is None
        assert granted_in([lively.call]) == 0


@pytest.mark.django_db(transaction=True)
def test_a_member_with_two_tabs_has_one_vote(lively: Cast) -> None:
    board = make_board(lively)
    item = board.item()
    board.there()

    def say(choice: str) -> Callable[[], None]:
        said = Said(lively.bea, choice, "Ik twijfel.")
        return calm(lambda: vote(item=AgendaItem.objects.get(pk=item.pk), by=fresh(lively.bea), said=said))

    assert at_once(say(Vote.Choice.FOR), say(Vote.Choice.AGAINST), say(Vote.Choice.ABSTAINS)) == ["", "", ""]
    assert Vote.objects.filter(item=item, seat__user=lively.bea).count() == 1
