"""Two people at once: a form that was opened before somebody else saved may not overwrite that by accident."""

import hashlib
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

UNSEEN = {"last_login", "search_name", "search_text", "facts"}  # change without anybody typing


def version_of(record: models.Model) -> str:
    """A mark that differs when a stored field of ``record`` differs; empty for a record that is new."""
    if record.pk is None:
        return ""
    fields = [field for field in record._meta.concrete_fields if field.name not in UNSEEN]
    state = "\0".join(str(field.value_to_string(record)) for field in fields)
    return hashlib.sha256(state.encode()).hexdigest()


def last_change(record: models.Model) -> LogEntry | None:
    """What was last noted about ``record``."""
    kind = ContentType.objects.get_for_model(record)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(record.pk))
    return entries.select_related("user").order_by("-pk").first()


def told(entry: LogEntry) -> str:
    """When and by whom, as people say it."""
    return f"{date_format(localtime(entry.action_time), 'j b Y, H:i')}, {entry.user}"


class VersionedForm(forms.ModelForm):
    """Refuses once to overwrite what somebody saved after this form was opened, and keeps all that was typed."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "version" in self.fields:
            self.initial["version"] = version_of(self.instance)

    def clean(self) -> dict[str, Any] | None:
        """Compares with what is stored now; the row stays locked until the change is written."""
        cleaned = super().clean()
        if self.instance.pk is None or "version" not in self.fields:
            return cleaned
        stored = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        now = version_of(stored) if stored else ""
        if self.cleaned_data.get("version") != now:
            self.show_next_time(now)
            raise ValidationError(self.conflict(stored), code="conflict")
        return cleaned

    def show_next_time(self, version: str) -> None:
        """Sends the form back with the version of now: who saves again has read the warning."""
        data: Any = self.data
        self.data = data.copy()
        self.data[self.add_prefix("version")] = version  # type: ignore[index]

    def conflict(self, stored: models.Model | None) -> str:
        """Who saved what in the meantime, and what to do."""
        if stored is None:
            return _("Somebody deleted this record after you opened it. Copy what you want to keep.")
        entry = last_change(stored)
        text = _(
            "Somebody saved this record after you opened it ({change}). What you typed still stands here and is "
            "not saved. {look}. Save again if yours should replace it."
        )
        link = format_html(
            '<a href="" target="_blank" rel="noopener">{}</a>', _("Look at it in a new tab first")
        )
        change = f"{told(entry)}: {entry.get_change_message()}" if entry else _("when the facts were loaded")
        return format_html(text, change=change, look=link)
