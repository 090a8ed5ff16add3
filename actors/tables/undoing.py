"""What is particular to undoing an import of actors: other names and the rows of imports go with them, pictures keep them."""

from django.utils.translation import gettext as _

from actors.models import Actor, ActorName, ImportRow
from ecru.base.tables import undoing as base

from .writing import Writer


class Undoer(base.Undoer):
    """Takes back the rows of one import of actors."""

    writer_type = Writer
    own = frozenset([ImportRow, ActorName])

    def changed_beside(self, record: Actor) -> list[str]:
        """A picture stands in no column."""
        return [_("picture")] if record.picture else []
