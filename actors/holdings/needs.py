"""What the register of needs holds of who keeps it: that they noted something."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Need, NeedVoice, User
from ecru.base.personal import Export, Holding, Row, register


def need_rows(user: User) -> list[Row]:
    """How much they noted."""
    noted = Need.objects.noted_by(user).count() + NeedVoice.objects.noted_by(user).count()
    return [(_("Needs that you noted"), noted)] if noted else []


def need_export(user: User) -> Export:
    """The needs that they noted, by title and day."""
    noted = Need.objects.noted_by(user).values_list("title", "created_at")
    return [{"title": title, "noted_at": str(moment)} for title, moment in noted]


register(
    Holding(
        "needs",
        label=gettext_lazy("Needs that you noted"),
        leaving=gettext_lazy("They stay, without your name."),
        rows=need_rows,
        export=need_export,
        covers=("actors.need.created_by", "actors.needvoice.noted_by"),
        order=72,
    )
)
