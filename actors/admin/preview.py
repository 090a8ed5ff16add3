"""Preview in the admin: the page of an actor as it would look with what is typed now. Nothing is written."""

from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from actors.actor_page import actor_page
from actors.models import Actor, ActorName, VerifiedBy
from ecru.base.at_once import put_at_hand
from ecru.base.keys import is_key
from ecru.base.text import fold

NOT_ASKED = ("version", "not_a_twin")  # questions about saving, and nothing is saved here
UNSAVED = 0  # the key of an actor that is new: no record has it


class PreviewsActors:
    """Lets the admin of actors show a preview."""

    admin_site: Any
    has_add_permission: Any
    has_change_permission: Any

    def get_urls(self) -> list[Any]:
        """The addresses of the preview, before those of the admin."""
        view = self.admin_site.admin_view(never_cache(self.preview_view))
        return [
            path("voorbeeld/", view, name="actors_actor_preview_new"),
            path("<int:key>/voorbeeld/", view, name="actors_actor_preview"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, obj: Any = None, **more: Any
    ) -> HttpResponse:
        """The form, which knows where its preview is."""
        name = "admin:actors_actor_preview" if obj else "admin:actors_actor_preview_new"
        context["preview_url"] = reverse(name, args=[obj.pk] if obj else [])
        return super().render_change_form(request, context, *args, obj=obj, **more)  # type: ignore[misc]

    def preview_view(self, request: HttpRequest, key: int | None = None) -> HttpResponse:
        """The page in a window of its own; when something typed is wrong, what has to be mended first."""
        record = Actor.objects.for_page().filter(pk=key).first() if key and is_key(key) else None
        allowed = self.has_change_permission(request, record) if key else self.has_add_permission(request)
        if not allowed:
            raise PermissionDenied
        if request.method != "POST" or (key and record is None):
            return redirect("admin:actors_actor_change", key) if key else redirect("admin:actors_actor_add")
        former = record.name if record else ""
        form, names = self.typed(request, record)
        if form.is_valid() and names.is_valid():
            actor = typed_actor(form, names, former)
            context = {**actor_page(actor, request.user), "canonical_url": "", "other_language": None}
            context["new_picture"] = bool(request.FILES.get("picture"))
            response = render(request, "admin/preview/actor.html", context)
        else:
            wrong = [
                (form[name].label, errors) for name, errors in form.errors.items() if name in form.fields
            ]
            context = {
                **self.admin_site.each_context(request),
                "title": former or request.POST.get("name", ""),
                "wrong": wrong,
                "others": [*form.non_field_errors(), *names.non_form_errors()],
                "wrong_names": [error for row in names.errors for errors in row.values() for error in errors],
            }
            response = render(request, "admin/preview/wrong.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def typed(self, request: Any, record: Actor | None) -> tuple[Any, Any]:
        """The form and the other names as typed. Files stay out: nothing may reach the disk."""
        site: Any = self
        fields = flatten_fieldsets(site.get_fieldsets(request, record))
        form_class = site.get_form(request, record, change=record is not None, fields=fields)
        form = form_class(request.POST, instance=record)
        for name in NOT_ASKED:
            form.fields.pop(name, None)
        [names, *_people], _inlines = site._create_formsets(request, form.instance, change=record is not None)
        return form, names


def typed_actor(form: Any, names: Any, former: str) -> Actor:
    """The actor as typed, never saved, with its relations at hand; ``former`` is the name that is stored."""
    actor: Actor = form.instance
    answers = form.cleaned_data
    if actor.pk is None:
        actor.pk = UNSAVED
    if answers.get("checked_today"):
        actor.verified_on, actor.verified_by = timezone.localdate(), VerifiedBy.EDITOR
    places = list(answers.get("active_in") or [])
    if answers.get("confirm_hint") and actor.municipality_hint:
        actor.municipality = actor.municipality_hint
        places = list({place.pk: place for place in [*places, actor.municipality]}.values())
    put_at_hand(actor, "active_in", places)
    for name in ("disciplines", "target_groups", "themes", "umbrellas"):
        put_at_hand(actor, name, list(answers.get(name) or []))
    put_at_hand(actor, "names", typed_names(actor, names, former))
    return actor


def typed_names(actor: Actor, names: Any, former: str) -> list[ActorName]:
    """The other names as typed, with the former name that a new one leaves behind."""
    rows = [row for row in names.cleaned_data if row.get("name") and not row.get("DELETE")]
    typed = [ActorName(name=row["name"], kind=row["kind"]) for row in rows]
    known = {fold(entry.name) for entry in typed} | {fold(actor.name)}
    if former and fold(former) not in known:
        typed.append(ActorName(name=former, kind=ActorName.Kind.FORMER))
    return typed
