"""Dossiers for the stories about figures, each with its outcome; a table of earlier ones; and what the page of figures leads to."""

import re
from datetime import datetime
from decimal import Decimal
from html import unescape
from typing import Any

from ecru.base.directory.pages import PER_PAGE
from subsidies.models import Dossier, Outcome, PastDossier, PastImport
from subsidies.models.standing import BRUSSELS
from tests.actors.conftest import signed_in
from tests.actors.markup import Element, read
from tests.factories import ActorFactory, UserFactory
from tests.subsidies.dossier_factories import DossierFactory

FIGURES, LIST = "/regie/cijfers/", "/regie/cijfers/dossiers/"
WHOLE = re.compile(r"^[\d.]+$")
GRANTED: dict[str, Any] = {"outcome": Outcome.GRANTED, "granted": "3000"}


def in_year(dossier: Dossier, year: int, day: int = 1, month: int = 6) -> Dossier:
    """The dossier as of a year: sent then, or begun when it was never sent."""
    at = datetime(year, month, day, 12, tzinfo=BRUSSELS)
    if dossier.submitted_at:
        Dossier.objects.filter(pk=dossier.pk).update(submitted_at=at, created_at=at)
    else:
        Dossier.objects.filter(pk=dossier.pk).update(created_at=at)
    return dossier


def dossier(phase: str, year: int = 2025, **facts: Any) -> Dossier:
    """A dossier in ``phase`` of ``year``; ``facts`` hold there."""
    begun = {
        name: facts.pop(name) for name in ("actor", "coached", "places", "call", "measure") if name in facts
    }
    there = {f"at__{name}": value for name, value in facts.items()}
    return in_year(DossierFactory(at=phase, **begun, **there), year)


def earlier(year: int = 2024, **facts: Any) -> PastDossier:
    """A dossier from before the portal, granted with € 1000 unless told otherwise."""
    run = PastImport.objects.first() or PastImport.objects.create(
        file_name="oud.csv", key="00000000-0000-0000-0000-000000000001", state="gedaan"
    )
    values = {
        "title": f"Oud plan {PastDossier.objects.count()}",
        "funder": "Een fonds",
        "outcome": Outcome.GRANTED,
        "requested": Decimal(1500),
        "granted": Decimal(1000),
    }
    actor = facts.pop("actor", None) or ActorFactory()
    made: PastDossier = PastDossier.objects.create(run=run, year=year, actor=actor, **{**values, **facts})
    return made


def regisseur() -> Any:
    """The browser of Rachida, who runs the network."""
    return signed_in(UserFactory(name="Rachida", role="regisseur"))


def number_in(text: str) -> int | None:
    """The whole number that ``text`` is; None for an amount, a rate or a dash."""
    return int(text.replace(".", "")) if WHOLE.match(text) else None


def count_of(browser: Any, url: str, known: dict[str, int]) -> int:
    """How many dossiers the list ``url`` holds: what its heading says, and as many as it shows, as far as they fit on a page."""
    if url not in known:
        page = read(browser.get(url))
        found = int(page.one("h1").words.split()[0])
        assert sum(len(rows.every("h3")) for rows in page.every("ul", class_="rows")) == min(found, PER_PAGE)
        known[url] = found
    return known[url]


def opens(page: Element) -> list[tuple[str, str]]:
    """Every link of the page to a list of dossiers, with the words that people see."""
    found = []
    for link in page.every("a"):
        if link.attributes.get("href", "").startswith(LIST):
            hidden = "".join(part.words for part in link.every("span", class_="sr"))
            found.append((link.words.removesuffix(hidden).strip(), unescape(link.attributes["href"])))
    return found
