"""Asking a volunteer for help, and answering."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.desk import Impossible
from actors.models import Actor, User
from ecru.base.tokens import hashed
from projects.models import Volunteer, VolunteerBlock, VolunteerRequest
from projects.permissions import may_answer_request, may_ask_volunteer

from .letters import refused_text, silent_text, tell_accepted, tell_asker, tell_volunteer

MOST_OPEN = 10  # requests of one person that wait at the same time
State = VolunteerRequest.State


@dataclass(frozen=True)
class Wish:
    """What somebody asks, and how they may be reached once the volunteer said yes."""

    what: str
    when: str
    where: str
    contact_way: str


@dataclass(frozen=True)
class Answer:
    """Yes or no, a word of one's own, whether addresses are exchanged, and whether this actor may never ask again."""

    yes: bool
    word: str = ""
    shares_address: bool = False
    block: bool = False


@transaction.atomic
def ask_volunteer(*, volunteer: Volunteer, actor: Actor, by: User, wish: Wish) -> VolunteerRequest:
    """Asks once: a second request of the same actor that meets an open one gives that one.

    Raises ``PermissionDenied``; ``Impossible`` during a pause, after a block, and when too many wait.
    """
    locked = Volunteer.objects.select_related("user").select_for_update(of=("self",)).get(pk=volunteer.pk)
    if not may_ask_volunteer(by, locked, actor):
        raise PermissionDenied
    known = locked.requests.open().filter(actor=actor).first()
    if known is not None:
        return known
    if locked.is_paused or locked.blocks.filter(actor=actor).exists():
        raise Impossible(_("%(name)s takes no questions now. Ask somebody else.") % {"name": locked})
    if VolunteerRequest.objects.open().from_person(by).count() >= MOST_OPEN:
        raise Impossible(_("Ten of your questions still wait for an answer. Wait for those first."))
    made = VolunteerRequest(
        volunteer=locked,
        actor=actor,
        asked_by=by,
        what=wish.what,
        when=wish.when,
        where=wish.where,
        contact_way=wish.contact_way,
        language=by.language,
    )
    token = made.give_token()
    made.save()
    tell_volunteer(made, token)
    return made


@transaction.atomic
def answer_request(
    *, request: VolunteerRequest, answer: Answer, by: User | None = None, token: str = ""
) -> VolunteerRequest:
    """Answers once, and tells who asked. Who answers is the volunteer (``by``), or has the link of the mail (``token``).

    Raises ``PermissionDenied``, and ``Impossible`` when there is an answer already or the request ended.
    """
    locked = (
        VolunteerRequest.objects.select_related("volunteer__user", "actor", "asked_by")
        .select_for_update(of=("self",))
        .get(pk=request.pk)
    )
    by_link = bool(token) and hashed(token) == locked.token_hash
    if not by_link and not may_answer_request(by, locked):
        raise PermissionDenied
    if not locked.is_open:
        raise Impossible(_("This question was answered or closed already. Nothing changed now."))
    locked.state = State.ACCEPTED if answer.yes else State.REFUSED
    locked.word, locked.answered_at = answer.word.strip(), timezone.now()
    locked.shares_address = answer.yes and answer.shares_address
    locked.save()
    if answer.block:
        VolunteerBlock.objects.get_or_create(volunteer=locked.volunteer, actor=locked.actor)
    with override(locked.language):
        if answer.yes:
            tell_accepted(locked)
        else:
            tell_asker(locked, refused_text(locked))
    return locked


def forget_sent(user: User) -> None:
    """Takes out how to reach ``user``, who leaves, and closes what still waits: nobody would read the answer."""
    sent = VolunteerRequest.objects.from_person(user)
    sent.update(contact_way="")
    sent.open().update(state=State.SILENT, answered_at=timezone.now())


def end_unanswered(requests: Iterable[VolunteerRequest]) -> int:
    """Closes requests that nobody answers any more, and tells who asked; returns how many."""
    ended = 0
    for one in requests:
        ended += end_one(one)
    return ended


@transaction.atomic
def end_one(request: VolunteerRequest) -> int:
    """Closes one, unless it was answered meanwhile; 1 or 0."""
    now = timezone.now()
    if not VolunteerRequest.objects.open().filter(pk=request.pk).update(state=State.SILENT, answered_at=now):
        return 0
    ended = VolunteerRequest.objects.with_people().get(pk=request.pk)
    with override(ended.language):
        tell_asker(ended, silent_text(ended))
    return 1
