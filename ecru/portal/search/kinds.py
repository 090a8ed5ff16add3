"""The kinds of things that can be found, in the order in which they show, and what a hit of each says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.catalogues import ACTORS, ANSWERS, EXPERTS, MUNICIPALITIES
from actors.models import Actor, Expert, Municipality, PublicAnswer
from actors.terms import with_terms
from ecru.base.catalogue import Catalogue, Reading
from projects.catalogues import CALLS, PRACTICES, PROJECTS, STEP_PLANS
from projects.models import PartnerCall, Practice, Project, StepPlan
from subsidies.catalogues import MEASURES
from subsidies.models import Measure

from .marking import mark, snippet

MOST_TOPICS = 3
NOTHING = SafeString("")


@dataclass(frozen=True)
class Hit:
    """One answer: ``title``, ``alias``, ``text`` and ``topics`` are safe HTML with what matched marked."""

    key: int
    slug: str
    name: str
    url: str
    kind: str
    title: SafeString
    alias: SafeString = NOTHING
    text: SafeString = NOTHING
    topics: Sequence[SafeString] = ()
    municipality: Municipality | None = None
    woven: Sequence[str] = ()
    is_place: bool = False
    not_confirmed_since: date | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of record: its catalogue, what of it a person may see, what its hits say, and where all of them stand.

    ``records``: for a user, with all that ``hit`` needs; what is quicker to add afterwards, ``complete`` adds. ``list_route``: the page that takes ``?q=`` and shows them all;
    empty where the search page itself does. ``also``: another name of a record that goes on like what was typed.
    """

    slug: str
    label: str | Promise
    catalogue: Catalogue
    records: Callable[[Any], QuerySet]
    hit: Callable[[Any, Reading], Hit]
    detail: Callable[[Any], str]
    list_route: str = ""
    aliases: Callable[[Any], list[tuple[str, str]]] = field(default=lambda _record: [])
    complete: Callable[[list[Any]], list[Any]] = list

    def fetch(self, keys: Sequence[int], user: Any) -> list[Model]:
        """The records with ``keys`` that ``user`` may see, in that order."""
        found = self.records(user).in_bulk(list(keys)) if keys else {}
        return self.complete([found[key] for key in keys if key in found])

    def all_url(self, query: str) -> str:
        """Where all answers of this kind stand."""
        if self.list_route:
            return f"{reverse(self.list_route)}?{urlencode({'q': query})}"
        return f"{reverse('search')}?{urlencode({'q': query, 'soort': self.slug})}"


def best_alias(name: str, aliases: Iterable[tuple[str, str]], reading: Reading) -> SafeString:
    """The other name that answers more words than ``name`` does, marked, with how it relates; nothing if none does."""
    best, most = NOTHING, len(reading.marks(name))
    for how, alias in aliases:
        if len(reading.marks(alias)) > most:
            best, most = format_html("{}: {}", how, mark(alias, reading)), len(reading.marks(alias))
    return best


# --- Actors -----------------------------------------------------------------------------------------------------


def actors(user: Any) -> QuerySet[Actor]:
    """The actors that everyone may see, with all that a hit says."""
    return Actor.objects.visible_to(user).published().for_page()


def actor_hit(actor: Actor, reading: Reading) -> Hit:
    """An actor as an answer."""
    return Hit(
        key=actor.pk,
        slug=actor.slug,
        name=actor.name,
        url=actor.get_absolute_url(),
        kind=str(actor.kind),
        title=mark(actor.name, reading),
        alias=best_alias(actor.name, actor_aliases(actor), reading),
        text=snippet(actor.description, reading),
        topics=matching_topics(actor, reading),
        municipality=actor.municipality,
        woven=actor.places_woven,
        not_confirmed_since=None if actor.closed else actor.not_confirmed_since,
    )


def matching_topics(actor: Actor, reading: Reading) -> list[SafeString]:
    """The words of its vocabularies that answer the question, marked; at most three."""
    terms = chain(actor.disciplines.all(), actor.target_groups.all(), actor.themes.all())
    names = dict.fromkeys(term.name for term in terms)
    return [mark(name, reading) for name in names if reading.marks(name)][:MOST_TOPICS]


