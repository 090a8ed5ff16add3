"""Makers of what people send along: files and pictures."""

import io

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image

from ecru.base.files.attachments import Scan
from projects.models import PracticeFile, PracticePicture
from tests.factories import PracticeFactory


class PracticeFileFactory(DjangoModelFactory):
    """A small text with a practice, of a portal without a virus scanner; ``waiting=True`` was not scanned yet."""

    class Meta:
        model = PracticeFile

    class Params:
        waiting = factory.Trait(scan=Scan.WAITING)

    practice = factory.SubFactory(PracticeFactory)
    file = factory.LazyFunction(lambda: ContentFile(b"Soep voor veertig mensen", name="lijst.txt"))
    name = "lijst.txt"
    label = "Onze boodschappenlijst"
    kind = "txt"
    size = 24
    checksum = factory.Sequence(lambda n: f"{n:064x}")
    scan = Scan.NONE


class PracticePictureFactory(DjangoModelFactory):
    """A picture with a practice that nobody saw yet."""

    class Meta:
        model = PracticePicture

    practice = factory.SubFactory(PracticeFactory)
    original = factory.LazyFunction(lambda: ContentFile(small_picture(), name="feest.webp"))
    alt = "Twee vrouwen roeren in een grote pot."
    checksum = factory.Sequence(lambda n: f"{n:064x}")


def small_picture() -> bytes:
    """A picture of sixteen points."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "#b8311a").save(out, "WEBP")
    return out.getvalue()
