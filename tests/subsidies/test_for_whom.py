"""For whom a dossier is: the three groups that come first stand there at once, the others behind one fold that knows what is ticked."""

from typing import Any

import pytest

from actors.models import TargetGroup
from subsidies.models import Dossier
from tests.actors.markup import read
from tests.factories import TargetGroupFactory
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.test_dossier_pages import browser_of
from tests.subsidies.test_dossier_story import save

pytestmark = pytest.mark.django_db
OTHERS = 40


@pytest.fixture
def primary() -> list[TargetGroup]:
    return [TargetGroupFactory(label=f"Eerst {number}", is_primary=True) for number in range(3)]


@pytest.fixture
def others() -> list[TargetGroup]:
    return [TargetGroupFactory(label=f"Groep {number:02}") for number in range(OTHERS)]


def question(browser: Any, dossier: Dossier) -> Any:
    """The question, as the page shows it."""
    page = read(browser.get(f"{DOSSIERS}{dossier.pk}/"))
    return page.one("fieldset", id="id_target_groups")


def values(part: Any) -> set[str]:
    """What can be ticked in a part of the page."""
    return {box.attributes["value"] for box in part.every("input", name="target_groups")}


def keys(groups: list[TargetGroup]) -> set[str]:
    """The keys of groups, as a page has them."""
    return {str(group.pk) for group in groups}


def test_the_first_three_show_and_the_others_wait_behind_a_fold(
    cast: Cast, primary: list[TargetGroup], others: list[TargetGroup]
) -> None:
    asked = question(browser_of(cast.nour), cast.dossier())
    fold = asked.one("details")
    assert "open" not in fold.attributes
    assert fold.one("summary").words == f"nog {OTHERS}"
    assert values(fold) == keys(others)
    assert values(asked) == keys([*primary, *others])
    assert [box.attributes["value"] for box in asked.every("input")][:3] == [str(one.pk) for one in primary]


def test_the_fold_is_open_when_something_in_it_is_ticked(
    cast: Cast, primary: list[TargetGroup], others: list[TargetGroup]
) -> None:
    dossier, nour = cast.dossier(), browser_of(cast.nour)
    dossier.target_groups.add(primary[0])
    assert "open" not in question(nour, dossier).one("details").attributes
    dossier.target_groups.add(others[7])
    fold = question(nour, dossier).one("details")
    assert "open" in fold.attributes
    assert fold.one("input", value=str(others[7].pk)).attributes["checked"] == ""
    assert save(nour, dossier, title=dossier.title, summary="Samen.").status_code == 302
    assert keys(list(dossier.target_groups.all())) == keys([primary[0], others[7]])


def test_without_groups_that_come_first_nothing_is_folded(cast: Cast, others: list[TargetGroup]) -> None:
    asked = question(browser_of(cast.nour), cast.dossier())
    assert not asked.every("details")
    assert values(asked) == keys(others)
