"""Tables that came in and went out, and the lists that editors keep at hand."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.tables.runs import ImportState, RowState, TableRow, TableRun

__all__ = ["ImportRow", "ImportRun", "ImportState", "RowState", "SavedFilter", "TableExport"]

MOST_SAVED = 50  # lists that one person keeps


class ImportRun(TableRun):
    """A table of actors."""

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]


class ImportRow(TableRow):
    """One row of a table of actors."""

    record_name = "actor"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", verbose_name=_("import"))
    actor = models.ForeignKey("actors.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    alike = models.ForeignKey("actors.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["number"]
        indexes = [models.Index(fields=["run", "state", "number"], name="import_row_by_state")]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]


class TableExport(models.Model):
    """That somebody took a table out: who, when, what and how much."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    made_by_name = models.CharField(_("by"), max_length=254)
    made_at = models.DateTimeField(_("taken at"), default=timezone.now, db_index=True)
    file_type = models.CharField(_("kind of file"), max_length=4)
    query = models.TextField(_("filters"), blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    with_addresses = models.BooleanField(_("with e-mail addresses"), default=False)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.made_by_name}, {self.rows}"


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Questions about saved lists."""

    def for_list(self, name: str, user: Any) -> Self:
        """The saved lists of ``name`` (a model) that ``user`` may use: their own first, then the shared ones."""
        mine = Q(owner=user)
        own_first = models.Case(models.When(mine, then=0), default=1)
        return (
            self.filter(mine | Q(shared=True), model=name).select_related("owner").order_by(own_first, "name")
        )

    def of(self, user: Any) -> Self:
        """Those that ``user`` made."""
        return self.filter(owner=user)


class SavedFilter(models.Model):
    """Filters of a list in the admin that somebody wants again, alone or with the colleagues."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("of")
    )
    model = models.CharField(_("list"), max_length=80)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=2000)
    shared = models.BooleanField(_("for all colleagues"), default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved list")
        verbose_name_plural = _("saved lists")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "model", "name"], name="saved_filter_name_once")
        ]

    def __str__(self) -> str:
        return self.name
