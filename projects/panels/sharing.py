"""What somebody finds about sharing practices on their own start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import User

from ..models import Practice, PracticeActor


@panel
def practice_panel(user: User) -> Panel | None:
    """Questions of others who name one's actor, and the way to what one shares; nothing for who acts for nobody."""
    if not user.own_actors:
        return None
    asked = list(PracticeActor.objects.waiting_for(user)[:5])
    ways = [
        Way(
            _("May %(actor)s stand with “%(title)s”?")
            % {"actor": maker.actor, "title": maker.practice.title},
            reverse("my-practice-consent", args=[maker.pk]),
            1,
        )
        for maker in asked
    ]
    if Practice.objects.kept_by(user).exists():
        ways.append(Way(_("What I share"), reverse("my-practices")))
    ways.append(Way(_("Share what worked"), reverse("practice-new")))
    return Panel(
        _("What worked"),
        lead=_("Others learn from what you tried, also from what failed."),
        ways=ways,
        order=10 if asked else 40,
    )
