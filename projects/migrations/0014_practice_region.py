"""A practice may have been done in a partner region."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0013_support_and_english")]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="practices",
                to="projects.region",
                verbose_name="partner region",
            ),
        ),
    ]
