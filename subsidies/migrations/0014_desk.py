import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subsidies", "0013_money"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=254, verbose_name="by")),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                ("words", models.TextField(verbose_name="words")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent on")),
                ("stamp", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter about dossiers",
                "verbose_name_plural": "letters about dossiers",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PhasePace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "track",
                    models.CharField(
                        choices=[
                            ("eigen-steun", "support from ECRU"),
                            ("begeleiding", "guidance for another giver"),
                        ],
                        max_length=12,
                        verbose_name="track",
                    ),
                ),
                ("phase", models.CharField(max_length=20, verbose_name="phase")),
                ("days", models.FloatField(verbose_name="median number of days")),
                ("stays", models.PositiveIntegerField(verbose_name="how many stays it is the median of")),
            ],
            options={
                "verbose_name": "usual time in a phase",
                "verbose_name_plural": "usual times in phases",
                "constraints": [
                    models.UniqueConstraint(fields=("track", "phase"), name="one_pace_of_a_phase")
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("people", models.PositiveIntegerField(default=0, verbose_name="to how many people")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter_copies",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="subsidies.bulkletter",
                        verbose_name="letter about dossiers",
                    ),
                ),
            ],
            options={
                "verbose_name": "copy of a letter",
                "verbose_name_plural": "copies of letters",
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "dossier"), name="one_copy_for_a_dossier")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("question", models.CharField(blank=True, max_length=1000, verbose_name="question")),
                ("is_default", models.BooleanField(default=False, verbose_name="the list opens with it")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dossier_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view of dossiers",
                "verbose_name_plural": "saved views of dossiers",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "name"), name="one_view_of_a_name"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("owner",),
                        name="one_view_opens_the_list",
                    ),
                ],
            },
        ),
    ]
