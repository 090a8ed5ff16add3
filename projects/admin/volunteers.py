"""The small list of kinds of help in the admin. Profiles and requests of volunteers stay between people."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actors.admin.vocabulary import LabelledAdmin

from ..models import HelpKind


@admin.register(HelpKind)
class HelpKindAdmin(LabelledAdmin):
    """What volunteers can help with."""

    index_position = 40
    list_display = ["label", "label_en", "position", "last_changed"]
    readonly_fields = ["last_changed"]
    search_help_text = _("Searches the words of the list.")
