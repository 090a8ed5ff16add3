"""Reading a facts file: from bytes to checked records, or to a list of faults."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from .merge import Merge
from .schema import described

LARGEST_FILE = 20 * 1024 * 1024
KEYS_OF_A_RECORD = ("slug", "id", "number", "municipality", "indicator", "title", "label", "name")


@dataclass(frozen=True)
class Fault:
    """One mistake: in which file, record and field, and what to do."""

    file: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.record or '–'}: {self.field or '–'}: {self.message}"


class Refused(Exception):  # noqa: N818 - it is an answer, not a crash
    """A file with faults: nothing of it is written."""

    def __init__(self, faults: Iterable[Fault], records: int = 0) -> None:
        """``faults``: all of them, so that one reading is enough; ``records``: how many were not written."""
        self.faults = list(faults)
        self.records = records
        super().__init__(f"{len(self.faults)} faults")


@dataclass(frozen=True)
class FactFile:
    """A file of facts: its name, its schema, the checks across records, and how it is written, if it is."""

    name: str
    schema: type[BaseModel]
    checks: Callable[[Any], Iterator[tuple[str, str, str]]] = field(default=lambda facts: iter(()))
    load: Callable[[Any, Merge], None] | None = None
    stands_on: tuple[str, ...] = ()
    optional: bool = False

    def parse(self, content: Any) -> Any:
        """``content`` (as ``read_json`` gives it) as ``schema``. Raises ``Refused`` with every fault of form."""
        try:
            return self.schema.model_validate(content)
        except ValidationError as error:
            places: dict[tuple[str, str], list[str]] = {}
            for entry in error.errors(include_url=False):
                path = entry["loc"] if entry["type"] == "missing" else inside(content, entry["loc"])
                told = places.setdefault(locate(content, path), [])
                told += [text for text in [described(dict(entry))] if text not in told]
            raise Refused(
                self.fault(*place, _(", or ").join(told)) for place, told in places.items()
            ) from error

    def check(self, facts: Any) -> None:
        """Raises ``Refused`` with every fault across records: unknown words, doubles, circles."""
        faults = [self.fault(*entry) for entry in self.checks(facts)]
        if faults:
            raise Refused(faults)

    def fault(self, record: str, field_name: str, message: str) -> Fault:
        """A fault in this file."""
        return Fault(self.name, record, field_name, message)


def read_json(path: Path) -> Any:
    """The JSON in ``path``. Raises ``Refused`` when it is absent, too large, not UTF-8, not JSON or has double keys."""

    def refuse(message: str, place: str = "") -> Refused:
        return Refused([Fault(path.name, "", place, message)])

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        doubles = [key for key, count in Counter(key for key, _value in pairs).items() if count > 1]
        if doubles:
            raise refuse(_("stands twice in the same record: keep one"), ", ".join(doubles))
        return dict(pairs)

    def no_constant(name: str) -> None:
        raise refuse(_("%(name)s is not a number that can be stored") % {"name": name})

    text = read_text(path)
    if not text.strip():
        raise refuse(_("the file is empty"))
    if text.startswith("\ufeff"):
        raise refuse(_("begins with a byte order mark: save it as UTF-8 without one"))
    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=no_constant)
    except json.JSONDecodeError as error:
        place = _("line %(line)s, column %(column)s") % {"line": error.lineno, "column": error.colno}
        raise refuse(_("this is not JSON: %(why)s") % {"why": error.msg}, place) from error
    except ValueError as error:  # a number of thousands of digits
        raise refuse(_("this cannot be read: %(why)s") % {"why": error}) from error
    except RecursionError as error:
        raise refuse(_("the file is nested too deep")) from error


def read_text(path: Path) -> str:
    """The text in ``path``. Raises ``Refused`` when it is absent, too large or not UTF-8."""
    try:
        if path.stat().st_size <= LARGEST_FILE:
            return path.read_text(encoding="utf-8")
        why = _("the file is larger than 20 MB")
    except FileNotFoundError:
        why = _("the file is not there")
    except OSError as error:
        why = _("the file cannot be read: %(why)s") % {"why": error.strerror}
    except UnicodeDecodeError as error:
        why = _("the file is not UTF-8 text (byte %(place)s)") % {"place": error.start}
    raise Refused([Fault(path.name, "", "", why)])


def inside(content: Any, path: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """``path`` as far as ``content`` goes: where a value may be of several types, pydantic adds the one that it tried."""
    here = content
    for depth, step in enumerate(path):
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return path[:depth]
    return path


def locate(content: Any, path: tuple[int | str, ...]) -> tuple[str, str]:
    """The record and the field that ``path`` (as pydantic gives it) points at, in words for people."""
    record, rest, here = "", path, content
    for depth, step in enumerate(path):
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(step, int):
            key = next((str(here[k]) for k in KEYS_OF_A_RECORD if isinstance(here, dict) and here.get(k)), "")
            if key or not record:
                record, rest = key or f"#{step + 1}", path[depth + 1 :]
    return printable(record[:120]), printable(".".join(map(str, rest))[:120])


def printable(text: str) -> str:
    """``text`` without what a terminal or a log cannot show: control characters and halves of characters."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)
