"""Messages that need no answer, how many people got a letter to many, and the names of letters."""

from typing import Any

from django.db import migrations, models

KINDS = [
    ("toekenning", "Support is granted"),
    ("weigering", "Support is refused"),
    ("niet-ontvankelijk", "Your question for support is not admissible"),
    ("aanvulling", "Complete your question for support"),
    ("beroep", "How to appeal (part of the letters that refuse)"),
]


def kind_of_letter(**more: Any) -> Any:
    """The field with the kind of a letter."""
    return models.CharField(choices=KINDS, max_length=20, verbose_name="letter", **more)


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0016_desk_pace")]

    operations = [
        migrations.AddField(
            model_name="bulkletter",
            name="receivers",
            field=models.PositiveIntegerField(default=0, verbose_name="to how many people"),
        ),
        migrations.AddField(
            model_name="dossiermessage",
            name="settled_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="needs no answer since"
            ),
        ),
        migrations.AlterField(model_name="dossierletter", name="kind", field=kind_of_letter()),
        migrations.AlterField(model_name="lettertext", name="kind", field=kind_of_letter(unique=True)),
    ]
