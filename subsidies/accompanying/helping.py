"""“I need help with …”: a question to an expert of the pool, that begins in a dossier and goes on as a conversation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actors.conversations import Asked, Subject, ask
from actors.models import Conversation, ConversationKind, Expert, Topic, User
from actors.models.experts import Availability
from ecru.base.tokens import hashed
from subsidies.dossiers import Refused, Why
from subsidies.models import Dossier, DossierHelp
from subsidies.permissions import involved_actors, works_on

MOST = 6


def pool(dossier: Dossier, user: User) -> Any:
    """Experts who can help: shown, with time, who are not the applicant, a partner or ``user``."""
    found = Expert.objects.published().exclude(availability=Availability.NOT_NOW)
    return found.exclude(actor__in=involved_actors(dossier)).exclude(user=user.pk).exclude(
        pk__in=dossier.reviews.filter(expert__isnull=False).values("expert")
    )  # fmt: skip


def helpers_for(dossier: Dossier, user: User, topic: Topic) -> list[Expert]:
    """The first experts of the pool who know about ``topic``; who has most time first. Who advises on the dossier does not help to write it."""
    knowing = pool(dossier, user).filter(topics=topic).select_related("actor", "municipality")
    return list(knowing.prefetch_related("topics").order_by("availability", "search_name", "pk")[:MOST])


@transaction.atomic
def ask_help(  # noqa: PLR0913 - all that a question has
    *, dossier: Dossier, by: User, topic: Topic, expert: Expert, question: str, stamp: str
) -> Conversation:
    """Begins a conversation with ``expert`` about ``dossier``, linked to it; one ``stamp`` asks once.

    The expert reads the title and the question; the dossier stays closed. Raises ``PermissionDenied``, ``Refused`` when the expert
    cannot be asked any more, and what ``ask`` raises.
    """
    if not works_on(by, dossier):
        raise PermissionDenied
    if not pool(dossier, by).filter(pk=expert.pk, topics=topic).exists():
        said = _("We cannot ask this expert now. Choose another one.")
        raise Refused(Why.CONDITIONS, [said], {"expert": said})
    about = Subject(ConversationKind.EXPERT, dossier.title, "")
    asked = Asked(
        question=question.strip(), user=by, topic=topic, municipality=dossier.actor.municipality, about=about
    )
    token = hashed(f"{by.pk} {dossier.pk} {stamp}")[:43]
    started = ask(record=expert, asked=asked, token=token)
    DossierHelp.objects.get_or_create(conversation=started, defaults={"dossier": dossier})
    return started
