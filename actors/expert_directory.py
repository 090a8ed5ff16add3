"""The directory of experts: its facets and its orders."""

from django.utils.translation import gettext_lazy as _

from ecru.base.directory import Facet, Sort

from .answers import LANGUAGES, OFFERS, TOPICS, availabilities, experiences, places
from .catalogues import EXPERTS
from .filters import PlacedDirectory
from .models import Expert


class ExpertDirectory(PlacedDirectory):
    """Who knows what: every expert, by topic, offer, place, language, time and experience."""

    catalogue = EXPERTS
    watched_as = "experten"
    onderwerp = Facet("topics", label=_("What is it about?"), answers=TOPICS)
    aanbod = Facet("offers", label=_("What do you ask?"), answers=OFFERS)
    gemeente = Facet("active_in", label=_("Municipality"), answers=places)
    taal = Facet("languages", label=_("Language"), answers=LANGUAGES)
    beschikbaar = Facet("availability", label=_("Do they have time?"), answers=availabilities)
    ervaring = Facet("by_experience", label=_("Experts by experience"), answers=experiences)

    open_facets = frozenset({"onderwerp", "aanbod"})
    sorts = (
        Sort("relevantie", _("best match")),
        Sort("naam", _("name")),
        Sort("nagekeken", _("recently checked")),
        Sort("nieuw", _("newest")),
    )

    class Meta:
        model = Expert
        fields: list[str] = []
