"""Kinds of mail: what people call them, why they come, and whether one may stop them or get them once a day.

An app registers its own kinds in a module ``mail_kinds``, which is imported when the portal starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often somebody wants mails of a kind."""

    AT_ONCE = "at once", _("at once")
    DAILY = "daily", _("once a day, together")
    NEVER = "never", _("not")


def always(_key: str) -> bool:
    """A mail that never becomes pointless."""
    return True


@dataclass(frozen=True)
class MailKind:
    """A kind of mail.

    ``label`` is what the page of preferences calls it, ``why`` a sentence that says when it comes. What is ``stoppable``
    can be refused, what is ``digestible`` can be got once a day. Answers to what somebody asked can wait for the mail of
    the day and cannot be refused; codes and safety are neither. ``still(key)`` is asked just before a mail that waited
    goes with the others of the day. ``only`` names the property of an account that alone gets it ("is_regisseur"); empty
    for what may come to anybody.
    """

    slug: str
    label: Any
    why: Any
    stoppable: bool = False
    digestible: bool = False
    usual: Frequency = Frequency.AT_ONCE
    still: Callable[[str], bool] = always
    only: str = ""

    @property
    def is_chosen(self) -> bool:
        """Whether one may choose anything of it."""
        return self.stoppable or self.digestible

    def comes_to(self, user: Any) -> bool:
        """Whether mails of this kind may come to ``user``; None is somebody without an account."""
        return not self.only or bool(getattr(user, self.only, False))

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """What one may choose of it."""
        possible = {
            Frequency.AT_ONCE: True,
            Frequency.DAILY: self.digestible,
            Frequency.NEVER: self.stoppable,
        }
        return [(frequency.value, frequency.label) for frequency in Frequency if possible[frequency]]


kinds: dict[str, MailKind] = {}


def register(kind: MailKind) -> MailKind:
    """Makes ``kind`` known, and gives it back. Raises ``ValueError`` when another kind has its slug already."""
    if kinds.setdefault(kind.slug, kind) != kind:
        raise ValueError(f"two kinds of mail are called {kind.slug}")
    return kind


def kinds_to_choose() -> list[MailKind]:
    """What one may choose about, in the order of the labels; the daily mail itself follows from the others."""
    found = [kind for kind in kinds.values() if kind.is_chosen and kind is not DIGEST]
    return sorted(found, key=lambda kind: str(kind.label))


NEEDED = register(
    MailKind(
        "needed",
        _("What you asked for, and your safety"),
        _("We send these when you do something here yourself, or when your account changes."),
    )
)
DIGEST = register(
    MailKind(
        "digest",
        _("The mail of the day"),
        _("Once a day, at seven in the morning, with everything that you want together. Never an empty one."),
        stoppable=True,
    )
)
