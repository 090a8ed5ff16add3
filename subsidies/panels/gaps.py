"""The ways to where support is missing: from the page of a municipality, and for who can look."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.answers import seven
from actors.models import Municipality, User
from actors.page_blocks import Block, municipality_block
from actors.permissions import may_see_network

from ..gaps.axes import FIRST, Asked
from ..gaps.counting import Matrix, State

TEMPLATE = "subsidies/gaps/block.html"
ORDER = 40


@municipality_block
def way_to_gaps(place: Municipality) -> Block | None:
    """Only for the seven; no query, for that page asks much already: the numbers are one press away."""
    if not place.member:
        return None
    return Block(TEMPLATE, {"place": place, "url": Asked(place=place).address}, ORDER)


@panel
def where_to_look(user: User) -> Panel | None:
    """For the partner of a municipality: how many words nobody looked for lately; for the regisseur the way to the whole."""
    ways = [way_to_look(place) for place in seven() if place.pk in user.own_municipalities]
    if may_see_network(user):
        ways.append(Way(_("See the seven municipalities"), reverse("measure-gaps")))
    if not ways:
        return None
    lead = _("For which people there is no support yet, and what nobody looked for.")
    return Panel(_("Where is support missing?"), lead, ways, order=35)


def way_to_look(place: Municipality) -> Way:
    """Where the partner of ``place`` says that they looked, with how much there is to do."""
    todo = sum(cell.state in {State.UNKNOWN, State.OLD} for cell in Matrix(Asked(place=place)).cells)
    url = reverse("measure-gap-check", args=[place.slug, FIRST.slug])
    return Way(_("See and check %(place)s") % {"place": place.name}, url, todo)
