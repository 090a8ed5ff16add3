"""Makes PDF files: a template of Typst in ``templates/print`` and plain data become a tagged document (PDF/UA-1).

Data is never read as markup: it goes in as JSON, and a template shows it as text. So nothing that somebody typed can draw or run.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import get_language

from ecru.base.weave import DYES

ACCESSIBLE: Literal["ua-1"] = (
    "ua-1"  # PDF/UA-1: tags, language, title, reading order, words for every picture
)
TEMPLATES = settings.BASE_DIR / "templates"
NO_GLYPH = "□"
# Blocks of Unicode that our fonts and those in Typst draw whole: Latin to Cyrillic, Hebrew, Latin additions, quotes and dashes,
# signs of money, arrows, signs of sums, and the open square itself. A test prints them all.
DRAWN = (
    (0x20, 0x4FF), (0x5D0, 0x5EA), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x203E), (0x20A0, 0x20BF),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2500, 0x25FF),
)  # fmt: skip


class NotPrintable(Exception):  # noqa: N818 - says what it is
    """Typst could not make the document: a fault in a template, never in what somebody typed."""


def printed(template: str, data: Mapping[str, Any], *, title: str, at: datetime) -> bytes:
    """The PDF of ``template`` (such as "print/letter.typ"), in the language that is active.

    ``data`` (what JSON can hold: texts, numbers, lists, mappings, None) is ``data`` in the template; ``title`` and the aware
    moment ``at`` stand in the file. The same words give the same bytes. Raises ``NotPrintable``.
    """
    import typst  # noqa: PLC0415 - seven megabytes, for the few who print

    language = get_language() or settings.LANGUAGE_CODE
    given = {
        "title": showable(title),
        "language": language.split("-")[0],
        "year": at.year,
        "month": at.month,
        "day": at.day,
    }
    try:
        made = typst.compile(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=[settings.BASE_DIR / "static" / "fonts"],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={
                "given": json.dumps(given),
                "data": json.dumps(showable(data)),
                "dyes": json.dumps(DYES),
            },
            pdf_standards=[ACCESSIBLE],
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as fault:
        raise NotPrintable(f"{template}: {fault}") from fault
    if not isinstance(made, bytes):
        raise NotPrintable(f"{template}: more than one file")
    return made


def showable(value: Any) -> Any:
    """``value`` with each character that the fonts cannot draw (emoji, Arabic, Chinese) as ``NO_GLYPH``: PDF/UA refuses an empty box."""
    if isinstance(value, str):
        return "".join(map(drawn, value))
    if isinstance(value, Mapping):
        return {key: showable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [showable(one) for one in value]
    return value


@lru_cache(maxsize=4096)
def drawn(character: str) -> str:
    """What stands on paper for ``character``; nothing for one that only steers."""
    if character in "\n\t":
        return character
    if unicodedata.category(character)[0] == "C":
        return ""
    code = ord(character)
    return character if any(first <= code <= last for first, last in DRAWN) else NO_GLYPH
