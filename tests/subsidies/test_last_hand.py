"""Who was first: a page that meets the words of another one says whose they are, and never names somebody who wrote elsewhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from actors.models import User
from subsidies.dossiers import write
from subsidies.models import LastHand
from tests.actors.markup import text_of
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.test_dossier_pages import browser_of
from tests.subsidies.test_dossier_story import save, seen_on

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    """``user`` as the next request finds them."""
    return User.objects.get(pk=user.pk)


def met(browser: Client, dossier: Any, seen: str) -> str:
    """What the page says to who saves a story that another one changed."""
    return text_of(save(browser, dossier, seen=seen, title=dossier.title, summary="Van Nour."))


def test_it_names_who_wrote_these_words_and_not_who_wrote_others_later(cast: Cast) -> None:
    dossier, nour = cast.dossier(), browser_of(cast.nour)
    seen = seen_on(nour, dossier)
    write(dossier=dossier, by=fresh(cast.sem), values={"summary": "Van Sem."})
    write(dossier=dossier, by=fresh(cast.nour), values={"requested": 100})
    hand = LastHand.objects.get(part="summary")
    when = date_format(timezone.localtime(hand.at), "j F Y, H:i")
    assert f"Gewijzigd door Sem, {when}" in met(nour, dossier, seen)


def test_the_last_one_counts_and_the_same_again_is_no_writing(cast: Cast) -> None:
    dossier, nour = cast.dossier(), browser_of(cast.nour)
    seen = seen_on(nour, dossier)
    write(dossier=dossier, by=fresh(cast.sem), values={"summary": "Van Sem."})
    LastHand.objects.update(at=timezone.now() - timedelta(days=3))
    write(dossier=dossier, by=fresh(cast.wout), values={"summary": "Van Wout."})
    write(dossier=dossier, by=fresh(cast.sem), values={"summary": "Van Wout."})
    assert LastHand.objects.count() == 1
    assert "Gewijzigd door Wout, " in met(nour, dossier, seen)


def test_a_second_tab_of_ones_own_is_called_so(cast: Cast) -> None:
    dossier, nour = cast.dossier(), browser_of(cast.nour)
    seen = seen_on(nour, dossier)
    write(dossier=dossier, by=fresh(cast.nour), values={"summary": "Het eerste tabblad."})
    assert "Gewijzigd door jou, in een ander tabblad, " in met(nour, dossier, seen)


def test_who_left_or_was_never_kept_has_no_name(cast: Cast) -> None:
    dossier, nour = cast.dossier(), browser_of(cast.nour)
    seen = seen_on(nour, dossier)
    write(dossier=dossier, by=fresh(cast.sem), values={"summary": "Van iemand die vertrok."})
    LastHand.objects.update(by=None)
    assert "Gewijzigd door iemand anders, of jij in een ander tabblad, " in met(nour, dossier, seen)
    LastHand.objects.all().delete()
    assert "Gewijzigd door iemand anders, of jij in een ander tabblad, " in met(nour, dossier, seen)


def test_people_see_where_they_wrote_last(cast: Cast) -> None:
    dossier = cast.dossier()
    write(dossier=dossier, by=fresh(cast.sem), values={"summary": "Van Sem."})
    assert f"Je schreef in {dossier.title}" in text_of(browser_of(cast.sem).get("/mijn/gegevens/"))
