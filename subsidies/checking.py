"""Facts that age: what nobody checked for half a year waits on the editors' desk, and one press says that it is still right.

The item leaves the queue by itself when somebody checks the measure elsewhere, such as in the admin.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from actors.desk import DeskKind, Wish, ask_once, close_done, desk_kind
from actors.models import DeskItem, Municipality, User

from .keeping import confirm
from .models import Measure
from .models.measures import CHECK_AFTER
from .models.standing import midnight
from .permissions import may_edit_measure

MOST_A_DAY = 200  # new ones; the rest comes tomorrow


def to_check() -> Any:
    """What people can see and still use, and nobody checked for half a year."""
    return Measure.objects.published().existing().to_check()


def keys_to_check() -> Any:
    """Their keys, as a subquery."""
    return to_check().order_by().values("pk")


def due_since(measure: Measure) -> datetime:
    """Since when ``measure`` waits: half a year after the last check, and never before it stood here."""
    stands_since = measure.published_at or measure.created_at
    if measure.verified_on is None:
        return stands_since
    return max(midnight(measure.verified_on + CHECK_AFTER), stands_since)


def wish_of(measure: Measure) -> Wish:
    """What we ask about ``measure``."""
    if measure.verified_on is None:
        told = _("Nobody checked these facts yet.")
    else:
        told = _("Checked last on %(day)s.") % {"day": date_format(measure.verified_on, "j F Y")}
    ask = _("Look them up at the giver: amount, dates, who may ask, and the links.")
    return Wish(measure.title, f"{told} {ask}", since=due_since(measure))


def ask_to_check(now: datetime) -> dict[str, int]:
    """Puts what aged on the desk, the oldest first, and takes off what was checked meanwhile; how many. As often as you like."""
    waiting = DeskItem.objects.unsettled().of_kind(CHECK.slug).values("key")
    fresh = to_check().exclude(pk__in=waiting).oldest_checked_first()[:MOST_A_DAY]
    with override(settings.LANGUAGE_CODE):
        asked = ask_once(CHECK, {measure: wish_of(measure) for measure in fresh})
    return {"asked": asked, "closed": close_done(CHECK)}


@transaction.atomic
def check_measure(*, measure: Measure, by: User) -> bool:
    """Notes that the facts of ``measure`` are right today, and who says so; False when that stood there today.

    Raises ``PermissionDenied``.
    """
    if measure.verified_on == timezone.localdate() and may_edit_measure(by, measure):
        return False
    confirm(measure=measure, by=by)
    LogEntry.objects.log_actions(by.pk, [measure], CHANGE, _("Checked."))
    return True


def still_right(item: DeskItem, by: User) -> None:
    """What accepting means. About a measure that is gone there is nothing to say."""
    measure = Measure.objects.filter(pk=item.key or 0).first()
    if measure is not None:
        check_measure(measure=measure, by=by)


def ways(item: DeskItem) -> Sequence[tuple[str, str]]:
    """Where an editor changes it."""
    return [(_("Change it"), reverse("admin:subsidies_measure_change", args=[item.key]))]


def address(item: DeskItem) -> str:
    """Where visitors see it."""
    measure = Measure.objects.filter(pk=item.key or 0).first()
    return measure.get_absolute_url() if measure else ""


def details(item: DeskItem) -> dict[str, Any]:
    """What an editor needs to look it up: the measure, with who gives it."""
    return {"measure": Measure.objects.select_related("provider").filter(pk=item.key or 0).first()}


def in_place(place: Municipality) -> Any:
    """The measures that hold in ``place``."""
    return Measure.objects.filter(municipalities=place).order_by().values("pk")


CHECK = desk_kind(
    DeskKind(
        slug="steun-nakijken",
        label=gettext_lazy("Support to check"),
        carry_out=still_right,
        address=address,
        details=details,
        template="desk/measure_to_check.html",
        in_place=in_place,
        can_be_returned=False,
        can_be_refused=False,
        still=keys_to_check,
        yes=gettext_lazy("Still right"),
        ways=ways,
    )
)
