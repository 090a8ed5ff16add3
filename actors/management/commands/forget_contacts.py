"""``manage.py forget_contacts``: takes personal data out of questions and reports after twelve months."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import ContactMoment, Report
from actors.models.contact import KEPT


class Command(BaseCommand):
    """For a timer, once a day. That something was asked or reported stays, for the counts."""

    help = "Removes who asked or reported what, after twelve months; the counts stay."

    def handle(self, *args: Any, **options: Any) -> None:
        """Forgets, and tells how many."""
        before = timezone.now() - KEPT
        told = {"questions": ContactMoment.objects.forget(before), "reports": Report.objects.forget(before)}
        self.stdout.write(
            _("Personal data removed from %(questions)d questions and %(reports)d reports.") % told
        )
