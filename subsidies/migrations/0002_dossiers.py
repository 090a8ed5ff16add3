"""Dossiers with their people, steps, questions, budget, attachments and what was sent."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ecru.base.files.storage
import projects.models.places

from ._empty_guards import PUT_BACK as KEEP_FULL
from ._guards import PUT_BACK as KEEP_HISTORY
from ._question_guards import FREEZE
from ._sent_guards import PUT_BACK as KEEP_COPIES


class Migration(migrations.Migration):
    dependencies = [
        ("subsidies", "0001_support"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
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
                        db_index=True,
                        max_length=12,
                        verbose_name="track",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.TextField(blank=True, verbose_name="what you want to do, and why")),
                (
                    "funder",
                    models.CharField(blank=True, max_length=120, verbose_name="another giver, in words"),
                ),
                (
                    "phase",
                    models.CharField(db_index=True, editable=False, max_length=20, verbose_name="phase"),
                ),
                (
                    "held_phase",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=20,
                        verbose_name="phase before it was withdrawn",
                    ),
                ),
                (
                    "requested",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="asked, in euro",
                    ),
                ),
                (
                    "granted",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="granted, in euro",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=12,
                        null=True,
                        unique=True,
                        verbose_name="number of the dossier",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="sent on"),
                ),
                ("reopened", models.JSONField(blank=True, default=list, verbose_name="fields opened again")),
                ("reopened_until", models.DateTimeField(blank=True, null=True, verbose_name="open until")),
                ("grace_until", models.DateTimeField(blank=True, null=True, verbose_name="extra time until")),
                (
                    "meeting_on",
                    models.DateField(blank=True, db_index=True, null=True, verbose_name="on the agenda of"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("toegekend", "granted"),
                            ("geweigerd", "refused"),
                            ("niet-ontvankelijk", "not admissible"),
                        ],
                        db_index=True,
                        max_length=20,
                        verbose_name="what came of it",
                    ),
                ),
                ("motivation", models.TextField(blank=True, verbose_name="why")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="decided on"),
                ),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="agreement signed on")),
                ("report", models.TextField(blank=True, verbose_name="final report")),
                (
                    "reported_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="report handed in on"),
                ),
                (
                    "report_accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="report accepted on"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("stamp", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="actors.actor",
                        verbose_name="who asks for support",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="subsidies.call",
                        verbose_name="round",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="created_dossiers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "municipalities",
                    models.ManyToManyField(
                        blank=True,
                        related_name="dossiers",
                        to="actors.municipality",
                        verbose_name="municipalities",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="dossiers",
                        to="projects.project",
                        verbose_name="for this project",
                    ),
                ),
                (
                    "target_groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="dossiers",
                        to="actors.targetgroup",
                        verbose_name="target groups",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="subsidies.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "ordering": ["-updated_at", "-pk"],
                "indexes": [models.Index(fields=["track", "phase"], name="dossier_phase")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("call__isnull", False),
                                (
                                    "phase__in",
                                    (
                                        "concept",
                                        "ingediend",
                                        "aanvulling",
                                        "ontvankelijk",
                                        "advies",
                                        "agenda",
                                        "beslist",
                                        "overeenkomst",
                                        "uitvoering",
                                        "eindverslag",
                                        "afgesloten",
                                        "ingetrokken",
                                    ),
                                ),
                                ("track", "eigen-steun"),
                            ),
                            models.Q(
                                (
                                    "phase__in",
                                    (
                                        "idee",
                                        "opmaak",
                                        "revisie",
                                        "ingediend",
                                        "ontvankelijk",
                                        "niet-ontvankelijk",
                                        "toegekend",
                                        "geweigerd",
                                        "reserve",
                                        "uitvoering",
                                        "verantwoord",
                                        "afgesloten",
                                        "ingetrokken",
                                    ),
                                ),
                                ("track", "begeleiding"),
                            ),
                            _connector="OR",
                        ),
                        name="dossier_has_a_phase_of_its_track",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("requested", None), ("requested__gte", 0), _connector="OR"),
                            models.Q(("granted", None), ("granted__gte", 0), _connector="OR"),
                        ),
                        name="dossier_amounts_are_not_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted", None),
                            ("track", "begeleiding"),
                            models.Q(("granted__lte", models.F("requested")), ("requested__isnull", False)),
                            _connector="OR",
                        ),
                        name="dossier_gets_at_most_what_it_asks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("granted__isnull", False), ("outcome", "toegekend")),
                            models.Q(models.Q(("outcome", "toegekend"), _negated=True), ("granted", None)),
                            _connector="OR",
                        ),
                        name="dossier_has_an_amount_when_granted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", None), ("submitted_at__isnull", False), _connector="OR"
                        ),
                        name="dossier_number_is_of_a_sent_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phase", "aanvulling"), _negated=True),
                            ("reopened_until__isnull", False),
                            _connector="OR",
                        ),
                        name="dossier_is_reopened_until_a_moment",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stamp", ""), _negated=True),
                        fields=("stamp",),
                        name="dossier_of_one_click",
                    ),
                ],
            },
            bases=(projects.models.places.TakesPlace, models.Model),
        ),
        migrations.CreateModel(
            name="ReceiptSequence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="last number")),
            ],
            options={
                "verbose_name": "numbers of a year",
                "verbose_name_plural": "numbers of a year",
            },
        ),
        migrations.CreateModel(
            name="CallDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="which document")),
                ("is_asked", models.BooleanField(default=True, verbose_name="is asked")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="subsidies.call",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "document that a round asks",
                "verbose_name_plural": "documents that rounds ask",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "name"), name="round_asks_a_document_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CallExtension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.DateTimeField(verbose_name="would close on")),
                ("until", models.DateTimeField(verbose_name="closes on")),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="given on")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="subsidies.call",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "extra time of a round",
                "verbose_name_plural": "extra time of rounds",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "before", "until"), name="round_is_extended_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("before"))), name="extra_time_is_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(db_index=True, max_length=40, verbose_name="what")),
                ("old_phase", models.CharField(blank=True, max_length=20, verbose_name="from")),
                ("new_phase", models.CharField(max_length=20, verbose_name="to")),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="when"
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=254, verbose_name="by")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("aanvrager", "the applicant"),
                            ("ecru", "ECRU"),
                            ("experten", "the experts"),
                            ("bestuur", "the board"),
                            ("gever", "the giver"),
                            ("niemand", "nobody"),
                        ],
                        max_length=12,
                        verbose_name="as",
                    ),
                ),
                ("data", models.JSONField(blank=True, default=dict, verbose_name="facts")),
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
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a dossier",
                "verbose_name_plural": "steps of dossiers",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["dossier", "at"], name="event_of_dossier")],
            },
        ),
        migrations.CreateModel(
            name="DossierFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=120,
                        storage=ecru.base.files.storage.private_storage,
                        upload_to=ecru.base.files.storage.private_name,
                        verbose_name="file",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name of the file")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "pdf"),
                            ("docx", "docx"),
                            ("odt", "odt"),
                            ("xlsx", "xlsx"),
                            ("ods", "ods"),
                            ("pptx", "pptx"),
                            ("odp", "odp"),
                            ("txt", "txt"),
                            ("csv", "csv"),
                            ("jpg", "jpg"),
                            ("png", "png"),
                            ("webp", "webp"),
                            ("mp3", "mp3"),
                            ("m4a", "m4a"),
                            ("mp4", "mp4"),
                        ],
                        max_length=5,
                        verbose_name="kind of file",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("checksum", models.CharField(db_index=True, editable=False, max_length=64)),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("waiting", "not checked yet"),
                            ("clean", "checked for viruses"),
                            ("infected", "a virus was found"),
                            ("none", "no virus scanner"),
                        ],
                        db_index=True,
                        default="waiting",
                        max_length=8,
                        verbose_name="virus check",
                    ),
                ),
                (
                    "scanned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="checked for viruses on"),
                ),
                ("virus", models.CharField(blank=True, max_length=200, verbose_name="virus")),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent on"),
                ),
                ("label", models.CharField(blank=True, max_length=120, verbose_name="what it is")),
                (
                    "put_away_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="counts no more since"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="went along first on")),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="subsidies.calldocument",
                        verbose_name="which document",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="newer",
                        to="subsidies.dossierfile",
                        verbose_name="newer version of",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a dossier",
                "verbose_name_plural": "files of dossiers",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("document__isnull", False), ("put_away_at", None)),
                        fields=("dossier", "document", "checksum"),
                        name="dossier_has_a_document_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("document", None), ("put_away_at", None)),
                        fields=("dossier", "checksum"),
                        name="dossier_has_a_file_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("dient-in", "writes and sends"),
                            ("schrijft", "writes along"),
                            ("leest", "reads along"),
                        ],
                        default="schrijft",
                        max_length=10,
                        verbose_name="may",
                    ),
                ),
                ("sections", models.JSONField(blank=True, default=list, verbose_name="parts; empty for all")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked on"),
                ),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[("ja", "said yes"), ("nee", "said no"), ("teruggenomen", "taken back")],
                        db_index=True,
                        max_length=12,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered on")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dossier_invitations",
                        to="actors.actor",
                        verbose_name="actor",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to a dossier",
                "verbose_name_plural": "invitations to dossiers",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reply", "")),
                        fields=("dossier", "actor"),
                        name="one_open_invitation_of_an_actor",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("dient-in", "writes and sends"),
                            ("schrijft", "writes along"),
                            ("leest", "reads along"),
                        ],
                        default="schrijft",
                        max_length=10,
                        verbose_name="may",
                    ),
                ),
                ("sections", models.JSONField(blank=True, default=list, verbose_name="parts; empty for all")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dossier_places",
                        to="actors.actor",
                        verbose_name="actor",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="persons",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dossier_places",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "person of a dossier",
                "verbose_name_plural": "people of dossiers",
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "user"), name="dossier_person_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phase", models.CharField(blank=True, max_length=20, verbose_name="phase")),
                ("what", models.CharField(blank=True, max_length=200, verbose_name="what")),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("aanvrager", "the applicant"),
                            ("ecru", "ECRU"),
                            ("experten", "the experts"),
                            ("bestuur", "the board"),
                            ("gever", "the giver"),
                            ("niemand", "nobody"),
                        ],
                        max_length=12,
                        verbose_name="who",
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="by when"),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done on")),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="dossier_tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="one person",
                    ),
                ),
            ],
            options={
                "verbose_name": "task of a dossier",
                "verbose_name_plural": "tasks of dossiers",
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(fields=["party", "done_at"], name="task_of_party"),
                    models.Index(
                        condition=models.Q(("done_at", None), ("phase__gt", "")),
                        fields=["made_at"],
                        name="open_turn_since",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None), models.Q(("phase", ""), _negated=True)),
                        fields=("dossier",),
                        name="one_turn_at_a_time",
                    )
                ],
            },
        ),
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
        migrations.CreateModel(
            name="LateSending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="came in on")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="late_sendings",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "sending that came too late",
                "verbose_name_plural": "sendings that came too late",
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "at"), name="late_sending_of_a_second")
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("kost", "cost"), ("inkomst", "income")],
                        max_length=8,
                        verbose_name="cost or income",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("artiesten", "Artists and guides"),
                            ("medewerkers", "Own staff"),
                            ("vrijwilligers", "Volunteers"),
                            ("plaats", "Hall or place"),
                            ("materiaal", "Material and technique"),
                            ("rechten", "Rights of authors"),
                            ("bekendmaking", "Print and publicity"),
                            ("vervoer", "Travel and stay"),
                            ("eten", "Food and drinks"),
                            ("toegankelijk", "So that everybody can take part"),
                            ("administratie", "Insurance and administration"),
                            ("andere-kost", "Another cost"),
                            ("eigen", "Own money"),
                            ("tickets", "Tickets and entry fees"),
                            ("verkoop", "Sale of food, drinks and other things"),
                            ("sponsors", "Sponsors and gifts"),
                            ("partners", "Contribution of partners"),
                            ("andere-inkomst", "Another income"),
                            ("steun", "Support of another giver"),
                        ],
                        db_index=True,
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=120, verbose_name="what it is")),
                (
                    "planned",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal(0),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="planned, in euro",
                    ),
                ),
                (
                    "actual",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="in the end, in euro",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="why it became another amount"),
                ),
                ("extra", models.BooleanField(default=False, verbose_name="came up after the plan")),
                ("left_out", models.BooleanField(default=False, verbose_name="the giver does not pay this")),
                ("giver", models.CharField(blank=True, max_length=160, verbose_name="support of whom")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("gevraagd", "asked"), ("toegekend", "granted")],
                        max_length=10,
                        verbose_name="how far it is",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget_lines",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="budget_lines",
                        to="subsidies.measure",
                        verbose_name="which support",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a budget",
                "verbose_name_plural": "lines of a budget",
                "ordering": ["dossier", "side", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "side", "position"), name="budget_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "category__in",
                                    [
                                        "artiesten",
                                        "medewerkers",
                                        "vrijwilligers",
                                        "plaats",
                                        "materiaal",
                                        "rechten",
                                        "bekendmaking",
                                        "vervoer",
                                        "eten",
                                        "toegankelijk",
                                        "administratie",
                                        "andere-kost",
                                    ],
                                ),
                                ("side", "kost"),
                            ),
                            models.Q(
                                (
                                    "category__in",
                                    [
                                        "eigen",
                                        "tickets",
                                        "verkoop",
                                        "sponsors",
                                        "partners",
                                        "andere-inkomst",
                                        "steun",
                                    ],
                                ),
                                ("side", "inkomst"),
                            ),
                            _connector="OR",
                        ),
                        name="budget_line_has_a_kind_of_its_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned__gte", 0),
                            models.Q(("actual", None), ("actual__gte", 0), _connector="OR"),
                        ),
                        name="budget_amounts_are_not_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("extra", False), ("planned", 0), _connector="OR"),
                        name="budget_extra_line_was_not_planned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("category", "steun"),
                                models.Q(("giver", ""), _negated=True),
                                ("answer__in", ["gevraagd", "toegekend"]),
                            ),
                            models.Q(
                                models.Q(("category", "steun"), _negated=True),
                                ("answer", ""),
                                ("giver", ""),
                                ("measure", None),
                            ),
                            _connector="OR",
                        ),
                        name="budget_support_has_a_giver",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "section",
                    models.SlugField(
                        help_text="A short word without spaces: questions with the same word stand on one page.",
                        max_length=40,
                        verbose_name="section",
                    ),
                ),
                (
                    "section_title",
                    models.CharField(
                        blank=True,
                        help_text="Only needed at the first question of a section.",
                        max_length=80,
                        verbose_name="title of the section",
                    ),
                ),
                (
                    "section_title_en",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="title of the section, in English"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="Without spaces. Keep it in the next round: then earlier answers come along.",
                        max_length=40,
                        verbose_name="word for the question",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("label", models.CharField(max_length=200, verbose_name="question")),
                (
                    "label_en",
                    models.CharField(blank=True, max_length=200, verbose_name="question, in English"),
                ),
                ("help", models.TextField(blank=True, verbose_name="help")),
                ("help_en", models.TextField(blank=True, verbose_name="help, in English")),
                ("example", models.TextField(blank=True, verbose_name="example of an answer")),
                ("example_en", models.TextField(blank=True, verbose_name="example of an answer, in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("kort", "a few words"),
                            ("lang", "a longer text"),
                            ("getal", "a number"),
                            ("ja-nee", "yes or no"),
                            ("keuze", "one of a list"),
                        ],
                        default="lang",
                        max_length=10,
                        verbose_name="how one answers",
                    ),
                ),
                ("options", models.TextField(blank=True, verbose_name="the list, one choice on each line")),
                (
                    "options_en",
                    models.TextField(blank=True, verbose_name="the list in English, in the same order"),
                ),
                (
                    "most_words",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3000),
                        ],
                        verbose_name="at most so many words",
                    ),
                ),
                ("required", models.BooleanField(default=True, verbose_name="has to be answered")),
                (
                    "known_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("naam", "the name of the applicant"),
                            ("wie", "who they are and what for"),
                            ("gemeente", "the municipality of the applicant"),
                            ("ondernemingsnummer", "the company number"),
                            ("website", "the website"),
                        ],
                        max_length=20,
                        verbose_name="we know it already from",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="subsidies.call",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "question of a round",
                "verbose_name_plural": "questions of rounds",
                "ordering": ["call", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "key"), name="question_once_in_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_words", None), ("kind__in", ("kort", "lang")), _connector="OR"
                        ),
                        name="question_counts_words_of_texts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "keuze"), models.Q(("options", ""), _negated=True)),
                            models.Q(models.Q(("kind", "keuze"), _negated=True), ("options", "")),
                            _connector="OR",
                        ),
                        name="question_has_a_list_to_choose_from",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.TextField(blank=True, verbose_name="answer")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved at"),
                ),
                (
                    "saved_by",
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
                        related_name="answers",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="subsidies.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer in a dossier",
                "verbose_name_plural": "answers in dossiers",
                "ordering": ["question", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "question"), name="one_answer_to_a_question")
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_independent",
                    models.BooleanField(blank=True, null=True, verbose_name="has no interest in it"),
                ),
                ("declared_at", models.DateTimeField(blank=True, null=True, verbose_name="declared on")),
                ("words", models.TextField(blank=True, verbose_name="advice")),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="given on")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("positief", "positive"),
                            ("positief-mits", "positive, if"),
                            ("negatief", "negative"),
                        ],
                        max_length=16,
                        verbose_name="all in all",
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked on")),
                (
                    "due_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="by when"),
                ),
                (
                    "handed_back",
                    models.CharField(
                        blank=True,
                        choices=[("belang", "I do have an interest in it"), ("geen-tijd", "I have no time")],
                        max_length=12,
                        verbose_name="handed back",
                    ),
                ),
                ("why_back", models.CharField(blank=True, max_length=500, verbose_name="why")),
                ("token_hash", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ("reminded", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reviews",
                        to="actors.expert",
                        verbose_name="expert",
                    ),
                ),
            ],
            options={
                "verbose_name": "advice",
                "verbose_name_plural": "advice",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "expert"), name="one_advice_of_an_expert"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_at", None),
                            models.Q(("declared_at__isnull", False), ("is_independent", True)),
                            _connector="OR",
                        ),
                        name="advice_is_given_without_an_interest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_back", ""),
                            models.Q(("declared_at", None), ("given_at", None)),
                            _connector="OR",
                        ),
                        name="advice_is_given_or_handed_back",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="which time")),
                ("number", models.CharField(max_length=12, verbose_name="number of the dossier")),
                ("sent_at", models.DateTimeField(verbose_name="sent on")),
                ("content", models.TextField(verbose_name="what was sent")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="hash")),
                (
                    "sender_name",
                    models.CharField(blank=True, max_length=254, verbose_name="name of who sent it"),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "copy of what was sent",
                "verbose_name_plural": "copies of what was sent",
                "ordering": ["dossier", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "version"), name="sent_copy_of_one_time")
                ],
            },
        ),
        migrations.CreateModel(
            name="SentPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        storage=ecru.base.files.storage.private_storage,
                        upload_to=ecru.base.files.storage.private_name,
                        verbose_name="file",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="hash")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made on")),
                (
                    "copy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper",
                        to="subsidies.sentcopy",
                        verbose_name="copy",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of what was sent",
                "verbose_name_plural": "papers of what was sent",
            },
        ),
        KEEP_HISTORY,
        FREEZE,
        KEEP_COPIES,
        KEEP_FULL,
    ]
