"""The picture of an actor: what comes in is a clean picture or nothing, and what was typed beside it stays."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from actors.editing import KEPT_FOR, forget_old_pictures
from actors.models import Actor, Change
from tests.actors.markup import read, text_of
from tests.actors.own_cast import HOME, at, choir, fresh, genk, hers, his, newest, noor, said, sent, tom
from tests.base.test_images import photo, png, saved

__all__ = ["choir", "genk", "hers", "his", "noor", "tom"]
pytestmark = pytest.mark.django_db
ALT = "Twaalf mensen zingen in een kantine."


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """A folder of its own for the files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(content: bytes, name: str = "koor.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, kind)


def red(colour: Any = (200, 30, 20)) -> SimpleUploadedFile:
    """A good picture."""
    return upload(saved(photo(size=(160, 120), colour=colour)))


def send(browser: Client, **changes: Any) -> Any:
    """Opens the page of the picture, types ``changes`` and saves."""
    return browser.post(at("foto"), sent(browser.get(at("foto")), **changes))


def add(browser: Client, **changes: Any) -> None:
    """Adds a good picture."""
    answer = send(browser, **{"picture": red(), "picture_alt": ALT, **changes})
    assert answer.status_code == 302, answer.context["form"].errors


def files(media: Path) -> set[str]:
    """What is stored."""
    return {path.name for path in media.rglob("*.webp")}


def cleaned_format(path: Path) -> str:
    """What a stored file is by its content."""
    return str(Image.open(io.BytesIO(path.read_bytes())).format)


def test_a_picture_with_words_and_a_focus_shows_on_the_page(hers: Client, choir: Actor, media: Path) -> None:
    add(hers, picture_credit="Noor", focus="90-10")
    choir = fresh(choir)
    assert (choir.picture_alt, choir.picture_credit, choir.picture_x, choir.picture_y) == (
        ALT,
        "Noor",
        90,
        10,
    )
    assert cleaned_format(media / str(choir.picture)) == "WEBP"
    figure = read(Client().get("/actoren/koor-de-draad/")).one("figure", class_="cloth")
    picture = figure.one("img")
    assert {"cut", "focus-x-90", "focus-y-10"} <= set(picture.attributes["class"].split())
    assert picture.attributes["alt"] == ALT
    assert "Noor" in figure.words


def test_place_and_camera_are_taken_out(hers: Client, choir: Actor, media: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCam"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 57.0, 54.0), 3: "E", 4: (5.0, 30.0, 1.0)})
    add(hers, picture=upload(saved(photo(), exif=exif)))
    stored = (media / str(fresh(choir).picture)).read_bytes()
    assert b"SecretCam" not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()


REFUSED = {
    "svg": upload(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "logo.png", "image/png"),
    "other content": upload(b"%PDF-1.7 niets", "koor.jpg"),
    "a page": upload(b"<html><script>alert(1)</script></html>", "koor.png", "image/png"),
    "two things at once": upload(b"GIF89a/*\x01\x00\x80\x00\x00*/=1;alert(1);//", "koor.gif", "image/gif"),
    "cut off": upload(saved(photo(size=(300, 300)))[:200]),
    "nothing": upload(b"", "leeg.jpg"),
    "a bomb": upload(png(30000, 30000), "klein.png", "image/png"),
    "fifty megabytes": upload(b"\xff\xd8\xff" + b"\0" * (50 * 1024 * 1024), "groot.jpg"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_good_picture_is_refused_and_the_words_stay(
    hers: Client, choir: Actor, media: Path, what: str
) -> None:
    REFUSED[what].seek(0)
    page = send(hers, picture=REFUSED[what], picture_alt=ALT, picture_credit="Noor", focus="10-90")
    form = page.context["form"]
    assert page.status_code == 200
    assert len(form.errors["picture"]) == 1
    assert (form["picture_alt"].value(), form["picture_credit"].value(), form["focus"].value()) == (
        ALT,
        "Noor",
        "10-90",
    )
    assert not fresh(choir).picture
    assert not files(media)


def test_a_wrong_extension_makes_no_difference(hers: Client, choir: Actor) -> None:
    add(hers, picture=upload(saved(photo(), "PNG"), "virus.exe", "application/x-msdownload"))
    assert fresh(choir).picture.name.endswith(".webp")


def test_a_program_hidden_behind_a_picture_is_left_out(hers: Client, choir: Actor, media: Path) -> None:
    add(hers, picture=upload(saved(photo()) + b"<?php system('id'); ?><script>alert(1)</script>"))
    assert b"alert(1)" not in (media / str(fresh(choir).picture)).read_bytes()


def test_without_words_the_good_picture_is_asked_again(hers: Client, choir: Actor) -> None:
    page = send(hers, picture=red(), picture_alt="  ", picture_credit="Noor")
    errors = page.context["form"].errors
    assert "te zien" in str(errors["picture_alt"])
    assert "kies ze opnieuw" in str(errors["picture"])
    assert page.context["form"]["picture_credit"].value() == "Noor"


def test_words_without_a_picture(hers: Client, choir: Actor) -> None:
    assert "Kies eerst een foto" in str(send(hers, picture_alt=ALT).context["form"].errors["picture"])


@pytest.mark.parametrize("focus", ["", "50", "a-b", "-1-5", "50-50-50", "999-999", "<script>"])
def test_a_strange_focus_breaks_nothing(hers: Client, choir: Actor, focus: str) -> None:
    page = send(hers, picture=red(), picture_alt=ALT, focus=focus)
    choir = fresh(choir)
    if page.status_code == 302:
        assert 0 <= choir.picture_x <= 100
    else:
        assert "focus" in page.context["form"].errors
        assert "<script>" not in page.content.decode().split("<main", 1)[1]


def test_an_exact_point_is_one_more_choice(hers: Client, choir: Actor) -> None:
    add(hers, focus="34-72")
    assert (fresh(choir).picture_x, fresh(choir).picture_y) == (30, 70)
    page = hers.get(at("foto"))
    assert "een ander punt: 30% van links, 70% van boven" in text_of(page)
    assert "focus-x-30 focus-y-70" in page.content.decode()


def test_a_double_click_makes_one_file_and_one_change(hers: Client, choir: Actor, media: Path) -> None:
    data = sent(hers.get(at("foto")), picture_alt=ALT)
    for _click in range(2):
        assert hers.post(at("foto"), {**data, "picture": red()}).status_code == 302
    assert len(files(media)) == 1
    assert Change.objects.about(choir).count() == 1


def test_the_old_picture_stays_a_while_and_comes_back(hers: Client, choir: Actor, media: Path) -> None:
    add(hers)
    first = fresh(choir).picture.name
    add(hers, picture=red((20, 30, 200)), picture_alt="Hetzelfde koor, een jaar later.")
    assert len(files(media)) == 2
    address = f"{HOME}geschiedenis/{newest(choir).pk}/"
    hers.post(address, {"seen": hers.get(address).context["seen"]})
    choir = fresh(choir)
    assert (choir.picture.name, choir.picture_alt) == (first, ALT)


def test_thrown_away_for_good_it_cannot_come_back_and_nor_do_its_words(
    hers: Client, choir: Actor, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    add(hers)
    with django_capture_on_commit_callbacks(execute=True):
        add(hers, picture=red((20, 30, 200)), picture_alt="Een ander koor.", erase="on")
    assert len(files(media)) == 1
    address = f"{HOME}geschiedenis/{newest(choir).pk}/"
    page = hers.get(address)
    assert ".webp" not in text_of(page) + text_of(hers.get(f"{HOME}geschiedenis/"))
    assert page.context["back"] == []
    assert "Dit hoort bij een foto die niet terugkomt." in text_of(page)
    assert fresh(choir).picture_alt == "Een ander koor."


def test_taken_away_with_its_words(hers: Client, choir: Actor, media: Path) -> None:
    add(hers, picture_credit="Noor", focus="90-90")
    assert said(hers.get(at("foto"))) == ["Bewaard. Het staat meteen op jullie pagina."]
    assert send(hers, remove="on").status_code == 302
    choir = fresh(choir)
    assert not choir.picture
    assert (choir.picture_alt, choir.picture_credit, choir.picture_x) == ("", "", 50)
    assert len(files(media)) == 1


def test_taken_away_and_replaced_at_once_is_a_question(hers: Client, choir: Actor) -> None:
    add(hers)
    page = send(hers, picture=red(), remove="on")
    assert "remove" in page.context["form"].errors


def test_two_people_and_one_picture(hers: Client, his: Client, choir: Actor) -> None:
    add(hers)
    opened = hers.get(at("foto"))
    add(his, picture=red((20, 30, 200)), picture_alt="Tom koos deze.")
    page = hers.post(
        at("foto"), sent(opened, picture=red((0, 90, 0)), picture_alt="Noor koos deze.", focus="10-10")
    )
    words = text_of(page)
    assert "Iemand was je voor" in words
    assert "Nu staat er: een foto" in words
    assert "Jij typte: Noor koos deze." in words
    assert "kies ze opnieuw" in words or "Intussen gewijzigd door Tom" in words
    assert fresh(choir).picture_alt == "Tom koos deze."
    assert page.context["form"]["focus"].value() == "10-10"
    assert hers.post(at("foto"), sent(page, picture=red((0, 90, 0)))).status_code == 302
    assert fresh(choir).picture_alt == "Noor koos deze."


def test_after_thirty_days_the_files_that_nobody_shows_go(hers: Client, choir: Actor, media: Path) -> None:
    add(hers)
    add(hers, picture=red((20, 30, 200)))
    add(hers, picture=red((0, 90, 0)))
    add(hers, picture=red((20, 30, 200)))
    kept = str(fresh(choir).picture)
    assert forget_old_pictures() == 0
    later = timezone.now() + KEPT_FOR + timedelta(minutes=1)
    stored = len(files(media))
    assert forget_old_pictures(later) == stored - 1
    assert files(media) == {Path(kept).name}
    assert forget_old_pictures(later) == 0


def test_who_replaced_it_again_lately_keeps_the_way_back(hers: Client, choir: Actor, media: Path) -> None:
    add(hers)
    send(hers, remove="on")
    Change.objects.update(at=timezone.now() - KEPT_FOR - timedelta(days=1))
    address = f"{HOME}geschiedenis/{newest(choir).pk}/"
    hers.post(address, {"seen": hers.get(address).context["seen"]})
    send(hers, remove="on")
    assert forget_old_pictures() == 0
    assert len(files(media)) == 1
