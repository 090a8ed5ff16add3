"""The columns of a table of measures. Their names are Dutch in every language: they are part of the file."""

from typing import Any

from import_export.fields import Field

from ecru.base.tables.cells import AnyDay, Choice, Day, Several, Text, Website, YesNo
from ecru.base.tables.columns import Table
from subsidies.models import Area, Call, Certainty, Cumulation, Level, Measure, Rhythm

from .cells import Around, Euro, Giver, Moment, OfRound, Percent, Whole

MOST_ROUNDS = 6
STATES = {"draft": "kladversie", "published": "gepubliceerd", "archived": "gearchiveerd"}
AREAS = {
    Area.PLACES.value: "gemeenten",
    Area.NETWORK.value: "ecru",
    Area.PROVINCE.value: "limburg",
    Area.FLANDERS.value: "vlaanderen",
    Area.BELGIUM.value: "belgie",
    Area.BORDER.value: "grensstreek",
    Area.EUROPE.value: "europa",
}
MANY = ("municipalities", "target_groups", "disciplines", "themes", "forms", "legal_forms", "actor_kinds")
ROUND_PARTS = ("name", "rhythm", "opens_at", "closes_at", "around", "budget", "spent_at", "note", "certainty")


def words_of(choices: Any) -> dict[str, str]:
    """Choices of which the stored value is a word too."""
    return {value: value for value in choices.values}


def text(name: str, header: str, widget: type[Text] = Text) -> Field:
    """A column for the field ``name``."""
    return Field(name, header, widget(Measure, name))


def round_column(number: int, part: str) -> str:
    """The column of a ``part`` of the round ``number`` (from 1)."""
    return f"round_{number}_{part}"


def round_fields() -> dict[str, Field]:
    """The columns of every round."""
    found = {}
    for number in range(1, MOST_ROUNDS + 1):
        cells: dict[str, tuple[str, Any]] = {
            "name": ("naam", Text(Call, "name")),
            "rhythm": ("hoe vaak", Choice({"": "", **words_of(Rhythm)})),
            "opens_at": ("opent", Moment()),
            "closes_at": ("sluit", Moment(last=True)),
            "around": ("rond", Around()),
            "budget": ("budget in euro", Euro(Call, "budget")),
            "spent_at": ("budget op sinds", Moment()),
            "note": ("opmerking", Text(Call, "note")),
            "certainty": ("zekerheid", Choice({"": "", **words_of(Certainty)})),
        }
        for part, (header, widget) in cells.items():
            name = round_column(number, part)
            found[name] = Field("calls", f"ronde {number} {header}", OfRound(number - 1, part, widget))
    return found


class MeasureTable(Table):
    """Measures, one a row, with their rounds side by side. Conditions, and who used it, stay out of tables."""

    needed = ("title", "provider", "level")
    never_empty = frozenset(["slug", "title", "provider", "level", "status", "area", "certainty"])
    one = ("provider",)
    many = MANY
    beside = frozenset(round_fields())
    with_it = ("calls",)

    slug = text("slug", "sleutel")
    title = text("title", "titel")
    title_en = text("title_en", "titel in het Engels")
    status = Field("status", "toestand", Choice(STATES))
    provider = Field("provider", "gever", Giver())
    level = Field("level", "niveau", Choice(words_of(Level)))
    forms = Field("forms", "wat je krijgt", Several("forms"))
    area = Field("area", "geldt in", Choice(AREAS))
    municipalities = Field("municipalities", "gemeenten", Several("municipality"))
    legal_forms = Field("legal_forms", "wie mag vragen", Several("legal_forms"))
    actor_kinds = Field("actor_kinds", "soorten actoren", Several("actor_kinds"))
    for_whom = text("for_whom", "voor wie")
    target_groups = Field("target_groups", "doelgroepen", Several("target_groups"))
    disciplines = Field("disciplines", "disciplines", Several("disciplines"))
    themes = Field("themes", "thema's", Several("themes"))
    description = text("description", "omschrijving")
    description_en = text("description_en", "omschrijving in het Engels")
    pays = text("pays", "betaalt")
    pays_not = text("pays_not", "betaalt niet")
    watch_out = text("watch_out", "let op")
    min_amount = text("min_amount", "minstens in euro", Euro)
    max_amount = text("max_amount", "hoogstens in euro", Euro)
    max_cost = text("max_cost", "plan kost hoogstens in euro", Euro)
    max_share = text("max_share", "hoogstens in procent", Percent)
    own_share = text("own_share", "eigen inbreng in procent", Percent)
    amount_note = text("amount_note", "over het bedrag")
    max_months = text("max_months", "hoogstens in maanden", Whole)
    cumulation = Field("cumulation", "samen met andere steun", Choice(words_of(Cumulation)))
    cumulation_note = text("cumulation_note", "over samen met andere steun")
    documents = text("documents", "klaar te maken")
    how_to_apply = text("how_to_apply", "hoe aanvragen")
    apply_url = text("apply_url", "waar aanvragen", Website)
    contact = text("contact", "contact")
    has_ended = Field("has_ended", "bestaat niet meer", YesNo())
    valid_from = Field("valid_from", "geldt vanaf", AnyDay())
    valid_to = Field("valid_to", "geldt tot en met", AnyDay())
    source_name = text("source_name", "bron")
    source_url = text("source_url", "webpagina van de bron", Website)
    verified_on = Field("verified_on", "nagekeken op", Day())
    certainty = Field("certainty", "zekerheid", Choice(words_of(Certainty)))

    class Meta:
        model = Measure
        import_id_fields = ("slug",)
        fields = (
            *("slug", "title", "title_en", "status", "provider", "level", "forms", "area", "municipalities"),
            *("legal_forms", "actor_kinds", "for_whom", "target_groups", "disciplines", "themes"),
            *("description", "description_en", "pays", "pays_not", "watch_out", "min_amount", "max_amount"),
            *("max_cost", "max_share", "own_share", "amount_note", "max_months", "cumulation"),
            *("cumulation_note", "documents", "how_to_apply", "apply_url", "contact", "has_ended"),
            *("valid_from", "valid_to", "source_name", "source_url", "verified_on", "certainty"),
        )
        export_order = fields

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields: dict[str, Field] = {**self.fields, **round_fields()}

    def columns_for(self, rounds: int) -> list[str]:
        """The columns of an export of measures that have at most ``rounds`` rounds, in order."""
        most = min(max(rounds, 1), MOST_ROUNDS)
        every = [round_column(number, part) for number in range(1, most + 1) for part in ROUND_PARTS]
        return [*self.Meta.export_order, *every]


table = MeasureTable()
