"""Editors keep measures: with rounds and conditions, amounts as people write them, and a list of what to check again."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import Role
from ecru.base.attention import attention_for
from subsidies.models import Call, Certainty, LegalForm, Measure, Provider, SupportForm
from subsidies.spending import mark_spent
from tests.actors.admin_cast import typed
from tests.actors.markup import text_of
from tests.factories import UserFactory
from tests.subsidies.factories import CallFactory, CriterionFactory, MeasureFactory

pytestmark = pytest.mark.django_db
LISTED = "admin:subsidies_measure_changelist"


@pytest.fixture
def desk(an: Any) -> Client:
    """The browser of An."""
    browser = Client()
    browser.force_login(an)
    return browser


def address(record: Any) -> str:
    return reverse(f"admin:subsidies_{record._meta.model_name}_change", args=[record.pk])


def change(browser: Client, record: Any, **changes: Any) -> Any:
    """Sends the form of ``record`` with ``changes``; a moment is typed as a day and an hour."""
    moments = {}
    for number, call in enumerate(Call.objects.filter(measure__slug=record.slug)):
        closes = timezone.localtime(call.closes_at) if call.closes_at else None
        moments[f"calls-{number}-closes_at_0"] = f"{closes:%Y-%m-%d}" if closes else ""
        moments[f"calls-{number}-closes_at_1"] = f"{closes:%H:%M:%S}" if closes else ""
    return browser.post(address(record), typed(browser.get(address(record)), **{**moments, **changes}))


def test_an_editor_changes_amounts_as_people_write_them_and_search_keeps_up(
    desk: Client, street: Measure
) -> None:
    answer = change(
        desk, street, title="Pleingeld", min_amount="€ 1.200,50", max_amount="1,500.75", checked_today="on"
    )
    assert answer.status_code == 302, text_of(answer)
    street.refresh_from_db()
    assert (street.min_amount, street.max_amount) == (Decimal("1200.50"), Decimal("1500.75"))
    assert "pleingeld" in street.search_name
    assert street.verified_on == timezone.localdate()
    assert "title" in LogEntry.objects.get(object_id=str(street.pk)).change_message
    assert "An" in text_of(desk.get(reverse("admin:subsidies_measure_history", args=[street.pk])))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"max_amount": "veel geld"}, "Schrijf een bedrag in euro"),
        ({"min_amount": "10", "max_amount": "5"}, "Het hoogste bedrag is lager dan het minste."),
        ({"max_share": "101"}, "100"),
        ({"valid_from": "2027-02-01", "valid_to": "2027-01-01"}, "Het eindigt voor het begint."),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    desk: Client, street: Measure, changes: dict[str, str], told: str
) -> None:
    answer = change(desk, street, **changes)
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert all(f'value="{value}"' in answer.text for value in changes.values())


def test_a_round_that_closes_before_it_opens_is_refused(desk: Client, street: Measure) -> None:
    answer = change(
        desk,
        street,
        **{
            "calls-0-opens_at_0": "2040-01-02",
            "calls-0-opens_at_1": "12:00:00",
            "calls-0-budget": "€ 5.000,50",
        },
    )
    assert "Het sluit voor het opengaat." in text_of(answer)
    assert 'value="€ 5.000,50"' in answer.text


def test_a_form_that_was_open_since_before_does_not_take_back_that_the_budget_is_spent(
    desk: Client, street: Measure, an: Any, visitor: Client
) -> None:
    call = street.calls.get()
    open_form = typed(desk.get(address(street)))
    mark_spent(call=call, by=an)
    desk.post(address(street), open_form | {"calls-0-spent_at_0": "", "calls-0-spent_at_1": ""})
    call.refresh_from_db()
    assert call.spent_at is not None
    assert "budget op" in text_of(visitor.get(street.get_absolute_url()))
    moved = {"calls-0-opens_at_0": f"{timezone.localdate() + timedelta(days=2):%Y-%m-%d}"}
    answer = change(desk, street, **moved, **{"calls-0-opens_at_1": "09:00:00"})
    assert "Het budget kan niet op zijn voor" in text_of(answer)


def test_two_measures_never_take_each_others_place(desk: Client, street: Measure, room: Measure) -> None:
    Measure.objects.filter(pk=street.pk).update(replaces=room)
    room.replaces = street
    assert "elkaars plaats" in text_of(change(desk, room, replaces=str(street.pk)))
    assert "elkaars plaats" in text_of(change(desk, room, replaces=str(room.pk)))


def test_an_address_of_ours_cannot_be_taken(desk: Client) -> None:
    page = desk.get(reverse("admin:subsidies_measure_add"))
    values = typed(page, title="Feed", slug="feed", level="ecru", provider=str(MeasureFactory().provider.pk))
    assert "Op dit adres staat een pagina van ons" in text_of(
        desk.post(reverse("admin:subsidies_measure_add"), values)
    )


def test_the_list_narrows_by_standing_by_age_and_by_words(desk: Client, field: list[Measure]) -> None:
    old = timezone.localdate() - timedelta(days=200)
    Measure.objects.filter(slug="zaal").update(verified_on=old)
    CallFactory(measure=Measure.objects.get(slug="raad"), certainty=Certainty.UNSURE)

    def shown(question: str) -> str:
        return text_of(desk.get(f"{reverse(LISTED)}?{question}"))

    assert "nog na te kijken" in shown("")
    for question, there, away in (
        ("standing=budget-op", "Fonds voor feesten", "Straatgeld"),
        ("standing=onzin", "Straatgeld", "Niets van dat alles"),
        ("checked=old", "Zaal van de gemeente", "Straatgeld"),
        ("checked=recent", "Straatgeld", "Zaal van de gemeente"),
        ("unsure=yes", "Raad van een kenner", "Straatgeld"),
        ("unsure=no", "Straatgeld", "Raad van een kenner"),
        ("q=straat", "Straatgeld", "Fonds voor feesten"),
        ("q=straat&o=1", "Straatgeld", "Fonds voor feesten"),
    ):
        told = shown(question)
        assert there in told, question
        assert away not in told, question


def test_many_at_once_with_a_note_for_each(desk: Client, street: Measure, room: Measure, an: Any) -> None:
    def do(action: str) -> str:
        chosen = {"action": action, "_selected_action": [street.pk, room.pk]}
        return text_of(desk.post(reverse(LISTED), chosen, follow=True))

    assert "2 maatregelen zijn aangepast." in do("archive")
    assert not Measure.objects.published().exists()
    assert "Er moest niets veranderen" in do("archive") or "niets" in do("archive")
    assert "2 maatregelen zijn aangepast." in do("publish")
    Measure.objects.update(verified_on=None)
    do("mark_checked")
    assert set(Measure.objects.values_list("verified_on", flat=True)) == {timezone.localdate()}
    assert LogEntry.objects.filter(user=an, object_id=str(street.pk)).count() == 3


def test_what_was_not_checked_for_half_a_year_waits_for_editors(
    an: Any, street: Measure, room: Measure
) -> None:
    def waits(user: Any, label: str = "Steun die niemand in 6 maanden nakeek") -> list[tuple[int, Any]]:
        return [(item.count, item.oldest) for item in attention_for(user) if item.label == label]

    assert waits(an) == [(0, None)]
    old = timezone.localdate() - timedelta(days=184)
    Measure.objects.filter(pk=street.pk).update(verified_on=old)
    Measure.objects.filter(pk=room.pk).update(verified_on=old, has_ended=True)
    assert waits(an) == [(1, old)]
    assert waits(UserFactory(role=Role.MEMBER)) == []
    CriterionFactory(measure=street, certainty=Certainty.UNSURE)
    assert waits(an, "Steun met een feit dat niet zeker is") == [(1, old)]


def test_parts_that_a_facts_file_made_stay(desk: Client, street: Measure) -> None:
    CriterionFactory(measure=street)
    assert 'name="calls-0-DELETE"' in desk.get(address(street)).text
    street.facts = {"title": "Straatgeld"}
    street.save()
    assert 'name="calls-0-DELETE"' not in desk.get(address(street)).text


def test_givers_and_words_are_kept_there_too(desk: Client, street: Measure, an: Any) -> None:
    assert change(desk, street.provider, title="Stad Genk, dienst cultuur").status_code == 302
    for model in (Provider, SupportForm, LegalForm):
        assert desk.get(reverse(f"admin:subsidies_{model._meta.model_name}_changelist")).status_code == 200
    form = SupportForm.objects.get(slug="subsidie")
    assert change(desk, form, label="Toelage").status_code == 302
    assert Measure.objects.search("toelage").get() == street
    assert str(Provider.objects.get()) == "Stad Genk, dienst cultuur"
    assert Measure.objects.search("dienst cultuur").get() == street, (
        "found by the new name of its giver at once"
    )


def test_outsiders_do_not_keep_measures(street: Measure) -> None:
    browser = Client()
    browser.force_login(UserFactory(role=Role.MEMBER))
    assert browser.get(address(street)).status_code in {302, 403}


def test_records_name_themselves(street: Measure) -> None:
    call = Call.objects.get()
    assert str(call) == "Straatgeld: eenmalig"
    assert str(CriterionFactory(measure=street)) == "Je nodigt de hele straat uit."
