"""What we hold of somebody who worked through a step plan, or noted what answers a need."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.personal import Export, Holding, Row, register

from ..models import NeedAnswer, StepTick


def mark_rows(user: User) -> list[Row]:
    """How many steps they ticked off, and how many answers to needs they noted."""
    counts = ((_("Steps that you ticked off"), StepTick), (_("Answers to needs that you noted"), NeedAnswer))
    rows: list[Row] = [(label, model.objects.of_person(user).count()) for label, model in counts]
    return [row for row in rows if row[1]]


def mark_export(user: User) -> Export:
    """Each of them, with its day."""
    ticks = StepTick.objects.of_person(user).select_related("project", "step")
    answers = NeedAnswer.objects.of_person(user).select_related("need")
    return [
        *(
            {"project": str(tick.project), "step": str(tick.step), "done_at": str(tick.done_at)}
            for tick in ticks
        ),
        *({"need": str(answer.need), "noted_at": str(answer.noted_at)} for answer in answers),
    ]


register(
    Holding(
        "marks",
        label=gettext_lazy("Steps that you ticked off"),
        leaving=gettext_lazy("They stay done, without your name."),
        rows=mark_rows,
        export=mark_export,
        covers=("projects.steptick.done_by", "projects.needanswer.noted_by"),
        order=73,
    )
)
