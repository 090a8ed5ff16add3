"""The columns of a table of actors. Their names are Dutch in every language: they are part of the file."""

from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field
from import_export.resources import ModelResource
from rapidfuzz import fuzz, process

from actors.models import Actor, ActorName, Scale, VerifiedBy
from ecru.base.spreadsheet.cells import tidy
from ecru.base.text import fold

from .cells import (
    Capitals,
    Choice,
    Company,
    Day,
    Degrees,
    Names,
    One,
    OneActor,
    Several,
    SeveralActors,
    Text,
    Website,
    YesNo,
    parts,
)
from .words import Words

KEYS = ("slug", "kbo_number", "v_code")
NEVER_EMPTY = {"slug", "name", "kind", "scale", "status", "country"}
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
ALIKE = 75  # of 100: how near a header must be to be offered instead


def text(name: str, header: str, widget: type[Text] = Text) -> Field:
    """A column for the field ``name``."""
    return Field(name, header, widget(name))


class ActorTable(ModelResource):
    """Actors, one a row. What has no column here (pictures) stays out of tables."""

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

    def stored(self, name: str, cell: str, words: Words) -> Any:
        """What we keep for the text ``cell`` in column ``name``. Raises ``ValidationError``."""
        field = self.fields[name]
        return field.clean({field.column_name: cell}, words=words)

    def told(self, name: str, stored: Any, words: Words) -> str:
        """The text of the column ``name`` for a value that ``stored`` gave."""
        return self.fields[name].widget.render(stored, words=words)

    def cell(self, name: str, actor: Actor, words: Words) -> str:
        """The text of the column ``name`` for ``actor``. Prefetch with ``whole``."""
        return tidy(self.fields[name].export(actor, words=words))

    def mentioned(self, cells: dict[str, str]) -> list[str]:
        """The other actors that ``cells`` mention."""
        return [word for word in [cells.get("parent", ""), *parts(cells.get("umbrellas", ""))] if word]

    def blank(self, name: str) -> str:
        """The text of the column ``name`` for an actor of whom nothing is known."""
        field = Actor._meta.get_field(name) if name not in NAMES else None
        if field is None or field.is_relation:
            return ""
        return tidy(self.fields[name].widget.render(field.get_default()))  # type: ignore[union-attr]


table = ActorTable()


def headers_of(names: list[str]) -> list[str]:
    """What the columns ``names`` are called in the file."""
    return [str(table.fields[name].column_name) for name in names]


def header_of(name: str) -> str:
    """What the column ``name`` is called in the file."""
    return headers_of([name])[0]


def columns_for(*, addresses: bool) -> list[str]:
    """The columns of an export, in order; the e-mail addresses only when ``addresses``."""
    return [name for name in table.get_export_order() if addresses or name not in ADDRESSES]


def named(header: str) -> str | None:
    """The column that ``header`` means: its Dutch name in any case, or the name of the field."""
    wanted = fold(header)
    for name in table.fields:
        if wanted in {fold(header_of(name)), fold(name)}:
            return name
    return None


def nearest(header: str) -> str:
    """The column that looks most like ``header``; empty when none does."""
    near = process.extractOne(
        fold(header), headers_of(list(table.fields)), scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    return near[0] if near else ""


def whole(actors: QuerySet[Actor]) -> QuerySet[Actor]:
    """``actors`` with all that a row shows, in a constant number of queries."""
    return actors.select_related(*RELATIONS).prefetch_related(*MANY, "names")
