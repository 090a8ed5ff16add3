"""Dutch is complete: every text in code and templates is translated, and the compiled file is up to date."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.contrib import admin
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize

from tests import source
from tests.source import ROOT
from tests.test_conventions import told

pytestmark = pytest.mark.unmeasured  # they read code and do not run it

FOLDER = ROOT / "locale" / "nl" / "LC_MESSAGES"
ADMIN = Path(admin.__file__).parent / "templates" / "admin"
NOT_OURS = {"login.html"}  # we have our own
SAME_IN_DUTCH = {"Filter"}
AGAIN = "Run `make messages`, then translate in locale/nl/LC_MESSAGES/django.po"
# How many leading strings each function takes: (context, message, plural).
FUNCTIONS = {"gettext": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1), "npgettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")
Text = tuple[str, str, str]


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    path = FOLDER / "django.po"
    assert path.exists(), AGAIN
    return polib.pofile(str(path))


def texts() -> dict[Text, str]:
    """Every translatable text as (context, message, plural), with one place where it stands."""
    found = {key: name for name in source.modules(*source.APPS) for key in _in_code(name)}
    return found | {key: name for name in source.templates() for key in _in_template(source.text(name))}


def _key(function: str, strings: list[str]) -> Text | None:
    name = function.removesuffix("_lazy").removesuffix("_noop")
    contexts, messages = FUNCTIONS.get("gettext" if name == "_" else name, (0, 0))
    if not messages or len(strings) < contexts + messages:
        return None
    return (strings[0] if contexts else "", strings[contexts], strings[contexts + 1] if messages > 1 else "")


def _in_code(name: str) -> Iterator[Text]:
    for node in ast.walk(source.tree(name)):
        if isinstance(node, ast.Call):
            function = ast.unparse(node.func).split(".")[-1]
            leading = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            if key := _key(function, [value for value in leading if isinstance(value, str)]):
                yield key


def _in_template(template: str) -> Iterator[Text]:
    """Texts as Django itself hands them to gettext: ``templatize`` blanks out all the rest of the template."""
    for line in templatize(template).splitlines():
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(line.strip()).readline))
        except (tokenize.TokenError, SyntaxError):
            tokens = []
        for number, token in enumerate(tokens[:-1]):
            if token.type == tokenize.NAME and tokens[number + 1].string == "(":
                rest = tokens[number + 2 :]
                end = next((place for place, later in enumerate(rest) if later.string == ")"), 0)
                strings = [
                    ast.literal_eval(part.string) for part in rest[:end] if part.type == tokenize.STRING
                ]
                if key := _key(token.string, strings):
                    yield key


def _entries(catalogue: polib.POFile | polib.MOFile) -> dict[Text, polib.POEntry | polib.MOEntry]:
    live = [entry for entry in catalogue if not entry.obsolete]
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry for entry in live}


def test_every_text_is_in_the_catalogue(catalogue: polib.POFile) -> None:
    # gettext keeps one entry for a message with and without plural, so the message alone is compared.
    known = {(context, message) for context, message, _ in _entries(catalogue)}
    missing = [f"{place}: {key[1]!r}" for key, place in texts().items() if key[:2] not in known]
    told(missing, f"{AGAIN}; these are not there yet:")


def test_the_catalogue_holds_nothing_else(catalogue: polib.POFile) -> None:
    known = {(context, message) for context, message, _ in texts()}
    told(
        [repr(key[1]) for key in _entries(catalogue) if key[:2] not in known],
        f"{AGAIN}; these are no longer used:",
    )
    told(
        [repr(entry.msgid) for entry in catalogue.obsolete_entries()],
        "Remove these obsolete texts from django.po:",
    )


def test_every_text_is_translated(catalogue: polib.POFile) -> None:
    told(
        [repr(entry.msgid) for entry in catalogue if entry.fuzzy],
        "Check these, then take their mark `fuzzy` away:",
    )
    told([repr(entry.msgid) for entry in catalogue.untranslated_entries()], f"{AGAIN}; these are empty:")


def test_the_pages_of_the_admin_that_django_brings_speak_dutch_too() -> None:
    said = {
        key[1]
        for path in ADMIN.rglob("*.html")
        if path.name not in NOT_OURS
        for key in _in_template(path.read_text())
    }
    with override("nl"):
        english = sorted(word for word in said - SAME_IN_DUTCH if gettext(word) == word)
    assert len(said) > 50, "the pages were not found"
    told(english, "Give these words of Django a line in OF_DJANGO, and translate them:")


def test_translations_keep_the_placeholders(catalogue: polib.POFile) -> None:
    wrong = [
        f"{entry.msgid!r}: {translation!r}"
        for entry in catalogue
        for translation in entry.msgstr_plural.values() or [entry.msgstr]
        if not _same_placeholders(entry, translation)
    ]
    told(wrong, "Give these translations the same placeholders as the English:")


def _same_placeholders(entry: polib.POEntry, translation: str) -> bool:
    originals = [entry.msgid, entry.msgid_plural or entry.msgid]
    return set(PLACEHOLDER.findall(translation)) in [
        set(PLACEHOLDER.findall(original)) for original in originals
    ]


def test_the_compiled_file_is_up_to_date(catalogue: polib.POFile) -> None:
    path = FOLDER / "django.mo"
    assert path.exists(), "Run `make messages`: the compiled file is missing"
    compiled = {
        key: (entry.msgstr, entry.msgstr_plural) for key, entry in _entries(polib.mofile(str(path))).items()
    }
    written = {key: (entry.msgstr, entry.msgstr_plural) for key, entry in _entries(catalogue).items()}
    assert compiled == written, "Run `make messages`: django.mo is older than django.po"
