"""Step plans: to read, to take along, and to tick off for a project that somebody works on."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from actors.models import Role
from ecru.base.models import Publication
from projects.admin.step_plans import PlanStepInline
from projects.models import PlanStep, Project, StepPlan, StepTick
from projects.page_blocks import support_named
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
    UserFactory,
)
from tests.subsidies.factories import MeasureFactory

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
OWN_LINK = re.compile(r"\]\((/[^)]*)\)")


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
    steps = list(PlanStep.objects.all())
    named = {slug for step in steps for slug in step.measures}
    assert named
    assert named == support_named(named, AnonymousUser()).keys()
    linked = {link for step in steps for link in OWN_LINK.findall(f"{step.text} {step.doubt}")}
    assert linked
    assert all(resolve(link).url_name for link in linked)


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


def test_a_step_names_the_support_that_helps_as_far_as_it_shows(plan: StepPlan) -> None:
    step = plan.steps.first()
    assert step is not None
    shown = MeasureFactory(title="Subsidie voor straten")
    hidden = MeasureFactory(title="Nog niet klaar", draft=True)
    step.measures = [shown.slug, hidden.slug, "bestaat-niet"]
    step.save()
    page = Client().get("/stappenplannen/feest/").content.decode()
    assert f'href="{shown.get_absolute_url()}">Subsidie voor straten' in page
    text = Client().get("/stappenplannen/feest/tekst/").content.decode()
    assert "Deze steun kan helpen: Subsidie voor straten" in text
    for told in (page, text):
        assert "Nog niet klaar" not in told
        assert "bestaat-niet" not in told


def test_editors_choose_support_by_its_name(plan: StepPlan) -> None:
    support = MeasureFactory(title="Subsidie voor straten")
    editor = signed_in(UserFactory(role=Role.EDITOR))
    address = f"/beheer/projects/stepplan/{plan.pk}/change/"
    assert f'<option value="{support.slug}">Subsidie voor straten' in editor.get(address).content.decode()
    inline = PlanStepInline(StepPlan, admin.site)
    field = inline.formfield_for_dbfield(PlanStep._meta.get_field("measures"), RequestFactory().get("/"))
    assert field.clean([support.slug]) == [support.slug]
    with pytest.raises(ValidationError):
        field.clean(["bestaat-niet"])


def test_links_of_ours_lead_somewhere_also_outside_the_portal(plan: StepPlan) -> None:
    step = plan.steps.first()
    assert step is not None
    step.text, step.doubt = "Plaats een [oproep](/oproepen/nieuw/).", "Vraag [Inter](https://inter.example)."
    step.save()
    page = Client().get("/stappenplannen/feest/").content.decode()
    for link in ('<a href="/oproepen/nieuw/"', '<a href="https://inter.example"'):
        assert link in page
    text = Client().get("/stappenplannen/feest/tekst/").content.decode()
    assert "[oproep](http://testserver/oproepen/nieuw/)" in text


def test_a_plan_asks_as_much_with_two_steps_as_with_twenty(plan: StepPlan) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get("/stappenplannen/feest/?x")  # an address that is not kept
        return len(queries)

    for step in plan.steps.all():
        step.measures = [MeasureFactory().slug]
        step.save()
        step.practices.add(PracticeFactory())
        step.topics.add(TopicFactory())
        step.actors.add(ActorFactory())
    asked()  # the first visit fills what is kept
    few = asked()
    for number in range(20):
        step = PlanStep.objects.create(plan=plan, slug=f"meer-{number}", title="Meer", text="Doe het.")
        step.measures = [MeasureFactory().slug]
        step.save()
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
