"""Boxes to tick, without counts: in Python, as a page has hundreds of them."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from ecru.base.directory.facets import Option

from .ecru import town

register = template.Library()


@register.simple_tag
def ticks(name: str, options: Iterable[Option]) -> SafeString:
    """The answers to one question of which several may count. One with a ``slug`` is a municipality, and shows its pattern."""
    return format_html_join(
        "\n",
        '<label class="choice"><input type="checkbox" id="{}-{}" name="{}" value="{}"{}> <span>{}</span></label>',
        (
            (
                name,
                option.value,
                name,
                option.value,
                " checked" if option.checked else "",
                town(option) if option.slug else option.name,
            )
            for option in options
        ),
    )
