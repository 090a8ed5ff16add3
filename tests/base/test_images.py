"""Uploaded pictures: only the pixels of real pictures come through."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from django.db import models
from django.utils.datastructures import MultiValueDict
from PIL import Image, ImageCms

from ecru.base.images import ACCEPT, MAX_BYTES, MAX_SIDE, clean_picture
from ecru.base.pictures import PictureField, PictureFormField

RED, BLUE = (200, 30, 20), (20, 30, 200)


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> UploadedFile:
    return SimpleUploadedFile(name, content, kind)


def photo(mode: str = "RGB", size: tuple[int, int] = (60, 40), colour: Any = RED) -> Image.Image:
    return Image.new(mode, size, colour)


def cleaned(content: bytes, **kwargs: str) -> Image.Image:
    result = clean_picture(upload(content, **kwargs))
    picture = Image.open(result)
    picture.load()
    assert picture.format == "WEBP"
    return picture


def refusal(content: bytes | UploadedFile, **kwargs: str) -> str:
    given = content if isinstance(content, UploadedFile) else upload(content, **kwargs)
    with pytest.raises(ValidationError) as caught:
        clean_picture(given)
    return str(caught.value.code)


def near(seen: Any, wanted: tuple[int, ...], within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(seen, wanted, strict=True))


def png(width: int, height: int) -> bytes:
    """A real 1-bit black PNG of any size, made row by row so that the test itself needs no memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer, row = zlib.compressobj(9), b"\0" * (1 + (width + 7) // 8)
    body = b"".join([*(packer.compress(row * 100) for _ in range(height // 100)), packer.flush()])
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


# --- What comes through -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_formats_become_small_webp_under_a_random_name(kind: str) -> None:
    source = saved(photo(size=(2400, 1200)), kind)
    results = [clean_picture(upload(source, name="../../Mijn foto (1).php")) for _ in range(2)]
    assert Image.open(results[0]).size == (MAX_SIDE, MAX_SIDE // 2)
    assert results[0].name != results[1].name
    assert len(results[0].name or "") == 37
    assert (results[0].content_type, (results[0].name or "")[-5:]) == ("image/webp", ".webp")


def test_small_pictures_are_not_blown_up() -> None:
    assert cleaned(saved(photo())).size == (60, 40)


def test_name_and_content_type_are_not_believed() -> None:
    assert cleaned(saved(photo(), "PNG"), name="notes.txt", kind="text/plain").size == (60, 40)


def test_place_camera_and_comments_are_taken_out_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCam"
    exif[0x0112] = 6  # turn a quarter to the right
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 57.0, 54.0), 3: "E", 4: (5.0, 30.0, 1.0)})
    source = saved(photo(), exif=exif, comment=b"SecretNote", xmp=b"<x:xmpmeta>SecretXmp</x:xmpmeta>")
    assert b"SecretCam" in source
    result = clean_picture(upload(source)).read()
    picture = Image.open(io.BytesIO(result))
    assert picture.size == (40, 60)
    assert not picture.getexif()
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(picture.info)
    for secret in (b"Secret", b"EXIF", b"Exif", b"XMP ", b"ICCP"):
        assert secret not in result


def test_colours_survive_the_loss_of_their_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for given in (profile, b"no profile at all"):
        picture = cleaned(saved(photo(), icc_profile=given))
        assert near(picture.convert("RGB").getpixel((5, 5)), RED)


@pytest.mark.parametrize(
    ("mode", "colour", "kind", "wanted"),
    [
        ("L", 90, "PNG", (90, 90, 90)),
        ("1", 1, "PNG", (255, 255, 255)),
        ("P", 0, "PNG", (0, 0, 0)),
        ("CMYK", (0, 255, 255, 0), "JPEG", (255, 0, 0)),
        ("I;16", 32768, "PNG", (128, 128, 128)),
        ("LA", (90, 255), "PNG", (90, 90, 90)),
        ("RGBA", (*BLUE, 255), "PNG", BLUE),
    ],
)
def test_every_kind_of_colour_is_understood(
    mode: str, colour: Any, kind: str, wanted: tuple[int, ...]
) -> None:
    picture = cleaned(saved(photo(mode, colour=colour), kind))
    assert near(picture.convert("RGB").getpixel((30, 20)), wanted)


def test_what_is_see_through_stays_so() -> None:
    assert cleaned(saved(photo("RGBA", colour=(*RED, 0)), "PNG")).getpixel((5, 5))[3] == 0  # type: ignore[index]
    palette = saved(photo("P", colour=0), "PNG", transparency=0)
    assert cleaned(palette).getpixel((5, 5))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_stays(kind: str) -> None:
    moving = saved(photo(), kind, save_all=True, append_images=[photo(colour=BLUE)], duration=100)
    picture = cleaned(moving)
    assert getattr(picture, "n_frames", 1) == 1
    assert near(picture.convert("RGB").getpixel((5, 5)), RED)


def test_what_hides_behind_a_picture_is_left_out() -> None:
    hidden = b"PK\x03\x04<script>alert(1)</script>"
    assert hidden not in clean_picture(upload(saved(photo()) + hidden)).read()


# --- What is refused --------------------------------------------------------------------------------------------


def test_a_gif_that_is_also_a_program_is_refused() -> None:
    polyglot = b"GIF89a/*\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00*/=1;alert(1);//"
    assert refusal(polyglot, name="cat.jpg") == "not_a_picture"
    assert refusal(saved(photo(), "GIF"), name="cat.jpg") == "not_a_picture"


@pytest.mark.parametrize(
    "content", [b"hello", b"%PDF-1.7", b"MZ\x90\0", b"\0" * 500, b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8 "]
)
def test_other_files_are_refused_whatever_their_name(content: bytes) -> None:
    assert refusal(content) == "not_a_picture"


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'\xef\xbb\xbf\n <?xml version="1.0"?><!-- x --><SVG onload="alert(1)"/>',
        '<?xml version="1.0"?><svg/>'.encode("utf-16"),
    ],
)
def test_svg_is_refused_with_its_own_sentence(content: bytes) -> None:
    assert refusal(content, name="logo.png", kind="image/png") == "svg"


@pytest.mark.parametrize("side", [7000, 30000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = png(side, side)
    assert len(bomb) < 200_000

    def explode(*args: Any) -> None:
        raise AssertionError("the bomb was unpacked")

    monkeypatch.setattr(Image.Image, "load", explode)
    assert refusal(bomb, name="small.png") == "too_large"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_off_is_refused(kind: str, keep: float) -> None:
    whole = saved(Image.effect_noise((200, 200), 80).convert("RGB"), kind)
    assert refusal(whole[: int(len(whole) * keep)]) in {"damaged", "not_a_picture"}


def test_fifty_megabytes_are_refused_without_reading_them(monkeypatch: pytest.MonkeyPatch) -> None:
    heavy = TemporaryUploadedFile("big.jpg", "image/jpeg", 50 * 1024 * 1024, None)

    def read(*args: Any) -> bytes:
        raise AssertionError("the file was read")

    monkeypatch.setattr(heavy.file, "read", read)
    assert refusal(heavy) == "too_heavy"
    heavy.close()


def test_sentences_say_what_to_do() -> None:
    heavy = upload(b"")
    heavy.size = MAX_BYTES + 1
    with pytest.raises(ValidationError) as caught:
        clean_picture(heavy)
    assert "10 MB" in caught.value.messages[0]


# --- In forms ---------------------------------------------------------------------------------------------------


class LogoForm(forms.Form):
    logo = PictureFormField(required=False)


def files(*uploads: UploadedFile) -> MultiValueDict[str, UploadedFile]:
    return MultiValueDict({"logo": list(uploads)} if uploads else {})


def test_a_form_gives_the_cleaned_picture() -> None:
    form = LogoForm({}, files(upload(saved(photo(), "PNG"), name="logo.exe")))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["logo"].name.endswith(".webp")
    assert f'accept="{ACCEPT}"' in str(form["logo"])


@pytest.mark.parametrize("content", [b"<svg/>", b"no picture", saved(photo())[:200], b""])
def test_a_form_shows_the_refusal(content: bytes) -> None:
    form = LogoForm({}, files(upload(content)))
    assert not form.is_valid()
    assert len(form.errors["logo"]) == 1


def test_a_picture_that_is_already_there_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    there = object()
    form = LogoForm({}, files(), initial={"logo": there})
    assert form.is_valid()
    assert form.cleaned_data["logo"] is there
    assert LogoForm({}, files()).is_valid()


def test_the_model_field_uses_the_form_field() -> None:
    assert isinstance(PictureField(upload_to="x").formfield(), PictureFormField)
    assert issubclass(PictureField, models.ImageField)


@pytest.mark.parametrize("reader", [Path.read_bytes, None])
def test_pictures_come_from_memory_and_from_disk(reader: Callable[..., bytes] | None) -> None:
    if reader:
        given: UploadedFile = upload(saved(photo()))
    else:
        given = TemporaryUploadedFile("x.jpg", "image/jpeg", 0, None)
        given.write(saved(photo()))
        given.size = given.tell()
    assert Image.open(clean_picture(given)).size == (60, 40)
    given.close()
