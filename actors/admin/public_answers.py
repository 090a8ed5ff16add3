"""Questions and answers that both sides made public: the team makes them ready."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actors.models import PublicAnswer
from actors.permissions import may_edit_public_answers
from ecru.base.attention import Attention, counted, watch

from .shared import FieldAdmin


@admin.register(PublicAnswer)
class PublicAnswerAdmin(FieldAdmin):
    """Questions and answers that both sides made public: the team edits them, and takes out who asked."""

    index_position = 13
    list_display = ["title", "status", "topic", "published_at", "last_changed"]
    list_select_related = ["topic"]
    list_filter = ["status", "topic"]
    search_fields = ["title", "question", "answer"]
    actions = ["publish", "archive"]
    readonly_fields = ["asker_agreed_on", "answerer_agreed_on", "published_at", "last_changed"]
    fields = [
        *("title", "slug", "question", "answer", "topic", "municipality", "actor", "expert", "status"),
        *("asker_agreed_on", "answerer_agreed_on", "published_at", "last_changed"),
    ]

    def may(self, user: Any) -> bool:
        """The team."""
        return may_edit_public_answers(user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They come out of conversations."""
        return False

    def save_model(self, request: HttpRequest, obj: PublicAnswer, form: Any, change: bool) -> None:
        """Saves, and lets search know."""
        super().save_model(request, obj, form, change)
        obj.reindex()

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Shows what both sides agree with."""
        answers: Any = queryset
        self.tell(request, answers.publish())

    @admin.action(description=_("Take off the site"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Shows it no more."""
        answers: Any = queryset
        self.tell(request, answers.archive())

    def tell(self, request: HttpRequest, count: int) -> None:
        """How many changed."""
        told = ngettext("%(count)d public answer is changed.", "%(count)d public answers are changed.", count)
        self.message_user(request, told % {"count": count}, messages.SUCCESS if count else messages.WARNING)


@watch
def answers_to_edit(user: Any) -> Iterable[Attention]:
    """What both sides agree with and nobody made ready yet."""
    if may_edit_public_answers(user):
        yield counted(
            PublicAnswer.objects.to_edit(),
            "created_at",
            label=_("Answers that may become public"),
            url=f"{reverse('admin:actors_publicanswer_changelist')}?status__exact=draft",
            why=_("Both sides agree. Take out who asked, give it a clear title, and publish."),
            order=25,
        )
