"""What may be written where, whose turn it is, beginning a dossier, and pages that are older than the dossier."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from actors.models import User
from ecru.base.models import OutgoingMail
from subsidies.dossiers import Beginning, Refused, begin, perform, write
from subsidies.models import Dossier, DossierTask, Review
from subsidies.permissions import may_write
from tests.factories import ActorFactory, ExpertFactory
from tests.subsidies.dossier_cast import Cast, good_data
from tests.subsidies.test_performing import refusal

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_the_phase_says_what_may_be_written(cast: Cast) -> None:
    dossier = cast.dossier()
    assert write(dossier=dossier, by=cast.nour, values={"title": "Bal"}).title == "Bal"
    perform(dossier, "indienen", by=cast.nour)
    with pytest.raises(Refused) as locked:
        write(dossier=dossier, by=cast.nour, values={"title": "Ander bal"})
    assert list(locked.value.by_name) == ["title"]
    perform(dossier, "terugsturen", by=cast.rachida, **good_data("terugsturen", cast))
    write(dossier=dossier, by=cast.nour, values={"summary": "Drie dorpen."})
    with pytest.raises(Refused):
        write(dossier=dossier, by=cast.nour, values={"title": "Ander bal"})
    assert Dossier.objects.get(pk=dossier.pk).summary == "Drie dorpen."


def test_who_works_along_has_rights_per_part_as_long_as_they_act_for_their_actor(cast: Cast) -> None:
    dossier = cast.dossier()
    wout, place = cast.wout, dossier.persons.get(user=cast.wout)
    place.sections = ["begroting"]
    place.save()
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert may_write(wout, dossier, "begroting")
    assert not may_write(wout, dossier, "plan")
    assert not may_write(cast.rik, dossier)
    wout.memberships.update(until=timezone.now())
    assert not may_write(User.objects.get(pk=wout.pk), dossier, "begroting")
    assert not Dossier.objects.visible_to(User.objects.get(pk=wout.pk)).exists()


def test_a_turn_is_one_task_with_its_deadline(cast: Cast) -> None:
    dossier = begin(by=cast.nour, beginning=Beginning(cast.choir, "Bal", "x", "Dansen.", cast.call))
    task = dossier.open_tasks().get()
    assert (task.party, task.phase, task.due_at) == ("aanvrager", "concept", cast.call.closes_at)
    write(dossier=dossier, by=cast.nour, values={"requested": Decimal(100)})
    perform(dossier, "indienen", by=cast.nour)
    assert DossierTask.objects.filter(done_at__isnull=False).count() == 1
    assert dossier.open_tasks().get().party == "ecru"
    assert str(dossier.open_tasks().get()) == "Bal: ingediend"


def test_one_click_begins_one_dossier_and_a_closed_round_none(cast: Cast) -> None:
    beginning = Beginning(cast.choir, " Bal  van twee dorpen ", "stempel", call=cast.call)
    made = [begin(by=cast.nour, beginning=beginning) for _click in range(2)]
    closing: Any = cast.call.closes_at
    assert made[0] == made[1]
    assert (made[0].title, made[0].phase, made[0].events.count()) == ("Bal van twee dorpen", "concept", 1)
    with pytest.raises(Refused):
        begin(
            by=cast.nour,
            beginning=Beginning(cast.choir, "Te laat", "y", call=cast.call),
            at=closing + SECOND,
        )
    assert Dossier.objects.count() == 1
    with pytest.raises(PermissionDenied):
        begin(by=cast.ali, beginning=beginning)
    with pytest.raises(PermissionDenied):
        write(dossier=made[0], by=cast.ali, values={"title": "Van mij"})


def test_somebody_who_saw_an_older_page_is_told(cast: Cast) -> None:
    dossier = cast.dossier("ingediend")
    seen = dossier.events.newest().first().pk
    perform(dossier, "ontvankelijk-verklaren", by=cast.rachida, seen=seen)
    perform(dossier, "advies-vragen", by=cast.rachida)
    data = good_data("agenderen", cast)
    assert "in de tussentijd" in refusal(dossier, "agenderen", cast.rachida, seen=seen, **data).sentences[0]


def test_a_refused_step_mails_nobody(cast: Cast) -> None:
    dossier = cast.dossier()
    Dossier.objects.filter(pk=dossier.pk).update(summary="")
    refusal(dossier, "indienen", cast.nour)
    assert not OutgoingMail.objects.exists()


def test_an_expert_who_is_gone_still_counts(cast: Cast) -> None:
    dossier = cast.dossier("advies")
    cast.experts[1].delete()
    assert dossier.reviews.given().count() == 3
    assert "voormalig lid" in " ".join(map(str, dossier.reviews.all()))
    assert str(Review(expert=ExpertFactory(actor=ActorFactory(name="Koor")), dossier=dossier))
