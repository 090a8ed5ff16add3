"""Reading pages the way a browser does: elements, their attributes and their words."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "input", "img", "br", "hr", "use", "rect", "path", "line", "circle", "stop"}


class Element:
    """An element with its attributes and what it holds."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.holds: list[Element | str] = []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and self.outline() == other.outline()

    __hash__ = None  # type: ignore[assignment]

    def outline(self) -> Any:
        """The element as nested tuples, without needless white space."""
        inside = [
            part.outline() if isinstance(part, Element) else " ".join(part.split()) for part in self.holds
        ]
        return self.tag, sorted(self.attributes.items()), [part for part in inside if part]

    def every(self, tag: str = "", **attributes: str) -> "list[Element]":
        """All elements inside with this tag and these attributes; ``class_`` is one of its classes."""
        found = []
        for part in self.holds:
            if isinstance(part, Element):
                found += [part] if part.fits(tag, attributes) else []
                found += part.every(tag, **attributes)
        return found

    def fits(self, tag: str, attributes: dict[str, str]) -> bool:
        """Whether this is such an element."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        kind = wanted.pop("class", None)
        return (
            (not tag or self.tag == tag)
            and (kind is None or kind in self.attributes.get("class", "").split())
            and all(self.attributes.get(name) == value for name, value in wanted.items())
        )

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """The only such element."""
        found = self.every(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag} {attributes}"
        return found[0]

    @property
    def words(self) -> str:
        """The text inside, its words one space apart."""
        parts = [part.words if isinstance(part, Element) else part for part in self.holds]
        return " ".join(" ".join(parts).split())

    @property
    def links(self) -> list[str]:
        """Where the links inside lead."""
        return [link.attributes["href"] for link in self.every("a") if "href" in link.attributes]


class Reader(HTMLParser):
    """Builds the tree of a page; refuses one whose elements do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].holds.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].holds.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            last = self.open.pop()
            assert last.tag == tag, f"</{tag}> closes <{last.tag}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].holds.append(data)


def read(response: Any) -> Element:
    """The page in ``response``, whose elements must all be closed."""
    reader = Reader()
    reader.feed(response.content.decode())
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> stays open"
    return reader.root


def text_of(response: Any) -> str:
    """The words of the page in ``response``, one space apart, whatever its elements."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def structured(page: Element) -> Any:
    """What the page tells search engines."""
    script = page.one("script", type="application/ld+json")
    return json.loads("".join(part for part in script.holds if isinstance(part, str)))