def actor_aliases(actor: Actor) -> list[tuple[str, str]]:
    """Its other names, each with how it relates. Prefetch ``names``."""
    return [(gettext(str(entry.get_kind_display())), entry.name) for entry in actor.names.all()]


def actor_detail(actor: Actor) -> str:
    """Kind and seat, in a few words."""
    return ", ".join(str(part) for part in (actor.kind, actor.municipality or actor.place) if part)


# --- Experts ----------------------------------------------------------------------------------------------------


def experts(_user: Any) -> QuerySet[Expert]:
    """The experts that everyone may see, with all that a hit says."""
    return Expert.objects.published().for_cards()


def expert_hit(expert: Expert, reading: Reading) -> Hit:
    """An expert as an answer."""
    return Hit(
        key=expert.pk,
        slug=expert.slug,
        name=expert.name,
        url=expert.get_absolute_url(),
        kind=expert.kind,
        title=mark(expert.name, reading),
        text=snippet(expert.told, reading),
        topics=[mark(name, reading) for name in expert.topic_names if reading.marks(name)][:MOST_TOPICS],
        municipality=expert.municipality,
        woven=expert.places_woven,
    )


def expert_detail(expert: Expert) -> str:
    """What about, in a few words."""
    return expert.topics_in_short


# --- Municipalities ---------------------------------------------------------------------------------------------


def municipalities(_user: Any) -> QuerySet[Municipality]:
    """Every municipality; they are public."""
    return Municipality.objects.with_inhabitants()


def municipality_hit(place: Municipality, reading: Reading) -> Hit:
    """A municipality as an answer."""
    return Hit(
        key=place.pk,
        slug=place.slug,
        name=place.name,
        url=place.get_absolute_url(),
        kind=municipality_detail(place),
        title=mark(place.name, reading),
        alias=best_alias(place.name, municipality_aliases(place), reading),
        text=mark(place.profile, reading),
        is_place=True,
    )


def municipality_aliases(place: Municipality) -> list[tuple[str, str]]:
    """Its villages and quarters, and its postcodes."""
    villages = [(gettext("also"), name.strip()) for name in place.localities.split(",") if name.strip()]
    return villages + [(gettext("postcode"), str(code)) for code in place.postcodes]


def municipality_detail(place: Municipality) -> str:
    """Whether it is one of the seven."""
    return gettext("One of the seven") if place.member else gettext("Outside the seven")


# --- Questions and answers --------------------------------------------------------------------------------------


def public_answers(_user: Any) -> QuerySet[PublicAnswer]:
    """The answers that everyone may see, with all that a hit says."""
    return PublicAnswer.objects.published().for_cards()


def public_answer_hit(answer: PublicAnswer, reading: Reading) -> Hit:
    """A question with its answer as an answer."""
    return Hit(
        key=answer.pk,
        slug=answer.slug,
        name=answer.title,
        url=answer.get_absolute_url(),
        kind=public_answer_detail(answer),
        title=mark(answer.title, reading),
        text=snippet(f"{answer.question} {answer.answer}", reading),
        municipality=answer.municipality,
        woven=answer.woven,
    )


def public_answer_detail(answer: PublicAnswer) -> str:
    """What about, in a few words."""
    return str(answer.topic) if answer.topic else gettext("question and answer")


# --- Practices --------------------------------------------------------------------------------------------------


def practices(_user: Any) -> QuerySet[Practice]:
    """The practices that everyone may see, with all that a hit says."""
    return Practice.objects.published().for_cards()


def practice_hit(practice: Practice, reading: Reading) -> Hit:
    """A practice as an answer."""
    return Hit(
        key=practice.pk,
        slug=practice.slug,
        name=practice.name,
        url=practice.get_absolute_url(),
        kind=practice_detail(practice),
        title=mark(practice.name, reading),
        text=snippet(practice.told, reading),
        woven=practice.places_woven,
    )


def practice_detail(practice: Practice) -> str:
    """What sort of example, and where, in a few words."""
    places = [place.name for place in practice.municipalities.all()]
    return ", ".join([str(practice.get_kind_display()).capitalize(), *places[:MOST_TOPICS]])


