"""*Wij deden dit ook*: a member tells it, changes it, takes it back, and who made it first hears of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from actors.desk import Impossible
from actors.leaving import leave
from actors.models import Actor, Membership, User
from ecru.base.models import MailReader, OutgoingMail
from ecru.base.outbox.kinds import Frequency, kinds
from ecru.base.personal import holdings
from projects.models import MakerRole, Practice, PracticeActor, Reuse
from projects.practices import change_reuse, record_reuse, withdraw_reuse
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.factories import ActorFactory, MembershipFactory, PracticeFactory, UserFactory
from tests.projects.practice_cast import (
    PAGE,
    REUSE,
    an,
    as_,
    band,
    beringen,
    bram,
    choir,
    dirk,
    done,
    genk,
    house,
    reused,
    samira,
    street,
    typed,
)

__all__ = ["an", "as_", "band", "beringen", "bram", "choir", "dirk", "genk", "house", "samira", "street"]
pytestmark = pytest.mark.django_db


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))


def errors(page: Any) -> str:
    return read(page).one("div", role="alert").words


# --- Telling it --------------------------------------------------------------------------------------------------


def test_samira_tells_it_and_dirk_hears_of_it(
    street: Practice, band: Actor, samira: User, dirk: User
) -> None:
    browser = signed_in(samira)
    form = read(browser.get(REUSE))
    assert form.one("select", id="id_actor").words == "De fanfare"
    assert form.one("input", id="id_year").attributes["value"] == str(timezone.localdate().year)
    answer = browser.post(REUSE, typed(band))
    made = Reuse.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}#ook-{made.pk}")
    assert (made.actor, made.municipality, made.year, made.went) == (band, band.municipality, 2021, "goed")
    assert (made.changed, made.note, made.recorded_by) == ("In de winter.", "Neem soep mee.", samira)
    assert "2021: De fanfare" in read(browser.get(PAGE)).words
    [mail] = mails()
    assert mail.to == "dirk@koor.example"
    assert mail.subject == "De fanfare deed “Zingende straat” ook"
    assert "In de winter." in mail.body
    assert f"{PAGE}#ook-{made.pk}" in mail.body
    assert "samira@" not in mail.body
    assert mail.stop_url


def test_a_double_click_is_one_reuse_and_one_mail(
    street: Practice, band: Actor, samira: User, dirk: User
) -> None:
    browser = signed_in(samira)
    first, second = browser.post(REUSE, typed(band)), browser.post(REUSE, typed(band))
    assert first["Location"] == second["Location"]
    assert Reuse.objects.count() == len(mails()) == 1


def test_taking_back_and_recording_again_mails_the_makers_once_a_day(
    street: Practice, band: Actor, samira: User, dirk: User
) -> None:
    def record(**changes: Any) -> None:
        signed_in(samira).post(REUSE, typed(band, **changes))

    record()
    for _time in range(3):
        withdraw_reuse(reuse=Reuse.objects.get(withdrawn_at=None), by=samira)
        record()
    assert len(mails()) == 1
    record(year="2022")
    assert len(mails()) == 1, "the makers know that this actor is at it"
    Reuse.objects.exclude(withdrawn_at=None).update(withdrawn_at=timezone.now() - timedelta(days=2))
    record(year="2023")
    assert len(mails()) == 2


def test_the_same_place_and_year_again_leads_to_what_stands_there(
    street: Practice, band: Actor, samira: User
) -> None:
    browser = signed_in(samira)
    browser.post(REUSE, typed(band))
    page = browser.post(REUSE, typed(band, note="Iets heel anders."))
    assert "staan er al" in errors(page)
    assert "Iets heel anders." in page.content.decode(), "nothing typed is lost"
    assert f"{REUSE}{Reuse.objects.get().pk}/" in read(page).links
    assert browser.post(REUSE, typed(band, year="2022")).status_code == 302


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"year": ""}, "Vul het jaar in."),
        ({"year": "vorig jaar"}, "vier cijfers"),
        ({"year": "21"}, "vier cijfers"),
        ({"year": "2999"}, "tussen 1850 en"),
        ({"year": "9" * 400}, "jaar"),
        ({"municipality": ""}, "Kies de gemeente."),
        ({"municipality": "99999"}, "Deze gemeente kennen we niet."),
        ({"went": ""}, "Kies hoe het ging."),
        ({"went": "fantastisch"}, "Kies hoe het ging."),
        ({"actor": ""}, "Kies voor wie je dit vertelt."),
        ({"changed": "a" * 2001}, "te lang"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    changes: dict[str, str], said: str, street: Practice, band: Actor, samira: User
) -> None:
    page = signed_in(samira).post(REUSE, typed(band, **{"note": "Mijn lange verhaal.", **changes}))
    assert page.status_code == 200
    assert said in errors(page)
    assert "Mijn lange verhaal." in page.content.decode()
    assert not Reuse.objects.exists()


def test_nobody_tells_it_for_somebody_else(street: Practice, house: Actor, samira: User) -> None:
    page = signed_in(samira).post(REUSE, typed(house))
    assert "Je werkt niet voor deze organisatie." in errors(page)
    with pytest.raises(PermissionDenied):
        record_reuse(practice=street, done=done(house), by=samira)


def test_who_acts_for_nobody_hears_what_to_do(street: Practice) -> None:
    page = read(signed_in(UserFactory()).get(REUSE))
    assert "/actoren/nieuw/" in page.links
    assert not page.every("select", id="id_actor")


def test_a_draft_is_done_by_nobody(
    street: Practice, choir: Actor, dirk: User, band: Actor, samira: User
) -> None:
    street.status = "draft"
    street.save()
    assert signed_in(dirk).get(REUSE).status_code == 404
    with pytest.raises(PermissionDenied):
        record_reuse(practice=street, done=done(band), by=samira)


def test_who_made_it_does_not_do_it_too(street: Practice, choir: Actor, dirk: User) -> None:
    page = signed_in(dirk).post(REUSE, typed(choir))
    assert "Het koor maakte deze praktijk zelf." in errors(page)
    with pytest.raises(Impossible):
        record_reuse(practice=street, done=done(choir, year=2999), by=dirk)


# --- The note to the first makers --------------------------------------------------------------------------------


def test_without_a_maker_by_name_the_first_partner_hears_of_it(
    *, street: Practice, band: Actor, samira: User, dirk: User, house: Actor, bram: User
) -> None:
    PracticeActor.objects.filter(practice=street).update(role=MakerRole.PARTNER)
    PracticeActor.objects.create(practice=street, actor=house, consent="akkoord", position=1)
    record_reuse(practice=street, done=done(band), by=samira)
    assert [mail.to for mail in mails()] == ["dirk@koor.example"]


def test_nobody_is_told_what_they_did_themselves_nor_what_does_not_show(
    street: Practice, band: Actor, samira: User, dirk: User, choir: Actor
) -> None:
    MembershipFactory(actor=choir, user=samira)
    hidden = ActorFactory(draft=True, municipality=band.municipality)
    MembershipFactory(actor=hidden, user=samira)
    samira.__dict__.pop("own_actors", None)
    record_reuse(practice=street, done=done(hidden), by=samira)
    assert mails() == []
    record_reuse(practice=street, done=done(band), by=samira)
    assert [mail.to for mail in mails()] == ["dirk@koor.example"]


def test_a_maker_that_does_its_own_partners_part_is_not_mailed(
    street: Practice, band: Actor, samira: User
) -> None:
    PracticeActor.objects.filter(practice=street).update(actor=band, role=MakerRole.PARTNER)
    record_reuse(practice=street, done=done(band), by=samira)
    assert mails() == []


def test_an_address_that_takes_no_mail_stops_nobody(
    street: Practice, band: Actor, samira: User, dirk: User
) -> None:
    User.objects.filter(pk=dirk.pk).update(email="geen adres")
    assert record_reuse(practice=street, done=done(band), by=samira).pk
    assert mails() == []


@pytest.mark.mail("reuse")
@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        (
            "nl",
            "De fanfare deed “Zingende straat” ook",
            "Hoe het ging: het werkte niet voor ons.",
        ),
        (
            "en",
            "De fanfare did “Zingende straat” too",
            "How it went: it did not work for us.",
        ),
    ],
)
def test_the_mail_speaks_the_language_of_its_reader_and_stops(
    language: str, subject: str, *, said: str, street: Practice, band: Actor, samira: User, dirk: User
) -> None:
    User.objects.filter(pk=dirk.pk).update(language=language)
    with override("en" if language == "nl" else "nl"):
        record_reuse(practice=street, done=done(band, went="niet", note="", changed=""), by=samira)
    [mail] = mails()
    assert mail.subject == subject
    assert said in mail.body
    assert "De fanfare" in mail.body
    MailReader.objects.of(dirk.email).choose(kinds["reuse"], Frequency.NEVER)
    record_reuse(practice=street, done=done(band, year=2022), by=samira)
    assert len(mails()) == 1, "who stopped these gets none"


# --- Changing and taking back ------------------------------------------------------------------------------------


def test_samira_changes_what_she_told(street: Practice, band: Actor, samira: User, as_: Any) -> None:
    mine = reused(street, band, year=2021)
    browser, page = signed_in(samira), f"{REUSE}{mine.pk}/"
    assert read(browser.get(page)).one("input", id="id_year").attributes["value"] == "2021"
    answer = browser.post(page, typed(band, year="2020", went="deels"))
    assert answer["Location"] == f"{PAGE}#ook-{mine.pk}"
    mine.refresh_from_db()
    assert (mine.year, mine.went) == (2020, "deels")
    assert mails() == [], "a change is no news for the makers"
    reused(street, band, year=2022)
    assert "staan er al" in errors(browser.post(page, typed(band, year="2022")))
    assert "tussen 1850" in errors(browser.post(page, typed(band, year="2999")))


def test_samira_takes_it_back_once(street: Practice, band: Actor, samira: User) -> None:
    mine = reused(street, band)
    browser, page = signed_in(samira), f"{REUSE}{mine.pk}/"
    assert browser.post(page, {"do": "withdraw"})["Location"] == PAGE
    mine.refresh_from_db()
    assert mine.withdrawn_at is not None
    assert "De fanfare" not in read(browser.get(PAGE)).words
    assert browser.get(page).status_code == 404
    assert withdraw_reuse(reuse=mine, by=samira) is False
    with pytest.raises(Impossible):
        change_reuse(reuse=mine, done=done(band), by=samira)
    assert browser.post(REUSE, typed(band)).status_code == 302, "the same can be told again"


def test_others_do_not_find_it_and_editors_may_take_it_away(
    street: Practice, band: Actor, bram: User, an: User, house: Actor
) -> None:
    mine = reused(street, band, year=2021)
    page = f"{REUSE}{mine.pk}/"
    assert signed_in(bram).get(page).status_code == 404
    assert signed_in(bram).post(page, {"do": "withdraw"}).status_code == 404
    assert Client().get(page).status_code == 302
    with pytest.raises(PermissionDenied):
        change_reuse(reuse=mine, done=done(band), by=bram)
    assert change_reuse(reuse=mine, done=done(band, note="Zonder soep."), by=an).note == "Zonder soep."
    with pytest.raises(PermissionDenied):
        change_reuse(reuse=mine, done=done(house), by=an)
    assert signed_in(an).post(page, {"do": "withdraw"}).status_code == 302


def test_a_reuse_of_another_practice_is_not_found_here(street: Practice, band: Actor, samira: User) -> None:
    other = reused(PracticeFactory(slug="iets-anders"), band)
    assert signed_in(samira).get(f"{REUSE}{other.pk}/").status_code == 404


def test_it_goes_along_in_ones_own_data(street: Practice, band: Actor, samira: User) -> None:
    made = record_reuse(practice=street, done=done(band), by=samira)
    withdraw_reuse(reuse=made, by=samira)
    held = holdings["reuses"]
    assert held.rows(samira) == [("Wat je vertelde over praktijken die jullie ook deden", 1)]
    [one] = held.export(samira)
    assert (one["practice"], one["actor"], one["year"]) == ("Zingende straat", "De fanfare", 2021)
    assert one["taken_back_on"]
    again = record_reuse(practice=street, done=done(band), by=samira)
    assert [entry["taken_back_on"] is None for entry in held.export(samira)] == [False, True]
    leave(user=samira)
    again.refresh_from_db()
    assert (again.recorded_by, again.withdrawn_at) == (None, None), "it stays with the band, without her name"


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one(
    street: Practice, band: Actor, samira: User, dirk: User
) -> None:
    def click() -> int:
        try:
            return record_reuse(practice=street, done=done(band), by=User.objects.get(pk=samira.pk)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = {click.result() for click in [pool.submit(click) for _ in range(2)]}
    assert len(made) == Reuse.objects.count() == OutgoingMail.objects.count() == 1
    assert Membership.objects.filter(actor=band).exists()
