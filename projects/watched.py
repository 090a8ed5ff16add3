"""What people can save of what actors do together."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ecru.base.catalogue import Row
from ecru.base.saved.records import Savable, savable
from ecru.base.saved.watched import Watched, register

from .call_directory import CallDirectory
from .models import PartnerCall, Practice, Project, Stage
from .practices.directory import PracticeDirectory
from .project_directory import ProjectDirectory

savable(Savable("practice", _("Practices"), Practice.objects.visible_to))
savable(Savable("project", _("Projects"), Project.objects.visible_to))
savable(Savable("call", _("Calls"), PartnerCall.objects.visible_to))


def takes_answers(row: Row, today: date) -> bool:
    """What closed is no news; what opens again is."""
    return row.closed_at is None and row.closes_on >= today


def goes_on(row: Row, _today: date) -> bool:
    """A project that stopped is no news."""
    return row.stage != Stage.STOPPED


def call_line(call: Any) -> str:
    """Who seeks or offers."""
    return str(call.actor)


def stage_line(project: Any) -> str:
    """How far it is."""
    return str(project.get_stage_display())


def kind_line(practice: Any) -> str:
    """What sort of example it is."""
    return str(practice.get_kind_display())


def last_day(row: Row) -> str:
    """A call with another last day is told again."""
    return str(row.closes_on)


def proof(row: Row) -> str:
    """A practice that was proven is told again."""
    return str(row.proven_on or "")


def how_far(row: Row) -> str:
    """A project that is further than before is told again."""
    return str(row.stage)


register(
    Watched(
        CallDirectory,
        _("Calls"),
        "call-list",
        call_line,
        mark=last_day,
        live=takes_answers,
        away=timedelta(0),
    )
)
register(Watched(PracticeDirectory, _("Practices"), "practice-list", kind_line, mark=proof))
register(Watched(ProjectDirectory, _("Projects"), "project-list", stage_line, mark=how_far, live=goes_on))
