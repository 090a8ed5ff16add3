"""The table, its page and its drawings agree."""

from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import override

from subsidies.dossiers.drawing import drawing_of, lanes_of, rows_of, straight
from subsidies.phases import TRACKS
from subsidies.workflow.words import BACK, STAYS


def test_page_and_drawings_say_what_the_table_says() -> None:
    call_command("dossier_docs", "--check", stdout=StringIO())


def test_the_command_writes_them_anew(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "docs").mkdir()
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="Not as the table"):
        call_command("dossier_docs", "--check", stdout=StringIO())
    told = StringIO()
    call_command("dossier_docs", stdout=told)
    assert "dossiers-eigen-steun.svg" in told.getvalue()
    call_command("dossier_docs", "--check", stdout=StringIO())


@pytest.mark.parametrize("track", list(TRACKS.values()), ids=lambda track: track.key)
def test_a_drawing_shows_every_phase_and_every_step_once(track: Any) -> None:
    with override("nl"):
        drawing = ET.fromstring(drawing_of(track))  # noqa: S314 - our own words
        texts = ["".join(node.itertext()) for node in drawing.iter() if node.tag.endswith("text")]
        names = [str(phase.name) for phase in track.phases]
        assert all(texts.count(name) >= 1 for name in names)
        rows = rows_of(track)
        beside = {lane.step.key for lane in lanes_of(track, rows)}
        under = {step.key for step in track.steps if straight(step, rows)}
        stays = {step.key for step in track.steps if step.end in {STAYS, BACK}}
        assert beside | under | stays == set(track.step_by_key)
        assert all(any(str(step.label) in text for text in texts) for step in track.steps)


def test_the_page_is_linked() -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "dossiers.md").read_text(encoding="utf-8")
    assert all(f"dossiers-{key}.svg" in text for key in TRACKS)
