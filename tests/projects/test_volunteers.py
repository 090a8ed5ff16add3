"""Volunteers: their own profile, and who sees it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.accounts.panels import panels_for
from actors.models import Actor, Role, User
from projects.models import HelpKind, Volunteer, VolunteerBlock, VolunteerRequest
from projects.volunteering import (
    Answer,
    answer_request,
    delete_volunteer,
    save_volunteer,
    stop_volunteer,
    unblock,
    volunteer_holding,
)
from tests.actors.expert_cast import fields_of, form_of, in_days, save
from tests.actors.markup import read, text_of
from tests.factories import MunicipalityFactory, UserFactory
from tests.projects.volunteer_cast import END, LIST, MINE, browser_of

pytestmark = pytest.mark.django_db
NASTY = "</textarea><script>alert('ü')</script> {{ 7|add:7 }}"
SEEING = [Role.MEMBER, Role.EXPERT, Role.MUNICIPAL_PARTNER, Role.EDITOR, Role.REGISSEUR]
PHONE = "0470000000"  # of the cast; written with whatever between


def digits(said: str) -> str:
    return "".join(sign for sign in said if sign.isdigit())


def titles(user: User) -> list[str]:
    return [way.label for made in panels_for(user) if made.title == "Vrijwilliger" for way in made.ways]


# --- The own profile --------------------------------------------------------------------------------------------


def test_amir_begins_with_his_first_name_and_is_found_when_he_saves(amir: User, noor: User) -> None:
    browser = browser_of(amir)
    assert not Volunteer.objects.exists(), "looking makes nothing"
    assert form_of(browser, MINE)["first_name"] == "Amir"
    kind = HelpKind.objects.get_or_create(slug="vervoer", defaults={"label": "Rijden"})[0]
    answer = save(
        browser,
        address=MINE,
        helps=[kind.pk],
        about="Ik rij graag.",
        days=["za", "zo"],
        parts_of_day=["avond"],
        reach="20",
    )
    assert answer.status_code == 302
    mine = Volunteer.objects.get()
    assert (mine.user, mine.is_shown, mine.days, mine.parts, mine.reach) == (
        amir,
        True,
        ["za", "zo"],
        ["avond"],
        20,
    )
    page = text_of(browser_of(noor).get(f"{LIST}{mine.pk}/"))
    for word in ("Ik rij graag.", "zaterdag, zondag", "’s avonds", "tot 20 km", kind.label):
        assert word in page
    assert fields_of(read(browser.get(MINE)))["parts_of_day"] == ["avond"]


def test_sent_twice_there_is_one_profile(amir: User) -> None:
    browser = browser_of(amir)
    sent = {**form_of(browser, MINE), "about": "Ik rij graag."}
    assert [browser.post(MINE, sent).status_code for _ in range(2)] == [302, 302]
    assert Volunteer.objects.count() == 1


def test_two_tabs_overwrite_nothing_unseen(amir: User, volunteer: Volunteer) -> None:
    browser = browser_of(amir)
    old = form_of(browser, MINE)
    save(browser, address=MINE, about="Nieuw.")
    answer = browser.post(MINE, {**old, "about": "Oud."})
    assert answer.status_code == 200
    assert "ander tabblad" in text_of(answer)
    assert Volunteer.objects.get().about == "Nieuw."


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": ""},
        {"first_name": "x" * 61},
        {"about": "x" * 2001},
        {"helps": ["9999"]},
        {"days": ["gisteren"]},
        {"parts_of_day": ["nacht"]},
        {"reach": "7"},
        {"municipality": "x"},
        {"paused_until": "morgen"},
        {"paused_until": "2020-01-01"},
        {"contact_way": "\x00"},
    ],
)
def test_what_cannot_be_right_comes_back_with_all_that_was_typed(
    changes: dict[str, Any], amir: User, volunteer: Volunteer
) -> None:
    answer = save(browser_of(amir), address=MINE, **{"about": "Getypt.", **changes})
    assert answer.status_code == 200
    assert read(answer).one("div", role="alert")
    assert "about" in changes or "Getypt." in answer.content.decode()
    assert Volunteer.objects.get().about == "Ik bak graag taart."


def test_a_pause_is_chosen_and_ends_by_itself(amir: User, volunteer: Volunteer, noor: User) -> None:
    browser = browser_of(amir)
    save(browser, address=MINE, paused_until=in_days(9))
    assert "Je pauzeert" in text_of(browser.get(MINE))
    assert "pauzeert" in text_of(browser_of(noor).get(LIST))
    assert "kan je iets vragen" in text_of(browser_of(noor).get(f"{LIST}{volunteer.pk}/"))
    Volunteer.objects.update(paused_until=in_days(0))
    assert not Volunteer.objects.get().is_paused
    save(browser, address=MINE, about="Weer terug.")
    assert Volunteer.objects.get().paused_until is None


def test_he_stops_and_comes_back(amir: User, volunteer: Volunteer, noor: User) -> None:
    browser = browser_of(amir)
    assert browser.get(END).status_code == 200
    assert browser.post(END, {"do": "stop"})["Location"] == MINE
    assert browser_of(noor).get(f"{LIST}{volunteer.pk}/").status_code == 404
    assert "Amir" not in text_of(browser_of(noor).get(LIST))
    assert "Niemand ziet je nu" in text_of(browser.get(MINE))
    assert "Haal me uit de lijst" not in text_of(browser.get(END))
    save(browser, address=MINE)
    assert "Amir" in text_of(browser_of(noor).get(LIST))


def test_he_deletes_it(amir: User, volunteer: Volunteer, request_of_noor: VolunteerRequest) -> None:
    browser = browser_of(amir)
    assert browser.post(END, {"do": "delete"})["Location"] == MINE
    assert not Volunteer.objects.exists()
    assert not VolunteerRequest.objects.exists()
    assert browser.post(END, {"do": "delete"})["Location"] == MINE
    assert browser.get(END)["Location"] == MINE


def test_only_he_changes_it(amir: User, volunteer: Volunteer, noor: User) -> None:
    for act in (
        lambda: save_volunteer(volunteer=volunteer, by=noor, values={"about": "Anders."}, show=True),
        lambda: stop_volunteer(volunteer=volunteer, by=noor),
        lambda: delete_volunteer(volunteer=volunteer, by=noor),
        lambda: unblock(volunteer=volunteer, by=noor, actor=1),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Volunteer.objects.get().about == "Ik bak graag taart."


@pytest.mark.parametrize("odd", ["²", "9" * 5000, "\0"])
def test_letting_through_takes_any_number(amir: User, volunteer: Volunteer, odd: str) -> None:
    assert browser_of(amir).post(MINE, {"unblock": odd}).status_code == 200


def test_what_is_held_about_him_can_be_told(
    amir: User, noor: User, request_of_noor: VolunteerRequest, choir: Actor
) -> None:
    answer_request(request=request_of_noor, answer=Answer(False, "Te druk.", block=True), by=amir)
    held = volunteer_holding(amir)
    assert held["profile"]["about"] == "Ik bak graag taart."
    assert held["profile"]["blocked"] == ["Koor De Draad"]
    assert held["received"][0]["word"] == "Te druk."
    assert "noor@" not in str(held)
    asked = volunteer_holding(noor)
    assert asked["asked"][0]["what"] == "Taart bakken voor het feest."
    assert "0470 00" not in str(asked)
    assert PHONE not in digits(str(asked))
    assert volunteer_holding(UserFactory()) == {}
    amir.delete()
    assert not Volunteer.objects.exists()


def test_how_to_be_reached_is_told_to_whom_it_is_of(
    amir: User, noor: User, request_of_noor: VolunteerRequest
) -> None:
    answer_request(request=request_of_noor, answer=Answer(True, shares_address=True), by=amir)
    held = volunteer_holding(amir)
    assert digits(held["profile"]["contact_way"]) == PHONE
    assert held["received"][0]["shares_address"] is True
    assert "noor@" not in str(held)
    [asked] = volunteer_holding(noor)["asked"]
    assert asked["contact_way"] == "noor@koor.example"
    assert PHONE not in digits(str(asked))
    seen = text_of(browser_of(amir).get("/mijn/gegevens/"))
    assert "0470 00 00 00" in seen
    assert "noor@koor.example" not in seen
    seen = text_of(browser_of(noor).get("/mijn/gegevens/"))
    assert "noor@koor.example" in seen
    assert "0470 00 00 00" not in seen


def test_who_gives_no_way_sees_that_associations_get_the_address_of_the_account(
    amir: User, volunteer: Volunteer
) -> None:
    Volunteer.objects.update(contact_way="")
    held = volunteer_holding(amir)["profile"]
    assert (held["contact_way"], held["told_after_a_yes"]) == ("", amir.email)


# --- Who sees it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*Role, None])
def test_who_may_look(role: Role | None, volunteer: Volunteer) -> None:
    user = UserFactory(role=role)
    wanted = 200 if role in SEEING else 403
    for address in (LIST, f"{LIST}{volunteer.pk}/"):
        assert browser_of(user).get(address).status_code == wanted
    assert ("Een vrijwilliger zoeken" in titles(user)) is (wanted == 200)


def test_a_visitor_signs_in_first_and_finds_nothing_anywhere(visitor: Client, volunteer: Volunteer) -> None:
    for address in (LIST, f"{LIST}{volunteer.pk}/", MINE, END):
        assert visitor.get(address)["Location"].startswith("/aanmelden/")
    for address in ("/", "/zoeken/?q=amir", "/zoeken/suggesties/?q=amir", "/experten/", "/gemeenten/genk/", "/actoren/feed/"):  # fmt: skip
        said = visitor.get(address).content.decode()
        assert "Amir" not in said.replace("amir", ""), address
        assert f"{LIST}{volunteer.pk}/" not in said
    for section in ("pages", "actors", "experts", "municipalities"):
        assert "vrijwilliger" not in visitor.get(f"/sitemap-{section}.xml").content.decode()


def test_members_see_a_first_name_and_no_address(volunteer: Volunteer, noor: User) -> None:
    for address in (LIST, f"{LIST}{volunteer.pk}/"):
        page = browser_of(noor).get(address)
        said = page.content.decode()
        assert "Amir" in said
        for hidden in ("Achternaam", "0470 00", "amir@", "voorbeeld.example"):
            assert hidden not in said
        assert PHONE not in digits(said)
        assert page["Cache-Control"].startswith("max-age=0")
        assert '<meta name="robots" content="noindex">' in said


@pytest.mark.parametrize("field", ["first_name", "about", "contact_way"])
def test_what_he_writes_is_text_and_never_markup(
    field: str, amir: User, volunteer: Volunteer, noor: User
) -> None:
    assert save(browser_of(amir), address=MINE, **{field: NASTY[:59]}).status_code == 302
    for browser, address in (
        (browser_of(amir), MINE),
        (browser_of(noor), LIST),
        (browser_of(noor), f"{LIST}{volunteer.pk}/"),
    ):
        answer = browser.get(address)
        assert "<script>alert" not in answer.content.decode()
        read(answer)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("hulp=bar-en-keuken", True),
        ("hulp=techniek", False),
        ("hulp=toveren", False),
        ("gemeente=genk", True),
        ("gemeente=as", True),
        ("gemeente=nergens", False),
        ("hulp=%00&gemeente=%00&pagina=-9", False),
        ("hulp=<b>&pagina=x", False),
    ],
)
def test_the_list_narrows_down(question: str, found: bool, volunteer: Volunteer, noor: User) -> None:
    volunteer.comes_to.add(MunicipalityFactory(name="As", slug="as"))
    page = browser_of(noor).get(f"{LIST}?{question}")
    assert page.status_code == 200
    assert ("Amir" in text_of(page)) is found
    assert ("nog een gat" in text_of(page)) is not found


def test_many_volunteers_cost_as_many_queries_as_two(volunteer: Volunteer, noor: User) -> None:
    browser = browser_of(noor)
    browser.get(LIST)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(LIST).status_code == 200
        return len(asked)

    few = queries()
    for _number in range(30):
        other = Volunteer.objects.create(user=UserFactory(), first_name="Sefa", is_shown=True)
        other.helps.set(volunteer.helps.all())
    assert queries() == few
    page = read(browser.get(LIST))
    assert len(page.every("li", class_="sample")) == 24
    assert "?hulp=&gemeente=&pagina=2" in page.links


def test_who_may_no_longer_sign_in_is_not_shown(volunteer: Volunteer, noor: User) -> None:
    User.objects.filter(pk=volunteer.user_id).update(is_active=False)
    assert browser_of(noor).get(f"{LIST}{volunteer.pk}/").status_code == 404


def test_the_start_page_names_what_waits(amir: User, request_of_noor: VolunteerRequest) -> None:
    assert titles(amir) == ["Geef Koor De Draad antwoord", "Je profiel als vrijwilliger"]
    assert "Een handje helpen" in titles(UserFactory())


def test_what_they_are_called(request_of_noor: VolunteerRequest, choir: Actor) -> None:
    block = VolunteerBlock.objects.create(volunteer=request_of_noor.volunteer, actor=choir)
    assert [str(one) for one in (request_of_noor, block)] == ["Koor De Draad: Amir"] * 2
    assert str(HelpKind(label="Rijden")) == "Rijden"


def test_editors_keep_the_list_of_kinds(volunteer: Volunteer) -> None:
    browser = browser_of(UserFactory(role=Role.EDITOR))
    assert browser.get("/beheer/projects/helpkind/").status_code == 200
    kind = volunteer.helps.get()
    assert browser.get(f"/beheer/projects/helpkind/{kind.pk}/change/").status_code == 200
