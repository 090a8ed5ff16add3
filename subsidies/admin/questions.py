"""The questions of rounds in the admin: to write as long as nobody began a dossier for the round, then only to read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actors.admin.shared import FieldAdmin

from ..models import Question
from ..models.questions import FROZEN


@admin.register(Question)
class QuestionAdmin(FieldAdmin):
    """What a round asks, section by section."""

    index_position = 28
    search_fields = ["label", "key", "section", "call__measure__search_name"]
    list_display = ["label", "call", "section", "position", "kind", "required", "last_changed"]
    list_filter = ["kind", "required", ("call", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["call__measure"]
    ordering = ["call", "position", "pk"]
    autocomplete_fields = ["call"]
    readonly_fields = ["last_changed"]
    prepopulated_fields = {"key": ["label"]}
    fixed_fields = ()
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 80})}}
    fieldsets = [
        (None, {"fields": ["call", ("section", "position"), ("section_title", "section_title_en")]}),
        (_("The question"), {"fields": ["label", "label_en", "key", "kind", "required", "most_words"]}),
        (_("Help"), {"fields": ["help", "help_en", "example", "example_en"]}),
        (_("To choose from"), {"fields": ["options", "options_en"]}),
        (_("What we know already"), {"fields": ["known_from"]}),
        (_("History"), {"fields": ["last_changed"]}),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not once there is a dossier: the questions are frozen."""
        return super().has_change_permission(request, obj) and not (obj and obj.call.is_frozen)

    def kept_because(self, record: Any) -> str:
        """Why ``record`` cannot be deleted; empty if it can."""
        return str(FROZEN) if record.call.is_frozen else ""
