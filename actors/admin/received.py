"""What visitors sent about a record, counted on its own page in the admin."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class CountsWhatCameIn:
    """Gives the admin of actors or experts the read-only field ``came_in``."""

    @admin.display(description=_("from visitors"))
    def came_in(self, record: Any) -> str:
        """How many questions and reports there were so far, with the lists of them. Two queries."""
        asked = record.conversations.confirmed().questions().count()
        told = record.conversations.reports().count()
        return self.lists_of(
            record,
            ngettext("%(count)d question", "%(count)d questions", asked) % {"count": asked},
            ngettext("%(count)d report", "%(count)d reports", told) % {"count": told},
        )

    def lists_of(self, record: Any, questions: str, reports: str) -> str:
        """The lists of what came in about ``record``, under these words."""
        parameter = f"{record._meta.model_name}__id__exact={record.pk}"
        return format_html(
            '<a href="{}?{}">{}</a>, <a href="{}?{}">{}</a>',
            reverse("admin:actors_contactmoment_changelist"),
            parameter,
            questions,
            reverse("admin:actors_report_changelist"),
            parameter,
            reports,
        )
