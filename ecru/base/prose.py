"""Turns what people write into safe HTML: CommonMark in, a small set of elements out."""

from functools import cache
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "hr",
    "h3",
    "h4",
    "h5",
    "h6",
}
ATTRIBUTES = {"a": {"href", "title", "rel"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
TOP_HEADING = 3  # a page has its own h1 and h2, so text starts at h3
DEEPEST_HEADING = 6


@cache
def reader() -> MarkdownIt:
    """The CommonMark reader: no raw HTML, and no pictures (a picture becomes a link to it)."""
    return MarkdownIt("commonmark", {"html": False}).disable("image")


def is_external(href: str) -> bool:
    """Whether a link leaves the portal."""
    host = urlsplit(href).hostname
    return host is not None and host != urlsplit(settings.BASE_URL).hostname


def lower_heading(token: Token) -> None:
    """Moves a heading of the text below the headings of the page."""
    level = int(token.tag[1]) + TOP_HEADING - 1
    token.tag = f"h{min(level, DEEPEST_HEADING)}"


def mark_links(tokens: list[Token]) -> None:
    """Tells search engines that links out of the portal were put there by people, not by us."""
    for token in tokens:
        if token.type == "link_open" and is_external(str(token.attrGet("href"))):
            token.attrSet("rel", "nofollow ugc noopener")


def to_html(text: str) -> str:
    """Safe HTML for ``text`` (CommonMark). Raw HTML shows as text; unsafe links lose their target."""
    tokens = reader().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            lower_heading(token)
        mark_links(token.children or [])
    html = reader().renderer.render(tokens, reader().options, {})
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
