"""What came of a call: whom they found is somebody who answered, or anybody else on the platform, and it is counted right."""

from typing import Any

import pytest
from django.test import Client

from actors.conversations import Asked
from actors.models import Actor, Role, User
from projects.calling import answer_call
from projects.calling.counting import ANSWERED, NAMED, UNNAMED, count_who
from projects.matching import suggest
from projects.models import PartnerCall
from tests.actors.markup import read, text_of
from tests.factories import ActorFactory, MunicipalityFactory, PartnerCallFactory, UserFactory
from tests.projects.matching_cast import TODAY, Field
from tests.projects.together_cast import MY_CALLS, browser_of, in_days

pytestmark = pytest.mark.django_db
CLOSE = f"{MY_CALLS}zaal/sluiten/"
FIGURES = "/redactie/oproepen/"


@pytest.fixture
def hers(mila: User) -> Client:
    """Mila, who posted the call."""
    return browser_of(mila)


@pytest.fixture
def answered(call: PartnerCall, ali: User, toneelhuis: Actor) -> Actor:
    """The theatre answered her call."""
    answer_call(call=call, said=Asked("Kom maar.", user=ali), actor=toneelhuis, token="t")
    return toneelhuis


def close(browser: Client, **typed: Any) -> Any:
    """Sends the form that closes the call."""
    return browser.post(CLOSE, {"do": "close", "outcome": "platform", **typed})


def said(answer: Any, field_name: str) -> str:
    """What the page says is wrong with a question."""
    return " ".join(answer.context["form"].errors.get(field_name, []))


def test_somebody_who_did_not_answer_can_be_named(hers: Client, call: PartnerCall) -> None:
    library = ActorFactory(name="Bibliotheek Genk")
    assert close(hers, other=" bibliotheek  genk ").status_code == 302
    call.refresh_from_db()
    assert (call.outcome, call.found, call.is_open) == ("platform", library, False)
    page = hers.get(CLOSE)
    assert page.context["form"].initial["found"] == library.pk
    assert "Bibliotheek Genk" in text_of(page)


def test_of_names_that_look_alike_one_is_chosen(hers: Client, call: PartnerCall) -> None:
    one = ActorFactory(name="Harmonie De Eendracht", municipality=MunicipalityFactory(name="As"))
    ActorFactory(name="Harmonie Sint-Jan")
    page = close(hers, other="harmonie")
    assert "Kies wie je bedoelt" in said(page, "other")
    assert "Harmonie De Eendracht (As)" in text_of(page)
    call.refresh_from_db()
    assert call.closed_at is None
    assert close(hers, other="harmonie", found=one.pk).status_code == 302
    call.refresh_from_db()
    assert call.found == one


@pytest.mark.parametrize("typed", ["Bestaat Niet", "Zangkoor"])
def test_who_is_unknown_or_oneself_is_told(hers: Client, call: PartnerCall, typed: str) -> None:
    page = close(hers, other=typed)
    assert "We kennen deze organisatie niet" in said(page, "other")
    assert f'value="{typed}"' in page.content.decode()


def test_two_names_are_one_too_many(hers: Client, answered: Actor) -> None:
    ActorFactory(name="Bibliotheek Genk")
    page = close(hers, found=answered.pk, other="Bibliotheek Genk")
    assert "Laat een van beide leeg" in said(page, "other")


def test_who_answered_here_was_found_here(hers: Client, answered: Actor, call: PartnerCall) -> None:
    assert "Antwoordde op je oproep" in hers.get(CLOSE).content.decode()
    page = close(hers, outcome="elders", found=answered.pk)
    assert "Toneelhuis antwoordde hier op je oproep." in said(page, "outcome")
    assert close(hers, found=answered.pk).status_code == 302
    call.refresh_from_db()
    assert (call.outcome, call.found) == ("platform", answered)


def test_not_found_names_nobody(hers: Client, answered: Actor, call: PartnerCall) -> None:
    assert close(hers, outcome="niet", found=answered.pk, other="onzin").status_code == 302
    call.refresh_from_db()
    assert (call.outcome, call.found) == ("niet", None)


def test_hostile_values_are_calm(hers: Client, call: PartnerCall) -> None:
    for typed in ({"found": "9" * 40}, {"found": "x"}, {"other": "\0"}, {"other": "x" * 201}):
        assert close(hers, **typed).status_code == 200, typed


def test_each_way_is_counted_apart_and_opens_its_calls(
    hers: Client, answered: Actor, call: PartnerCall, an: User
) -> None:
    close(hers, found=answered.pk)
    other = ActorFactory()
    for found, outcome in ((other, "platform"), (None, "platform"), (None, "elders")):
        PartnerCallFactory(closed_at="2026-05-01T12:00Z", closes_on="2026-05-01", outcome=outcome, found=found,
                           published_at="2026-04-01T12:00Z")  # fmt: skip
    PartnerCall.objects.filter(pk=call.pk).update(published_at="2026-04-01T12:00Z")
    assert dict(count_who()) == {ANSWERED: 1, NAMED: 1, UNNAMED: 1}
    assert dict(count_who(2020)) == {ANSWERED: 0, NAMED: 0, UNNAMED: 0}
    browser = browser_of(UserFactory(role=Role.REGISSEUR))
    page = browser.get(FIGURES)
    assert "Gevonden via dit platform: wie?" in read(page).words
    shown = browser.get(FIGURES, {"wie": ANSWERED, "jaar": str(call.closes_on.year)})
    assert [one.pk for one in shown.context["calls"]] in ([call.pk], [])
    assert [one.found for one in browser.get(FIGURES, {"wie": NAMED}).context["calls"]] == [other]
    assert browser.get(FIGURES, {"wie": "onzin"}).status_code == 200


# --- Matching -------------------------------------------------------------------------------------------------------


def test_who_answered_a_call_is_not_suggested_for_it_again() -> None:
    field = Field()
    theatre = field.alike("toneel", field.as_)
    user = UserFactory()
    user.memberships.create(actor=theatre, role="eigenaar")
    words = {"themes": [field.language], "target_groups": [field.poor, field.all]}
    call = PartnerCallFactory(actor=field.choir, closes_on=in_days(60), words=words)
    assert [one.record for one in suggest(call, kinds=["actor"], day=TODAY)] == [theatre]
    assert call in [one.record for one in suggest(theatre, kinds=["call"], day=TODAY)]
    answer_call(call=call, said=Asked("Kom maar.", user=user), actor=theatre, token="t")
    assert suggest(call, kinds=["actor"], day=TODAY) == []
    assert suggest(theatre, kinds=["call"], day=TODAY) == []
