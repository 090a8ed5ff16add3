"""Changing the register: noting needs, where they were heard and what answers them. Each verb checks the right first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Conversation, Need, NeedStatus, NeedVoice, Origin, User
from actors.permissions import may_keep_needs
from projects.models import NeedAnswer
from subsidies.models import FinderGap, Measure, MeasureAnswer

from ..models import MissedSearch

LONGEST_NOTE = 200


class Refused(Exception):  # noqa: N818 - it is an answer, not a crash
    """What was asked cannot be; the text says what to do."""


@dataclass(frozen=True)
class Heard:
    """Where a need was heard: in words, in a search that found nothing (also for support), or in a question to the team."""

    note: str = ""
    search: MissedSearch | None = None
    gap: FinderGap | None = None
    question: Conversation | None = None
    on: date | None = None

    @property
    def is_something(self) -> bool:
        """Whether it says where."""
        return bool(self.note or self.search or self.gap or self.question)


def check(by: User) -> None:
    """Raises ``PermissionDenied`` for who does not keep the register."""
    if not may_keep_needs(by):
        raise PermissionDenied


@transaction.atomic
def note_need(*, need: Need, words: dict[str, list[Any]], by: User, heard: Heard | None = None) -> Need:
    """Writes ``need``, new or changed, with the related records in ``words``, and where it was heard."""
    check(by)
    if need.pk is None:
        need.slug = Need.objects.free_slug(need.title)
        need.created_by = by
    need.save()
    for name, records in words.items():
        getattr(need, name).set(records)
    if heard and heard.is_something:
        hear_need(need=need, heard=heard, by=by)
    return need


@transaction.atomic
def hear_need(*, need: Need, heard: Heard, by: User) -> NeedVoice:
    """Notes that ``need`` was heard once more; a search counts as often as it was made, and is settled by it.

    Raises ``Refused`` when the search or the question belongs to a need already, or when nothing says where.
    """
    check(by)
    if not heard.is_something:
        raise Refused(_("Say where you heard it, or from whom."))
    voice = NeedVoice(need=need, note=heard.note, noted_by=by, heard_on=heard.on or timezone.localdate())
    if heard.search:
        voice.origin, voice.words = Origin.SEARCH, heard.search.words
        voice.times, voice.heard_on = heard.search.count, heard.search.last_on
    elif heard.gap:
        hear_gap(voice, heard.gap)
    elif heard.question:
        voice.origin, voice.conversation = Origin.QUESTION, heard.question
        voice.heard_on = timezone.localdate(heard.question.created_at)
    try:
        with transaction.atomic():
            voice.save()
    except IntegrityError as error:
        raise Refused(_("This belongs to a need already.")) from error
    if heard.search:
        MissedSearch.objects.filter(pk=heard.search.pk).ignore()
    return voice


def hear_gap(voice: NeedVoice, gap: FinderGap) -> None:
    """Lets ``voice`` count a search for support as often as it was made in vain; from then on it belongs to the need.

    Raises ``Refused`` when it belongs to a need already.
    """
    waiting = FinderGap.objects.alike(gap).waiting()
    [summed] = waiting.summed() or [None]
    if summed is None:
        raise Refused(_("This belongs to a need already."))
    voice.origin, voice.note = Origin.SEARCH, str(gap)[:LONGEST_NOTE]
    voice.times, voice.heard_on = summed["times"], summed["last_on"]
    waiting.update(need=voice.need)


@transaction.atomic
def answer_need(*, need: Need, record: Any = None, note: str = "", by: User) -> NeedAnswer | MeasureAnswer:
    """Notes what answers ``need``: a practice, expert, project or measure, or something in words. The same twice makes one."""
    check(by)
    if record is None and not note:
        raise Refused(_("Choose what answers this need, or say it in words."))
    answer = (
        measure_answer(need, record, by)
        if isinstance(record, Measure)
        else other_answer(need, record, note, by)
    )
    if need.status == NeedStatus.OPEN:
        need.status = NeedStatus.BUSY
        need.save(update_fields=["status", "updated_at"])
    return answer


def measure_answer(need: Need, measure: Measure, by: User) -> MeasureAnswer:
    """That ``measure`` answers ``need``, as it was noted or as it is noted now."""
    return MeasureAnswer.objects.get_or_create(need=need, measure=measure, defaults={"noted_by": by})[0]


def other_answer(need: Need, record: Any, note: str, by: User) -> NeedAnswer:
    """That ``record`` or ``note`` answers ``need``, as it was noted or as it is noted now."""
    named = {record._meta.model_name: record} if record is not None else {}
    known = NeedAnswer.objects.filter(need=need, note=note if not named else "", **named).first()
    answer = known or NeedAnswer(need=need, note=note, noted_by=by, **named)
    if known is None:
        answer.save()
    return answer


def answers_of(need: Need) -> list[NeedAnswer | MeasureAnswer]:
    """What answers ``need``, the oldest first; two queries."""
    every: list[NeedAnswer | MeasureAnswer] = [*NeedAnswer.objects.of(need), *MeasureAnswer.objects.of(need)]
    return sorted(every, key=lambda answer: answer.noted_at)


@transaction.atomic
def take_back_answer(*, need: Need, key: int, by: User, measure: bool = False) -> None:
    """Removes an answer of ``need`` (with ``measure`` one of its measures); one that is gone already changes nothing."""
    check(by)
    model: Any = MeasureAnswer if measure else NeedAnswer
    model.objects.filter(need=need, pk=key).delete()
