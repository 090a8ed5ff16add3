"""What we hold of somebody who advised, wrote messages, had tasks or ticked conditions off in dossiers."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from ..models import DossierMessage, DossierTask, DossierTick, Review, ReviewEvent


def reviews_of(user: User) -> Any:
    """The advice of ``user``, with scores and reactions."""
    mine = Review.objects.filter(expert__user=user).select_related("dossier").order_by("pk")
    return mine.prefetch_related("scores", "reactions__about")


def tasks_of(user: User) -> Any:
    """The tasks that ``user`` has, made or did."""
    mine = Q(owner=user) | Q(made_by=user) | Q(done_by=user)
    return DossierTask.objects.filter(mine).select_related("dossier").order_by("pk")


def messages_of(user: User) -> Any:
    """The messages that ``user`` wrote."""
    return DossierMessage.objects.by_person(user).select_related("dossier").order_by("pk")


def ticks_of(user: User) -> Any:
    """The conditions that ``user`` ticked off."""
    return DossierTick.objects.by_person(user).select_related("dossier", "criterion").order_by("pk")


def events_of(user: User) -> Any:
    """What ``user`` did with advice."""
    return ReviewEvent.objects.by_person(user).select_related("review__dossier").order_by("pk")


def advice_rows(user: User) -> list[Row]:
    """Everything, a line each."""
    return [
        *((_("Advice"), f"{review.dossier}: {review.words}") for review in reviews_of(user)),
        *((told(one.at), f"{one.review.dossier}: {one.get_what_display()}") for one in events_of(user)),
        *((told(one.at), f"{one.dossier}: {one.words}") for one in messages_of(user)),
        *((_("Task"), f"{task.dossier}: {task.what}") for task in tasks_of(user)),
        *((told(one.at), f"{one.dossier}: {one.criterion}") for one in ticks_of(user)),
    ]


def advice_export(user: User) -> Export:
    """The same for machines."""
    return [
        *(
            {
                "dossier": str(review.dossier),
                "advice": review.words,
                "verdict": review.verdict,
                "scores": [[one.label, one.score, one.reason] for one in review.scores.all()],
                "of_others": [[one.agrees, one.words] for one in review.reactions.all()],
                "handed_back": review.handed_back,
                "why": review.why_back,
                "given_at": review.given_at,
            }
            for review in reviews_of(user)
        ),
        *(
            {"dossier": str(one.review.dossier), "what": one.what, "at": one.at, "why": one.reason}
            for one in events_of(user)
        ),
        *(
            {"dossier": str(one.dossier), "message": one.words, "internal": one.is_internal, "at": one.at}
            for one in messages_of(user)
        ),
        *(
            {"dossier": str(task.dossier), "task": task.what, "due_at": task.due_at, "done_at": task.done_at}
            for task in tasks_of(user)
        ),
        *(
            {"dossier": str(one.dossier), "in_order": str(one.criterion), "at": one.at}
            for one in ticks_of(user)
        ),
    ]


def forget(user: User) -> None:
    """Takes the name out; what was said belongs to the dossiers."""
    DossierMessage.objects.forget_person(user)
    DossierTick.objects.forget_person(user)
    ReviewEvent.objects.forget_person(user)


register(
    Holding(
        "dossier_advice",
        label=gettext_lazy("Your advice, messages and tasks in dossiers"),
        leaving=gettext_lazy("It belongs to the dossiers and stays, without your name."),
        rows=advice_rows,
        export=advice_export,
        forget=forget,
        covers=(
            "subsidies.dossiermessage.by",
            "subsidies.dossiertask.owner",
            "subsidies.dossiertask.made_by",
            "subsidies.dossiertask.done_by",
            "subsidies.dossiertick.by",
            "subsidies.reviewevent.by",
        ),
        order=34,
    )
)
