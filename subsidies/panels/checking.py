"""What a partner of a municipality finds about support on the own start page."""

from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import User

from ..checking import to_check

MOST = 8


@panel
def support_to_check(user: User) -> Panel | None:
    """Support of their municipality that nobody checked for half a year, the oldest first; one query."""
    places = user.own_municipalities
    waiting = list(to_check().of_municipalities(places).oldest_checked_first()[:MOST]) if places else []
    if not waiting:
        return None
    ways = [Way(measure.title, measure.get_absolute_url()) for measure in waiting]
    lead = _("Nobody checked this support of your municipality for 6 months. Is it still right?")
    return Panel(_("Support to check"), lead, ways, order=16)
