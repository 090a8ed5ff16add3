"""How visitors of the stories send a form, as a browser would: with the stamp that stood in the page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.test import Client

QUESTION = {
    "name": "Nour",
    "email": "nour@voorbeeld.example",
    "organisation": "Buurthuis De Kiem",
    "question": "Mogen we bij jullie komen zingen?\n\nMet tien mensen.",
}
FAULT = {"fact": "plaats", "text": "Zij zitten nu in Waterschei.", "email": "nour@voorbeeld.example"}


@contextmanager
def ago(seconds: float) -> Iterator[None]:
    """What is signed inside was signed so long ago."""
    with mock.patch("django.core.signing.time.time", return_value=time.time() - seconds):
        yield


def opened(browser: Client, address: str, seconds: float = 20) -> str:
    """The stamp in the page at ``address``, opened so long ago."""
    with ago(seconds):
        page = browser.get(address)
    assert page.status_code == 200
    return str(page.context["form"].initial["stamp"])


def send(browser: Client, address: str, words: dict[str, Any], **changes: Any) -> Any:
    """Opens the form and sends it twenty seconds later; ``changes`` may hold another ``stamp``."""
    stamp = changes.pop("stamp", None) or opened(browser, address)
    return browser.post(address, {**words, "stamp": stamp, "homepage": "", **changes})
