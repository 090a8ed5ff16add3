"""Names in another language than the page say so."""

from dataclasses import dataclass

import pytest
from django.template import engines
from django.utils.translation import override


@dataclass
class Call:
    """Something with a title, perhaps in two languages; ``name`` is the one for this page."""

    title: str
    name: str


@dataclass
class Article(Call):
    """Something that says in which language it is."""

    language: str


@pytest.mark.parametrize(
    ("record", "page", "shown"),
    [
        (Call("Zaal", "Zaal"), "nl", "Zaal"),
        (Call("Zaal", "Zaal"), "en", '<span lang="nl">Zaal</span>'),
        (Call("Zaal", "Room"), "en", "Room"),
        (Article("Room", "Room", "en"), "en", "Room"),
        (Article("Room", "Room", "en"), "nl", '<span lang="en">Room</span>'),
        (Call("<b>", "<b>"), "en", '<span lang="nl">&lt;b&gt;</span>'),
        (Call("<b>", "<b>"), "nl", "&lt;b&gt;"),
    ],
)
def test_a_name_says_its_language_when_the_page_has_another(record: Call, page: str, shown: str) -> None:
    with override(page):
        assert engines["django"].from_string("{{ record|named }}").render({"record": record}) == shown
