"""The cast of the stories about links that do not work: a grant of which the page of the giver is gone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ecru.base.models import CheckedLink
from tests.subsidies.factories import MeasureFactory, ProviderFactory

GONE = "https://www.stad.example/straatgeld"


def lost(address: str = GONE, **values: Any) -> CheckedLink:
    """A link that does not work for nine days, of which the editors know for two."""
    now = timezone.now()
    known: dict[str, Any] = {
        "state": CheckedLink.State.BROKEN,
        "trouble": "not-found",
        "status": 404,
        "tries": 4,
        "place": address.split("/")[2],
        "first_failed_at": now - timedelta(days=9),
        "broken_at": now - timedelta(days=2),
        "last_look_at": now - timedelta(days=2),
        "next_look_at": now + timedelta(days=6),
    }
    return CheckedLink.objects.create(address=address, **{**known, **values})


@pytest.fixture
def street(db: None) -> Any:
    """A grant that leads to a page that is gone, twice."""
    giver = ProviderFactory(title="Stad Genk", url="https://www.stad.example/")
    return MeasureFactory(
        title="Straatgeld", slug="straatgeld", provider=giver, apply_url=GONE, source_url=GONE
    )
