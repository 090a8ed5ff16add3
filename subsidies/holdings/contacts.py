"""What we hold of somebody in contact moments with actors, and in tables of earlier dossiers."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.audit import FORMER
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from ..models import ActorNote, PastImport


def notes_of(user: User) -> Any:
    """What was noted about a contact with ``user``, and what ``user`` noted."""
    about, own = ActorNote.objects.about_person(user), ActorNote.objects.by_person(user)
    return (about | own).select_related("actor")


def note_rows(user: User) -> list[Row]:
    """Each contact moment, with its words."""
    return [
        (f"{date_format(note.on, 'j F Y')}, {note.get_kind_display()}", f"{note.actor}: {note.words}")
        for note in notes_of(user)
    ]


def note_export(user: User) -> Export:
    """The same for machines."""
    return [
        {
            "on": note.on,
            "how": note.kind,
            "about": str(note.actor),
            "words": note.words,
            "with_me": note.spoke_with_id == user.pk,
            "by_me": note.by_id == user.pk,
        }
        for note in notes_of(user)
    ]


register(
    Holding(
        "contact_notes",
        label=gettext_lazy("What ECRU noted when it spoke with you"),
        leaving=gettext_lazy(
            "The notes are about your organisation and stay, without saying that it was you."
        ),
        rows=note_rows,
        export=note_export,
        forget=ActorNote.objects.forget_person,
        covers=("subsidies.actornote.spoke_with", "subsidies.actornote.by"),
        order=34,
    )
)


def import_rows(user: User) -> list[Row]:
    """Their tables."""
    return [(told(run.made_at), run.file_name) for run in PastImport.objects.filter(made_by=user)]


def import_export(user: User) -> Export:
    """The same for machines."""
    return PastImport.told_of(user)


def forget_imports(user: User) -> None:
    """Keeps what an import did, with "former member" instead of the name."""
    PastImport.forget(user, FORMER)


register(
    Holding(
        "past_dossier_imports",
        label=gettext_lazy("Tables of earlier dossiers that you sent"),
        leaving=gettext_lazy("What they did stays, with “former member” instead of your name."),
        rows=import_rows,
        export=import_export,
        forget=forget_imports,
        covers=("subsidies.pastimport.made_by", "subsidies.pastimport.undone_by"),
        order=56,
    )
)
