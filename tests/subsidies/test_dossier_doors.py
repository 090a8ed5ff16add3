"""The block that says whose turn it is also says where to go: a board member finds the point of the agenda there."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from subsidies.dossiers import perform
from tests.actors.markup import read
from tests.subsidies.board_cast import make_board
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db


def first_block(browser: Any, dossier: Any) -> Any:
    """What stands in the block about whose turn it is."""
    return read(browser.get(f"{DOSSIERS}{dossier.pk}/")).one("section", aria_labelledby="nu")


def test_who_decides_finds_the_point_of_the_agenda_where_it_says_so(cast: Cast) -> None:
    board = make_board(cast)
    board.item()
    item = board.item()
    block = first_block(browser_of(cast.bea), item.dossier)
    assert "Het is aan jou." in block.words
    assert block.links == [f"{board.address}#punt-{item.pk}"]
    assert block.one("a").words.startswith("Naar punt 2 op de agenda van ")
    assert read(browser_of(cast.bea).get(board.address)).one("article", id=f"punt-{item.pk}")


def test_others_and_later_have_no_such_link(cast: Cast) -> None:
    board = make_board(cast)
    item = board.item()
    assert "agenda van" not in first_block(browser_of(cast.nour), item.dossier).words
    board.there()
    board.votes(item, "voor", "voor", "voor")
    data: dict[str, Any] = {"outcome": "toegekend", "granted": Decimal(100), "motivation": "Een mooi plan."}
    decided = perform(item.dossier, "beslissen", by=cast.rachida, at=timezone.now(), **data)
    assert "agenda van" not in first_block(browser_of(cast.bea), decided).words
