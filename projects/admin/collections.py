"""Collections in the admin: an introduction, and what is in it."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.admin.pickers import Pickers
from actors.admin.shared import FieldAdmin, FieldRights
from ecru.base.admin_mixins import ShownOnSite
from ecru.base.models import Publication

from ..models import Collection, CollectionItem


class ItemInline(Pickers, FieldRights, admin.TabularInline):
    """What is in a collection, in order. Each line is a practice or a project."""

    model = CollectionItem
    extra = 0
    autocomplete_fields = ["practice", "project"]
    fields = ["position", "practice", "project", "note", "note_en"]


@admin.register(Collection)
class CollectionAdmin(ShownOnSite, FieldAdmin):
    """Practices and projects that belong together."""

    index_position = 22
    save_as = True
    save_on_top = True
    search_fields = ["title", "title_en", "summary", "introduction"]
    search_help_text = _("Searches the title and the introduction.")
    ordering = ["position", "title", "pk"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ItemInline]
    actions = ["publish", "archive", "delete_selected"]
    autocomplete_fields = ["source"]
    list_display = ["title", "status", "size", "position", "last_changed"]
    list_filter = ["status"]
    readonly_fields = ["provenance", "created_at", "updated_at", "published_at", "last_changed"]
    fieldsets = [
        (None, {"fields": ["title", "title_en", "slug", "status", "position"]}),
        (_("Introduction"), {"fields": ["summary", "introduction", "summary_en", "introduction_en"]}),
        (_("How we know"), {"fields": ["source", "source_pages", "verified_on", "provenance"]}),
        (_("History"), {"fields": ["last_changed", "updated_at", "created_at", "published_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every collection, with how much of it shows."""
        collections: Any = super().get_queryset(request)
        return collections.in_order()

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publishes what is not published yet."""
        with transaction.atomic():
            chosen = list(queryset.exclude(status=Publication.PUBLISHED))
            among(chosen).publish()
            self.note_changes(request, chosen, gettext("Published."))
        self.tell(request, len(chosen))

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Archives what is not archived yet."""
        with transaction.atomic():
            chosen = list(queryset.exclude(status=Publication.ARCHIVED))
            among(chosen).archive()
            self.note_changes(request, chosen, gettext("Archived."))
        self.tell(request, len(chosen))

    def tell(self, request: HttpRequest, number: int) -> None:
        """Tells how many collections changed; says so as a warning when there was nothing to do."""
        said = ngettext("%(count)d collection is changed.", "%(count)d collections are changed.", number)
        nothing = gettext("Nothing had to change in what you selected.")
        level = messages.SUCCESS if number else messages.WARNING
        self.message_user(request, said % {"count": number} if number else nothing, level)

    @admin.display(description=_("examples that show"))
    def size(self, collection: Any) -> int:
        """How many of its items everyone may see."""
        return collection.shown_count


def among(chosen: list[Collection]) -> Any:
    """The records of ``chosen``, as a queryset of their own."""
    return Collection.objects.filter(pk__in=[collection.pk for collection in chosen])
