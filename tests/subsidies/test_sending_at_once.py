"""The last second, with twenty real connections; and a server that is killed between the file on disk and its row."""

import os
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import timezone

from actors.models import Role, User
from ecru.base.files.storage import private_storage
from ecru.base.files.upkeep import forget_orphans
from ecru.base.models import OutgoingMail
from subsidies.models import Call, Dossier, DossierFile, LateSending, SentCopy, SentPaper
from subsidies.sending.paper import paper_of
from tests.actors.conftest import signed_in
from tests.base.test_workers import database_url
from tests.subsidies.dossier_cast import DOSSIERS, Cast, make_cast
from tests.subsidies.sending_cast import file_in

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent
PEOPLE = 20
LONG = 60  # seconds, on a busy machine

# Takes a file as the portal does, and stands still when it lies on the disk but nothing is committed yet.
STANDS_STILL = """
import sys, time
import django
django.setup()
from django.db import transaction
from actors.models import User
from subsidies.models import Dossier
from subsidies.sending.filing import Place, add_file
from tests.subsidies.sending_cast import checked
with transaction.atomic():
    made = add_file(dossier=Dossier.objects.get(pk=int(sys.argv[1])), by=User.objects.get(pk=int(sys.argv[2])),
                    upload=checked(b"%PDF-1.7 verloren"), place=Place())
    print(made.file.name, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, with the roles that a test with real transactions empties along with everything else."""
    for role in Role.values:
        Group.objects.get_or_create(name=role)
    return make_cast()


def press_all(cast: Cast, dossiers: list[Dossier], wait: threading.Barrier | None = None) -> list[int]:
    """Everybody presses "send" at the same moment, over a connection of their own; the status of each answer."""
    browsers = [signed_in(User.objects.get(pk=cast.nour.pk)) for _dossier in dossiers]
    seen = {dossier.pk: dossier.events.newest().first().pk for dossier in dossiers}

    def press(pair: tuple[Client, Dossier]) -> int:
        browser, dossier = pair
        try:
            if wait:
                wait.wait(LONG)
            answer = browser.post(f"{DOSSIERS}{dossier.pk}/stap/indienen/", {"gezien": seen[dossier.pk]})
            return int(answer.status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(dossiers)) as people:
        return list(people.map(press, zip(browsers, dossiers, strict=True)))


@pytest.mark.unmeasured
def test_twenty_people_press_send_in_the_last_second(cast: Cast) -> None:
    dossiers = [cast.dossier() for _person in range(PEOPLE)]
    for dossier in dossiers[:5]:
        file_in(dossier, cast.nour, f"%PDF-1.7 {dossier.pk}".encode())
    half = threading.Barrier(PEOPLE, action=lambda: close_soon(cast))
    press_all(cast, dossiers, half)
    closing: Any = Call.objects.get(pk=cast.call.pk).closes_at
    went = list(Dossier.objects.exclude(number=None).order_by("number"))
    late = list(LateSending.objects.all())
    assert len(went) + len(late) == PEOPLE  # none lost
    assert {one.pk for one in went} | {one.dossier_id for one in late} == {one.pk for one in dossiers}
    assert [one.number for one in went] == [
        f"{closing.year}-{number:04d}" for number in range(1, len(went) + 1)
    ]
    assert all(one.submitted_at is not None and one.submitted_at <= closing for one in went)
    assert all(one.at > closing for one in late)
    check_receipts(cast, went)


def close_soon(cast: Cast) -> None:
    """Lets the round close, and waits until the last second is over but for a moment in which some get in, and some do not."""
    left = timedelta(milliseconds=600)  # twenty at once get in each other's way
    closing = (timezone.now() + left).replace(microsecond=0)
    cast.call.closes_at = closing
    cast.call.save()
    rest = (closing + timedelta(seconds=1) - left - timezone.now()).total_seconds()
    threading.Event().wait(max(rest, 0))


def check_receipts(cast: Cast, went: list[Dossier]) -> None:
    """Each that came in has one copy with its hash and one receipt with that hash; no other has any."""
    copies = {copy.dossier_id: copy for copy in SentCopy.objects.all()}
    assert copies.keys() == {one.pk for one in went}
    assert SentCopy.objects.count() == len(went)
    bodies = Counter(
        mail.body for mail in OutgoingMail.objects.filter(kind="dossier-receipt", to=cast.nour.email)
    )
    assert sum(bodies.values()) == len(went)
    for one in went:
        copy = copies[one.pk]
        assert copy.is_whole
        assert (copy.number, copy.sent_at) == (one.number, one.submitted_at)
        assert sum(copy.sha256 in body and str(one.number) in body for body in bodies) == 1


def test_twenty_clicks_on_one_dossier_send_it_once(cast: Cast) -> None:
    dossier = cast.dossier()
    statuses = press_all(cast, [dossier] * PEOPLE, threading.Barrier(PEOPLE))
    assert statuses == [302] * PEOPLE
    assert (
        SentCopy.objects.count()
        == OutgoingMail.objects.filter(kind="dossier-receipt", to=cast.nour.email).count()
        == 1
    )
    assert not LateSending.objects.exists()


def test_one_file_at_once_is_one_file(cast: Cast) -> None:
    dossier = cast.dossier()

    def add(_click: int) -> int:
        try:
            return file_in(Dossier.objects.get(pk=dossier.pk), User.objects.get(pk=cast.nour.pk)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as people:
        assert len(set(people.map(add, range(6)))) == 1
    assert dossier.files.count() == 1


def test_paper_that_many_ask_at_once_is_one_paper(cast: Cast) -> None:
    dossier = cast.dossier()
    press_all(cast, [dossier])

    def ask(_click: int) -> str:
        try:
            return paper_of(SentCopy.objects.get()).sha256
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        assert len(set(people.map(ask, range(4)))) == 1
    made = SentPaper.objects.get()
    assert made.file.storage.exists(str(made.file.name))


@pytest.fixture
def killed(cast: Cast) -> tuple[Dossier, str]:
    """A dossier, and the name of the file that a server took for it right before it was killed."""
    dossier = cast.dossier()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "ecru.settings", "DATABASE_URL": database_url()}
    server = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", STANDS_STILL, str(dossier.pk), str(cast.nour.pk)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    name = server.stdout.readline().strip()
    server.kill()
    server.communicate()
    return dossier, name


def test_a_server_killed_between_upload_and_save_leaves_nothing(
    cast: Cast, killed: tuple[Dossier, str]
) -> None:
    dossier, name = killed
    storage = private_storage()
    assert storage.exists(name)  # it lies there, and no row names it
    assert not DossierFile.objects.exists()
    kept = file_in(dossier, cast.nour, b"%PDF-1.7 verloren")  # who tries again, has it
    assert forget_orphans(timezone.now() + timedelta(hours=47)) == 0
    assert forget_orphans(timezone.now() + timedelta(days=3)) >= 1
    assert not storage.exists(name)
    assert storage.exists(str(kept.file.name))
    assert press_all(cast, [dossier]) == [302]
    assert SentCopy.objects.get().snapshot["files"][0]["key"] == kept.pk
