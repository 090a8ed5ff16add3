"""How a migration puts the triggers of a table in place, and takes them away again.

SQLite makes a table anew when a migration changes it, and its triggers go with the old one. A migration that changes a guarded
table therefore begins with ``take_away`` and ends with ``put_back`` of its guard.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import migrations


@dataclass(frozen=True)
class Guard:
    """The statements that put triggers in place, and those that take them away, in the words of each database."""

    on_sqlite: Sequence[str]
    on_postgresql: Sequence[str]
    gone_on_sqlite: Sequence[str]
    gone_on_postgresql: Sequence[str]

    def put(self, apps, schema_editor):
        """Puts the triggers in place."""
        self._say(schema_editor, self.on_sqlite, self.on_postgresql)

    def take(self, apps, schema_editor):
        """Takes them away."""
        self._say(schema_editor, self.gone_on_sqlite, self.gone_on_postgresql)

    def _say(self, schema_editor, on_sqlite, on_postgresql):
        for statement in on_postgresql if schema_editor.connection.vendor == "postgresql" else on_sqlite:
            schema_editor.execute(statement)

    @property
    def put_back(self):
        """The operation that puts them in place; backwards it takes them away."""
        return migrations.RunPython(self.put, self.take)

    @property
    def take_away(self):
        """The operation that takes them away; backwards it puts them in place."""
        return migrations.RunPython(self.take, self.put)
