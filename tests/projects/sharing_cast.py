"""The cast of the stories about sharing: Noor tells what her choir did, Tom of the youth house is named, An is an editor."""

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from actors.models import Actor, DeskItem, Role, User
from ecru.base.models import OutgoingMail, Publication
from projects.models import Practice
from projects.sharing import PRACTICE, offer_practice
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    MembershipFactory,
    MunicipalityFactory,
    PracticeFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)

MINE, NEW = "/mijn/praktijken/", "/praktijken/nieuw/"
STORY = "Nieuwkomers kenden niemand. Daarom zongen we samen."


@pytest.fixture
def tom(db: None) -> Any:
    """Acts for a youth house in Beringen."""
    user = UserFactory(name="Tom", email="tom@jeugd.example", role=Role.MEMBER)
    return MembershipFactory(user=user, actor__name="Jeugdhuis De Kap", actor__slug="de-kap").user


@pytest.fixture
def youth(tom: User) -> Actor:
    """His youth house."""
    return Actor.objects.get(slug="de-kap")


@pytest.fixture
def an(db: None) -> Any:
    """An editor."""
    return UserFactory(name="An", email="an@ecru.example", role=Role.EDITOR)


@pytest.fixture
def draft(noor: User, choir: Actor) -> Any:
    """What Noor began, told far enough to send."""
    return PracticeFactory(
        title="Zingen met buren",
        slug="zingen-met-buren",
        status=Publication.DRAFT,
        description=STORY,
        told=True,
        maker=choir,
        shared_by=noor,
    )


@pytest.fixture
def shown(draft: Practice) -> Any:
    """The same, as everyone reads it."""
    draft.status = Publication.PUBLISHED
    draft.save()
    return draft


@pytest.fixture
def hers(noor: User) -> Client:
    """The browser of Noor."""
    return signed_in(noor)


def words_of() -> dict[str, Any]:
    """A word of every vocabulary, and a place."""
    return {
        "disciplines": DisciplineFactory(label="Zang"),
        "themes": ThemeFactory(label="Buren"),
        "target_groups": TargetGroupFactory(label="Nieuwkomers"),
        "municipalities": MunicipalityFactory(name="Genk"),
    }


def home(practice: Practice, part: str = "") -> str:
    """The address of one's own practice, or of one part of it."""
    return f"{MINE}{practice.pk}/{part}/" if part else f"{MINE}{practice.pk}/"


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """What the form of a ``page`` would send back, with ``changes`` made by hand."""
    form, data = page.context["form"], {}
    for field in form:
        value = field.value()
        if field.name == "steps":
            data["steps_title"] = [step["title"] for step in value or []] or [""]
            data["steps_text"] = [step["text"] for step in value or []] or [""]
        elif value is not None and field.widget_type not in {"file", "clearablefile"}:
            data[field.html_name] = field.field.prepare_value(value)
    return {name: value for name, value in (data | changes).items() if value is not None}


def write(browser: Client, practice: Practice, part: str, **changes: Any) -> Any:
    """Opens one part, types ``changes`` and saves."""
    address = home(practice, part)
    return browser.post(address, sent(browser.get(address), **changes))


def autosave(browser: Client, practice: Practice, part: str, data: dict[str, Any]) -> Any:
    """What the script does."""
    return browser.post(home(practice, part), data, headers={"x-autosave": "1"})


def fresh(practice: Practice) -> Practice:
    """The practice as it is stored now."""
    return Practice.objects.get(pk=practice.pk)


def offered(practice: Practice, by: User, words: str = "") -> DeskItem:
    """What lies on the desk."""
    return offer_practice(practice=practice, by=by, words=words)


def items() -> Any:
    """All that was ever offered."""
    return DeskItem.objects.of_kind(PRACTICE.slug)


def mails(kind: str) -> list[OutgoingMail]:
    """The mails of one kind, oldest first."""
    return list(OutgoingMail.objects.filter(kind=kind).order_by("pk"))


def photo(colour: str = "gold") -> Any:
    """A picture as a phone makes it."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    out.seek(0)
    out.name = "feest.jpg"
    return out


def nobody() -> Actor:
    """An actor for whom nobody acts."""
    actor: Actor = ActorFactory(name="De Oude Fanfare")
    return actor


def text(page: Any) -> str:
    """The words on a page, on one line."""
    return " ".join(text_of(page).split())
