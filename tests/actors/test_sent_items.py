"""What somebody sent to the editors, on their own pages: theirs alone."""

from typing import Any

import pytest

from actors import desk
from actors.accounts.panels import panels_for
from actors.membership import CLAIM
from actors.models import Actor, DeskItem, DeskState, User
from tests.actors.people_cast import an, bart, browser, choir, noor, says, signed_in
from tests.factories import InvitationFactory, UserFactory

__all__ = ["an", "bart", "choir", "noor"]


@pytest.fixture
def lien(db: None) -> Any:
    """Lien, who asks something."""
    return UserFactory(name="Lien", email="lien@voorbeeld.example")


@pytest.fixture
def item(choir: Actor, lien: User) -> DeskItem:
    """What she asks."""
    return desk.offer(kind=CLAIM, about=choir, by=lien, wish=desk.Wish(choir.name, "Ik ben de secretaris."))


def test_nobody_else_sees_it(item: DeskItem, noor: User, an: User, lien: User) -> None:
    address = f"/mijn/ingestuurd/{item.pk}/"
    for other in (noor, an):
        assert signed_in(other).get(address).status_code == 404
        assert signed_in(other).post(address, {"do": "withdraw"}).status_code == 404
    assert browser().get(address).url.startswith("/aanmelden/")
    assert "Koor De Draad" in says(signed_in(lien).get("/mijn/ingestuurd/"))
    assert "Je stuurde nog niets in." in says(signed_in(noor).get("/mijn/ingestuurd/"))
    item.refresh_from_db()
    assert item.is_open


def test_changing_and_taking_back(item: DeskItem, lien: User) -> None:
    client, address = signed_in(lien), f"/mijn/ingestuurd/{item.pk}/"
    assert "De redactie kijkt ernaar." in says(client.get(address))
    assert "Verstuurd." in says(client.post(address, {"do": "send", "words": "Nog een woord."}, follow=True))
    empty = client.post(address, {"do": "send", "words": "  "})
    assert empty.context["form"].errors
    assert client.post(address, {"do": "iets"}).status_code == 200
    client.post(address, {"do": "withdraw"})
    assert "besliste hier al over" in says(client.post(address, {"do": "withdraw"}, follow=True))
    late = client.post(address, {"do": "send", "words": "Toch dit nog."}, follow=True)
    assert "Toch dit nog." in says(late)
    item.refresh_from_db()
    assert (item.state, item.reason) == (DeskState.WITHDRAWN, "Nog een woord.")
    assert "Nog een woord." in says(client.get(address))


def test_what_became_of_it(item: DeskItem, lien: User, an: User) -> None:
    desk.accept(item=item, by=an, seen=1, answer="Welkom!")
    page = says(signed_in(lien).get(f"/mijn/ingestuurd/{item.pk}/"))
    assert "Welkom!" in page
    assert "Ga hier verder" in page


OTHERS = {
    "Vrijwilliger",
    "Jij beslist",
    "Je account",
    "Mijn vragen",
    "Mijn expertprofiel",
    "Wat ik bewaarde",
    "Wat werkte",
    "Voor jou",
    "Projecten en oproepen",
}  # panels of other parts


def test_my_start(item: DeskItem, lien: User, noor: User, an: User) -> None:
    titles = [panel.title for panel in panels_for(lien) if panel.title not in OTHERS]
    assert titles == ["Mijn organisaties", "Wat ik instuurde"]
    desk.send_back(item=item, by=an, seen=1, answer="Wie ben je?")
    invitation = InvitationFactory(email="LIEN@voorbeeld.example")
    first, second, third = (panel for panel in panels_for(lien) if panel.title not in OTHERS)
    assert first.ways[0].url == f"/mijn/uitnodigingen/{invitation.pk}/"
    assert (second.lead, second.ways[0].count) == ("De redactie stelt je 1 vraag.", 1)
    assert [way.url for way in third.ways] == ["/actoren/", "/actoren/nieuw/"]
    [mine] = (panel for panel in panels_for(noor) if panel.title == "Mijn organisaties")
    assert mine.ways[0].label == "Koor De Draad"
