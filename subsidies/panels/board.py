"""What the board finds on its own start page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import User

from ..models import BoardMeeting
from ..permissions import may_see_meetings


@panel
def board_panel(user: User) -> Panel | None:
    """The meetings of the board, and the next one; None for who has no part in them. One query."""
    if not may_see_meetings(user):
        return None
    following = BoardMeeting.objects.from_day(timezone.localdate()).first()
    ways = [Way(_("Meetings of the board"), reverse("board-meetings"))]
    if following is not None:
        ways.insert(0, Way(capfirst(following.when), following.get_absolute_url()))
    return Panel(_("Board"), _("What stands on the agenda, and how you vote."), ways, order=32)
