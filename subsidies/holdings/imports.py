"""What support holds of somebody with an account: the tables of measures that they sent."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.audit import FORMER
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from ..models.tables import MeasureImport

NEWEST = 20


def import_rows(user: User) -> list[Row]:
    """Their newest tables."""
    runs = MeasureImport.objects.filter(made_by=user)
    return [
        (_("How many tables"), str(runs.count())),
        *((told(run.made_at), run.file_name) for run in runs[:NEWEST]),
    ]


def import_export(user: User) -> Export:
    """The same for machines."""
    return MeasureImport.told_of(user)


def forget_imports(user: User) -> None:
    """Keeps what an import did, with "former member" instead of the name."""
    MeasureImport.forget(user, FORMER)


register(
    Holding(
        "measure_imports",
        label=gettext_lazy("Tables of support that you sent"),
        leaving=gettext_lazy("What they did stays, with “former member” instead of your name."),
        rows=import_rows,
        export=import_export,
        forget=forget_imports,
        covers=("subsidies.measureimport.made_by", "subsidies.measureimport.undone_by"),
        order=55,
    )
)
