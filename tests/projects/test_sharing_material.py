"""Pictures and files with a practice: private until it shows, seen by an editor, gone when somebody wants them gone."""

import os
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from actors import desk
from actors.desk import Impossible
from actors.models import User
from ecru.base.daily import jobs, rehearse
from ecru.base.files import check_file
from ecru.base.files.attachments import Scan
from ecru.base.files.storage import private_storage
from ecru.base.personal import holdings
from projects.models import Practice, PracticeFile, PracticePicture
from projects.models.material import MOST_FILES, MOST_PICTURES
from projects.sharing import add_file, add_picture, remove_file, remove_picture
from projects.sharing.material import follow_all
from tests.actors.conftest import signed_in
from tests.base.file_cast import PDF, VIRUS, nobody_there, office, scanner
from tests.material_factories import PracticeFileFactory, PracticePictureFactory
from tests.projects.sharing_cast import fresh, home, offered, photo, sent, text, write

pytestmark = pytest.mark.django_db
WORDS = "Twee vrouwen roeren in een grote pot."


def pdf(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, "application/pdf")


def test_a_picture_with_words_is_kept_clean_and_private(hers: Client, draft: Practice, tom: User) -> None:
    answer = write(hers, draft, "materiaal", picture=photo(), picture_alt=WORDS, picture_credit="Noor")
    assert answer.status_code == 302
    picture = draft.pictures.get()
    assert (picture.alt, picture.credit, bool(picture.picture), str(picture)) == (WORDS, "Noor", False, WORDS)
    assert picture.original.name.endswith(".webp")
    write(hers, draft, "materiaal", picture=photo(), picture_alt=WORDS)
    assert draft.pictures.count() == 1
    address = f"/mijn/praktijken/foto/{picture.pk}/"
    assert address in hers.get(home(draft, "materiaal")).content.decode()
    seen = hers.get(address)
    assert (seen.status_code, seen["Content-Type"], len(b"".join(seen.streaming_content)) > 20) == (200, "image/webp", True)  # fmt: skip
    assert signed_in(tom).get(address).status_code == 404
    private_storage().delete(str(picture.original.name))
    assert hers.get(address).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"picture": "foto"}, "picture_alt"),
        ({"picture_alt": WORDS}, "picture"),
        ({"file_label": "Ons plan"}, "file"),
        ({"picture": "rommel", "picture_alt": WORDS}, "picture"),
        ({"file": "macro"}, "file"),
        ({"file": "leeg"}, "file"),
    ],
)
def test_what_does_not_fit_comes_back_and_nothing_typed_is_lost(
    hers: Client, draft: Practice, typed: dict[str, Any], field: str
) -> None:
    made = {
        "foto": photo(),
        "rommel": pdf("foto.jpg", b"geen foto"),
        "macro": pdf("plan.docm", office("docx", **{"word/vbaProject.bin": "x"})),
        "leeg": pdf("leeg.pdf", b""),
    }
    upload = {name: made.get(value, value) for name, value in typed.items()}
    page = write(hers, draft, "materiaal", links="https://koor.example/film", **upload)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert "https://koor.example/film" in page.content.decode()
    assert (draft.pictures.count(), draft.files.count()) == (0, 0)


def test_a_good_file_beside_a_mistake_is_asked_again(hers: Client, draft: Practice) -> None:
    page = write(hers, draft, "materiaal", file=pdf(), file_label="Plan", links="geen link")
    assert set(page.context["form"].errors) == {"links", "file"}
    assert "een browser onthoudt het niet" in text(page)


def test_too_heavy_a_file_is_named(hers: Client, draft: Practice, monkeypatch: Any) -> None:
    monkeypatch.setattr("ecru.base.files.reading.MAX_BYTES", 10)
    page = write(hers, draft, "materiaal", file=pdf(), file_label="Ons plan")
    assert "Maak het kleiner" in text(page)
    assert "Ons plan" in page.content.decode()


