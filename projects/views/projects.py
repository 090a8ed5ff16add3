"""Projects: the directory, the page of one, and keeping one's own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from actors.desk import Impossible
from actors.models import Actor
from actors.views.field import HtmxRequest, directory_page
from ecru.base.access import public
from ecru.base.kept import same_for_everyone
from ecru.base.sharecard import draw_card

from ..becoming import become_practice, may_become_practice
from ..catalogues import with_subjects
from ..forms.records import ProjectForm, StartForm
from ..models import Project, ProjectPartner, StateChange
from ..page_blocks import own_blocks_for
from ..permissions import may_edit_project
from ..project_directory import ProjectDirectory
from ..project_page import crumbs_to_projects, project_page
from ..stages import move, thread_of, verbs_for
from ..writing import begin_project
from .keeping import hidden, is_draft, keep_page, start_page

GET_AND_POST = ["GET", "HEAD", "POST"]
SHOWN_STEPS = 20


@public
@require_safe
@vary_on_headers("HX-Request")
@same_for_everyone(*ProjectDirectory.questions())
def project_list(request: HtmxRequest) -> HttpResponse:
    """What actors do together."""
    directory = ProjectDirectory(request.GET, reverse("project-list"))
    told = ngettext("%(number)s project found", "%(number)s projects found", directory.found)
    return directory_page(
        request,
        directory,
        results="projects/project_results.html",
        title=_("Projects"),
        lead=_("From idea to done: what associations do together, and whom they still look for."),
        description=_("Projects of associations, makers and culture services in the seven municipalities."),
        told=told % {"number": directory.found},
        section="calls",
    )


@public
@require_safe
@same_for_everyone()
def project_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One project: how far it is, who takes part, where, and what is sought."""
    found = get_object_or_404(Project.objects.visible_to(request.user).for_bare_page(), slug=slug)
    [project] = with_subjects([found])
    return render(request, "projects/project_detail.html", project_page(project, request.user))


@public
@require_safe
@cache_control(public=True, max_age=86_400)
def project_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that stands beside a shared link to a project."""
    project = get_object_or_404(Project.objects.published().for_cards(), slug=slug)
    lead = project.lead.name if project.lead and project.lead.is_public else str(_("Project"))
    return HttpResponse(draw_card(project.name, lead, project.places_woven), content_type="image/png")


# --- Keeping one's own --------------------------------------------------------------------------------------------


def own_project(request: HttpRequest, slug: str) -> Project:
    """The project at ``slug``, for who may change it.

    Raises ``Http404`` when this person may not know of it, ``PermissionDenied`` when they may only look.
    """
    project = get_object_or_404(Project.objects.visible_to(request.user).for_page(), slug=slug)
    if not may_edit_project(request.user, project):
        raise PermissionDenied(_("Only people who act for its lead change this project."))
    return project


def my_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to an own page of a project."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Your projects"), "url": reverse("my-projects")},
        *more,
    ]


@never_cache
@require_safe
def my_projects(request: HttpRequest) -> HttpResponse:
    """The projects that somebody leads or takes part in, and what waits for an answer."""
    user: Any = request.user
    context = {
        "projects": Project.objects.of_person(user).lively_first().for_cards(),
        "waiting": ProjectPartner.objects.waiting_for(user)
        .select_related("project__lead", "actor")
        .order_by("asked_at"),
        "acts": bool(user.own_actors),
        "crumbs": crumbs_to_projects()[:1],
    }
    return render(request, "projects/my_projects.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def project_new(request: HttpRequest) -> HttpResponse:
    """The first two questions about a new project."""
    user: Any = request.user
    form = StartForm(request.POST if request.method == "POST" else None, user=user)
    context = {
        "route": "my-project",
        "acts": Actor.objects.own(user).published().exists(),
        "crumbs": crumbs_to_projects(),
    }
    return start_page(request, form, begin_project, "projects/project_new.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def my_project(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of an own project, how far it is, and what happened to it."""
    project = own_project(request, slug)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and (answer := hidden(request, project, reverse("my-projects"))) is not None:
        return answer
    form = ProjectForm(posted, instance=project)
    context = {
        "project": project,
        "verbs": verbs_for(project),
        "thread": thread_of(project),
        "steps": StateChange.objects.about(project)[:SHOWN_STEPS],
        "waiting": project.partners.waiting().count(),
        "can_become": may_become_practice(project),
        "blocks": own_blocks_for(project, request.user),
        "is_draft": is_draft(project),
        "crumbs": my_crumbs(),
    }
    return keep_page(request, form, "projects/my_project.html", context)


@require_POST
def my_project_stage(request: HttpRequest, slug: str) -> HttpResponse:
    """A step of a project: begin, finish, stop."""
    user: Any = request.user
    project = own_project(request, slug)
    try:
        moved = move(project=project, by=user, verb=request.POST.get("stap", ""))
        messages.success(request, _("The project is now: %(stage)s.") % {"stage": moved.get_stage_display()})
    except Impossible as reason:
        messages.warning(request, str(reason))
    return redirect("my-project", slug=project.slug)


@require_POST
def my_project_practice(request: HttpRequest, slug: str) -> HttpResponse:
    """A finished project becomes a practice, which begins with all that the project tells."""
    user: Any = request.user
    project = own_project(request, slug)
    if project.became_id is None and not may_become_practice(project):
        raise Http404
    try:
        return redirect("my-practice", pk=become_practice(project=project, by=user).pk)
    except Impossible as reason:
        messages.warning(request, str(reason))
        return redirect("my-project", slug=project.slug)
