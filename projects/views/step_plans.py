"""Step plans: the list, a plan to read, print or take along, and ticking off its steps for a project."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import Actor, Expert
from ecru.base.access import public
from ecru.base.kept import same_for_everyone

from ..models import Practice, Project, StepPlan, StepTick
from ..page_blocks import support_named
from ..stepping import tick_step

GET_AND_POST = ["GET", "HEAD", "POST"]


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page about step plans."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Step plans"), "url": reverse("step-plan-list")},
        *more,
    ]


@public
@require_safe
@same_for_everyone()
def step_plan_list(request: HttpRequest) -> HttpResponse:
    """All plans, in the order of the editors."""
    plans = StepPlan.objects.visible_to(request.user).with_counts().in_order()
    return render(request, "projects/step_plan_list.html", {"plans": plans, "crumbs": crumbs()[:1]})


@public
@require_safe
@same_for_everyone()
def step_plan_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan: its steps, what others did, and who knows about it."""
    plan = get_object_or_404(StepPlan.objects.visible_to(request.user).with_steps(), slug=slug)
    own = Project.objects.of_person(request.user).unfinished() if request.user.is_authenticated else []
    context = {"plan": plan, "steps": readable_steps(plan, request.user), "own": own, "crumbs": crumbs()}
    return render(request, "projects/step_plan_detail.html", context)


@public
@require_safe
def step_plan_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan as a plain text to take along: it opens on every device, and in every writing program."""
    plan = get_object_or_404(StepPlan.objects.visible_to(request.user).with_steps(), slug=slug)
    address = request.build_absolute_uri(plan.get_absolute_url())
    context = {"plan": plan, "steps": readable_steps(plan, request.user), "address": address}
    text: str = render_to_string("projects/step_plan.txt", context)
    text = text.replace(
        "](/", f"]({request.build_absolute_uri('/')}"
    )  # links of ours, for who reads it elsewhere
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{plan.slug}.txt"'
    return response


@never_cache
@require_http_methods(GET_AND_POST)
def my_project_steps(request: HttpRequest, slug: str, plan: str) -> HttpResponse:
    """What an own project did of a plan, to tick off. Projects of others do not exist here."""
    user: Any = request.user
    project = get_object_or_404(Project.objects.of_person(user), slug=slug)
    steps = get_object_or_404(StepPlan.objects.visible_to(user).with_steps(), slug=plan)
    if request.method == "POST":
        ticked = set(request.POST.getlist("done"))
        changed = ticked.symmetric_difference(request.POST.getlist("was"))
        for step in steps.steps.all():
            if step.slug in changed:  # what a colleague ticked meanwhile stays
                tick_step(project=project, step=step, by=user, done=step.slug in ticked)
        messages.success(request, _("Saved. This is how far you are."))
        return redirect("my-project-steps", slug=project.slug, plan=steps.slug)
    done = {tick.step_id: tick for tick in StepTick.objects.of(project, steps).with_people()}
    rows = [(step, done.get(step.pk)) for step in steps.steps.all()]
    context = {
        "project": project,
        "plan": steps,
        "rows": rows,
        "done": len(done),
        "crumbs": crumbs({"name": steps.name, "url": steps.get_absolute_url()}),
    }
    return render(request, "projects/my_project_steps.html", context)


def readable_steps(plan: StepPlan, user: Any) -> list[dict[str, Any]]:
    """The steps with only that support, those practices, experts and actors that ``user`` may see; four queries for all of them."""
    steps = list(plan.steps.all())
    practices = seen(Practice, {record.pk for step in steps for record in step.practices.all()}, user)
    actors = seen(Actor, {record.pk for step in steps for record in step.actors.all()}, user)
    support = support_named({slug for step in steps for slug in step.measures}, user)
    topics = Expert.objects.visible_to(user).known_topics(
        {topic.pk for step in steps for topic in step.topics.all()}
    )
    return [
        {
            "step": step,
            "measures": [support[slug] for slug in step.measures if slug in support],
            "practices": [record for record in step.practices.all() if record.pk in practices],
            "actors": [record for record in step.actors.all() if record.pk in actors],
            "topics": [topic for topic in step.topics.all() if topic.pk in topics],
        }
        for step in steps
    ]


def seen(model: Any, keys: set[int], user: Any) -> set[int]:
    """Which of the records of ``model`` with ``keys`` ``user`` may see."""
    return set(model.objects.visible_to(user).in_bulk(keys)) if keys else set()
