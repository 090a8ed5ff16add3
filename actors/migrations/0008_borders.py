import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0007_contact"),
    ]

    operations = [
        migrations.CreateModel(
            name="Border",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shape", models.JSONField(verbose_name="shape")),
                ("adjacent", models.JSONField(blank=True, default=list, verbose_name="borders on")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("loaded_on", models.DateField(verbose_name="loaded on")),
                (
                    "municipality",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="border",
                        to="actors.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "border",
                "verbose_name_plural": "borders",
                "ordering": ["municipality"],
            },
        ),
    ]
