"""Takes e-mail addresses out of the names that the history of projects and calls keeps; it cannot be undone."""

from typing import Any

from django.db import migrations


def calm(apps: Any, _editor: Any) -> None:
    """An address that stands for who gave no name becomes its first letter, as new lines have it."""
    rows = apps.get_model("projects", "StateChange")._base_manager
    for key, name in rows.filter(by_name__contains="@").values_list("pk", "by_name").iterator():
        rows.filter(pk=key).update(by_name=f"{name[0].upper()}…")


class Migration(migrations.Migration):
    """History shows no e-mail addresses."""

    dependencies = [
        ("projects", "0011_regions"),
    ]

    operations = [
        migrations.RunPython(calm, migrations.RunPython.noop, elidable=True),
    ]
