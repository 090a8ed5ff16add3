"""What the list of needs shows: the needs that were asked for, where a masterclass helps, and what is not noted yet."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from actors.models import (
    Conversation,
    Municipality,
    Need,
    NeedKind,
    NeedStatus,
    NeedVoice,
    TargetGroup,
    Topic,
)
from actors.models.needs import NeedQuerySet
from ecru.base.directory.pages import Pager
from subsidies.models import FinderGap

from ..models import MissedSearch

ORDERS = {"vraag": "most_asked_least_answered", "nieuw": "newest_first", "naam": "by_title"}
FEW = 8


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see; anything else than these answers is taken for none."""

    words: str = ""
    status: str = ""
    kind: str = ""
    group: str = ""
    place: str = ""
    order: str = "vraag"

    @classmethod
    def of(cls, given: Any) -> "Asked":
        """From the query string ``given``; values that do not exist are left out."""

        def known(name: str, answers: Any) -> str:
            value = given.get(name, "")
            return value if value in answers else ""

        return cls(
            words=given.get("q", "").replace("\x00", "")[:200],
            status=known("toestand", NeedStatus.values),
            kind=known("soort", NeedKind.values),
            group=known("doelgroep", {slug for slug, _name in groups()}),
            place=known("gemeente", {slug for slug, _name in places()}),
            order=known("volgorde", ORDERS) or "vraag",
        )

    @property
    def query(self) -> dict[str, str]:
        """As a query string has it, without what is empty."""
        named = {
            "q": self.words,
            "toestand": self.status,
            "soort": self.kind,
            "doelgroep": self.group,
            "gemeente": self.place,
            "volgorde": self.order if self.order != "vraag" else "",
        }
        return {name: value for name, value in named.items() if value}

    @property
    def needs(self) -> NeedQuerySet:
        """The needs that answer it, not in an order yet."""
        found = Need.objects.all()
        if self.words.strip():
            found = found.mentioning(self.words)
        if self.status:
            found = found.in_state(self.status)
        if self.kind:
            found = found.of_kind(self.kind)
        if self.group:
            found = found.of_group(self.group)
        return found.in_municipality(self.place) if self.place else found


def groups() -> list[tuple[str, str]]:
    """The target groups that needs are about, each with its slug."""
    used = TargetGroup.objects.filter(needs__isnull=False).distinct()
    return [(group.slug, group.name) for group in used]


def places() -> list[tuple[str, str]]:
    """The seven, each with its slug."""
    return [(place.slug, place.name) for place in Municipality.objects.members()]


def page_of(asked: Asked, wanted: str, url_of: Any) -> tuple[list[Need], Pager]:
    """One page of needs in the order that was asked for, and the steps through the pages."""
    pager = Pager.at(wanted, asked.needs.count(), url_of)
    ordered = getattr(asked.needs.counted().for_list(), ORDERS[asked.order])()
    return list(pager.part_of(ordered)), pager


def masterclasses() -> list[Topic]:
    """The topics that most unsettled needs ask about (``need_count``), the commonest first."""
    about = Topic.objects.filter(needs__in=Need.objects.unsettled())
    return list(
        about.annotate(need_count=Count("needs", distinct=True)).order_by("-need_count", "label")[:FEW]
    )


def searches_not_noted() -> list[MissedSearch]:
    """What people looked for in vain most often and what belongs to no need yet."""
    return list(MissedSearch.objects.waiting().exclude(words__in=NeedVoice.objects.words_heard())[:FEW])


@dataclass(frozen=True)
class Missed:
    """A search for support that found nothing: one of its days, and how often in all."""

    gap: FinderGap
    times: int


def gaps_not_noted() -> list[Missed]:
    """For which support people looked in vain most often, and what belongs to no need yet. Two queries."""
    summed = {row["first_pk"]: row["times"] for row in FinderGap.objects.waiting().summed()[:FEW]}
    found = FinderGap.objects.with_words().in_bulk(list(summed))
    return [Missed(found[key], times) for key, times in summed.items() if key in found]


def questions_not_noted() -> list[Conversation]:
    """The newest questions to the team that belong to no need yet; questions to others are not ours to read."""
    asked = Conversation.objects.to_team().exclude(pk__in=NeedVoice.objects.conversations_heard())
    return list(asked.select_related("topic", "municipality").order_by("-created_at", "-pk")[:FEW])
