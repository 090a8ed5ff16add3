"""Writes the page and the drawings about the phases of dossiers, from the table in ``subsidies/phases.py``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from subsidies.dossiers.drawing import drawing_of, page
from subsidies.phases import TRACKS

MARK = "<!-- What follows is made from subsidies/phases.py by `manage.py dossier_docs`. -->\n"


def files(folder: Path) -> dict[Path, str]:
    """Every file with what has to stand in it, in Dutch: what people read on their screen."""
    about = folder / "dossiers.md"
    ours = about.read_text(encoding="utf-8").partition(MARK)[0] if about.exists() else ""
    with override("nl"):
        drawings = {folder / f"dossiers-{track.key}.svg": drawing_of(track) for track in TRACKS.values()}
        return {about: f"{ours}{MARK}\n{page()}", **drawings}


class Command(BaseCommand):
    """``--check`` writes nothing, and fails when a file says something else than the table."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """``--check`` only looks."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes the files, or compares them."""
        old = []
        for path, text in files(Path(settings.BASE_DIR) / "docs").items():
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            old.append(path.name)
            if not options["check"]:
                path.write_text(text, encoding="utf-8")
        if options["check"] and old:
            raise CommandError(f"Not as the table: {', '.join(sorted(old))}. Run manage.py dossier_docs.")
        self.stdout.write(", ".join(sorted(old)) or "nothing new")
