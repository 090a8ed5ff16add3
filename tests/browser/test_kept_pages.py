"""Kept pages in a portal with two workers: a change by one process shows at once in every other."""

import http.client
from urllib.parse import urlsplit

from tests.browser.portal import Portal, manage

ASKED = 24  # enough for both workers to answer, as each question comes over a connection of its own
RENAME = "from actors.models import Actor; Actor.objects.get(slug='passerelle').rename({name!r})"


def pages(portal: Portal, path: str) -> list[str]:
    """What many visitors get, each over a connection of their own."""
    answers = []
    for _ in range(ASKED):
        connection = http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=20)
        connection.request("GET", path)
        answers.append(connection.getresponse().read().decode())
        connection.close()
    return answers


def test_a_new_name_shows_at_once_in_every_worker(portal: Portal) -> None:
    paths = ("/actoren/passerelle/", "/actoren/?q=passerelle", "/actoren/?sorteer=naam&q=passerelle")
    for path in paths:
        assert all("Passerelle" in page for page in pages(portal, path))
    for name in ("Brug der Zuchten", "Passerelle"):
        manage(portal, "shell", "-v0", "-c", RENAME.format(name=name))
        for path in paths:
            assert all(f">{name}<" in page for page in pages(portal, path)), (name, path)
