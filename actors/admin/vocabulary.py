"""Vocabularies in the admin: the words that describe actors, their headings, and the sources of facts."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actors.models import (
    ActorKind,
    Discipline,
    Language,
    Offer,
    Source,
    TargetGroup,
    TermGroup,
    Theme,
    Topic,
)
from ecru.base.searchable import renaming

from .shared import FieldAdmin

ADDRESS_HELP = _("The last part of addresses that filter by this word. It cannot change later.")


class LabelledAdmin(FieldAdmin):
    """A list of words with a Dutch and an English label, in an order of their own."""

    search_fields = ["label", "label_en", "slug"]
    prepopulated_fields = {"slug": ["label"]}
    list_display = ["label", "label_en", "position", "last_changed"]
    ordering = ["position", "label"]
    readonly_fields = ["provenance"]
    help_texts = {
        "slug": ADDRESS_HELP,
        "position": _("Low numbers come first. Equal numbers stand in the order of the alphabet."),
        "alt_labels": _("What people type who mean this: “toneel” for theatre. A comma between them."),
        "group": _("The heading under which long lists show this word."),
    }

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, with help in plain words."""
        return super().get_form(request, obj, change, **{"help_texts": self.help_texts, **kwargs})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saves; a new label can be searched for at once."""
        renamed = change and {"label", "label_en", "alt_labels"} & set(form.changed_data)
        with renaming(self.model, [obj.pk] if renamed else []):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Deletes the word, also from what search finds."""
        with renaming(self.model, [obj.pk]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Deletes words, also from what search finds."""
        with renaming(self.model, list(queryset.values_list("pk", flat=True))):
            super().delete_queryset(request, queryset)


class WordAdmin(LabelledAdmin):
    """Words that records are described with: how many use them."""

    described = "actors"  # the records of which the list counts how many use these words
    list_display = ["label", "label_en", "position", "uses", "last_changed"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The words, each with the number of records that use it."""
        return super().get_queryset(request).annotate(use_count=Count(self.described))

    @admin.display(description=_("used by"), ordering="use_count")
    def uses(self, word: Any) -> int:
        """How many records this word describes."""
        return word.use_count


class TermAdmin(WordAdmin):
    """Words under headings."""

    list_display = ["label", "label_en", "group", "position", "uses", "last_changed"]
    list_filter = ["group"]
    list_select_related = ["group"]
    autocomplete_fields = ["group"]


@admin.register(ActorKind)
class ActorKindAdmin(TermAdmin):
    """Kinds of actors."""

    index_position = 30


@admin.register(Discipline)
class DisciplineAdmin(TermAdmin):
    """Disciplines."""

    index_position = 31


@admin.register(TargetGroup)
class TargetGroupAdmin(TermAdmin):
    """Target groups; three of them come first in all the network does."""

    index_position = 32
    list_display = ["label", "label_en", "is_primary", "group", "position", "uses", "last_changed"]
    list_filter = ["is_primary", "group"]


@admin.register(Theme)
class ThemeAdmin(TermAdmin):
    """Themes."""

    index_position = 33


@admin.register(Topic)
class TopicAdmin(TermAdmin):
    """Topics of expertise: what people need to know, and what somebody can teach."""

    described = "experts"
    index_position = 34
    list_display = [
        "label",
        "label_en",
        "group",
        "is_needed",
        "is_offered",
        "position",
        "uses",
        "last_changed",
    ]
    list_filter = ["is_needed", "is_offered", "group"]
    autocomplete_fields = ["group", "source"]


@admin.register(Offer)
class OfferAdmin(WordAdmin):
    """What experts do for people."""

    described = "experts"
    index_position = 37


@admin.register(Language)
class LanguageAdmin(WordAdmin):
    """Languages in which experts help."""

    described = "experts"
    index_position = 38


@admin.register(TermGroup)
class TermGroupAdmin(LabelledAdmin):
    """Headings."""

    index_position = 35


@admin.register(Source)
class SourceAdmin(FieldAdmin):
    """Documents that facts were read from."""

    index_position = 36
    search_fields = ["title", "title_en", "slug"]
    list_display = ["title", "slug", "published_in", "uses", "last_changed"]
    readonly_fields = ["provenance"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The sources, each with the number of actors that come from it."""
        return super().get_queryset(request).annotate(use_count=Count("actor"))

    @admin.display(description=_("year"), ordering="year")
    def published_in(self, source: Source) -> str:
        """The year, which is not a number to group by thousands."""
        return str(source.year or "")

    @admin.display(description=_("actors"), ordering="use_count")
    def uses(self, source: Any) -> int:
        """How many actors come from this document."""
        return source.use_count
