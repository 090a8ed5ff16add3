"""Advice, the board, agreements and payments, reports, and the desk of the regisseur."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ecru.base.files.storage

from ._budget_guards import PUT_BACK as KEEP_BUDGETS
from ._money_guards import PUT_BACK as KEEP_MONEY


class Migration(migrations.Migration):
    dependencies = [
        ("subsidies", "0002_dossiers"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("toekenning", "Support is granted"),
                            ("weigering", "Support is refused"),
                            ("niet-ontvankelijk", "Your question for support is not admissible"),
                            ("aanvulling", "Complete your question for support"),
                            ("beroep", "How to appeal (part of the letters that refuse)"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="letter",
                    ),
                ),
                ("words", models.TextField(verbose_name="text")),
                (
                    "checked_on",
                    models.DateField(blank=True, null=True, verbose_name="checked by a lawyer on"),
                ),
            ],
            options={
                "verbose_name": "text of a letter",
                "verbose_name_plural": "texts of letters",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="granted, in euro"),
                ),
                (
                    "advance",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="advance, in euro"),
                ),
                (
                    "balance",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="balance, in euro"),
                ),
                ("starts_on", models.DateField(verbose_name="begins on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("report_due_on", models.DateField(db_index=True, verbose_name="final report by")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made on")),
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
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreement",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "late_task",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="late_agreement",
                        to="subsidies.dossiertask",
                        verbose_name="task because the report is late",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("advance__gte", 0),
                            ("amount__gt", 0),
                            ("balance__gte", 0),
                            django.db.models.lookups.Exact(
                                django.db.models.functions.math.Round(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("amount"), "*", models.Value(100)
                                    )
                                ),
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.math.Round(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("advance"), "*", models.Value(100)
                                        )
                                    ),
                                    "+",
                                    django.db.models.functions.math.Round(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("balance"), "*", models.Value(100)
                                        )
                                    ),
                                ),
                            ),
                        ),
                        name="instalments_are_what_was_granted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")),
                            ("report_due_on__gte", models.F("starts_on")),
                        ),
                        name="agreement_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("hour", models.TimeField(blank=True, null=True, verbose_name="hour")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="where")),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="how many have to be there"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("gepland", "planned"), ("bezig", "under way"), ("gesloten", "is over")],
                        default="gepland",
                        max_length=10,
                        verbose_name="how far it is",
                    ),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed on")),
            ],
            options={
                "verbose_name": "meeting of the board",
                "verbose_name_plural": "meetings of the board",
                "ordering": ["-day"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quorum", None), ("quorum__gte", 1), _connector="OR"),
                        name="quorum_is_at_least_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "gesloten"), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_is_closed_at_a_moment",
                    ),
                ],
            },
        ),
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
                ("receivers", models.PositiveIntegerField(default=0, verbose_name="to how many people")),
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
            name="Clawback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount, in euro"),
                ),
                ("reason", models.TextField(verbose_name="why")),
                ("asked_on", models.DateField(verbose_name="asked on")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="received on")),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="given up on")),
                ("stamp", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clawbacks",
                        to="subsidies.agreement",
                        verbose_name="agreement",
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
            ],
            options={
                "verbose_name": "money asked back",
                "verbose_name_plural": "money asked back",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="clawback_is_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received_on", None), ("dropped_on", None), _connector="OR"),
                        name="clawback_came_back_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierOrigin",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="origin",
                        serialize=False,
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "page",
                    models.CharField(
                        choices=[("zoeker", "the support finder"), ("maatregel", "the page of a measure")],
                        db_index=True,
                        max_length=10,
                        verbose_name="begun from",
                    ),
                ),
            ],
            options={
                "verbose_name": "page from which a dossier began",
                "verbose_name_plural": "pages from which dossiers began",
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="place on the agenda")),
                (
                    "state",
                    models.CharField(
                        choices=[("loopt", "to decide"), ("beslist", "decided"), ("van-agenda", "taken off")],
                        default="loopt",
                        max_length=10,
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "counted",
                    models.JSONField(
                        blank=True, editable=False, null=True, verbose_name="the vote in numbers"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="subsidies.boardmeeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda_items",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "point of an agenda",
                "verbose_name_plural": "points of agendas",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "loopt")),
                        fields=("dossier",),
                        name="dossier_runs_on_one_agenda",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierHelp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dossier_help",
                        to="actors.conversation",
                        verbose_name="conversation",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helps",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "question for help",
                "verbose_name_plural": "questions for help",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DossierLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("toekenning", "Support is granted"),
                            ("weigering", "Support is refused"),
                            ("niet-ontvankelijk", "Your question for support is not admissible"),
                            ("aanvulling", "Complete your question for support"),
                            ("beroep", "How to appeal (part of the letters that refuse)"),
                        ],
                        max_length=20,
                        verbose_name="letter",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="about")),
                ("facts", models.JSONField(verbose_name="what it says")),
                ("sent_at", models.DateTimeField(verbose_name="sent on")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "beroep"), _negated=True),
                        name="letter_is_of_a_kind_that_is_sent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("words", models.TextField(verbose_name="message")),
                ("is_internal", models.BooleanField(default=False, verbose_name="internal")),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="when"
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="needs no answer since"
                    ),
                ),
                ("stamp", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="dossier_messages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "message of a dossier",
                "verbose_name_plural": "messages of dossiers",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DossierTick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=254, verbose_name="by")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
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
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ticks",
                        to="subsidies.criterion",
                        verbose_name="condition",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ticks",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition in order",
                "verbose_name_plural": "conditions in order",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "criterion"), name="condition_ticked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name of the envelope")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount in euro"),
                ),
                (
                    "spent",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal(0),
                        editable=False,
                        max_digits=14,
                        verbose_name="granted of it, in euro",
                    ),
                ),
                (
                    "call",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="envelope",
                        to="subsidies.call",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "envelope",
                "verbose_name_plural": "envelopes",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("spent__gte", 0), ("spent__lte", models.F("amount"))),
                        name="envelope_is_never_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("call__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"
                        ),
                        name="envelope_has_a_round_or_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnvelopeRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_envelope",
                        to="subsidies.call",
                        verbose_name="round",
                    ),
                ),
                (
                    "envelope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="subsidies.envelope",
                        verbose_name="envelope",
                    ),
                ),
            ],
            options={
                "verbose_name": "round of an envelope",
                "verbose_name_plural": "rounds of envelopes",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FinalReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("done", models.TextField(blank=True, verbose_name="what you did")),
                (
                    "reached",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="how many people took part"
                    ),
                ),
                ("worked", models.TextField(blank=True, verbose_name="what worked")),
                ("did_not_work", models.TextField(blank=True, verbose_name="what did not work")),
                (
                    "watch_out",
                    models.TextField(blank=True, verbose_name="what somebody should watch who does the same"),
                ),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved on"),
                ),
                (
                    "became",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="projects.practice",
                        verbose_name="became this practice",
                    ),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="final_report",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "final report",
                "verbose_name_plural": "final reports",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="GivenBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount in euro"),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("key", models.CharField(editable=False, max_length=80, unique=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given_back",
                        to="subsidies.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "money that came back",
                "verbose_name_plural": "money that came back",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="what_came_back_is_above_zero"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "what",
                    models.CharField(
                        choices=[("voorschot", "advance"), ("saldo", "balance")],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                (
                    "lapsed",
                    models.DecimalField(
                        decimal_places=2, default=Decimal(0), max_digits=12, verbose_name="lapsed, in euro"
                    ),
                ),
                ("lapsed_why", models.CharField(blank=True, max_length=300, verbose_name="why it lapsed")),
                ("lapsed_on", models.DateField(blank=True, null=True, verbose_name="lapsed on")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="instalments",
                        to="subsidies.agreement",
                        verbose_name="agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "instalment",
                "verbose_name_plural": "instalments",
                "ordering": ["agreement", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "what"), name="instalment_once"),
                    models.CheckConstraint(
                        condition=models.Q(("lapsed__gte", 0)), name="lapsed_is_not_below_zero"
                    ),
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
            name="PastAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="granted, in euro"),
                ),
                (
                    "advance",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="advance, in euro"),
                ),
                (
                    "balance",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="balance, in euro"),
                ),
                ("starts_on", models.DateField(verbose_name="begins on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("report_due_on", models.DateField(verbose_name="final report by")),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("made_at", models.DateTimeField(verbose_name="made on")),
                ("replaced_at", models.DateTimeField(verbose_name="replaced on")),
                ("why", models.TextField(verbose_name="why it was corrected")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past",
                        to="subsidies.agreement",
                        verbose_name="agreement of now",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement of before",
                "verbose_name_plural": "agreements of before",
                "ordering": ["agreement", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "number"), name="version_of_an_agreement_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PastImport",
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
                "verbose_name": "import of earlier dossiers",
                "verbose_name_plural": "imports of earlier dossiers",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PastDossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("funder", models.CharField(max_length=120, verbose_name="giver, in words")),
                ("year", models.PositiveSmallIntegerField(db_index=True, verbose_name="year")),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked on")),
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
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("toegekend", "granted"),
                            ("geweigerd", "refused"),
                            ("niet-ontvankelijk", "not admissible"),
                        ],
                        max_length=20,
                        verbose_name="what came of it; empty: withdrawn",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_dossiers",
                        to="actors.actor",
                        verbose_name="who asked for support",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="past_dossiers",
                        to="subsidies.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_dossiers",
                        to="actors.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dossiers",
                        to="subsidies.pastimport",
                        verbose_name="came in with",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_dossiers",
                        to="subsidies.provider",
                        verbose_name="giver",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier dossier",
                "verbose_name_plural": "earlier dossiers",
                "ordering": ["-year", "title", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("actor", "year", "title"), name="earlier_dossier_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("granted__isnull", False), ("outcome", "toegekend")),
                            models.Q(models.Q(("outcome", "toegekend"), _negated=True), ("granted", None)),
                            _connector="OR",
                        ),
                        name="earlier_dossier_has_an_amount_when_granted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PastRow",
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
                    "dossier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="subsidies.pastdossier",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="subsidies.pastimport",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "row",
                "verbose_name_plural": "rows",
                "ordering": ["number"],
                "indexes": [models.Index(fields=["run", "state", "number"], name="past_row_by_state")],
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="past_row_once")],
            },
        ),
        migrations.CreateModel(
            name="PaymentBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made on")),
                ("execution_on", models.DateField(verbose_name="to be paid on")),
                ("order", models.TextField(blank=True, editable=False, verbose_name="file for the bank")),
                ("table", models.TextField(blank=True, editable=False, verbose_name="table for the books")),
                ("stamp", models.CharField(editable=False, max_length=64, unique=True)),
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
            ],
            options={
                "verbose_name": "batch of payments",
                "verbose_name_plural": "batches of payments",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount, in euro"),
                ),
                ("iban", models.CharField(max_length=34, verbose_name="account number (IBAN)")),
                ("holder", models.CharField(max_length=70, verbose_name="name of the holder")),
                ("reference", models.CharField(max_length=35, verbose_name="reference")),
                ("paid_on", models.DateField(blank=True, db_index=True, null=True, verbose_name="paid on")),
                ("failed_on", models.DateField(blank=True, null=True, verbose_name="not paid, on")),
                (
                    "failed_why",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was not paid"),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="payments",
                        to="subsidies.instalment",
                        verbose_name="instalment",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="subsidies.paymentbatch",
                        verbose_name="batch of payments",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("failed_on", None)),
                        fields=("instalment",),
                        name="instalment_is_paid_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payment_is_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid_on", None), ("failed_on", None), _connector="OR"),
                        name="payment_is_done_or_not",
                    ),
                ],
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
            name="ReportPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "original",
                    models.FileField(
                        max_length=120,
                        storage=ecru.base.files.storage.private_storage,
                        upload_to=ecru.base.files.storage.private_name,
                        verbose_name="picture",
                    ),
                ),
                ("alt", models.CharField(max_length=200, verbose_name="what the picture shows")),
                ("credit", models.CharField(blank=True, max_length=120, verbose_name="who made the picture")),
                ("checksum", models.CharField(editable=False, max_length=64)),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent on"),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="subsidies.finalreport",
                        verbose_name="final report",
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
                "verbose_name": "picture of a report",
                "verbose_name_plural": "pictures of reports",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "checksum"), name="report_has_a_picture_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportReach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="how many took part")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reaches",
                        to="subsidies.finalreport",
                        verbose_name="final report",
                    ),
                ),
                (
                    "target_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_reaches",
                        to="actors.targetgroup",
                        verbose_name="target group",
                    ),
                ),
            ],
            options={
                "verbose_name": "people reached",
                "verbose_name_plural": "people reached",
                "ordering": ["target_group__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "target_group"), name="reach_of_a_group_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__lte", 1000000)), name="reach_is_believable"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="what experts look at")),
                (
                    "label_en",
                    models.CharField(blank=True, max_length=120, verbose_name="the same, in English"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_criteria",
                        to="subsidies.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion of advice",
                "verbose_name_plural": "criteria of advice",
                "ordering": ["measure", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "label"), name="criterion_of_advice_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("gevraagd", "asked"),
                            ("verklaard", "declared to have no interest"),
                            ("teruggegeven", "handed back"),
                            ("gegeven", "given"),
                            ("heropend", "opened again"),
                        ],
                        max_length=16,
                        verbose_name="what",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("by_name", models.CharField(blank=True, max_length=254, verbose_name="by")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why")),
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="subsidies.review",
                        verbose_name="advice",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an advice",
                "verbose_name_plural": "steps of advice",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewReaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agrees", models.BooleanField(verbose_name="agrees")),
                ("words", models.CharField(max_length=500, verbose_name="why")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="subsidies.review",
                        verbose_name="advice of another",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reactions",
                        to="subsidies.review",
                        verbose_name="own advice",
                    ),
                ),
            ],
            options={
                "verbose_name": "reaction to advice",
                "verbose_name_plural": "reactions to advice",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "about"), name="one_reaction_to_an_advice"),
                    models.CheckConstraint(
                        condition=models.Q(("review", models.F("about")), _negated=True),
                        name="reaction_is_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("label", models.CharField(max_length=120, verbose_name="criterion")),
                (
                    "label_en",
                    models.CharField(blank=True, max_length=120, verbose_name="criterion, in English"),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="score",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="subsidies.review",
                        verbose_name="advice",
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "position"), name="one_score_of_a_criterion"),
                    models.CheckConstraint(
                        condition=models.Q(("score", None), ("score__range", (1, 5)), _connector="OR"),
                        name="score_is_one_to_five",
                    ),
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
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=254, verbose_name="name")),
                ("is_present", models.BooleanField(default=False, verbose_name="is there")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="subsidies.boardmeeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="board_seats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="board member",
                    ),
                ),
            ],
            options={
                "verbose_name": "seat in a meeting",
                "verbose_name_plural": "seats in meetings",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "user"), name="one_seat_in_a_meeting")
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("voor", "for it"),
                            ("tegen", "against it"),
                            ("onthouding", "abstains"),
                            ("belang", "has an interest, and leaves the room"),
                        ],
                        max_length=10,
                        verbose_name="vote",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="subsidies.agendaitem",
                        verbose_name="point",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="subsidies.seat",
                        verbose_name="board member",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "seat"), name="one_vote_of_a_member"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice__in", ["onthouding", "belang"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="abstention_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActorNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("telefoon", "phone call"),
                            ("bezoek", "visit"),
                            ("mail", "mail"),
                            ("overleg", "consultation"),
                        ],
                        default="telefoon",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="on which day"),
                ),
                ("words", models.TextField(verbose_name="what was said")),
                (
                    "follow_up_on",
                    models.DateField(
                        blank=True, db_index=True, null=True, verbose_name="look at it again on"
                    ),
                ),
                (
                    "followed_up_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="followed up at"),
                ),
                ("by_name", models.CharField(blank=True, max_length=254, verbose_name="by")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="written at"),
                ),
                ("stamp", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_notes",
                        to="actors.actor",
                        verbose_name="organisation",
                    ),
                ),
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
                    "spoke_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="with whom",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact moment with an actor",
                "verbose_name_plural": "contact moments with actors",
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["actor", "on"], name="note_of_actor")],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("iban", models.CharField(max_length=34, verbose_name="account number (IBAN)")),
                ("holder", models.CharField(max_length=70, verbose_name="name of the holder")),
                (
                    "given_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="given on"),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed on")),
                (
                    "confirmed_note",
                    models.CharField(blank=True, max_length=300, verbose_name="how ECRU confirmed it"),
                ),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced on")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bank_accounts",
                        to="actors.actor",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank account",
                "verbose_name_plural": "bank accounts",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("actor",),
                        name="one_account_of_an_actor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_by", None),
                            ("confirmed_by", None),
                            models.Q(("given_by", models.F("confirmed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="account_is_confirmed_by_another",
                    ),
                ],
            },
        ),
        KEEP_MONEY,
        KEEP_BUDGETS,
    ]
