"""What people write in a dossier itself: it saves itself, two people meet, and what is locked by now is not lost."""

from typing import Any

import pytest
from django.test import Client

from actors.models import User
from subsidies.dossiers import perform
from subsidies.models import Dossier
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import MunicipalityFactory
from tests.subsidies.dossier_cast import DOSSIERS, Cast

pytestmark = pytest.mark.django_db


def browser_of(user: User) -> Client:
    """Somebody who is signed in."""
    return signed_in(User.objects.get(pk=user.pk))


def seen_on(browser: Client, dossier: Dossier) -> str:
    """The marks that the page carries."""
    return str(read(browser.get(f"{DOSSIERS}{dossier.pk}/")).one("input", name="seen").attributes["value"])


def save(browser: Client, dossier: Dossier, *, seen: str | None = None, **typed: Any) -> Any:
    """Saves what somebody wrote on the page as it stands now, or as it stood when it carried ``seen``."""
    marks = seen_on(browser, dossier) if seen is None else seen
    places = [place.pk for place in dossier.municipalities.all()]
    groups = [group.pk for group in dossier.target_groups.all()]
    ticked = {"municipalities": places, "target_groups": groups}
    return browser.post(f"{DOSSIERS}{dossier.pk}/", {**ticked, **typed, "seen": marks})


def autosave(browser: Client, dossier: Dossier, seen: str, **typed: Any) -> Any:
    """What the script sends."""
    address = f"{DOSSIERS}{dossier.pk}/"
    return browser.post(address, {**typed, "seen": seen}, headers={"X-Autosave": "1"})


def test_what_is_locked_is_not_written_and_what_was_typed_stays(cast: Cast) -> None:
    dossier, browser = cast.dossier("aanvulling"), browser_of(cast.nour)
    answer = save(browser, dossier, summary="Meer.", title="Stiekem")
    assert "Dit deel is op slot." in text_of(answer)
    assert read(answer).one("input", name="title").attributes["value"] == "Stiekem"
    stored = Dossier.objects.get()
    assert (stored.summary, stored.title) == ("Meer.", dossier.title)
    assert save(browser, dossier, summary="Nog meer.", title=dossier.title).status_code == 302
    sent = cast.dossier()
    seen = seen_on(browser, sent)
    perform(sent, "indienen", by=cast.nour)
    late = save(browser, sent, seen=seen, summary="Te laat getypt.")
    assert "Dit deel is op slot." in text_of(late)
    assert read(late).one("textarea", name="summary").words == "Te laat getypt."
    assert autosave(browser, sent, seen, summary="Te laat.").json()["whole"] is False
    assert browser.post(f"{DOSSIERS}{sent.pk}/", {}).status_code == 302
    assert Dossier.objects.get(pk=sent.pk).summary == sent.summary


def test_the_story_saves_itself_and_two_people_see_both_texts(cast: Cast) -> None:
    dossier, nour, sem = cast.dossier(requested="1500.50"), browser_of(cast.nour), browser_of(cast.sem)
    genk = dossier.municipalities.get()
    beringen = MunicipalityFactory(name="Beringen", slug="beringen")
    assert (
        read(nour.get(f"{DOSSIERS}{dossier.pk}/")).one("input", name="requested").attributes["value"]
        == "1500,50"
    )
    old = seen_on(nour, dossier)
    told = autosave(
        sem,
        dossier,
        old,
        title="",
        summary="Van Sem.",
        requested="1.600",
        municipalities=[genk.pk, beringen.pk],
    )
    assert told.json()["whole"] is False  # the title is gone
    stored = Dossier.objects.get()
    assert (stored.title, stored.summary, stored.requested) == (dossier.title, "Van Sem.", 1600)
    assert stored.municipalities.count() == 2
    kept = {"title": dossier.title, "requested": "1500,50", "municipalities": [genk.pk]}
    quiet = autosave(nour, dossier, old, **{**kept, "summary": "Van Nour."})
    assert quiet.status_code == 409
    assert "Intussen gewijzigd door Sem (" in quiet.json()["problem"]
    answer = save(nour, dossier, seen=old, **{**kept, "summary": "Van Nour."})
    for part in ("Iemand was je voor", "Van Sem.", "Van Nour.", "Gewijzigd door Sem, ", "Welke tekst telt?"):
        assert part in text_of(answer), part
    page = read(answer)
    assert page.one("textarea", name="summary").words == "Van Nour."
    assert page.one("input", name="requested").attributes["value"] == "1600,00"  # she did not touch it
    assert page.one("input", name="municipalities", value=str(beringen.pk)).attributes["checked"] == ""
    fresh = str(page.one("input", name="seen").attributes["value"])
    both = [genk.pk, beringen.pk]
    again = {**kept, "requested": "1600,00", "municipalities": both, "summary": "Van Nour."}
    assert save(nour, dossier, seen=fresh, **again).status_code == 302
    stored.refresh_from_db()
    assert (stored.summary, stored.requested, stored.municipalities.count()) == ("Van Nour.", 1600, 2)
    clash = save(sem, dossier, seen=fresh, **{**again, "summary": "Van Nour.", "municipalities": []})
    assert clash.status_code == 302
    met = save(nour, dossier, seen=fresh, **{**again, "municipalities": [genk.pk]})
    assert "Beringen" in text_of(met)
    assert "leeg" in text_of(met)
