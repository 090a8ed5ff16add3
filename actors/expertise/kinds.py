"""What editors decide about experts: a profile that is new, and a person who changes their name."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.desk import DeskKind, Impossible, desk_kind
from actors.history import Deed, Difference, label_of, note_added, recorded
from actors.models import Change, DeskItem, Expert, Municipality, User, VerifiedBy
from ecru.base.models import Publication

from .roles import give_role, take_role
from .telling import as_new

NAME = "person_name"


def expert_of(item: DeskItem) -> Expert | None:
    """The expert that ``item`` is about, unless that is gone."""
    experts = Expert.objects.select_related("actor__kind", "user")
    return experts.filter(pk=item.key or 0).first()


def publish(item: DeskItem, by: User) -> None:
    """Shows the profile, or gives it the new name. Raises ``Impossible`` when it is gone or may not show."""
    expert = expert_of(item)
    if expert is None:
        raise Impossible(_("This profile is not there any more. Refuse it."))
    if not expert.may_show:
        raise Impossible(_("This person does not agree (any more) to show their name. Send it back."))
    known = Change.objects.about(expert).exists()
    with recorded(Expert, [expert.pk] if known else [], Deed(by, _("Accepted by the editors."))):
        expert.person_name = item.content.get(NAME) or expert.person_name
        expert.status = Publication.PUBLISHED
        expert.save()
        expert.confirm(VerifiedBy.EDITOR)
        expert.reindex()
    if not known:
        note_added(Expert, [expert.pk], by=by, reason=_("Accepted by the editors."))
    give_role(expert)


def turn_down(item: DeskItem, by: User) -> None:
    """A profile that was never shown stays with its person as a draft; they keep no role for it."""
    expert = expert_of(item)
    if expert is not None and not expert.is_public:
        take_role(expert.user)


def differences(item: DeskItem) -> Sequence[Difference]:
    """What the editor decides about: the new name, or the whole profile."""
    expert = expert_of(item)
    if expert is None:
        return ()
    if NAME in item.content:
        return (Difference(NAME, label_of(Expert, NAME), expert.person_name, str(item.content[NAME])),)
    return as_new(expert)


def in_place(place: Municipality) -> Any:
    """The experts in ``place``."""
    return Expert.objects.seated_in(place).order_by().values("pk")


def address(item: DeskItem) -> str:
    """The page of the expert, which editors see as a draft too."""
    expert = expert_of(item)
    return expert.get_absolute_url() if expert else ""


def sender_address(item: DeskItem) -> str:
    """Where the sender goes on with it."""
    expert = expert_of(item)
    if expert is not None and expert.actor is not None:
        return f"{reverse('my-actor-expertise', args=[expert.actor.slug])}?van={expert.slug}"
    return reverse("my-expert")


EXPERT = desk_kind(
    DeskKind(
        "expert",
        gettext_lazy("expert profile"),
        carry_out=publish,
        turn_down=turn_down,
        differences=differences,
        address=address,
        sender_address=sender_address,
        in_place=in_place,
        publishes=lambda item: NAME not in item.content,
    )
)
