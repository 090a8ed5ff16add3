"""``manage.py retention``: removes personal data that is past its time, or shows what it would remove."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from ecru.base.retention import carry_out, table


class Command(BaseCommand):
    """Part of the daily work; by hand as often as one likes."""

    help = "Removes personal data that is past its time, as the page about privacy promises."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether for real."""
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be removed, and remove nothing"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Removes and reports: how much by rule, with how long it is kept."""
        report = carry_out(timezone.now())
        for rule in table():
            if rule.slug in report:
                self.stdout.write(f"{report[rule.slug]:>7}  {rule.slug} ({rule.what}; {rule.how_long})")
        if options["dry_run"]:
            transaction.set_rollback(True)
