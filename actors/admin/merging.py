"""Merging two actors in the admin: choose the other one, compare both, choose field by field, and say yes."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.duplicates import likely_twins, where
from actors.merging import A, B, Gone, Merger, Refused, Stale, choices_for, fuller, gathered, survivor_of
from actors.models import Actor, ActorName
from ecru.base.keys import is_key

from .versions import version_of

FOUND = 12
TWO = 2
ALIASES = [ActorName.Kind.OTHER, ActorName.Kind.FORMER, ActorName.Kind.MERGED]


def found_by(query: str, but: int) -> Any:
    """The actors that a search for ``query`` finds, names first; none for an empty one."""
    actors = Actor.objects.search(query).names_first(query).exclude(pk=but)
    return actors.select_related("kind", "municipality")[:FOUND] if query else []


class MergesActors:
    """Lets the admin of actors merge two of them."""

    change_form_template: Any = "admin/merging/change_form.html"

    admin_site: Any
    opts: Any
    message_user: Any
    note_changes: Any
    address_of: Any
    has_change_permission: Any

    def get_urls(self) -> list[Any]:
        """Choosing the other one, and comparing both, before the addresses of the admin."""
        guard = self.admin_site.admin_view
        return [
            path("<int:a>/samenvoegen/", guard(self.choose_view), name="actors_actor_merge_with"),
            path("<int:a>/samenvoegen/<int:b>/", guard(self.merge_view), name="actors_actor_merge"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    @admin.action(description=_("Merge two into one"), permissions=["change"])
    def merge_two(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Opens the page that compares the two that were selected."""
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: TWO + 1])
        if len(keys) == TWO:
            return redirect("admin:actors_actor_merge", *keys)
        self.message_user(request, gettext("Select exactly two actors to merge them."), messages.WARNING)
        return None

    def choose_view(self, request: HttpRequest, a: int) -> HttpResponse:
        """Finds the other one by its name."""
        self.refuse_outsiders(request)
        if moved := self.moved(request, a):
            return moved
        actor = get_object_or_404(Actor, pk=a if is_key(a) else 0)
        query = request.GET.get("zoek", actor.name).replace("\0", " ").strip()
        twins = [twin.actor for twin in likely_twins(query, place=where(actor), but=a)]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Merge “%(name)s” with …") % {"name": actor},
            "opts": self.opts,
            "actor": actor,
            "query": query,
            "found": list({other.pk: other for other in [*twins, *found_by(query, but=a)]}.values())[:FOUND],
            "most": FOUND,
            "searched": "zoek" in request.GET,
        }
        return render(request, "admin/merging/choose.html", context)

    def merge_view(self, request: HttpRequest, a: int, b: int) -> HttpResponse:
        """Shows both side by side; merges after a yes."""
        self.refuse_outsiders(request)
        if not (is_key(a) and is_key(b)):
            raise Http404
        merger = Merger(a, b, request.user)
        try:
            if request.method == "POST":
                return self.merge(request, merger)
            return self.compare(request, merger)
        except Stale as reason:
            self.message_user(request, str(reason), messages.WARNING)
            return self.compare(request, merger)
        except Gone as reason:
            self.message_user(request, str(reason), messages.INFO)
            return redirect(
                self.address_of(reason.survivor) if reason.survivor else "admin:actors_actor_changelist"
            )
        except Refused as reason:
            self.message_user(request, str(reason), messages.ERROR)
            return redirect("admin:actors_actor_merge_with", a)

    def merge(self, request: Any, merger: Merger) -> HttpResponse:
        """Does what the page says."""
        asked = request.POST
        stays = B if asked.get("stays") == B else A
        alias = asked.get("alias") if asked.get("alias") in ALIASES else ActorName.Kind.OTHER
        picks = {
            name.removeprefix("pick-"): value
            for name, value in asked.items()
            if name.startswith("pick-") and value in {A, B}
        }

        def seen(a: Actor, b: Actor) -> bool:
            return [version_of(a), version_of(b)] == [asked.get("version-a"), asked.get("version-b")]

        actor, left = merger.merge(stays, picks, alias, seen)
        text = gettext("Merged. The old address leads here.")
        self.note_changes(request, [actor], text)
        self.message_user(request, text, messages.SUCCESS)
        for line in left:
            self.message_user(
                request, gettext("Kept in the history only: %(what)s") % {"what": line}, messages.WARNING
            )
        return redirect(self.address_of(actor))

    def compare(self, request: Any, merger: Merger) -> HttpResponse:
        """The page with both side by side. What was chosen before stays chosen."""
        a, b = merger.read()
        asked = request.POST
        choices = choices_for(a, b)
        rows = [
            {"choice": choice, "picked": asked.get(f"pick-{choice.key}", choice.picked)}
            for choice in choices
            if not choice.same
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Merge two actors into one"),
            "opts": self.opts,
            "a": a,
            "b": b,
            "rows": rows,
            "same": [choice for choice in choices if choice.same and choice.a],
            "warnings": [row["choice"] for row in rows if row["choice"].warning],
            "gathered": gathered(a, b),
            "stays": asked.get("stays", fuller(a, b)),
            "alias": asked.get("alias", ActorName.Kind.OTHER),
            "alias_choices": [(kind.value, kind.label) for kind in ALIASES],
            "versions": [("version-a", version_of(a)), ("version-b", version_of(b))],
        }
        return render(request, "admin/merging/compare.html", context)

    def refuse_outsiders(self, request: Any) -> None:
        """Raises 404 for who may not change actors."""
        if not self.has_change_permission(request):
            raise Http404

    def moved(self, request: Any, key: Any) -> HttpResponse | None:
        """The way to the record into which the actor ``key`` was merged; None when it was not."""
        redirect_line = survivor_of(int(key)) if is_key(key) else None
        if redirect_line is None:
            return None
        told = format_html(gettext("“{lost}” was merged into this record."), lost=redirect_line.lost_name)
        self.message_user(request, told, messages.INFO)
        return redirect(self.address_of(redirect_line.actor))

    def _get_obj_does_not_exist_redirect(self, request: Any, opts: Any, object_id: str) -> Any:
        """Sends who opens a merged actor to the one that stayed."""
        elsewhere: Any = super()
        return self.moved(request, object_id) or elsewhere._get_obj_does_not_exist_redirect(
            request, opts, object_id
        )
