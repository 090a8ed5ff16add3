"""Which language the words of people are in, on pages in another one."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.filter
def named(record: Any) -> str | SafeString:
    """What ``record`` is called, marked with its language when that is not the one of the page.

    Needs ``name`` and ``title``; what has no ``language`` has its title in Dutch.
    """
    tongue = getattr(record, "language", "nl")
    if tongue == get_language() or record.name != record.title:
        return str(record.name)
    return format_html('<span lang="{}">{}</span>', tongue, record.name)
