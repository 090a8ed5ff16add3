"""What the start page ``/mijn/`` says about somebody's actors, invitations, and what they sent to the editors."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.accounts.panels import Panel, Way, panel
from actors.models import Actor, DeskItem, DeskState, Invitation, User


@panel
def invitations_to_me(user: User) -> Panel | None:
    """Invitations that wait for an answer of ``user``; one query."""
    ways = [
        Way(str(invitation.subject), reverse("my-invitation", args=[invitation.pk]))
        for invitation in Invitation.objects.open().to(user.email).with_subjects()
    ]
    return Panel(_("You are invited"), _("Say yes or no."), ways, order=10) if ways else None


@panel
def my_organisations(user: User) -> Panel:
    """The actors for which ``user`` acts; two queries."""
    ways = [
        Way(actor.name, reverse("my-actor", args=[actor.slug]))
        for actor in Actor.objects.own(user).order_by("name").only("name", "slug")
    ]
    lead = "" if ways else _("Do you work for an organisation? Look for it, and ask for its page.")
    add = [Way(_("Look for an organisation"), reverse("actor-list"))] if not ways else []
    return Panel(
        _("My organisations"),
        lead,
        [*ways, *add, Way(_("Add an organisation"), reverse("actor-new"))],
        order=20,
    )


@panel
def what_i_sent(user: User) -> Panel | None:
    """What ``user`` sent to the editors, with how much came back with a question; one query."""
    states = list(DeskItem.objects.sent_by(user).unsettled().order_by().values_list("state", flat=True))
    if not states and not DeskItem.objects.sent_by(user).exists():
        return None
    back = states.count(DeskState.RETURNED)
    lead = (
        ngettext("The editors ask you %(count)d question.", "The editors ask you %(count)d questions.", back)
        % {"count": back}
        if back
        else ""
    )
    return Panel(
        _("What I sent"),
        lead,
        [Way(_("See how far it is"), reverse("my-items"), back)],
        order=12 if back else 30,
    )
