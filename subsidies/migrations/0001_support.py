"""Measures, rounds, providers and what they ask; searches that found nothing and where support is missing."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import projects.models.places

FORMS = [
    ("subsidie", "Subsidie", "Grant"),
    ("lening", "Lening", "Loan"),
    ("korting", "Korting", "Discount"),
    ("terugbetaling", "Terugbetaling", "Reimbursement"),
    ("infrastructuur", "Ruimte of materiaal", "Space or equipment"),
    ("begeleiding", "Begeleiding", "Guidance"),
    ("vorming", "Vorming", "Training"),
    ("beurs", "Beurs", "Scholarship"),
    ("prijs", "Prijs", "Prize"),
    ("investering", "Investering", "Investment"),
    ("netwerk", "Netwerk", "Network"),
    ("sponsoring", "Sponsoring", "Sponsorship"),
    ("pas", "Vrijetijdspas", "Leisure pass"),
    ("informatie", "Informatie", "Information"),
]
LEGAL_FORMS = [
    ("persoon", "Een persoon, maker of kunstenaar", "A person, maker or artist"),
    (
        "groep-zonder-vzw",
        "Een vereniging of groep zonder vzw",
        "An association or group without a legal form",
    ),
    ("vzw", "Een vzw", "A non-profit association (vzw)"),
    ("gemeente", "Een gemeente of gemeentelijke dienst", "A municipality or one of its services"),
    ("samenwerking-van-gemeenten", "Gemeenten die samenwerken", "Municipalities that work together"),
    ("school", "Een school", "A school"),
    ("onderneming", "Een onderneming", "A business"),
]


def fill_lists(apps, schema_editor):
    """What people get and who may ask, to begin with; editors change the words in the admin."""
    for name, words in (("SupportForm", FORMS), ("LegalForm", LEGAL_FORMS)):
        model = apps.get_model("subsidies", name)
        for position, (slug, label, label_en) in enumerate(words):
            model.objects.get_or_create(
                slug=slug, defaults={"label": label, "label_en": label_en, "position": position}
            )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("actors", "0022_calm_names"),
        ("actors", "__first__"),
        ("projects", "0013_support_and_english"),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                ("label_en", models.CharField(blank=True, max_length=120, verbose_name="label in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "who may ask",
                "verbose_name_plural": "who may ask",
                "ordering": ["position", "label"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Provider",
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
                ("title", models.CharField(max_length=120, verbose_name="name")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("url", models.URLField(blank=True, verbose_name="web page")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="provides",
                        to="actors.actor",
                        verbose_name="its page on this site",
                    ),
                ),
            ],
            options={
                "verbose_name": "giver of support",
                "verbose_name_plural": "givers of support",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SupportForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                ("label_en", models.CharField(blank=True, max_length=120, verbose_name="label in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "form of support",
                "verbose_name_plural": "forms of support",
                "ordering": ["position", "label"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Measure",
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
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="title in English")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("description", models.TextField(blank=True, verbose_name="what it is, and why")),
                (
                    "description_en",
                    models.TextField(blank=True, verbose_name="what it is, and why, in English"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("gemeente", "municipality"),
                            ("ecru", "ECRU"),
                            ("provincie", "province"),
                            ("vlaanderen", "Flanders"),
                            ("federaal", "federal"),
                            ("europa", "Europe"),
                            ("privaat", "private"),
                        ],
                        db_index=True,
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("for_whom", models.CharField(blank=True, max_length=300, verbose_name="for whom, in words")),
                (
                    "area",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "only in these municipalities"),
                            (2, "the ECRU municipalities"),
                            (3, "Limburg"),
                            (4, "Flanders"),
                            (5, "Belgium"),
                            (6, "the border region"),
                            (7, "Europe"),
                        ],
                        db_index=True,
                        default=2,
                        verbose_name="how wide it holds",
                    ),
                ),
                ("pays", models.TextField(blank=True, verbose_name="what it pays")),
                ("pays_not", models.TextField(blank=True, verbose_name="what it does not pay")),
                ("watch_out", models.TextField(blank=True, verbose_name="what to watch")),
                (
                    "min_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="least amount in euro",
                    ),
                ),
                (
                    "max_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="most in euro",
                    ),
                ),
                (
                    "max_cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="the whole plan costs at most, in euro",
                    ),
                ),
                (
                    "max_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(100)),
                        ],
                        verbose_name="pays at most, in percent of the costs",
                    ),
                ),
                (
                    "own_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(100)),
                        ],
                        verbose_name="own contribution at least, in percent of the costs",
                    ),
                ),
                (
                    "amount_note",
                    models.CharField(blank=True, max_length=300, verbose_name="about the amount, in words"),
                ),
                (
                    "max_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="lasts at most, in months",
                    ),
                ),
                (
                    "cumulation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known"),
                            ("mag", "may be combined"),
                            ("deels", "may be combined with some"),
                            ("mag-niet", "may not be combined"),
                        ],
                        max_length=10,
                        verbose_name="together with other support",
                    ),
                ),
                (
                    "cumulation_note",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="together with other support, in words"
                    ),
                ),
                (
                    "independent_advices",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="so many independent experts advise first"
                    ),
                ),
                ("documents", models.TextField(blank=True, verbose_name="what to prepare")),
                ("how_to_apply", models.TextField(blank=True, verbose_name="how to ask")),
                ("apply_url", models.URLField(blank=True, verbose_name="where to ask")),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="Of an organisation. No address or number of a person.",
                        max_length=200,
                        verbose_name="public contact",
                    ),
                ),
                (
                    "stands",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="how far it is, as the source says"
                    ),
                ),
                ("has_ended", models.BooleanField(default=False, verbose_name="does not exist any more")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="holds from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="holds until")),
                ("source_pages", models.CharField(blank=True, max_length=200, verbose_name="pages")),
                (
                    "source_name",
                    models.CharField(blank=True, max_length=120, verbose_name="source on the web"),
                ),
                ("source_url", models.URLField(blank=True, verbose_name="web page of the source")),
                (
                    "verified_on",
                    models.DateField(blank=True, db_index=True, null=True, verbose_name="checked on"),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("zeker", "sure: the giver says so"),
                            ("gedateerd", "dated: it was so when the source was written"),
                            ("onzeker", "unsure: somebody has to check"),
                        ],
                        db_index=True,
                        default="onzeker",
                        max_length=10,
                        verbose_name="how sure",
                    ),
                ),
                (
                    "actor_kinds",
                    models.ManyToManyField(
                        blank=True,
                        related_name="measures",
                        to="actors.actorkind",
                        verbose_name="for which kinds of actors",
                    ),
                ),
                (
                    "disciplines",
                    models.ManyToManyField(
                        blank=True,
                        related_name="%(class)ss",
                        to="actors.discipline",
                        verbose_name="disciplines",
                    ),
                ),
                (
                    "legal_forms",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Empty means: the source does not say. Choose all of them when everybody may ask.",
                        related_name="measures",
                        to="subsidies.legalform",
                        verbose_name="who may ask",
                    ),
                ),
                (
                    "municipalities",
                    models.ManyToManyField(
                        blank=True,
                        related_name="%(class)ss",
                        to="actors.municipality",
                        verbose_name="municipalities",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        help_text="The more general or older measure that people need not read where this one holds.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaced_by",
                        to="subsidies.measure",
                        verbose_name="takes the place of",
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
                    "target_groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="%(class)ss",
                        to="actors.targetgroup",
                        verbose_name="target groups",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True, related_name="%(class)ss", to="actors.theme", verbose_name="themes"
                    ),
                ),
                (
                    "used_by",
                    models.ManyToManyField(
                        blank=True,
                        related_name="used_measures",
                        to="actors.actor",
                        verbose_name="who used it",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="subsidies.provider",
                        verbose_name="who gives it",
                    ),
                ),
                (
                    "forms",
                    models.ManyToManyField(
                        blank=True,
                        related_name="measures",
                        to="subsidies.supportform",
                        verbose_name="what you get",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
                "ordering": ["search_name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("min_amount", None), ("min_amount__gte", 0), _connector="OR"),
                            models.Q(("max_amount", None), ("max_amount__gte", 0), _connector="OR"),
                            models.Q(("max_cost", None), ("max_cost__gte", 0), _connector="OR"),
                        ),
                        name="measure_amounts_are_not_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_amount", None),
                            ("max_amount", None),
                            ("min_amount__lte", models.F("max_amount")),
                            _connector="OR",
                        ),
                        name="measure_least_is_not_above_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("max_share", None), ("max_share__range", (0, 100)), _connector="OR"),
                            models.Q(("own_share", None), ("own_share__range", (0, 100)), _connector="OR"),
                        ),
                        name="measure_shares_are_percents",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lte", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="measure_begins_before_it_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces", None),
                            models.Q(("replaces", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_does_not_replace_itself",
                    ),
                ],
            },
            bases=(projects.models.places.FollowsSource, projects.models.places.TakesPlace, models.Model),
        ),
        migrations.CreateModel(
            name="Call",
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
                ("key", models.SlugField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Without a year. Rounds with the same name follow each other.",
                        max_length=60,
                        verbose_name="name of the round",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("eenmalig", "once"),
                            ("jaarlijks", "every year"),
                            ("doorlopend", "all year long"),
                        ],
                        db_index=True,
                        default="eenmalig",
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
                (
                    "opens_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="opens"),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="The last second that is in time. 23:59:59 when only the day is known.",
                        null=True,
                        verbose_name="closes",
                    ),
                ),
                (
                    "month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="around which month",
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="around which day",
                    ),
                ),
                (
                    "budget",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="budget in euro",
                    ),
                ),
                ("spent_at", models.DateTimeField(blank=True, null=True, verbose_name="budget spent since")),
                (
                    "asks_budget",
                    models.BooleanField(
                        default=False,
                        help_text="Who asks fills in costs and incomes, which must balance. Only for rounds of ECRU itself.",
                        verbose_name="asks a budget",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what to know about it")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("zeker", "sure: the giver says so"),
                            ("gedateerd", "dated: it was so when the source was written"),
                            ("onzeker", "unsure: somebody has to check"),
                        ],
                        db_index=True,
                        default="zeker",
                        max_length=10,
                        verbose_name="how sure",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="subsidies.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "round of a measure",
                "verbose_name_plural": "rounds of a measure",
                "ordering": ["measure", models.OrderBy(models.F("closes_at"), nulls_last=True), "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_at", None),
                            ("closes_at", None),
                            ("opens_at__lt", models.F("closes_at")),
                            _connector="OR",
                        ),
                        name="round_opens_before_it_closes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("spent_at", None),
                            ("opens_at", None),
                            ("spent_at__gte", models.F("opens_at")),
                            _connector="OR",
                        ),
                        name="round_is_spent_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closes_at", None), ("day", None), ("month", None), ("rhythm", "doorlopend")
                            ),
                            models.Q(
                                ("closes_at__isnull", False),
                                ("day", None),
                                ("month", None),
                                ("rhythm", "jaarlijks"),
                            ),
                            models.Q(
                                ("closes_at", None),
                                ("day__isnull", False),
                                ("month__isnull", False),
                                ("rhythm", "jaarlijks"),
                            ),
                            models.Q(
                                ("day", None),
                                ("month", None),
                                ("rhythm", "eenmalig"),
                                models.Q(("closes_at", None), ("opens_at", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="round_has_the_dates_of_its_rhythm",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("month", None),
                            models.Q(("day__range", (1, 31)), ("month__range", (1, 12))),
                            _connector="OR",
                        ),
                        name="round_comes_on_a_day_of_the_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget", None), ("budget__gte", 0), _connector="OR"),
                        name="round_budget_is_not_below_zero",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
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
                ("key", models.SlugField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("andere-gemeente", "a partner from another municipality"),
                            ("partners", "at least so many partners"),
                            ("landen", "partners from at least so many countries"),
                            ("functies", "at least so many functions"),
                            ("maanden-vooraf", "ask at least so many months before you start"),
                            ("hoogstens-maanden-vooraf", "ask at most so many months before you start"),
                            ("advies", "advice from somebody else first"),
                            ("niet-samen", "not together with other support"),
                            ("andere", "something else, to read"),
                        ],
                        db_index=True,
                        max_length=30,
                        verbose_name="what is tested",
                    ),
                ),
                (
                    "number",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="number",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="in one sentence")),
                (
                    "text_en",
                    models.CharField(blank=True, max_length=300, verbose_name="in one sentence, in English"),
                ),
                (
                    "is_strict",
                    models.BooleanField(default=True, verbose_name="excludes who does not meet it"),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("zeker", "sure: the giver says so"),
                            ("gedateerd", "dated: it was so when the source was written"),
                            ("onzeker", "unsure: somebody has to check"),
                        ],
                        default="zeker",
                        max_length=10,
                        verbose_name="how sure",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="subsidies.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition",
                "verbose_name_plural": "conditions",
                "ordering": ["measure", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "kind__in",
                                    frozenset(
                                        [
                                            "functies",
                                            "hoogstens-maanden-vooraf",
                                            "landen",
                                            "maanden-vooraf",
                                            "partners",
                                        ]
                                    ),
                                ),
                                ("number__gte", 0),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "kind__in",
                                        frozenset(
                                            [
                                                "functies",
                                                "hoogstens-maanden-vooraf",
                                                "landen",
                                                "maanden-vooraf",
                                                "partners",
                                            ]
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("number", None),
                            ),
                            _connector="OR",
                        ),
                        name="condition_has_a_number_where_it_counts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "noted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="noted on"),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answered_needs",
                        to="subsidies.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measure_answers",
                        to="actors.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="measure_answers_noted",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure that answers a need",
                "verbose_name_plural": "measures that answer needs",
                "ordering": ["noted_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("need", "measure"), name="need_answered_once_by_measure")
                ],
            },
        ),
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
        migrations.CreateModel(
            name="FinderGap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "day",
                    models.DateField(
                        db_index=True, default=django.utils.timezone.localdate, verbose_name="on"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=120)),
                ("count", models.PositiveIntegerField(default=1, verbose_name="how often")),
                (
                    "discipline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gaps",
                        to="actors.discipline",
                        verbose_name="discipline",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gaps",
                        to="actors.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="gaps",
                        to="actors.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "target_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gaps",
                        to="actors.targetgroup",
                        verbose_name="target group",
                    ),
                ),
                (
                    "legal_form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gaps",
                        to="subsidies.legalform",
                        verbose_name="who asks",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gaps",
                        to="subsidies.supportform",
                        verbose_name="what they look for",
                    ),
                ),
            ],
            options={
                "verbose_name": "search for support that found nothing",
                "verbose_name_plural": "searches for support that found nothing",
                "ordering": ["-day", "-count", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "key"), name="gap_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="gap_counts_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverageCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="checked on"),
                ),
                (
                    "checked_as",
                    models.CharField(
                        choices=[("gemeente", "the municipality"), ("team", "the team of ECRU")],
                        max_length=10,
                        verbose_name="checked by",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="where you looked")),
                (
                    "actor_kind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="actors.actorkind",
                        verbose_name="kind of actor",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="coverage_checks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "discipline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="actors.discipline",
                        verbose_name="discipline",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage_checks",
                        to="actors.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "target_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="actors.targetgroup",
                        verbose_name="target group",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="subsidies.supportform",
                        verbose_name="form of support",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of support",
                "verbose_name_plural": "checks of support",
                "ordering": ["municipality", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("actor_kind__isnull", True),
                                ("discipline__isnull", True),
                                ("form__isnull", True),
                                ("target_group__isnull", False),
                            ),
                            models.Q(
                                ("actor_kind__isnull", True),
                                ("discipline__isnull", True),
                                ("form__isnull", False),
                                ("target_group__isnull", True),
                            ),
                            models.Q(
                                ("actor_kind__isnull", True),
                                ("discipline__isnull", False),
                                ("form__isnull", True),
                                ("target_group__isnull", True),
                            ),
                            models.Q(
                                ("actor_kind__isnull", False),
                                ("discipline__isnull", True),
                                ("form__isnull", True),
                                ("target_group__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="coverage_check_of_one_word",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("target_group__isnull", False)),
                        fields=("municipality", "target_group"),
                        name="coverage_check_once_a_target_group",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form__isnull", False)),
                        fields=("municipality", "form"),
                        name="coverage_check_once_a_form",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("discipline__isnull", False)),
                        fields=("municipality", "discipline"),
                        name="coverage_check_once_a_discipline",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("actor_kind__isnull", False)),
                        fields=("municipality", "actor_kind"),
                        name="coverage_check_once_a_actor_kind",
                    ),
                ],
            },
        ),
        migrations.RunPython(fill_lists, migrations.RunPython.noop),
    ]
