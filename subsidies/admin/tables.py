"""Tables of measures in the admin: they go out as a file, and come in from one."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actors.admin.tables.exports import TakesTables
from actors.admin.tables.imports import COMMON_RULES, ImportAdmin, told_counts
from ecru.base.tables.runs import RowState

from ..models.tables import MeasureImport
from ..permissions import may_exchange_measures
from ..tables import MEASURES, table


class TakesMeasures(TakesTables):
    """Gives the list of measures an export and an import."""

    exchange = MEASURES
    export_title = gettext_lazy("Export measures")
    file_stem = "steun"
    export_words = gettext_lazy(
        "Change the file in a spreadsheet, and import it again: only what you changed, changes here. Conditions stay out of the file."
    )
    take_all = gettext_lazy("Take all measures instead")

    def counted(self, count: int) -> str:
        """How many measures."""
        told = ngettext("The list holds %(count)s measure.", "The list holds %(count)s measures.", count)
        return told % {"count": count}

    def columns(self, records: QuerySet[Any], *, addresses: bool) -> list[str]:
        """All of them, with as many rounds as the measure with most of them has."""
        counted = table._meta.model._default_manager.filter(pk__in=records.order_by().values("pk"))
        most = counted.order_by().annotate(rounds=Count("calls")).aggregate(most=Max("rounds"))["most"]
        return table.columns_for(most or 1)


@admin.register(MeasureImport)
class MeasureImportAdmin(ImportAdmin):
    """Imports of measures."""

    exchange = MEASURES
    index_position = 27
    index_name = gettext_lazy("Imports of measures")
    page_title = gettext_lazy("Import measures")
    exported_at = "admin:subsidies_measure_export"
    export_words = gettext_lazy("Export the measures first, to have a table to start from")
    to_list = gettext_lazy("To the list of measures")
    row_relations = ("measure", "alike__provider")
    rules = (
        *COMMON_RULES[:2],
        gettext_lazy(
            "An empty cell: that field becomes empty. Title, giver, level, status, area and how sure cannot be empty; they stay as they are."
        ),
        gettext_lazy(
            "We know a measure by its key (sleutel). Without one, we look for the same title by the same giver and ask you."
        ),
        *COMMON_RULES[2:],
        gettext_lazy("Amounts as 1500, 1.500,50 or € 1.500. An empty amount means: not known."),
        gettext_lazy(
            "Rounds stand side by side, the oldest first. Opens and closes as 15-05-2027 17:00, by our clock here. Without an hour the whole day counts."
        ),
        gettext_lazy("A giver that we do not know is made. The comparison names every new one."),
        gettext_lazy("A new measure is a draft, unless the column toestand says “gepubliceerd”."),
    )

    def may(self, user: Any) -> bool:
        """The predicate that decides here."""
        return may_exchange_measures(user)

    def said(self, counts: dict[str, int]) -> dict[str, str]:
        """About measures."""
        asking = counts[RowState.QUESTION]
        asks = ngettext(
            "%(n)s row looks like a measure that we know already. Say below what it is; without an answer it is left out.",
            "%(n)s rows look like measures that we know already. Say below what they are; without an answer they are left out.",
            asking,
        )
        did = _("%(new)s measures were made and %(changed)s were changed; %(same)s were the same already.")
        return {"asks": asks % {"n": asking}, "did": did % told_counts(counts)}

    def changed_meanwhile(self, number: int) -> str:
        """About measures."""
        told = ngettext(
            "Somebody changed %(n)d of these measures after we compared. Nothing is written yet. We compared again: look once more.",
            "Somebody changed %(n)d of these measures after we compared. Nothing is written yet. We compared again: look once more.",
            number,
        )
        return told % {"n": number}

    def where(self, row: Any) -> str:
        """Who gives the measure that looks like ``row``."""
        return str(row.alike.provider)
