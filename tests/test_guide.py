"""The guide for the regisseur: its pictures, links, addresses and words are those of the portal."""

import re
from collections.abc import Iterator

import polib
from django.urls import Resolver404, resolve
from django.utils.translation import override

from tests import source
from tests.browser.screenshots import DOCS, GUIDE, README
from tests.source import ROOT
from tests.test_conventions import told

FOLDER = DOCS / "handleiding"
PAGES = sorted(FOLDER.glob("*.md"))
HEAVIEST = 150_000  # bytes of a picture
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
ADDRESS = re.compile(r"`(/[^`\s]*)`")
WORDS = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
OWN_HEADS = {
    "De ronde.",
    "De begroting.",
    "De vragen.",
    "De bijlagen.",
    "De experten.",
    "De pot.",
    "Kijk na.",
}


def found(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What ``pattern`` finds in the pages, each with the name of its page."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        yield from ((page.name, " ".join(match.split())) for match in pattern.findall(text))


def plain(words: str) -> str:
    """Words without what differs between a sentence and a button."""
    return PLACEHOLDER.sub("…", words).rstrip(".:?! ").casefold()


def test_every_task_has_its_page() -> None:
    start = (FOLDER / "README.md").read_text(encoding="utf-8")
    told(
        [page.name for page in PAGES if page.name != "README.md" and f"({page.name})" not in start],
        "docs/handleiding/README.md does not lead to:",
    )
    assert "docs/handleiding/" in source.text("README.md")


def test_links_and_pictures_of_the_guide_lead_somewhere() -> None:
    lost = [
        f"{name}: {link}" for name, link in found(LINK) if "://" not in link and not (FOLDER / link).exists()
    ]
    told(lost, "These links of the guide lead nowhere:")


def test_the_script_makes_every_picture_of_the_guide() -> None:
    named = {link for _page, link in found(LINK) if link.endswith(".png")}
    made = {picture.file.removeprefix("handleiding/") for picture in GUIDE}
    told(named - made, "tests/browser/screenshots.py does not make:")
    told(made - named, "The script makes these, and no page shows them:")
    told(
        [name for name in made if (FOLDER / name).stat().st_size > HEAVIEST],
        "Show less of the page in these:",
    )


def test_the_script_makes_every_picture_of_the_readme() -> None:
    named = {link for link in LINK.findall(source.text("README.md")) if link.endswith(".png")}
    assert named == {f"docs/{picture.file}" for picture in README}


def test_every_address_of_the_guide_exists() -> None:
    wrong = []
    with override("nl"):
        for name, address in found(ADDRESS):
            try:
                resolve(address.replace("…", "1"))
            except Resolver404:
                wrong.append(f"{name}: {address}")
    told(wrong, "The portal has no such address:")


def test_bold_words_stand_in_the_portal() -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"))
    known = {
        plain(words)
        for entry in catalogue
        for words in (entry.msgstr, *entry.msgstr_plural.values())
        if words
    }
    strange = [
        f"{name}: {words}"
        for name, words in found(WORDS)
        if words not in OWN_HEADS and plain(words) not in known
    ]
    told(strange, "Write these words as the portal does, or not in bold:")
