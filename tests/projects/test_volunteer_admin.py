"""Editors look volunteers and requests up in the admin; they change nothing there, and read no words between people."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Role
from projects.models import Volunteer, VolunteerRequest
from tests.actors.conftest import editor_browser, signed_in
from tests.actors.markup import read
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PEOPLE, REQUESTS = "/beheer/projects/volunteer/", "/beheer/projects/volunteerrequest/"


def test_the_lists_say_who_and_what_became_of_it(request_of_noor: VolunteerRequest) -> None:
    browser = editor_browser()
    people, requests = read(browser.get(PEOPLE)), read(browser.get(REQUESTS))
    assert {"Amir", "Bar en keuken", "Genk"} <= {
        word for word in ("Amir", "Bar en keuken", "Genk") if word in people.words
    }
    assert "Koor De Draad" in requests.words
    assert "wacht op een antwoord" in requests.words
    assert read(browser.get("/beheer/")).words.count("Vrijwilligers") >= 1
    assert "Amir" in read(browser.get(f"{PEOPLE}?q=amir")).words
    assert "Amir" not in read(browser.get(f"{PEOPLE}?q=niemand")).one("main").words.replace("“", "")


def test_a_page_to_read_and_nothing_to_change(
    volunteer: Volunteer, request_of_noor: VolunteerRequest
) -> None:
    browser = editor_browser()
    pages = [f"{PEOPLE}{volunteer.pk}/change/", f"{REQUESTS}{request_of_noor.pk}/change/"]
    for address in pages:
        page = browser.get(address)
        assert page.status_code == 200
        shown = page.content.decode()
        for private in ("0470", "amir@voorbeeld.example", "noor@koor.example", "Taart bakken voor"):
            assert private not in shown, f"{private} at {address}"
        assert browser.post(address, {"first_name": "Anders"}).status_code == 403
        assert browser.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert "zaterdag" in read(browser.get(pages[0])).words
    for address in (PEOPLE, REQUESTS):
        assert browser.get(f"{address}add/").status_code == 403


def test_only_who_keeps_the_field_comes_here(request_of_noor: VolunteerRequest) -> None:
    for role in (Role.MEMBER, Role.BOARD_MEMBER):
        browser = signed_in(UserFactory(role=role))
        assert browser.get(PEOPLE).status_code in {302, 403}
        assert browser.get(REQUESTS).status_code in {302, 403}


def test_the_list_asks_the_same_at_one_and_at_twenty(volunteer: Volunteer) -> None:
    browser = editor_browser()

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(PEOPLE).status_code == 200
        return len(seen)

    browser.get(PEOPLE)
    few = count()
    helps: Any = list(volunteer.helps.all())
    for number in range(20):
        made = Volunteer.objects.create(user=UserFactory(), first_name=f"Ali {number}")
        made.helps.set(helps)
    assert count() == few
