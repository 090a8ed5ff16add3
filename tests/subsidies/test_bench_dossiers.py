"""The made-up dossiers of the bench: in every phase, with whole histories, and somebody who may see them all."""

from itertools import pairwise

import pytest
from django.test import Client

from subsidies.models import Agreement, Clawback, Dossier, DossierTask, Instalment, Party, Payment, PhasePace
from subsidies.phases import TRACKS, phase_of
from tests.actors.conftest import field, harvest, planted, whole_harvest
from tests.bench.dossiers import grow
from tests.bench.measures import grow as grow_measures
from tests.bench.pages import desk_pages

__all__ = ["field", "harvest", "planted", "whole_harvest"]


@pytest.mark.usefixtures("field")
def test_made_up_dossiers_are_as_real_ones() -> None:
    grow_measures(20)
    made = grow(120)
    assert made["dossiers"] == 120
    for dossier in Dossier.objects.all():
        events = list(dossier.events.order_by("pk"))
        assert events[-1].new_phase == dossier.phase
        assert all(one.new_phase == other.old_phase for one, other in pairwise(events))
        acts = phase_of(dossier).acts
        turns = DossierTask.objects.open().filter(dossier=dossier)
        assert [task.party for task in turns] == ([] if acts == Party.NOBODY else [acts])
    assert {dossier.track for dossier in Dossier.objects.all()} == set(TRACKS)
    assert PhasePace.objects.exists()
    browser = Client(headers={"cookie": made["cookie"]})
    for page in desk_pages(made["cookie"], made["keys"]):
        address = page.next()
        assert browser.get(address).status_code == 200, address


@pytest.mark.usefixtures("field")
def test_made_up_money_is_as_real_money() -> None:
    grow_measures(20)
    grow(150)
    granted = Dossier.objects.filter(track="eigen-steun", outcome="toegekend")
    assert granted.count() == Agreement.objects.count() > 0
    assert Payment.objects.exists()
    assert Clawback.objects.count() <= Payment.objects.count()
    assert Instalment.objects.payable().exists()
    assert Instalment.objects.waiting().exists()
    for payment in Payment.objects.select_related("instalment__agreement"):
        assert payment.amount == payment.instalment.to_pay
        assert payment.instalment.agreement.signed_on
