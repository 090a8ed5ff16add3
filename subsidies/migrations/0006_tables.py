import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subsidies", "0004_coverage_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasureImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_by_name", models.CharField(max_length=254, verbose_name="by")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent at")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("key", models.UUIDField(editable=False, unique=True, verbose_name="key of the form")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("vergelijken", "is being compared"),
                            ("klaar", "waits for your decision"),
                            ("gedaan", "done"),
                            ("ongedaan", "undone"),
                            ("gestopt", "stopped"),
                        ],
                        db_index=True,
                        default="vergelijken",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("columns", models.JSONField(default=list, verbose_name="columns")),
                ("notices", models.JSONField(default=list, verbose_name="what to know")),
                ("writing_since", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="written at")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
                ("undone_by_name", models.CharField(blank=True, max_length=254, verbose_name="undone by")),
                ("made", models.JSONField(default=list, editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of measures",
                "verbose_name_plural": "imports of measures",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="MeasureImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="row")),
                ("cells", models.JSONField(default=dict, verbose_name="cells")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("wacht", "not compared yet"),
                            ("nieuw", "new"),
                            ("gewijzigd", "changed"),
                            ("gelijk", "unchanged"),
                            ("vraag", "question"),
                            ("geweigerd", "refused"),
                            ("overgeslagen", "skipped"),
                        ],
                        default="wacht",
                        max_length=14,
                        verbose_name="what it means",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("answer", models.CharField(blank=True, max_length=10)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("faults", models.JSONField(default=list)),
                ("left_alone", models.TextField(blank=True)),
                (
                    "alike",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="subsidies.measure",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="subsidies.measure",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="subsidies.measureimport",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "row",
                "verbose_name_plural": "rows",
                "ordering": ["number"],
                "indexes": [models.Index(fields=["run", "state", "number"], name="measure_row_by_state")],
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="measure_row_once")],
            },
        ),
    ]
