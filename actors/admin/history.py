"""The history of a record in the admin: each change with its old and new value, and undoing one of them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actors.history import (
    Deed,
    Refused,
    differences,
    forget,
    may_undo,
    note_deleted,
    parts_of,
    plan_of,
    recorded,
    undo,
    whole_of,
    write,
    write_all,
)
from actors.history.recording import keys_inside, states_inside
from actors.history.states import TITLES
from actors.models import Act, Change, Expert
from ecru.base.admin_mixins import NobodyWrites
from ecru.base.keys import is_key

from .actor_list import ChoiceFilter
from .shared import FieldRights

PER_PAGE = 20
SHORT = 160  # letters of a value in the list of all changes


class KeepsHistory:
    """Lets an admin note what is changed in it, show that field by field, and undo a change."""

    object_history_template: Any = "admin/history/history.html"

    admin_site: Any
    model: Any
    opts: Any
    message_user: Any
    note_changes: Any
    has_change_permission: Any
    has_view_permission: Any

    def get_urls(self) -> list[Any]:
        """The address where one change is undone, before those of the admin."""
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:key>/history/<int:change>/", view, name=self.undo_name), *super().get_urls()]  # type: ignore[misc]

    @property
    def undo_name(self) -> str:
        """What the address of undoing is called."""
        return f"{self.opts.app_label}_{self.opts.model_name}_undo"

    def save_form(self, request: Any, form: Any, change: bool) -> Any:
        """Looks at what is stored before it changes."""
        request.states_before = states_inside(self.model, [form.instance.pk]) if change else {}
        return super().save_form(request, form, change)  # type: ignore[misc]

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        """Notes what a new record says."""
        for kind, now in states_inside(self.model, [obj.pk]).items():
            write(kind, {}, now, Deed(request.user, act=Act.ADDED))
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        """Notes what changed, now that relations and names are written too."""
        for kind, now in states_inside(self.model, [obj.pk]).items():
            write_all(kind, request.states_before[kind], now, Deed(request.user))
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: Any, queryset: Any) -> Any:
        """Notes what the records said, before they go."""
        for part in parts_of(self.model):
            note_deleted(part, keys_inside(part, [record.pk for record in queryset]), by=request.user)
        keys = [record.pk for record in queryset]
        note_deleted(self.model, keys, by=request.user)
        noted = super().log_deletions(request, queryset)  # type: ignore[misc]
        if self.model is Expert:
            forget(self.model, keys)
        return noted

    @contextmanager
    def changing(self, request: Any, chosen: Iterable[Any], message: str) -> Iterator[None]:
        """Notes what happens inside to the records ``chosen``, under ``message``."""
        keys = [record.pk for record in chosen]
        with recorded(self.model, keys, Deed(request.user, message)):
            yield
        self.note_changes(request, chosen, message)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every change of one record, and the log of Django below it."""
        record = self.get_object(request, object_id) if is_key(object_id) else None  # type: ignore[attr-defined]
        past: Any = Past(record) if record else []
        pages: Any = Paginator(past, PER_PAGE)
        context = {
            "changes": pages.get_page(request.GET.get("vanaf")),
            "undo_url": f"admin:{self.undo_name}",
        }
        return super().history_view(request, object_id, {**context, **(extra_context or {})})  # type: ignore[misc]

    def undo_view(self, request: HttpRequest, key: int, change: int) -> HttpResponse:
        """Shows what undoing puts back; does it after a yes."""
        record = self.get_object(request, str(key)) if is_key(key) else None  # type: ignore[attr-defined]
        if record is None or not self.has_change_permission(request, record) or not is_key(change):
            raise Http404
        lines = Change.objects.inside(record, parts_of(self.model)).exclude(lost_in(record))
        line = get_object_or_404(lines, pk=change)
        past = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[key])
        steps = plan_of(line) if may_undo(line) else []
        if request.method == "POST":
            if self.take_back(request, line, steps):
                return redirect(past)
            steps = plan_of(line)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Undo a change: %(name)s") % {"name": record},
            "opts": self.opts,
            "record": record,
            "change": line,
            "back": [step for step in steps if not step.problem],
            "left": [step for step in steps if step.problem],
            "seen": seen(steps),
            "past_url": past,
        }
        return render(request, "admin/history/undo.html", context)

    def take_back(self, request: Any, line: Change, steps: list[Any]) -> bool:
        """Undoes ``line`` when the page still showed what would happen; whether that is settled."""
        possible = [step for step in steps if not step.problem]
        if possible and request.POST.get("seen") != seen(steps):
            self.message_user(
                request, gettext("Somebody changed this record a moment ago. Look again."), messages.WARNING
            )
            return False
        try:
            done = undo(line, by=request.user) if possible else []
        except Refused as reason:
            self.message_user(
                request, gettext("Nothing was undone. %(why)s") % {"why": reason}, messages.ERROR
            )
            return False
        if done:
            fields = ", ".join(step.label for step in done)
            text = gettext("Undone: %(fields)s.") % {"fields": fields}
            whole = line.into if line.model != self.model._meta.label_lower else line.key
            self.note_changes(request, [self.model._base_manager.get(pk=whole)], text)
            self.message_user(request, text, messages.SUCCESS)
        else:
            self.message_user(request, gettext("There was nothing to undo any more."), messages.WARNING)
        return True


