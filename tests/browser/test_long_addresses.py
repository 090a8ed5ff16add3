"""Addresses of any length, sent as a browser sends them: the server in front of the portal takes them too."""

import http.client
from urllib.parse import urlsplit

import pytest

from tests.browser.portal import Portal


@pytest.mark.parametrize("path", ["/zoeken/?q=", "/actoren/?q=", "/en/zoeken/?q="])
@pytest.mark.parametrize(
    "text", ["a" * 10_000, "%F0%9F%8E%AD" * 10_000, "koor+" * 2000], ids=["letters", "emoji", "words"]
)
def test_ten_thousand_characters_give_a_calm_page(portal: Portal, path: str, text: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=20)
    connection.request("GET", path + text)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert answer.status == 200
    assert "</html>" in page
    assert len(page) < 300_000  # links repeat the first two hundred characters, not all of them
