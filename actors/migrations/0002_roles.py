"""Makes a group for every role of the network (domain, "People")."""

from django.db import migrations

ROLES = ["lid", "expert", "gemeentelijke-partner", "bestuurslid", "medewerker", "regisseur"]


def make_groups(apps, schema_editor):
    """Adds the groups that are not there yet."""
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    """Roles are groups; their rights are predicates in ``permissions.py``."""

    dependencies = [("actors", "0001_field"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
