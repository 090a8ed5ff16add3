"""What every template may count on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from actors.answers import seven

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}


def site(request: HttpRequest) -> dict[str, Any]:
    """The seven places (fetched when first used), addresses, and the other language of this page."""
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "nl" else "nl"
    return {
        "places": SimpleLazyObject(seven),
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "dutch_url": settings.BASE_URL + in_language("nl", request.path),
        "english_url": settings.BASE_URL + in_language("en", request.path),
        "other_language": {
            "code": other,
            "name": LANGUAGE_NAMES[other],
            "url": in_language(other, request.get_full_path()),
        },
        "demo": settings.DEMO,
    }


def in_language(language: str, path: str) -> str:
    """The address of the page at ``path`` in ``language``; ``path`` itself when it is no address at all."""
    try:
        return translate_url(path, language)
    except ValueError:
        return path
