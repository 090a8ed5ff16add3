"""The finder as a directory: four questions in the address, and the measures that fit the plan in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from actors.answers import DISCIPLINES, KINDS, TARGET_GROUPS, THEMES, places
from actors.filters import PlacedDirectory
from ecru.base.directory import Chip, Facet, Pager, Sort
from ecru.base.directory.directory import PAGE
from ecru.base.directory.facets import Answer, FacetPanel, panel
from ecru.base.edition import remembered

from ..answers import FORMS, LEGAL_FORMS
from ..catalogues import MEASURES
from ..eligibility import Judgement, Told
from ..forms.plan import PlanForm
from ..kinship import ASKERS
from ..measure_directory import measure_cards
from ..measure_page import crumbs_to_measures
from ..models import Measure
from ..plans import Company, Plan
from ..wording import money
from .help import Help
from .sifting import Sifted, sift

ONE = ("wie", "soort", "met")  # questions with one answer
A_PAGE = 10
PERHAPS = 6  # of what may fit
NAMED = 5  # of what does not fit, for each reason
OFTEN = frozenset({"kinderen", "jongeren", "ouderen", "mensen-met-beperking"})
ORGANISATIONS = frozenset(ASKERS) - {
    "professionele-makers",
    "amateurkunstenaars",
    "jong-talent",
    "vrijwilligers",
}


def the_seven() -> list[Answer]:
    """The municipalities of the network: we know the support of no other."""
    return [answer for answer in places() if answer.first]


@remembered("actors.targetgroup", "actors.termgroup")
def people() -> list[Answer]:
    """For whom a plan is: no organisations. Who is asked for most stands first."""
    return [
        Answer(answer.key, answer.value, answer.label, answer.heading, answer.first or answer.value in OFTEN)
        for answer in TARGET_GROUPS()
        if answer.value not in ORGANISATIONS
    ]


def companies() -> list[Answer]:
    """With whom."""
    return [Answer(choice.value, choice.value, str(choice.label).capitalize()) for choice in Company]


@dataclass(frozen=True)
class Result:
    """A measure with what the rules say of it, and the general ones whose place it takes (titles and addresses)."""

    measure: Measure
    judgement: Judgement
    instead_of: list[Any]

    @property
    def knots(self) -> list[bool]:
        """A knot for each question that was answered: tied when the measure answers it with a reason."""
        asked, good = len(self.judgement.plan.answered), self.judgement.answered
        return [number < good for number in range(asked)]


@dataclass(frozen=True)
class Refusal:
    """Measures that do not fit for one reason: how many, and the first of them with their lines."""

    reason: Any
    number: int
    named: list[tuple[Any, list[Told]]]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.number - len(self.named)


class FinderDirectory(PlacedDirectory):
    """Which support fits a plan. Nothing has to be answered; what an address does not know does not count."""

    catalogue = MEASURES
    watched_as = "steunzoeker"
    wie = Facet("legal_forms", label=_("Who are you?"), answers=LEGAL_FORMS)
    soort = Facet("actor_kinds", label=_("What kind of organisation?"), answers=KINDS)
    gemeente = Facet("municipalities", label=_("Where?"), answers=the_seven)
    vorm = Facet("forms", label=_("What do you look for?"), answers=FORMS)
    doelgroep = Facet("target_groups", label=_("For whom?"), answers=people)
    discipline = Facet("disciplines", label=_("In which art form or field?"), answers=DISCIPLINES)
    thema = Facet("themes", label=_("Around which theme?"), answers=THEMES)
    met = Facet("company", label=_("With whom do you do it?"), answers=companies)

    sorts = (Sort("past", _("what fits first")),)

    class Meta:
        model = Measure
        fields: list[str] = []

    # --- What was asked -----------------------------------------------------------------------------------------

    @classmethod
    def questions(cls) -> list[str]:
        """Also days and amounts."""
        return [*super().questions(), *PlanForm.base_fields]

    @property
    def query(self) -> str:
        """The finder looks for no words."""
        return ""

    @cached_property
    def typed(self) -> PlanForm:
        """Days and amounts, checked."""
        form = PlanForm(self.asked)
        form.is_valid()
        return form

    @cached_property
    def plan(self) -> Plan:
        """The plan in the address, without what cannot be."""
        first = {name: (self.slugs(name) or [""])[0] for name in ONE}
        cleaned = self.typed.cleaned_data
        return Plan(
            legal_form=first["wie"],
            actor_kind=first["soort"],
            municipalities=frozenset(self.slugs("gemeente")),
            forms=frozenset(self.slugs("vorm")),
            disciplines=frozenset(self.slugs("discipline")),
            groups=frozenset(self.slugs("doelgroep")),
            themes=frozenset(self.slugs("thema")),
            company=first["met"],
            begins=cleaned.get("begin"),
            ends=cleaned.get("einde"),
            amount=cleaned.get("bedrag"),
            cost=cleaned.get("kosten"),
        )

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The known answers to each question; of what somebody is and with whom, one."""
        known = {
            name: [answer.value for answer in facet.known(self.cleaned[name])]
            for name, facet in self.facets.items()
        }
        return {name: values[:1] if name in ONE else values for name, values in known.items()}

    def slugs(self, name: str) -> list[str]:
        """The known answers to one question."""
        return self.chosen[name]

    @cached_property
    def is_sound(self) -> bool:
        """Whether everything that was typed can be, so that what is missing is really missing."""
        return not self.typed.wrong and not self.unknown

    # --- What was found -----------------------------------------------------------------------------------------

    @cached_property
    def sifted(self) -> Sifted:
        """All measures under the plan; one state for the whole page."""
        return sift(self.plan)

    @cached_property
    def matches(self) -> BitMap:
        """What fits, as the catalogue numbers it: what people are told news of."""
        slots = (self.shelf.place.get(self.sifted.book.entries[place].key) for place in self.sifted.fits)
        return BitMap(slot for slot in slots if slot is not None)

    @property
    def found(self) -> int:
        """How many measures fit."""
        return len(self.sifted.fits)

    @property
    def nothing_fits(self) -> bool:
        """Whether nobody gives what this plan needs, as far as we know."""
        return not self.sifted.fits

    @property
    def here(self) -> list[int]:
        """The places of what fits, on this page."""
        return list(self.pager.part_of(self.sifted.fits))

    @cached_property
    def pager(self) -> Pager:
        """The page that was asked for; a short one, for there is much to read about each."""
        asked = self.asked.get(PAGE, "1")
        return Pager.at(asked, self.found, lambda number: self.url(**{PAGE: str(number)}), A_PAGE)

    @cached_property
    def measures(self) -> dict[int, Measure]:
        """The records of all that this page tells, by key; a constant number of queries."""
        near = self.sifted.nearest if self.nothing_fits else []
        keys = [self.sifted.book.entries[place].key for place in [*self.here, *near]]
        return measure_cards(keys)

    @cached_property
    def records(self) -> list[Result]:
        """What fits, on this page, with the reasons."""
        return self.results(self.here)

    def first(self, number: int) -> list[Result]:
        """The first of what fits, beside something else."""
        chosen = self.sifted.fits[:number]
        keys = [self.sifted.book.entries[place].key for place in chosen]
        self.measures = measure_cards(keys)
        return self.results(chosen)

    @cached_property
    def near(self) -> list[Result]:
        """When nothing fits: what fits almost."""
        return self.results(self.sifted.nearest) if self.nothing_fits else []

    @cached_property
    def perhaps(self) -> list[tuple[Any, Judgement]]:
        """What may fit, the first of it: terms and lines."""
        chosen = self.sifted.perhaps[:PERHAPS]
        return [(self.sifted.book.entries[place], self.sifted.judged(place)) for place in chosen]

    @property
    def perhaps_count(self) -> int:
        """How much may fit."""
        return len(self.sifted.perhaps)

    @cached_property
    def refusals(self) -> list[Refusal]:
        """What does not fit, by the first reason."""
        entries = self.sifted.book.entries
        return [
            Refusal(
                rule.label,
                len(found),
                [(entries[place], self.sifted.refusals(place)) for place in self.sifted.first(found, NAMED)],
            )
            for rule, found in self.sifted.reasons
        ]

    @property
    def refused_count(self) -> int:
        """How many do not fit."""
        return len(self.sifted.refused)

    @property
    def hidden_count(self) -> int:
        """How many step aside for a more local or newer one."""
        return len(self.sifted.hidden)

    def results(self, chosen: Iterable[int]) -> list[Result]:
        """The measures at these places of the book that are still there, each with what the rules say."""
        entries, hidden = self.sifted.book.entries, self.sifted.hidden
        return [
            Result(
                self.measures[entries[place].key],
                self.sifted.judged(place),
                [entries[general] for general, local in hidden.items() if local == place],
            )
            for place in chosen
            if entries[place].key in self.measures
        ]

    # --- What the page shows ------------------------------------------------------------------------------------

    @cached_property
    def panels(self) -> list[FacetPanel]:
        """None: a choice changes no counts here."""
        return []

    @cached_property
    def asks(self) -> dict[str, FacetPanel]:
        """The questions with a closed list of answers, by their name in the address."""
        found = {
            name: panel(name, facet, facet.options({}, self.slugs(name)), is_open=False)
            for name, facet in self.facets.items()
        }
        for name, question in found.items():
            question.chosen = bool(self.slugs(name))
        return found

    def made_choices(self) -> Iterator[Chip]:
        """Also the days and amounts."""
        yield from super().made_choices()
        for name, text in self.said.items():
            yield Chip(f"{self.typed[name].label} {text}", self.url(**{name: None}))

    @property
    def said(self) -> dict[str, str]:
        """Days and amounts that count, as people say them."""
        values = self.typed.cleaned_data
        days = {name: values[name].strftime("%d-%m-%Y") for name in ("begin", "einde") if values.get(name)}
        return days | {name: money(values[name]) for name in ("bedrag", "kosten") if values.get(name)}

    @property
    def question(self) -> str:
        """What was asked, equal for equal plans: days and amounts as we write them, without what cannot be."""
        values = self.typed.cleaned_data
        written = {name: plain(value) for name in self.typed.fields if (value := values.get(name))}
        return self.address(dict.fromkeys(self.typed.fields) | written).partition("?")[2]

    @property
    def whole_url(self) -> str:
        """The address of this page, to pass on."""
        return settings.BASE_URL + self.url()

    @property
    def crumbs(self) -> list[dict[str, str]]:
        """The way to the finder."""
        return crumbs_to_measures()

    @cached_property
    def help(self) -> Help:
        """Who helps on."""
        return Help(self)

    @property
    def cleared(self) -> str:
        """The finder with nothing answered."""
        return self.path

    def url(self, **changes: Any) -> str:
        """The address with ``changes``; days and amounts stay as they were typed unless they change."""
        return self.address({**self.typed.typed, **changes})

    def address(self, parts: dict[str, Any]) -> str:
        """The address of what was chosen, with ``parts`` beside it."""
        return super().url(**parts)


def plain(value: date | Decimal) -> str:
    """A day or an amount, equal for equal ones."""
    return str(value) if isinstance(value, date) else f"{value:.2f}".removesuffix(".00")
