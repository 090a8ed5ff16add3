"""Something is not right about a call: it goes to the desk, where an editor takes the call off the site or leaves it."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.desk import DeskKind, Impossible, Wish, desk_kind, offer
from actors.models import DeskItem, User
from projects.models import PartnerCall
from projects.publishing import take_off


@transaction.atomic
def report_call(*, call: PartnerCall, why: str, by: User | None, token: str) -> DeskItem:
    """Puts ``call`` on the desk with ``why``. The same ``token`` does so once; who is not signed in gets no answer."""
    known = DeskItem.objects.unsettled().of_kind(CALL_REPORT.slug).about(call).filter(reason=why).first()
    wish = Wish(_("Call: %(title)s") % {"title": call.title}, why, {"token": token})
    return known or offer(kind=CALL_REPORT, about=call, by=by, wish=wish)


def found(item: DeskItem) -> PartnerCall | None:
    """The call that ``item`` is about; None when it is gone."""
    return PartnerCall.objects.filter(pk=item.key or 0).first()


def hide(item: DeskItem, by: User) -> None:
    """What accepting means: the call goes off the site. Raises ``Impossible`` when it is gone."""
    call = found(item)
    if call is None:
        raise Impossible(_("This call is not there any more. Refuse the item to take it off the list."))
    take_off(record=call, by=by)


def address(item: DeskItem) -> str:
    """The page of the call; editors see it also when it is off the site."""
    call = found(item)
    return call.get_absolute_url() if call else ""


CALL_REPORT = desk_kind(
    DeskKind(
        slug="oproep-melding",
        label=gettext_lazy("Something is not right about a call: take it off the site?"),
        carry_out=hide,
        address=address,
        can_be_returned=False,
    )
)
