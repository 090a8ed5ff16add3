"""Writing down what happened to projects and calls."""

from actors.models import User

from .models import PartnerCall, Project, StateChange, What

Record = Project | PartnerCall
BY_LINK = "link"


def note(  # noqa: PLR0913 - a line of history has this many parts
    record: Record,
    by: User | None,
    what: What,
    old: str,
    new: str,
    *,
    about: str = "",
    by_itself: bool = False,
) -> StateChange:
    """Writes one line. ``by``: None for who held a link in a mail, and for what happens ``by_itself``."""
    where = {"project": record} if isinstance(record, Project) else {"partner_call": record}
    return StateChange.objects.create(
        **where,
        what=what,
        old=str(old)[:40],
        new=str(new)[:40],
        about=about[:200],
        by=by,
        by_name=(str(by) if by else "")[:254],
        by_itself=by_itself,
    )
