"""Steps of a plan name the support that helps with them; European projects and their regions are told in English too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_calm_names")]

    operations = [
        migrations.AddField(
            model_name="planstep",
            name="measures",
            field=models.JSONField(blank=True, default=list, verbose_name="support that helps"),
        ),
        migrations.AddField(
            model_name="europeanproject",
            name="aims_en",
            field=models.JSONField(blank=True, default=list, verbose_name="what it wants, in English"),
        ),
        migrations.AddField(
            model_name="region",
            name="name_en",
            field=models.CharField(blank=True, max_length=120, verbose_name="name in English"),
        ),
    ]
