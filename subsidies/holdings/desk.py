"""What the desk holds of who runs the network: saved views, and letters to many."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.audit import FORMER
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from ..models import BulkLetter, SavedView


def desk_rows(user: User) -> list[Row]:
    """Their views, and the letters that they wrote."""
    return [
        *((_("View of dossiers"), view.name) for view in SavedView.objects.of_owner(user)),
        *((told(letter.sent_at), letter.subject) for letter in BulkLetter.objects.by_person(user)),
    ]


def desk_export(user: User) -> Export:
    """The same for machines."""
    views, letters = SavedView.objects.of_owner(user), BulkLetter.objects.by_person(user)
    return [
        *({"view": view.name, "question": view.question, "opens": view.is_default} for view in views),
        *({"at": one.sent_at, "subject": one.subject, "words": one.words} for one in letters),
    ]


def forget_desk(user: User) -> None:
    """Throws the views away; what was written stays, with "former member" instead of the name."""
    SavedView.objects.of_owner(user).delete()
    BulkLetter.objects.by_person(user).update(by=None, by_name=FORMER)


register(
    Holding(
        "dossier_desk",
        label=gettext_lazy("Your views of dossiers, and letters that you wrote"),
        leaving=gettext_lazy(
            "Your views go. Letters to applicants stay, with “former member” instead of your name."
        ),
        rows=desk_rows,
        export=desk_export,
        forget=forget_desk,
        covers=("subsidies.savedview.owner", "subsidies.bulkletter.by"),
        order=56,
    )
)
