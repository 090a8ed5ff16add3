"""The past of an actor for who acts for it: what changed, by whom as far as they may know, and how to take it back."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actors.history import Difference, Step, differences, may_undo, plan_of, undo
from actors.history.states import NAMES, own_fields, relations_to_many
from actors.models import Act, Actor, Change, Membership, MunicipalLink, Role, User
from actors.permissions import may_change_all_at_once, may_edit_actor

from .reading import AT_ONCE, without_file_names

SHOWN = 4  # fields named in one line of text
LONGEST_KEY = 18  # digits of a key that every database can hold
KEEPERS = {Role.EDITOR, Role.REGISSEUR}
UNTOLD = {
    "note",
    "status",
    "source",
    "source_pages",
    "municipality_hint",
    "municipality_hint_basis",
}  # of the editors


@dataclass(frozen=True)
class Line:
    """One change, as who keeps a record reads it. ``of_other``: it happened to a record that became part of this one.

    ``of_part``: it happened to something that belongs to it, such as a round of a measure.
    """

    change: Change
    who: str
    differences: list[Difference]
    can_be_undone: bool
    undone: Change | None
    of_other: bool = False
    of_part: bool = False

    @property
    def labels(self) -> list[str]:
        """The fields that changed, for one line of text; of a new record none, as that is all of them."""
        return [] if self.change.act == Act.ADDED else [part.label for part in self.differences[:SHOWN]]


class Past:
    """The changes of an actor for a paginator, the newest first; a constant number of queries a page."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        changes = Change.objects.about(actor).select_related("by")
        self.lines = changes.prefetch_related("by__groups", "undone_by")

    def __len__(self) -> int:
        return self.lines.count()

    def __getitem__(self, part: slice) -> list[Line]:
        lines = list(self.lines[part])
        people = {line.by_id for line in lines if line.by_id}
        colleagues, partners = circle_of(self.actor, people)
        return [self.line(change, who(change, colleagues, partners)) for change in lines]

    def line(self, change: Change, name: str) -> Line:
        """``change`` by ``name``."""
        undone = next(iter(change.undone_by.all()), None)
        told = [without_file_names(part) for part in differences(change) if part.name not in UNTOLD]
        mine = change.key == self.actor.pk
        open_ = mine and may_undo(change) and undone is None and any(part.name in live() for part in told)
        return Line(change, name, told, open_, undone, not mine)


def past(actor: Actor) -> Past:
    """What happened to ``actor``."""
    return Past(actor)


def line_of(actor: Actor, key: str) -> Line | None:
    """The change of ``actor`` with this key, which came from an address."""
    if not (key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY):
        return None
    found = Past(actor)
    found.lines = found.lines.filter(key=actor.pk, pk=int(key))
    return next(iter(found[0:1]), None)


def circle_of(actor: Actor, people: set[int]) -> tuple[set[int], set[int]]:
    """Of the accounts ``people``: who acts or acted for ``actor``, and who works or worked for its municipality."""
    members = Membership.objects.of_actor(actor).filter(user__in=people).values_list("user", flat=True)
    links = MunicipalLink.objects.filter(user__in=people, municipality=actor.municipality_id)
    return set(members), set(links.values_list("user", flat=True))


def told_by(change: Change) -> str:
    """Who made ``change`` to an actor, as its people may know it."""
    actor = Actor.objects.filter(pk=change.key).first()
    people = {change.by_id} if change.by_id else set()
    return who(change, *(circle_of(actor, people) if actor else (set(), set())))


def who(change: Change, colleagues: set[int], partners: set[int]) -> str:
    """A name for colleagues only; never an e-mail address."""
    by = change.by
    if by is None:
        return _("a former member") if change.by_name else _("the sources")
    if by.is_superuser or KEEPERS & {group.name for group in by.groups.all()}:
        return _("the editors")
    if by.pk in colleagues:
        return by.name or _("a colleague")
    return _("the municipality") if by.pk in partners else _("somebody of the network")


# --- Taking back --------------------------------------------------------------------------------------------------


def live() -> set[str]:
    """The fields, as history calls them, that people of an actor change at once, and so may put back."""
    return {*AT_ONCE, NAMES, "named_only", "verified_on", "verified_by"}


def closed_to(by: User) -> set[str]:
    """The fields that ``by`` cannot put back alone."""
    if may_change_all_at_once(by):
        return set()
    every = {*(column.name for column in own_fields(Actor)), *relations_to_many(Actor), NAMES}
    return every - live()


def what_undoing_does(change: Change, by: User) -> list[Step]:
    """What happens when ``by`` takes ``change`` back; steps with a problem stay as they are."""
    steps = plan_of(change, closed=closed_to(by)) if may_undo(change) else []
    return [without_file_names(step) for step in steps if step.name not in UNTOLD]


def undo_own(*, change: Change, actor: Actor, by: User) -> list[Step]:
    """Takes back what ``by`` may of a ``change`` to ``actor``; what was done. Raises ``PermissionDenied``, ``Refused``."""
    if not may_edit_actor(by, actor) or change.key != actor.pk or change.act in {Act.ADDED, Act.DELETED}:
        raise PermissionDenied
    return undo(change, by=by, closed=closed_to(by))
