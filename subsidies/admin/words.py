"""Who gives support, and the short lists of what people get and who may ask."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from actors.admin.shared import FieldAdmin
from actors.admin.vocabulary import WordAdmin
from ecru.base.searchable import renaming

from ..models import LegalForm, Provider, SupportForm


@admin.register(Provider)
class ProviderAdmin(FieldAdmin):
    """Who gives support."""

    index_position = 26
    search_fields = ["title", "title_en", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "actor", "url", "last_changed"]
    list_select_related = ["actor"]
    autocomplete_fields = ["actor"]
    readonly_fields = ["provenance", "last_changed"]
    fields = ["title", "title_en", "slug", "actor", "url", "provenance", "last_changed"]

    def save_model(self, request: HttpRequest, obj: Provider, form: Any, change: bool) -> None:
        """Saves; a measure can be searched for by the new name at once."""
        renamed = change and {"title", "title_en"} & set(form.changed_data)
        with renaming(Provider, [obj.pk] if renamed else []):
            super().save_model(request, obj, form, change)


class SupportWordAdmin(WordAdmin):
    """A short list that describes measures."""

    described = "measures"
    readonly_fields = ["last_changed"]


@admin.register(SupportForm)
class SupportFormAdmin(SupportWordAdmin):
    """What people get."""

    index_position = 42


@admin.register(LegalForm)
class LegalFormAdmin(SupportWordAdmin):
    """Who may ask."""

    index_position = 43
