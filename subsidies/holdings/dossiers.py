"""What we hold of somebody who took part in dossiers."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from ..dossier_page import told_of
from ..models import Dossier, DossierEvent, DossierPerson, LastHand
from ..phases import track_of


def steps_of(user: User) -> Any:
    """The steps that ``user`` took, the newest first."""
    return DossierEvent.objects.by_person(user).select_related("dossier").newest()


def places_of(user: User) -> Any:
    """The dossiers in which ``user`` works along for another actor."""
    return DossierPerson.objects.filter(user=user).select_related("dossier", "actor").order_by("pk")


def hands_of(user: User) -> Any:
    """The parts of dossiers that ``user`` wrote last."""
    return LastHand.objects.by_person(user).select_related("dossier").order_by("pk")


def dossier_rows(user: User) -> list[Row]:
    """What they began, where they work along, and every step they took."""
    return [
        *((_("You made this"), one.title) for one in Dossier.objects.filter(created_by=user).order_by("pk")),
        *((place.get_place_display(), f"{place.dossier}, {place.actor}") for place in places_of(user)),
        *(
            (told(step.at), f"{step.dossier}: {told_of(step, track_of(step.dossier))}")
            for step in steps_of(user)
        ),
        *((told(one.at), _("You wrote in %(dossier)s") % {"dossier": one.dossier}) for one in hands_of(user)),
    ]


def dossier_export(user: User) -> Export:
    """The same for machines."""
    return [
        *({"made": one.title} for one in Dossier.objects.filter(created_by=user).order_by("pk")),
        *(
            {
                "dossier": str(place.dossier),
                "for": str(place.actor),
                "may": place.place,
                "parts": place.sections,
            }
            for place in places_of(user)
        ),
        *(
            {
                "at": step.at,
                "dossier": str(step.dossier),
                "what": step.transition,
                "from": step.old_phase,
                "to": step.new_phase,
                "as": step.role,
                "facts": step.data,
            }
            for step in steps_of(user)
        ),
        *({"at": one.at, "dossier": str(one.dossier), "wrote last": one.part} for one in hands_of(user)),
    ]


register(
    Holding(
        "dossiers",
        label=gettext_lazy("What you did in dossiers"),
        leaving=gettext_lazy(
            "Dossiers are of your organisation and stay. The history says “former member” instead of your name."
        ),
        rows=dossier_rows,
        export=dossier_export,
        forget=DossierEvent.objects.forget_person,
        covers=(
            "subsidies.dossier.created_by",
            "subsidies.dossierperson.user",
            "subsidies.dossierevent.by",
            "subsidies.lasthand.by",
        ),
        order=33,
    )
)
