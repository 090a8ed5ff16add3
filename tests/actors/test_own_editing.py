"""Noor keeps the record of her choir: most of it shows at once, nothing is lost, and nobody else comes in."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from actors.editing import Typed, change, confirm_all, marks
from actors.forms.own import SECTIONS
from actors.models import Actor, ActorName, Change, Discipline, Scale, User, VerifiedBy
from actors.models.vocabulary import TermGroup
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.actors.own_cast import (
    HOME,
    STORY,
    an,
    at,
    choir,
    fresh,
    genk,
    hers,
    newest,
    noor,
    partner,
    said,
    save,
    sent,
)
from tests.factories import (
    DisciplineFactory,
    MembershipFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)

__all__ = ["an", "choir", "genk", "hers", "noor", "partner"]
pytestmark = pytest.mark.django_db

PARTS = [section.key for section in SECTIONS]


def test_the_story_shows_at_once_for_every_visitor(hers: Client, choir: Actor, visitor: Client) -> None:
    before = visitor.get("/actoren/koor-de-draad/")
    assert "oude kantine" not in before.content.decode()
    assert save(hers, "verhaal", description=STORY) == ["Bewaard. Het staat meteen op jullie pagina."]
    assert "oude kantine" in visitor.get("/actoren/koor-de-draad/").content.decode()
    assert list(Actor.objects.search("kantine")) == [choir]
    line = newest(choir)
    assert (line.by_name, set(line.values)) == ("Noor", {"description"})


def test_every_part_opens_and_saving_nothing_new_changes_nothing(hers: Client, choir: Actor) -> None:
    for part in PARTS:
        assert save(hers, part) == ["Er was niets nieuws om te bewaren."], part
    assert not Change.objects.about(choir).exists()


def test_places_words_and_contact_are_live(hers: Client, choir: Actor, genk: Any) -> None:
    as_, dance = MunicipalityFactory(name="As"), DisciplineFactory(label="Dans")
    group, theme = TargetGroupFactory(label="Jongeren"), ThemeFactory(label="Streek")
    save(
        hers, "waar", active_in=[as_.pk], scale=Scale.REGIONAL, latitude="50,965123", longitude="5.5",
        place="",
    )  # fmt: skip
    save(hers, "voor-wie", disciplines=[dance.pk], target_groups=[group.pk], themes=[theme.pk])
    save(
        hers, "contact", website="koor.example", links="facebook.com/koor\n\nhttps://koor.example/agenda\nfacebook.com/koor",
        contact_email="koor@voorbeeld.example", contact_email_public="on",
    )  # fmt: skip
    choir = fresh(choir)
    assert {place.slug for place in choir.active_in.all()} == {"as", "genk"}
    assert (str(choir.latitude), str(choir.longitude)) == ("50.96512", "5.50000")
    assert [term.label for term in choir.disciplines.all()] == ["Dans"]
    assert choir.website == "https://koor.example"
    assert choir.links == ["https://facebook.com/koor", "https://koor.example/agenda"]
    page = read(Client().get("/actoren/koor-de-draad/"))
    assert {"https://facebook.com/koor", "https://koor.example/agenda"} <= {*page.links}
    assert "koor@voorbeeld.example" in page.words
    assert Change.objects.about(choir).count() == 3


def test_other_names_are_kept_and_those_of_other_kinds_stay(hers: Client, choir: Actor) -> None:
    ActorName.objects.create(actor=choir, name="Samen Zingen", kind=ActorName.Kind.MERGED)
    save(hers, "wie", other_names="De Draad\n  KDD  \nKDD", former_names="Mijnkoor")
    choir = fresh(choir)
    assert sorted(choir.other_names) == ["De Draad", "KDD"]
    assert (choir.former_names, choir.merged_names) == (["Mijnkoor"], ["Samen Zingen"])
    save(hers, "wie", other_names="", former_names="Mijnkoor")
    assert fresh(choir).other_names == []
    assert list(Actor.objects.search("mijnkoor")) == [choir]


def test_who_was_only_a_name_is_more_once_they_tell(hers: Client, choir: Actor) -> None:
    Actor.objects.update(named_only=True, description="")
    save(hers, "verhaal", description=STORY)
    assert not fresh(choir).named_only


def test_a_double_click_makes_one_change(hers: Client, choir: Actor) -> None:
    data = sent(hers.get(at("verhaal")), description=STORY)
    for _click in range(2):
        assert hers.post(at("verhaal"), data).status_code == 302
    assert Change.objects.about(choir).count() == 1


def test_going_back_shows_what_is_stored_now(hers: Client, noor: User) -> None:
    for address in (HOME, at("verhaal"), at("foto"), f"{HOME}geschiedenis/"):
        assert "no-store" in hers.get(address)["Cache-Control"]


def test_looking_first_saves_nothing_and_swap_and_page_agree(hers: Client, choir: Actor) -> None:
    data = sent(hers.get(at("verhaal")), description="Wij **zingen**.\n\n- dinsdag", doe="bekijk")
    page = read(hers.post(at("verhaal"), data))
    swap = read(hers.post(at("verhaal"), data, headers={"HX-Request": "true"}))
    assert swap.one("section", id="voorbeeld") == page.one("section", id="voorbeeld")
    assert page.one("section", id="voorbeeld").one("strong").words == "zingen"
    assert page.one("textarea", id="id_description").words.startswith("Wij **zingen**")
    assert (
        "kennen"
        in read(hers.post(at("verhaal"), {**data, "description": ""})).one("section", id="voorbeeld").words
    )
    assert fresh(choir).description == choir.description
    assert hers.post(at("wie"), {"doe": "bekijk"}).status_code == 200


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(hers: Client, choir: Actor) -> None:
    page = hers.post(
        at("contact"),
        sent(
            hers.get(at("contact")),
            website="javascript:alert(1)",
            links="ftp://koor.example",
            contact_email="geen adres",
        ),
    )
    assert set(page.context["form"].errors) == {"website", "links", "contact_email"}
    words = page.content.decode()
    assert "javascript:alert(1)" in words
    assert "geen adres" in words
    assert "data-returned" in words
    page = hers.post(at("contact"), sent(hers.get(at("contact")), website="ftp://koor.example"))
    assert "geen webadres" in str(page.context["form"].errors["website"])
    page = hers.post(at("verhaal"), sent(hers.get(at("verhaal")), description="x" * 5001))
    assert "Er is niets verloren" in page.content.decode()
    page = hers.post(
        at("contact"), sent(hers.get(at("contact")), contact_email="", contact_email_public="on")
    )
    assert "vinkje" in str(page.context["form"].errors["contact_email"])
    assert not Change.objects.about(choir).exists()


@pytest.mark.parametrize(
    ("north", "east", "wrong"),
    [
        ("50.9", "", "longitude"),
        ("", "5.5", "latitude"),
        ("5.5", "50.9", "latitude"),
        ("noord", "5.5", "latitude"),
        ("NaN", "5.5", "latitude"),
        ("91", "5.5", "latitude"),
        ("50.9", "1e999", "longitude"),
    ],
)
def test_a_pin_that_cannot_be_is_refused(
    hers: Client, choir: Actor, north: str, east: str, wrong: str
) -> None:
    page = hers.post(at("waar"), sent(hers.get(at("waar")), latitude=north, longitude=east))
    assert wrong in page.context["form"].errors
    assert fresh(choir).latitude is None


def test_the_map_is_asked_only_on_this_page(hers: Client, choir: Actor) -> None:
    assert "geo.api.vlaanderen.be" in hers.get(at("waar"))["Content-Security-Policy"]
    assert "blob:" in hers.get(at("foto"))["Content-Security-Policy"]
    policy = hers.get(at("wie"))["Content-Security-Policy"]
    assert "blob:" not in policy
    assert "geo.api.vlaanderen.be" not in policy
    Actor.objects.update(municipality=None)
    assert "speld" in text_of(hers.get(at("waar")))


def test_without_a_base_map_nobody_is_asked(hers: Client, settings: Any) -> None:
    settings.MAP_TILES_URL = ""
    assert "We vragen niets aan anderen" in text_of(hers.get(at("waar")))


def test_the_start_page_says_what_is_missing_and_why(hers: Client, choir: Actor, noor: User) -> None:
    words = text_of(hers.get(HOME))
    assert "25 op 100" in words
    assert "Een foto" in words
    assert "Ze staat bovenaan jullie pagina" in words
    assert "Er is nog niets gewijzigd" in words
    save(hers, "verhaal", description=STORY)
    words = text_of(hers.get(HOME))
    assert "50 op 100" in words
    assert "Noor: gewijzigd (Wie ze zijn en waarvoor)" in words
    Actor.objects.update(closed=True, status="draft")
    words = text_of(hers.get(HOME))
    assert "kladversie" in words
    assert "gestopt" in words


def test_when_nothing_is_missing_it_says_so(hers: Client, choir: Actor) -> None:
    choir.target_groups.add(TargetGroupFactory(label="Jongeren"))
    choir.themes.add(ThemeFactory(label="Streek"))
    Actor.objects.update(
        description=STORY, picture="actors/koor.webp", picture_alt="Een koor.", latitude="50.9", longitude="5.5",
        website="https://koor.example", contact_email="koor@voorbeeld.example",
    )  # fmt: skip
    words = text_of(hers.get(HOME))
    assert "100 op 100" in words
    assert "Er ontbreekt niets" in words


def test_words_stand_under_their_headings(hers: Client, choir: Actor) -> None:
    arts = TermGroup.objects.create(slug="kunsten", label="Kunsten")
    other = TermGroup.objects.create(slug="andere", label="Andere", position=1)
    Discipline.objects.filter(label="Muziek").update(group=arts)
    Discipline.objects.create(slug="sport", label="Sport", group=other)
    TargetGroupFactory(label="Iedereen")
    page = read(hers.get(at("voor-wie")))
    headings = page.every("details", class_="words")
    assert [heading.one("summary").words for heading in headings] == ["Kunsten 1 gekozen", "Andere"]
    assert ["open" in heading.attributes for heading in headings] == [True, False]
    assert "Iedereen" in page.one("main").words


@pytest.mark.parametrize(
    "links",
    ["https://a.example", [1], ["https://" + "a" * 300], ["ftp://a.example"], ["https://a.example"] * 7],
)
def test_links_that_cannot_be_are_refused_by_the_record_too(choir: Actor, links: Any) -> None:
    choir.links = links
    with pytest.raises(ValidationError):
        choir.full_clean()


def test_everything_is_still_right(hers: Client, choir: Actor, noor: User, an: User) -> None:
    assert said(hers.post(f"{HOME}klopt/", follow=True)) == [
        "Dank je. Jullie pagina zegt dat jullie ze vandaag nakeken."
    ]
    choir = fresh(choir)
    assert choir.verified_by == VerifiedBy.ACTOR
    assert set(newest(choir).values) == {"verified_on", "verified_by"}
    confirm_all(actor=choir, by=an)
    assert fresh(choir).verified_by == VerifiedBy.EDITOR
    assert hers.get(f"{HOME}klopt/").status_code == 405


def test_saving_alone_does_not_say_that_all_is_right(hers: Client, choir: Actor) -> None:
    save(hers, "verhaal", description=STORY)
    assert fresh(choir).verified_on is None


def test_the_public_page_leads_its_own_people_here(hers: Client, choir: Actor) -> None:
    way = "Hou deze pagina juist"
    assert way in text_of(hers.get("/actoren/koor-de-draad/"))
    assert way not in text_of(signed_in(MembershipFactory().user).get("/actoren/koor-de-draad/"))
    assert way not in text_of(Client().get("/actoren/koor-de-draad/"))


def test_others_stay_out(choir: Actor) -> None:
    outsider = MembershipFactory().user
    gone = MembershipFactory(actor=choir, past=True).user
    for person in (outsider, gone):
        browser = signed_in(person)
        for address in (HOME, *map(at, PARTS), f"{HOME}geschiedenis/", f"{HOME}geschiedenis/1/"):
            assert browser.get(address).status_code == 403
        for address in (at("verhaal"), f"{HOME}klopt/", f"{HOME}intrekken/"):
            assert browser.post(address, {"description": "Gekaapt", "seen": ""}).status_code == 403
    assert fresh(choir).description == choir.description


def test_who_lost_the_right_meanwhile_saves_nothing(choir: Actor, noor: User) -> None:
    noor.memberships.get().delete()
    late = User.objects.get(pk=noor.pk)
    typed = Typed({"description": STORY}, {})
    for act in (
        lambda: change(actor=choir, by=late, typed=typed),
        lambda: confirm_all(actor=choir, by=late),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_part_that_does_not_exist(hers: Client, choir: Actor) -> None:
    assert hers.get(at("alles")).status_code == 404
    assert hers.post(at("alles"), {}).status_code == 404


def test_the_municipal_partner_keeps_the_actors_of_the_municipality(partner: User, choir: Actor) -> None:
    save(signed_in(partner), "verhaal", description=STORY)
    assert newest(choir).by == partner


def test_a_rule_of_the_record_is_told_in_the_form(
    hers: Client, choir: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_kwargs: Any) -> None:
        raise ValidationError("Dit kan niet.")

    monkeypatch.setattr("actors.views.editing.change", refuse)
    page = hers.post(at("verhaal"), sent(hers.get(at("verhaal")), description=STORY))
    assert "Dit kan niet." in page.content.decode()


def test_the_number_of_questions_does_not_grow(
    hers: Client, choir: Actor, noor: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        change(
            actor=choir,
            by=UserFactory(is_superuser=True),
            typed=Typed(
                {"place": f"Plaats {number}"},
                {**dict([part.split(":") for part in marks({"place": fresh(choir).place}).split()])},
            ),
        )
    with django_assert_max_num_queries(30):
        hers.get(f"{HOME}geschiedenis/")
    with django_assert_max_num_queries(45):
        hers.get(at("wie"))
