"""Pages about the portal itself, and the two texts that machines look for."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ecru.base import retention
from ecru.base.access import public
from ecru.base.kept import same_for_everyone

STATEMENT_MADE = date(2026, 11, 21)
CONTACT = "info@ecru.be"
MONTHS_VALID = 6
PLAIN_TEXT = "text/plain; charset=utf-8"
CLOSED_TO_ROBOTS = (
    "/beheer/",
    "/mijn/",
    "/en/mijn/",
    "/mail/",
    "/en/mail/",
    "/actoren/?",
    "/en/actoren/?",
    "/zoeken/?",
    "/en/zoeken/?",
    "/zoeken/suggesties/",
    "/en/zoeken/suggesties/",
)


@public
@require_safe
@same_for_everyone()
def about(request: HttpRequest) -> HttpResponse:
    """What ECRU and the portal are, where the facts come from, and whose work it stands on."""
    return render(request, "portal/about.html", {"contact": CONTACT, "source_url": settings.SOURCE_URL})


@public
@require_safe
@same_for_everyone()
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (Bestuursdecreet art. II.16-17, after Directive (EU) 2016/2102)."""
    return render(request, "portal/accessibility.html", {"contact": CONTACT, "made": STATEMENT_MADE})


@public
@require_safe
@same_for_everyone()
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal knows about people, with the cookies as they are set (GDPR art. 13) and the record of processing."""
    facts = {
        "rules": retention.table(),
        "contact": CONTACT,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "session_weeks": settings.SESSION_COOKIE_AGE // (7 * 24 * 3600),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "csrf_weeks": settings.CSRF_COOKIE_AGE // (7 * 24 * 3600),
    }
    return render(request, "portal/privacy.html", facts)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """``robots.txt``: everything but the admin and the endless combinations of filters; the sitemap has the rest."""
    closed = [f"Disallow: {path}" for path in CLOSED_TO_ROBOTS]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type=PLAIN_TEXT)


@public
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """``security.txt`` (RFC 9116): where to report a weakness, and until when that is valid."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expiry(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=PLAIN_TEXT)


def expiry(now: datetime) -> datetime:
    """Midnight (UTC) on the first day of the month, ``MONTHS_VALID`` months after the month of ``now``."""
    years, month = divmod(now.month - 1 + MONTHS_VALID, 12)
    return datetime(now.year + years, month + 1, 1, tzinfo=UTC)
