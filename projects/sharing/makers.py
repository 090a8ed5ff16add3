"""Who made it: naming other actors, which agree first, and their answers."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import Actor, User
from ecru.base.tokens import hashed
from projects.models import Consent, MakerRole, Practice, PracticeActor
from projects.permissions import has_people, may_answer_for, may_share

from .letters import ask_people, tell_answer
from .material import touch
from .saving import lock_for

MOST_MAKERS = 12


@transaction.atomic
def name_maker(*, practice: Practice, by: User, actor: Actor, role: str) -> PracticeActor:
    """Names ``actor`` with what it did. One's own actor is named at once; the people of another are asked by mail.

    Naming one again that did not answer changes its part and asks nobody twice; one that said no is asked anew. Raises
    ``Impossible`` when twelve are named, and as ``lock_for`` does.
    """
    locked = lock_for(practice, by)
    known = locked.makers.filter(actor=actor).first()
    if known is None and locked.makers.count() >= MOST_MAKERS:
        raise Impossible(
            _("%(most)d organisations are named already. Remove one first.") % {"most": MOST_MAKERS}
        )
    made = known or PracticeActor(practice=locked, actor=actor, position=locked.makers.count())
    made.role = role
    if actor.pk in by.own_actors:
        settle(made, by, Consent.AGREED)
    elif known is None or known.consent == Consent.DECLINED:
        ask(made, by)
    made.save()
    touch(locked)
    if made.is_agreed and locked.is_public:
        locked.reindex()
    return made


def ask(maker: PracticeActor, by: User) -> None:
    """Asks the people of an actor whether it may be named; nobody, when nobody acts for it: then the editors decide."""
    maker.consent, maker.asked_by, maker.asked_at = Consent.ASKED, by, timezone.now()
    maker.answered_by = maker.answered_at = None
    if has_people(maker.actor):
        token = maker.give_token()
        maker.save()
        ask_people(maker, token)


def settle(maker: PracticeActor, by: User | None, consent: str) -> None:
    """Writes an answer down. Save afterwards."""
    maker.consent, maker.answered_by, maker.answered_at = consent, by, timezone.now()


@transaction.atomic
def answer_maker(
    *, maker: PracticeActor, yes: bool, by: User | None = None, token: str = ""
) -> PracticeActor:
    """Says whether an actor may be named: who acts for it (``by``), or who has the link of the mail (``token``).

    The same answer twice is one. Raises ``PermissionDenied``, and ``Impossible`` when the question was taken back or answered
    otherwise.
    """
    locked = (
        PracticeActor.objects.select_for_update(of=("self",))
        .select_related("practice", "actor")
        .get(pk=maker.pk)
    )
    by_link = bool(token) and hashed(token) == locked.token_hash
    if not by_link and (by is None or not may_answer_for(by, locked)):
        raise PermissionDenied
    wanted = Consent.AGREED if yes else Consent.DECLINED
    if locked.consent == wanted:
        return locked
    if locked.consent != Consent.ASKED:
        raise Impossible(_("Somebody answered this already. Nothing changed now."))
    settle(locked, by if by is not None and by.is_authenticated else None, wanted)
    locked.save()
    if locked.practice.is_public:
        locked.practice.reindex()
    tell_answer(locked)
    return locked


@transaction.atomic
def unname_maker(*, practice: Practice, by: User, pk: int) -> bool:
    """Takes a name away at once, also from what shows; False when it is gone already.

    Somebody keeps making it: raises ``Impossible`` for the last actor that made it; and as ``lock_for`` does.
    """
    locked = lock_for(practice, by)
    found = locked.makers.filter(pk=pk).first()
    if found is None:
        return False
    others = locked.makers.agreed().exclude(pk=pk)
    if found.is_agreed and not others.exists():
        raise Impossible(_("Somebody has to stand with it. Name another organisation first."))
    if found.role == MakerRole.MAKER and found.is_agreed and not may_share(by, found.actor):
        raise PermissionDenied
    found.delete()
    touch(locked)
    if locked.is_public:
        locked.reindex()
    return True


def unanswered(practice: Practice) -> list[PracticeActor]:
    """Who was asked, has people here, and did not answer: as long as there is one, the practice is not published."""
    return [maker for maker in practice.makers.asked().with_actors() if has_people(maker.actor)]


def without_people(practice: Practice) -> list[PracticeActor]:
    """Who was named and has nobody here to answer: the editors decide for them when they accept."""
    return [maker for maker in practice.makers.asked().with_actors() if not has_people(maker.actor)]


def agree_for(practice: Practice, by: User) -> None:
    """An editor accepts for actors without people: they were asked in another way, or the naming harms nobody."""
    for maker in without_people(practice):
        settle(maker, by, Consent.AGREED)
        maker.save()
