"""The daily work in the admin: what was done on which day, and what went wrong."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.permissions import may_keep_field
from ecru.base.admin_mixins import NobodyWrites
from ecru.base.attention import Attention, counted, watch
from ecru.base.models import DailyRun

from .shared import FieldRights


@admin.register(DailyRun)
class DailyRunAdmin(NobodyWrites, FieldRights, admin.ModelAdmin):
    """What the portal did by itself. Nobody changes it; what failed is tried again by itself."""

    index_position = 96
    index_name = _("Daily work")
    list_display = [
        "day",
        "told",
        "started_at",
        "finished_at",
        "counts",
        "error",
        "attempts",
        "next_attempt_at",
    ]
    list_display_links = None
    list_filter = ["job"]
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=_("what"), ordering="job")
    def told(self, run: DailyRun) -> str:
        """What the job does."""
        return run.description

    @admin.display(description=_("report"))
    def counts(self, run: DailyRun) -> str:
        """The counts, in one line."""
        return ", ".join(f"{name} {number}" for name, number in run.report.items())


@watch
def daily_work_that_failed(user: Any) -> Iterable[Attention]:
    """Jobs that went wrong, and did not succeed since."""
    if may_keep_field(user):
        yield counted(
            DailyRun.objects.failed(),
            "started_at",
            label=_("Daily work that failed"),
            url=reverse("admin:base_dailyrun_changelist"),
            why=_(
                "Reminders, mails of the day or removing old data did not work. It is tried again by itself; tell the makers."
            ),
            order=15,
        )
