"""What waits on the start page of who acts for actors: pages to look at."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import Freshness, User


@panel
def questions_that_wait(user: User) -> Panel | None:
    """The own actors of ``user`` that were asked and did not answer; one query."""
    asked = Freshness.objects.filter(actor__in=user.own_actors, actor__closed=False, asked_on__isnull=False)
    waiting = [
        freshness.actor
        for freshness in asked.select_related("actor").order_by("actor__name")
        if freshness.standing.is_asked and not freshness.answer
    ]
    if not waiting:
        return None
    ways = [Way(actor.name, reverse("my-actor-freshness", args=[actor.slug])) for actor in waiting]
    return Panel(_("Is this still right?"), _("We asked you to look at these pages."), ways, order=15)
