"""A small folder of facts: seven municipalities, a few words, a choir, its umbrella and a museum."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils.translation import gettext

from ecru.portal.facts import FILES

SEVEN = ["As", "Beringen", "Genk", "Heusden-Zolder", "Houthalen-Helchteren", "Leopoldsburg", "Maasmechelen"]
ORIGIN = {"file": "004", "page": 42}


def term(slug: str, **more: Any) -> dict[str, Any]:
    return {"slug": slug, "label": slug.capitalize(), "label_en": f"{slug} in English", **more}


def place(name: str, **more: Any) -> dict[str, Any]:
    """A municipality."""
    known: dict[str, Any] = {
        "mine_municipality": True,
        "population_2019": 8198,
        "belfius_profile": None,
        "website": None,
        "figures": [],
    }
    return {
        "name": name,
        "slug": name.lower(),
        "country": "BE",
        "member": True,
        "source": ORIGIN,
        **known,
        **more,
    }


def actor(slug: str, **more: Any) -> dict[str, Any]:
    """An actor in Genk."""
    words = {"disciplines": ["zang"], "target_groups": ["ouderen"], "themes": ["migratie"]}
    unknown = {"website": None, "parent": None, "partner_since": None, "past_collaboration": None}
    described = {
        "name": slug.capitalize(),
        "description": "Buren zingen samen.",
        "kind": "koor",
        "scale": "lokaal",
    }
    where = {"municipality": "genk", "active_in": ["genk"]}
    return {"slug": slug, **described, **where, **words, **unknown, "source": ORIGIN, **more}


def small_vocabularies() -> dict[str, Any]:
    empty = ("scales", "practice_kinds", "support_levels", "support_forms", "indicator_kinds", "need_kinds")
    groups = [
        term("ouderen", primary=True),
        term("jongeren", primary=True),
        term("nieuwkomers", primary=True),
    ]
    return {
        "sources": [{"id": "004", "title": "Cultuurnota", "year": 2019}],
        "actor_kinds": [term("koor"), term("koepel"), term("museum")],
        "disciplines": [term("zang"), term("dans")],
        "target_groups": groups,
        "themes": [term("migratie"), term("erfgoed")],
        "expertise_topics": [term("zingen", need=True, source=ORIGIN)],
        **{name: [] for name in empty},
    }


def small_facts() -> dict[str, Any]:
    """The content of every file."""
    figure = {
        "indicator": "Pendelaars",
        "value": 90,
        "unit": "%",
        "year": None,
        "note": None,
        "source": ORIGIN,
    }
    places = [place(name) for name in SEVEN]
    places[0]["figures"] = [figure]
    rows: dict[str, Any] = {
        "rows": [],
        "total_inhabitants_printed": 0,
        "total_printed_eur": 0,
        "source": ORIGIN,
    }
    return {
        "vocabularies.json": small_vocabularies(),
        "municipalities.json": {"municipalities": places, "regional_figures": []},
        "actors.json": [
            actor("koepel", kind="koepel", also_known_as=["De Koepel"]),
            actor("regenboogkoor", name="Het Regenboogkoor", parent="koepel", umbrellas=["koepel"]),
            actor(
                "museum",
                kind="museum",
                municipality=None,
                active_in=[],
                municipality_hint={"slug": "as", "basis": "kaart"},
            ),
        ],
        "needs.json": [],
        "practices.json": [],
        "regions.json": {"projects": [], "regions": []},
        "support.json": {"support": [], "policy_frameworks": []},
        "plan.json": {"title": "Plan", "strategic_goals": [], "bodies": [], "timeline": []},
        "budget.json": {"contributions": rows},
    }


class Load:
    """What ``load_facts`` said and did."""

    def __init__(self, folder: Path | None, *options: str) -> None:
        said, faults = StringIO(), StringIO()
        self.refused = ""
        try:
            call_command(
                "load_facts", *([str(folder)] if folder else []), *options, stdout=said, stderr=faults
            )
        except CommandError as error:
            self.refused = str(error)
        self.said = said.getvalue()
        self.faults = faults.getvalue().splitlines()

    def counts(self, name: str) -> dict[str, int]:
        """The row of a file in the closing table."""
        (row,) = [
            line.split()
            for line in self.said.splitlines()
            if line.startswith(f"{name} ") and line[-1].isdigit()
        ]
        return dict(
            zip(("created", "updated", "unchanged", "kept", "refused"), map(int, row[1:]), strict=True)
        )

    def kept(self, file: str = "actors.json") -> set[tuple[str, str]]:
        """The records of ``file`` and their fields that are named as kept."""
        sentence = re.escape(gettext("%(file)s: %(key)s: %(field)s was changed by an editor, and kept"))
        pattern = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>\\S+)", sentence)
        found = [re.fullmatch(pattern, line) for line in self.said.splitlines()]
        return {(line["key"], line["field"]) for line in found if line and line["file"] == file}

    def blames(self, file: str, record: str, field: str = "") -> bool:
        """Whether a fault names this file, record and field."""
        return any(
            line.startswith(": ".join(part for part in (file, record, field) if part)) for line in self.faults
        )


class Folder:
    """A folder of facts that a test can change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.facts = deepcopy(small_facts())
        for name in self.facts:
            self.save(name)

    def save(self, name: str) -> None:
        self.write(name, json.dumps(self.facts[name], ensure_ascii=False))

    def write(self, name: str, text: str | bytes) -> None:
        """Puts ``text`` in a file as it is."""
        (self.path / name).write_bytes(
            text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        )

    def change(self, name: str, change: Callable[[Any], Any]) -> None:
        """Changes the content of a file."""
        change(self.facts[name])
        self.save(name)

    def describe(self, slug: str, **fields: Any) -> None:
        """Changes fields of an actor in the file."""
        record = next(actor for actor in self.facts["actors.json"] if actor["slug"] == slug)
        record.update(fields)
        self.save("actors.json")

    def add(self, *actors: dict[str, Any]) -> None:
        """Adds actors to the file."""
        self.change("actors.json", lambda facts: facts.extend(actors))

    def load(self, *options: str) -> Load:
        """Runs ``load_facts`` over this folder."""
        return Load(self.path, *options)


def dump() -> dict[str, list[Any]]:
    """Every row of every table of ours."""
    models = apps.get_app_config("actors").get_models(include_auto_created=True)
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


def file_names() -> list[str]:
    """The files in the order in which they are loaded."""
    return [file.name for file in FILES]
