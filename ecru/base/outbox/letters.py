"""A letter: what to mail, in words that become plain text and simple HTML alike."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from .kinds import NEEDED, MailKind, kinds


@dataclass(frozen=True)
class Link:
    """A button under the words: what it does, and its address (of this portal: "/mijn/", or whole)."""

    label: str
    address: str

    @property
    def whole(self) -> str:
        """The whole address. Raises ``ValueError`` for what is no web address on one line."""
        address = settings.BASE_URL + self.address if self.address.startswith("/") else self.address
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.netloc or len(address.split()) != 1:
            raise ValueError(f"no web address to mail: {self.address!r}")
        return address


@dataclass(frozen=True)
class Entry:
    """One message among several in a mail."""

    title: str
    body: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Group:
    """Messages of one kind in a mail."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Letter:
    """What to mail, to one address.

    ``body`` is plain text, with an empty line between paragraphs. ``why`` is the sentence under it that says why the
    reader gets it. ``kind`` is the slug of a registered ``MailKind``. ``language`` ("nl" or "en") is the one that the
    words are in; when it is left out, the one that is active. ``readers.language_of`` knows what somebody chose.
    ``stop`` stops less than the whole kind, with one click (RFC 8058); only for a kind that may be stopped.
    ``until``: the last moment at which it may go out; later it waits until who posted it takes it back. Only for a kind
    that never waits for the mail of the day.
    """

    to: str
    subject: str
    body: str
    why: str = ""
    reply_to: str = ""
    kind: str = NEEDED.slug
    links: tuple[Link, ...] = ()
    language: str = ""
    groups: tuple[Group, ...] = field(default=())
    stop: Link | None = None
    until: datetime | None = None

    @property
    def known_kind(self) -> MailKind:
        """Its kind. Raises ``LookupError`` for a kind that nobody registered."""
        if self.kind not in kinds:
            raise LookupError(f"no mail of the kind {self.kind!r} is registered")
        return kinds[self.kind]


@dataclass(frozen=True)
class Ways:
    """The addresses under a mail about which one may choose; empty where there is nothing to stop, or to choose."""

    stop: str = ""
    choose: str = ""


@dataclass(frozen=True)
class Written:
    """A letter as it goes out."""

    text: str
    html: str
    language: str


def write(letter: Letter, ways: Ways) -> Written:
    """The two forms of ``letter``, with the same words. Raises ``ValueError`` for a link that leads nowhere."""
    language = letter.language or get_language() or settings.LANGUAGE_CODE
    with override(language):
        under = under_it(letter, ways)
        text = "\n\n".join(
            [*plain(letter), f"-- \n{_('ECRU, culture in Midden-Limburg')}\n{settings.BASE_URL}"]
        )
        context = {
            "subject": letter.subject,
            "language": language,
            "base_url": settings.BASE_URL,
            "paragraphs": paragraphs(letter.body),
            "links": pairs(letter.links),
            "groups": [told(group) for group in letter.groups],
            "under": under,
        }
        html = render_to_string("mail/letter.html", context).strip() + "\n"
    lines = [f"{line['text']}:\n{line['address']}" if line["address"] else line["text"] for line in under]
    return Written(text + "\n\n" + "\n\n".join(lines) + "\n", html, language)


def under_it(letter: Letter, ways: Ways) -> list[dict[str, str]]:
    """Why it came and how to stop it, as lines with or without an address; in the active language."""
    lines = [{"text": str(letter.why or letter.known_kind.why), "address": ""}]
    if ways.stop and letter.stop:
        lines.append({"text": letter.stop.label, "address": letter.stop.whole})
    if ways.stop:
        lines.append({"text": _("Stop mails of this kind"), "address": ways.stop})
    else:
        needed = _("You cannot stop mails of this kind: they belong to what you do here.")
        lines.append({"text": needed, "address": ""})
    if ways.choose:
        lines.append({"text": _("Choose which mails you get, and how often"), "address": ways.choose})
    return lines


def plain(letter: Letter) -> list[str]:
    """The words before the signature, as pieces of plain text."""
    pieces = [letter.body.strip(), *map(in_text, letter.links)]
    for group in letter.groups:
        pieces.append(f"{group.title}\n{'=' * len(group.title)}")
        for entry in group.entries:
            pieces += [f"* {entry.title}", entry.body.strip(), *map(in_text, entry.links)]
    return [piece for piece in pieces if piece]


def in_text(link: Link) -> str:
    """A button as plain text has it."""
    return f"{link.label}:\n{link.whole}"


def told(group: Group) -> dict[str, Any]:
    """``group`` for the template."""
    entries = [
        {"title": entry.title, "paragraphs": paragraphs(entry.body), "links": pairs(entry.links)}
        for entry in group.entries
    ]
    return {"title": group.title, "entries": entries}


def pairs(links: tuple[Link, ...]) -> list[dict[str, str]]:
    """``links`` for the template."""
    return [{"label": link.label, "address": link.whole} for link in links]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``, without the empty lines around them."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return [piece.strip("\n") for piece in lines.split("\n\n") if piece.strip()]
