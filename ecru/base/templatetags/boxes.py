"""Boxes to tick, without counts: in Python, as a page has hundreds of them."""

from collections.abc import Iterable

from django import template
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ecru.base.directory.facets import Option

from .ecru import town

register = template.Library()
PLAIN = ("django/forms/widgets/checkbox_option.html", "django/forms/widgets/radio_option.html")


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


@register.filter
def tick(choice: BoundWidget) -> SafeString:
    """One box of a question of a form, as Django writes it. Another kind of box than its own is left to Django."""
    data = choice.data
    if data["template_name"] not in PLAIN:
        return choice.tag()
    value = "" if data["value"] is None else format_html(' value="{}"', data["value"])
    return format_html(
        '<input type="{}" name="{}"{}{}>', data["type"], data["name"], value, flatatt(data["attrs"])
    )
