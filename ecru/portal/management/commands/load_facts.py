"""``manage.py load_facts [DIR]``: the facts that the portal starts with, file by file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from ecru.base.facts import FactFile, Fault, Merge, Refused, Tally, read_json
from ecru.base.searchable import searchable
from ecru.portal.facts import FILES

TURNS = 20_210_101  # the key of the lock; any number will do
COLUMNS = ("created", "updated", "unchanged", "kept", "refused")


class DryRun(Exception):  # noqa: N818 - it is a way out, not a crash
    """Ends a check: all that was written is rolled back."""


class Command(BaseCommand):
    """Checks every file of facts and writes it in one transaction; a file with a fault is left out whole."""

    help = "Loads the facts: idempotent, and never over what an editor changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and whether to write."""
        parser.add_argument(
            "directory", nargs="?", metavar="DIR", help="folder with the JSON files (default: data/)"
        )
        parser.add_argument("--check", action="store_true", help="check only: write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads, and closes with a table. Raises ``CommandError`` when a file was refused."""
        folder = Path(options["directory"] or settings.FACTS_DIR)
        if not folder.is_dir():
            raise CommandError(
                _("%(folder)s is not a folder. Name the folder with the JSON files.") % {"folder": folder}
            )
        results = self.check_all(folder) if options["check"] else self.load_all(folder)
        self.report(results)
        refused = [name for name, result in results.items() if isinstance(result, Refused)]
        if refused:
            raise CommandError(
                _("Refused: %(files)s. Mend the faults above and run this again.")
                % {"files": ", ".join(refused)}
            )

    def check_all(self, folder: Path) -> dict[str, Merge | Refused]:
        """What loading would do: everything is written, and taken back."""
        results = {}
        try:
            with transaction.atomic():
                results = self.load_all(folder)
                raise DryRun
        except DryRun:
            self.stdout.write(_("Checked only: nothing was written."))
        return results

    def load_all(self, folder: Path) -> dict[str, Merge | Refused]:
        """Loads every file that is there, in the order in which they stand on each other."""
        results: dict[str, Merge | Refused] = {}
        for file in FILES:
            if file.optional and not (folder / file.name).exists():
                continue
            missing = [name for name in file.stands_on if isinstance(results.get(name), Refused)]
            results[file.name] = self.load(file, folder, missing)
        for model in searchable():
            model._default_manager.unindexed().reindex()  # type: ignore[attr-defined]
        if any(isinstance(result, Merge) and result.tally.has_written for result in results.values()):
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the planner learns of the new rows at once, not a minute later
        return results

    def load(self, file: FactFile, folder: Path, missing: list[str]) -> Merge | Refused:
        """Checks and writes one file, all or nothing; ``missing``: files it stands on that were refused."""
        records = 0
        try:
            content = read_json(folder / file.name)
            records = count_records(content)
            with transaction.atomic():
                take_turns()
                facts = file.parse(content)
                self.check_file(file, facts, missing)
                with tqdm(
                    total=records, desc=file.name, unit="", leave=False, file=sys.stderr, disable=None
                ) as bar:
                    merge = Merge(file.name, progress=bar.update)
                    if file.load:
                        file.load(facts, merge)
                    else:
                        merge.only_checked = records
                if merge.faults:
                    raise Refused(file.fault(*fault) for fault in merge.faults)
                return merge
        except Refused as refusal:
            refusal.records = records
            return refusal
        except (IntegrityError, DataError) as error:
            why = _("the database refuses it: %(why)s") % {"why": error}
            return Refused([Fault(file.name, "", "", why)], records)

    def check_file(self, file: FactFile, facts: Any, missing: list[str]) -> None:
        """Checks across records; one fault says it all when a file below was refused."""
        try:
            file.check(facts)
        except Refused as refusal:
            if not missing:
                raise
            why = _("stands on %(files)s: mend that first") % {"files": ", ".join(missing)}
            raise Refused([file.fault("", "", why)]) from refusal

    def report(self, results: dict[str, Merge | Refused]) -> None:
        """Prints faults, what was kept, and the closing table."""
        for result in results.values():
            if isinstance(result, Refused):
                for fault in result.faults:
                    self.stderr.write(self.style.ERROR(str(fault)))
            else:
                self.report_kept(result.file, result.tally)
        names = [_("created"), _("updated"), _("unchanged"), _("kept"), _("refused")]
        file = _("file")
        self.stdout.write(f"{file:<22}" + "".join(f"{name:>13}" for name in names))
        for name, result in results.items():
            counts = self.counts(result)
            self.stdout.write(f"{name:<22}" + "".join(f"{counts.get(column, 0):>13}" for column in COLUMNS))

        later = [
            f"{name} ({result.only_checked})"
            for name, result in results.items()
            if isinstance(result, Merge) and result.only_checked
        ]
        if later:
            message = _("Checked and found right, for later parts of the portal: %(files)s.")
            self.stdout.write(message % {"files": ", ".join(later)})

    def report_kept(self, file: str, tally: Tally) -> None:
        """Prints every field that an editor changed and that was therefore left alone."""
        for key, field in tally.kept:
            message = _("%(file)s: %(key)s: %(field)s was changed by an editor, and kept")
            self.stdout.write(message % {"file": file, "key": key, "field": field})

    def counts(self, result: Merge | Refused) -> dict[str, int]:
        """How many records of a file had each outcome."""
        if isinstance(result, Refused):
            return {"refused": result.records}
        return dict(result.tally.count())


def take_turns() -> None:
    """Waits until no other load is writing; SQLite does that by itself, with IMMEDIATE transactions."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURNS])


def count_records(content: Any) -> int:
    """How many records a file has: those of its list, or of the lists it holds."""
    lists = [content] if isinstance(content, list) else content.values() if isinstance(content, dict) else []
    return sum(len(entries) for entries in lists if isinstance(entries, list))
