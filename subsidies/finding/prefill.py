"""A plan that is filled in already: from what we know of an own actor, or of a project."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from actors.models import Actor
from projects.models import Project

from .directory import FinderDirectory, people

COMES_AS: Mapping[str, str] = {  # kinds of actors that come as one thing only
    "kunstenaar": "persoon",
    "gemeentebestuur": "gemeente",
    "gemeentelijke-dienst": "gemeente",
    "projectvereniging": "samenwerking-van-gemeenten",
    "onderwijsinstelling": "school",
    "academie": "school",
    "bedrijf": "onderneming",
}


def finder_url(answers: Mapping[str, Any]) -> str:
    """The finder with these answers given."""
    given = {name: value for name, value in answers.items() if value}
    address = reverse("measure-finder")
    return f"{address}?{urlencode(given, doseq=True)}" if given else address


def of_actor(actor: Actor) -> str:
    """The finder as ``actor`` would fill it in; from ``for_page`` or with its relations at hand."""
    seat = [actor.municipality] if actor.municipality and actor.municipality.member else []
    places = seat or [place for place in actor.active_in.all() if place.member]
    return finder_url({
        "wie": COMES_AS.get(actor.kind.slug, ""),
        "soort": actor.kind.slug,
        "gemeente": [place.slug for place in places],
        "doelgroep": for_people(actor),
    })  # fmt: skip


def of_project(project: Project) -> str:
    """The finder as the lead of ``project`` would fill it in."""
    lead = project.lead.kind.slug if project.lead else ""
    return finder_url({
        "wie": COMES_AS.get(lead, ""),
        "soort": lead,
        "gemeente": [place.slug for place in project.municipalities.all() if place.member],
        "doelgroep": for_people(project),
        "discipline": [word.slug for word in project.disciplines.all()],
        "thema": [word.slug for word in project.themes.all()],
        "begin": str(project.starts_on or ""),
        "einde": str(project.ends_on or ""),
    })  # fmt: skip


def for_people(record: Any) -> list[str]:
    """The groups of ``record`` that a plan can be for."""
    known = {answer.value for answer in people()}
    return [group.slug for group in record.target_groups.all() if group.slug in known]


def plan_of(address: str) -> FinderDirectory:
    """The plan that an address of the finder holds."""
    return FinderDirectory(QueryDict(address.partition("?")[2]), reverse("measure-finder"))
