"""What is kept of a table that came in: how far it is, and every row with its old and new cells."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_WRITE = timedelta(minutes=10)


class ImportState(models.TextChoices):
    """How far an import is."""

    COMPARING = "vergelijken", _("is being compared")
    READY = "klaar", _("waits for your decision")
    DONE = "gedaan", _("done")
    UNDONE = "ongedaan", _("undone")
    CANCELLED = "gestopt", _("stopped")


class RowState(models.TextChoices):
    """What a row of the table means."""

    WAITING = "wacht", _("not compared yet")
    NEW = "nieuw", _("new")
    CHANGED = "gewijzigd", _("changed")
    SAME = "gelijk", _("unchanged")
    QUESTION = "vraag", _("question")
    REFUSED = "geweigerd", _("refused")
    SKIPPED = "overgeslagen", _("skipped")


class TableRun(models.Model):
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
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_by_name = models.CharField(_("undone by"), max_length=254, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse(f"admin:{self._meta.app_label}_{self._meta.model_name}_change", args=[self.pk])

    @property
    def is_being_written(self) -> bool:
        """Whether somebody pressed the button and the writing is under way; an interrupted one frees itself."""
        return self.writing_since is not None and self.writing_since > timezone.now() - LONGEST_WRITE

    @classmethod
    def told_of(cls, user: Any) -> list[dict[str, Any]]:
        """Which tables ``user`` sent, and which of them or of others they undid, and when: for machines."""
        runs = cls._default_manager
        return [
            *(
                {"at": run.made_at, "record": run.file_name, "what": "import"}
                for run in runs.filter(made_by=user)
            ),
            *(
                {"at": run.undone_at, "record": run.file_name, "what": "import undone"}
                for run in runs.filter(undone_by=user)
            ),
        ]

    @classmethod
    def forget(cls, user: Any, name: str) -> None:
        """Keeps what imports did, with ``name`` instead of that of ``user``."""
        runs = cls._default_manager
        runs.filter(made_by=user).update(made_by=None, made_by_name=name)
        before_the_key = Q(undone_by=None, undone_by_name=str(user))
        runs.filter(Q(undone_by=user) | before_the_key).update(undone_by=None, undone_by_name=name)

    def claim(self, state: str) -> bool:
        """Whether this call may write while the import is in ``state``: only one may at a time."""
        mine = Q(writing_since=None) | Q(writing_since__lte=timezone.now() - LONGEST_WRITE)
        runs = type(self)._default_manager.filter(mine, pk=self.pk, state=state)
        return bool(runs.update(writing_since=timezone.now()))

    def release(self) -> None:
        """Ends the claim."""
        type(self)._default_manager.filter(pk=self.pk).update(writing_since=None)

    def cancel(self) -> bool:
        """Stops the import before anything is written; whether that was still possible."""
        open_states = [ImportState.COMPARING, ImportState.READY]
        runs = type(self)._default_manager.filter(pk=self.pk, state__in=open_states, writing_since=None)
        return bool(runs.update(state=ImportState.CANCELLED))


class TableRowQuerySet(models.QuerySet[Any]):
    """Questions about rows."""

    def counts(self) -> dict[str, int]:
        """How many rows there are of every state, the ones that do not occur included."""
        found = dict(self.order_by().values_list("state").annotate(Count("pk")))
        return {state: found.get(state, 0) for state in RowState.values}

    def waiting(self) -> Self:
        """Rows that were not compared yet, in the order of the file."""
        return self.filter(state=RowState.WAITING).order_by("number")

    def to_write(self) -> Self:
        """Rows that make or change a record."""
        return self.filter(state__in=[RowState.NEW, RowState.CHANGED]).order_by("number")


class TableRow(models.Model):
    """One row of a table. ``before`` and ``after`` hold the cells that differ, by field, as the export writes them.

    A row has a relation ``run``, and one to the record that it is about, by the name ``record_name``.
    """

    State = RowState
    record_name: ClassVar[str]

    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"), default=dict)
    state = models.CharField(_("what it means"), max_length=14, choices=RowState, default=RowState.WAITING)
    name = models.CharField(_("name"), max_length=200, blank=True)
    answer = models.CharField(max_length=10, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    left_alone = models.TextField(blank=True)

    objects = TableRowQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"

    @property
    def record(self) -> Any:
        """The record that this row is about; None for one that is not made yet."""
        return getattr(self, self.record_name)

    @record.setter
    def record(self, record: Any) -> None:
        setattr(self, self.record_name, record)

    @property
    def record_key(self) -> int:
        """The key of that record; 0 without one."""
        return getattr(self, f"{self.record_name}_id") or 0

    def forget_record(self) -> None:
        """Takes note that the record is gone."""
        setattr(self, f"{self.record_name}_id", None)
