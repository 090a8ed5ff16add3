"""The directory of practices: its facets and its orders."""

from django.utils.translation import gettext_lazy as _

from actors.answers import DISCIPLINES, TARGET_GROUPS, THEMES, places
from actors.filters import PlacedDirectory
from ecru.base.directory import Facet, Sort
from ecru.base.directory.facets import Answer
from projects.catalogues import PRACTICES
from projects.models import Money, People, Practice, PracticeKind

PEOPLE = {
    People.FEW: "1-2",
    People.SOME: "3-5",
    People.TEAM: "6-15",
    People.MANY: "16-50",
    People.CROWD: "meer-dan-50",
}
MONEY = {
    Money.NOTHING: "niets",
    Money.POCKET: "tot-500",
    Money.SMALL: "500-2500",
    Money.MEDIUM: "2500-10000",
    Money.LARGE: "10000-50000",
    Money.HUGE: "meer-dan-50000",
}


def kinds() -> list[Answer]:
    """What sort of example it is."""
    return [Answer(choice.value, choice.value, str(choice.label)) for choice in PracticeKind]


def proofs() -> list[Answer]:
    """Only the question whether others did it too: nobody looks for the opposite."""
    return [Answer(True, "ja", str(_("others did it too, and it was proven")))]


def sizes() -> list[Answer]:
    """How many people it took."""
    return [Answer(choice.value, PEOPLE[choice], str(choice.label)) for choice in People]


def costs() -> list[Answer]:
    """What it cost."""
    return [Answer(choice.value, MONEY[choice], str(choice.label)) for choice in Money]


class PracticeDirectory(PlacedDirectory):
    """What works, and what did not: every practice, by place, people, kind, field, proof, and what it takes."""

    catalogue = PRACTICES
    watched_as = "praktijken"
    gemeente = Facet("municipalities", label=_("Municipality"), answers=places)
    doelgroep = Facet("target_groups", label=_("For whom?"), answers=TARGET_GROUPS)
    soort = Facet("kind", label=_("Kind"), answers=kinds)
    discipline = Facet("disciplines", label=_("Discipline"), answers=DISCIPLINES)
    thema = Facet("themes", label=_("Theme"), answers=THEMES)
    beproefd = Facet("proven", label=_("Proven"), answers=proofs)
    geld = Facet("money", label=_("What did it cost?"), answers=costs)
    mensen = Facet("people", label=_("How many people did it take?"), answers=sizes)

    open_facets = frozenset({"gemeente", "doelgroep"})
    sorts = (
        Sort("relevantie", _("best match")),
        Sort("naam", _("title")),
        Sort("jaar", _("most recent year")),
        Sort("nieuw", _("newest here")),
        Sort("nagekeken", _("recently checked")),
    )

    class Meta:
        model = Practice
        fields: list[str] = []
