"""``manage.py reindex``: writes the texts that search looks in anew."""

from typing import Any

from django.core.management.base import BaseCommand

from ecru.base.searchable import searchable


class Command(BaseCommand):
    """Needed only after somebody changed rows in the database itself, or the rules by which words are folded."""

    help = "Write the texts that search looks in anew, for every record that can be found."

    def handle(self, *args: Any, **options: Any) -> None:
        """Goes through every model, and says how many records each has."""
        for model in searchable():
            records: Any = model._default_manager.all()
            records.reindex()
            self.stdout.write(f"{model._meta.verbose_name_plural}: {records.count()}")
