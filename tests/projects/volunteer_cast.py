"""The cast of the stories about volunteers: Amir lends a hand, Noor asks for her choir."""

from typing import Any

import pytest
from django.test import Client

from actors.models import Actor, Role, User
from projects.models import HelpKind, Volunteer, VolunteerRequest
from projects.volunteering import Wish, ask_volunteer
from tests.actors.conftest import signed_in
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory

LIST, MINE, END = "/vrijwilligers/", "/mijn/vrijwilliger/", "/mijn/vrijwilliger/stoppen/"
WISH = Wish("Taart bakken voor het feest.", "Zaterdag om twee uur", "De Wolzak", "noor@koor.example")
ASKED = {
    "what": "Taart bakken voor het feest.",
    "when": "Zaterdag om twee uur",
    "where": "De Wolzak",
    "contact_way": "noor@koor.example",
}


@pytest.fixture(autouse=True)
def in_dutch_here(settings: Any) -> None:
    """Links in mails are absolute."""
    settings.BASE_URL = "https://cultuur.example"


@pytest.fixture
def amir() -> Any:
    """Amir has an account."""
    return UserFactory(name="Amir Achternaam", email="amir@voorbeeld.example")


@pytest.fixture
def noor() -> Any:
    """Noor acts for a choir."""
    return MembershipFactory(
        user=UserFactory(name="Noor", email="noor@koor.example", role=Role.MEMBER),
        actor__name="Koor De Draad",
        actor__slug="koor",
    ).user


@pytest.fixture
def choir(noor: User) -> Actor:
    """Her choir."""
    return Actor.objects.get(slug="koor")


@pytest.fixture
def volunteer(amir: User) -> Volunteer:
    """Amir's profile, which members see."""
    genk = MunicipalityFactory(name="Genk", slug="genk")
    made = Volunteer.objects.create(
        user=amir,
        first_name="Amir",
        is_shown=True,
        about="Ik bak graag taart.",
        days=["za", "ma"],
        parts=["namiddag"],
        municipality=genk,
        reach=10,
        contact_way="0470 00 00 00",
    )
    made.helps.add(
        HelpKind.objects.get_or_create(slug="bar-en-keuken", defaults={"label": "Bar en keuken"})[0]
    )
    return made


@pytest.fixture
def request_of_noor(volunteer: Volunteer, choir: Actor, noor: User) -> VolunteerRequest:
    """What Noor asks of Amir."""
    return ask_volunteer(volunteer=volunteer, actor=choir, by=noor, wish=WISH)


def browser_of(user: User) -> Client:
    """The browser of ``user``."""
    return signed_in(user)
