"""What people allow: the team to read along, and the answer to become public."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from actors.models import Conversation, Happening, Message, PublicAnswer, Side
from ecru.base.models import Publication

from .events import note
from .receiving import answerers, others
from .seats import Seat, current_expert
from .telling import may_it_be_public, team_is_asked, team_left, team_reads, tell, tell_team

LONGEST_TITLE, LONGEST_SLUG = 160, 80


# --- The team reads along -----------------------------------------------------------------------------------------


@transaction.atomic
def ask_team_along(*, seat: Seat) -> bool:
    """Lets the team read; who, when, and the other side are told. False when it reads already."""
    private = Conversation.objects.filter(pk=seat.conversation.pk, team_reads_since=None, with_team=False)
    now = timezone.now()
    if seat.is_team or not private.update(team_reads_since=now, team_asked_by=seat.side):
        return False
    event = note(seat, Happening.TEAM_ASKED)
    for participant in others(seat.conversation, seat.side):
        tell(participant, f"team-{event.pk}", team_reads)
    tell_team(seat.conversation, f"team-{event.pk}", team_is_asked)
    return True


@transaction.atomic
def send_team_away(*, seat: Seat) -> bool:
    """Who asked the team along takes that back. False for anybody else, and when it does not read along."""
    mine = Conversation.objects.filter(pk=seat.conversation.pk, team_asked_by=seat.side)
    if seat.is_team or not mine.update(team_reads_since=None, team_asked_by=""):
        return False
    event = note(seat, Happening.TEAM_LEFT)
    for participant in others(seat.conversation, seat.side):
        tell(participant, f"team-{event.pk}", team_left)
    return True


# --- A public answer ----------------------------------------------------------------------------------------------


def column_of(seat: Seat) -> str:
    """Where the agreement of this side is kept."""
    return "asker_agreed_at" if seat.is_asker else "answerer_agreed_at"


@transaction.atomic
def agree_public(*, seat: Seat) -> bool:
    """This side agrees that question and answer become public. When both do, the team gets a draft.

    False when there is no answer yet, this side agreed already, or somebody else gave the answer.
    """
    locked = Conversation.objects.select_for_update().get(pk=seat.conversation.pk)
    column = column_of(seat)
    if not may_agree(seat, answer_in(locked)) or getattr(locked, column) is not None:
        return False
    setattr(locked, column, timezone.now())
    locked.save(update_fields=[column])
    event = note(seat, Happening.AGREED)
    if locked.asker_agreed_at and locked.answerer_agreed_at:
        draft(locked)
    else:
        asked = others(locked, seat.side) if not seat.is_asker else answerers(locked)
        for participant in asked:
            tell(participant, f"public-{event.pk}", may_it_be_public)
    return True


@transaction.atomic
def disagree_public(*, seat: Seat) -> bool:
    """This side takes its agreement back: what stood on the site goes off it at once. False when there was none."""
    locked = Conversation.objects.select_for_update().get(pk=seat.conversation.pk)
    column = column_of(seat)
    if getattr(locked, column) is None or not may_agree(seat, answer_in(locked)):
        return False
    setattr(locked, column, None)
    locked.save(update_fields=[column])
    note(seat, Happening.DISAGREED)
    shown = PublicAnswer.objects.filter(conversation=locked)
    agreed = {"asker_agreed_on" if seat.is_asker else "answerer_agreed_on": None}
    shown.exclude(status=Publication.DRAFT).update(status=Publication.ARCHIVED)
    shown.update(**agreed, updated_at=timezone.now())
    return True


def answer_in(conversation: Conversation) -> Message | None:
    """The last answer; once who answers agreed, the last one before that: what came later nobody agreed with."""
    answers = conversation.messages.exclude(side=Side.ASKER)
    if conversation.answerer_agreed_at is not None:
        answers = answers.filter(created_at__lte=conversation.answerer_agreed_at)
    return answers.last()


def may_agree(seat: Seat, answer: Message | None) -> bool:
    """Whether this side can say that ``answer`` becomes public: who asked, and the side that gave it."""
    if answer is None or seat.conversation.is_report:
        return False
    return seat.is_asker or answer.side == seat.side


def draft(conversation: Conversation) -> PublicAnswer:
    """What the team makes ready; the texts are as they were said, and who asked is not in it."""
    agreed = {
        "asker_agreed_on": conversation.asker_agreed_at,
        "answerer_agreed_on": conversation.answerer_agreed_at,
    }
    known = PublicAnswer.objects.filter(conversation=conversation).first()
    if known is not None:
        PublicAnswer.objects.filter(pk=known.pk).update(**agreed, status=Publication.DRAFT)
        return known
    question, answer = conversation.messages.in_order().first(), answer_in(conversation)
    title = title_from(question.text if question else "")
    made = PublicAnswer.objects.create(
        conversation=conversation,
        title=title,
        slug=f"{slugify(title)[: LONGEST_SLUG - 24]}-{conversation.pk}".strip("-"),
        question=question.text if question else "",
        answer=answer.text if answer else "",
        topic=conversation.topic,
        municipality=conversation.municipality,
        actor=conversation.actor,
        expert=current_expert(conversation) or conversation.expert,
        **agreed,
    )
    made.reindex()
    return made


def title_from(question: str) -> str:
    """The first line of a question."""
    lines = [line.strip() for line in question.splitlines() if line.strip()]
    return (lines[0] if lines else str(_("Question")))[:LONGEST_TITLE]
