"""The real field for the judged questions, as ``manage.py load_facts`` makes it."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from ecru.base.edition import edition


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything in ``data/``, for all tests of one module."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        call_command("load_facts", stdout=StringIO())
        edition.forget()
        yield
        transaction.set_rollback(True)
