"""What we hold of somebody with an account: to see, to take along, and to be forgotten.

An app registers a ``Holding`` for each kind of record that says something about an account, in a module ``holdings``, which is
imported when the portal starts. A test fails for a relation to accounts that no holding covers. What must happen before
somebody leaves (an organisation that would have nobody left) is asked of the functions in ``before_leaving``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.files import FieldFile

Row = tuple[Any, Any]  # a label and a value, for people
Export = list[dict[str, Any]]  # records with plain keys, ready for JSON


def no_files(_user: Any) -> Iterable[FieldFile]:
    """A holding without files."""
    return []


def keep_all(_user: Any) -> None:
    """A holding that goes or stays with the account itself."""


@dataclass(frozen=True)
class Holding:
    """One kind of thing that we hold of somebody.

    ``slug`` is its key in the download. ``rows(user)`` are labels and values to show, ``export(user)`` the same and more for
    machines, ``files(user)`` what to put beside it. ``leaving`` says what becomes of it when the account is deleted, and
    ``forget(user)`` does that, inside the transaction of the deletion, while the account is still there. ``covers`` names the
    relations to accounts that this is about: "actors.change.by". Where one corrects it, ``changed_at`` says.
    """

    slug: str
    label: Any
    leaving: Any
    rows: Callable[[Any], list[Row]]
    export: Callable[[Any], Export]
    files: Callable[[Any], Iterable[FieldFile]] = no_files
    forget: Callable[[Any], None] = keep_all
    covers: tuple[str, ...] = ()
    order: int = 50


@dataclass(frozen=True)
class Follow:
    """What must be known before somebody leaves.

    With ``blocks`` they cannot leave until it is settled, and ``text`` says how. Without, ``text`` says what happens, and
    ``then(user)`` does it inside the transaction of the deletion, before anything is forgotten.
    """

    text: Any
    blocks: bool = False
    then: Callable[[Any], None] = keep_all


holdings: dict[str, Holding] = {}
addresses: dict[str, Callable[[Any], str]] = {}
before_leaving: list[Callable[[Any], Iterable[Follow]]] = []


def register(holding: Holding) -> Holding:
    """Makes ``holding`` known. Raises ``ValueError`` when another has its name already."""
    if holdings.setdefault(holding.slug, holding) != holding:
        raise ValueError(f"two holdings are called {holding.slug}")
    return holding


def changed_at(slug: str, address: Callable[[Any], str]) -> None:
    """Says where somebody corrects what the holding ``slug`` shows; a higher app may say so of a lower one."""
    addresses[slug] = address


def address_for(holding: Holding, user: Any) -> str:
    """Where ``user`` corrects it; empty when only we can."""
    return addresses[holding.slug](user) if holding.slug in addresses else ""


def ask_before_leaving(ask: Callable[[Any], Iterable[Follow]]) -> Callable[[Any], Iterable[Follow]]:
    """Lets ``ask`` say what must be known before an account is deleted; usable as a decorator. Counts once."""
    if ask not in before_leaving:
        before_leaving.append(ask)
    return ask


def in_order() -> list[Holding]:
    """All holdings, in the order of the page."""
    return sorted(holdings.values(), key=lambda holding: (holding.order, holding.slug))


def follows(user: Any) -> list[Follow]:
    """All that must be known before ``user`` leaves; what blocks comes first."""
    return sorted(
        (follow for ask in before_leaving for follow in ask(user)), key=lambda follow: not follow.blocks
    )
