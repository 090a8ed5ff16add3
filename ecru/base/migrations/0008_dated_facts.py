"""Facts with a day of their own, told once to each person. Slow where much was told: every line gets its reader."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_readers(apps: Any, editor: Any) -> None:
    """Each line gets the reader of its search; what two searches of one person told stays once, that which was sent."""
    told, searches = apps.get_model("base", "Told"), apps.get_model("base", "SavedSearch")
    whose = searches.objects.filter(pk=OuterRef("search")).values("reader")
    told.objects.update(reader=Subquery(whose))
    seen: set[tuple[int, int]] = set()
    double = []
    rows = told.objects.order_by(models.F("sent_at").asc(nulls_last=True), "pk")
    for key, reader, number in rows.values_list("pk", "reader", "number").iterator():
        if (reader, number) in seen:
            double.append(key)
        seen.add((reader, number))
    for start in range(0, len(double), 500):
        told.objects.filter(pk__in=double[start : start + 500]).delete()
    if (
        editor.connection.vendor == "postgresql"
    ):  # else the table cannot change while its foreign keys are not checked
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def forget_orphans(apps: Any, _editor: Any) -> None:
    """The way back: a line without a search has no place there."""
    apps.get_model("base", "Told").objects.filter(search=None).delete()


class Migration(migrations.Migration):
    dependencies = [("base", "0007_saved")]

    operations = [
        migrations.RemoveConstraint("happening", "happening_once"),
        migrations.AddField("happening", "fact", models.CharField(blank=True, max_length=64, default="")),
        migrations.AddField("happening", "what", models.CharField(blank=True, max_length=10, default="")),
        migrations.AddField("happening", "trail", models.CharField(blank=True, max_length=200, default="")),
        migrations.AlterField("happening", "fact", models.CharField(blank=True, max_length=64)),
        migrations.AlterField("happening", "what", models.CharField(blank=True, max_length=10)),
        migrations.AlterField("happening", "trail", models.CharField(blank=True, max_length=200)),
        migrations.AddConstraint(
            "happening",
            models.UniqueConstraint(fields=["directory", "key", "fact"], name="happening_once"),
        ),
        migrations.AddField(
            "outgoingmail",
            "until",
            models.DateTimeField(blank=True, null=True, verbose_name="of no use after"),
        ),
        migrations.AddField(
            "savedrecord",
            "search",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="records",
                to="base.savedsearch",
                verbose_name="what they hear about it",
            ),
        ),
        migrations.RemoveConstraint("told", "told_once"),
        migrations.AddField(
            "told",
            "reader",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="told",
                to="base.mailreader",
                verbose_name="whom we told",
            ),
        ),
        migrations.AlterField(
            "told",
            "search",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="told",
                to="base.savedsearch",
                verbose_name="saved search",
            ),
        ),
        migrations.RunPython(name_readers, forget_orphans, elidable=True),
        migrations.AlterField(
            "told",
            "reader",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="told",
                to="base.mailreader",
                verbose_name="whom we told",
            ),
        ),
        migrations.AddConstraint(
            "told", models.UniqueConstraint(fields=["reader", "number"], name="told_once")
        ),
    ]
