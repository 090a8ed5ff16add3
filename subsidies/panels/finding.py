"""The finder elsewhere: what fits on the page of a project, a way on people's own start page, and answers to needs."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import User
from actors.models.needs import answered_by
from actors.page_blocks import Block
from projects.models import Project
from projects.page_blocks import StepSupport, project_block, supports_steps

from ..finding.prefill import of_project, plan_of
from ..models import Measure

MOST = 3
TEMPLATE = "subsidies/fitting_block.html"

answered_by("measure_answers")


def named_by_steps(slugs: Collection[str], user: Any) -> dict[str, Measure]:
    """The measures with ``slugs`` that ``user`` may see."""
    measures: dict[str, Measure] = Measure.objects.visible_to(user).in_bulk(list(slugs), field_name="slug")
    return measures


def choices_for_steps() -> list[tuple[str, str]]:
    """Every measure, by name."""
    return list(Measure.objects.order_by("title").values_list("slug", "title"))


supports_steps(StepSupport(named_by_steps, choices_for_steps))


@project_block
def support_for(project: Project) -> Block | None:
    """The first three measures that fit ``project``, by the rules of the finder; None when we know nothing of its plan."""
    address = of_project(project)
    directory = plan_of(address)
    if directory.plan.is_empty:
        return None
    records = directory.first(MOST)
    holds = {"results": records, "number": directory.found, "url": address}
    return Block(TEMPLATE, holds, order=70) if records else None


@panel
def support_panel(user: User) -> Panel | None:
    """The way to the finder, for who acts for somebody."""
    if not user.own_actors:
        return None
    ways = [
        Way(_("Find support for your plan"), reverse("measure-finder")),
        Way(_("All support"), reverse("measure-list")),
    ]
    return Panel(
        _("Support"), _("Four questions, and you see which grant or other support fits."), ways, order=42
    )