def test_a_file_is_private_until_it_shows_and_an_editor_saw_it(
    hers: Client, draft: Practice, noor: User, tom: User, an: User
) -> None:
    write(hers, draft, "materiaal", file=pdf(), file_label="Ons plan")
    write(hers, draft, "materiaal", file=pdf("anders.pdf"), file_label="Nog eens")
    file = draft.files.get()
    assert (file.label, file.name, file.kind, file.scan, file.uploaded_by) == ("Ons plan", "plan.pdf", "pdf", Scan.NONE, noor)  # fmt: skip
    address = f"/praktijken/bestanden/{file.pk}/"
    taken = hers.get(address)
    assert b"".join(taken.streaming_content) == PDF
    assert taken["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert [browser.get(address).status_code for browser in (Client(), signed_in(tom))] == [404, 404]
    assert Client().get(f"/media/{file.file.name}").status_code == 404
    item = offered(draft, noor)
    desk.accept(item=item, by=an, seen=item.version)
    answer = Client().get(address)
    assert b"".join(answer.streaming_content) == PDF
    late = PracticeFileFactory(practice=draft)
    assert Client().get(f"/praktijken/bestanden/{late.pk}/").status_code == 404


def test_a_virus_is_refused_and_a_scanner_that_is_away_makes_it_wait(
    hers: Client, draft: Practice, settings: Any
) -> None:
    with scanner() as (address, _clamd):
        settings.CLAMD_URL = address
        page = write(hers, draft, "materiaal", file=pdf(content=PDF + VIRUS), file_label="Ons plan")
        assert "Er zit een virus in dit bestand" in text(page)
        write(hers, draft, "materiaal", file=pdf(content=PDF + b"schoon"), file_label="Schoon")
    settings.CLAMD_URL = nobody_there()
    write(hers, draft, "materiaal", file=pdf(), file_label="Ons plan")
    assert [(file.label, file.scan) for file in draft.files.all()] == [
        ("Schoon", "clean"),
        ("Ons plan", "waiting"),
    ]
    waits = draft.files.get(label="Ons plan")
    assert "Nog niet nagekeken op virussen" in text(hers.get(home(draft, "materiaal")))
    assert hers.get(f"/praktijken/bestanden/{waits.pk}/").status_code == 404
    waits.judge("Test.Virus")
    assert "Er zat een virus in" in text(hers.get(home(draft, "materiaal")))


def test_what_is_removed_goes_at_once_with_its_files(hers: Client, shown: Practice, noor: User) -> None:
    picture = PracticePictureFactory(practice=shown, accepted_at=timezone.now())
    picture.follow()
    file = PracticeFileFactory(practice=shown, accepted_at=timezone.now())
    assert write(hers, shown, "materiaal", **{"weg-foto": picture.pk}).status_code == 302
    assert (
        write(hers, shown, "materiaal", **{"weg-bestand": file.pk, "links": "koor.example"}).status_code
        == 302
    )
    assert not picture.picture.storage.exists(picture.picture.name)
    assert fresh(shown).ahead == {"links": ["https://koor.example"]}
    assert not remove_file(practice=shown, by=noor, pk=file.pk)
    assert not remove_picture(practice=shown, by=noor, pk=picture.pk)
    assert (shown.pictures.count(), shown.files.count()) == (0, 0)


def test_there_is_room_for_so_many_and_no_more(draft: Practice, noor: User) -> None:
    PracticeFileFactory.create_batch(MOST_FILES, practice=draft)
    PracticePictureFactory.create_batch(MOST_PICTURES, practice=draft)
    upload: Any = pdf()
    upload.checked, upload.scan = check_file(upload), Scan.NONE
    with pytest.raises(Impossible, match="Er zijn al 10"):
        add_file(practice=draft, by=noor, upload=upload, label="")
    with pytest.raises(Impossible, match="Er zijn al 8"):
        add_picture(practice=draft, by=noor, upload=pdf("foto.webp"), alt=WORDS, credit="")


def test_nothing_is_added_while_the_editors_read(hers: Client, draft: Practice, noor: User) -> None:
    data = sent(hers.get(home(draft, "materiaal")), file=pdf(), file_label="Plan")
    offered(draft, noor)
    page = hers.post(home(draft, "materiaal"), data)
    assert "Neem het eerst terug" in text(page)
    assert not draft.files.exists()


def test_the_daily_work_puts_pictures_right(shown: Practice, settings: Any, tmp_path: Any) -> None:
    picture = PracticePictureFactory(practice=shown, accepted_at=timezone.now())
    now = timezone.now()
    assert follow_all(now, dry_run=True)["pictures"] == 1
    assert follow_all(now, dry_run=False)["pictures"] == 1
    picture.refresh_from_db()
    storage = picture.picture.storage
    assert storage.exists(picture.picture.name)
    lost = storage.save("praktijken/kwijt-320w.webp", ContentFile(b"x"))
    long_ago = time.time() - 3 * 24 * 3600
    for name in (lost, picture.picture.name):
        os.utime(storage.path(name), (long_ago, long_ago))
    assert follow_all(now + timedelta(days=1), dry_run=True)["copies"] >= 1
    assert storage.exists(lost)
    follow_all(now + timedelta(days=1), dry_run=False)
    assert (storage.exists(lost), storage.exists(picture.picture.name)) == (False, True)
    settings.MEDIA_ROOT = tmp_path / "leeg"
    assert follow_all(now, dry_run=False) == {"pictures": 0, "copies": 0}
    for slug in ("files", "practice-pictures", "practice-drafts"):
        assert set(rehearse(jobs[slug], now).values()) <= {0, 1, 2, 3}
    jobs["files"].work(now, False)


def test_noor_takes_along_what_she_shared(hers: Client, draft: Practice, noor: User, tom: User) -> None:
    write(hers, draft, "materiaal", file=pdf(), file_label="Ons plan", picture=photo(), picture_alt=WORDS)
    draft.makers.update(answered_by=noor)
    holding = holdings["practices"]
    assert [count for _label, count in holding.rows(noor)] == [1, 1, 1, 1]
    assert holding.rows(tom) == []
    told = str(holding.export(noor))
    for words in ("Zingen met buren", "Acht van de twaalf", "plan.pdf", WORDS, "Koor De Draad"):
        assert words in told
    assert len(list(holding.files(noor))) == 2
    PracticeFile.objects.update(file="")
    assert len(list(holding.files(noor))) == 1
    assert PracticePicture.objects.of_person(noor).public().count() == 0


def test_looking_over_shows_what_was_sent_along_and_pages_show_what_is_public(
    hers: Client, shown: Practice
) -> None:
    picture = PracticePictureFactory(practice=shown, credit="Noor", accepted_at=timezone.now())
    file = PracticeFileFactory(practice=shown, accepted_at=timezone.now())
    picture.follow()
    page = hers.get(home(shown))
    assert "Onze boodschappenlijst" in text(page)
    assert f"/mijn/praktijken/foto/{picture.pk}/" in page.content.decode()
    assert list(shown.files.public()) == [file]
    assert list(shown.pictures.public()) == [picture]
    PracticeFile.objects.update(scan=Scan.WAITING)
    assert not shown.files.public().exists()