def seen(steps: list[Any]) -> str:
    """What a page showed of ``steps``, so that a yes to something else is noticed."""
    return "|".join(f"{step.name}:{step.old}" for step in steps)[:2000]


def lost_in(record: Any) -> Q:
    """The changes of what was merged into ``record``: they are shown, and not undone."""
    return Q(model=record._meta.label_lower) & ~Q(key=record.pk)


def is_lost(line: Change, record: Any) -> bool:
    """Whether ``line`` is about something that was merged into ``record``."""
    return line.model == record._meta.label_lower and line.key != record.pk


class Past:
    """The changes of ``record`` and its parts for a paginator, each with its differences and whether it can be undone."""

    def __init__(self, record: Any) -> None:
        self.record = record
        lines = Change.objects.inside(record, parts_of(type(record)))
        self.lines = lines.select_related("by").prefetch_related("undone_by")

    def __len__(self) -> int:
        return self.lines.count()

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        return [
            {
                "line": line,
                "differences": differences(line),
                "may_undo": not is_lost(line, self.record) and may_undo(line) and not line.undone_by.all(),
                "undone": next(iter(line.undone_by.all()), None),
                "of_other": is_lost(line, self.record),
                "of_part": line.model != self.record._meta.label_lower,
            }
            for line in self.lines[part]
        ]


class KindFilter(ChoiceFilter):
    """What sort of record it is about."""

    title = _("kind of record")
    parameter_name = "soort"

    def questions(self) -> dict[str, tuple[Any, Q]]:
        """Every kind of which the history is kept."""
        return {
            model._meta.model_name or "": (model._meta.verbose_name_plural, Q(model=model._meta.label_lower))
            for model in TITLES
        }


@admin.register(Change)
class ChangeAdmin(NobodyWrites, FieldRights, admin.ModelAdmin):
    """Every change with its old and new value, also of records that are gone. Nobody changes it."""

    index_position = 94
    index_name = _("Every change, old and new")
    search_fields = ["record", "by_name", "reason"]
    list_display = ["at", "by_name", "act", "name", "what", "reason"]
    list_display_links = None
    list_filter = ["act", KindFilter]
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=_("record"), ordering="record")
    def name(self, line: Change) -> str:
        """The name of then, with the way to its history; a merged one leads to where it went."""
        if line.act == Act.DELETED:
            return line.record
        name = whole_of(apps.get_model(line.model))._meta.label_lower.replace(".", "_")
        address = reverse(f"admin:{name}_history", args=[line.into or line.key])
        return format_html('<a href="{}">{}</a>', address, line.record)

    @admin.display(description=_("what changed"))
    def what(self, line: Change) -> str:
        """Field by field, shortened; of a new record, which says everything, only how much."""
        if line.act == Act.ADDED:
            count = len(line.values)
            return ngettext("%(count)d field filled in", "%(count)d fields filled in", count) % {
                "count": count
            }
        rows = [
            (part.label, Truncator(part.old).chars(SHORT), Truncator(part.new).chars(SHORT))
            for part in differences(line)
        ]
        return format_html_join("", "<div>{}: <del>{}</del> → <ins>{}</ins></div>", rows)
