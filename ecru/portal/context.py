"""What every template may count on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

from actors.answers import seven

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}


def site(request: HttpRequest) -> dict[str, Any]:
    """The seven places (fetched when first used), addresses, and the other language of this page."""
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "nl" else "nl"
    elsewhere = in_language(other, request)
    addresses = {language: request.path, other: elsewhere.partition("?")[0]}
    return {
        "places": SimpleLazyObject(seven),
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "dutch_url": settings.BASE_URL + addresses["nl"],
        "english_url": settings.BASE_URL + addresses["en"],
        "other_language": {
            "code": other,
            "name": LANGUAGE_NAMES[other],
            "url": elsewhere,
        },
        "demo": settings.DEMO,
    }


def in_language(language: str, request: HttpRequest) -> str:
    """The address of this page in ``language``, with its query; its own address when there is none, or when it is no address at all."""
    match, here = request.resolver_match, request.get_full_path()
    try:
        if match is None:
            return translate_url(here, language)
        with override(language):
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    except (ValueError, NoReverseMatch):
        return here
    return "".join([path, *here.partition("?")[1:]])
