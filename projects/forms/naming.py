"""Naming an organisation of the platform in a form: by typing what it is called."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from actors.models import Actor

LONGEST, MOST_ALIKE = 200, 5
AS_IT_STANDS = _("Write the name as it stands under “Who is who”.")


class NamesActor:
    """A form in which somebody types the name of an actor. ``alike``: whom they may have meant, when that was not clear."""

    alike: list[Actor]

    def named(self, typed: str) -> Actor | None:
        """The one actor called ``typed``; None when there is none or more than one, and then ``alike`` says who it may be."""
        name = " ".join(typed.split())
        found = list(self.known().filter(name__iexact=name)[:2])
        if len(found) == 1:
            return found[0]
        self.alike = found or list(self.known().search(name).names_first(name)[:MOST_ALIKE])
        return None

    @property
    def problem(self) -> Any:
        """Why there is no actor."""
        if self.alike:
            return _("Choose whom you mean, or write the name otherwise.")
        return _("We do not know this organisation. Look under “Who is who” how it is written.")

    def known(self) -> Any:
        """Whom one may name: everybody who shows."""
        return Actor.objects.published().select_related("municipality")
