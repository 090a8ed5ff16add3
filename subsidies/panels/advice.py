"""What an expert finds about advice on the own start page, and who has tasks in dossiers."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import Role, User

from ..models import DossierTask, Review

MOST = 8


@panel
def advice_panel(user: User) -> Panel | None:
    """Each advice that is asked of this person, what has to be answered or given first on top; None for who is no expert and was never asked. One query."""
    waiting = list(Review.objects.asked_of(user).waiting().for_cards().soonest())
    if Role.EXPERT not in user.roles and not waiting:
        return None
    ways = [Way(asked_in_words(review), review.get_absolute_url()) for review in waiting[:MOST]]
    ways.append(Way(_("Your advice"), reverse("my-reviews"), len(waiting)))
    return Panel(
        _("Advice"), _("Dossiers on which ECRU asks you as an expert."), ways, order=13 if waiting else 38
    )


def asked_in_words(review: Review) -> str:
    """What somebody has to do about ``review``: answer first, then advise; and by when. Nothing of what the file says."""
    told = {
        "title": review.dossier.title,
        "day": date_format(timezone.localtime(review.due_at), "j F Y") if review.due_at else "",
    }
    if not review.is_declared:
        words = _("Will you advise on “%(title)s”? Answer first")
        words_by = _("Will you advise on “%(title)s” by %(day)s? Answer first")
    else:
        words, words_by = _("Advise on “%(title)s”"), _("Advise on “%(title)s” by %(day)s")
    return (words_by if review.due_at else words) % told


@panel
def tasks_panel(user: User) -> Panel | None:
    """The open tasks that have the name of this person, what is due first on top; one query."""
    tasks = DossierTask.objects.open().of_owner(user).select_related("dossier").soonest()[:MOST]
    ways = [
        Way(f"{task.what} ({task.dossier.title})", f"{task.dossier.get_absolute_url()}#taken")
        for task in tasks
    ]
    return Panel(_("Your tasks in dossiers"), "", ways, order=15) if ways else None
