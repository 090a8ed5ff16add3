"""Step plans: to read, to take along, and to tick off for a project that somebody works on."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecru.base.models import Publication
from projects.models import PlanStep, Project, StepPlan, StepTick
from projects.stepping import tick_step
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    MembershipFactory,
    PracticeFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    StepPlanFactory,
    TopicFactory,
)

ISSUED = [
    "een-dossier-schrijven",
    "werken-met-een-incubator",
    "een-bedrijf-laten-investeren",
    "samenwerken-met-profitorganisaties",
    "een-vzw-of-feitelijke-vereniging",
    "werken-met-vrijwilligers",
    "een-grote-activiteit",
    "toegankelijk-organiseren",
]
MOST_WORDS = 20  # in a sentence


@pytest.fixture
def plan(db: None) -> Any:
    """How to give a party, in two steps."""
    return StepPlanFactory(slug="feest")


@pytest.fixture
def project(db: None) -> Any:
    """A project that Noor's choir leads."""
    return ProjectFactory(slug="straatfeest")


@pytest.fixture
def noor(project: Project) -> Client:
    """She acts for who leads it."""
    return signed_in(MembershipFactory(actor=project.lead).user)


def signed_in(user: Any) -> Client:
    """A browser of ``user``."""
    client = Client()
    client.force_login(user)
    return client


def test_the_eight_plans_are_loaded_once_and_every_link_in_them_leads_somewhere(
    all_facts: None,
) -> None:
    call_command("load_facts", verbosity=0)
    plans = list(StepPlan.objects.in_order())
    assert [plan.slug for plan in plans] == ISSUED
    for plan in plans:
        page = Client().get(plan.get_absolute_url())
        assert page.status_code == 200
        assert plan.ask in page.content.decode()
        assert plan.verified_on is not None
    assert [plan.slug for plan in StepPlan.objects.search("vrijwilligers")]


def test_the_texts_are_plain() -> None:
    plans = json.loads((Path(settings.BASE_DIR) / "data" / "step_plans.json").read_text())["step_plans"]
    for plan in plans:
        for text in [plan["summary"], plan["ask"], *(step["text"] for step in plan["steps"])]:
            for sentence in text.replace("?", ".").replace("!", ".").split("."):
                assert len(sentence.split()) <= MOST_WORDS, sentence
            assert " u " not in text.lower()


def test_a_plan_shows_doubt_practices_experts_and_who_can_help(plan: StepPlan) -> None:
    step = plan.steps.first()
    assert step is not None
    topic, known = TopicFactory(label="Feesten"), TopicFactory(label="Koken")
    ExpertFactory(words={"topics": [known]})
    step.topics.add(topic, known)
    step.practices.add(
        PracticeFactory(title="Straatontbijt"), PracticeFactory(title="Nog geheim", draft=True)
    )
    step.actors.add(ActorFactory(name="Buurthuis"), ActorFactory(name="Niet te zien", draft=True))
    step.doubt = "Vraag het aan je gemeente."
    step.save()
    told = Client().get("/stappenplannen/feest/").content.decode()
    for shown in ("Straatontbijt", "Buurthuis", "Koken", "Vraag het aan je gemeente.", "<em>samen</em>"):
        assert shown in told
    for hidden in ("Nog geheim", "Niet te zien", "Feesten"):  # nobody knows about feasts yet
        assert hidden not in told


def test_a_plan_asks_as_much_with_two_steps_as_with_twenty(plan: StepPlan) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get("/stappenplannen/feest/?x")  # an address that is not kept
        return len(queries)

    for step in plan.steps.all():
        step.practices.add(PracticeFactory())
        step.topics.add(TopicFactory())
        step.actors.add(ActorFactory())
    asked()  # the first visit fills what is kept
    few = asked()
    for number in range(20):
        step = PlanStep.objects.create(plan=plan, slug=f"meer-{number}", title="Meer", text="Doe het.")
        step.practices.add(PracticeFactory())
        step.topics.add(TopicFactory())
        step.actors.add(ActorFactory())
    assert asked() == few


def test_what_is_not_published_shows_to_nobody(plan: StepPlan) -> None:
    StepPlan.objects.update(status=Publication.DRAFT)
    for address in ("/stappenplannen/feest/", "/stappenplannen/feest/tekst/"):
        assert Client().get(address).status_code == 404
    assert plan.title not in Client().get("/stappenplannen/").content.decode()


def test_the_text_can_be_taken_along(plan: StepPlan) -> None:
    StepPlan.objects.update(title="Feest & <vieren>")
    answer = Client().get("/stappenplannen/feest/tekst/")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="feest.txt"'
    assert "FEEST & <VIEREN>" in text
    assert "[ ] 1. Kies een dag" in text
    assert "/stappenplannen/feest/" in text


def test_a_member_ticks_off_and_takes_back(noor: Client, project: Project, plan: StepPlan) -> None:
    address = "/mijn/projecten/straatfeest/stappen/feest/"
    assert address in noor.get("/stappenplannen/feest/").content.decode()
    steps = [step.slug for step in plan.steps.all()]
    for _click in range(2):
        assert noor.post(address, {"done": steps[:1]}).url == address
    assert "1 van de 2 stappen" in noor.get(address).content.decode()
    noor.post(address, {"done": steps, "was": steps[:1]})
    noor.post(address, {"done": [steps[1], "bestaat-niet"], "was": [*steps, "ook-niet"]})
    assert [tick.step.slug for tick in StepTick.objects.of(project, plan)] == [steps[1]]


def test_a_partner_ticks_off_too_and_an_outsider_finds_nothing(project: Project, plan: StepPlan) -> None:
    address = "/mijn/projecten/straatfeest/stappen/feest/"
    partner, asked = (
        ProjectPartnerFactory(project=project),
        ProjectPartnerFactory(project=project, asked=True),
    )
    assert signed_in(MembershipFactory(actor=partner.actor).user).get(address).status_code == 200
    for stranger in (MembershipFactory(actor=asked.actor), MembershipFactory()):
        assert signed_in(stranger.user).post(address, {"done": []}).status_code == 404
        with pytest.raises(PermissionDenied):
            tick_step(project=project, step=plan.steps.all()[0], by=stranger.user, done=True)


def test_two_people_who_tick_at_once_keep_each_others_ticks(
    noor: Client, project: Project, plan: StepPlan
) -> None:
    address = "/mijn/projecten/straatfeest/stappen/feest/"
    first, second = (step.slug for step in plan.steps.all())
    noor.get(address)  # nothing is ticked on the page that stays open
    noor.post(address, {"done": [first]})  # a colleague, or another tab
    assert f'name="was" value="{first}"' in noor.get(address).content.decode()
    noor.post(address, {"done": [second]})
    assert {tick.step.slug for tick in StepTick.objects.of(project, plan)} == {first, second}


def test_a_tick_outlives_who_made_it(noor: Client, project: Project, plan: StepPlan) -> None:
    step = plan.steps.all()[0]
    who = MembershipFactory(actor=project.lead)
    tick_step(project=project, step=step, by=who.user, done=True)
    gone = who.user
    who.delete()
    gone.delete()
    told = noor.get("/mijn/projecten/straatfeest/stappen/feest/").content.decode()
    assert "voormalig lid" in told
