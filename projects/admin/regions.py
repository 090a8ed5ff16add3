"""Partner regions and European projects in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actors.admin.shared import FieldAdmin, FieldRights
from actors.admin.versions import VersionedForm
from actors.forms.fields import LinesField
from ecru.base.admin_mixins import ShownOnSite
from ecru.base.searchable import renaming

from ..models import EuropeanProject, Region, RegionPart

BAR = " | "
WIDE = AdminTextareaWidget(attrs={"rows": 6})
LETTERS = 2  # of the code of a country (ISO 3166-1)
MOST_MADE = 10_000  # of one kind of thing, in one project


class OutputsField(LinesField):
    """What a project planned to make, one a line: in Dutch | in English | how many."""

    def prepare_value(self, value: Any) -> Any:
        """Each thing as a line; the number is left out where none is stated."""
        if not isinstance(value, list):
            return value
        rows = [(one["label"], one["label_en"], one["count"]) for one in value]
        return "\n".join(BAR.join(str(part) for part in row if part is not None) for row in rows)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The things. Raises ``ValidationError`` for a line without both names, or with a number that is none."""
        return [self.read(line) for line in super().clean(value)]

    def read(self, line: str) -> dict[str, Any]:
        """One line."""
        label, *others = (part.strip() for part in line.split("|"))
        if not label or len(others) not in (1, 2) or not others[0]:
            raise ValidationError(
                _(
                    "“%(line)s” is not complete. A line looks like: reizende tentoonstelling | touring exhibition | 2"
                ),
                params={"line": line},
            )
        number = others[1] if len(others) > 1 else ""
        if number and not (number.isdecimal() and int(number) <= MOST_MADE):
            raise ValidationError(
                _("“%(number)s” is not a number. Leave it out if nobody stated how many."),
                params={"number": number},
            )
        return {"label": label, "label_en": others[0], "count": int(number) if number else None}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the things differ, not the white space between them."""
        try:
            return self.clean(data) != (initial or [])
        except ValidationError:
            return True


class EuropeanProjectForm(VersionedForm):
    """A European project, with its lists as people type them."""

    aims = LinesField(label=_("What it wants"), help_text=_("One a line."), longest=500, widget=WIDE)
    aims_en = LinesField(
        label=_("What it wants, in English"), help_text=_("One a line."), longest=500, widget=WIDE
    )
    outputs = OutputsField(
        widget=WIDE,
        label=_("What it planned to make"),
        help_text=_("One a line, in Dutch, in English, and how many if that is stated: "
        "reizende tentoonstelling | touring exhibition | 2"),
    )  # fmt: skip


class RegionForm(VersionedForm):
    """A partner region."""

    def clean_country_code(self) -> str:
        """The two letters, as capitals. Raises ``ValidationError`` for anything else."""
        code: str = self.cleaned_data["country_code"].upper()
        if not (len(code) == LETTERS and code.isascii() and code.isalpha()):
            raise ValidationError(_("This is the code of two letters that a country has: DE, PL, SI."))
        return code


class RegionPartInline(FieldRights, admin.StackedInline):
    """In which projects a region takes part, and as what."""

    model = RegionPart
    extra = 0
    fields = ["project", "role", "strategy", "note"]


@admin.register(Region)
class RegionAdmin(ShownOnSite, FieldAdmin):
    """Regions on the map of Europe."""

    index_position = 23
    form = RegionForm
    save_on_top = True
    search_fields = ["name", "name_en", "city", "area", "country"]
    search_help_text = _("Searches the names and the places.")
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["actor", "source"]
    list_display = ["name", "country", "city", "part_count", "last_changed"]
    list_filter = ["country"]
    inlines = [RegionPartInline]
    readonly_fields = ["provenance", "last_changed"]
    fieldsets = [
        (_("What"), {"fields": [("name", "name_en"), "slug", "description", "description_en", "actor"]}),
        (_("Where"), {"fields": [("country", "country_code"), ("area", "city"), ("latitude", "longitude"), "position_note"]}),
        (_("How we know"), {"fields": ["source", "source_pages", "provenance", "last_changed"]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every region, with the number of its projects."""
        return super().get_queryset(request).annotate(part_total=Count("parts"))

    def save_model(self, request: HttpRequest, obj: Region, form: Any, change: bool) -> None:
        """Saves; practices can be searched for by the new name at once."""
        renamed = change and {"name", "name_en"} & set(form.changed_data)
        with renaming(Region, [obj.pk] if renamed else []):
            super().save_model(request, obj, form, change)

    @admin.display(description=_("projects"), ordering="part_total")
    def part_count(self, region: Any) -> int:
        """In how many European projects it takes part."""
        return region.part_total


@admin.register(EuropeanProject)
class EuropeanProjectAdmin(FieldAdmin):
    """Projects of partner regions, and what they planned to make."""

    index_position = 23
    form = EuropeanProjectForm
    save_on_top = True
    search_fields = ["title", "programme", "fund"]
    search_help_text = _("Searches the title and the programme.")
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["project", "methods", "source"]
    list_display = ["title", "programme", "ended", "part_count", "last_changed"]
    readonly_fields = ["provenance", "last_changed"]
    fieldsets = [
        (_("What"), {"fields": ["title", "slug", "website", "project"]}),
        (_("Paid by"), {"fields": [("programme", "fund"), ("end_year", "regions_stated")]}),
        (_("What it wants and makes"), {"fields": ["aims", "aims_en", "outputs", "methods"]}),
        (_("How we know"), {"fields": ["source", "source_pages", "provenance", "last_changed"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every project, with the number of regions in it."""
        return super().get_queryset(request).annotate(part_total=Count("parts"))

    @admin.display(description=_("ended in"), ordering="end_year")
    def ended(self, project: EuropeanProject) -> str:
        """The year, which is not a number to group by thousands."""
        return str(project.end_year or "")

    @admin.display(description=_("partner regions"), ordering="part_total")
    def part_count(self, project: Any) -> int:
        """How many regions take part in it."""
        return project.part_total
