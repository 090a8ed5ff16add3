"""Parts of pages that are the same on every page: drawn once in each worker."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 60  # texts that one part keeps; what it depends on has few values, so this is never reached


class DrawnOnce(template.Node):
    """What stands between the tags, kept for each language and each value of what it depends on."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self.drawn: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The text, drawn when it was not yet."""
        key = (get_language(), *(value.resolve(context, ignore_failures=True) for value in self.values))
        text = self.drawn.get(key)
        if text is None:
            text = self.nodelist.render(context)
            if len(self.drawn) < MOST:
                self.drawn[key] = text
        return text


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """Draws what is inside once for each language, and each value of the variables that are given.

    For what is the same on all pages and for all visitors: it may depend on addresses, translations, settings and those
    variables (texts, numbers, yes or no), and on nothing else: never on who looks, or on what the database holds.
    """
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce(nodelist, values)
