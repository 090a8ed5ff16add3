"""``manage.py forget_contacts``: takes personal data out of conversations, two years after the last message."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.conversations.forgetting import KEPT, forget_conversations
from actors.conversations.waiting import look_after_conversations


class Command(BaseCommand):
    """By hand; the daily work does it too. That something was asked or reported stays, for the counts."""

    help = "Removes who asked or reported what, two years after the last message; the counts stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--dry-run`` counts only."""
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Forgets, tells who waits that there is no answer yet, and tells how many."""
        dry_run = options["dry_run"]
        if not dry_run:
            look_after_conversations()
        told = forget_conversations(timezone.now() - KEPT, dry_run=dry_run)
        self.stdout.write(
            _("Personal data removed from %(questions)d questions and %(reports)d reports.") % told
        )
