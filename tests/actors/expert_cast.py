"""The cast of the stories about experts: Nour, who knows how to bring neighbours together, and An, who edits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import Availability, DeskItem, Expert, Fee, Municipality, Role, Share, User
from tests.actors.conftest import signed_in
from tests.actors.markup import Element, read
from tests.factories import (
    ExpertFactory,
    LanguageFactory,
    MunicipalityFactory,
    OfferFactory,
    TopicFactory,
    UserFactory,
)

MINE, APPLY, END = "/mijn/expert/", "/experten/word-expert/", "/mijn/expert/stoppen/"
WORDS = {
    Share.NAME: "Nour Van Draad",
    Share.STORY: "straatfeest",
    Share.TOPICS: "Klokkenspel",
    Share.LANGUAGES: "Esperanto",
    Share.WHERE: "Weefgem",
    Share.TIME: "twaalf wafels",
    Share.EXPERIENCE: "ervaringsdeskundige",
}


@pytest.fixture
def nour() -> Any:
    """Nour has an account and nothing else."""
    return UserFactory(name="Nour Van Draad", email="nour@voorbeeld.example")


@pytest.fixture
def an() -> Any:
    """An editor."""
    return UserFactory(name="An", role=Role.EDITOR)


def full_expert(user: User | None = None, **more: Any) -> Expert:
    """The published profile of Nour: every part says a word of its own, and all of it may show."""
    place: Municipality = MunicipalityFactory(name="Weefgem", slug="weefgem")
    values: dict[str, Any] = {
        "person": True,
        "user": user,
        "slug": "nour",
        "person_name": WORDS[Share.NAME],
        "can_tell": "Hoe je een straatfeest opzet.",
        "by_experience": True,
        "municipality": place,
        "availability": Availability.LIMITED,
        "fee": Fee.ALLOWANCE,
        "fee_note": "Het kost twaalf wafels.",
        "url": "https://straatfeest.example/",
        "words": {
            "topics": [TopicFactory(label="Klokkenspel", slug="klokkenspel", alt_labels="")],
            "offers": [OfferFactory(label="Meespelen", slug="meespelen")],
            "languages": [LanguageFactory(label="Esperanto", slug="eo")],
        },
        **more,
    }
    made = ExpertFactory(**values)
    return Expert.objects.get(pk=made.pk)


def form_of(browser: Client, address: str = MINE) -> dict[str, Any]:
    """What stands in the form of the page, as a browser would send it."""
    return fields_of(read(browser.get(address)))


def fields_of(page: Element) -> dict[str, Any]:
    """The same of a page that was read already."""
    form = page.one("form", class_="profile")
    sent: dict[str, Any] = {}
    for field in form.every("input"):
        name, kind = field.attributes.get("name", ""), field.attributes.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" not in field.attributes:
            continue
        value = field.attributes.get("value", "on" if kind == "checkbox" else "")
        if kind == "checkbox" and value != "on":
            sent.setdefault(name, []).append(value)
        elif name != "csrfmiddlewaretoken":
            sent[name] = value
    for area in form.every("textarea"):
        sent[area.attributes["name"]] = "".join(part for part in area.holds if isinstance(part, str)).strip()
    for choice in form.every("select"):
        chosen = [
            option.attributes["value"] for option in choice.every("option") if "selected" in option.attributes
        ]
        sent[choice.attributes["name"]] = chosen[0] if chosen else ""
    return sent


def save(browser: Client, how: str = "save", address: str = MINE, **changes: Any) -> Any:
    """Opens the form, changes what is told (None takes a tick away) and sends it."""
    sent = {**form_of(browser, address), **changes, "do": how}
    return browser.post(address, {name: value for name, value in sent.items() if value is not None})


def browser_of(user: User) -> Client:
    """The browser of ``user``."""
    return signed_in(user)


def in_days(number: int) -> str:
    """A day from now, as a form sends it."""
    return (timezone.localdate() + timedelta(days=number)).isoformat()


@pytest.fixture
def browser(nour: User) -> Client:
    """Nour's browser, with a draft begun."""
    client = browser_of(nour)
    client.post(APPLY, {"name": "Nour Van Draad"})
    return client


def complete(browser: Client, how: str = "send", **more: Any) -> Any:
    """Fills in what the editors ask, and presses a button."""
    topic = TopicFactory(label="Buurtwerk", slug="buurtwerk")
    filled: dict[str, Any] = {
        "can_tell": "Hoe ik een straatfeest opzette.",
        "topics": [topic.pk],
        **{f"agree_{share}": "on" for share in (Share.NAME, Share.STORY, Share.TOPICS)},
    }
    return save(browser, how, **{**filled, **more})


def the_item() -> DeskItem:
    """What the editors decide about."""
    return DeskItem.objects.get(kind="expert")
