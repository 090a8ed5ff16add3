"""Made-up dossiers for a demonstration: one in every phase of both tracks, walked there by the table, marked, and never in production."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from actors.models import Actor, Expert, Role, User
from ecru.base.models import OutgoingMail
from subsidies.examples import make_examples
from subsidies.examples.plans import MARK, PLANS
from subsidies.models import BoardMeeting, Dossier, DossierEvent, DossierOrigin, Measure
from subsidies.phases import TRACKS
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.subsidies.examples_cast import examples, make_facts, walk

__all__ = ["examples"]
pytestmark = pytest.mark.django_db


def test_never_in_production() -> None:
    """Before the others: nothing is there yet."""
    make_facts()
    with override_settings(DEMO=False), pytest.raises(CommandError):
        call_command("demo_dossiers")
    assert not Dossier.objects.exists()
    assert not User.objects.filter(groups__name=Role.REGISSEUR).exists()


def test_every_phase_of_both_tracks_has_a_dossier(examples: None) -> None:
    for plan in PLANS:
        assert Dossier.objects.get(title=MARK + plan.title).phase == plan.phase
    stands = set(Dossier.objects.values_list("track", "phase"))
    assert stands == {(track.key, phase.key) for track in TRACKS.values() for phase in track.phases}
    assert Dossier.objects.count() == len(PLANS)
    walk()
    assert Dossier.objects.count() == len(PLANS)


def test_who_asks_in_the_demonstration_writes_a_budget_as_the_made_up_dossiers_have(examples: None) -> None:
    assert all(call.asks_budget for call in Measure.objects.get(slug="voorbeeld-klein-gebaar").calls.all())


def test_all_of_it_is_marked_and_of_the_past(examples: None) -> None:
    assert all(
        one.title.startswith(MARK) and one.actor.name.startswith(MARK) for one in Dossier.objects.all()
    )
    assert all(expert.person_name.startswith(MARK) for expert in Expert.objects.all())
    shown = (
        Expert.objects.published().get()
    )  # who is asked on the platform: only what is on the site can be asked
    assert shown.user.email == "expert@demo.example"
    assert Measure.objects.get(slug="voorbeeld-klein-gebaar").title.startswith(MARK)
    assert not DossierEvent.objects.filter(at__gt=timezone.now()).exists()
    for dossier in Dossier.objects.all():
        moments = list(dossier.events.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert abs(dossier.created_at - moments[0]) < timedelta(seconds=1)
    assert not OutgoingMail.objects.exists()
    assert DossierOrigin.objects.count() == sum(1 for plan in PLANS if plan.origin)


def test_the_desk_lives_and_the_member_has_a_few(examples: None) -> None:
    rachida = User.objects.get(email="regisseur@demo.example")
    assert MARK in text_of(signed_in(rachida).get("/regie/cijfers/dossiers/?jaar=alle"))
    member = User.objects.get(email="lid@demo.example")
    assert 0 < Dossier.objects.of_person(member).count() < len(PLANS) / 2
    others = User.objects.filter(email__startswith="voorbeeld-")
    treasurers = others.filter(email__contains="-penningmeester@")
    assert others.count() - treasurers.count() == Actor.objects.filter(name__startswith=MARK).count() - 2
    assert not any(user.has_usable_password() or not user.name.startswith(MARK) for user in others)
    assert make_examples(desk=rachida, member=member) == 0


def test_a_dossier_remembers_the_page_with_the_button(examples: None) -> None:
    member: Any = User.objects.get(email="lid@demo.example")
    browser = signed_in(member)
    for page, known in (("idee", "zoeker"), ("aanvragen", "maatregel"), ("idee", "elders")):
        form = browser.get(f"/mijn/dossiers/{page}/?van={known}").content.decode()
        assert (f'value="{known}"' in form) is (known != "elders")
    actor = Actor.objects.own(member).first()
    for number, origin in enumerate(("zoeker", "<b>", "")):
        sent = {"actor": actor.pk, "title": f"Idee {number}", "stamp": str(number), "origin": origin}
        assert browser.post("/mijn/dossiers/idee/", sent).status_code == 302
    begun = DossierOrigin.objects.filter(dossier__title__startswith="Idee")
    assert [str(one) for one in begun] == ["de steunzoeker"]


def test_the_finder_and_the_page_of_a_measure_have_the_button(examples: None) -> None:
    ours = Measure.objects.get(slug="voorbeeld-klein-gebaar")
    other = Measure.objects.get(slug="bovenlokaal-project-klein")
    browser = signed_in(User.objects.get(email="lid@demo.example"))
    assert "/mijn/dossiers/aanvragen/?ronde=" in browser.get(ours.get_absolute_url()).content.decode()
    page = browser.get(other.get_absolute_url()).content.decode()
    assert f"/mijn/dossiers/idee/?maatregel={other.pk}&amp;van=maatregel" in page
    found = browser.get("/steun/zoeken/?gemeente=genk").content.decode()
    assert "van=zoeker" in found


def test_meetings_that_are_over_are_closed(examples: None) -> None:
    today = timezone.localdate()
    for meeting in BoardMeeting.objects.all():
        assert meeting.is_closed == (meeting.day < today)
