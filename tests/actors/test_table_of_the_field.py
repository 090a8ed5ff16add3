"""The real field, out as a table and in again."""

from typing import Any

import pytest

from actors.models import Actor
from tests.actors.admin_cast import regisseur, signed_in
from tests.actors.table_files import compared, counts, exported

__all__ = ["regisseur"]


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
def test_the_whole_field_comes_back_without_a_difference(file_type: str, field: None, regisseur: Any) -> None:
    browser = signed_in(regisseur)
    content = exported(browser, file_type=file_type, addresses="on")
    run = compared(browser, content, f"actoren.{file_type}")
    assert counts(run) == {"gelijk": Actor.objects.count()}, [
        (row.name, row.before, row.after, row.faults) for row in run.rows.exclude(state="gelijk")[:3]
    ]
