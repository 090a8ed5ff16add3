"""Links that do not work any more, at the editors' desk. Each leaves it by itself when it works again or stands nowhere."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from actors import desk
from actors.desk import DeskKind, Wish, ask_once, close_done, desk_kind
from actors.models import DeskItem, User
from ecru.base.links.records import CheckedLink
from ecru.base.links.rounds import forget
from ecru.base.links.sources import Place, places_of


def broken_keys() -> Any:
    """The keys of what does not work, as a subquery."""
    return CheckedLink.objects.broken().order_by().values("pk")


def keep_tasks() -> dict[str, int]:
    """Puts every link that does not work on the desk, once, and takes off what is settled; how many. As often as you like."""
    broken = list(CheckedLink.objects.broken())
    places = places_of(link.address for link in broken)
    forget({link.address for link in broken if link.address not in places})
    with override(settings.LANGUAGE_CODE):
        wishes = {link: wish_of(link, places[link.address]) for link in broken if link.address in places}
        return {"tasks": ask_once(LINK, wishes), "settled": close_done(LINK)}


def wish_of(link: CheckedLink, places: Sequence[Place]) -> Wish:
    """What we ask about ``link``, which stands at ``places``."""
    since = timezone.localtime(link.first_failed_at)
    facts = {"day": date_format(since, "j F Y"), "trouble": link.told, "count": link.tries}
    told = _("This link does not work since %(day)s: %(trouble)s. We looked %(count)d times.") % facts
    return Wish(_("%(title)s: a link does not work") % {"title": places[0].title}, told)


def link_of(item: DeskItem) -> CheckedLink | None:
    """The link that ``item`` is about; None when it went away."""
    return CheckedLink.objects.filter(pk=item.key or 0).first()


def in_order(item: DeskItem, by: User) -> None:
    """What accepting means: an editor looked, and we believe it for half a year."""
    link = CheckedLink.objects.select_for_update().filter(pk=item.key or 0).first()
    if link is not None:
        link.vouch(timezone.now())


@transaction.atomic
def vouch(*, link: CheckedLink, by: User) -> None:
    """An editor says that ``link`` is in order; the task about it is done. Raises ``Impossible`` when a colleague has that in hand."""
    item = DeskItem.objects.open().of_kind(LINK.slug).about(link).first()
    if item is not None:
        desk.accept(item=item, by=by, seen=item.version)
    else:
        locked = CheckedLink.objects.select_for_update().get(pk=link.pk)
        locked.vouch(timezone.now())


def details(item: DeskItem) -> dict[str, Any]:
    """The link, and everywhere it stands."""
    link = link_of(item)
    return {"link": link, "places": places_of([link.address]).get(link.address, []) if link else []}


def ways(_item: DeskItem) -> Sequence[tuple[str, str]]:
    """Where all of them stand, each with where to mend it and to have it looked at again."""
    return [(_("All links that do not work"), reverse("link-report"))]


LINK = desk_kind(
    DeskKind(
        slug="link",
        label=gettext_lazy("A link that does not work"),
        carry_out=in_order,
        details=details,
        template="desk/link.html",
        can_be_returned=False,
        can_be_refused=False,
        still=broken_keys,
        yes=gettext_lazy("It is in order"),
        ways=ways,
    )
)
