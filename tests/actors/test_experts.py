"""Who is an expert: an organisation, or a person who agreed; and who sees them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from actors.catalogues import EXPERTS
from actors.expert_relations import related_experts
from actors.models import Actor, Availability, Expert
from ecru.base.models import Publication
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    LanguageFactory,
    MunicipalityFactory,
    OfferFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOBODY: Any = None


def refused(expert: Expert) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        expert.full_clean()
    return refusal.value.message_dict


@pytest.mark.parametrize("both", [True, False])
def test_an_expert_is_a_person_or_an_organisation(both: bool) -> None:
    actor = ActorFactory()
    expert = Expert(slug="x", actor=actor if both else None, person_name="Nour" if both else "  ")
    assert "person_name" in refused(expert)
    with pytest.raises(IntegrityError), transaction.atomic():
        Expert.objects.bulk_create(
            [Expert(slug="y", actor=actor if both else None, person_name="Nour" * both)]
        )


def test_a_person_shows_only_after_consent() -> None:
    nour = Expert(slug="nour", person_name="Nour", status=Publication.PUBLISHED)
    assert "consent_on" in refused(nour)
    with pytest.raises(IntegrityError), transaction.atomic():
        nour.save()
    nour.status = Publication.DRAFT
    nour.full_clean()
    nour.save()
    assert Expert.objects.all().publish() == 0
    assert list(Expert.objects.visible_to(NOBODY)) == []
    nour.consent_on = timezone.localdate()
    nour.save()
    assert Expert.objects.all().publish() == 1
    assert [str(expert) for expert in Expert.objects.visible_to(NOBODY)] == ["Nour"]


def test_expertise_goes_with_its_organisation() -> None:
    expert = ExpertFactory()
    assert Expert.objects.published().get() == expert
    assert expert.pk in EXPERTS.shelf().place
    Actor.objects.filter(pk=expert.actor_id).archive()
    assert not Expert.objects.published().exists()
    assert expert.pk not in EXPERTS.shelf().place
    assert Expert.objects.visible_to(UserFactory(is_superuser=True)).get() == expert
    expert.actor.delete()
    assert not Expert.objects.exists()


def test_seat_and_working_area_come_from_the_organisation() -> None:
    genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    actor = ActorFactory(municipality=genk, words={"active_in": [as_]})
    expert = ExpertFactory(actor=actor)
    assert (expert.municipality, set(expert.active_in.all())) == (genk, {genk, as_})
    own = ExpertFactory(actor=actor, municipality=as_, words={"active_in": [as_]})
    assert (own.municipality, set(own.active_in.all())) == (as_, {as_})
    nour = ExpertFactory(person=True, municipality=genk)
    assert (nour.places_woven, nour.elsewhere) == (["genk"], [])
    assert not ExpertFactory(person=True).active_in.exists()


def test_an_expert_is_found_by_names_words_and_places() -> None:
    actor = ActorFactory(name="Stebo", municipality=MunicipalityFactory(name="Genk"))
    words = {
        "topics": [TopicFactory(label="Subsidiedossiers schrijven", label_en="Writing applications")],
        "offers": [OfferFactory(label="Mentoring")],
        "languages": [LanguageFactory(label="Turks")],
    }
    expert = ExpertFactory(actor=actor, by_experience=True, can_tell_en="About streets.", words=words)
    for query in (
        "stebo",
        "dossier",
        "writing",
        "mentoring",
        "turks",
        "genk",
        "feest",
        "street",
        "ervaringsdeskundige",
    ):
        assert Expert.objects.search(query).get() == expert, query
        assert EXPERTS.find(EXPERTS.read(query)).keys(0, 9) == [expert.pk], query
    actor.rename("Nieuw Garen")
    for query in ("nieuw garen", "stebo"):
        assert Expert.objects.search(query).get() == expert, query
    assert not Expert.objects.search("koor").exists()


def test_a_day_of_return_is_for_who_has_no_time() -> None:
    day = date(2030, 3, 1)
    expert = ExpertFactory(availability=Availability.NOT_NOW, available_from=day)
    expert.full_clean()
    assert expert.is_away
    expert.availability = Availability.AVAILABLE
    assert "available_from" in refused(expert)
    assert not expert.is_away


def test_what_kind_of_expert_and_what_about() -> None:
    topics = [TopicFactory(label=f"Onderwerp {n}", position=n) for n in range(4)]
    expert = ExpertFactory(words={"topics": topics})
    assert expert.kind == expert.actor.kind.name
    assert expert.topics_in_short == "Onderwerp 0, Onderwerp 1, Onderwerp 2 en nog 1"
    few = ExpertFactory(person=True, words={"topics": topics[:2]})
    assert (few.topics_in_short, few.kind) == ("Onderwerp 0, Onderwerp 1", "expert")
    assert ExpertFactory(person=True, by_experience=True).kind == "ervaringsdeskundige"


def test_a_text_in_english_shows_in_english() -> None:
    expert = ExpertFactory(can_tell="Hoe.", can_tell_en="How.")
    assert (expert.told, expert.told_in_dutch) == ("Hoe.", True)
    with translation.override("en"):
        assert (expert.told, expert.told_in_dutch, expert.summary) == ("How.", False, "How.")
        expert.can_tell_en = ""
        assert (expert.told, expert.told_in_dutch) == ("Hoe.", True)


def test_checking_notes_the_day() -> None:
    expert = ExpertFactory()
    expert.confirm()
    assert (expert.verified_on, expert.verified_by) == (timezone.localdate(), "redactie")
    Expert.objects.update(verified_on=None)
    assert Expert.objects.all().confirm() == 1
    assert Expert.objects.get().verified_on == timezone.localdate()


# --- Who else knows about it ------------------------------------------------------------------------------------


def test_another_municipality_comes_first_and_every_reason_is_said() -> None:
    genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    both = [TopicFactory(label="Buurtwerk"), TopicFactory(label="Coaching")]
    expert = ExpertFactory(actor__municipality=genk, words={"topics": both})
    near = ExpertFactory(actor__municipality=genk, words={"topics": both})
    far = ExpertFactory(actor__municipality=as_, words={"topics": both[:1]})
    floating = ExpertFactory(person=True, words={"topics": both[:1]})
    ExpertFactory(actor=expert.actor, words={"topics": both})  # the same organisation
    ExpertFactory(actor__municipality=as_, draft=True, words={"topics": both})
    ExpertFactory(actor__municipality=as_)  # shares nothing
    related = related_experts(Expert.objects.for_page().get(pk=expert.pk))
    assert [pair.other for pair in related] == [far, near, floating]
    assert related[0].reasons == ["Weet ook iets over: Buurtwerk.", "Uit een andere gemeente: As."]
    assert related[1].reasons == ["Weet ook iets over: Buurtwerk, Coaching."]
    alone = related_experts(Expert.objects.for_page().get(pk=floating.pk))
    assert floating not in [pair.other for pair in alone]
    assert len(alone) == 4


def test_who_has_no_topic_goes_with_nobody() -> None:
    ExpertFactory()
    assert related_experts(Expert.objects.for_page().get(pk=ExpertFactory().pk)) == []


def test_expertise_goes_by_the_new_name_of_its_organisation_when_many_are_renamed() -> None:
    expert = ExpertFactory(actor=ActorFactory(name="De Oude Naam"))
    Actor.objects.filter(pk=expert.actor_id).update(name="Het Kwartier")
    Actor.objects.all().reindex()
    assert Expert.objects.search("kwartier").get() == expert
    assert not Expert.objects.search("oude naam").exists()