# --- Projects and calls -----------------------------------------------------------------------------------------


def projects(_user: Any) -> QuerySet[Project]:
    """The projects that everyone may see, with all that a hit says."""
    return Project.objects.published().for_cards()


def project_detail(project: Project) -> str:
    """How far it is, in a few words."""
    return f"{gettext('project')}, {project.get_stage_display() or gettext('stage unknown')}"


def calls(_user: Any) -> QuerySet[PartnerCall]:
    """The calls that everyone may see, with all that a hit says."""
    return PartnerCall.objects.published().for_cards()


def call_detail(call: PartnerCall) -> str:
    """Who seeks or offers, and whether it is open."""
    standing = gettext("open") if call.is_open else gettext("closed")
    return f"{call.actor} {call.get_direction_display()}, {standing}"


def subject_hit(kind: Callable[[Any], str]) -> Callable[[Any, Reading], Hit]:
    """What makes a project or a call an answer; ``kind`` says what it is."""

    def hit(record: Any, reading: Reading) -> Hit:
        return Hit(
            key=record.pk,
            slug=record.slug,
            name=record.name,
            url=record.get_absolute_url(),
            kind=kind(record),
            title=mark(record.name, reading),
            text=snippet(record.told, reading),
            woven=getattr(record, "places_woven", ()),  # a step plan is of no place
        )

    return hit


# --- Support ----------------------------------------------------------------------------------------------------


def measures(_user: Any) -> QuerySet[Measure]:
    """The measures that everyone may see, with all that a hit says."""
    return Measure.objects.published().for_cards()


def measure_detail(measure: Measure) -> str:
    """What one gets, and from whom, in a few words."""
    forms = [form.name for form in measure.forms.all()]
    return ", ".join([*forms[:MOST_TOPICS], measure.provider.name])


KINDS: tuple[Kind, ...] = (
    Kind(
        slug="gemeenten",
        label=_("Municipalities"),
        catalogue=MUNICIPALITIES,
        records=municipalities,
        hit=municipality_hit,
        detail=municipality_detail,
        aliases=municipality_aliases,
    ),
    Kind(
        slug="actoren",
        label=_("Actors"),
        catalogue=ACTORS,
        records=actors,
        hit=actor_hit,
        detail=actor_detail,
        list_route="actor-list",
        aliases=actor_aliases,
        complete=with_terms,
    ),
    Kind(
        slug="experten",
        label=_("Experts"),
        catalogue=EXPERTS,
        records=experts,
        hit=expert_hit,
        detail=expert_detail,
        list_route="expert-list",
    ),
    Kind(
        slug="praktijken",
        label=_("Practices"),
        catalogue=PRACTICES,
        records=practices,
        hit=practice_hit,
        detail=practice_detail,
        list_route="practice-list",
    ),
    Kind(
        slug="steun",
        label=_("Support"),
        catalogue=MEASURES,
        records=measures,
        hit=subject_hit(measure_detail),
        detail=measure_detail,
        list_route="measure-list",
    ),
    Kind(
        slug="oproepen",
        label=_("Calls"),
        catalogue=CALLS,
        records=calls,
        hit=subject_hit(call_detail),
        detail=call_detail,
    ),
    Kind(
        slug="projecten",
        label=_("Projects"),
        catalogue=PROJECTS,
        records=projects,
        hit=subject_hit(project_detail),
        detail=project_detail,
        list_route="project-list",
    ),
    Kind(
        slug="stappenplannen",
        label=_("Step plans"),
        catalogue=STEP_PLANS,
        records=lambda _user: StepPlan.objects.published(),
        hit=subject_hit(lambda plan: plan.for_whom),
        detail=lambda plan: plan.for_whom,
    ),
    Kind(
        slug="vragen",
        label=_("Questions and answers"),
        catalogue=ANSWERS,
        records=public_answers,
        hit=public_answer_hit,
        detail=public_answer_detail,
    ),
)


def kind_of(slug: str) -> Kind | None:
    """The kind that an address calls ``slug``; None for one that does not exist."""
    return next((kind for kind in KINDS if kind.slug == slug), None)
