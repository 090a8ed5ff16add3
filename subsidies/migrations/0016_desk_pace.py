from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0015_figures")]

    operations = [
        migrations.AddIndex(
            model_name="dossiertask",
            index=models.Index(
                condition=models.Q(("done_at", None), ("phase__gt", "")),
                fields=["made_at"],
                name="open_turn_since",
            ),
        ),
    ]
