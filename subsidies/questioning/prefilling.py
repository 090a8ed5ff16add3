"""What we know already: from the page of the applicant, and from its earlier dossiers. Only somebody who saves it makes it an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actors.models import Actor
from subsidies.completeness import Filled
from subsidies.models import Answer, AnswerKind, Dossier, KnownFrom, Question


@dataclass(frozen=True)
class Suggestion:
    """What we fill in before somebody does: the value as it is kept, and where it comes from, in words."""

    value: str
    origin: str


def suggestions(dossier: Dossier, user: Any, filled: Iterable[Filled]) -> dict[str, Suggestion]:
    """By the key of the question, for those that nobody answered yet. At most one query.

    Earlier dossiers are of the applicant: somebody who writes along for another actor does not get to see them.
    """
    waiting = [one.question for one in filled if one.answer is None]
    found = {}
    if waiting and dossier.actor_id in user.own_actors:
        found = from_earlier(dossier, waiting)
    for question in waiting:
        if value := from_actor(dossier.actor, question):
            found[question.key] = Suggestion(value, _("from the page of %(name)s") % {"name": dossier.actor})
    return found


def from_actor(actor: Actor, question: Question) -> str:
    """What the public page of ``actor`` answers to ``question``; empty when it says nothing about it."""
    if not question.is_written:
        return ""
    known = {
        KnownFrom.NAME: actor.name,
        KnownFrom.DESCRIPTION: actor.description,
        KnownFrom.PLACE: actor.municipality.name if actor.municipality else actor.place,
        KnownFrom.COMPANY_NUMBER: actor.kbo_number,
        KnownFrom.WEBSITE: actor.website,
    }
    return str(known.get(KnownFrom(question.known_from), "")) if question.known_from else ""


def from_earlier(dossier: Dossier, waiting: list[Question]) -> dict[str, Suggestion]:
    """What the newest earlier dossier of the same applicant answers to questions with the same key and kind."""
    by_key, found = {question.key: question for question in waiting}, {}
    earlier = Answer.objects.earlier_of(dossier, list(by_key)).select_related("question", "dossier")
    for answer in earlier:
        question = by_key[answer.question.key]
        if question.key not in found and fits(answer, question):
            origin = _("from “%(title)s”") % {"title": answer.dossier.title}
            found[question.key] = Suggestion(answer.value, origin)
    return found


def fits(answer: Answer, question: Question) -> bool:
    """Whether an earlier answer can answer ``question`` too."""
    if question.is_written:
        return answer.question.is_written
    if question.kind == AnswerKind.NUMBER:
        return answer.question.kind == AnswerKind.NUMBER
    return answer.value in dict(question.choices)
