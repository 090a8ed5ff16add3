"""Partners of a municipality keep its support right in the site, and editors do so for everyone."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.accounts.panels import panels_for
from actors.models import Change, Role, User
from ecru.base.models import Publication
from subsidies.models import Call, Certainty, Measure
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.actors.own_cast import said, sent
from tests.factories import ActorKindFactory, UserFactory
from tests.subsidies.factories import CallFactory, CriterionFactory, MeasureFactory
from tests.subsidies.keeping_cast import HOME, LIST, at, fresh, newest, refused, save
from tests.subsidies.support_cast import form

pytestmark = pytest.mark.django_db


# --- The list ------------------------------------------------------------------------------------------------------


def test_a_partner_sees_what_their_municipality_gives_the_stalest_first(
    his: Client, street: Measure, flemish: Measure, room: Measure, genk: Any
) -> None:
    never = MeasureFactory(title="Nooit bekeken", verified_on=None, words={"municipalities": [genk]})
    CallFactory(measure=never)
    MeasureFactory(title="Oud", verified_on="2025-01-01", words={"municipalities": [genk]})
    MeasureFactory(title="Weg", status=Publication.ARCHIVED, words={"municipalities": [genk]})
    answer = his.get(LIST)
    names = [line.measure.title for line in answer.context["page"].lines]
    assert names == ["Nooit bekeken", "Oud", "Straatgeld"]
    assert "2 maatregelen zijn 6 maanden niet bekeken. Ze staan eerst." in text_of(answer)
    assert "Groot cultuurproject" not in text_of(answer)
    assert 'name="gemeente"' not in answer.text


def test_an_editor_sees_all_of_it_and_chooses_a_municipality(desk: Client, field: list[Measure]) -> None:
    assert len(desk.get(LIST).context["page"].lines) == len(field)
    chosen = desk.get(LIST, {"gemeente": "leopoldsburg"})
    titles = {line.measure.title for line in chosen.context["page"].lines}
    assert titles == {"Groot cultuurproject", "Zaal van de gemeente", "Fonds voor feesten"}
    assert len(desk.get(LIST, {"gemeente": "nergens"}).context["page"].lines) == len(field)


def test_an_empty_list_says_only_that_it_is_empty(his: Client) -> None:
    told = text_of(his.get(LIST))
    assert "Hier staat nog geen maatregel" in told
    assert "6 maanden" not in told


def test_long_lists_have_pages_and_cost_the_same(his: Client, genk: Any) -> None:
    def grow(number: int) -> None:
        for _round in range(number):
            measure = MeasureFactory(verified_on="2025-01-01", words={"municipalities": [genk]})
            CallFactory(measure=measure)

    grow(2)
    his.get(LIST)
    with CaptureQueriesContext(connection) as few:
        his.get(LIST)
    grow(38)
    with CaptureQueriesContext(connection) as many:
        answer = his.get(LIST)
    assert len(many) == len(few)
    assert "bladzijde 1 van 2" in text_of(answer)
    assert "Vorige" in text_of(his.get(LIST, {"p": "2"}))


def test_who_keeps_nothing_does_not_come_here(visitor: Client, street: Measure) -> None:
    member = signed_in(UserFactory(role=Role.MEMBER))
    for address in (LIST, f"{LIST}nieuw/"):
        assert visitor.get(address).status_code == 302
        assert member.get(address).status_code == 403


def test_what_another_municipality_gives_is_not_there(hers: Client, street: Measure) -> None:
    call = street.calls.get()
    change = f"{HOME}geschiedenis/1/"
    for address in (
        HOME,
        at("wat"),
        f"{HOME}rondes/nieuw/",
        f"{HOME}rondes/{call.pk}/",
        f"{HOME}geschiedenis/",
        change,
    ):
        assert hers.get(address).status_code == 404
    for address in (at("wat"), f"{HOME}klopt/", f"{HOME}intrekken/", f"{HOME}rondes/{call.pk}/op/", change):
        assert hers.post(address, {"title": "Van mij"}).status_code == 404
    assert fresh(street).title == "Straatgeld"


def test_what_flanders_gives_in_genk_is_not_for_its_partner(his: Client, flemish: Measure) -> None:
    assert his.get(f"{LIST}groot-cultuurproject/").status_code == 404


def test_who_was_partner_before_keeps_nothing(gust: User, street: Measure) -> None:
    gust.municipallinks.update(until=timezone.now())
    browser = signed_in(gust)
    assert browser.get(HOME).status_code == 404
    assert browser.get(LIST).status_code == 403


def test_the_start_page_tells_how_much_is_stale(gust: User, genk: Any) -> None:
    MeasureFactory(verified_on=None, words={"municipalities": [genk]})
    [panel] = [panel for panel in panels_for(gust) if panel.ways[0].url == LIST]
    assert panel.ways[0].count == 1
    assert all(panel.ways[0].url != LIST for panel in panels_for(UserFactory()) if panel.ways)


def test_the_public_page_leads_who_keeps_it_to_where_it_is_kept(
    his: Client, visitor: Client, street: Measure
) -> None:
    assert HOME in his.get("/steun/straatgeld/").text
    assert HOME not in visitor.get("/steun/straatgeld/").text


# --- Changing a measure ----------------------------------------------------------------------------------------------


def test_texts_are_live_at_once_and_stand_in_the_history(
    his: Client, visitor: Client, street: Measure
) -> None:
    assert save(his, at("wat"), title="Pleingeld", pays="Koffie\r\nTaart") == ["Bewaard."]
    assert "Pleingeld" in text_of(visitor.get("/steun/straatgeld/"))
    assert "Pleingeld" in text_of(visitor.get("/steun/?q=pleingeld"))
    change = newest()
    assert change.by_name == "Gust"
    assert change.values["title"] == ["Straatgeld", "Pleingeld"]
    assert change.values["pays"] == ["", "Koffie\nTaart"]
    assert "Gust" in text_of(his.get(f"{HOME}geschiedenis/"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1500", "1500"),
        ("€ 1.500,50", "1500.50"),
        ("1,500.50 euro", "1500.50"),
        ("1500,5", "1500.50"),
        ("", None),
    ],
)
def test_amounts_are_read_as_people_write_them(his: Client, street: Measure, typed: str, kept: Any) -> None:
    Measure.objects.update(max_amount=99)
    assert save(his, at("bedrag"), max_amount=typed, max_share="12,5 %") == ["Bewaard."]
    now = fresh(street)
    assert now.max_amount == (None if kept is None else Decimal(kept))
    assert now.max_share == Decimal("12.5")
    shown = his.get(at("bedrag")).context["form"]["max_amount"].value()
    assert shown == ("" if kept is None else kept.replace(".", ","))


@pytest.mark.parametrize(
    ("part", "changes", "told"),
    [
        ("bedrag", {"max_amount": "veel"}, "Schrijf een bedrag in euro"),
        ("bedrag", {"max_amount": "-5"}, "Schrijf een bedrag in euro"),
        ("bedrag", {"min_amount": "10", "max_amount": "5"}, "Het hoogste bedrag is lager dan het minste."),
        ("bedrag", {"max_share": "101"}, "Schrijf een percentage van 0 tot 100"),
        ("bedrag", {"own_share": "de helft"}, "Schrijf een percentage van 0 tot 100"),
        ("bedrag", {"max_months": "jaren"}, "Schrijf een heel aantal maanden"),
        ("geldig", {"valid_from": "2027-02-01", "valid_to": "2027-01-01"}, "Het eindigt voor het begint."),
        ("geldig", {"valid_from": "2027-02-31"}, "Die dag bestaat niet."),
        ("wat", {"title": " "}, "Vul de naam van de maatregel in."),
        ("wat", {"description": "x" * 10_001}, "Dit is te lang: 10001 tekens"),
        ("aanvragen", {"apply_url": "geen adres"}, "Dit is geen webadres."),
        ("gever", {"provider": ""}, "Vul in wie het geeft."),
    ],
)
def test_what_cannot_be_is_told_and_stays_typed(
    his: Client, street: Measure, part: str, changes: dict[str, str], told: str
) -> None:
    answer = refused(his, at(part), **changes)
    assert told in text_of(answer)
    for name, value in changes.items():
        assert answer.context["form"][name].value() == value


def test_for_whom_it_is_can_be_chosen(his: Client, street: Measure) -> None:
    kind = ActorKindFactory(label="Koor")
    save(
        his,
        at("voor-wie"),
        forms=[form("prijs").pk],
        actor_kinds=[kind.pk],
        legal_forms=None,
        for_whom="Koren",
    )
    now = fresh(street)
    assert [word.slug for word in now.forms.all()] == ["prijs"]
    assert list(now.actor_kinds.all()) == [kind]
    assert not now.legal_forms.exists()
    assert save(his, at("voor-wie")) == ["Er was niets nieuws om te bewaren."]


def test_every_part_can_be_opened_and_saved_without_a_change(his: Client, street: Measure) -> None:
    before = newest_or_none()
    for part in ("wat", "bedrag", "voor-wie", "aanvragen", "geldig", "gever", "engels"):
        assert save(his, at(part)) == ["Er was niets nieuws om te bewaren."]
    assert newest_or_none() == before
    assert his.get(at("iets")).status_code == 404


def newest_or_none() -> Any:
    """What happened last; None when nothing did."""
    return Change.objects.first()


# --- Two at once -------------------------------------------------------------------------------------------------------


def test_two_who_change_other_fields_both_win(his: Client, desk: Client, street: Measure) -> None:
    opened = sent(his.get(at("wat")))
    save(desk, at("wat"), pays="Koffie")
    his.post(at("wat"), {**opened, "title": "Pleingeld"})
    now = fresh(street)
    assert (now.title, now.pays) == ("Pleingeld", "Koffie")


def test_two_who_change_one_field_see_both_versions(his: Client, desk: Client, street: Measure) -> None:
    opened = sent(his.get(at("bedrag")))
    save(desk, at("bedrag"), max_amount="2000")
    answer = his.post(at("bedrag"), {**opened, "max_amount": "3000", "amount_note": "Per straat"})
    assert answer.status_code == 200
    told = text_of(answer)
    assert "Iemand was je voor" in told
    assert "de redactie" in told
    assert fresh(street).max_amount == 2000
    assert fresh(street).amount_note == ""
    again = sent(answer)
    assert again["max_amount"] == "3000"
    assert his.post(at("bedrag"), again).status_code == 302
    assert (fresh(street).max_amount, fresh(street).amount_note) == (3000, "Per straat")


def test_what_belongs_together_is_one(his: Client, desk: Client, street: Measure) -> None:
    opened = sent(his.get(at("bedrag")))
    save(desk, at("bedrag"), max_amount="2000")
    answer = his.post(at("bedrag"), {**opened, "min_amount": "500"})
    assert [clash.name for clash in answer.context["form"].clashes] == ["min_amount", "max_amount"]


def test_the_same_twice_is_one_change(his: Client, street: Measure) -> None:
    typed = {**sent(his.get(at("wat"))), "title": "Pleingeld"}
    his.post(at("wat"), typed)
    line = newest()
    assert said(his.get(his.post(at("wat"), typed).url)) == ["Bewaard.", "Er was niets nieuws om te bewaren."]
    assert newest() == line


# --- Still right ---------------------------------------------------------------------------------------------------------


def test_one_press_says_that_it_is_still_right(his: Client, street: Measure) -> None:
    Measure.objects.update(verified_on="2025-01-01", certainty=Certainty.UNSURE)
    Call.objects.update(certainty=Certainty.UNSURE)
    CriterionFactory(measure=street, certainty=Certainty.DATED)
    assert "2025" in text_of(his.get(HOME))
    answer = his.post(f"{HOME}klopt/", {"terug": "lijst"})
    assert answer.url == LIST
    now = fresh(street)
    assert now.verified_on == timezone.localdate()
    assert now.is_sure
    assert now.criteria.get().certainty == Certainty.DATED
    assert his.get(f"{HOME}klopt/").status_code == 405


def test_an_editor_who_looks_makes_nothing_sure(desk: Client, street: Measure) -> None:
    Measure.objects.update(verified_on="2025-01-01", certainty=Certainty.UNSURE)
    assert desk.post(f"{HOME}klopt/").url == HOME
    now = fresh(street)
    assert (now.verified_on, now.certainty) == (timezone.localdate(), Certainty.UNSURE)
