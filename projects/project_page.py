"""What the page of one project shows, and what it says to search engines."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.page_blocks import Block

from .becoming import may_become_practice
from .matching import block_for
from .models import PartnerCall, Project
from .page_blocks import blocks_for_project
from .permissions import may_edit_project
from .stages import thread_of


def crumbs_to_projects() -> list[dict[str, str]]:
    """The way to a project."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Projects"), "url": reverse("project-list")},
    ]


def project_page(project: Project, user: Any) -> dict[str, Any]:
    """Everything that ``projects/project_detail.html`` takes; ``project`` comes from ``for_page``. A constant number of queries."""
    mine = may_edit_project(user, project)
    lead = project.lead if project.lead and project.lead.is_public else None
    built_on = project.inspired_by if project.inspired_by and project.inspired_by.is_public else None
    became = project.became if project.became and project.became.is_public else None
    return {
        "project": project,
        "lead": lead,
        "built_on": built_on,
        "became": became,
        "partners": list(project.partners.shown().with_actors()),
        "calls": list(PartnerCall.objects.published().of_project(project).open().soonest().for_cards()),
        "thread": thread_of(project),
        "may_edit": mine,
        "can_become": mine and may_become_practice(project),
        "takes_partners": project.is_public and lead is not None and not project.is_finished and not mine,
        "blocks": blocks_of(project),
        "structured": project_jsonld(project, settings.BASE_URL),
        "crumbs": crumbs_to_projects(),
        "section": "calls",
    }


def blocks_of(project: Project) -> list[Block]:
    """Who could take part, and what rooms above add, as long as it goes on; all of it the same for everybody."""
    if project.is_finished:
        return []
    fitting = [block_for(project)] if project.is_public else []
    return [*fitting, *blocks_for_project(project)]


def project_jsonld(project: Project, base_url: str) -> dict[str, Any]:
    """``project`` (from ``for_page``) in schema.org terms; ``base_url`` makes addresses absolute."""
    url = base_url + project.get_absolute_url()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Project",
        "@id": url,
        "url": url,
        "name": project.name,
        "description": project.told,
        "areaServed": [place.name for place in project.municipalities.all()],
        "foundingDate": project.starts_on.isoformat() if project.starts_on else "",
        "dissolutionDate": project.ends_on.isoformat() if project.ends_on and project.is_finished else "",
    }
    if project.lead and project.lead.is_public:
        data["parentOrganization"] = {
            "@type": "Organization",
            "name": project.lead.name,
            "url": base_url + project.lead.get_absolute_url(),
        }
    return {key: value for key, value in data.items() if value}
