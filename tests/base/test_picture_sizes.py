"""The worker makes smaller sizes of an uploaded picture; until then, and without them, the upload itself shows."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from actors.models import Actor
from ecru.base.daily import carry_out, jobs, rehearse
from ecru.base.outbox.worker import OutboxWorker
from ecru.base.picture_sizes import make_missing, make_sizes, size_name
from tests.base.test_images import photo, saved
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def with_picture(width: int = 1200, height: int = 600) -> Actor:
    """A choir that just sent a picture."""
    actor: Actor = ActorFactory(slug="koor")
    actor.picture = ContentFile(saved(photo(size=(width, height)), "WEBP"), "koor.webp")
    actor.picture_alt = "Het koor op het plein"
    actor.save()
    return actor


def name_of(actor: Actor) -> str:
    return str(actor.picture.name)


def size_of(name: str) -> tuple[int, int]:
    with default_storage.open(name) as file:
        return Image.open(io.BytesIO(file.read())).size


def test_the_worker_makes_them_after_the_upload() -> None:
    actor = with_picture()
    assert actor.picture.srcset == ""
    page = Client().get("/actoren/koor/").content.decode()
    assert actor.picture.url in page
    assert "srcset" not in page
    OutboxWorker(0).turn()
    assert DBTaskResult.objects.successful().count() == 1
    name = name_of(actor)
    assert [size_of(size_name(name, width)) for width in (320, 800)] == [(320, 160), (800, 400)]
    assert actor.picture.srcset == (
        "/media/actors/koor-320w.webp 320w, /media/actors/koor-800w.webp 800w, /media/actors/koor.webp 1200w"
    )
    actor.save()  # another edition: the page is made anew
    assert DBTaskResult.objects.count() == 1, "a picture that was there already needs nothing"
    page = Client().get("/actoren/koor/").content.decode()
    assert 'srcset="/media/actors/koor-320w.webp 320w' in page


def test_a_picture_is_never_made_larger() -> None:
    actor = with_picture(500, 900)
    make_sizes.call(name_of(actor))
    assert size_of(size_name(name_of(actor), 320)) == (320, 576)
    assert actor.picture.srcset.count("w,") == 1


def test_twice_makes_them_once_and_what_is_gone_is_left() -> None:
    actor = with_picture()
    assert make_missing(name_of(actor)) == 2
    assert make_missing(name_of(actor)) == 0
    assert make_missing("actors/weg.webp") == 0
    assert len(list(Path(default_storage.location).rglob("*.webp"))) == 3


def test_a_file_that_is_no_picture_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    name = default_storage.save("actors/stuk.webp", ContentFile(b"stuk"))
    assert make_missing(name) == 0
    assert "no sizes of actors/stuk.webp" in caplog.text


def test_the_daily_work_makes_what_a_lost_task_did_not(folder: Path) -> None:
    with_picture()
    ActorFactory(slug="zonder")
    DBTaskResult.objects.all().delete()
    assert rehearse(jobs["pictures"], timezone.now()) == {"pictures": 1, "made": 0}
    assert len(list(folder.rglob("*.webp"))) == 1
    run = carry_out(jobs["pictures"], timezone.now())
    assert run
    assert run.report == {"pictures": 1, "made": 2}
