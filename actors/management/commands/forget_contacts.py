"""``manage.py forget_contacts``: takes personal data out of questions and reports that are past their time."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.retention_rules import forget_questions, forget_reports


class Command(BaseCommand):
    """By hand; the daily work does it too. That something was asked or reported stays, for the counts."""

    help = "Removes who asked or reported what, when that is past its time; the counts stay."

    def handle(self, *args: Any, **options: Any) -> None:
        """Forgets, and tells how many."""
        now = timezone.now()
        told = {"questions": forget_questions(now), "reports": forget_reports(now)}
        self.stdout.write(
            _("Personal data removed from %(questions)d questions and %(reports)d reports.") % told
        )
