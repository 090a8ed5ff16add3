"""Two people at once: the second one sees the difference, and overwrites nothing without knowing."""

from typing import Any

import pytest
from django.test import Client

from actors.desk import accept
from actors.models import Actor, DeskItem, User
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.actors.own_cast import (
    an,
    at,
    choir,
    fresh,
    genk,
    hers,
    his,
    noor,
    save,
    sent,
    tom,
)
from tests.factories import DisciplineFactory, MunicipalityFactory

__all__ = ["an", "choir", "genk", "hers", "his", "noor", "tom"]
pytestmark = pytest.mark.django_db


def test_the_second_one_sees_both_and_may_save_knowingly(hers: Client, his: Client, choir: Actor) -> None:
    opened = hers.get(at("verhaal"))
    save(his, "verhaal", description="Tom schreef dit.")
    page = hers.post(at("verhaal"), sent(opened, description="Noor schreef dat."))
    words = text_of(page)
    assert "Iemand was je voor" in words
    assert "Gewijzigd door Tom" in words
    assert "Nu staat er: Tom schreef dit." in words
    assert "Jij typte: Noor schreef dat." in words
    assert fresh(choir).description == "Tom schreef dit."
    assert page.context["form"]["description"].value() == "Noor schreef dat."
    assert hers.post(at("verhaal"), sent(page)).status_code == 302
    assert fresh(choir).description == "Noor schreef dat."


def test_a_third_person_in_between_is_noticed_again(
    hers: Client, his: Client, an: User, choir: Actor
) -> None:
    opened = hers.get(at("verhaal"))
    save(his, "verhaal", description="Van Tom.")
    page = hers.post(at("verhaal"), sent(opened, description="Van Noor."))
    save(signed_in(an), "verhaal", description="Van An.")
    again = hers.post(at("verhaal"), sent(page))
    assert "Gewijzigd door de redactie" in text_of(again)
    assert "Nu staat er: Van An." in text_of(again)


def test_fields_that_nobody_else_touched_do_not_clash(hers: Client, his: Client, choir: Actor) -> None:
    opened = hers.get(at("contact"))
    save(his, "contact", website="https://tom.example")
    assert hers.post(at("contact"), sent(opened, links="https://noor.example")).status_code == 302
    choir = fresh(choir)
    assert (choir.website, choir.links) == ("https://tom.example", ["https://noor.example"])


def test_who_typed_the_same_meets_nobody(hers: Client, his: Client, choir: Actor) -> None:
    opened = hers.get(at("verhaal"))
    save(his, "verhaal", description="Hetzelfde.\nTwee regels.")
    assert hers.post(at("verhaal"), sent(opened, description="Hetzelfde.\r\nTwee regels.")).status_code == 302
    assert fresh(choir).description == "Hetzelfde.\nTwee regels."


def test_after_a_clash_what_she_did_not_touch_is_as_it_is_now(
    hers: Client, his: Client, choir: Actor
) -> None:
    dance, film = DisciplineFactory(label="Dans"), DisciplineFactory(label="Film")
    opened = hers.get(at("waar"))
    as_ = MunicipalityFactory(name="As")
    save(
        his,
        "waar",
        place="Plaats van Tom",
        active_in=[as_.pk],
        scale="regionaal",
        latitude="50.9",
        longitude="5.5",
    )
    page = hers.post(at("waar"), sent(opened, place="Plaats van Noor"))
    form = page.context["form"]
    assert form["scale"].value() == "regionaal"
    assert as_.pk in {int(key) for key in form["active_in"].value()}
    assert form["latitude"].value() == "50.90000"
    assert hers.post(at("waar"), sent(page)).status_code == 302
    choir = fresh(choir)
    assert (choir.place, choir.scale, str(choir.latitude)) == ("Plaats van Noor", "regionaal", "50.90000")
    opened = hers.get(at("voor-wie"))
    save(his, "voor-wie", disciplines=[dance.pk])
    page = hers.post(at("voor-wie"), sent(opened, disciplines=[film.pk]))
    assert "Nu staat er: Dans" in text_of(page)
    assert "Jij typte: Film" in text_of(page)


def test_what_was_emptied_meanwhile_is_empty_in_the_form(hers: Client, his: Client, choir: Actor) -> None:
    Actor.objects.update(
        contact_email="a@voorbeeld.example", contact_email_public=True, website="https://oud.example"
    )
    opened = hers.get(at("contact"))
    save(his, "contact", contact_email="", contact_email_public=None, website="https://tom.example")
    page = hers.post(at("contact"), sent(opened, website="https://noor.example"))
    form = page.context["form"]
    assert not form["contact_email"].value()
    assert not form["contact_email_public"].value()


def test_two_numbers_of_one_pin_go_together(hers: Client, his: Client, choir: Actor) -> None:
    save(hers, "waar", latitude="50.9", longitude="5.5")
    opened = hers.get(at("waar"))
    save(his, "waar", longitude="5.6")
    page = hers.post(at("waar"), sent(opened, latitude="51.0"))
    assert "Iemand was je voor" in text_of(page)
    assert (str(fresh(choir).latitude), str(fresh(choir).longitude)) == ("50.90000", "5.60000")


def test_a_wish_of_a_colleague_is_met_too(hers: Client, his: Client, choir: Actor) -> None:
    opened = hers.get(at("wie"))
    save(his, "wie", name="Tomkoor")
    page = hers.post(at("wie"), sent(opened, name="Noorkoor"))
    assert "Nu staat er: Tomkoor" in text_of(page)
    assert "Gewijzigd door iemand anders" in text_of(page)
    assert hers.post(at("wie"), sent(page)).status_code == 302
    assert DeskItem.objects.get().content["fields"]["name"] == ["Koor De Draad", "Noorkoor"]


def test_an_editor_who_accepted_meanwhile_makes_no_clash(hers: Client, an: User, choir: Actor) -> None:
    save(hers, "wie", name="Koor Het Weefsel")
    opened = hers.get(at("wie"))
    accept(item=DeskItem.objects.get(), by=an, seen=1)
    assert hers.post(at("wie"), sent(opened, other_names="Weefsel")).status_code == 302
    assert (fresh(choir).name, fresh(choir).other_names) == ("Koor Het Weefsel", ["Weefsel"])


@pytest.mark.parametrize("seen", ["", "onzin", "description:", "name:123 description:0000 x:y :", "d" * 9000])
def test_marks_that_make_no_sense_count_as_not_seen(hers: Client, choir: Actor, seen: str) -> None:
    page = hers.post(at("verhaal"), {"description": "Blind overschreven.", "seen": seen})
    assert page.status_code == 200
    assert "Iemand was je voor" in text_of(page)
    assert fresh(choir).description == choir.description


def test_a_clash_in_other_names_says_who(hers: Client, his: Client, choir: Actor) -> None:
    opened = hers.get(at("wie"))
    save(his, "wie", other_names="De Draden")
    page = hers.post(at("wie"), sent(opened, other_names="Draadjes"))
    words = text_of(page)
    assert "Gewijzigd door Tom" in words
    assert "Nu staat er: De Draden" in words


def test_every_field_of_a_clash_says_so_where_it_stands(hers: Client, his: Client, choir: Any) -> None:
    opened = hers.get(at("verhaal"))
    save(his, "verhaal", description="Van Tom.")
    page = hers.post(at("verhaal"), sent(opened, description="Van Noor."))
    assert "Intussen gewijzigd door Tom" in str(page.context["form"].errors["description"])
