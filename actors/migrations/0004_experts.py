"""Experts, what they offer and in which languages."""

import django.db.models.deletion
from django.db import migrations, models

import actors.models.places


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0004_trigrams"),
    ]

    operations = [
        migrations.CreateModel(
            name="Language",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "facts",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="as loaded"),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                ("label_en", models.CharField(blank=True, max_length=120, verbose_name="label in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "language",
                "verbose_name_plural": "languages",
                "ordering": ["position", "label"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "facts",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="as loaded"),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                ("label_en", models.CharField(blank=True, max_length=120, verbose_name="label in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "offer of experts",
                "verbose_name_plural": "offers of experts",
                "ordering": ["position", "label"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_name", models.TextField(default="", editable=False)),
                ("search_alias", models.TextField(default="", editable=False)),
                ("search_topics", models.TextField(default="", editable=False)),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("archived", "archived")],
                        db_index=True,
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, editable=False, null=True, verbose_name="published at"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "facts",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="as loaded"),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                (
                    "person_name",
                    models.CharField(blank=True, max_length=120, verbose_name="name of the person"),
                ),
                ("consent_on", models.DateField(blank=True, null=True, verbose_name="the person agreed on")),
                (
                    "by_experience",
                    models.BooleanField(db_index=True, default=False, verbose_name="expert by experience"),
                ),
                ("can_tell", models.TextField(blank=True, verbose_name="what they can tell")),
                ("can_tell_en", models.TextField(blank=True, verbose_name="what they can tell, in English")),
                (
                    "availability",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "has time"),
                            (2, "has some time"),
                            (3, "not asked yet"),
                            (4, "has no time now"),
                        ],
                        db_index=True,
                        default=3,
                        verbose_name="availability",
                    ),
                ),
                (
                    "available_from",
                    models.DateField(blank=True, null=True, verbose_name="has time again from"),
                ),
                (
                    "fee",
                    models.CharField(
                        choices=[
                            ("onbekend", "not asked yet"),
                            ("gratis", "free"),
                            ("betaald", "paid"),
                            ("afspraak", "to be agreed"),
                        ],
                        default="onbekend",
                        max_length=10,
                        verbose_name="fee",
                    ),
                ),
                ("fee_note", models.CharField(blank=True, max_length=200, verbose_name="about the fee")),
                ("url", models.URLField(blank=True, verbose_name="web page about this")),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="where questions go"),
                ),
                ("basis", models.TextField(blank=True, verbose_name="what in the source says so")),
                ("source_pages", models.CharField(blank=True, max_length=200, verbose_name="pages")),
                (
                    "verified_on",
                    models.DateField(blank=True, db_index=True, null=True, verbose_name="checked on"),
                ),
                (
                    "verified_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bron", "the source"),
                            ("redactie", "the editors"),
                            ("actor", "the organisation itself"),
                        ],
                        max_length=10,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "active_in",
                    models.ManyToManyField(
                        blank=True,
                        related_name="active_experts",
                        to="actors.municipality",
                        verbose_name="active in",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expertise",
                        to="actors.actor",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seated_experts",
                        to="actors.municipality",
                        verbose_name="seat",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="actors.source",
                        verbose_name="source",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="experts", to="actors.topic", verbose_name="topics"
                    ),
                ),
                (
                    "languages",
                    models.ManyToManyField(
                        blank=True, related_name="experts", to="actors.language", verbose_name="languages"
                    ),
                ),
                (
                    "offers",
                    models.ManyToManyField(
                        blank=True, related_name="experts", to="actors.offer", verbose_name="what they offer"
                    ),
                ),
            ],
            options={
                "verbose_name": "expert",
                "verbose_name_plural": "experts",
                "ordering": ["search_name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("actor", None), ("person_name", ""), _connector="XOR"),
                        name="expert_is_a_person_or_an_actor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("person_name", ""),
                            ("consent_on__isnull", False),
                            _connector="OR",
                        ),
                        name="expert_shows_with_consent",
                    ),
                ],
            },
            bases=(actors.models.places.InPlaces, models.Model),
        ),
    ]
