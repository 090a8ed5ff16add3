"""What the start page says about actors and imports, and the filter that shows exactly the actors it counted."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import ImportRun
from actors.models.tables import ImportState
from actors.permissions import may_keep_field
from actors.upkeep import asked, known_counts, upkeep
from ecru.base.attention import Attention, Part, counted, watch

PARAMETER = "nodig"


class UpkeepFilter(admin.SimpleListFilter):
    """What actors need, as the start page counts it."""

    title = gettext_lazy("what it needs")
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """Every question, the parts of one behind it."""
        return [
            (item.key, _("without %(what)s") % {"what": item.label} if item.part_of else item.label)
            for item in upkeep().values()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The actors that the chosen question is about; all of them for one that does not exist."""
        item = upkeep().get(self.value() or "")
        return asked(queryset).filter(item.question) if item else queryset


def listed(key: str) -> str:
    """The list of the actors that ``key`` is about."""
    return f"{reverse('admin:actors_actor_changelist')}?{PARAMETER}={key}"


@watch
def actors_that_need_something(user: Any) -> Iterable[Attention]:
    """Actors, in one query."""
    if not may_keep_field(user):
        return
    items = upkeep()
    found = known_counts.now()
    for item in items.values():
        if item.part_of:
            continue
        parts = [
            Part(str(part.label), found[part.key][0], listed(part.key))
            for part in items.values()
            if part.part_of == item.key and found[part.key][0]
        ]
        count, oldest = found[item.key]
        yield Attention(str(item.label), count, listed(item.key), str(item.why), oldest, item.order, parts)


@watch
def imports_that_wait(user: Any) -> Iterable[Attention]:
    """Imports that somebody began and did not decide on."""
    if may_keep_field(user):
        waiting = ImportRun.objects.filter(state__in=[ImportState.COMPARING, ImportState.READY])
        yield counted(
            waiting,
            "made_at",
            label=_("Imports that wait"),
            url=f"{reverse('admin:actors_importrun_changelist')}?open=ja",
            why=_("Somebody sent a table and did not decide yet. Nothing of it is written."),
            order=20,
        )
