"""The directory of projects: its facets and its orders."""

from django.utils.translation import gettext_lazy as _

from actors.answers import DISCIPLINES, TARGET_GROUPS, THEMES, places
from actors.filters import PlacedDirectory
from ecru.base.directory import Facet, Sort

from .answers import stages
from .catalogues import PROJECTS
from .models import Project


class ProjectDirectory(PlacedDirectory):
    """What actors do together: every project, by place, stage, people, discipline and theme."""

    catalogue = PROJECTS
    watched_as = "projecten"
    gemeente = Facet("municipalities", label=_("Municipality"), answers=places)
    stap = Facet("stage", label=_("How far is it?"), answers=stages)
    doelgroep = Facet("target_groups", label=_("For whom?"), answers=TARGET_GROUPS)
    discipline = Facet("disciplines", label=_("Discipline"), answers=DISCIPLINES)
    thema = Facet("themes", label=_("Theme"), answers=THEMES)

    open_facets = frozenset({"gemeente", "stap"})
    sorts = (
        Sort("relevantie", _("best match")),
        Sort("nieuw", _("newest")),
        Sort("naam", _("name")),
    )

    class Meta:
        model = Project
        fields: list[str] = []
