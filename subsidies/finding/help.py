"""Who helps on when nothing fits: a step plan, experts, and the team with the plan filled in."""

from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.expert_directory import ExpertDirectory
from projects.models import StepPlan

from ..plans import Company

if TYPE_CHECKING:
    from .directory import FinderDirectory

EXPERTS = 3
STEP_PLAN = "een-dossier-schrijven"
TOPICS = ("subsidiedossiers-schrijven", "fondsenwerving", "dossiers-nalezen")
TOPICS_ABROAD = ("europese-projecten", *TOPICS)


class Help:
    """Where somebody goes on for whom nothing fits."""

    def __init__(self, directory: "FinderDirectory") -> None:
        self.directory = directory

    @cached_property
    def step_plan(self) -> StepPlan | None:
        """How to write an application."""
        return StepPlan.objects.published().filter(slug=STEP_PLAN).first()

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """What an expert has to know about."""
        return TOPICS_ABROAD if self.directory.plan.company == Company.ABROAD else TOPICS

    @cached_property
    def experts(self) -> list[Any]:
        """At most three who know about it, other ones every day."""
        known = ExpertDirectory(QueryDict(self.expert_question), reverse("expert-list"))
        return known.cards(known.keys(0, EXPERTS))

    @property
    def expert_question(self) -> str:
        """The query string of the list of experts."""
        return urlencode({"onderwerp": self.topics}, doseq=True)

    @property
    def experts_url(self) -> str:
        """All who know about it."""
        return f"{reverse('expert-list')}?{self.expert_question}"

    @property
    def ask_url(self) -> str:
        """The form of a question to the team, with the plan in it."""
        return ask_url(self.directory)


def ask_url(directory: "FinderDirectory") -> str:
    """The form of a question to the team, with the plan of ``directory`` written out."""
    told = "; ".join(chip.label for chip in directory.chips)
    text = _("I look for support for a plan, and found none that fits.\n\nMy plan: %(plan)s.") % {
        "plan": told
    }
    asked = {"vraag": text if told else "", "onderwerp": TOPICS[0]}
    places = directory.slugs("gemeente")
    asked["gemeente"] = places[0] if len(places) == 1 else ""
    return f"{reverse('ask-team')}?{urlencode({name: value for name, value in asked.items() if value})}"
