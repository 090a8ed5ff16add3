"""Plans for which the finder found nothing, told to the page of where support is missing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actors.models import Municipality
from ecru.base.directory.facets import Answer

from ..gaps.axes import Axis
from ..gaps.heard import Missed, hears
from ..models import FinderGap

COLUMNS = {"target_groups": "target_group", "forms": "form", "disciplines": "discipline"}  # what a plan says


@hears
def plans_in(place: Municipality, axis: Axis, word: Answer) -> Iterator[Missed]:
    """The different plans with ``word``, in ``place`` or without a place, for which nothing was found. Two queries."""
    column = COLUMNS.get(axis.facet)
    if column is None:
        return
    found = FinderGap.objects.in_cell(place, column, word.key)
    plans = {gap.pk: gap for gap in found.firsts()}
    for row in found.summed():
        words = _("In the finder: %(plan)s") % {"plan": plans[row["first_pk"]].in_words}
        yield Missed(words, row["times"], row["last_on"])
