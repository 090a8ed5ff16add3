"""Publishing in the admin accepts what waits for that on the desk."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from actors.desk import accept_published
from actors.models import User


class AcceptsByPublishing:
    """An admin of records that people send in: what an editor publishes here leaves the desk."""

    message_user: Any

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """After everything of a form is saved."""
        self.accept_at_desk(request, [obj])
        return super().response_change(request, obj)  # type: ignore[misc]

    def accept_at_desk(self, request: HttpRequest, records: Iterable[Any]) -> None:
        """Accepts what asked to publish ``records``, as far as they are public; says what stays on the desk, and why."""
        public = [record for record in records if record.is_public]
        for reason in accept_published(records=public, by=cast("User", request.user)):
            self.message_user(request, reason, messages.WARNING)
