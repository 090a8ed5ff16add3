"""What the editors decide: whether an actor that fell silent comes back, and whether one really stopped."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.desk import DeskKind, Impossible, desk_kind
from actors.history import Deed, Difference, recorded
from actors.history.telling import label_of
from actors.models import Actor, DeskItem, DeskState, FreshAnswer, User, VerifiedBy

from . import letters
from .rhythm import locked_freshness


def found(item: DeskItem) -> Actor | None:
    """The actor that ``item`` is about; None when it is gone."""
    return Actor.objects.filter(pk=item.key or 0).select_related("kind", "municipality").first()


def actor_of(item: DeskItem) -> Actor:
    """The actor that ``item`` is about. Raises ``Impossible`` when it is gone."""
    actor = found(item)
    if actor is None:
        raise Impossible(_("This actor is not there any more. Refuse the item to take it off the list."))
    return actor


def put_back(item: DeskItem, by: User) -> None:
    """Publishes an actor that fell silent: an editor knows that it still exists."""
    put_back_on_site(actor_of(item), by, VerifiedBy.EDITOR)


def put_back_on_site(actor: Actor, by: User, seen_by: VerifiedBy) -> None:
    """Publishes ``actor``, confirmed today; its round is over."""
    freshness = locked_freshness(actor)
    with recorded(Actor, [actor.pk], Deed(by, _("Back from the archive: they still exist."))):
        Actor.objects.filter(pk=actor.pk).publish()
        actor.refresh_from_db(fields=["status", "published_at"])
        actor.confirm(by=seen_by)
    freshness.close_round(FreshAnswer.RIGHT, timezone.localdate())
    freshness.save()


def close_down(item: DeskItem, by: User) -> None:
    """Notes that an actor stopped, as its people said."""
    actor = actor_of(item)
    since = item.content.get("since", "")
    with recorded(Actor, [actor.pk], Deed(by, _("Stopped, say its people: %(since)s.") % {"since": since})):
        actor.closed = True
        actor.save()


def stay_open(item: DeskItem, by: User) -> None:
    """The actor did not stop: what ran goes on, after a full wait."""
    actor = found(item)
    if actor is not None:
        freshness = locked_freshness(actor)
        freshness.answer, freshness.answered_on = "", None
        freshness.resumed_on = timezone.localdate()
        freshness.save()


def stopping(item: DeskItem) -> Sequence[Difference]:
    """What accepting changes."""
    return [Difference("closed", label_of(Actor, "closed"), _("no"), _("yes"))]


def tell_people(item: DeskItem, state: DeskState) -> None:
    """Mails the people of the actor what was decided; that it stays in the archive needs no mail."""
    said = {
        (STOPPED.slug, DeskState.ACCEPTED): "closed",
        (STOPPED.slug, DeskState.REFUSED): "open",
        (BACK.slug, DeskState.ACCEPTED): "back",
    }.get((item.kind, state))
    actor = found(item)
    if said and actor:
        letters.send(f"freshness-desk-{item.pk}-{state}", actor, letters.decided(actor, said, item.answer))


def address_of(item: DeskItem) -> str:
    """The page of the actor; editors see it also when it is in the archive."""
    actor = found(item)
    return actor.get_absolute_url() if actor else ""


def own_address_of(item: DeskItem) -> str:
    """Where its people go on with it."""
    actor = found(item)
    return reverse("my-actor-freshness", args=[actor.slug]) if actor else ""


BACK = desk_kind(
    DeskKind(
        "nakijken",
        gettext_lazy("fell silent"),
        carry_out=put_back,
        publishes=lambda item: True,
        address=address_of,
        sender_address=own_address_of,
        tell=tell_people,
        can_be_returned=False,
    )
)
STOPPED = desk_kind(
    DeskKind(
        "gestopt",
        gettext_lazy("stopped"),
        carry_out=close_down,
        turn_down=stay_open,
        differences=stopping,
        address=address_of,
        sender_address=own_address_of,
        tell=tell_people,
        can_be_returned=False,
    )
)
