"""Other pages of an actor on the web, beside its website."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

MOST_LINKS = 6
LONGEST_LINK = 200
is_web_address = URLValidator(schemes=["http", "https"])
KNOWN = {
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "tiktok.com": "TikTok",
    "linkedin.com": "LinkedIn",
    "vimeo.com": "Vimeo",
    "soundcloud.com": "SoundCloud",
    "bandcamp.com": "Bandcamp",
    "open.spotify.com": "Spotify",
    "uitinvlaanderen.be": "UiTinVlaanderen",
}


@dataclass(frozen=True)
class Link:
    """A page elsewhere, as people call it."""

    url: str
    name: str


def link_name(url: str) -> str:
    """What people call the page at ``url``: the service when we know it, else the host."""
    host = urlsplit(url).netloc.lower().removeprefix("www.")
    for known, name in KNOWN.items():
        if host == known or host.endswith(f".{known}"):
            return name
    return host


def validate_links(value: Any) -> None:
    """Refuses anything but a short list of web addresses."""
    if not isinstance(value, list) or len(value) > MOST_LINKS:
        raise ValidationError(_("At most %(most)d links fit here."), params={"most": MOST_LINKS})
    for url in value:
        if not isinstance(url, str) or len(url) > LONGEST_LINK:
            raise ValidationError(_("This link is too long."))
        try:
            is_web_address(url)
        except ValidationError as error:
            told = _("“%(link)s” is not a web address. It looks like https://www.example.be.")
            raise ValidationError(told, params={"link": url[:80]}) from error
