"""What matched, marked in the text as it was written."""

from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from ecru.base.catalogue import Reading

AROUND = 60  # letters shown before the first match
LONGEST = 190  # letters in a snippet
CUT = "…"

Span = tuple[int, int]


def marked(text: str, spans: Sequence[Span]) -> SafeString:
    """``text`` as HTML, with ``spans`` (begin and end, in order) in ``<mark>``. Everything in it is escaped."""
    parts, at = [], 0
    for start, end in spans:
        parts += [conditional_escape(text[at:start]), format_html("<mark>{}</mark>", text[start:end])]
        at = end
    return SafeString("".join([*parts, conditional_escape(text[at:])]))


def mark(text: str, reading: Reading) -> SafeString:
    """``text`` as HTML with what answers ``reading`` marked."""
    return marked(text, reading.marks(text))


def snippet(text: str, reading: Reading) -> SafeString:
    """The part of ``text`` around the first match, about 190 letters, cut between words; its beginning without one."""
    text = " ".join(text.split())
    spans = reading.marks(text)
    start, end = window(text, spans[0][0] if spans else 0)
    inside = [(first - start, last - start) for first, last in spans if first >= start and last <= end]
    before, after = (f"{CUT} " if start else ""), (f" {CUT}" if end < len(text) else "")
    return SafeString(f"{before}{marked(text[start:end], inside)}{after}")


def window(text: str, match: int) -> Span:
    """Where to cut ``text`` so that ``match`` is in sight: at the beginning of a word, and at the end of one."""
    start = max(0, match - AROUND)
    if start:
        start = text.find(" ", start, match + 1) + 1 or match
    if len(text) - start <= LONGEST:
        return start, len(text)
    end = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
    return start, end if end > match else start + LONGEST
