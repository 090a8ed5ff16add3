"""What we hold of who noted which measure answers a need."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.personal import Export, Holding, Row, register

from ..models import MeasureAnswer


def answer_rows(user: User) -> list[Row]:
    """How many they noted."""
    number = MeasureAnswer.objects.of_person(user).count()
    return [(_("How many"), number)] if number else []


def answer_export(user: User) -> Export:
    """Each of them: what answers which need, and since when."""
    noted = MeasureAnswer.objects.of_person(user).select_related("need", "measure")
    return [
        {"need": str(answer.need), "measure": str(answer.measure), "noted_at": str(answer.noted_at)}
        for answer in noted
    ]


register(
    Holding(
        "measure_answers",
        label=gettext_lazy("Support that you noted with needs"),
        leaving=gettext_lazy("It stays, without your name."),
        rows=answer_rows,
        export=answer_export,
        covers=("subsidies.measureanswer.noted_by",),
        order=73,
    )
)
