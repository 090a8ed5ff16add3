"""The concerns of people: messages without an answer, experts who did not say anything yet, and with whom to be in touch again."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ..models import ActorNote, Dossier, DossierMessage, Party, Review
from ..models.standing import midnight
from ..permissions import ADVISING
from .choices import Choice, Stand
from .concerns import SHOWN, Action, Concern, Glance, Line, concern, told
from .today import due_label

QUOTED = 140  # letters of what somebody said
WEEK = timedelta(weeks=1)


# --- What people said, and what they did not ------------------------------------------------------------------------


def without_answer(glance: Glance) -> Any:
    """The first messages in dossiers that ECRU did not answer."""
    waiting = DossierMessage.objects.waiting_for_desk().filter(
        dossier__in=Dossier.objects.visible_to(glance.user)
    )
    return waiting.select_related("dossier__actor").order_by("at", "pk")[: SHOWN + 1]


@concern(15, without_answer)
def unanswered(glance: Glance, found: list[DossierMessage]) -> Concern:
    """Messages in dossiers that ECRU did not answer, the oldest on top."""
    glance.show(message.dossier_id for message in found[:SHOWN])
    lines = []
    for message in found[:SHOWN]:
        dossier = message.dossier
        label, _urgent = due_label(None, message.at, glance.now)
        said = " ".join(message.words.split())
        words = told(dossier, f"{message.by_name}: “{Truncator(said).chars(QUOTED)}”")
        url = f"{dossier.get_absolute_url()}#berichten"
        is_old = message.at < glance.now - WEEK
        lines.append(Line(label, dossier.title, url, words, Action(_("Answer"), url), is_old))
    return Concern(
        "berichten",
        _("Messages without an answer"),
        lines,
        len(found),
        Choice(stand=Stand.UNANSWERED).address(),
    )


def silent_experts(glance: Glance) -> Any:
    """What was asked of the first experts who did not say anything, or are late."""
    asked = Review.objects.waiting().filter(
        Q(declared_at=None) | Q(due_at__lt=glance.now),
        dossier__in=Dossier.objects.visible_to(glance.user),
        dossier__phase__in=ADVISING,
    )
    related = ("dossier__actor", "expert__actor", "expert__user")
    return asked.select_related(*related).order_by("due_at", "asked_at", "pk")[: SHOWN + 1]


@concern(18, silent_experts)
def invitations(glance: Glance, found: list[Review]) -> Concern:
    """Experts who did not say whether they will advise, and those who are late with it."""
    glance.show(review.dossier_id for review in found[:SHOWN])
    lines = []
    for review in found[:SHOWN]:
        dossier = review.dossier
        label, urgent = due_label(review.due_at, review.asked_at or glance.now, glance.now)
        url = reverse("dossier-experts", args=[dossier.pk])
        action = Action(_("Ask somebody else"), url)
        lines.append(Line(label, dossier.title, url, told(dossier, not_heard(review)), action, urgent))
    url = Choice(turn=Party.EXPERTS).address()
    return Concern("experten", _("Experts who did not answer yet"), lines, len(found), url, is_ours=False)


def not_heard(review: Review) -> str:
    """Of whom nothing was heard, since when, and by when the advice is expected."""
    facts = {
        "expert": review.who,
        "asked": date_format(timezone.localtime(review.asked_at), "j F"),
        "due": date_format(timezone.localtime(review.due_at), "j F") if review.due_at else "",
    }
    words = (
        _("%(expert)s reads it, and did not advise yet.")
        if review.declared_at
        else _("%(expert)s was asked on %(asked)s, and did not answer yet.")
    )
    expected = _("Advice was asked by %(due)s.") if review.due_at else ""
    return " ".join(filter(None, (words, expected))) % facts


# --- Contacts ------------------------------------------------------------------------------------------------------


def day_of(glance: Glance) -> date:
    """Today."""
    return timezone.localtime(glance.now).date()


def to_follow_up(glance: Glance) -> Any:
    """The first notes that ask to be in touch by today."""
    return ActorNote.objects.due(day_of(glance)).soonest()[: SHOWN + 1]


@concern(35, to_follow_up)
def contacts(glance: Glance, found: list[ActorNote]) -> Concern:
    """With whom somebody wanted to be in touch again by today, the longest ago on top."""
    today = day_of(glance)
    lines = []
    for note in found[:SHOWN]:
        day = note.follow_up_on or today
        label, _urgent = due_label(None, midnight(day), glance.now)
        url = reverse("contact-actor", args=[note.actor.slug])
        said = Truncator(" ".join(note.words.split())).chars(QUOTED)
        lines.append(Line(label, note.actor.name, url, said, Action(_("Follow up"), f"{url}#kop-contact")))
    return Concern("opvolgen", _("Contacts to follow up"), lines, len(found), reverse("contacts"))
