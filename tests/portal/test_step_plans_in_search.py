"""Step plans are found by the search across everything."""

import pytest
from django.test import Client

from ecru.base.models import Publication
from projects.models import StepPlan
from tests.actors.markup import read
from tests.factories import StepPlanFactory

pytestmark = pytest.mark.django_db


def test_step_plans_are_found_and_suggested(client: Client) -> None:
    plan = StepPlanFactory(title="Een vzw oprichten", for_whom="Wie begint")
    StepPlanFactory(title="Een vzw sluiten", status=Publication.DRAFT)
    for record in StepPlan.objects.all():
        record.reindex()
    section = read(client.get("/zoeken/", {"q": "vzw"})).one("section", aria_labelledby="stappenplannen")
    assert "Een vzw oprichten" in section.words
    assert "Wie begint" in section.words
    assert "sluiten" not in section.words
    suggested = client.get("/zoeken/suggesties/", {"q": "een vz"}).json()["suggestions"]
    assert [entry["url"] for entry in suggested] == [plan.get_absolute_url()]
