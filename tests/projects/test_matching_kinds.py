"""What is suggested for an actor, a practice, a project and a call: each other, and each with reasons of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ecru.base.directory.facets import Answer
from projects.matching import suggest
from projects.matching.finding import labels
from projects.models import PracticeKind
from tests.factories import (
    ActorKindFactory,
    ExpertFactory,
    PartnerCallFactory,
    PracticeFactory,
    ProjectFactory,
    ReuseFactory,
    TopicFactory,
)
from tests.projects.matching_cast import TODAY, Field, field, in_dutch_words, made_field, only, slugs

__all__ = ["field", "in_dutch_words", "made_field"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_dutch_words")]


# --- Practices, projects and calls --------------------------------------------------------------------------------


def test_an_actor_gets_practices_that_it_does_not_know(field: Field) -> None:
    words = {"themes": [field.language], "target_groups": [field.poor], "municipalities": [field.as_]}
    known = [PracticeFactory(slug="eigen", maker=field.choir, words=words)]
    known += [PracticeFactory(slug=slug, words=words) for slug in ("herdaan", "gebouwd", "geworden")]
    ReuseFactory(practice=known[1], actor=field.choir)
    ProjectFactory(lead=field.choir, inspired_by=known[2], became=known[3], words={})
    PracticeFactory(slug="nieuw", words=words, kind=PracticeKind.PILOT)
    one = only(field.choir, kinds=["practice"])
    assert one.record.slug == "nieuw"
    assert "Andere gemeente: As, 8 km." in one.reasons
    assert one.cautions == [
        "Een eerste keer: nog niemand deed het opnieuw.",
        "Wat niet werkte, staat er niet bij: vraag ernaar.",
    ]


def test_a_proven_practice_counts_more_and_an_old_one_is_warned_about(field: Field) -> None:
    words = {"themes": [field.language], "target_groups": [field.poor]}
    PracticeFactory(slug="beproefd", proven_on=TODAY, words=words, did_not_work="Te laat begonnen.")
    PracticeFactory(slug="oud", year_from=2010, words=words, did_not_work="Te laat begonnen.")
    found = suggest(field.choir, kinds=["practice"], day=TODAY)
    assert [one.record.slug for one in found] == ["beproefd", "oud"]
    assert "Beproefd: anderen deden het ook." in found[0].reasons
    assert "Van 2010: vraag wat er sindsdien veranderde." in found[1].cautions


def test_a_practice_gets_actors_that_could_do_it_and_practices_like_it(field: Field) -> None:
    words = {"themes": [field.language], "target_groups": [field.poor], "municipalities": [field.as_]}
    library = ActorKindFactory(label="Bibliotheek")
    practice = PracticeFactory(
        slug="boekclub", maker=field.alike("maker", field.as_, kind=library), words=words
    )
    ReuseFactory(practice=practice, actor=field.alike("ook-gedaan", field.genk))
    ProjectFactory(lead=field.alike("bouwt-voort", field.genk), inspired_by=practice)
    field.alike("bib", field.genk, kind=library)
    PracticeFactory(slug="praattafel", words=words | {"municipalities": [field.genk]})
    assert set(slugs(practice)) == {"bib", "koor", "praattafel"}
    assert slugs(practice, kinds=["actor"])[0] == "bib"
    assert slugs(practice, kinds=["practice"]) == ["praattafel"]
    draft = PracticeFactory(slug="schets", draft=True, words=words)
    assert "boekclub" in slugs(draft, kinds=["practice"])


def test_a_project_gets_calls_that_it_could_answer(field: Field) -> None:
    words = {"themes": [field.language], "target_groups": [field.poor]}
    project = ProjectFactory(lead=field.actor("trekker", field.genk), words=words)
    field.alike("arte", field.as_)
    PartnerCallFactory(slug="oproep", actor=field.alike("roeper", field.as_), words=words)
    PartnerCallFactory(slug="eigen", actor=project.lead, words=words)
    PartnerCallFactory(slug="van-het-project", project=project, words=words)
    PartnerCallFactory(slug="dicht", words=words, closes_on=timezone.localdate() - timedelta(days=1))
    found = [one.record.slug for one in suggest(project, kinds=["call"])]
    assert found == ["oproep"]
    assert "arte" in [one.record.slug for one in suggest(project)]


def test_a_call_gets_who_has_what_it_seeks_and_who_offers_it(field: Field) -> None:
    centre = ActorKindFactory(label="Cultuurcentrum", slug="cultuurcentrum")
    field.actor("zaal", field.as_, words={"target_groups": [field.all]}, fields={"kind": centre})
    call = PartnerCallFactory(actor=field.choir, resources=["podium"], words={"disciplines": [field.song]})
    offer = PartnerCallFactory(
        slug="wij-hebben-een-podium", actor=field.actor("gulle", field.as_), offer=True, resources=["podium"]
    )
    PartnerCallFactory(slug="ook-op-zoek", resources=["podium"], words={"disciplines": [field.song]})
    PartnerCallFactory(
        slug="ander-aanbod", offer=True, resources=["geld"], words={"disciplines": [field.song]}
    )
    found = {one.record.slug: one for one in suggest(call)}
    assert set(found) == {"zaal", offer.slug}
    assert found["zaal"].reasons[0] == "Heeft vaak wat gezocht wordt (cultuurcentrum): een podium."
    assert found[offer.slug].reasons[0] == "De andere kant van dezelfde vraag: een podium."
    assert found[offer.slug].what == "Oproep: Gulle biedt aan"
    back = {one.record.slug: one for one in suggest(offer)}
    assert call.slug in back
    assert back[call.slug].what == "Oproep: Koor zoekt"


def test_an_actor_gets_calls_for_what_it_has_and_the_other_side_of_its_own(field: Field) -> None:
    centre = ActorKindFactory(label="Cultuurcentrum", slug="cultuurcentrum")
    house = field.actor("huis", field.as_, words={"target_groups": [field.all]}, fields={"kind": centre})
    PartnerCallFactory(
        slug="zoekt-podium",
        actor=field.choir,
        resources=["podium"],
        closes_on=timezone.localdate() + timedelta(days=3),
    )
    PartnerCallFactory(slug="biedt-geld", actor=field.choir, offer=True, resources=["geld"])
    one, *others = suggest(house, kinds=["call"])
    assert one.record.slug == "zoekt-podium"
    assert others == []
    assert (
        one.reasons[0] == "Zoekt wat jij vaak hebt (cultuurcentrum): een podium." or "vaak" in one.reasons[0]
    )
    assert one.cautions[0].startswith("Wees er snel bij: sluit op ")
    PartnerCallFactory(actor=house, resources=["geld"])
    assert {one.record.slug for one in suggest(house, kinds=["call"])} == {"zoekt-podium", "biedt-geld"}


def test_a_call_for_know_how_gets_who_shares_it(field: Field) -> None:
    other = field.actor("kenner", field.as_, themes=[field.language])
    ExpertFactory(actor=other, words={"topics": [TopicFactory(label="Dossiers schrijven")]})
    call = PartnerCallFactory(actor=field.choir, resources=["expertise"], words={"themes": [field.language]})
    assert "Deelt kennis over: dossiers schrijven." in only(call).reasons


def test_a_word_in_a_reason_keeps_the_capitals_of_the_names_in_it() -> None:
    words = [
        Answer(1, "europese-partner", "Partner in een Europees project"),
        Answer(2, "bib", "Bibliotheek"),
    ]
    assert labels(words, [2, 1]) == "bibliotheek, partner in een Europees project"
