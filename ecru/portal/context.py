"""What every template may count on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from actors.models import Municipality

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}


def site(request: HttpRequest) -> dict[str, Any]:
    """The seven places (fetched when first used), addresses, and the other language of this page."""
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "nl" else "nl"
    return {
        "places": SimpleLazyObject(lambda: list(Municipality.objects.members())),
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "dutch_url": settings.BASE_URL + translate_url(request.path, "nl"),
        "english_url": settings.BASE_URL + translate_url(request.path, "en"),
        "other_language": {
            "code": other,
            "name": LANGUAGE_NAMES[other],
            "url": translate_url(request.get_full_path(), other),
        },
        "demo": settings.DEMO,
    }
