"""Who wrote a part of a dossier last, so that who meets their words reads whose they are; and no TRUNCATE of what is kept for good."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ._empty_guards import PUT_BACK


class Migration(migrations.Migration):
    dependencies = [
        ("subsidies", "0018_money_gaps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LastHand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=60, verbose_name="part")),
                ("at", models.DateTimeField(verbose_name="saved at")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saved by",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hands",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "last to write in a dossier",
                "verbose_name_plural": "last to write in dossiers",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "part"), name="one_last_hand_in_a_part")
                ],
            },
        ),
        PUT_BACK,
    ]
