"""What a dossier says, as sheets of plain values."""

import json

import pytest

from subsidies.models import Dossier
from subsidies.sheets import Sheet, sheet, sheet_makers, sheets_of

from .dossier_factories import DossierFactory

pytestmark = pytest.mark.django_db


def test_the_first_sheet_tells_who_asks_what_for_and_how_much() -> None:
    dossier = Dossier.objects.for_page().get(pk=DossierFactory(summary="Samen zingen.").pk)
    first = sheets_of(dossier)[0]
    assert first.facts[0][1] == dossier.actor.name
    assert all(words for _name, words in first.facts)
    assert [words for _heading, words in first.texts] == ["Samen zingen."]
    json.dumps(first.plain())


def test_a_part_adds_its_sheet_in_its_place_and_stays_away_where_it_has_nothing() -> None:
    def early(_dossier: Dossier) -> Sheet | None:
        return Sheet("vroeg", "Vroeg", order=1)

    def absent(_dossier: Dossier) -> Sheet | None:
        return None

    assert sheet(early) is sheet(early)
    sheet(absent)
    try:
        assert [one.key for one in sheets_of(Dossier.objects.for_page().get(pk=DossierFactory().pk))][:2] == [
            "vroeg",
            "verhaal",
        ]
    finally:
        sheet_makers.remove(early)
        sheet_makers.remove(absent)
