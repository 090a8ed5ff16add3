"""What the people of an actor answer, by the link in a mail or signed in on their own page."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.desk import offer
from actors.desk.offering import Wish
from actors.history import Deed, recorded
from actors.models import Actor, DeskItem, DeskState, FreshAnswer, Freshness, User, VerifiedBy
from actors.models.conversations import LANGUAGE

from .deciding import BACK, STOPPED, put_back_on_site
from .rhythm import check_may_edit, locked_freshness


class Closed(Exception):  # noqa: N818 - it is an answer, not a crash
    """The link does nothing any more: it was answered, or its actor is off the site."""


def is_open(freshness: Freshness) -> bool:
    """Whether the link of this round can still do something."""
    actor = freshness.actor
    return actor.is_public and not actor.closed and not freshness.answer


def waiting_for(freshness: Freshness) -> Freshness:
    """The same, so that nobody else can answer it meanwhile. Raises ``Closed``."""
    actor = Actor.objects.select_related("kind").get(pk=freshness.actor_id)
    locked = locked_freshness(actor)
    if locked.token_hash != freshness.token_hash or not is_open(locked):
        raise Closed
    return locked


@transaction.atomic
def confirm_by_link(*, freshness: Freshness) -> None:
    """Everything is still right, says who holds the link. Once a round; raises ``Closed`` after that."""
    locked = waiting_for(freshness)
    with override(LANGUAGE):
        reason = _("Confirmed by the link in the mail.")
    note_confirmation(locked, Deed(reason=reason), VerifiedBy.ACTOR)


@transaction.atomic
def confirm(*, actor: Actor, by: User) -> bool:
    """Everything is still right, says ``by`` on their own page; True when that put the page back on the site.

    Only who fell silent comes back like this, not who was archived for another reason. Raises ``PermissionDenied``.
    """
    check_may_edit(by, actor)
    seen_by = VerifiedBy.ACTOR if actor.pk in by.own_actors else VerifiedBy.EDITOR
    freshness = locked_freshness(actor)
    actor.refresh_from_db(fields=["status"])
    take_off_the_desk(actor, by)
    if actor.is_archived and freshness.archived_on:
        put_back_on_site(actor, by, seen_by)
        return True
    note_confirmation(freshness, Deed(by, _("Confirmed on their own page.")), seen_by)
    return False


def note_confirmation(freshness: Freshness, deed: Deed, seen_by: VerifiedBy) -> None:
    """Writes the confirmation; the round is over."""
    with recorded(Actor, [freshness.actor_id], deed):
        freshness.actor.confirm(by=seen_by)
    freshness.close_round(FreshAnswer.RIGHT, timezone.localdate())
    freshness.save()


def take_off_the_desk(actor: Actor, by: User) -> None:
    """The editors need not look any more whether ``actor`` still exists, or really stopped."""
    waiting = DeskItem.objects.unsettled().about(actor)
    waiting.filter(kind__in=[BACK.slug, STOPPED.slug]).update(
        state=DeskState.WITHDRAWN,
        handled_by=by,
        handled_by_name=str(by)[:254],
        handled_at=timezone.now(),
        held_by=None,
        held_until=None,
    )


@transaction.atomic
def tell_stopped(*, freshness: Freshness, since: str, word: str = "") -> DeskItem:
    """We stopped, says who holds the link: an editor decides, since it changes a lot. Raises ``Closed``."""
    locked = waiting_for(freshness)
    told = {"name": locked.actor.name, "since": " ".join(since.split())}
    with override(LANGUAGE):
        title, when = _("%(name)s stopped, say its people") % told, _("Stopped: %(since)s.") % told
    reason = "\n\n".join(filter(None, [when, word.strip()]))
    wish = Wish(title, reason, {"since": told["since"]})
    item = offer(kind=STOPPED, about=locked.actor, by=None, wish=wish)
    locked.note_answer(FreshAnswer.STOPPED, timezone.localdate())
    locked.save()
    return item
