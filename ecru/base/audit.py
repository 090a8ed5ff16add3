"""The audit log: who did what with rights and with data of people. Entries are added and never changed.

    note("roles.given", by=request.user, about=person, roles=["regisseur"])

``facts`` are small and without anybody's contents: numbers, keys, names of roles. The database itself refuses to change an
entry, or to remove one before its time (``base/migrations``). Two things remain possible, both asked by privacy: taking
the name out when somebody leaves, and removing what is past the time that the retention table gives.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .retention import HALF_A_YEAR, YEAR
from .unchanging import Unchanging, UnchangingQuerySet

FORMER = (
    "voormalig lid"  # what stands in history where somebody left; stored, so in the language of the house
)
LONGEST_NAME = 254


@dataclass(frozen=True)
class Verb:
    """A kind of deed. ``of_sign_in`` is kept half a year, the rest two years."""

    slug: str
    label: Any
    of_sign_in: bool = False


verbs: dict[str, Verb] = {}


def verb(slug: str, label: Any, *, of_sign_in: bool = False) -> Verb:
    """Registers a kind of deed. Raises ``ValueError`` when another has its name already."""
    made = Verb(slug, label, of_sign_in)
    if verbs.setdefault(slug, made) != made:
        raise ValueError(f"two deeds are called {slug}")
    return made


verb("signed-in", _("signed in"), of_sign_in=True)
verb("sign-in.refused", _("tried to sign in, and was refused"), of_sign_in=True)
verb("second-step.reset", _("second step of signing in taken away"))
verb("roles.given", _("role given"))
verb("roles.taken", _("role taken away"))
verb("data.downloaded", _("own data downloaded"))
verb("data.deleted", _("account deleted"))
verb("people.exported", _("data of people exported"))
verb("conversation.entered", _("stepped into a conversation"))


class AuditQuerySet(UnchangingQuerySet["AuditEntry"]):
    """Questions about deeds. Nothing here changes them."""

    def forget(self, now: datetime) -> int:
        """Removes what is past its time: sign-ins after half a year, the rest after two years. Returns how many."""
        sign_ins = [slug for slug, made in verbs.items() if made.of_sign_in]
        old = models.Q(verb__in=sign_ins, at__lt=now - HALF_A_YEAR) | models.Q(at__lt=now - 2 * YEAR)
        return self.filter(old)._raw_delete(self.db)

    def forget_person(self, user: Any) -> None:
        """Takes the name of ``user`` out of what they did, and out of what was done about their account."""
        models.QuerySet.update(self.filter(by=user), by=None, by_name=FORMER)
        about = self.filter(about_model=user._meta.label_lower, about_key=str(user.pk))
        models.QuerySet.update(about, about_title=FORMER)


class AuditEntry(Unchanging):
    """One deed: when, by whom, what, and about which record."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("by"), max_length=LONGEST_NAME, blank=True)
    verb = models.CharField(_("what"), max_length=40, db_index=True)
    about_model = models.CharField(_("kind of record"), max_length=80, blank=True)
    about_key = models.CharField(_("key"), max_length=40, blank=True)
    about_title = models.CharField(_("about"), max_length=200, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["about_model", "about_key"], name="audit_about")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.label}"

    @property
    def label(self) -> str:
        """What was done, in words."""
        return str(verbs[self.verb].label) if self.verb in verbs else self.verb


def note(verb: str, *, by: Any = None, about: models.Model | None = None, **facts: Any) -> AuditEntry:
    """Writes down that ``by`` (an account, or None for the portal itself) did ``verb``, in the caller's transaction.

    Call it where the deed is done: signing in ("signed-in", by the account), taking a second step away
    ("second-step.reset", about the account), giving and taking roles ("roles.given", "roles.taken"), taking data of people
    out ("people.exported", with the number of rows), stepping into a conversation of others ("conversation.entered", about
    the conversation). Raises ``LookupError`` for a verb that nobody registered, and ``TypeError`` for facts that are no
    short text, number, truth or list of these.
    """
    if verb not in verbs:
        raise LookupError(f"no deed is called {verb!r}")
    for name, fact in facts.items():
        if not all(
            isinstance(part, str | int | bool | None) for part in (fact if isinstance(fact, list) else [fact])
        ):
            raise TypeError(f"{name} is no plain fact")
    known = by if getattr(by, "pk", None) else None
    return AuditEntry.objects.create(
        by=known,
        by_name=str(known or "")[:LONGEST_NAME],
        verb=verb,
        about_model=about._meta.label_lower if about else "",
        about_key=str(about.pk) if about else "",
        about_title=str(about)[:200] if about else "",
        facts=facts,
    )
