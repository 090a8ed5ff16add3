"""Tables that came in and went out, and the lists that editors keep at hand."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_WRITE = timedelta(minutes=10)
MOST_SAVED = 50  # lists that one person keeps


class ImportState(models.TextChoices):
    """How far an import is."""

    COMPARING = "vergelijken", _("is being compared")
    READY = "klaar", _("waits for your decision")
    DONE = "gedaan", _("done")
    UNDONE = "ongedaan", _("undone")
    CANCELLED = "gestopt", _("stopped")


class ImportRun(models.Model):
    """A table that an editor sent: what it would change, what it did change, and how to take that back.

    Its rows are stored before anything is compared, so that a closed browser loses nothing; what is written is
    written in one transaction, together with the state ``DONE``.
    """

    State = ImportState

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    made_by_name = models.CharField(_("by"), max_length=254)
    made_at = models.DateTimeField(_("sent at"), default=timezone.now)
    file_name = models.CharField(_("file"), max_length=200)
    key = models.UUIDField(_("key of the form"), unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=ImportState, default=ImportState.COMPARING, db_index=True
    )
    columns = models.JSONField(_("columns"), default=list)
    notices = models.JSONField(_("what to know"), default=list)
    writing_since = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(_("written at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by_name = models.CharField(_("undone by"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("admin:actors_importrun_change", args=[self.pk])

    @property
    def is_being_written(self) -> bool:
        """Whether somebody pressed the button and the writing is under way; an interrupted one frees itself."""
        return self.writing_since is not None and self.writing_since > timezone.now() - LONGEST_WRITE

    def claim(self, state: str) -> bool:
        """Whether this call may write while the import is in ``state``: only one may at a time."""
        mine = Q(writing_since=None) | Q(writing_since__lte=timezone.now() - LONGEST_WRITE)
        runs = ImportRun.objects.filter(mine, pk=self.pk, state=state)
        return bool(runs.update(writing_since=timezone.now()))

    def release(self) -> None:
        """Ends the claim."""
        ImportRun.objects.filter(pk=self.pk).update(writing_since=None)

    def cancel(self) -> bool:
        """Stops the import before anything is written; whether that was still possible."""
        open_states = [ImportState.COMPARING, ImportState.READY]
        runs = ImportRun.objects.filter(pk=self.pk, state__in=open_states, writing_since=None)
        return bool(runs.update(state=ImportState.CANCELLED))


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Questions about rows."""

    def counts(self) -> dict[str, int]:
        """How many rows there are of every state, the ones that do not occur included."""
        found = dict(self.order_by().values_list("state").annotate(Count("pk")))
        return {state: found.get(state, 0) for state in RowState.values}

    def waiting(self) -> Self:
        """Rows that were not compared yet, in the order of the file."""
        return self.filter(state=RowState.WAITING).order_by("number")

    def to_write(self) -> Self:
        """Rows that make or change an actor."""
        return self.filter(state__in=[RowState.NEW, RowState.CHANGED]).order_by("number")


class RowState(models.TextChoices):
    """What a row of the table means."""

    WAITING = "wacht", _("not compared yet")
    NEW = "nieuw", _("new")
    CHANGED = "gewijzigd", _("changed")
    SAME = "gelijk", _("unchanged")
    QUESTION = "vraag", _("question")
    REFUSED = "geweigerd", _("refused")
    SKIPPED = "overgeslagen", _("skipped")


class ImportRow(models.Model):
    """One row of a table. ``before`` and ``after`` hold the cells that differ, by field, as the export writes them."""

    State = RowState

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"), default=dict)
    state = models.CharField(_("what it means"), max_length=14, choices=RowState, default=RowState.WAITING)
    name = models.CharField(_("name"), max_length=200, blank=True)
    actor = models.ForeignKey("actors.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    alike = models.ForeignKey("actors.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=10, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    left_alone = models.TextField(blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["number"]
        indexes = [models.Index(fields=["run", "state", "number"], name="import_row_by_state")]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"


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
