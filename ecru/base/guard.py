"""Guards public forms against machines and floods, without a third party and without keeping an address.

A form carries a field that people never see, and a signed stamp with the moment it was shown. How often somebody
sends is counted by a hash of their address with a salt of the day; yesterday's salt and counts are thrown away.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FASTEST = timedelta(seconds=3)  # no person fills in a form sooner
OLDEST = timedelta(hours=24)
WINDOW = timedelta(hours=1)
STAMP = "ecru.base.guard"
VISITOR_PREFIX = 64  # bits: a household has a whole IPv6 network
UNSEEN = ("homepage", "stamp")
OK, TOO_MANY = 200, 429


class Salt(models.Model):
    """The salt of one day. Without it nobody can work out whose hash a ``Knock`` holds."""

    day = models.DateField(_("day"), unique=True)
    value = models.CharField(max_length=64)

    class Meta:
        app_label = "base"
        verbose_name = _("salt of the day")

    def __str__(self) -> str:
        return str(self.day)


class Knock(models.Model):
    """That somebody sent a form: about what, and a hash of who. Kept for a day."""

    token = models.CharField(max_length=64, unique=True)
    visitor = models.CharField(max_length=64)
    recipient = models.CharField(max_length=64)
    about = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        app_label = "base"
        verbose_name = _("sent form")
        indexes = [
            models.Index(fields=["visitor", "at"], name="knock_visitor"),
            models.Index(fields=["recipient", "at"], name="knock_recipient"),
            models.Index(fields=["about", "at"], name="knock_about"),
        ]

    def __str__(self) -> str:
        return self.about


@dataclass(frozen=True)
class Limits:
    """How often in an hour: one visitor, all visitors about one record, all visitors with one e-mail address."""

    visitor: int = 5
    about: int = 30
    recipient: int = 5


LIMITS = Limits()


def salt_of(day: date) -> str:
    """The salt of ``day``; a new day makes its own, and throws away those before and what they counted."""
    salt, new = Salt.objects.get_or_create(day=day, defaults={"value": secrets.token_hex(32)})
    if new:
        forget_visitors()
    return salt.value


def forget_visitors() -> int:
    """Throws away every salt but today's, and the counts of more than a day ago; returns how many counts."""
    Salt.objects.filter(day__lt=timezone.localdate()).delete()
    return Knock.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()[0]


def address_of(request: HttpRequest) -> str:
    """Where ``request`` came from: the peer, or what our own proxy says when the peer is one (a private address).

    Of IPv6 the network only. What is no address counts as one and the same visitor.
    """
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    if peer is None or peer.is_private:
        told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        peer = _address(told) or peer
    if isinstance(peer, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((peer, VISITOR_PREFIX), strict=False))
    return str(peer)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def hashed(text: str) -> str:
    """``text`` as a hash that means nothing after today."""
    salt = salt_of(timezone.localdate())
    return hashlib.sha256(f"{salt}\0{text}".encode()).hexdigest()


def unreadable_key(key: str, prefix: str, version: int) -> str:
    """A key of the cache as it is stored: nobody who reads the table learns whose address or network was counted."""
    return salted_hmac("ecru.base.guard.cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


def forget_counts() -> int:
    """Throws away what the cache keeps longer than it counts; returns how many rows there were."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 - the name is a setting of ours
        return int(cursor.rowcount)


@transaction.atomic
def admit(request: HttpRequest, *, about: str, token: str, email: str = "") -> bool:
    """Whether this sending may pass, and counts it if so. The same ``token`` (a double click) counts once."""
    if Knock.objects.filter(token=token).exists():
        return True
    visitor = hashed(f"from {address_of(request)}")
    recipient = hashed(f"to {email.lower()}") if email else ""
    recent = Knock.objects.filter(at__gte=timezone.now() - WINDOW)
    if recent.filter(visitor=visitor).count() >= LIMITS.visitor:
        return False
    if recent.filter(about=about).count() >= LIMITS.about:
        return False
    if recipient and recent.filter(recipient=recipient).count() >= LIMITS.recipient:
        return False
    counted = {"visitor": visitor, "recipient": recipient, "about": about}
    Knock.objects.get_or_create(token=token, defaults=counted)
    return True


def fresh_stamp() -> str:
    """A signed stamp with the present moment and a number that is used once."""
    return signing.TimestampSigner(salt=STAMP).sign(secrets.token_urlsafe(12))


class GuardedForm(forms.Form):
    """A form that everyone may send, ``about`` one thing. After ``is_valid`` ask ``passes``, then use ``token``."""

    homepage = forms.CharField(required=False, label=_("Leave this empty"))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, about: str) -> None:
        super().__init__(data, label_suffix="")
        self.about = about
        self.status = OK
        self.fields["homepage"].widget.attrs.update({"autocomplete": "off", "tabindex": "-1"})
        self.initial["stamp"] = fresh_stamp()
        for field in self.fields.values():
            if isinstance(
                field.widget, forms.Textarea
            ):  # a browser would cut off what is pasted, without a word
                field.widget.attrs.pop("maxlength", None)

    @property
    def token(self) -> str:
        """What makes this sending one: the same stamp with the same words is the same click, made twice."""
        words = sorted((name, str(value)) for name, value in self.cleaned_data.items())
        return hashlib.sha256(repr((self.about, words)).encode()).hexdigest()

    def clean(self) -> dict[str, Any]:
        """Refuses what only a machine does. A person who meets one of these sentences sends the same once more."""
        cleaned = super().clean() or self.cleaned_data
        stamp, signer = self.cleaned_data.get("stamp", ""), signing.TimestampSigner(salt=STAMP)
        if self.data.get("homepage"):
            self.put(homepage="")
            raise ValidationError(
                gettext(
                    "Something on your computer filled in a field that has to stay empty. We emptied it: "
                    "send your text once more."
                )
            )
        try:
            signer.unsign(stamp, max_age=OLDEST)
        except signing.BadSignature:
            self.put(stamp=fresh_stamp())
            raise ValidationError(
                gettext("This page was open for too long. Your text is still here: send it once more.")
            ) from None
        if not self.errors and self.is_quick(stamp):  # who has to mend something else is slow enough by then
            raise ValidationError(gettext("That went very fast. Wait a few seconds and send it once more."))
        return cleaned

    def is_quick(self, stamp: str) -> bool:
        """Whether ``stamp`` is younger than ``FASTEST``."""
        try:
            signing.TimestampSigner(salt=STAMP).unsign(stamp, max_age=FASTEST)
        except signing.SignatureExpired:
            return False
        return True

    def put(self, **values: str) -> None:
        """Puts ``values`` in the form that goes back to the visitor."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name, value in values.items():
            data[name] = value
        self.data = data

    def passes(self, request: HttpRequest) -> bool:
        """Whether this visitor may send it now. If not, the form says so, and all that was typed stays."""
        email = self.cleaned_data.get("email", "")
        if admit(request, about=self.about, token=self.token, email=email):
            return True
        self.status = TOO_MANY
        self.add_error(
            None,
            gettext(
                "We got a lot of messages in a short time. Your text is still here: send it again in an hour, "
                "or mail us."
            ),
        )
        return False

    def visible(self) -> list[forms.BoundField]:
        """The questions for people."""
        return [self[name] for name in self.fields if name not in UNSEEN]
