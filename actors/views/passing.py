"""The team passes a question on, or takes it back: buttons of the page of a conversation."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from actors.conversations import NotNow, Seat, pass_on, take_back
from actors.models import Expert, User
from actors.permissions import may_pass_on


def give_on(request: HttpRequest, seat: Seat, _forms: Any) -> bool:
    """Asks the chosen expert."""
    expert = Expert.objects.published().by_key(request.POST.get("expert", ""))
    if seat.user is None or expert is None or not may_pass_on(seat.user, seat.conversation):
        messages.warning(request, _("Choose an expert first."))
        return True
    try:
        pass_on(conversation=seat.conversation, expert=expert, by=seat.user)
    except NotNow as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, _("We asked %(name)s.") % {"name": expert.name})
    return True


def take_back_from(request: HttpRequest, seat: Seat, _forms: Any) -> bool:
    """Takes it back from the expert."""
    may = seat.user is not None and may_pass_on(seat.user, seat.conversation)
    if may and take_back(conversation=seat.conversation, by=cast("User", seat.user)):
        messages.success(request, _("The question waits for the team again."))
    return True
