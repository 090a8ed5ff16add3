"""Tables of measures that came in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ecru.base.tables.runs import TableRow, TableRun

from .measures import Measure


class MeasureImport(TableRun):
    """A table of measures. ``made``: the keys of the givers that it made."""

    made = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("import of measures")
        verbose_name_plural = _("imports of measures")
        ordering = ["-pk"]


class MeasureImportRow(TableRow):
    """One row of a table of measures."""

    record_name = "measure"

    run = models.ForeignKey(MeasureImport, models.CASCADE, related_name="rows", verbose_name=_("import"))
    measure = models.ForeignKey(Measure, models.SET_NULL, null=True, blank=True, related_name="+")
    alike = models.ForeignKey(Measure, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["number"]
        indexes = [models.Index(fields=["run", "state", "number"], name="measure_row_by_state")]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="measure_row_once")]
