"""The columns of a table of actors. Their names are Dutch in every language: they are part of the file."""

from import_export.fields import Field

from actors.models import Actor, ActorName, Scale, VerifiedBy
from ecru.base.tables.cells import Capitals, Choice, Day, One, Several, Text, Website, YesNo, parts
from ecru.base.tables.columns import Table
from ecru.base.text import fold

from .cells import Company, Degrees, Names, OneActor, SeveralActors
from .words import digits_of

KEYS = ("slug", "kbo_number", "v_code")
NEVER_EMPTY = frozenset(["slug", "name", "kind", "scale", "status", "country"])
ADDRESSES = ("contact_email", "contact_email_public")
MANY = ("active_in", "disciplines", "target_groups", "themes", "umbrellas")
NAMES = {
    "other_names": ActorName.Kind.OTHER,
    "former_names": ActorName.Kind.FORMER,
    "merged_names": ActorName.Kind.MERGED,
    "successor_names": ActorName.Kind.SUCCESSOR,
}
STATES = {"draft": "kladversie", "published": "gepubliceerd", "archived": "gearchiveerd"}
RELATIONS = ("kind", "municipality", "municipality_hint", "source", "parent")


def text(name: str, header: str, widget: type[Text] = Text) -> Field:
    """A column for the field ``name``."""
    return Field(name, header, widget(Actor, name))


class ActorTable(Table):
    """Actors, one a row. What has no column here (pictures) stays out of tables."""

    title = "name"
    keys = KEYS
    needed = ("name", "kind")
    never_empty = NEVER_EMPTY
    one = RELATIONS
    many = MANY
    beside = frozenset(NAMES)
    with_it = ("names",)

    slug = text("slug", "sleutel")
    name = text("name", "naam")
    kind = Field("kind", "soort", One("kind"))
    status = Field("status", "toestand", Choice(STATES))
    scale = Field("scale", "bereik", Choice({value: value for value in Scale.values}))
    description = text("description", "omschrijving")
    note = text("note", "opmerking")
    municipality = Field("municipality", "zetel", One("municipality"))
    active_in = Field("active_in", "actief in", Several("municipality"))
    place = text("place", "plaats elders")
    country = text("country", "land", Capitals)
    municipality_hint = Field("municipality_hint", "vermoedelijke zetel", One("municipality"))
    municipality_hint_basis = text("municipality_hint_basis", "waarom vermoed")
    latitude = text("latitude", "breedtegraad", Degrees)
    longitude = text("longitude", "lengtegraad", Degrees)
    disciplines = Field("disciplines", "disciplines", Several("disciplines"))
    target_groups = Field("target_groups", "doelgroepen", Several("target_groups"))
    themes = Field("themes", "thema's", Several("themes"))
    parent = Field("parent", "onderdeel van", OneActor())
    umbrellas = Field("umbrellas", "koepels", SeveralActors())
    other_names = Field("names", "ook gekend als", Names(ActorName.Kind.OTHER))
    former_names = Field("names", "vroegere namen", Names(ActorName.Kind.FORMER))
    merged_names = Field("names", "gegroeid uit", Names(ActorName.Kind.MERGED))
    successor_names = Field("names", "ging verder als", Names(ActorName.Kind.SUCCESSOR))
    collective = Field("collective", "staat voor een groep", YesNo())
    named_only = Field("named_only", "enkel de naam gekend", YesNo())
    closed = Field("closed", "gestopt", YesNo())
    website = text("website", "website", Website)
    contact_email = text("contact_email", "e-mailadres")
    contact_email_public = Field("contact_email_public", "e-mailadres mag getoond", YesNo())
    kbo_number = Field("kbo_number", "ondernemingsnummer", Company())
    v_code = text("v_code", "vCode", Capitals)
    partner_since = text("partner_since", "partner sinds")
    past_collaboration = text("past_collaboration", "eerder samengewerkt")
    source = Field("source", "bron", One("source"))
    source_pages = text("source_pages", "bladzijden")
    verified_on = Field("verified_on", "nagekeken op", Day())
    verified_by = Field(
        "verified_by", "nagekeken door", Choice({value: value for value in ["", *VerifiedBy.values]})
    )

    class Meta:
        model = Actor
        import_id_fields = ("slug",)
        fields = (
            *("slug", "name", "kind", "status", "scale", "description", "note", "municipality", "active_in"),
            *("place", "country", "municipality_hint", "municipality_hint_basis", "latitude", "longitude"),
            *("disciplines", "target_groups", "themes", "parent", "umbrellas", "other_names", "former_names"),
            *("merged_names", "successor_names", "collective", "named_only", "closed", "website"),
            *("contact_email", "contact_email_public", "kbo_number", "v_code", "partner_since"),
            *("past_collaboration", "source", "source_pages", "verified_on", "verified_by"),
        )
        export_order = fields

    def mentioned(self, cells: dict[str, str]) -> list[str]:
        """The other actors that ``cells`` mention."""
        return [word for word in [cells.get("parent", ""), *parts(cells.get("umbrellas", ""))] if word]

    def marks_of(self, cells: dict[str, str]) -> list[tuple[str, ...]]:
        """What tells a row from others: its keys; without any, its name and place."""
        keys = {
            "slug": cells.get("slug", ""),
            "kbo_number": digits_of(cells.get("kbo_number", "").rjust(10, "0")),
            "v_code": cells.get("v_code", "").casefold(),
        }
        marks = [(name, value) for name, value in keys.items() if value.strip("0")]
        if marks or not cells.get("name"):
            return list(marks)
        return [("name", fold(cells["name"]), fold(cells.get("municipality", "") or cells.get("place", "")))]


table = ActorTable()


headers_of, header_of, whole = table.headers_of, table.header_of, table.whole


def columns_for(*, addresses: bool) -> list[str]:
    """The columns of an export, in order; the e-mail addresses only when ``addresses``."""
    return [name for name in table.get_export_order() if addresses or name not in ADDRESSES]
